"""The way out of the console, and its one style sheet."""

from pathlib import Path

from starlette.responses import Response

from bot.console.session import take_back
from bot.console.visit import Visit

SHEET = Path(__file__).with_name("pages") / "console.css"


async def leave(visit: Visit) -> Response:
    if visit.session is not None:
        await visit.house.store.staff.sessions.end(visit.session.token)
    response = visit.page("left")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    take_back(response, visit.house.settings)
    return response


async def sheet(_: Visit) -> Response:
    return Response(SHEET.read_bytes(), media_type="text/css")
