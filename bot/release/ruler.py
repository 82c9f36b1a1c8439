"""Measures text as the shipped font sets it, so that words wrap where they must in a drawing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from struct import iter_unpack, unpack_from

FONTS = Path(__file__).with_name("fonts")
PLAIN, BOLD = FONTS / "DejaVuSans.ttf", FONTS / "DejaVuSans-Bold.ttf"
_WIDE = 1.0
"""Of a character that the font lacks, in parts of its size."""


@dataclass(frozen=True, slots=True)
class Ruler:
    widths: Mapping[int, float]
    """Code point -> width in parts of the font's size."""

    @classmethod
    def read(cls, font: Path) -> "Ruler":
        """Source of the four tables: the OpenType specification, "cmap" in its format 12."""
        data = font.read_bytes()
        at = {tag: offset for tag, _, offset, _ in iter_unpack(">4sIII", _directory(data))}
        (units,) = unpack_from(">H", data, at[b"head"] + 18)
        (metrics,) = unpack_from(">H", data, at[b"hhea"] + 34)
        last = metrics - 1

        def width(glyph: int) -> float:
            (advance,) = unpack_from(">H", data, at[b"hmtx"] + 4 * min(glyph, last))
            return int(advance) / int(units)

        return cls({code: width(glyph) for code, glyph in _glyphs(data, at[b"cmap"])})

    def width(self, text: str, size: float) -> float:
        return size * sum(self.widths.get(ord(letter), _WIDE) for letter in text)

    def wrapped(self, text: str, size: float, room: float) -> tuple[str, ...]:
        """Lines that fit the room; a word that alone is wider is broken."""
        lines, line = [], ""
        for word in text.split():
            longer = f"{line} {word}".lstrip()
            if self.width(longer, size) <= room:
                line = longer
                continue
            if line:
                lines.append(line)
            *broken, line = self._broken(word, size, room)
            lines.extend(broken)
        return (*lines, line)

    def _broken(self, word: str, size: float, room: float) -> Iterator[str]:
        part = ""
        for letter in word:
            if part and self.width(part + letter, size) > room:
                yield part
                part = ""
            part += letter
        yield part


def _directory(data: bytes) -> bytes:
    (tables,) = unpack_from(">H", data, 4)
    return data[12 : 12 + 16 * tables]


def _glyphs(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """Code points with the numbers of their glyphs."""
    (tables,) = unpack_from(">H", data, cmap + 2)
    for place in range(tables):
        (offset,) = unpack_from(">I", data, cmap + 8 + 8 * place)
        start = cmap + offset
        form, _, _, _, groups = unpack_from(">HHIII", data, start)
        if form == 12:  # noqa: PLR2004 - the format that knows every character
            for first, last, glyph in iter_unpack(">III", data[start + 16 :][: 12 * groups]):
                yield from ((code, glyph + code - first) for code in range(first, last + 1))
            return
