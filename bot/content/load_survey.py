"""Reads `surveys/<survey>/survey.yaml` and gives each question its words of every language."""

from collections.abc import Mapping

from bot.content.cursor import Cursor
from bot.content.survey_words import SurveyWords, label, one
from bot.core.model import Band, Option, Question, State, Survey, Type

NEEDED = (
    "cities", "minutes", "age", "expected", "legal_basis", "breakdowns", "questions",
)  # fmt: skip
KNOWN = ("publish", "days", "until")
BASES = ("public-task", "consent")
QUESTION = ("options", "fixed", "alone", "shuffle", "at_most", "ask_if", "low", "high", "bands")
MOST = 1_000_000


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
        questions=_questions(root["questions"], words),
        breakdowns=root["breakdowns"].ids(),
        minutes=root["minutes"].number(1, 60),
        age=root["age"].number(13, 99),
        expected=root["expected"].number(1, MOST),
        legal_basis=root["legal_basis"].choice(BASES),
        until=root["until"].day(),
        days=root["days"].number(1, 730) if root["days"] else 0,
        auto=root["publish"].choice(("auto",)) == "auto",
        state=State.DRAFT,
        tag=0,
    )


def _questions(root: Cursor, words: SurveyWords) -> tuple[Question, ...]:
    if root and not root.value:
        root.report("EMPTY", key=root.key)
    read = [(item["id"], _question(item, words)) for item in root.items()]
    root.once((cursor, question.id) for cursor, question in read)
    return tuple(question for _, question in read)


def _question(item: Cursor, words: SurveyWords) -> Question:
    item.fields(("id", "type"), QUESTION)
    id_, type_ = item["id"].id(), item["type"].choice(tuple(Type))
    asked = Type(type_) if type_ else Type.SINGLE
    low, high = item["low"].number(-MOST, MOST), item["high"].number(-MOST, MOST)
    if asked is Type.NUMBER:
        item.fields(("id", "type", "low", "high"), QUESTION)
    return Question(
        id=id_,
        type=asked,
        text=one(words, "questions", id_, "text"),
        options=_options(item, id_, words),
        ask_if=_conditions(item["ask_if"]),
        shuffle=item["shuffle"].flag(),
        at_most=item["at_most"].number(1, 99) if item["at_most"] else 0,
        low=low if item["low"] else 0,
        high=high if item["high"] else 0,
        bands=_bands(item["bands"]),
    )


def _options(item: Cursor, question: str, words: SurveyWords) -> tuple[Option, ...]:
    ids = item["options"].ids()
    fixed, alone = item["fixed"].choices(ids), item["alone"].choices(ids)
    return tuple(
        Option(
            id_,
            label(words, question, id_, "label"),
            label(words, question, id_, "button"),
            fixed=id_ in fixed,
            alone=id_ in alone,
        )
        for id_ in ids
    )


def _conditions(root: Cursor) -> Mapping[str, frozenset[str]]:
    root.fields((), tuple(root.entries()))
    return {
        question: frozenset(item.text() for item in options.items())
        for question, options in root.entries().items()
    }


def _bands(root: Cursor) -> tuple[Band, ...]:
    """The lowest and the highest are open."""
    pairs = [_pair(item) for item in root.items()]
    return tuple(
        Band(
            f"{low}-{high}",
            None if i == 0 else low,
            None if i == len(pairs) - 1 else high,
        )
        for i, (low, high) in enumerate(pairs)
    )


def _pair(item: Cursor) -> tuple[int, int]:
    ends = tuple(end.number(-MOST, MOST) for end in item.items())
    if len(ends) != 2:  # noqa: PLR2004 (a band has two ends)
        item.report("LIST", key=item.key)
        return 0, 0
    return ends[0], ends[1]
