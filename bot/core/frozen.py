"""A published survey as JSON, and back: its structure never changes again."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from bot.core.model import Audience, Band, Comment, Option, Question, Rows, State, Survey, Type


def to_json(survey: Survey) -> str:
    """Canonical: the same survey gives the same text. State and last day live elsewhere."""
    fields = {k: v for k, v in asdict(survey).items() if k not in {"state", "until"}}
    return json.dumps(
        fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    )


def _plain(value: date | frozenset[str]) -> str | list[str]:
    return value.isoformat() if isinstance(value, date) else sorted(value)


def from_json(text: str, state: State, until: date) -> Survey:
    """The survey as it was published."""
    fields = json.loads(text)
    fields["questions"] = tuple(_question(question) for question in fields["questions"])
    fields["cities"] = tuple(fields["cities"])
    fields["breakdowns"] = tuple(fields["breakdowns"])
    return Survey(**{**fields, **_added(fields)}, state=state, until=until)


def _added(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """What surveys that were published by earlier versions do not have."""
    comment, rows = fields.get("comment"), fields.get("rows")
    return {
        "comment": Comment(**comment) if comment else None,
        "results_on": tuple(date.fromisoformat(day) for day in fields.get("results_on", ())),
        "rows": Rows(Audience(rows["audience"]), _levels(rows["hierarchies"])) if rows else None,
    }


def _levels(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        question: tuple(tuple(tuple(group) for group in level) for level in levels)
        for question, levels in fields.items()
    }


def _question(fields: Mapping[str, Any]) -> Question:
    changed = {
        "type": Type(fields["type"]),
        "options": tuple(Option(**option) for option in fields["options"]),
        "bands": tuple(Band(**band) for band in fields["bands"]),
        "ask_if": {q: frozenset(options) for q, options in fields["ask_if"].items()},
    }
    return Question(**{**fields, **changed})
