"""Which language a browser asks for."""

from collections.abc import Collection

from bot.core.model import Lang


def accepted(header: str, known: Collection[Lang]) -> Lang | None:
    """The best liked of the known ones in an Accept-Language; what is unreadable is passed over."""
    liked = {lang: weight for lang, weight in map(_liked, header.split(",")) if weight > 0}
    return max((lang for lang in liked if lang in known), key=liked.__getitem__, default=None)


def _liked(part: str) -> tuple[Lang, float]:
    tag, _, weight = part.partition(";")
    lang = tag.strip().partition("-")[0].lower()
    try:
        return lang, float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        return lang, 0.0
