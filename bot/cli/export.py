"""`export`: the files of a survey's newest release."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ending import NotInOrder, finish, refuse, settings
from bot.cli.options import LangOption, SurveyArgument
from bot.cli.progress import counted
from bot.cli.surveys import note, published
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.house import House
    from bot.release.layout import Reader
    from bot.storage.rows import ReleaseRow

ALL = "all"


def export(
    survey: SurveyArgument,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the files go.")],
    form: Annotated[
        str, typer.Option("--format", help="Formats with commas between them, or all.")
    ] = ALL,
    lang: LangOption = "en",
) -> None:
    """Write the files of a survey's newest results."""
    chosen, formats = settings(), _formats(form)
    finish(_export(chosen, survey, formats, lang, out))


def _formats(wanted: str) -> tuple[str, ...]:
    """Empty for all that can be made."""
    from bot.release.formats import FORMATS

    names = tuple(dict.fromkeys(name.strip() for name in wanted.split(",")))
    if names == (ALL,):
        return ()
    if not set(names) <= set(FORMATS):
        refuse(f"--format takes {', '.join(FORMATS)} or {ALL}")
    return names


async def _export(
    chosen: Settings, survey: str, formats: tuple[str, ...], lang: str, out: Path
) -> None:
    from bot.house import house
    from bot.release.files import reader
    from bot.release.formats import FORMATS

    async with house(chosen) as opened:
        asked = await published(opened, survey)
        rows = await opened.store.releases(survey)
        if not rows:
            raise NotInOrder(f"{survey} has no results yet: see `rightsbot survey release`")
        take = _Take(opened, rows[-1], reader(asked, lang, opened.dictionary), out)
        for kind in counted(formats or FORMATS, "files"):
            await take.file(kind, by_name=bool(formats))


@dataclass(frozen=True, slots=True)
class _Take:
    house: "House"
    row: "ReleaseRow"
    whom: "Reader"
    out: Path

    async def file(self, kind: str, *, by_name: bool) -> None:
        """Whoever asked for all is told what cannot be made; who named it, is refused."""
        from bot.house import Refusal

        try:
            typer.echo(await self._written(kind))
        except ImportError as error:
            reason = f"{kind} cannot be made: {error.name} is not installed"
            if by_name:
                raise Refusal(reason) from None
            typer.echo(f"rightsbot: {reason}", err=True)

    async def _written(self, kind: str) -> Path:
        from bot.release.files import file_name, kept

        file = await kept(self.house.store, self.row, self.whom, kind)
        body = await self.house.store.file(file.sha256)
        path = self.out / file_name(self.row, self.whom.lang, kind)
        _save(path, body or b"")
        await note(self.house, "download", file.sha256)
        return path


def _save(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
