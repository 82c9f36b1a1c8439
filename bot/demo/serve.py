"""Starts the demo's server: the Bot API and the phone page on one loopback port."""

from collections.abc import Sequence
from functools import partial

from bot.demo.botapi.server import DEMO, USUAL, BotApi, Identity
from bot.demo.botapi.webhook import Patience
from bot.demo.doors import Door
from bot.demo.phone import routes


async def serve(
    port: int, doors: Sequence[Door], *, bot: Identity = DEMO, patience: Patience = USUAL
) -> BotApi:
    """A running server, to be stopped with `stop()`; the page is at its `root`."""
    pages = partial(routes, doors=tuple(doors))
    return await BotApi.start(port, bot=bot, pages=pages, patience=patience)
