"""Every type of question is counted as it is published, in one pass over any number of chunks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import pytest

from bot.core.disclosure import OTHER, counted, rounded
from bot.core.model import LANGUAGES, PREFER_NOT, Band, Question, Survey, Type
from bot.core.month import month_of
from bot.core.sheet import Answers, Value
from bot.core.survey import codes, record
from bot.release.canonical import from_json, to_json
from bot.release.tables import Table, Tables, build
from bot.release.tally import Tally, count
from tests.release.conftest import options, words

YEARS = tuple(
    Band(f"in-{year}", 12 * year, 12 * year + 11) for year in (2024, 2025, 2026)
)  # fmt: skip
ORDER = Question("order", Type.RANKING, words("Order?"), options("a", "b", "c", "d", "e"))
POINTS = Question("points", Type.POINTS, words("0-10?"))
MOVED = Question("moved", Type.MONTH, words("When?"), low=24_288, high=24_323, bands=YEARS)
ROW = Question("rows-desk", Type.SINGLE, words("Desk?"), options("good", "bad"), matrix="rows")


@pytest.fixture
def rich(survey: Survey) -> Survey:
    """All types, by a number, a multiple choice, a ranking and the language."""
    questions = (*survey.questions, ORDER, POINTS, MOVED, ROW)
    return replace(survey, questions=questions, breakdowns=("age", "tools", "order", "language"))


def one(question: Question, chance: Random) -> Value:
    if chance.random() < 0.1:
        return PREFER_NOT
    ids = [option.id for option in question.options]
    match question.type:
        case Type.NUMBER:
            return chance.randint(question.low, question.high)
        case Type.MONTH:
            return f"{chance.randint(2024, 2026)}-{chance.randint(1, 12):02}"
        case Type.RANKING:
            return tuple(chance.sample(ids, chance.randint(1, len(ids))))
        case Type.MULTIPLE:
            return tuple(sorted(chance.sample(ids, chance.randint(1, 2))))
        case _:
            return chance.choice(codes(question)[:-1])


def people(survey: Survey, number: int, chance: Random) -> list[Answers]:
    """Most in one language, some in another, few in a third."""
    spoken = chance.choices(("nl", "fr", "sq"), (12, 6, 1), k=number)
    return [
        record(survey, {q.id: one(q, chance) for q in survey.questions}, lang) for lang in spoken
    ]


def drawn(keys: Sequence[int]) -> Callable[[int], bytes]:
    """Hands these out as record keys."""
    return lambda _: b"".join(key.to_bytes(8, "little") for key in keys)


def counts(question: Question, measure: str, answer: Value | None, option: str) -> bool:
    """Whether this answer stands under this option: said as plainly as possible."""
    if answer is None or PREFER_NOT in (answer, option):
        return answer == option
    if question.bands:
        number = answer if isinstance(answer, int) else month_of(str(answer)) or 0
        (band,) = (b for b in question.bands if (b.low or 0) <= number <= (b.high or number))
        return band.id == option
    if isinstance(answer, tuple):
        places = {"first": 1, "first-three": 3}.get(measure, len(answer))
        return option in answer[:places]
    return answer == option


def members(tables: Tables, of: Table, by_id: dict[str, Question], answers: Answers) -> bool:
    """Whether this person is one of those whom the table counts."""
    if of.question not in answers:
        return False
    if of.breakdown is None or of.group is None:
        return True
    measure = "first" if by_id[of.breakdown].type is Type.RANKING else ""
    told = [t.group for t in tables.tables if t.breakdown == of.breakdown]
    if of.breakdown == "language" and of.group == OTHER:
        return answers["language"] not in told
    return counts(by_id[of.breakdown], measure, answers[of.breakdown], of.group)


@pytest.mark.parametrize(("size", "seed"), [(60, 1), (130, 2), (130, 3)])
def test_every_shown_number_is_that_of_its_people_counted_one_by_one(
    rich: Survey, size: int, seed: int
) -> None:
    chance = Random(seed)
    keyed = [(answers, chance.getrandbits(64)) for answers in people(rich, size, chance)]
    tally = count(rich, [answers for answers, _ in keyed], drawn([key for _, key in keyed]))
    tables, by_id = build(tally, final=True), {q.id: q for q in counted(rich)}

    for table in tables.tables:
        question = by_id[table.question]
        met = [pair for pair in keyed if members(tables, table, by_id, pair[0])]
        assert table.base in {None, shown(met)}
        for cell in table.cells:
            if (table.question, cell.option) != ("language", OTHER):
                chose = [
                    (answers, key)
                    for answers, key in met
                    if counts(question, table.measure, answers[question.id], cell.option)
                ]
                assert cell.count in {None, shown(chose)}
    assert sum(table.base is not None for table in tables.tables) > size
    assert all(table.group is None for table in tables.tables if table.question == "language")


def shown(people: Sequence[tuple[Answers, int]]) -> int:
    return rounded(len(people), sum(key for _, key in people))


def test_chunks_are_counted_as_one(rich: Survey) -> None:
    responses = people(rich, 100, Random(1))
    in_parts, chance = Tally(rich, Random(2).randbytes), Random(2)
    for start in range(0, 100, 7):
        in_parts.take(responses[start : start + 7])
        in_parts.sums()
    whole = count(
        rich, responses, lambda size: b"".join(chance.randbytes(8) for _ in range(size // 8))
    )
    assert in_parts.number == whole.number == 100
    assert to_json(build(in_parts, final=True)) == to_json(build(whole, final=True))


def one_way(tables: Tables, question: str, measure: str = "") -> Table:
    return next(
        t for t in tables.tables if (t.question, t.measure, t.group) == (question, measure, None)
    )


def shown_of(table: Table) -> dict[str, int | None]:
    return {cell.option: cell.count for cell in table.cells}


def test_a_ranking_is_counted_by_its_first_and_by_its_first_three_places(rich: Survey) -> None:
    asked = replace(rich, questions=(ORDER,), breakdowns=())
    put = [{"order": ("c", "a", "b", "d", "e")}] * 40 + [{"order": ("d",)}] * 20
    tables = build(count(asked, [*put, *[{"order": PREFER_NOT}] * 10]), final=True)
    assert [table.measure for table in tables.tables] == ["first", "first-three"]
    first, three = tables.tables
    assert first.base == three.base == 70
    assert first.answered == three.answered == 60
    assert shown_of(first) == {"a": 0, "b": 0, "c": 40, "d": 20, "e": 0, PREFER_NOT: 10}
    assert shown_of(three) == {"a": 40, "b": 40, "c": 40, "d": 20, "e": 0, PREFER_NOT: 10}
    assert first.most == ("c",)
    assert three.most == ("a", "b", "c")


def test_points_are_eleven_options_and_months_their_bands(rich: Survey) -> None:
    asked = replace(rich, questions=(POINTS, MOVED), breakdowns=())
    answers: list[Answers] = [{"points": "10", "moved": "2025-01"}] * 30
    points, moved = build(count(asked, answers), final=True).tables
    assert [*shown_of(points)] == [*map(str, range(11)), PREFER_NOT]
    assert shown_of(points)["10"] == shown_of(moved)["in-2025"] == 30


def test_languages_of_fewer_than_thirty_are_counted_together(rich: Survey) -> None:
    asked = replace(rich, questions=(POINTS,), breakdowns=("language",))
    spoken = ["fr"] * 60 + ["nl"] * 30 + ["bg"] * 25 + ["sq"] * 10
    answers = [{"points": "3", "language": lang} for lang in spoken]
    tables = build(count(asked, answers), final=True)
    assert shown_of(one_way(tables, "language")) == {"fr": 60, "nl": 30, OTHER: 35}
    assert [(t.question, t.group, t.base) for t in tables.tables if t.group] == [
        ("points", "fr", 60), ("points", "nl", 30), ("points", OTHER, 35),
    ]  # fmt: skip


def test_languages_that_many_answered_in_all_stand_alone(rich: Survey) -> None:
    asked = replace(rich, questions=(POINTS,), breakdowns=("language",))
    answers = [{"points": "3", "language": lang} for lang in LANGUAGES * 30]
    tables = build(count(asked, answers), final=True)
    assert [*shown_of(one_way(tables, "language"))] == [*LANGUAGES]


def test_a_table_without_measure_is_written_and_read_as_before_there_were_any(
    rich: Survey, survey: Survey
) -> None:
    """Releases stored by earlier versions stay the same bytes."""
    before = to_json(build(count(survey, people(survey, 90, Random(1))), final=True))
    assert b"measure" not in before
    assert to_json(from_json(before)) == before
    now = build(count(rich, people(rich, 90, Random(1))), final=True)
    assert from_json(to_json(now)) == now
    assert to_json(now).count(b'"measure":"first-three"') > 1
