"""Reads released records as somebody who knows the paper, the survey and the file, and no more."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any, Final, TypeAlias

LEAST: Final = {"rows-staff": 5, "rows-public": 11}
"""Records that cannot be told apart, by audience."""
DIFFERENT: Final = 2
RARE: Final = 5
HIDDEN: Final = "other"
KEPT_OF: Final = (95, 100)
"""At most five in a hundred are left out."""

Record: TypeAlias = Mapping[str, str]


def faults(
    structure: str, audience: str, meta: str, body: bytes, people: int | None = None
) -> Iterator[str]:
    """The name of each rule that this release breaks; nothing when it keeps them all.

    `structure`: the survey as it was published. `people`: how many answered, where it is known.
    """
    survey, told = json.loads(structure), json.loads(meta)
    lines = list(csv.reader(StringIO(body.decode(), newline="")))
    names, records = lines[0], [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    asked = {question["id"] for question in survey["questions"]} - {"language"}
    of = {column["id"]: column["question"] for column in told["columns"]}
    if names != list(of) or not set(of.values()) <= asked:
        yield "a column that no question has"
        return
    if lines[1:] != sorted(lines[1:]):
        yield "records that lie otherwise than sorted"
    if people is not None and len(records) * KEPT_OF[1] < people * KEPT_OF[0]:
        yield "too many records that are left out"
    yield from _codes(told["columns"], records)
    yield from _groups(survey, of, records, LEAST[audience])


def _codes(columns: Sequence[Mapping[str, Any]], records: Sequence[Record]) -> Iterator[str]:
    for column in columns:
        counts = Counter(record[column["id"]].removeprefix("'") for record in records)
        if not counts.keys() - {""} <= set(column["codes"]):
            yield "a code that is not told of"
        if min(counts.values()) < RARE:
            yield "an answer of too few people"


def _groups(
    survey: Mapping[str, Any], of: Mapping[str, str], records: Sequence[Record], least: int
) -> Iterator[str]:
    """Those whom the breakdowns do not tell apart, nor who was asked because of one."""
    groups = [members for members in _alike_to_all(survey, of, records) if members]
    if any(len(members) < least for members in groups):
        yield "a group of too few people"
    for question in {*of.values()} - {*survey["breakdowns"]}:
        columns = [column for column in of if of[column] == question]
        if any(_one_answer(members, columns) for members in groups):
            yield "a group all of whom gave one answer"


def _alike_to_all(
    survey: Mapping[str, Any], of: Mapping[str, str], records: Sequence[Record]
) -> Iterator[Sequence[Record]]:
    """Whoever may be meant by what somebody knows of the breakdowns of one person."""
    known = [column for column, question in of.items() if question in survey["breakdowns"]]
    groups: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for record in records:
        groups[tuple(record[column] for column in known)].append(record)
    hanging = [
        (column, question["ask_if"])
        for question in survey["questions"]
        for column in of
        if of[column] == question["id"] and question["id"] not in survey["breakdowns"]
    ]
    for members in groups.values():
        yield members
        for name in survey["breakdowns"]:
            for code in _codes_of(survey, name):
                yield [m for m in members if _may_be(m, name, code, hanging)]


def _codes_of(survey: Mapping[str, Any], name: str) -> Iterator[str]:
    question = next(q for q in survey["questions"] if q["id"] == name)
    yield from (option["id"] for option in (*question["options"], *question["bands"]))
    yield "prefer-not"


def _may_be(
    record: Record, name: str, code: str, hanging: Sequence[tuple[str, Mapping[str, list[str]]]]
) -> bool:
    """Whether this may be a person who answered so to the breakdown."""
    if code not in record.get(name, code).removeprefix("'").split("+"):
        return False
    for column, conditions in hanging:
        if name in conditions and record[column] != HIDDEN:
            opens, asked = code in conditions[name], record[column] != ""
            alone = len(conditions) == 1
            if (asked and not opens) or (opens and alone and not asked):
                return False
    return True


def _one_answer(members: Sequence[Record], columns: Sequence[str]) -> bool:
    """Who was not asked gave no answer: a group that nobody asked says nothing."""
    answers = {tuple(member[column] for column in columns) for member in members}
    return len(answers) < DIFFERENT and any(answers.pop())
