"""Property 1 on the installation: every byte of it is searched for people, codes and answers."""

import asyncio
import json
import re
import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

from bot.proof.attacks.p01 import NUMBER
from bot.proof.finding import Finding, How, Line, Verdict, judged
from bot.proof.outsider import BOXES, Loot, among
from bot.proof.traces import spellings, stored
from bot.settings import Settings

LETTER: Final = rb"[0-9A-HJKMNP-TV-Z]"
CODE: Final = re.compile(
    rb"-" + LETTER + rb"{4}-" + LETTER + rb"{4}-(?<=(?<!\w)" + LETTER + rb"{4}-.{4}-.{4}-)"
    + LETTER + rb"{4}\b"
)  # fmt: skip
"""A withdrawal code as it is spelled; it begins with a hyphen so that the search is quick."""
DIGITS: Final = re.compile(rb"[0-9-]*")
SHORTEST: Final = 5
"""A username is no shorter; what is shorter would be found by chance."""
NUMERAL: Final = re.compile(r"-?[0-9]{1,18}", re.ASCII)
LONG: Final = 1 << 40
MIDDLING: Final = 1 << 30
"""Numbers that are shorter in bytes than these would be found by chance too."""
SAMPLE: Final = 200
"""Boxes of a table that are tried to be compressed."""


async def look(loot: Loot, settings: Settings) -> Finding:
    """Without keyring and KEK. Of people only those are known who are named to it."""
    if not loot.exists:
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.nothing_yet"))
    people = dict.fromkeys(_named(loot, settings))
    answers, size, faults = await _answers(loot), 0, list[Line]()
    async for _, content in loot.everything():
        size += len(content)
        found = await asyncio.to_thread(lambda: list(_within(content, people, answers)))  # noqa: B023 - awaited at once
        faults += [Line("proof.1.broken", {"what": what}) for what in found]
    faults += [line async for line in _plain(loot)]
    values = {"people": len(loot.people), "kilobytes": size // 1024}
    return judged(NUMBER, How.LIVE, faults, Line("proof.1.looked", values))


def _named(loot: Loot, settings: Settings) -> Iterator[bytes]:
    """The spellings of those who are to be looked for, and of the chat that hears alerts."""
    known = [*loot.people, *([str(settings.alert_chat)] if settings.alert_chat else [])]
    for person in known:
        number = int(person) if NUMERAL.fullmatch(person) else 0
        if number >= LONG:
            yield from spellings(number)
        if abs(number) >= MIDDLING:
            yield from stored(number)
        if len(person) >= SHORTEST:
            yield person.encode()


async def _answers(loot: Loot) -> re.Pattern[bytes] | None:
    """What an answer looks like before it is sealed: a question's id, then an option's."""
    questions, options = set[str](), {"prefer-not", "yes", "no"}
    for (structure,) in await loot.rows("SELECT structure FROM survey"):
        published: dict[str, Any] = json.loads(structure)
        for question in published["questions"]:
            questions.add(question["id"])
            options |= {option["id"] for option in question["options"]}
    if not questions:
        return None
    asked, chosen = (
        b"|".join(re.escape(n.encode()) for n in sorted(s)) for s in (questions, options)
    )
    return re.compile(rb'"(?:' + asked + rb')": ?"(?:' + chosen + rb')"')


def _within(
    content: bytes, people: dict[bytes, None], answers: re.Pattern[bytes] | None
) -> Iterator[str]:
    if among(content, people):
        yield "id"
    if any(not DIGITS.fullmatch(found[0]) for found in CODE.finditer(content)):
        yield "code"
    if answers and answers.search(content):
        yield "answer"


async def _plain(loot: Loot) -> AsyncIterator[Line]:
    """What is sealed cannot be compressed, and what is not can."""
    for table in BOXES:
        question = f"SELECT box FROM {table} LIMIT {SAMPLE}"  # noqa: S608 - a name of ours
        joined = b"".join(box for (box,) in await loot.rows(question))
        if len(zlib.compress(joined)) < len(joined):
            yield Line("proof.1.plain", {"table": table})
