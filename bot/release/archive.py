"""ZIP files that are the same bytes for ever: no clock, no compressor, the order as given."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TypeAlias
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

Part: TypeAlias = tuple[str, bytes]
"""A name within the archive, and what stands there."""


def packed(parts: Iterable[Part], *, small: bool = False) -> bytes:
    """`small`: deflated, for what is rendered once and kept; else stored as it is."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, body in parts:
            entry = ZipInfo(name)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            entry.compress_type = ZIP_DEFLATED if small else ZIP_STORED
            archive.writestr(entry, body)
    return out.getvalue()


def unpacked(archive: bytes) -> Iterator[Part]:
    with ZipFile(BytesIO(archive)) as opened:
        for name in opened.namelist():
            yield name, opened.read(name)
