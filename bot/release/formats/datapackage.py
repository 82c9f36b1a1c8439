"""A Data Package (version 2): tables in codes with their codebook, described for any program."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import BinaryIO, TypeAlias

from bot.content.words import SOURCE
from bot.core.model import LANGUAGES, Type
from bot.release.archive import Part, packed
from bot.release.artefact import Release
from bot.release.formats import Records
from bot.release.formats.csv import safe
from bot.release.layout import codes, lines
from bot.release.reader import Reader
from bot.release.rows import columns_of
from bot.release.variables import Variable, variables

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_Json: TypeAlias = "str | int | bool | Sequence[_Json] | Mapping[str, _Json]"
_Fields: TypeAlias = Sequence[Mapping[str, _Json]]

_TEXT, _WHOLE = "string", "integer"
_TABLES: Mapping[str, str] = {
    "question": _TEXT,
    "measure": _TEXT,
    "option": _TEXT,
    "breakdown": _TEXT,
    "group": _TEXT,
    "count": _WHOLE,
    "share_percent": _WHOLE,
    "share_percent_of_answered": _WHOLE,
    "base": _WHOLE,
    "base_answered": _WHOLE,
}
"""Columns of tables.csv with their types."""


def write(release: Release, reader: Reader, out: BinaryIO) -> None:
    out.write(packed(_parts(release, reader, ()), small=True))


def write_rows(release: Release, records: Records, reader: Reader, out: BinaryIO) -> None:
    """With the single records that were approved, as they are stored."""
    told = variables(columns_of(records.meta), reader.in_(_source(reader)))
    fields = [_variable(one) for one in told]
    rows = _resource("rows", "rows.csv", fields)
    parts = _parts(release, reader, (rows,))
    out.write(packed([*parts, ("rows.csv", records.body)], small=True))


def _parts(release: Release, reader: Reader, more: Sequence[Mapping[str, _Json]]) -> Iterator[Part]:
    tables = [{"name": name, "type": type_} for name, type_ in _TABLES.items()]
    head = _codebook_head()
    resources = (
        _resource("tables", "tables.csv", tables),
        _resource("codebook", "codebook.csv", [{"name": name, "type": _TEXT} for name in head]),
        *more,
    )
    yield "datapackage.json", _described(release, reader, resources)
    yield "tables.csv", _csv([tuple(_TABLES), *_tables(release, reader)])
    yield "codebook.csv", _csv([head, *_codebook(reader)])


def _described(release: Release, reader: Reader, resources: Sequence[Mapping[str, _Json]]) -> bytes:
    said = reader.in_(_source(reader))
    package: Mapping[str, _Json] = {
        "$schema": PROFILE,
        "name": f"{release.survey}-{release.sequence}",
        "title": said.word(reader.survey.title),
        "description": said.word(reader.survey.purpose),
        "version": str(release.sequence),
        "created": f"{release.signed.day.isoformat()}T00:00:00Z",
        "keywords": ["survey", *reader.survey.cities],
        "contributors": [{"title": said.body or reader.survey.cities[0], "roles": ["publisher"]}],
        "resources": list(resources),
        "notes": [said.say(key) for key in _NOTES],
        "parameters": dict(release.parameters),
        "final": release.final,
    }
    return json.dumps(package, ensure_ascii=False, indent=2).encode() + b"\n"


_NOTES = (
    "release.note.rounded",
    "release.note.not-additive",
    "release.note.people",
    "release.note.fewer",
)


def _source(reader: Reader) -> str:
    """The first language of the city, in which titles are given."""
    return reader.city.languages[0] if reader.city else SOURCE


def _resource(name: str, path: str, fields: _Fields) -> Mapping[str, _Json]:
    return {
        "name": name,
        "type": "table",
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": list(fields), "missingValues": [""]},
    }


def _variable(variable: Variable) -> Mapping[str, _Json]:
    categories = [{"value": safe(code), "label": label} for code, label in variable.values if code]
    return {
        "name": variable.id,
        "type": _TEXT,
        "title": variable.label,
        "categories": categories,
        "categoriesOrdered": variable.ordered,
    }


def _tables(release: Release, reader: Reader) -> Iterator[Sequence[str | int]]:
    for line in lines(release, reader):
        ids = (line.question, line.measure, line.option, line.breakdown, line.group)
        counts = (line.count, line.share, line.share_answered, line.base, line.answered)
        yield (*map(safe, ids), *("" if one is None else one for one in counts))


def _codebook_head() -> tuple[str, ...]:
    return (
        "question",
        "type",
        "option",
        *(f"question_{lang}" for lang in LANGUAGES),
        *(f"option_{lang}" for lang in LANGUAGES),
    )


def _codebook(reader: Reader) -> Iterator[Sequence[str]]:
    """Every code with its words in every language."""
    for question in reader.questions:
        in_each = [reader.in_(lang) for lang in LANGUAGES]
        texts = [one.text(question) for one in in_each]
        for code in codes(question):
            labels = [one.option(question, code) for one in in_each]
            ids = (question.id, Type(question.type).value, code)
            yield tuple(map(safe, (*ids, *texts, *labels)))


def _csv(rows: Iterable[Sequence[str | int]]) -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
