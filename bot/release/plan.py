"""What a release of single records would tell and lose, as stewards judge and approve it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TypedDict

from bot.core.model import Audience


@dataclass(frozen=True, slots=True)
class Plan:
    """What a release of records would tell and lose, as stewards judge it. No exact count."""

    audience: Audience
    k: int
    levels: Mapping[str, int]
    """Breakdown -> its level: 0 as asked, 1 the first declared one, the last: left out."""
    absent: tuple[str, ...]
    """Questions that are not in the file; a breakdown at its last level is one."""
    other: Mapping[str, int]
    """Question -> per cent of the records whose answer became "other", rounded up."""
    records: int
    """Rounded down to a multiple of ten."""
    dropped: int
    """Per cent of the records that are left out, rounded up."""
    lost: int
    """Per cent of the breakdowns' detail that is lost, rounded up."""


class PlanJson(TypedDict):
    audience: str
    k: int
    levels: dict[str, int]
    absent: list[str]
    other: dict[str, int]
    records: int
    dropped: int
    lost: int


def to_json(plan: Plan) -> str:
    return json.dumps(asdict(plan), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def from_json(text: str) -> Plan:
    return of_fields(json.loads(text))


def of_fields(fields: PlanJson) -> Plan:
    return Plan(
        audience=Audience(fields["audience"]),
        k=fields["k"],
        levels=fields["levels"],
        absent=tuple(fields["absent"]),
        other=fields["other"],
        records=fields["records"],
        dropped=fields["dropped"],
        lost=fields["lost"],
    )
