"""Reads the fields of a call and holds them against their types."""

import json
from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.demo.botapi.rules import refuse
from bot.demo.botapi.shapes import Markup

Fields = Mapping[str, object]


async def read(request: Request, kind: object) -> Fields:
    """The fields of a call, converted and checked against the TypedDict `kind`."""
    texts: dict[str, object] = dict(request.query_params)
    given: dict[str, object] = {}
    if request.method == "POST":
        if "json" in request.headers.get("content-type", ""):
            given = await _json(request)
        else:
            texts |= await _form(request)
    given |= {name: _value(text, hints(kind).get(name, str), name) for name, text in texts.items()}
    check(kind, given, "")
    return given


async def _json(request: Request) -> dict[str, object]:
    try:
        body = json.loads(await request.body())
    except ValueError as broken:
        raise refuse("body") from broken
    if not isinstance(body, dict):
        raise refuse("body")
    return body


async def _form(request: Request) -> dict[str, object]:
    """Form fields; of a file its name and size, under the field that names it by attach://."""
    found: dict[str, object] = {}
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                found[name] = {"file_name": value.filename or "", "size": value.size or 0}
            else:
                found[name] = value
    prefix = "attach://"
    attached = {
        name: text.removeprefix(prefix)
        for name, text in found.items()
        if isinstance(text, str) and text.startswith(prefix)
    }
    for name, part in attached.items():
        found[name] = found.pop(part, "")
    return found


def _value(given: object, kind: object, name: str) -> object:
    """A form knows texts only; what is not a text travels as JSON inside."""
    choice = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    if not isinstance(given, str) or str in choice:
        return given
    try:
        return json.loads(given)
    except ValueError as broken:
        raise refuse("wrong-type", field=name) from broken


@cache
def hints(kind: object) -> Mapping[str, object]:
    """Field -> type, without the marks of optional fields."""
    return get_type_hints(kind)


@cache
def required(kind: object) -> frozenset[str]:
    marked = get_type_hints(kind, include_extras=True)
    return frozenset(name for name, hint in marked.items() if get_origin(hint) is not NotRequired)


def check(kind: object, value: object, where: str) -> None:
    """Refuse a value that is not of the type `kind`, naming the field but never the value."""
    if is_typeddict(kind):
        _check_object(kind, value, where)
    elif get_origin(kind) is list:
        _check_list(kind, value, where)
    elif get_origin(kind) in (Union, UnionType):
        _check_choice(kind, value, where)
    elif not _is_plain(kind, value):
        raise refuse("wrong-type", field=where)


def _check_object(kind: object, value: object, where: str) -> None:
    if not isinstance(value, dict):
        raise refuse("wrong-type", field=where)
    known = hints(kind)
    for name in value:
        if name not in known:
            raise refuse("unknown-field", field=f"{where}.{name}".lstrip("."))
    for name in required(kind) - value.keys():
        raise refuse("missing-field", field=f"{where}.{name}".lstrip("."))
    for name, inner in value.items():
        check(known[name], inner, f"{where}.{name}".lstrip("."))


def _check_list(kind: object, value: object, where: str) -> None:
    if not isinstance(value, list):
        raise refuse("wrong-type", field=where)
    (item,) = get_args(kind)
    for inner in value:
        check(item, inner, where)


def _check_choice(kind: object, value: object, where: str) -> None:
    """One of several types; objects are told apart by their required fields."""
    keys = value.keys() if isinstance(value, dict) else frozenset()
    for one in get_args(kind):
        if required(one) <= keys if is_typeddict(one) else _is_plain(one, value):
            return check(one, value, where)
    raise refuse("markup") if kind == Markup else refuse("wrong-type", field=where)


def _is_plain(kind: object, value: object) -> bool:
    if get_origin(kind) is Literal:
        return any(value == one and type(value) is type(one) for one in get_args(kind))
    return type(value) is kind
