"""One call over HTTP: understood, struck by a fault perhaps, run, recorded, answered."""

import asyncio
import time
from typing import assert_never

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from bot.demo.botapi.cloud import Call, Cloud, Refusal
from bot.demo.botapi.faults import Broken, Dropped, Flood, Hung, Kind, take
from bot.demo.botapi.fields import Fields, check, read
from bot.demo.botapi.rules import Refused, refuse
from bot.demo.botapi.table import METHODS, Method


class CutOff(Response):
    """An answer that breaks off: the server closes the connection before its promised length."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - the signature of ASGI
        headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"ok"', "more_body": False})


async def answer(cloud: Cloud, request: Request) -> Response:
    name = request.path_params["method"]
    try:
        method = _method(cloud, request)
        fields = await read(request, method.shape)
        fault = take(cloud.faults, name, _chat(cloud, fields))
        early = await _strike(fault)
        if early is not None:
            _record(cloud, name, fields, ok=False)
            return early
        result = await method.run(cloud, fields)
        _record(cloud, name, fields, ok=True)
    except Refused as refused:
        return _refused(cloud, name, refused)
    return CutOff() if isinstance(fault, Dropped) else JSONResponse({"ok": True, "result": result})


async def answer_inline(cloud: Cloud, call: Fields) -> None:
    """A call that came as the answer of a webhook: refused calls are recorded, nobody is told."""
    name = str(call["method"])
    fields = {field: value for field, value in call.items() if field != "method"}
    try:
        method = METHODS.get(name.lower())
        if method is None:
            raise refuse("method")
        check(method.shape, fields, "")
        await method.run(cloud, fields)
        _record(cloud, name, fields, ok=True)
    except Refused as refused:
        _refused(cloud, name, refused)


def _method(cloud: Cloud, request: Request) -> Method:
    if request.path_params["token"] != cloud.token:
        raise refuse("token")
    method = METHODS.get(request.path_params["method"].lower())
    if method is None:
        raise refuse("method")
    return method


async def _strike(fault: Kind | None) -> Response | None:
    """The answer of a call that is not applied; None if it goes on."""
    match fault:
        case Flood(retry_after):
            words = f"Too Many Requests: retry after {retry_after}"
            return _error(429, words, parameters={"retry_after": retry_after})
        case Broken(status, body):
            return Response(body, status)
        case Hung(seconds):
            await asyncio.sleep(seconds)
            return None
        case Dropped() | None:
            return None
        case _:
            assert_never(fault)


def _chat(cloud: Cloud, fields: Fields) -> int | None:
    given = fields.get("chat_id")
    if isinstance(given, int):
        return given
    query = cloud.queries.get(str(fields.get("callback_query_id", "")))
    return query.chat if query else None


def _record(cloud: Cloud, name: str, fields: Fields, *, ok: bool) -> None:
    cloud.calls.append(Call(name, _chat(cloud, fields), time.monotonic(), ok))


def _refused(cloud: Cloud, name: str, refused: Refused) -> Response:
    cloud.refusals.append(Refusal(name, refused.rule.name, refused.description))
    return _error(refused.rule.code, refused.description)


def _error(code: int, words: str, **more: object) -> Response:
    return JSONResponse({"ok": False, "error_code": code, "description": words, **more}, code)
