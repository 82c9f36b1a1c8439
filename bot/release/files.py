"""Files of a release, each rendered once: whoever asks, and whenever, gets the same bytes."""

import asyncio
from io import BytesIO

from bot.content.words import Dictionary
from bot.core.model import Lang, Survey
from bot.release.artefact import Release
from bot.release.canonical import from_row
from bot.release.formats import writer
from bot.release.layout import Reader
from bot.storage.rows import FileRow, ReleaseRow
from bot.storage.store import Store


def reader(survey: Survey, lang: Lang, dictionary: Dictionary) -> Reader:
    def say(key: str, **values: str | int) -> str:
        return dictionary.say(lang, key, values)

    return Reader(survey, lang, say)


def file_name(row: ReleaseRow, lang: Lang, kind: str) -> str:
    """As it is called wherever it is saved."""
    return f"{row.survey}-{row.sequence}-{lang}.{kind}"


async def kept(store: Store, row: ReleaseRow, whom: Reader, kind: str) -> FileRow:
    """The file of this format, rendered by whoever asks first; `store.file` has its bytes.

    KeyError for an unknown format, ImportError where what it needs is not installed.
    """
    name = f"results.{whom.lang}.{kind}"
    for file in await store.files(row):
        if file.name == name:
            return file
    body = await asyncio.to_thread(_rendered, from_row(row), whom, kind)
    return await store.keep_file(row, name, body)


def _rendered(release: Release, whom: Reader, kind: str) -> bytes:
    out = BytesIO()
    writer(kind)(release, whom, out)
    return out.getvalue()
