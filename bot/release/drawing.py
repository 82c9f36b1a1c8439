"""Draws one question as bars: from nought, on a track of a hundred per cent, all words as text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from bot.release.charts import Bar, Chart
from bot.release.ruler import BOLD, PLAIN, Ruler

INK, SOFT, ACCENT, TRACK, ASIDE = "#16211f", "#4c5b58", "#2a8677", "#e6f0ee", "#8a9694"
FAMILY = "DejaVu Sans"


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes in units of the drawing."""

    width: float
    edge: float
    size: float
    """Of the words beside the bars."""
    labels: float
    """Part of the width that they take."""
    air: float
    """Between two rows, in parts of the size."""


PAGE = Look(width=840, edge=36, size=15, labels=0.36, air=0.75)
"""A picture that stands by itself, with its question above and what it is based on below."""
COLUMN = Look(width=470, edge=2, size=16, labels=0.4, air=0.5)
"""Bars alone, for a column of a report whose words are around them."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is around the bars, in the reader's language."""

    lang: str
    share: str
    people: str
    foot: Sequence[str]


@dataclass(frozen=True, slots=True)
class Drawing:
    svg: str
    height: float
    """In units; its width is that of the look."""


@dataclass(frozen=True, slots=True)
class Pen:
    plain: Ruler
    bold: Ruler

    @classmethod
    def read(cls) -> "Pen":
        return cls(Ruler.read(PLAIN), Ruler.read(BOLD))

    def page(self, chart: Chart, words: Words) -> Drawing:
        """The whole picture; its description says every number."""
        look = PAGE
        blocks = (
            self._text(chart.text, look, 20, INK, bold=True),
            self._text(" · ".join(filter(None, (chart.measure, chart.verdict))), look, 15, SOFT),
            _space(14),
            self._bars(chart, words, look),
            _space(12),
            *(self._text(line, look, 12.5, SOFT) for line in words.foot),
        )
        return _stacked(blocks, look, chart, words.lang)

    def column(self, chart: Chart, words: Words) -> Drawing:
        """The bars alone."""
        return _stacked((self._bars(chart, words, COLUMN),), COLUMN, chart, words.lang)

    def _text(
        self, text: str, look: Look, size: float, colour: str, *, bold: bool = False
    ) -> "_Block":
        ruler = self.bold if bold else self.plain
        lines = ruler.wrapped(text, size, look.width - 2 * look.edge) if text else ()
        step = size * 1.4
        svg = [
            _text(look.edge, (place + 0.8) * step, line, _Style(size, colour, bold=bold))
            for place, line in enumerate(lines)
        ]
        return _Block("".join(svg), step * len(lines) + (size * 0.4 if lines else 0))

    def _bars(self, chart: Chart, words: Words, look: Look) -> "_Block":
        columns = self._columns(chart, words, look)
        head = look.size * 0.85
        blocks = [_Block(_head(columns, words, head), head * 1.8)]
        blocks.extend(self._bar(bar, columns, look) for bar in chart.bars)
        return _Block("".join(_placed(blocks)), sum(block.height for block in blocks))

    def _columns(self, chart: Chart, words: Words, look: Look) -> "_Columns":
        """The numbers take what they need, the labels their part, the bars the rest.

        Words in place of a count need no share beside them, so they take its room too.
        """

        def widest(*texts: str) -> float:
            return max(self.bold.width(text, look.size) for text in texts)

        end, gap = look.width - look.edge, look.size
        people = widest(words.people, *(bar.count for bar in chart.bars if bar.share))
        share = widest(words.share, *(bar.share for bar in chart.bars))
        figures = max(people + gap + share, *(widest(bar.count) for bar in chart.bars))
        labels = look.edge + look.width * look.labels
        room = labels - look.edge - gap
        return _Columns(look.edge, room, (labels, end - figures - gap), end - people - gap, end)

    def _bar(self, bar: Bar, columns: "_Columns", look: Look) -> "_Block":
        ruler = self.bold if bar.most else self.plain
        lines = ruler.wrapped(bar.label, look.size, columns.label_room)
        step = look.size * 1.3
        height = step * len(lines) + look.size * look.air
        style = _Style(look.size, INK, bold=bar.most)
        label = "".join(
            _text(
                columns.label, step * (place + 0.8) + look.size * (look.air - 0.15) / 2, line, style
            )
            for place, line in enumerate(lines)
        )
        middle = height / 2 - look.size * 0.05
        return _Block(
            label + _track(bar, columns, look, middle) + _figures(bar, columns, style, middle),
            height,
        )


@dataclass(frozen=True, slots=True)
class _Block:
    svg: str
    height: float


@dataclass(frozen=True, slots=True)
class _Columns:
    label: float
    label_room: float
    track: tuple[float, float]
    """Where the bars begin, and where a hundred per cent is."""
    share: float
    """The right edge of the shares."""
    people: float
    """The right edge of the counts."""


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    colour: str
    bold: bool = False
    end: bool = False
    """Set to the left of its point."""


def _space(height: float) -> _Block:
    return _Block("", height)


def _head(columns: _Columns, words: Words, size: float) -> str:
    style = _Style(size, SOFT, end=True)
    return _text(columns.share, size, words.share, style) + _text(
        columns.people, size, words.people, style
    )


def _track(bar: Bar, columns: _Columns, look: Look, middle: float) -> str:
    begin, end = columns.track
    height = look.size * 0.9
    place = f'x="{begin:g}" y="{middle - height / 2:.5g}" height="{height:g}" rx="2"'
    long = f"{(end - begin) * bar.width / 100:.5g}"
    colour = ASIDE if bar.aside else ACCENT
    fill = f'<rect {place} width="{long}" fill="{colour}"/>' if bar.width else ""
    return f'<rect {place} width="{end - begin:.5g}" fill="{TRACK}"/>{fill}'


def _figures(bar: Bar, columns: _Columns, style: _Style, middle: float) -> str:
    soft = bar.width == 0
    at = _Style(style.size, SOFT if soft else style.colour, bold=style.bold, end=True)
    base = middle + style.size * 0.36
    return _text(columns.share, base, bar.share, at) + _text(columns.people, base, bar.count, at)


def _text(x: float, y: float, text: str, style: _Style) -> str:
    bold = ' font-weight="700"' if style.bold else ""
    end = ' text-anchor="end"' if style.end else ""
    place = f'x="{x:.5g}" y="{y:.5g}" font-size="{style.size:g}" fill="{style.colour}"'
    return f"<text {place}{bold}{end}>{escape(text)}</text>" if text else ""


def _placed(blocks: Sequence[_Block]) -> Iterator[str]:
    at = 0.0
    for block in blocks:
        if block.svg:
            yield f'<g transform="translate(0 {at:.6g})">{block.svg}</g>'
        at += block.height


def _stacked(blocks: Sequence[_Block], look: Look, chart: Chart, lang: str) -> Drawing:
    edged = (_space(look.edge), *blocks, _space(look.edge))
    height = sum(block.height for block in edged)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{lang}" role="img"'
        f" aria-label={quoteattr(chart.text)}"
        f' viewBox="0 0 {look.width:g} {height:.6g}" width="{look.width:g}" height="{height:.6g}"'
        f' font-family="{FAMILY}, Verdana, sans-serif">'
        f"<title>{escape(chart.text)}</title><desc>{escape(described(chart))}</desc>"
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(_placed(edged))}</svg>\n'
    )
    return Drawing(svg, height)


def described(chart: Chart) -> str:
    """All that the bars show, for those who do not see them."""
    said = "; ".join(bar.told for bar in chart.bars)
    return " ".join(part for part in (f"{said}.", chart.base, chart.verdict) if part)
