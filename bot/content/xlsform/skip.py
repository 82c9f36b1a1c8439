"""From a form's conditions to `ask_if`: earlier question -> the answers that open this one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import eq, ge, gt, le, lt, ne
from typing import TypeAlias

from bot.content.xlsform.expression import HAS, All, CannotSay, Condition, Either, Is, Not
from bot.core.model import PREFER_NOT

LACKS = "lacks"
OPPOSITE = {
    "=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">", HAS: LACKS, LACKS: HAS,
}  # fmt: skip
COMPARE: Mapping[str, Callable[[int, int], bool]] = {
    "=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
}  # fmt: skip
Opens: TypeAlias = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Target:
    """An earlier question that a condition may name."""

    id: str
    codes: Mapping[str, str]
    """Its options as the form names them -> as the survey does."""
    several: bool = False
    points: bool = False
    """0 to 10: its options can be compared by size."""

    @property
    def all(self) -> frozenset[str]:
        return frozenset((*self.codes.values(), PREFER_NOT))


def opens(conditions: Iterable[Condition], targets: Mapping[str, Target]) -> Opens:
    """All of them together. CannotSay where `ask_if` has no way to say it."""
    known = {target.id: target for target in targets.values()}
    return _both((_opens(condition, targets) for condition in conditions), known)


def _opens(condition: Condition, targets: Mapping[str, Target]) -> Opens:
    match condition:
        case Is(question, sign, value):
            if question not in targets:
                raise CannotSay
            target = targets[question]
            return {target.id: _answers(target, sign, value)}
        case Not(inside):
            return _opens(_negated(inside), targets)
        case All(parts):
            return opens(parts, targets)
        case Either(parts):
            return _either([_opens(part, targets) for part in parts])


def _negated(condition: Condition) -> Condition:
    match condition:
        case Is(question, sign, value):
            return Is(question, OPPOSITE[sign], value)
        case Not(inside):
            return inside
        case All(parts):
            return Either(tuple(map(_negated, parts)))
        case Either(parts):
            return All(tuple(map(_negated, parts)))


def _answers(target: Target, sign: str, value: str) -> frozenset[str]:
    """Nothing answered, in a form, is here "prefer not to say"."""
    if not value and sign in {"=", "!="}:
        blank = frozenset({PREFER_NOT})
        return blank if sign == "=" else target.all - blank
    if target.points:
        return _of_points(target, sign, value)
    if value not in target.codes:
        raise CannotSay
    code = frozenset({target.codes[value]})
    if sign == HAS or (sign == "=" and not target.several):
        return code
    if sign in {"!=", LACKS} and not target.several:
        return target.all - code
    raise CannotSay


def _of_points(target: Target, sign: str, value: str) -> frozenset[str]:
    if sign not in COMPARE or not value.isdecimal():
        raise CannotSay
    found = {c for name, c in target.codes.items() if COMPARE[sign](int(name), int(value))}
    if not found:
        raise CannotSay
    return frozenset(found)


def _both(parts: Iterable[Opens], known: Mapping[str, Target]) -> Opens:
    """Of two sets of several choices `ask_if` can ask for one only: either is not both."""
    found: dict[str, frozenset[str]] = {}
    for part in parts:
        for id_, answers in part.items():
            before = found.get(id_, answers)
            common = before & answers
            if not common or (known[id_].several and before != answers):
                raise CannotSay
            found[id_] = common
    return found


def _either(parts: list[Opens]) -> Opens:
    """Only of one and the same question."""
    ids = {id_ for part in parts for id_ in part}
    if len(ids) != 1 or any(len(part) != 1 for part in parts):
        raise CannotSay
    (id_,) = ids
    return {id_: reduce(frozenset.union, (part[id_] for part in parts))}
