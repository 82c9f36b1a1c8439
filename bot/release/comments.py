"""Comments from the reading to the stored files: masked, in the order of the alphabet, once."""

import asyncio
import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Final, Protocol, TypedDict

from bot.core.model import LANGUAGES, Audience, Lang, Survey
from bot.personal import KINDS, find, mask
from bot.release.approved import notice
from bot.release.formats.csv import safe
from bot.storage.comments import CommentRow, Decision
from bot.storage.rows import FileRow, ReleaseRow
from bot.storage.store import Store

LEAST: Final = 10
"""Comments that a language needs: among fewer, who wrote in it may be known."""


# While they are read. -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """A comment as its reader sees it."""

    id: bytes
    text: str
    """Masked; as it would be released."""
    taken_out: tuple[str, ...]
    """What the masking took for personal data, each kind once."""
    lang: Lang
    decision: Decision


def seen(row: CommentRow) -> Seen:
    """Takes some milliseconds: for those on one page, not for all."""
    kinds = tuple(dict.fromkeys(found.kind for found in find(row.text)))
    return Seen(row.id, mask(row.text), kinds, row.lang, row.decision)


def in_order(rows: Iterable[CommentRow]) -> list[CommentRow]:
    return sorted(rows, key=lambda row: _by_letter(row.text))


def _by_letter(text: str) -> tuple[str, str]:
    return text.casefold(), text


@dataclass(frozen=True, slots=True)
class Pile:
    """All comments of a survey in one language."""

    lang: Lang
    to_read: int
    accepted: int

    @property
    def enough(self) -> bool:
        return self.accepted >= LEAST


class Judged(Protocol):
    """A comment, or what is known of it without its words."""

    @property
    def lang(self) -> Lang: ...
    @property
    def decision(self) -> Decision: ...


def piles(rows: Iterable[Judged]) -> tuple[Pile, ...]:
    """Of the languages in which something was written."""
    said: dict[Lang, list[Decision]] = defaultdict(list)
    for row in rows:
        said[row.lang].append(row.decision)
    return tuple(
        Pile(lang, said[lang].count(Decision.NONE), said[lang].count(Decision.ACCEPTED))
        for lang in LANGUAGES
        if lang in said
    )


def may_release(found: Sequence[Pile]) -> bool:
    """All is read, and at least one language has enough."""
    return not any(pile.to_read for pile in found) and any(pile.enough for pile in found)


# The release. ---------------------------------------------------------------------------------


async def release(store: Store, survey: Survey, staff: str, today: date) -> bool:
    """Whether it was made: once a survey, when all is read."""
    rows = await store.comments(survey.id)
    if survey.comment is None or not may_release(piles(rows)):
        return False
    meta, files = await asyncio.to_thread(write, survey.comment.id, rows)
    row = ReleaseRow(
        survey=survey.id,
        sequence=1,
        audience=Audience.COMMENTS,
        tables=meta,
        parameters=_dumps({"least": LEAST, "masked": KINDS}),
        notice=await notice(store, survey.id),
        maker=staff,
        approver=staff,
        day=today,
    )
    return await store.save_release(row, files)


def write(question: str, rows: Iterable[CommentRow]) -> tuple[str, Mapping[str, bytes]]:
    """What is told of the release, as JSON, and its files by name: one for each language."""
    texts: dict[Lang, list[str]] = defaultdict(list)
    for row in rows:
        if row.decision is Decision.ACCEPTED:
            texts[row.lang].append(safe(mask(row.text)))
    told = {lang: found for lang, found in texts.items() if len(found) >= LEAST}
    meta = {
        "question": question,
        "texts": {lang: len(found) for lang, found in told.items()},
        "absent": sorted(texts.keys() - told.keys()),
    }
    return _dumps(meta), {_name(question, lang): _body(question, told[lang]) for lang in told}


def _name(question: str, lang: Lang) -> str:
    return f"{question}.{lang}.csv"


def _body(question: str, texts: Iterable[str]) -> bytes:
    """One column; in an order that tells nothing of when they came."""
    out = StringIO(newline="")
    csv.writer(out).writerows(
        [[safe(question)], *([text] for text in sorted(texts, key=_by_letter))]
    )
    return out.getvalue().encode("utf-8-sig")


def _dumps(value: Mapping[str, object]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


# As stored. -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CommentFile:
    lang: Lang
    texts: int
    file: FileRow


@dataclass(frozen=True, slots=True)
class Released:
    row: ReleaseRow
    files: tuple[CommentFile, ...]
    absent: tuple[Lang, ...]
    """Languages with too few accepted comments."""

    def of(self, lang: Lang) -> CommentFile | None:
        return next((file for file in self.files if file.lang == lang), None)


class _MetaJson(TypedDict):
    question: str
    texts: dict[Lang, int]
    absent: list[Lang]


async def released(store: Store, survey: str) -> Released | None:
    """The comments of this survey as they were released, with their files."""
    found = await store.releases(survey)
    row = next((row for row in found if row.audience == Audience.COMMENTS), None)
    if row is None:
        return None
    meta: _MetaJson = json.loads(row.tables)
    by_name = {file.name: file for file in await store.files(row)}
    files = tuple(
        CommentFile(lang, meta["texts"][lang], by_name[_name(meta["question"], lang)])
        for lang in LANGUAGES
        if lang in meta["texts"]
    )
    return Released(row, files, tuple(lang for lang in LANGUAGES if lang in meta["absent"]))
