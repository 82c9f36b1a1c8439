"""Property 4: a box tells nothing by its length."""

from typing import Final

from bot.core.model import PREFER_NOT
from bot.core.sheet import Answers
from bot.proof.asked import HIGHEST, LOWEST
from bot.proof.finding import Finding, How, Line, judged
from bot.proof.outsider import BOXES, Loot
from bot.proof.trial import OTHER, SURVEY, Trial

NUMBER: Final = 4
PEOPLE: Final = range(22)
EXTREMES: Final[tuple[Answers, ...]] = (
    {"way": PREFER_NOT, "tools": PREFER_NOT, "number": PREFER_NOT},
    {"way": "web", "tools": ("app",), "number": LOWEST},
    {"way": "phone", "tools": ("mail", "pen"), "number": HIGHEST},
)
"""The shortest and the longest that can be answered."""
WISHES: Final = ("x", "more trees", "\U0001f333" * 500)


async def attack(trial: Trial) -> Finding:
    await trial.publish(OTHER)
    for number in PEOPLE:
        person = trial.person(number)
        person.answers = EXTREMES[number % len(EXTREMES)]
        person.wish = WISHES[number % len(WISHES)]
    for survey in (SURVEY, OTHER):
        await trial.send(PEOPLE, survey)
        await trial.comment(PEOPLE, survey)
    await trial.flush()
    await trial.remember(PEOPLE[:2])
    found = await lengths(trial.loot())
    return judged(NUMBER, How.TRIAL, faults(found), kept(found))


async def lengths(loot: Loot) -> dict[str, list[int]]:
    """Table -> the lengths that its boxes have."""
    question = "SELECT DISTINCT length(box) FROM {}"
    return {
        table: sorted(length for (length,) in await loot.rows(question.format(table)))
        for table in BOXES
    }


def faults(found: dict[str, list[int]]) -> list[Line]:
    return [
        Line("proof.4.broken", {"table": table, "lengths": len(several)})
        for table, several in found.items()
        if len(several) > 1
    ]


def kept(found: dict[str, list[int]]) -> Line:
    return Line("proof.4.kept", {"tables": sum(bool(one) for one in found.values())})
