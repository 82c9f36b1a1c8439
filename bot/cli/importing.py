"""`survey import`: a spreadsheet of an office becomes a draft, and what it lost is named."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ending import NotInOrder, finish, settings
from bot.cli.surveys import note, standing
from bot.core.model import State
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.content.xlsform import Imported
    from bot.core.model import City
    from bot.house import House

LANG = "en"
"""Of what commands say."""


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The spreadsheet (.xlsx).")],
    *,
    id_: Annotated[
        str,
        typer.Option("--id", help="The survey's id; that of a draft made here is written anew."),
    ] = "",
    city: Annotated[str, typer.Option(help="The city that asks; needed if there are more.")] = "",
) -> None:
    """Make a draft from an XLSForm, and name what could not be taken over."""
    finish(_import(settings(), file, id_, city))


async def _import(chosen: Settings, file: Path, id_: str, city: str) -> None:
    from bot.house import house

    async with house(chosen) as opened:
        made = _read(opened, file, id_, _city(opened, city))
        await _write(opened, made, anew=bool(id_) and id_ in opened.own.ids())
        await note(opened, "import", made.id)
        _tell(opened, made)


def _read(opened: "House", file: Path, id_: str, city: "City") -> "Imported":
    from bot.content.xlsform import NotAForm, read
    from bot.house import Refusal

    try:
        today = opened.turns.survey_day("")
        return read(file.read_bytes(), id_, city, opened.dictionary, today)
    except NotAForm as refused:
        raise Refusal(opened.dictionary.say(LANG, refused.key, refused.values)) from None


def _city(opened: "House", id_: str) -> "City":
    from bot.house import Refusal

    cities = opened.content.cities
    if id_ in cities or (not id_ and len(cities) == 1):
        return cities[id_ or next(iter(cities))]
    raise Refusal(f"--city takes one of {', '.join(cities)}")


async def _write(opened: "House", made: "Imported", *, anew: bool) -> None:
    """Never over a survey that was published, whose questions stand for good."""
    from bot.content.own import Taken
    from bot.house import Refusal

    found = (await standing(opened)).get(made.id)
    if found is not None and (not anew or found.state is not State.DRAFT):
        raise Refusal(f"there is a survey {made.id}: name another with --id")
    try:
        opened.own.write(made.id, made.files, anew=anew)
    except Taken:
        raise Refusal(f"{made.id} is taken or cannot be an id: name another with --id") from None
    opened.shelf.refresh()


def _tell(opened: "House", made: "Imported") -> None:
    """What was lost by sheet and row, then what keeps the draft from being published."""
    from bot.content.problem import told

    for found in made.notes:
        words = opened.dictionary.say(LANG, found.key, found.values)
        typer.echo(f"{found.sheet}:{found.row} {words}")
    errors = [problem for problem in opened.shelf.problems_of(made.id) if problem.is_error]
    for problem in errors:
        typer.echo(told(problem, opened.dictionary, LANG))
    typer.echo(f"{made.id} is a draft in {opened.own.surveys / made.id}.")
    if errors:
        raise NotInOrder(f"{made.id} cannot be published yet: correct the form, import with --id")
