"""PNG: the same drawings for whoever cannot take SVG, in the font that comes with the program."""

from collections.abc import Iterator
from typing import BinaryIO

from resvg_py import svg_to_bytes

from bot.release.archive import Part, packed
from bot.release.artefact import Release
from bot.release.drawing import Drawing
from bot.release.formats.svg import drawings
from bot.release.reader import Reader
from bot.release.ruler import BOLD, PLAIN

ZOOM = 2
"""Pixels for one unit of the drawing."""


def write(release: Release, reader: Reader, out: BinaryIO) -> None:
    """An archive with a file a chart."""
    out.write(packed(_parts(release, reader)))


def _parts(release: Release, reader: Reader) -> Iterator[Part]:
    for name, drawing in drawings(release, reader):
        yield f"{name}.png", png(drawing)


def png(drawing: Drawing, zoom: float = ZOOM) -> bytes:
    """No font of the machine is looked for: the picture is the same everywhere."""
    return svg_to_bytes(
        svg_string=drawing.svg,
        zoom=zoom,
        skip_system_fonts=True,
        font_files=[str(PLAIN), str(BOLD)],
    )
