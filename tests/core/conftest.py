from datetime import date

import pytest

from bot.core.model import (
    LANGUAGES,
    Band,
    Catalogue,
    City,
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
    return Catalogue(
        cities={"north": city("north", 1), "south": city("south", 2)},
        topics={"cameras": topic()},
        surveys={"ways": survey(), "second": second},
        pages={name: Page(name, words("page {body}")) for name in ("privacy", "notice", "help")},
        built_in={
            "yes": {**words("Yes"), "fr": "Oui"},
            "no": words("No"),
            "prefer-not": words("Rather not"),
        },
    )
