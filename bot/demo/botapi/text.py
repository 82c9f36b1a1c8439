"""What Telegram makes of a text: its length in UTF-16, its entities, its links."""

import re
from collections.abc import Sequence
from itertools import combinations
from urllib.parse import parse_qs, urlsplit

from bot.demo.botapi.rules import refuse
from bot.demo.botapi.shapes import Entity

SETTABLE = frozenset(
    {
        "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote",
        "expandable_blockquote", "code", "pre", "text_link", "mention", "hashtag", "cashtag",
        "bot_command", "url", "email", "phone_number",
    }
)  # fmt: skip
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)\]»])|(?<!\S)(?P<bot_command>/[a-z0-9_]{1,32})\b"
)
START = re.compile(r"[A-Za-z0-9_-]{1,64}")


def units(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def check_text(text: str, entities: Sequence[Entity], username: str) -> None:
    if not text:
        raise refuse("text-empty")
    if not text.strip():
        raise refuse("text-blank")
    if units(text) > 4096:
        raise refuse("text-long")
    if text != text.strip():
        raise refuse("text-edge")
    check_entities(text, entities, username)


def check_entities(text: str, entities: Sequence[Entity], username: str) -> None:
    if len(entities) > 100:
        raise refuse("entity-count")
    size, inside_pairs = units(text), pairs(text)
    for one in entities:
        if one["type"] not in SETTABLE:
            raise refuse("entity-type")
        if one["offset"] < 0 or one["length"] < 1 or end(one) > size:
            raise refuse("entity-range")
        if {one["offset"], end(one)} & inside_pairs:
            raise refuse("entity-cut")
        if one["type"] == "text_link":
            check_url(one.get("url", ""), username, rule="entity-url")
    for first, second in combinations(entities, 2):
        check_nesting(first, second)


def check_nesting(first: Entity, second: Entity) -> None:
    if end(first) <= second["offset"] or end(second) <= first["offset"]:
        return
    if not (holds(first, second) or holds(second, first)):
        raise refuse("entity-overlap")
    types = {first["type"], second["type"]}
    if types & {"code", "pre"} or types <= QUOTES:
        raise refuse("entity-nesting")


def holds(outer: Entity, inner: Entity) -> bool:
    return outer["offset"] <= inner["offset"] and end(inner) <= end(outer)


def end(entity: Entity) -> int:
    return entity["offset"] + entity["length"]


def pairs(text: str) -> frozenset[int]:
    """The offsets that lie between the two halves of a character."""
    cuts, at = set(), 0
    for character in text:
        if ord(character) > 0xFFFF:
            cuts.add(at + 1)
            at += 1
        at += 1
    return frozenset(cuts)


def detected(text: str, given: Sequence[Entity] = ()) -> list[Entity]:
    """The given entities and the links and commands that Telegram finds by itself."""
    found: list[Entity] = []
    for match in FOUND.finditer(text):
        offset = units(text[: match.start()])
        one = Entity(type=match.lastgroup or "url", offset=offset, length=units(match.group()))
        if not any(one["offset"] < end(other) and other["offset"] < end(one) for other in given):
            found.append(one)
    return sorted([*given, *found], key=lambda one: (one["offset"], -one["length"]))


def check_url(url: str, username: str, *, rule: str) -> None:
    """Only what every Telegram app opens; a link to this bot must carry a sound start parameter."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as broken:
        raise refuse(rule) from broken
    reachable = parts.scheme == "tg" or (parts.scheme in {"http", "https"} and "." in host)
    if not reachable or any(character.isspace() for character in url):
        raise refuse(rule)
    payload = start_parameter(url, username)
    if payload is not None and not START.fullmatch(payload):
        raise refuse("start")


def start_parameter(url: str, username: str) -> str | None:
    """The payload of a deep link to this bot; None for any other link."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query, keep_blank_values=True)
    if parts.scheme == "tg":
        named = asked.get("domain", [""])[0] if parts.netloc == "resolve" else ""
    else:
        named = parts.path.strip("/") if parts.hostname == "t.me" else ""
    if named.lower() != username.lower() or "start" not in asked:
        return None
    return asked["start"][0]
