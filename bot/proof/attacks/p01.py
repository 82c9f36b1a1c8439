"""Property 1: no byte of what an outsider holds names anyone, or says what anyone answered."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Final

from bot.proof.finding import Finding, How, Line, judged
from bot.proof.outsider import among
from bot.proof.talk import Talk, talk
from bot.proof.traces import as_text, spellings
from bot.proof.trial import OTHER, SURVEY, Trial
from bot.release.files import file_name, kept, reader
from bot.storage.backup import back_up

NUMBER: Final = 1
PEOPLE: Final = range(24)
TALKER: Final = 100
FIRST_NAME, USERNAME, WORD = "Zdravkomira", "zdravkomira_of_the_trial", "xylophonequestion"
WARNED, PRIVATE = "zitherremark", "+32 470 12 34 56"
"""A comment that the bot warns of: it is stored, and what looks private in it is not."""
FORMATS: Final = ("csv", "xlsx")
WAYS: Final = ("desk", "phone", "web", "post")


async def attack(trial: Trial) -> Finding:
    """The KEK and the keys are not in hand, nor looked for."""
    needles = {needle: what async for what, needle in _lived(trial)}
    size, found = 0, set[bytes]()
    async for _, content in trial.loot().everything():
        size += len(content)
        found |= await asyncio.to_thread(among, content, needles)
    faults = [
        Line("proof.1.broken", {"what": what}) for what in sorted({needles[n] for n in found})
    ]
    values = {"people": len(trial.people), "needles": len(needles), "kilobytes": size // 1024}
    return judged(NUMBER, How.TRIAL, faults, Line("proof.1.kept", values))


async def _lived(trial: Trial) -> AsyncIterator[tuple[str, bytes]]:
    """Everything that residents and the city do happens once; yields what must not be found."""
    async with talk(trial) as talking:
        for needle in await _talked(talking):
            yield needle
    stored = [await trial.loot().table(t) for t in ("mark", "resident", "comment_urn")]
    if not all(stored):
        raise LookupError("what was said in the chat was not stored")
    await trial.publish(OTHER)
    for survey in (SURVEY, OTHER):
        await trial.send(PEOPLE, survey)
        await trial.comment(PEOPLE, survey)
        async for needle in _codes(trial, survey):
            yield needle
    for needle in _answered(trial):
        yield needle
    await trial.flush()
    await trial.remember(PEOPLE[:6])
    await trial.change(PEOPLE[:3])
    await trial.rewrite(PEOPLE[1:3])
    await trial.drop_comment(PEOPLE[2:3])
    await trial.take_back(PEOPLE[3:5])
    await trial.forget(PEOPLE[4:6])
    await trial.close(OTHER)
    await _taken_away(trial)
    for needle in (*_named(trial), *_answered(trial)):
        yield needle


async def _talked(talking: Talk) -> list[tuple[str, bytes]]:
    person = talking.trial.person(TALKER)
    chat = talking.chat(person, FIRST_NAME, USERNAME)
    await talking.answer(chat, person)
    await talking.comment(chat, f"{WARNED} {PRIVATE}")
    await talking.write(chat, WORD)
    await talking.follow(chat, f"c{talking.trial.place.city}")
    await talking.press(chat, talking.say("button.remember"))
    names = {"name": FIRST_NAME, "username": USERNAME, "word": WORD, "comment": WARNED}
    return [(what, name.encode()) for what, name in (*names.items(), ("comment", PRIVATE))]


async def _codes(trial: Trial, survey: str) -> AsyncIterator[tuple[str, bytes]]:
    for number in PEOPLE:
        stored = await trial.stored(number, survey)
        if stored is None:
            raise LookupError("an answer that was sent is not there")
        plain = stored.code.replace("-", "")
        spelled = (form.encode() for form in (stored.code, plain, plain.lower()))
        for form in (*spelled, *as_text(_raw(plain))):
            yield "code", form


def _raw(code: str) -> bytes:
    """Crockford's base 32, read back."""
    number = 0
    for letter in code:
        number = number * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(letter)
    return number.to_bytes(10)


def _named(trial: Trial) -> Iterator[tuple[str, bytes]]:
    for person in trial.people.values():
        for form in spellings(person.id):
            yield "id", form


def _answered(trial: Trial) -> Iterator[tuple[str, bytes]]:
    for person in trial.people.values():
        number = person.answers["number"]
        if isinstance(number, int):
            yield from (("answer", form) for form in spellings(number))
        yield "comment", person.wish.encode()
    for way in WAYS:
        yield from (("answer", f'"way":{space}"{way}"'.encode()) for space in ("", " "))


async def _taken_away(trial: Trial) -> None:
    """A backup and the files of a release, as a city's office would keep them."""
    store, house = trial.house.store, trial.house
    keys = trial.settings.keyring_dir / "taken-away.keys"
    await back_up(store, trial.exports / "backup.db", keys, trial.today())
    (row,) = await store.releases(OTHER)
    lang = trial.place.lang
    for kind in FORMATS:
        file = await kept(store, row, reader(trial.survey(OTHER), lang, house.dictionary), kind)
        body = await store.file(file.sha256) or b""
        (trial.exports / file_name(row, lang, kind)).write_bytes(body)
