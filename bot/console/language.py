"""Which of the five languages a visit is answered in."""

from starlette.requests import Request

from bot.core.model import LANGUAGES, Lang

COOKIE = "rightsbot-language"
YEAR = 365 * 24 * 3600


def asked(request: Request) -> Lang | None:
    """The language just chosen in the header of a page."""
    return _known(request.query_params.get("lang", ""))


def chosen(request: Request, otherwise: Lang) -> Lang:
    """Asked for now, else earlier, else by the browser, else the city's own."""
    return (
        asked(request)
        or _known(request.cookies.get(COOKIE, ""))
        or _accepted(request.headers.get("accept-language", ""))
        or otherwise
    )


def _accepted(header: str) -> Lang | None:
    """The best liked of our languages; what cannot be read is passed over."""
    liked = {lang: weight for lang, weight in map(_liked, header.split(",")) if weight > 0}
    return max((lang for lang in liked if lang in LANGUAGES), key=liked.__getitem__, default=None)


def _liked(part: str) -> tuple[Lang, float]:
    tag, _, weight = part.partition(";")
    lang = tag.strip().partition("-")[0].lower()
    try:
        return lang, float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        return lang, 0.0


def _known(lang: str) -> Lang | None:
    return lang if lang in LANGUAGES else None
