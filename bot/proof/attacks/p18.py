"""Property 18: results are made once, from the answers alone, and are the same for everyone."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any, Final, TypeAlias

from bot.core.model import LANGUAGES
from bot.house import House
from bot.proof.finding import Finding, How, Line, first, judged
from bot.proof.owner import Owner
from bot.proof.published import faults, in_file
from bot.proof.trial import SURVEY, Trial
from bot.release.canonical import from_row
from bot.release.files import kept, reader
from bot.release.formats import FORMATS, writer
from bot.storage.rows import ReleaseRow

NUMBER: Final = 18
INTERIMS: Final = 4
WAVES: Final = (40, 30, 30, 30, 30)
"""How many send before each request: enough for the next one, also when it would be the fifth."""
IDENTITY: Final = ("mark", "resident")

Files: TypeAlias = Mapping[tuple[str, str], tuple[bytes, bytes]]
"""Language and format -> the bytes that are handed out, and those of rendering it anew."""


async def attack(trial: Trial) -> Finding:
    faults = [Line("proof.18.broken", {"how": how}) for how in await first(_broken(trial))]
    values = {"releases": INTERIMS + 1, "files": len(LANGUAGES) * len(FORMATS)}
    return judged(NUMBER, How.TRIAL, faults, Line("proof.18.kept", values))


async def _broken(trial: Trial) -> AsyncIterator[str]:
    city = City(trial)
    async for how in _interims(city):
        yield how
    stood = await city.stored()
    before = await city.handed_out()
    await trial.restart()
    if await city.handed_out() != before or await city.stored() != stood:
        yield "other bytes after a restart"
    await trial.close()
    final = await city.asked("one")
    if await city.asked("two") != final or len(await city.stored()) != INTERIMS + 1:
        yield "a final that was made twice"
    if (await city.stored())[:INTERIMS] != stood:
        yield "an earlier release that changed"
    for row in await city.stored():
        for rule in faults(row["tables"], row["parameters"]):
            yield rule


async def _interims(city: "City") -> AsyncIterator[str]:
    """Four may be made; whoever asks before the next is due, and for a fifth, gets the last."""
    people = 0
    for number, wave in enumerate(WAVES, start=1):
        await city.lives(range(people, people := people + wave))
        try:
            async with Owner(city.trial.loot()).hiding(*IDENTITY):
                await city.asked("one")
                await city.handed_out()
        except Exception:  # noqa: BLE001 - whatever it is called where a table is missed
            yield "a release that reads who took part"
        first, files = await city.asked("one"), await city.handed_out()
        if len(await city.stored()) != min(number, INTERIMS):
            yield "a fifth interim" if number > INTERIMS else "an interim that was not made"
        await city.lives(range(people, people := people + 1))
        if await city.asked("two") != first or await city.handed_out() != files:
            yield "other bytes for the next who asks"
        if any(out != anew for out, anew in files.values()):
            yield "a file that is not that of its release"
        for rule in in_file(files[LANGUAGES[0], "csv"][0]):
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
        return sorted(rows, key=lambda row: int(row["sequence"]))

    async def handed_out(self) -> Files:
        """Every file of the newest release."""
        house = self.trial.house
        row = (await house.store.releases(SURVEY))[-1]
        return {
            (lang, kind): await self._file(house, row, lang, kind)
            for lang in LANGUAGES
            for kind in FORMATS
        }

    async def _file(
        self, house: House, row: ReleaseRow, lang: str, kind: str
    ) -> tuple[bytes, bytes]:
        whom, anew = reader(self.trial.survey(), lang, house.dictionary), BytesIO()
        file = await kept(house.store, row, whom, kind)
        body = await house.store.file(file.sha256) or b""
        writer(kind)(from_row(row), whom, anew)
        return body, anew.getvalue() if sha256(body).hexdigest() == file.sha256 else b""
