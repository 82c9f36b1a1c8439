"""`setup`: the bot's commands menu, name and descriptions at Telegram."""

from typing import Annotated

import typer

from bot.cli.ending import finish, settings
from bot.cli.progress import counted
from bot.settings import Settings


def setup(
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the difference and change nothing.")
    ] = False,
) -> None:
    """Set menu, name and descriptions at Telegram."""
    finish(_setup(settings(), dry_run=dry_run))


async def _setup(chosen: Settings, *, dry_run: bool) -> None:
    from bot.app import bot_of
    from bot.chat.menu import apply, differences, spoken_to
    from bot.content.locate import locate
    from bot.content.words import Dictionary

    dictionary = Dictionary.load(locate("locales"))
    async with spoken_to(bot_of(chosen)) as bot:
        changes = await differences(bot, dictionary)
        for line in (line for change in changes for line in change.lines()):
            typer.echo(line)
        if not dry_run:
            for change in counted(changes, "profile"):
                await apply(bot, change)
    typer.echo(_summary(len(changes), dry_run=dry_run))


def _summary(changes: int, *, dry_run: bool) -> str:
    if not changes:
        return "Telegram shows everything as it should be."
    return f"{changes} to change." if dry_run else f"{changes} changed."
