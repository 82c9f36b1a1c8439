from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.console.form import FIELDS, FILES
from bot.console.guard import Act, Guard
from bot.console.visit import ANYONE, Visit, desk
from tests.console.conftest import Office

pytestmark = pytest.mark.asyncio(loop_scope="module")
MOST = 3_000_000
PLAIN = "application/x-www-form-urlencoded"
NAMED = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff-\r\n--x--\r\n'
LARGE = bytes(2_500_000)
OPENED = Path("/proc/self/fd")
"""The files that this process has open, those without a name too."""
Read = Callable[[Visit], Awaitable[object]]


@pytest.fixture
def office(shared: Office) -> Office:
    return shared


async def asked(office: Office, read: Read, **sent: object) -> httpx.Response:
    """What a page finds in a form."""

    async def page(visit: Visit) -> Response:
        return PlainTextResponse(repr(await read(visit)))

    guard = Guard(desk(office.house, lambda: "bot"), {"POST": Act(ANYONE, page, most=MOST)})
    browser = await office.stranger()
    browser._transport = httpx.ASGITransport(Starlette(routes=[Route("/staff/form", guard)]))
    return await browser.post("/staff/form", **sent)  # type: ignore[arg-type]  # httpx's own


async def test_a_file_arrives_whole_with_a_name_that_leads_nowhere(office: Office) -> None:
    sent = {"form": ("..\\secrets/../../etc/my form.xlsx", LARGE, "text/html")}

    async def read(visit: Visit) -> object:
        name, body = await visit.upload("form")
        return name, body == LARGE, await visit.typed("title"), await visit.upload("none")

    answer = await asked(office, read, files=sent, data={"title": " Ada "})
    assert answer.text == repr(("my form.xlsx", True, "Ada", ("", b"")))


@pytest.mark.skipif(not OPENED.exists(), reason="needs Linux to look at")
async def test_no_upload_lies_on_a_disk(office: Office) -> None:
    async def read(visit: Visit) -> object:
        before = len(list(OPENED.iterdir()))
        await visit.upload("form")
        return len(list(OPENED.iterdir())) - before

    answer = await asked(office, read, files={"form": ("a.xlsx", LARGE)})
    assert answer.text == "0"


async def test_several_files_and_ticked_boxes_arrive_in_their_order(office: Office) -> None:
    sent = [("file", ("a", b"1")), ("file", ("b", b"2"))]

    async def read(visit: Visit) -> object:
        return await visit.uploads("file"), await visit.chosen("box")

    answer = await asked(office, read, files=sent, data={"box": ["x", "y"]})
    assert answer.text == repr(((("a", b"1"), ("b", b"2")), ("x", "y")))


async def test_a_password_arrives_as_it_was_typed(office: Office) -> None:
    async def read(visit: Visit) -> object:
        return await visit.exact("password"), await visit.typed("password")

    answer = await asked(office, read, data={"password": " ë+% "})
    assert answer.text == repr((" ë+% ", "ë+%"))


def multipart(more: str) -> dict[str, str]:
    return {"Content-Type": f"multipart/form-data; boundary=x{more}"}


async def test_what_is_larger_or_has_more_parts_than_any_form_of_ours_is_refused(
    office: Office,
) -> None:
    async def read(visit: Visit) -> object:
        return await visit.typed("a")

    async def endless() -> AsyncIterator[bytes]:
        yield b"a=1"

    plain = {"Content-Type": PLAIN}
    files = [("f", (str(number), b"")) for number in range(FILES + 1)]
    sent: tuple[tuple[int, dict[str, object]], ...] = (
        (413, {"data": {"a": "x" * MOST}}),
        (413, {"content": endless(), "headers": plain}),
        (400, {"content": b"a=1&" * (FIELDS + 1), "headers": plain}),
        (400, {"files": files}),
        (400, {"content": b"--x\r\n", "headers": {"Content-Type": "multipart/form-data"}}),
        (400, {"content": NAMED, "headers": multipart("; charset=punycode")}),
        (400, {"content": NAMED, "headers": multipart("; charset=undefined")}),
        (400, {"content": NAMED, "headers": multipart("; charset=idna")}),
        (400, {"content": b"a=1", "headers": {"Content-Type": f"{PLAIN}; charset=utf-7"}}),
        (200, {"content": NAMED, "headers": multipart('; charset="UTF-8"')}),
        (200, {"content": b"{}", "headers": {"Content-Type": "application/json"}}),
        (200, {"content": b"a=%ff%00", "headers": plain}),
    )
    for status, form in sent:
        assert (await asked(office, read, **form)).status_code == status, form
