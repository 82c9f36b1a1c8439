"""Property 18: results are made once, from the answers alone, and are the same for everyone."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final, TypeAlias

from bot.core.model import LANGUAGES
from bot.proof.finding import Finding, How, Line, first, judged
from bot.proof.owner import Owner
from bot.proof.published import faults, in_file
from bot.proof.trial import SURVEY, Trial
from bot.release.artefact import Release
from bot.release.canonical import from_row, newest
from bot.release.files import kept, reader
from bot.release.formats import FORMATS, writer
from bot.release.reader import Reader
from bot.storage.rows import ReleaseRow

NUMBER: Final = 18
INTERIMS: Final = 4
WAVES: Final = (40, 30, 30, 30, 30)
"""How many send before each request: enough for the next one, also when it would be the fifth."""
IDENTITY: Final = ("mark", "resident")
TABLES: Final = "public"
QUICK: Final = ("csv", "html")
"""Formats that are made in a moment; of the final results all are."""

Files: TypeAlias = Mapping[str, bytes]
"""Format -> the bytes that are handed out."""


async def attack(trial: Trial) -> Finding:
    faults = [Line("proof.18.broken", {"how": how}) for how in await first(_broken(trial))]
    values = {"releases": INTERIMS + 1, "files": INTERIMS * len(QUICK) + len(FORMATS)}
    return judged(NUMBER, How.TRIAL, faults, Line("proof.18.kept", values))


async def _broken(trial: Trial) -> AsyncIterator[str]:
    city = City(trial)
    async for how in _interims(city):
        yield how
    stood, before = await city.stored(), await city.handed_out(LANGUAGES[-1])
    await trial.restart()
    if await city.handed_out(LANGUAGES[-1]) != before or await city.stored() != stood:
        yield "other bytes after a restart"
    await trial.close()
    final = await city.asked("one")
    if await city.asked("two") != final or len(await city.stored()) != INTERIMS + 1:
        yield "a final that was made twice"
    if (await city.stored())[:INTERIMS] != stood:
        yield "an earlier release that changed"
    async for how in _files(city, LANGUAGES[0], FORMATS):
        yield how
    for row in await city.stored():
        for rule in faults(row["tables"], row["parameters"]):
            yield rule


async def _interims(city: "City") -> AsyncIterator[str]:
    """Four may be made; whoever asks before the next is due, and for a fifth, gets the last."""
    people = 0
    for number, (wave, lang) in enumerate(zip(WAVES, LANGUAGES, strict=True), start=1):
        await city.lives(range(people, people := people + wave))
        try:
            async with Owner(city.trial.loot()).hiding(*IDENTITY):
                await city.asked("one")
                await city.handed_out(lang)
        except Exception:  # noqa: BLE001 - whatever it is called where a table is missed
            yield "a release that reads who took part"
        first, files = await city.asked("one"), await city.handed_out(lang)
        if len(await city.stored()) != min(number, INTERIMS):
            yield "a fifth interim" if number > INTERIMS else "an interim that was not made"
        await city.lives(range(people, people := people + 1))
        if await city.asked("two") != first or await city.handed_out(lang) != files:
            yield "other bytes for the next who asks"
        async for how in _files(city, lang):
            yield how


async def _files(city: "City", lang: str, kinds: Sequence[str] = QUICK) -> AsyncIterator[str]:
    """Those of the newest release: by its rules, and the same if they were made anew."""
    files = await city.handed_out(lang, kinds)
    if files != await city.anew(lang, kinds):
        yield "a file that is not that of its release"
    for rule in in_file(files["csv"]):
        yield rule


@dataclass(frozen=True, slots=True)
class City:
    """Those who ask for results, and what they are given."""

    trial: Trial

    async def lives(self, people: range) -> None:
        await self.trial.send(people)
        await self.trial.flush()

    async def asked(self, maker: str) -> Mapping[str, Any]:
        """The newest release as it is stored, after somebody asked for one."""
        await self.trial.house.life.release(self.trial.survey(), self.trial.today(), maker)
        return (await self.stored())[-1]

    async def stored(self) -> list[Mapping[str, Any]]:
        """All of them, as an outsider reads them."""
        rows = await self.trial.loot().table("release")
        tables = [row for row in rows if row["audience"] == TABLES]
        return sorted(tables, key=lambda row: int(row["sequence"]))

    async def handed_out(self, lang: str, kinds: Sequence[str] = QUICK) -> Files:
        """Files of the newest release."""
        house = self.trial.house
        row, whom = await self._newest(), self._reader(lang)
        made = {kind: await kept(house.store, row, whom, kind) for kind in kinds}
        return {k: await house.store.file(file.sha256) or b"" for k, file in made.items()}

    async def anew(self, lang: str, kinds: Sequence[str]) -> Files:
        release, whom = from_row(await self._newest()), self._reader(lang)
        return {kind: await asyncio.to_thread(_written, release, whom, kind) for kind in kinds}

    async def _newest(self) -> ReleaseRow:
        row = newest(await self.trial.house.store.releases(SURVEY))
        if row is None:
            raise LookupError
        return row

    def _reader(self, lang: str) -> Reader:
        return reader(self.trial.survey(), lang, self.trial.house.dictionary)


def _written(release: Release, whom: Reader, kind: str) -> bytes:
    out = BytesIO()
    writer(kind)(release, whom, out)
    return out.getvalue()
