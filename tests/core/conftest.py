from datetime import date

import pytest

from bot.core.model import (
    LANGUAGES,
    Band,
    Catalogue,
    City,
    Comment,
    Helper,
    Myth,
    Option,
    Page,
    Part,
    Question,
    State,
    Survey,
    Topic,
    TopicText,
    Type,
    Words,
)
from bot.core.month import NAMES, month_of

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


def words(text: str) -> Words:
    return {lang: f"{text} ({lang})" for lang in LANGUAGES}


def option(code: str, *, fixed: bool = False, alone: bool = False) -> Option:
    return Option(code, words(code), words(code[:14]), fixed, alone)


QUESTIONS = (
    Question("way", Type.SINGLE, words("Which way?"), tuple(map(option, ("desk", "phone", "web")))),
    Question(
        "tools",
        Type.MULTIPLE,
        words("Which tools?"),
        (*map(option, ("pen", "app", "mail")), option("none", fixed=True, alone=True)),
        shuffle=True,
        at_most=2,
    ),
    Question(
        "ease",
        Type.SCALE,
        words("How easy?"),
        tuple(map(option, ("easy", "fair", "hard"))),
        ask_if={"way": frozenset({"web"})},
    ),
    Question("heard", Type.YES_NO, words("Heard of it?")),
    Question(
        "age",
        Type.NUMBER,
        words("How old?"),
        low=16,
        high=99,
        bands=(Band("young", None, 39), Band("old", 40, None)),
        ask_if={"heard": frozenset({"yes"}), "tools": frozenset({"pen", "app"})},
    ),
)

PLACES = {"matrix": "places", "stem": words("How are these?"), "shuffle": True}
KINDS = (
    Question(
        "order",
        Type.RANKING,
        words("Which comes first?"),
        tuple(map(option, ("parks", "buses", "shops", "homes"))),
        shuffle=True,
        at_most=3,
    ),
    Question("rate", Type.POINTS, words("How easy?"), lowest=words("hard"), highest=words("easy")),
    Question(
        "moved",
        Type.MONTH,
        words("When did you move?"),
        low=month_of("2023-11") or 0,
        high=month_of("2025-02") or 0,
        ask_if={"order": frozenset({"parks", "prefer-not"})},
    ),
    Question("spring", Type.MONTH, words("Which month?"), low=24290, high=24293),
    Question("degrees", Type.NUMBER, words("How cold?"), low=-12, high=35),
    *(
        Question(
            f"places-{row}",
            Type.SINGLE,
            words(f"How are these? - {row}"),
            tuple(map(option, ("good", "fair", "poor"))),
            row=words(row),
            **PLACES,  # type: ignore[arg-type]  # fields shared by the rows
        )
        for row in ("park", "square")
    ),
    Question(
        "why",
        Type.MULTIPLE,
        words("Why?"),
        (*map(option, ("near", "cheap")), option("other", fixed=True)),
        shuffle=True,
    ),
)
"""The kinds of questions that QUESTIONS has not."""

UNTIL = date(2026, 12, 31)


def survey(**changes: object) -> Survey:
    fields: dict[str, object] = {
        "id": "ways",
        "cities": ("north",),
        "title": words("Ways"),
        "button": words("Ways"),
        "purpose": words("To learn."),
        "questions": QUESTIONS,
        "breakdowns": ("way",),
        "minutes": 2,
        "age": 16,
        "expected": 150,
        "legal_basis": "public-task",
        "until": UNTIL,
        "days": 0,
        "auto": True,
        "state": State.OPEN,
        "tag": 0xABCDEF,
    } | changes
    return Survey(**fields)  # type: ignore[arg-type]  # a builder for tests


def city(name: str, tag: int) -> City:
    helper = Helper("data", words("Office"), "office.example", "", "", "", words("Free"), UNTIL)
    return City(
        name,
        words(name),
        ("fr", "nl"),
        "Europe/Brussels",
        words(f"Council of {name}"),
        f"https://{name}.example/bot",
        words("Authority"),
        "privacy@city.example",
        words("In danger: 112."),
        (helper,),
        tag,
    )


def topic() -> Topic:
    parts = {
        Part.SHORT: {"": "short", "north": "short north"},
        Part.STEPS: {"": "1. step"},
        Part.LAW: {"north": "law north"},
    }
    text = TopicText(
        "Cameras", "Cameras", Myth("No rights.", true=False, because="Wrong."), parts, (), UNTIL
    )
    return Topic("cameras", dict.fromkeys(LANGUAGES, text), ("data",), frozenset({"north"}), 77)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    second = survey(id="second", cities=("north", "south"), questions=QUESTIONS[:2], tag=0x123456)
    kinds = survey(
        id="kinds",
        questions=KINDS,
        breakdowns=("rate", "language"),
        tag=0x777777,
        comment=Comment("more", words("What else?"), words("To learn more."), about="why"),
    )
    trial = survey(
        id="trial", questions=KINDS[:2], tag=0x888888, state=State.DRAFT, until=None, pretest=True
    )
    return Catalogue(
        cities={"north": city("north", 1), "south": city("south", 2)},
        topics={"cameras": topic()},
        surveys={"ways": survey(), "second": second, "kinds": kinds, "trial": trial},
        pages={name: Page(name, words("page {body}")) for name in ("privacy", "notice", "help")},
        built_in={
            "yes": {**words("Yes"), "fr": "Oui"},
            "no": words("No"),
            "prefer-not": words("Rather not"),
            **{
                code: {**words("?"), "en": name, "fr": mois}
                for code, name, mois in zip(NAMES, MONTHS, MOIS, strict=True)
            },
        },
        site="https://north.example",
    )
