"""Commands that keep a bot at work: run, demo, try, migrate, purge."""

import os
from typing import Annotated

import typer

from bot.cli.ending import finish, settings
from bot.cli.options import LangOption
from bot.settings import Settings

DEMO_PORT = 8765


def run() -> None:
    """Run the bot, by polling or webhook, until it is told to end."""
    chosen = settings()
    finish(_run(chosen), chosen.log_level)


async def _run(chosen: Settings) -> None:
    from bot import app
    from bot.house import house

    app.bot_of(chosen)
    async with house(chosen, alone=True) as opened:
        await app.run(opened)


def demo(
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free port.")] = DEMO_PORT,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
) -> None:
    """Show the whole bot here: no token, no internet."""
    from bot.show import show

    finish(show(port, browser=browser, tell=typer.echo))


def try_(
    lang: LangOption = "en",
    city: Annotated[str, typer.Option(help="A city of the content folder.")] = "",
) -> None:
    """Chat with the bot here; what you answer is deleted."""
    finish(_try(lang, city))


async def _try(lang: str, city: str) -> None:
    from bot.core.sheet import Place
    from bot.house import Refusal, scratch
    from bot.terminal import Terminal, chat
    from bot.tick import Tick

    folder = os.environ.get("RIGHTSBOT_CONTENT_DIR", "")
    async with scratch({"RIGHTSBOT_CONTENT_DIR": folder}) as opened:
        cities = opened.content.cities
        if city and city not in cities:
            raise Refusal(f"--city takes one of {', '.join(cities)}")
        await Tick(opened.turns, opened.life, opened.shelf).once()
        place = Place(lang, city or None)
        await chat(Terminal(opened.turns, opened.dictionary, 1, place), typer.echo)


def migrate() -> None:
    """Bring the database to this version; copies it first."""
    finish(_migrate(settings()))


async def _migrate(chosen: Settings) -> None:
    from bot.house import address_of, upgrade
    from bot.storage.schema import look

    address = address_of(chosen)
    if (await look(address)).current:
        typer.echo("The database is of this version already.")
        return
    chosen.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    await upgrade(address)
    typer.echo("The database is of this version now.")


def purge() -> None:
    """Delete what has had its time, as a running bot does daily."""
    finish(_purge(settings()))


async def _purge(chosen: Settings) -> None:
    from bot.cli.backup import there_is_one
    from bot.house import house

    await there_is_one(chosen)
    async with house(chosen) as opened:
        today = opened.turns.survey_day("")
        await opened.store.purge(today, today.year * 12 + today.month - 1)
    typer.echo("Deleted what has had its time, and wrote the database anew without remnants.")
