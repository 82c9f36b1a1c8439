"""Writes a release as JSON in one way only, so that it is the same bytes for ever."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import NotRequired, TypedDict

from bot.core.model import Audience
from bot.release.artefact import Release, Signed
from bot.release.tables import Cell, Table, Tables
from bot.storage.rows import ReleaseRow


def newest(rows: Sequence[ReleaseRow], audience: Audience = Audience.PUBLIC) -> ReleaseRow | None:
    """Of a survey's releases, in ascending order, the last one for this audience."""
    return next((row for row in reversed(rows) if row.audience == audience), None)


def to_row(release: Release) -> ReleaseRow:
    return ReleaseRow(
        survey=release.survey,
        sequence=release.sequence,
        audience=release.audience,
        tables=to_json(release.tables).decode(),
        parameters=_dumps(dict(release.parameters)),
        notice=_dumps(dict(release.signed.notices)),
        maker=release.signed.maker,
        approver=release.signed.approver,
        day=release.signed.day,
    )


def from_row(row: ReleaseRow) -> Release:
    """Of tables: those of other audiences are read where they are written."""
    return Release(
        survey=row.survey,
        sequence=row.sequence,
        audience=Audience(row.audience),
        tables=from_json(row.tables.encode()),
        parameters=json.loads(row.parameters),
        signed=Signed(row.day, row.maker, json.loads(row.notice), row.approver),
    )


def to_json(tables: Tables) -> bytes:
    """A table without measure is written as it was before there were any."""
    plain = {
        "survey": tables.survey,
        "final": tables.final,
        "people": tables.people,
        "tables": [_plain(table) for table in tables.tables],
    }
    return _dumps(plain).encode()


def _plain(table: Table) -> Mapping[str, object]:
    plain = {**_fields(table), "cells": [_fields(cell) for cell in table.cells]}
    return {name: value for name, value in plain.items() if name != "measure" or value}


def _fields(value: Table | Cell) -> Mapping[str, object]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _dumps(value: Mapping[str, object]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def from_json(data: bytes) -> Tables:
    """Raises ValueError when a count is not a multiple of five."""
    raw: _TablesJson = json.loads(data)
    return Tables(
        survey=raw["survey"],
        final=raw["final"],
        people=raw["people"],
        tables=tuple(_table(table) for table in raw["tables"]),
    )


def _table(raw: "_TableJson") -> Table:
    return Table(
        question=raw["question"],
        base=raw["base"],
        answered=raw["answered"],
        cells=tuple(Cell(**cell) for cell in raw["cells"]),
        most=tuple(raw["most"]),
        breakdown=raw["breakdown"],
        group=raw["group"],
        measure=raw.get("measure", ""),
    )


class _CellJson(TypedDict):
    option: str
    count: int | None
    share: int | None
    share_answered: int | None


class _TableJson(TypedDict):
    question: str
    base: int | None
    answered: int | None
    cells: list[_CellJson]
    most: list[str]
    breakdown: str | None
    group: str | None
    measure: NotRequired[str]


class _TablesJson(TypedDict):
    survey: str
    final: bool
    people: int | None
    tables: list[_TableJson]
