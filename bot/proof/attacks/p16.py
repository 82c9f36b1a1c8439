"""Property 16: changing and taking back reach one's own answers, and nobody else's."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from typing import Final, TypeAlias

from bot.core import event as ev
from bot.core.sheet import Answers, Receipt, Sheet
from bot.proof.attacks.p15 import said
from bot.proof.finding import Finding, How, Line, first, judged
from bot.proof.opened import COMMENTS, KINDS, opened, words
from bot.proof.owner import Owner
from bot.proof.trial import SURVEY, Trial
from bot.turn import WorldBroken

NUMBER: Final = 16
CROWD: Final = range(25)
CODES: Final = 1_000
KINDS_OF_TRIES: Final = 6
OWN: Final = (ev.More, ev.Edit, ev.TakeBack, ev.SeeComment, ev.WriteComment, ev.DropComment)
"""The buttons that lead to one's own answers and comment."""
CLOSED: Final = {"survey.closed", "mydata.not_found"}
"""The sentences that say that it is no longer possible."""
KEPT_OF_CHAT: Final = "mydata.kept"

Voices: TypeAlias = Counter[str]
"""Answers and comments as they are stored, wherever they lie; how many people gave them."""


async def attack(trial: Trial) -> Finding:
    await trial.send(CROWD)
    await trial.comment(CROWD)
    await trial.flush()
    faults = [Line("proof.16.broken", {"how": how}) for how in await first(_broken(trial))]
    return judged(NUMBER, How.TRIAL, faults, Line("proof.16.kept", {"codes": CODES}))


async def _broken(trial: Trial) -> AsyncIterator[str]:
    """How more was changed than was asked for, or less."""
    for number in (await _mixed(trial), await _waiting(trial)):
        async for how in _changing(trial, number):
            yield how
        if not await _comments(trial, number):
            yield "another comment did not replace one's own alone"
        async for how in _taking_back(trial, number):
            yield how
    if not await _refuses_wrong_codes(trial):
        yield "a wrong code changed something"
    if not await _tells_of_this_chat(trial):
        yield "/mydata without a code read answers"
    await trial.close()
    if not await _refuses_all(trial):
        yield "something was possible after the close"


async def _voices(trial: Trial) -> Voices:
    """With all live keys; a row that they do not open counts as an unknown voice."""
    loot = trial.loot()
    keys = loot.keys()
    rows = [(table, row["box"]) for table in KINDS for row in await loot.table(table)]
    voices = Counter(_written(opened(table, SURVEY, box, keys) or {}) for table, box in rows)
    said = [(table, row["box"]) for table in COMMENTS for row in await loot.table(table)]
    return voices + Counter(words(table, SURVEY, box, keys) or "" for table, box in said)


def _written(answers: Answers) -> str:
    return json.dumps(answers, sort_keys=True)


async def _where(trial: Trial, table: str) -> int:
    """Somebody whose answers lie in this table."""
    loot = trial.loot()
    rows, keys = await loot.table(table), loot.keys()
    written = {_written(opened(table, SURVEY, row["box"], keys) or {}) for row in rows}
    return next(n for n in CROWD if _written(trial.person(n).answers) in written)


async def _mixed(trial: Trial) -> int:
    return await _where(trial, "response")


async def _waiting(trial: Trial) -> int:
    return await _where(trial, "urn")


# The owner of the answers. --------------------------------------------------------------------


async def _changing(trial: Trial, number: int) -> AsyncIterator[str]:
    """Once, then the same again as it comes twice; then once more to other answers."""
    for _ in range(2):
        before, old = await _voices(trial), trial.person(number).answers
        await trial.change([number])
        new = trial.person(number).answers
        wanted = before - Counter([_written(old)]) + Counter([_written(new)])
        if await _voices(trial) != wanted:
            yield "a change did not replace one's own answers alone"
        for _ in range(2):
            await _change(trial, number, new)
        if await _voices(trial) != wanted:
            yield "a change that came twice did more than one"


async def _comments(trial: Trial, number: int) -> bool:
    """Whether other words come in the place of the ones before, also when they come twice."""
    before, old = await _voices(trial), trial.person(number).wish
    await trial.rewrite([number])
    await trial.comment([number])
    new = trial.person(number).wish
    return await _voices(trial) == before - Counter([old]) + Counter([new])


async def _change(trial: Trial, number: int, answers: Answers) -> None:
    sheet = Sheet(SURVEY, 0, answers, trial.person(number).receipt)
    await trial.press(number, ev.Send(sheet, b""))


async def _taking_back(trial: Trial, number: int) -> AsyncIterator[str]:
    """By the buttons; then everything that could bring the answers back."""
    before, person = await _voices(trial), trial.person(number)
    await trial.take_back([number])
    wanted = before - Counter([_written(person.answers), person.wish])
    if await _voices(trial) != wanted or wanted.total() != before.total() - 2:
        yield "taking back did not remove one's own answers and comment alone"
    await trial.take_back([number])
    await trial.comment([number])
    await _change(trial, number, person.answers)
    await trial.send([number])
    await trial.press(number, ev.Send(Sheet(SURVEY, 0, person.answers), trial.chance.randbytes(10)))
    if await _voices(trial) != wanted:
        yield "something came back after it was taken back"


# Everybody else. ------------------------------------------------------------------------------


async def _refuses_wrong_codes(trial: Trial) -> bool:
    """Codes, and receipts of other chats, by somebody who has answers of their own."""
    before = await trial.loot().snapshot()
    number = await _mixed(trial)
    answers = trial.answers()
    for _ in range(CODES // KINDS_OF_TRIES):
        wrong = Receipt(trial.chance.randbytes(10), is_code=True)
        foreign = trial.person(trial.chance.choice([n for n in CROWD if n != number])).receipt
        for event in (
            ev.UsedCode(wrong.secret, withdraw=trial.chance.random() < 1 / 2),
            ev.TakeBack(SURVEY, wrong),
            ev.TakeBack(SURVEY, foreign),
            ev.DropComment(SURVEY, trial.chance.choice((wrong, foreign))),
            ev.Typed("words", ev.WriteComment(SURVEY, trial.chance.choice((wrong, foreign)))),
            ev.Send(Sheet(SURVEY, 0, answers, trial.chance.choice((wrong, foreign))), b""),
        ):
            await trial.press(number, event)
    return await trial.loot().snapshot() == before


async def _tells_of_this_chat(trial: Trial) -> bool:
    """While there is no answer side at all."""
    await trial.remember(CROWD[:1])
    try:
        async with Owner(trial.loot()).hiding(*KINDS, *COMMENTS):
            told = said((await trial.press(CROWD[0], ev.MyData())).screen)
    except WorldBroken:
        return False
    return KEPT_OF_CHAT in told


async def _refuses_all(trial: Trial) -> bool:
    """Each button and each code that worked until now."""
    before = await trial.loot().snapshot()
    number, answers = CROWD[-1], trial.answers()
    receipt = trial.person(number).receipt
    code = Receipt(trial.chance.randbytes(10), is_code=True)
    events: tuple[ev.Happened, ...] = (
        ev.Send(Sheet(SURVEY, 0, answers, receipt), b""),
        *(kind(SURVEY, one) for kind in OWN for one in (receipt, code)),
        ev.Typed("words", ev.WriteComment(SURVEY, receipt)),
        ev.UsedCode(code.secret, withdraw=True),
        ev.UsedCode(code.secret, withdraw=False),
    )
    told = [said((await trial.press(number, event)).screen) for event in events]
    return all(keys & CLOSED for keys in told) and await trial.loot().snapshot() == before
