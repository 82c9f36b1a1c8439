"""Reads `surveys/<survey>/survey.yaml` and gives each question its words of every language."""

from collections.abc import Mapping
from datetime import date

from bot.content.cursor import Cursor
from bot.content.load_question import MOST, questions
from bot.content.own import NOT_SET
from bot.content.survey_words import SurveyWords, one
from bot.core.model import PREFER_NOT, Audience, Comment, Rows, State, Survey
from bot.core.survey import LONGEST

NEEDED = (
    "cities", "minutes", "age", "expected", "legal_basis", "breakdowns", "questions",
)  # fmt: skip
KNOWN = ("publish", "days", "until", "comment", "pretest", "results_on", "rows")
BASES = ("public-task", "consent")
AUDIENCES: Mapping[str, Audience] = {
    "staff": Audience.ROWS_STAFF,
    "public": Audience.ROWS_PUBLIC,
}


def survey(id_: str, root: Cursor, words: SurveyWords) -> Survey:
    """Without its tag. Words that a broken file did not give are empty."""
    root.fields(NEEDED, KNOWN)
    if root and bool(root["days"]) == bool(root["until"]):
        root.report("UNTIL")
    return Survey(
        id=id_,
        cities=root["cities"].ids(),
        title=one(words, "title"),
        button=one(words, "button"),
        purpose=one(words, "purpose"),
        questions=questions(root["questions"], words),
        breakdowns=root["breakdowns"].ids(),
        minutes=root["minutes"].number(1, 60),
        age=root["age"].number(13, 99),
        expected=root["expected"].number(1, MOST),
        legal_basis=root["legal_basis"].choice(BASES if root["publish"] else (*BASES, NOT_SET)),
        until=root["until"].day(),
        days=root["days"].number(1, LONGEST.days) if root["days"] else 0,
        auto=root["publish"].choice(("auto",)) == "auto",
        state=State.DRAFT,
        tag=0,
        comment=_comment(root["comment"], words),
        pretest=root["pretest"].flag(),
        results_on=_days(root["results_on"]),
        rows=_rows(root["rows"]),
    )


def _days(root: Cursor) -> tuple[date, ...]:
    days = (item.day() for item in root.items())
    return tuple(day for day in days if day)


def _comment(root: Cursor, words: SurveyWords) -> Comment | None:
    root.fields(("id",), ("about",))
    if not root:
        return None
    text, purpose = one(words, "comment", "text"), one(words, "comment", "purpose")
    return Comment(root["id"].id(), text, purpose, root["about"].text())


def _rows(root: Cursor) -> Rows | None:
    root.fields(("audience",), ("hierarchies",))
    if not root:
        return None
    written = root["hierarchies"]
    written.fields((), tuple(written.entries()))
    audience = AUDIENCES.get(root["audience"].choice(tuple(AUDIENCES)), Audience.ROWS_STAFF)
    levels = {name: tuple(map(_level, found.items())) for name, found in written.entries().items()}
    return Rows(audience, levels)


def _level(root: Cursor) -> tuple[tuple[str, ...], ...]:
    """The groups of one level; who preferred not to say stands apart unless written elsewhere."""
    groups = tuple(tuple(code.text() for code in group.items()) for group in root.items())
    if any(PREFER_NOT in group for group in groups):
        return groups
    return (*groups, (PREFER_NOT,))
