"""Writes a release as JSON in one way only, so that it is the same bytes for ever."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TypedDict

from bot.core.model import Audience
from bot.release.artefact import Release, Signed
from bot.release.tables import Cell, Table, Tables
from bot.storage.rows import ReleaseRow


def to_row(release: Release) -> ReleaseRow:
    return ReleaseRow(
        survey=release.survey,
        sequence=release.sequence,
        audience=release.audience,
        tables=to_json(release.tables).decode(),
        parameters=_dumps(dict(release.parameters)),
        notice=_dumps(dict(release.signed.notices)),
        maker=release.signed.maker,
        approver=release.signed.approver,
        day=release.signed.day,
    )


def from_row(row: ReleaseRow) -> Release:
    return Release(
        survey=row.survey,
        sequence=row.sequence,
        audience=Audience(row.audience),
        tables=from_json(row.tables.encode()),
        parameters=json.loads(row.parameters),
        signed=Signed(row.day, row.maker, json.loads(row.notice), row.approver),
    )


def to_json(tables: Tables) -> bytes:
    return _dumps(asdict(tables)).encode()


def _dumps(value: Mapping[str, object]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def from_json(data: bytes) -> Tables:
    """Raises ValueError when a count is not a multiple of five."""
    raw: _TablesJson = json.loads(data)
    return Tables(
        survey=raw["survey"],
        final=raw["final"],
        people=raw["people"],
        tables=tuple(_table(table) for table in raw["tables"]),
    )


def _table(raw: "_TableJson") -> Table:
    return Table(
        question=raw["question"],
        base=raw["base"],
        answered=raw["answered"],
        cells=tuple(Cell(**cell) for cell in raw["cells"]),
        most=tuple(raw["most"]),
        breakdown=raw["breakdown"],
        group=raw["group"],
    )


class _CellJson(TypedDict):
    option: str
    count: int | None
    share: int | None
    share_answered: int | None


class _TableJson(TypedDict):
    question: str
    base: int | None
    answered: int | None
    cells: list[_CellJson]
    most: list[str]
    breakdown: str | None
    group: str | None


class _TablesJson(TypedDict):
    survey: str
    final: bool
    people: int | None
    tables: list[_TableJson]
