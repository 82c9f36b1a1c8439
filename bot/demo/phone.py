"""The phone page: its files, and what it asks of the server under /_demo/."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.demo.botapi.bubble import Bubble, Button
from bot.demo.botapi.chat import Chat
from bot.demo.botapi.cloud import Change, Cloud
from bot.demo.botapi.server import open_chat
from bot.demo.doors import Door

FILES: Mapping[str, str] = {
    "phone.css": "text/css",
    "phone.js": "text/javascript",
    "bubble.js": "text/javascript",
    "chat.js": "text/javascript",
    "shared.js": "text/javascript",
    "words.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

Endpoint = Callable[[Request], Awaitable[Response]]


def routes(cloud: Cloud, doors: tuple[Door, ...]) -> Sequence[BaseRoute]:
    desk = Desk(cloud, doors)
    return (
        Route("/", page),
        Route("/_demo/files/{name}", asset),
        Route("/_demo/start", desk.start),
        Route("/_demo/changes", desk.changes),
        Route("/_demo/chats", desk.open, methods=["POST"]),
        Route("/_demo/chats/{chat:int}", desk.look),
        Route("/_demo/chats/{chat:int}/messages", desk.write, methods=["POST"]),
        Route("/_demo/chats/{chat:int}/presses", desk.press, methods=["POST"]),
        Route("/_demo/chats/{chat:int}/links", desk.follow, methods=["POST"]),
    )


async def page(_: Request) -> Response:
    return Response(_read("index.html"), media_type="text/html", headers=HEADERS)


async def asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in FILES:
        raise HTTPException(404)
    return Response(_read(name), media_type=FILES[name], headers=HEADERS)


def _read(name: str) -> bytes:
    return (files("bot.demo") / "page" / name).read_bytes()


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers the page; what it is asked to do is done as the person of that chat."""

    cloud: Cloud
    doors: tuple[Door, ...]

    async def start(self, _: Request) -> Response:
        first, names = self.cloud.me["first_name"], self.cloud.profile.names
        return _json(
            {
                "bot": {"username": self.cloud.username, "names": {"en": first} | names},
                "doors": [asdict(door) for door in self.doors],
                "chats": [self._card(Chat(self.cloud, room)) for room in self.cloud.rooms.values()],
            }
        )

    def _card(self, chat: Chat) -> dict[str, object]:
        user = chat.room.user
        return {"id": chat.id, "name": user["first_name"], "lang": user.get("language_code", "")}

    async def open(self, request: Request) -> Response:
        asked = await _asked(request)
        name, lang = _text(asked, "name")[:64] or "Resident", _text(asked, "lang")[:8]
        return _json(self._card(open_chat(self.cloud, lang or None, name)))

    def _chat(self, request: Request) -> Chat:
        room = self.cloud.rooms.get(request.path_params["chat"])
        if room is None:
            raise HTTPException(404)
        return Chat(self.cloud, room)

    async def look(self, request: Request) -> Response:
        chat = self._chat(request)
        card = self._card(chat)
        lang, profile = str(card["lang"]), self.cloud.profile
        about = profile.descriptions.get(lang) or profile.descriptions.get("", "")
        return _json(
            card
            | {
                "about": about,
                "commands": profile.commands_for(chat.id, lang),
                "bubbles": [self._bubble(bubble, chat) for bubble in chat.messages],
            }
        )

    def _bubble(self, bubble: Bubble, chat: Chat) -> dict[str, object]:
        """As the person sees it: without the data of its buttons."""
        rows = [[self._button(button, chat) for button in row] for row in bubble.rows]
        return asdict(bubble) | {"rows": rows}

    def _button(self, button: Button, chat: Chat) -> dict[str, object]:
        shown = asdict(button)
        del shown["data"]
        shown["here"] = button.url is not None and chat.is_bot(button.url)
        return shown

    async def write(self, request: Request) -> Response:
        chat, asked = self._chat(request), await _asked(request)
        text, to = _text(asked, "text").strip(), asked.get("to")
        if not text:
            raise HTTPException(400)
        await chat.send(text, to=chat.find(to) if isinstance(to, int) else None)
        return Response(status_code=204)

    async def press(self, request: Request) -> Response:
        chat, asked = self._chat(request), await _asked(request)
        bubble = chat.find(_number(asked, "message"))
        try:
            button = (
                bubble.rows[_number(asked, "row")][_number(asked, "column")] if bubble else None
            )
        except IndexError:
            button = None
        if bubble is None or button is None or button.data is None:
            raise HTTPException(409)
        await chat.press_data(bubble, button.data)
        return Response(status_code=204)

    async def follow(self, request: Request) -> Response:
        chat, asked = self._chat(request), await _asked(request)
        try:
            await chat.follow(_text(asked, "link"))
        except ValueError as strange:
            raise HTTPException(400) from strange
        return Response(status_code=204)

    async def changes(self, _: Request) -> Response:
        headers = HEADERS | {"X-Accel-Buffering": "no"}
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers=headers)

    async def _stream(self) -> AsyncIterator[str]:
        """Server-sent events: each change with the message it is about, as it stands now."""
        news: asyncio.Queue[Change] = asyncio.Queue()
        self.cloud.watchers.add(news)
        try:
            yield ": ready\n\n"
            while not self.cloud.updates.closed:
                change = await news.get()
                if change.chat in self.cloud.rooms:
                    yield f"data: {json.dumps(self._told(change))}\n\n"
        finally:
            self.cloud.watchers.discard(news)

    def _told(self, change: Change) -> dict[str, object]:
        chat = Chat(self.cloud, self.cloud.rooms[change.chat])
        bubble = chat.find(change.message)
        return {
            "chat": change.chat,
            "kind": change.kind,
            "message": change.message,
            "bubble": self._bubble(bubble, chat) if bubble else None,
            "alert": asdict(change.alert) if change.alert else None,
        }


def _json(content: object) -> Response:
    return JSONResponse(content, headers=HEADERS)


async def _asked(request: Request) -> Mapping[str, object]:
    """The JSON of a request; other kinds are refused, so that no foreign site can send one."""
    if request.headers.get("content-type") != "application/json":
        raise HTTPException(415)
    try:
        body = await request.json()
    except ValueError as broken:
        raise HTTPException(400) from broken
    if not isinstance(body, dict):
        raise HTTPException(400)
    return body


def _text(asked: Mapping[str, object], name: str) -> str:
    value = asked.get(name, "")
    if not isinstance(value, str):
        raise HTTPException(400)
    return value


def _number(asked: Mapping[str, object], name: str) -> int:
    value = asked.get(name)
    if not isinstance(value, int) or value < 0:
        raise HTTPException(400)
    return value
