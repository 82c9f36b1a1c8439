"""Every address of the console, with the least role that may use it; all others are refused."""

from collections.abc import Callable

from starlette.routing import BaseRoute, Route

from bot.console import (
    account,
    audit,
    closing,
    comments,
    comparison,
    door,
    drafts,
    members,
    posters,
    reach,
    requests,
    results,
    signing,
    survey,
    surveys,
    text,
    text_alert,
    text_history,
    text_new,
    texts,
)
from bot.console.guard import Act, Guard
from bot.console.visit import ANALYST, ANYONE, MODERATOR, ROOT, STEWARD, desk
from bot.house import House

ADDRESSES: dict[str, dict[str, Act]] = {
    **signing.ADDRESSES,
    **account.ADDRESSES,
    **members.ADDRESSES,
    **drafts.ADDRESSES,
    **survey.ADDRESSES,
    **comments.ADDRESSES,
    **requests.ADDRESSES,
    **comparison.ADDRESSES,
    **reach.ADDRESSES,
    **posters.ADDRESSES,
    **audit.ADDRESSES,
    **texts.ADDRESSES,
    **text.ADDRESSES,
    **text_alert.ADDRESSES,
    **text_history.ADDRESSES,
    **text_new.ADDRESSES,
    "": {"GET": Act(MODERATOR, surveys.overview)},
    "/": {"GET": Act(MODERATOR, surveys.overview)},
    "/console.css": {"GET": Act(ANYONE, door.sheet)},
    "/leave": {"POST": Act(ANYONE, door.leave)},
    "/surveys/{survey}/close": {
        "GET": Act(STEWARD, closing.ask),
        "POST": Act(STEWARD, closing.close),
    },
    "/results": {"GET": Act(MODERATOR, results.overview)},
    "/results/{survey}": {"GET": Act(MODERATOR, results.results)},
    "/results/{survey}/file": {"POST": Act(ANALYST, results.take)},
    "/{rest:path}": {},
}


def routes(house: House, username: Callable[[], str]) -> list[BaseRoute]:
    """`username`: the bot's name at Telegram, as it is known when a poster is made."""
    at = desk(house, username)
    return [Route(ROOT + path, Guard(at, acts)) for path, acts in ADDRESSES.items()]
