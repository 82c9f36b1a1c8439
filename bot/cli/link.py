"""`link`: a deep link into the bot, and its QR code."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.ending import finish, refuse, settings
from bot.cli.options import Lang
from bot.core import wire
from bot.core.event import (
    Opened,
)
from bot.settings import Settings

PICTURES = (".svg", ".png")


def link(  # noqa: PLR0913 - the options of the contract
    *,
    city: Annotated[str, typer.Option(help="Whose residents it is for.")] = "",
    lang: Annotated[Lang | None, typer.Option(help="The language it opens in.")] = None,
    topic: Annotated[str, typer.Option(help="Opens this topic.")] = "",
    survey: Annotated[str, typer.Option(help="Opens this survey; needs --city to do so.")] = "",
    source: Annotated[
        str, typer.Option(metavar="NAME", help="Where it hangs, for counting: a-z, 0-9 and -.")
    ] = "",
    qr: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw it too: .svg or .png.")
    ] = None,
) -> None:
    """Print a link that opens the bot, and draw its QR code."""
    if topic and survey:
        refuse("a link opens --topic or --survey, not both")
    if qr is not None and qr.suffix.lower() not in PICTURES:
        refuse("--qr takes a file that ends in .svg or .png")
    finish(_link(settings(), Opened(city, lang, topic, survey, source), qr))


async def _link(chosen: Settings, opened: Opened, qr: Path | None) -> None:
    from bot.house import Refusal, read_content

    _, content, _ = read_content(chosen)
    _known("--city", opened.city, content.cities)
    _known("--topic", opened.topic, content.topics)
    _known("--survey", opened.survey, content.surveys)
    asked = content.surveys.get(opened.survey or "")
    if asked and opened.city and opened.city not in asked.cities:
        raise Refusal(f"--survey {asked.id} is for {', '.join(asked.cities)}, not {opened.city}")
    try:
        payload = wire.link(opened)
    except ValueError as error:
        raise Refusal(str(error)) from None
    address = f"https://t.me/{await username(chosen)}" + (f"?start={payload}" if payload else "")
    if opened.source:
        await _give_out(chosen, opened.source)
    typer.echo(address)
    if qr is not None:
        _draw(address, qr)
        typer.echo(qr)


async def _give_out(chosen: Settings, source: str) -> None:
    """Only sources that were given out are counted: a link says whatever somebody typed."""
    from bot.house import house

    async with house(chosen) as opened:
        await opened.life.give_out(source, opened.turns.survey_day(""))


def _known(option: str, name: str | None, names: Collection[str]) -> None:
    from bot.house import Refusal

    if name and name not in names:
        raise Refusal(f"{option} takes one of {', '.join(names)}")


async def username(chosen: Settings) -> str:
    """The bot's name at Telegram, without the at sign."""
    from bot.app import bot_of
    from bot.chat.menu import spoken_to

    async with spoken_to(bot_of(chosen)) as bot:
        return bot.username


def _draw(address: str, path: Path) -> None:
    """Large enough to print, with the quiet border that readers need."""
    import segno

    code = segno.make(address, error="m", micro=False)
    code.save(str(path), kind=path.suffix.lower().removeprefix("."), scale=12, border=4)
