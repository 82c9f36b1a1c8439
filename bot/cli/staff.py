"""`staff`: who may use the console."""

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from bot.cli.columns import columns
from bot.cli.ending import finish, settings
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.house import House

Role: TypeAlias = Literal["moderator", "analyst", "steward"]


def invite(
    name: Annotated[str, typer.Argument(help="Whom colleagues know.")],
    role: Annotated[Role, typer.Option(help="What they may do.")],
    city: Annotated[str, typer.Option(help="Whose surveys they work with.")],
) -> None:
    """Print a link that lets one person into the console, once.

    For somebody who may use it already: a new link, for who lost password or phone.
    """
    finish(_invite(settings(), name, role, city))


async def _invite(chosen: Settings, name: str, role: str, city: str) -> None:
    from bot.console import invitation
    from bot.house import Refusal, house

    async with house(chosen) as opened:
        if city not in opened.content.cities:
            raise Refusal(f"--city takes one of {', '.join(opened.content.cities)}")
        link = await _link(opened, name, role, city)
    typer.echo(link)
    note = f"Give it to {name} alone: it works once, within {invitation.DAYS} days."
    typer.echo(note, err=True)


async def _link(opened: "House", name: str, role: str, city: str) -> str:
    from bot.console.invitation import invite, renew
    from bot.house import Refusal
    from bot.storage.staff import NameTaken

    try:
        return await invite(opened, name, role=role, city=city)
    except NameTaken as taken:
        if (taken.by.role, taken.by.city) != (role, city):
            raise Refusal(
                f"{taken.by.name} is {taken.by.role} in {taken.by.city}: remove them first, or add "
                "a second name"
            ) from None
        return await renew(opened, taken.by)


def list_staff() -> None:
    """List staff: name, role, city, number."""
    finish(_list(settings()))


async def _list(chosen: Settings) -> None:
    from bot.house import house

    async with house(chosen) as opened:
        members = await opened.store.staff.members()
    rows = [(m.name, m.role, m.city, m.id, "" if m.active else "removed") for m in members]
    for line in columns(rows):
        typer.echo(line)


def remove(
    who: Annotated[str, typer.Argument(metavar="NAME-OR-ID", help="As `staff list` shows it.")],
) -> None:
    """End a person's sessions and invitation at once."""
    finish(_remove(settings(), who))


async def _remove(chosen: Settings, who: str) -> None:
    from bot.house import Refusal, house

    async with house(chosen) as opened:
        members = [m for m in await opened.store.staff.members() if m.active]
        found = [m for m in members if m.id == who] or [m for m in members if m.name == who]
        if not found:
            raise Refusal("nobody of that name or number may use the console")
        if len(found) > 1:
            numbers = ", ".join(member.id for member in found)
            raise Refusal(f"several people have that name: remove one by number ({numbers})")
        await opened.store.staff.remove(found[0].id, opened.turns.survey_day(""))
    typer.echo(f"{found[0].name} may no longer use the console.")
