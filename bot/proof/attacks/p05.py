"""Property 5: until Send nothing is written, whatever is pressed, typed or forged."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

from bot.core import event as ev
from bot.core import wire
from bot.core.model import LANGUAGES, Catalogue
from bot.core.screen import Button, Screen
from bot.core.sheet import Place, Receipt, Sheet
from bot.proof.asked import LOWEST
from bot.proof.finding import Finding, How, Line, first, judged
from bot.proof.outsider import Loot
from bot.proof.trial import SURVEY, Trial

NUMBER: Final = 5
BUTTONS: Final = 1_000
WALKED: Final = 150
"""Presses from screen to screen, of each of two people."""
CROWD: Final = range(25)
RESIDENT, NEWCOMER = 0, 100
"""One of the crowd, and somebody of whom nothing is stored."""
DELIBERATE: Final = (ev.Send, ev.TakeBack, ev.RememberMe, ev.ForgetMe, ev.DropComment)
"""What is pressed in order to be written."""
PRIVATE: Final = "Call me: +32 470 12 34 56, or write to ada@city.example"
"""A comment that the bot warns of: until it is decided on it is not kept."""
WORDS: Final = ("1", "desk", "what may the police see?", str(LOWEST), "/nonsense", "")
STEPS: Final = 12
"""More than the survey has questions and ticks."""
COUNTED: Final = "reach"
ON_SQLITE: Final = "SELECT name FROM sqlite_master WHERE type = 'table'"
ON_POSTGRESQL: Final = "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()"

Tables: TypeAlias = Mapping[str, tuple[Mapping[str, Any], ...]]


async def attack(trial: Trial) -> Finding:
    await trial.send(CROWD)
    await trial.comment(CROWD)
    await trial.flush()
    await trial.remember(CROWD[:3])
    faults = [Line("proof.5.broken", {"by": by}) for by in await first(_broken(trial))]
    return judged(NUMBER, How.TRIAL, faults, Line("proof.5.kept", {"buttons": BUTTONS}))


async def _broken(trial: Trial) -> AsyncIterator[str]:
    """By what something was written, of which nothing may be."""
    before = await _rows(trial.loot())
    for by, pressing in (
        ("answering", _answer),
        ("language and city", _choose),
        ("presses", _walk),
        ("words", _type),
        ("comments", _comment),
        ("buttons", _forge),
    ):
        await pressing(trial)
        # What reach has counted is stored now, and may bring nothing else along.
        await trial.tick.count()
        if await _rows(trial.loot()) != before:
            yield by


async def _rows(loot: Loot) -> Tables:
    """Every row of every table, in the order in which the database gives them."""
    names = await loot.rows(ON_SQLITE if loot.database else ON_POSTGRESQL)
    return {str(name): await loot.table(str(name)) for (name,) in names if name != COUNTED}


async def _press(trial: Trial, number: int, button: Button) -> Screen:
    """As its bytes come back from Telegram."""
    catalogue = trial.house.turns.shown.catalogue
    return await _press_data(trial, number, wire.pack(catalogue, button.event, button.place))


async def _press_data(trial: Trial, number: int, data: str) -> Screen:
    catalogue = trial.house.turns.shown.catalogue
    try:
        event, place = wire.unpack(catalogue, data)
    except wire.BadButton as bad:
        return await _run(trial, number, ev.Unreadable(survey=bad.survey), bad.place or trial.place)
    return await _run(trial, number, event, place)


async def _run(trial: Trial, number: int, event: ev.Happened, place: Place) -> Screen:
    return (await trial.house.turns.run(trial.person(number).id, place, event)).screen


# What a person does. --------------------------------------------------------------------------


async def _answer(trial: Trial) -> None:
    """From the link to the review, in each language; there every answer is looked at again."""
    for lang in LANGUAGES:
        place = replace(trial.place, lang=lang)
        for event in (ev.Opened(survey=SURVEY), ev.ReadNotice(SURVEY), ev.Decline(SURVEY)):
            await _run(trial, NEWCOMER, event, place)
        screen = await _run(trial, NEWCOMER, ev.Start(SURVEY), place)
        for _ in range(STEPS):
            screen = screen if _has(screen, ev.Send) else await _next(trial, screen)
        if not _has(screen, ev.Send):
            raise LookupError("no way to the review")
        for button in _buttons(screen):
            await _press(trial, NEWCOMER, button)


async def _next(trial: Trial, screen: Screen) -> Screen:
    """One more answer, by the first button; where something is to be typed that is tried too."""
    if screen.reply is not None and isinstance(screen.reply.event, ev.Ask):
        await _run(trial, NEWCOMER, ev.Typed(str(LOWEST), screen.reply.event), screen.place)
    done = [b for b in _buttons(screen) if isinstance(b.event, ev.Done) and b.event.chosen]
    answers = [b for b in _buttons(screen) if isinstance(b.event, ev.Answer | ev.Toggle)]
    return await _press(trial, NEWCOMER, (done or answers)[0])


async def _choose(trial: Trial) -> None:
    for then in (ev.Home(), ev.Consent(SURVEY)):
        for asked in (ev.Languages(then), ev.Cities(then)):
            screen = await _run(trial, NEWCOMER, asked, trial.place)
            for button in _buttons(screen):
                await _press(trial, NEWCOMER, button)


async def _walk(trial: Trial) -> None:
    """Wherever the buttons lead, but for those that are pressed in order to be stored."""
    receipt = trial.person(RESIDENT).receipt
    starts: dict[int, ev.Pressed] = {NEWCOMER: ev.Home(), RESIDENT: ev.Thanks(SURVEY, receipt)}
    for number, start in starts.items():
        screen = await _run(trial, number, start, trial.place)
        for _ in range(WALKED):
            ways = _buttons(screen)
            screen = await _press(trial, number, trial.chance.choice(ways))


async def _type(trial: Trial) -> None:
    asked = ev.Ask(Sheet(SURVEY, 0), "number")
    code = trial.chance.randbytes(10)
    typed = (ev.Typed(text, about) for text in WORDS for about in (None, asked))
    others: tuple[ev.Happened, ...] = (
        ev.UsedCode(code, withdraw=True),
        ev.UsedCode(code, withdraw=False),
        ev.BadCode(),
        ev.SentOther(),
        ev.MyData(),
        ev.Developer(),
        ev.Stop(),
    )
    for event in (*typed, *others):
        await _run(trial, NEWCOMER, event, trial.place)


async def _comment(trial: Trial) -> None:
    """What the bot warns of, with nothing decided; and what comes with nobody's answers."""
    own, foreign = (trial.person(number).receipt for number in (RESIDENT, CROWD[-1]))
    for receipt, words in ((own, PRIVATE), (own, ""), (own, "x" * 501), (foreign, "words")):
        about = ev.WriteComment(SURVEY, receipt)
        await _run(trial, RESIDENT, ev.Typed(words, about), trial.place)
        await _run(trial, NEWCOMER, ev.Typed(words, about), trial.place)
        await _run(trial, NEWCOMER, ev.Decided(words, _keep(receipt)), trial.place)


def _keep(receipt: Receipt) -> ev.KeepComment:
    return ev.KeepComment(SURVEY, receipt, masked=False)


def _buttons(screen: Screen) -> list[Button]:
    return [b for row in screen.rows for b in row if not isinstance(b.event, DELIBERATE)]


def _has(screen: Screen, kind: type[ev.Pressed]) -> bool:
    return any(isinstance(button.event, kind) for row in screen.rows for button in row)


# What a modified app can do. ------------------------------------------------------------------


async def _forge(trial: Trial) -> None:
    """By somebody who has answered: a first Send is one, whoever drew its button."""
    sent = 0
    for data in _forged(trial):
        if not _is_deliberate(trial.house.turns.shown.catalogue, data):
            await _press_data(trial, RESIDENT, data)
            sent += 1
        if sent == BUTTONS:
            return


def _is_deliberate(catalogue: Catalogue, data: str) -> bool:
    """Two buttons are the same for everybody: by chance they may be forged."""
    try:
        event, _ = wire.unpack(catalogue, data)
    except wire.BadButton:
        return False
    return isinstance(event, ev.RememberMe | ev.ForgetMe)


def _forged(trial: Trial) -> Iterator[str]:
    """Of a survey that was changed, of other people, altered, and made of nothing; in turn."""
    catalogue = trial.house.turns.shown.catalogue
    survey = catalogue.surveys[SURVEY]
    earlier = replace(catalogue, surveys={SURVEY: replace(survey, tag=survey.tag ^ 1)})
    while True:
        foreign = _foreign(trial)
        yield wire.pack(earlier, foreign, trial.place)
        data = wire.pack(catalogue, foreign, trial.place)
        yield data
        at = trial.chance.randrange(1, len(data))
        yield data[:at] + trial.chance.choice(wire.DIGITS) + data[at + 1 :]
        length = trial.chance.randrange(wire.LONGEST)
        yield wire.MARK + "".join(trial.chance.choices(wire.DIGITS, k=length))


def _foreign(trial: Trial) -> ev.Pressed:
    """A button of somebody else."""
    other = trial.person(trial.chance.choice(CROWD[1:]))
    receipt, sheet = Receipt(other.nonce), Sheet(SURVEY, 0, other.answers)
    return trial.chance.choice((
        ev.Send(sheet, other.nonce),
        ev.Send(replace(sheet, receipt=receipt), b""),
        ev.TakeBack(SURVEY, receipt),
        ev.Edit(SURVEY, receipt),
        ev.More(SURVEY, receipt),
        ev.Review(sheet),
        ev.SeeComment(SURVEY, receipt),
        ev.DropComment(SURVEY, receipt),
        _keep(receipt),
    ))  # fmt: skip
