"""Text with its bold, italic, code and links counted as Telegram counts: in UTF-16 units."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["bold", "italic", "code", "text_link", "blockquote"]

LIMIT = 4096
"""UTF-16 units in one Telegram message."""
MOST = 100
"""Entities in one Telegram message; further ones are silently ignored."""


@dataclass(frozen=True, slots=True)
class Entity:
    type: Kind
    offset: int
    length: int
    """Both in UTF-16 units."""
    url: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Styled:
    text: str
    entities: tuple[Entity, ...] = ()
    """In the order of their offsets; no code inside or around another entity."""


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def join(parts: Iterable[Styled], between: str = "\n\n") -> Styled:
    """The parts that have text, with `between` between them."""
    texts: list[str] = []
    entities: list[Entity] = []
    offset = 0
    for part in parts:
        if not part.text:
            continue
        if texts:
            texts.append(between)
            offset += units(between)
        texts.append(part.text)
        entities += [replace(e, offset=e.offset + offset) for e in part.entities]
        offset += units(part.text)
    return Styled("".join(texts), tuple(entities))


def style(styled: Styled, kind: Kind, url: str | None = None) -> Styled:
    """All of the text in one style. Telegram lets code stand only alone: a link drops the code
    inside it, other styles leave it out.
    """
    lost = {kind, "code"} if kind == "text_link" else {kind}
    inner = [e for e in styled.entities if e.type not in lost]
    outer = [
        Entity(kind, start, end - start, url)
        for start, end in _around_code(styled.text, inner)
        if end > start
    ]
    return Styled(styled.text, _ordered(inner + outer))


def _around_code(text: str, entities: Iterable[Entity]) -> Iterator[tuple[int, int]]:
    start = 0
    for code in entities:
        if code.type == "code":
            yield start, code.offset
            start = code.end
    yield start, units(text)


def _ordered(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    return tuple(sorted(entities, key=lambda e: (e.offset, -e.length)))


def cut(styled: Styled, start: int, stop: int) -> Styled:
    """The characters from start to stop without white space around; entities are clipped to it."""
    text = styled.text[start:stop].rstrip()
    start += len(text) - len(text.lstrip())
    text = text.lstrip()
    first = units(styled.text[:start])
    last = first + units(text)
    clipped = (_clip(e, first, last) for e in styled.entities)
    return Styled(text, tuple(e for e in clipped if e.length > 0))


def _clip(entity: Entity, first: int, last: int) -> Entity:
    start, end = max(entity.offset, first), min(entity.end, last)
    return replace(entity, offset=start - first, length=end - start)


def shorten(text: str, most: int) -> str:
    """At most `most` characters, cut after a word where there is one."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    if not text[most - 1].isspace() and " " in kept.strip():
        kept = kept[: kept.rindex(" ")]
    return re.sub(r"[\s,;:.\-–]+$", "", kept) + "…"
