"""The data register: every stored field, why, how it lies there and how long, as Markdown."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column, Table

from bot.storage import backup, mixing
from bot.storage.columns import Form, Side
from bot.storage.retention import keep_of
from bot.storage.tables import metadata
from bot.vault import tombstones

_OPENING: Final = """\
# Data register

Every field that is stored, why, and how long.
The tables declare it themselves, a test refuses a column that does not, and the daily purge obeys.
This page is written by `python -m bot.storage.register > docs/privacy/register.md`.

What is not in it is not stored: no name, username, number or profile of a resident,
no time of an answer, no typed word outside a comment, no answer or comment before it is sent.
"""
_SIDES: Final = {
    Side.IDENTITY: "about accounts; knows no answer",
    Side.ANSWER: "what was said; knows no account",
    Side.PUBLIC: "about no single person: anybody could see it",
    Side.STAFF: "about the city's own people",
}
_FORMS: Final = {
    Form.PLAIN: "readable by whoever has the database",
    Form.KEYED: "an HMAC-SHA256 under a random key of the keyring: without the key nobody can"
    " compute it for an account or a code",
    Form.DIGEST: "a SHA-256 of a file, or of a random token of 256 bits",
    Form.RANDOM: "random, says nothing",
    Form.SEALED: "AES-256-GCM under a random key of the keyring, padded to one length per table",
}


_WEEK: Final = round(mixing.STALE / 86400)


@dataclass(frozen=True, slots=True)
class Outside:
    """Something that is kept, and not in a table."""

    where: str
    what: str
    form: str
    keep: str


_OUTSIDE: Final = (
    Outside(
        "`KEYRING_DIR/*.key`",
        "the keys, one a file",
        "each wrapped by the KEK",
        "a survey's mark and withdrawal keys until its close; a urn key until the next flush; what"
        f" seals answers, comments and residents, {_WEEK} days at most; what finds residents, and"
        " what seals second factors and chats of staff, for good",
    ),
    Outside(
        "`KEYRING_DIR/tombstones/`",
        "what was forgotten, taken back or closed, so that a backup does not bring it back",
        "keyed codes, and digests of surveys' names, by kind and day",
        f"{tombstones.KEPT.days} days; answers taken back until the close, if that is earlier",
    ),
    Outside(
        "`DATA_DIR/backups/`",
        "copies of the database",
        "as the database itself",
        f"{backup.KEPT.days} days",
    ),
    Outside(
        "`KEYRING_DIR/backups/`",
        "copies of the keys, without those of the urn",
        "sealed as a whole under a key that the KEK gives",
        f"{backup.KEPT.days} days: until then a destroyed key can come back",
    ),
    Outside(
        "`DATA_DIR/*.before-migration`",
        "the database before a new version changed its tables",
        "as the database itself",
        "until the new version has opened",
    ),
    Outside(
        "the KEK, where the operator keeps it",
        "32 bytes that wrap the keyring and open its backups",
        "plain",
        "as long as the bot is used; replaced by `rotate-kek`",
    ),
    Outside(
        "the log, where the operator keeps it",
        "what broke and where, to the minute; no identifier, answer, typed word, button or code",
        "plain",
        "14 days",
    ),
    Outside(
        "memory of the process",
        "of a chat: language, city, last question, numbers of its messages with buttons",
        "never written down",
        "an hour",
    ),
    Outside(
        "memory of the process",
        "counts of reach, before they are added to the table",
        "never written down",
        "a minute",
    ),
    Outside(
        "the chat at Telegram",
        "everything both sides wrote, with button data and withdrawal codes",
        "readable by Telegram and by whoever holds the phone",
        "until the resident deletes it; the city cannot",
    ),
)


def register() -> str:
    return "\n".join(
        (
            _OPENING,
            "## How it lies there\n",
            *_list(_FORMS),
            *_database(),
            "## Outside the database\n",
            *_rows("| where | what | how it lies there | kept |", map(_elsewhere, _OUTSIDE)),
        )
    )


def _database() -> Iterator[str]:
    for side, what in _SIDES.items():
        yield f"## {side.capitalize()}: {what}\n"
        for table in metadata.tables.values():
            if table.info["side"] is side:
                yield from _section(table)


def _section(table: Table) -> Iterator[str]:
    yield f"### `{table.name}`: {table.info['why']}\n"
    yield from _rows("| column | why | how it lies there | kept |", map(_field, table.c))


def _field(column: Column[object]) -> str:
    form: Form = column.info["form"]
    return f"| `{column.name}` | {column.info['why']} | {form} | {keep_of(column).words} |"


def _elsewhere(place: Outside) -> str:
    return f"| {place.where} | {place.what} | {place.form} | {place.keep} |"


def _rows(head: str, rows: Iterable[str]) -> Iterator[str]:
    yield head
    yield "|---" * head.count(" | ") + "|---|"
    yield from rows
    yield ""


def _list(words: dict[Form, str]) -> Iterator[str]:
    yield from (f"- **{form}**: {meaning}" for form, meaning in words.items())
    yield ""


if __name__ == "__main__":
    sys.stdout.write(register())
