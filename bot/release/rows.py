"""Single records, each like at least four others: what would be released, and the file of it."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Final, TypedDict

from bot.core.disclosure import SOLID
from bot.core.model import Audience, Question, Rows, Survey
from bot.release.coding import IS_OTHER, Codes, Counted, in_rows, options, possible
from bot.release.ladder import GONE, by_id, order
from bot.release.lattice import Cut, People, best, lay_out, settle
from bot.release.plan import Plan, PlanJson, of_fields

FILE: Final = "rows.csv"
"""The one file of such a release, as `release_file` names it."""
LEAST_GROUP: Final = {Audience.ROWS_STAFF: 5, Audience.ROWS_PUBLIC: 11}
"""k: how many records at least cannot be told apart by the breakdowns."""
BETWEEN: Final = "\0"
"""Codes while lines are sorted: it comes before every character of a code."""
SENSIBLE: Final = 400
"""With fewer answers so much detail is lost that tables tell more."""
FINE, COARSE = 1, 5
"""Steps, in per cent, of what is told to be lost: of many answers, and of fewer than SENSIBLE."""


class Changed(Exception):
    """The answers are no longer those that the plan was made of: they have had their time."""


@dataclass(frozen=True, slots=True)
class Column:
    id: str
    question: str
    option: str
    """Empty where the question is one column."""
    codes: Codes
    """Those that occur, in declared order; "" (not asked) is none. Groups are joined by "+"."""


@dataclass(frozen=True, slots=True)
class RowsTable:
    columns: tuple[Column, ...]
    records: Iterator[Codes]
    """In the order of the columns, sorted."""


# Before the approval. -------------------------------------------------------------------------


def propose(survey: Survey, counted: Counted) -> Plan | None:
    """What could be released of these responses; None: too few of them, or nothing may be."""
    rows = _rows(survey, counted)
    if rows is None:
        return None
    people = lay_out(survey, rows, counted)
    cut = best(people, LEAST_GROUP[rows.audience])
    if cut is None or not any(_told(survey, people, cut)):
        return None
    return _plan(survey, rows, people, cut)


def _rows(survey: Survey, counted: Counted) -> Rows | None:
    """No release, of whatever kind, is made of fewer answers than a first interim one."""
    return None if counted.records.total() < SOLID else survey.rows


def _plan(survey: Survey, rows: Rows, people: People, cut: Cut) -> Plan:
    total, left = people.total, sum(cut.weights)
    detail = max(1, people.detail * total)
    told = {question.id for question in _told(survey, people, cut)}
    step = FINE if total >= SENSIBLE else COARSE
    return Plan(
        audience=rows.audience,
        k=LEAST_GROUP[rows.audience],
        levels=by_id(people.ladders, cut.levels),
        absent=tuple(question.id for question in survey.questions if question.id not in told),
        other={id_: _share(count, left, step) for id_, count in _hidden(people, cut) if count},
        records=left // 10 * 10,
        dropped=_share(total - left, total, step),
        lost=_share(cut.loss, detail, step),
    )


def _told(survey: Survey, people: People, cut: Cut) -> Iterator[Question]:
    gone = {
        at.question.id
        for at, level in zip(people.ladders, cut.levels, strict=True)
        if GONE in at.steps[level].shown
    }
    there = cut.shown.keys() | ({at.question.id for at in people.ladders} - gone)
    return (question for question in in_rows(survey) if question.id in there)


def _hidden(people: People, cut: Cut) -> Iterator[tuple[str, int]]:
    """Question -> how many answers to it are "other" without having been so."""
    for id_, column in cut.shown.items():
        pairs = zip(column, people.columns[id_], cut.weights, strict=True)
        yield id_, sum(weight for now, before, weight in pairs if now == IS_OTHER != before)


def _share(part: int, of: int, step: int) -> int:
    """Per cent, rounded up: of a few answers so coarsely that no count can be worked out."""
    return step * -(-100 * part // (of * step))


# After it. ------------------------------------------------------------------------------------


def write(survey: Survey, counted: Counted, plan: Plan) -> tuple[str, bytes]:
    """What is told of the release, as JSON, and its file: what was approved, or Changed."""
    rows = _rows(survey, counted)
    if rows is None:
        raise Changed
    people = lay_out(survey, rows, counted)
    levels = tuple(plan.levels.get(at.question.id, 0) for at in people.ladders)
    cut = settle(people, levels, plan.k)
    if cut is None or _plan(survey, rows, people, cut) != plan:
        raise Changed
    told = tuple(_told(survey, people, cut))
    columns = tuple(_columns(told, rows, people, cut))
    lines = _lines(told, people, cut)
    return _meta(survey, plan, columns), _body(columns, lines)


def _codes(question: Question, people: People, cut: Cut) -> list[Codes]:
    """By the number of the answer."""
    for at, level in zip(people.ladders, cut.levels, strict=True):
        if at.question.id == question.id:
            return list(at.steps[level].shown)
    return people.books[question.id].codes


def _columns(told: tuple[Question, ...], rows: Rows, people: People, cut: Cut) -> Iterator[Column]:
    for question in told:
        codes = _codes(question, people, cut)
        column = cut.shown.get(question.id, people.columns[question.id])
        used = {n for n, weight in zip(column, cut.weights, strict=True) if weight}
        level = by_id(people.ladders, cut.levels).get(question.id, 0)
        declared = dict.fromkeys((*order(question, rows, level), *possible(question)))
        for place, option in enumerate(options(question)):
            met = {codes[number][place] for number in used}
            id_ = f"{question.id}.{option}" if option else question.id
            yield Column(id_, question.id, option, tuple(c for c in declared if c in met))


def _lines(told: tuple[Question, ...], people: People, cut: Cut) -> Counter[str]:
    """Each line of the file with how often it stands there."""
    parts = []
    for question in told:
        column = cut.shown.get(question.id, people.columns[question.id])
        texts = [BETWEEN.join(map(_safe, codes)) for codes in _codes(question, people, cut)]
        parts.append(map(texts.__getitem__, column))
    lines: Counter[str] = Counter()
    for texts_of, weight in zip(zip(*parts, strict=True), cut.weights, strict=True):
        if weight:
            lines[BETWEEN.join(texts_of)] += weight
    return lines


def _safe(code: str) -> str:
    """A band below zero begins with a sign, which no spreadsheet may take for a formula."""
    return f"'{code}" if code.startswith("-") else code


def _body(columns: tuple[Column, ...], lines: Counter[str]) -> bytes:
    out = BytesIO()
    out.write(f"{','.join(column.id for column in columns)}\n".encode())
    out.writelines(
        f"{line.replace(BETWEEN, ',')}\n".encode() * lines[line] for line in _in_order(lines)
    )
    return out.getvalue()


def _in_order(lines: Iterable[str]) -> list[str]:
    """Column by column, as the records themselves would be sorted."""
    return sorted(lines)


def _meta(survey: Survey, plan: Plan, columns: tuple[Column, ...]) -> str:
    told = {"survey": survey.id, "plan": asdict(plan), "columns": [asdict(c) for c in columns]}
    return _dumps(told)


def _dumps(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


# As stored. -----------------------------------------------------------------------------------


def plan_of(meta: str) -> Plan:
    """By which a release was made."""
    fields: _MetaJson = json.loads(meta)
    return of_fields(fields["plan"])


def columns_of(meta: str) -> tuple[Column, ...]:
    """Of a stored release of records, as `read` finds them."""
    fields: _MetaJson = json.loads(meta)
    return tuple(
        Column(c["id"], c["question"], c["option"], tuple(c["codes"])) for c in fields["columns"]
    )


def read(meta: str, body: bytes) -> RowsTable:
    """A stored release of records; `meta` is what its row holds as tables."""
    return RowsTable(columns_of(meta), _records(body))


def _records(body: bytes) -> Iterator[Codes]:
    """Line by line: the whole as text would be twice the file again."""
    lines = BytesIO(body)
    next(lines)
    cells = (line.decode().rstrip("\n").split(",") for line in lines)
    return (tuple(code.removeprefix("'") for code in codes) for codes in cells)


class _ColumnJson(TypedDict):
    id: str
    question: str
    option: str
    codes: list[str]


class _MetaJson(TypedDict):
    survey: str
    plan: PlanJson
    columns: list[_ColumnJson]
