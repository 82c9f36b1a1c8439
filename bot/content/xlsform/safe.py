"""Makes ids of whatever a form names things by, and words of whatever it decorates them with."""

import re
from collections.abc import Collection
from itertools import chain, count
from unicodedata import normalize

from bot.content.cursor import MOST_OF_ID, is_id
from bot.core.model import PREFER_NOT

MOST_OF_NAME = MOST_OF_ID - 4
"""Characters of an id, but for a number behind it."""
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
STARS = re.compile(r"(?<![^\W_])[*_]+(?=\S)|(?<=\S)[*_]+(?![^\W_])")
HEADING = re.compile(r"^#{1,6}\s+")
REFERENCE = re.compile(r"\$\{[^}]*\}")
MOST_OF_BUTTON = 20
SHORTEST = 10
"""A cut at the end of a word leaves at least this."""


def safe_id(name: str) -> str:
    """Lower-case letters, digits and hyphens; "" if nothing of it can stand in an id."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MOST_OF_NAME].strip("-")


def own_id(name: str, other: str, taken: Collection[str], most: int = MOST_OF_NAME) -> str:
    """An id that is not taken: of the name, or `other` where the name has none."""
    wanted = safe_id(name)[:most].strip("-") or other
    more = (f"{wanted}-{number}" for number in count(2))
    return next(id_ for id_ in chain((wanted,), more) if id_ not in taken and is_id(id_))


def means_prefer_not(name: str) -> bool:
    """An option that every question has anyway."""
    return safe_id(name) in {PREFER_NOT, f"{PREFER_NOT}-to-say", f"{PREFER_NOT}-to-answer"}


def plain(text: str) -> str:
    """Without tags and Markdown, which residents would read as they stand."""
    return " ".join(STARS.sub("", HEADING.sub("", TAG.sub("", text))).split())


def without_references(text: str) -> str:
    """An answer cannot stand in the text of another question."""
    return REFERENCE.sub("…", text)


def short(text: str) -> str:
    """As much of it as a button takes, cut at the end of a word where that leaves enough."""
    if len(text) <= MOST_OF_BUTTON:
        return text
    cut = text[: MOST_OF_BUTTON - 1]
    whole = cut if text[len(cut)] == " " else cut.rpartition(" ")[0]
    return f"{(whole if len(whole) >= SHORTEST else cut).rstrip(' ,;:.–-')}…"
