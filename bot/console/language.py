"""Which of the five languages a visit is answered in."""

from starlette.requests import Request

from bot.content.accepting import accepted
from bot.core.model import LANGUAGES, Lang

YEAR = 365 * 24 * 3600


def asked(request: Request) -> Lang | None:
    """The language just chosen in the header of a page."""
    return _known(request.query_params.get("lang", ""))


def chosen(request: Request, cookie: str, otherwise: Lang) -> Lang:
    """Asked for now, else earlier, else by the browser, else the city's own."""
    return (
        asked(request)
        or _known(request.cookies.get(cookie, ""))
        or accepted(request.headers.get("accept-language", ""), LANGUAGES)
        or otherwise
    )


def _known(lang: str) -> Lang | None:
    return lang if lang in LANGUAGES else None
