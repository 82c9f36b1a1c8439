"""A survey with every type of question, answered by made-up people, and its final release."""

from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

from bot.content.words import Dictionary
from bot.core.model import (
    LANGUAGES,
    PREFER_NOT,
    Audience,
    Band,
    Option,
    Question,
    Rows,
    State,
    Survey,
    Type,
)
from bot.core.sheet import Answers, Value
from bot.core.survey import record
from bot.release.artefact import Release, Signed, parameters
from bot.release.files import reader
from bot.release.formats import writer
from bot.release.reader import Reader
from bot.release.tables import build
from bot.release.tally import count

DAY = date(2026, 11, 24)
LABELS = {
    "fr": "Où ça ? (fr)",
    "nl": "Waar dan? (nl)",
    "en": "Where then? (en)",
    "bg": "Къде точно? (bg)",
    "sq": "Ku përfundoi çështja? (sq)",
}


def words(text: str) -> dict[str, str]:
    return {lang: f"{text} {LABELS[lang]}" for lang in LANGUAGES}


def options(*ids: str) -> tuple[Option, ...]:
    return tuple(Option(id_, words(id_.title()), words(id_)) for id_ in ids)


def row(id_: str) -> Question:
    return Question(
        f"trust-{id_}",
        Type.SINGLE,
        words(f"How far do you trust {id_}?"),
        options("much", "little"),
        matrix="trust",
        stem=words("How far do you trust"),
        row=words(id_),
    )


ZONE = Question("zone", Type.SINGLE, words("Which part of town?"), options("north", "south"))
QUESTIONS = (
    Question("not", Type.YES_NO, words("Happy?")),
    Question("tools", Type.MULTIPLE, words("With what?"), options("web", "phone", "desk")),
    Question("first", Type.RANKING, words("What first?"), options("tram", "park", "pool", "lamp")),
    Question("score", Type.POINTS, words("How easy?"), lowest=words("Hard"), highest=words("Easy")),
    Question(
        "moved",
        Type.MONTH,
        words("Since when?"),
        low=12 * 2024,
        high=12 * 2026 + 11,
        bands=(Band("long", None, 12 * 2025 + 4), Band("new", 12 * 2025 + 5, None)),
    ),
    row("shops"),
    row("offices"),
    ZONE,
)
SURVEY = Survey(
    id="every",
    cities=("sofia",),
    title=words("Everything"),
    button=words("All"),
    purpose=words("To see every kind of answer."),
    questions=QUESTIONS,
    breakdowns=("zone", "language"),
    minutes=4,
    age=16,
    expected=2000,
    legal_basis="public-task",
    until=date(2026, 11, 23),
    days=0,
    auto=False,
    state=State.CLOSED,
    tag=7,
    rows=Rows(Audience.ROWS_STAFF, {"zone": ()}),
)


def answer(question: Question, chance: Random) -> Value:
    if chance.random() < 0.05:
        return PREFER_NOT
    ids = [option.id for option in question.options]
    match question.type:
        case Type.YES_NO:
            return "yes" if chance.random() < 0.7 else "no"
        case Type.MULTIPLE:
            return tuple(id_ for id_ in ids if chance.random() < 0.4)
        case Type.RANKING:
            return tuple(chance.sample(ids, 3) if chance.random() < 0.4 else ids)
        case Type.POINTS:
            return str(min(10, int(chance.gauss(6, 3)) if chance.random() < 0.9 else 10) % 11)
        case Type.MONTH:
            return f"{chance.choice((2024, 2025, 2026))}-{chance.randint(1, 12):02}"
        case _:
            return ids[0] if chance.random() < 0.6 else ids[1]


def people(number: int) -> list[Answers]:
    chance = Random(3)
    return [
        {
            **record(SURVEY, {one.id: answer(one, chance) for one in QUESTIONS}),
            "language": "bg" if chance.random() < 0.9 else "en",
        }
        for _ in range(number)
    ]


def release(number: int = 400, *, final: bool = True) -> Release:
    return Release(
        survey=SURVEY.id,
        sequence=1,
        audience=Audience.PUBLIC,
        tables=build(count(SURVEY, people(number), Random(1).randbytes), final=final),
        parameters=parameters(None),
        signed=Signed(DAY, "clerk", {"en": "ab" * 32}),
    )


# In the words of the product. ------------------------------------------------------------------


@cache
def dictionary() -> Dictionary:
    return Dictionary.load(Path(__file__).parents[2] / "locales")


@cache
def final() -> Release:
    return release()


def whom(lang: str = "en") -> Reader:
    return reader(SURVEY, lang, dictionary())


def rendered(kind: str, shown: Release, to: Reader) -> bytes:
    out = BytesIO()
    writer(kind)(shown, to, out)
    return out.getvalue()
