"""Faults in how comments are read and released; each must be noticed by its attack."""

from collections.abc import Mapping
from typing import Final

from bot.personal import search
from bot.release import comments
from bot.release.comments import Seen
from bot.storage.comments import CommentRow
from bot.storage.results import Published
from bot.storage.rows import ReleaseRow
from tests.anonymity.breaking import Break
from tests.anonymity.breaks_files import both, none, put

SAVED: Final = Published.save_release
NO_PHONES: Final = {kind: finder for kind, finder in search.FINDERS.items() if kind != "phone"}


def as_it_is(text: str) -> str:
    return text


def unmasked(row: CommentRow) -> Seen:
    return Seen(row.id, row.text, (), row.lang, row.decision)


def as_they_came(_: str) -> tuple[str, str]:
    return "", ""


async def always_new(
    store: Published, row: ReleaseRow, files: Mapping[str, bytes] | None = None
) -> bool:
    await SAVED(store, row, files or {})
    return True


BREAKS: Final = (
    Break(22, "mask", "comments are released as they were written", "broken",
          put("release.comments.mask", as_it_is)),
    Break(22, "page", "who reads comments sees what they hold", "broken",
          put("release.comments.seen", unmasked)),
    Break(22, "kind", "telephone numbers pass", "broken",
          put("personal.search.FINDERS", NO_PHONES)),
    Break(22, "few", "a language with nine comments is released", "broken",
          put("release.comments.LEAST", comments.LEAST - 1)),
    Break(22, "order", "comments stand in the order in which they lie", "broken",
          put("release.comments._by_letter", as_they_came)),
    Break(22, "formula", "a comment may be a formula", "broken",
          put("release.comments.safe", as_it_is)),
    Break(22, "twice", "comments can be released again", "broken",
          both(put("storage.results.Published.save_release", always_new),
               put("release.comments.released", none))),
)  # fmt: skip
