"""What a form brought: its fields and its files, read once, into memory and never onto a disk."""

from contextlib import aclosing
from pathlib import PurePosixPath
from typing import Final

from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

FIELDS: Final = 2_000
FILES: Final = 20
_NAME: Final = 120


class Unreadable(ValueError):
    """Not a form, one of other letters than ours, or with more fields than any of ours."""


class _InMemory(MultiPartParser):
    """The guard has bounded the whole; a file that spills would lie on a disk unsealed."""

    spool_max_size = 1 << 30


async def read(request: Request) -> FormData:
    """The form of this request, the same however often it is asked for. Unreadable."""
    known: FormData | None = getattr(request.state, "form", None)
    if known is None:
        known = request.state.form = await _read(request)
    return known


async def close(request: Request) -> None:
    """Lets go of the files that the form brought, if it was read."""
    known: FormData | None = getattr(request.state, "form", None)
    if known is not None:
        await known.close()


async def _read(request: Request) -> FormData:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if options.get(b"charset", b"utf-8").lower() != b"utf-8":
        raise Unreadable
    try:
        match kind:
            case b"multipart/form-data":
                async with aclosing(request.stream()) as body:
                    many = _InMemory(request.headers, body, max_files=FILES, max_fields=FIELDS)
                    return await many.parse()
            case b"application/x-www-form-urlencoded":
                async with aclosing(request.stream()) as body:
                    return await FormParser(request.headers, body, max_fields=FIELDS).parse()
            case _:
                return FormData()
    except (MultiPartException, UnicodeError):
        raise Unreadable from None


async def files(form: FormData, name: str) -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of each file of a field; a field left empty has none."""
    sent = [part for part in form.getlist(name) if isinstance(part, UploadFile)]
    return tuple([(_plain(part.filename), await _whole(part)) for part in sent if part.filename])


async def _whole(part: UploadFile) -> bytes:
    await part.seek(0)
    return await part.read()


def _plain(name: str | None) -> str:
    """To be shown, never to be opened: without the folders that some browsers name."""
    last = PurePosixPath((name or "").replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[:_NAME]
