"""`export`: the files of a survey's newest release."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ending import NotInOrder, finish, refuse, settings
from bot.cli.options import Lang, SurveyArgument
from bot.cli.progress import counted
from bot.cli.surveys import note, published
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.core.model import Survey
    from bot.house import House
    from bot.release.files import Newest
    from bot.release.reader import Reader

ALL = "all"


def export(
    survey: SurveyArgument,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the files go.")],
    form: Annotated[
        str, typer.Option("--format", help="Formats with commas between them, or all.")
    ] = ALL,
    lang: Annotated[
        Lang | None,
        typer.Option(help="The language; without it English, or the first that the survey has."),
    ] = None,
) -> None:
    """Write the files of a survey's newest results."""
    chosen, formats = settings(), _formats(form)
    finish(_export(chosen, survey, formats, lang, out))


def _formats(wanted: str) -> tuple[str, ...]:
    """Empty for all that can be made."""
    from bot.release.formats import KINDS

    names = tuple(dict.fromkeys(name.strip() for name in wanted.split(",")))
    if names == (ALL,):
        return ()
    if not set(names) <= set(KINDS):
        refuse(f"--format takes {', '.join(KINDS)} or {ALL}")
    return names


async def _export(
    chosen: Settings, survey: str, formats: tuple[str, ...], lang: Lang | None, out: Path
) -> None:
    from bot.house import house
    from bot.release.files import newest, reader
    from bot.release.formats import KINDS

    async with house(chosen) as opened:
        asked = await published(opened, survey)
        found = await newest(opened.store, survey)
        if found is None:
            raise NotInOrder(f"{survey} has no results yet: see `rightsbot survey release`")
        city = opened.content.cities.get(asked.cities[0])
        whom = reader(asked, _spoken(asked, lang), opened.dictionary, city)
        take = _Take(opened, found, whom, out)
        for kind in counted(formats or tuple(KINDS), "files"):
            await take.files(kind, by_name=bool(formats))


def _spoken(survey: "Survey", wish: Lang | None) -> str:
    """One in which the survey speaks."""
    from bot.content.words import SOURCE
    from bot.house import Refusal
    from bot.release.reader import languages_of

    known = languages_of(survey)
    if wish is not None and wish not in known:
        raise Refusal(f"{survey.id} has no results in {wish}: --lang takes {', '.join(known)}")
    return wish or (SOURCE if SOURCE in known else known[0])


@dataclass(frozen=True, slots=True)
class _Take:
    house: "House"
    found: "Newest"
    whom: "Reader"
    out: Path

    async def files(self, kind: str, *, by_name: bool) -> None:
        """Whoever asked for all is told what cannot be made; who named it, is refused."""
        from bot.house import Refusal
        from bot.release.files import NoRows

        try:
            for path in await self._written(kind):
                typer.echo(path)
            return
        except ImportError as error:
            reason = f"{kind} cannot be made: {error.name} is not installed"
        except NoRows:
            reason = f"{kind} cannot be made: no release of single answers was approved"
        if by_name:
            raise Refusal(reason)
        typer.echo(f"rightsbot: {reason}", err=True)

    async def _written(self, kind: str) -> tuple[Path, ...]:
        from bot.release.files import made, saved

        store = self.house.store
        file = await made(store, self.found, self.whom, kind)
        body = await store.file(file.sha256) or b""
        parts = saved(self.found.of(kind), self.whom.lang, kind, body)
        paths = tuple(self._saved(parts))
        await note(self.house, "download", file.sha256)
        return paths

    def _saved(self, parts: tuple[tuple[str, bytes], ...]) -> Iterator[Path]:
        self.out.mkdir(parents=True, exist_ok=True)
        for name, body in parts:
            (self.out / name).write_bytes(body)
            yield self.out / name
