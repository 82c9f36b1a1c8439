"""The tables. Each column says why it is there and how long: this file is the data register.

Anonymity is what is absent: no time, no serial number, no key between the two sides.
"""

from typing import Final, TypeVar

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

SCHEMA: Final = "0001"
"""The newest migration, so that a start can check it without loading alembic."""

_T = TypeVar("_T")

metadata = MetaData()


def _column(
    name: str, kind: TypeEngine[_T], why: str, keep: str, *, absent: bool = False
) -> Column[_T]:
    return Column(name, kind, nullable=absent, info={"why": why, "keep": keep})


def _key(name: str, kind: TypeEngine[_T], why: str, keep: str) -> Column[_T]:
    """Part of the primary key, and never counted up."""
    info = {"why": why, "keep": keep}
    return Column(name, kind, primary_key=True, nullable=False, autoincrement=False, info=info)


def _table(name: str, *parts: SchemaItem) -> Table:
    """Without a hidden rowid, which would number the rows in the order of their arrival."""
    return Table(name, metadata, *parts, sqlite_with_rowid=False)


_LONG: Final = "as long as the survey is listed"
_CLOSE: Final = "until the survey closes"
_MIX: Final = "until the next flush"
_ROWS: Final = "until 90 days after the close"
_IDLE: Final = "until /forget, or 12 idle months"
_PUBLIC: Final = "for good: it is anonymous"
_STAFF: Final = "24 months"

survey = _table(
    "survey",
    _key("id", String(64), "names the survey", _LONG),
    _column("state", String(8), "open, ended or closed; moves forward", _LONG),
    _column("until", Date(), "last day for a Send, in the city's time zone; an early close", _LONG),
    _column("structure", Text(), "questions and privacy fields as published; frozen", _LONG),
    _column("notice", Text(), "what residents were told, per language; frozen", _LONG),
    _column("urn_generation", Integer(), "which key opens the urn", _LONG),
    _column("data_generation", Integer(), "which key opens the responses", _LONG),
    _column("rewrite_due", Boolean(), "something was taken out: rewrite within the hour", _LONG),
)

resident = _table(
    "resident",
    _key("key", LargeBinary(32), "finds the row; a keyed code of the account", _IDLE),
    _column("box", LargeBinary(), "language and city, sealed; only if asked to remember", _IDLE),
    _column("active_month", Integer(), "month of the last change: idle rows are deleted", _IDLE),
)

mark = _table(
    "mark",
    _key("survey", String(64), "which survey", _CLOSE),
    _key("mark", LargeBinary(32), "one voice per account; a keyed code", _CLOSE),
)

urn = _table(
    "urn",
    _key("survey", String(64), "which survey", _MIX),
    _key("id", LargeBinary(16), "random, new at each flush", _MIX),
    _column("box", LargeBinary(), "answers and code, sealed, before they are mixed", _MIX),
)

response = _table(
    "response",
    _key("survey", String(64), "which survey", _ROWS),
    _key("id", LargeBinary(16), "random, new at each flush", _ROWS),
    _column(
        "withdraw_mark",
        LargeBinary(32),
        "finds the answers of a code; a keyed code of it",
        _CLOSE,
        absent=True,
    ),
    _column("box", LargeBinary(), "answers, sealed", _ROWS),
    Index("response_withdraw_mark", "survey", "withdraw_mark", unique=True),
)

release = _table(
    "release",
    _key("survey", String(64), "which survey", _PUBLIC),
    _key("sequence", Integer(), "which of its releases", _PUBLIC),
    _key("audience", String(16), "for whom", _PUBLIC),
    _column("tables", Text(), "rounded counts, as canonical JSON", _PUBLIC),
    _column("parameters", Text(), "how it was made, as canonical JSON", _PUBLIC),
    _column("notice", Text(), "hashes of what residents were told", _PUBLIC),
    _column("maker", String(64), "staff number of who asked for it", _PUBLIC),
    _column("approver", String(64), "staff number of who approved it, if needed", _PUBLIC),
    _column("day", Date(), "when it was made", _PUBLIC),
)

release_file = _table(
    "release_file",
    _key("survey", String(64), "which survey", _PUBLIC),
    _key("sequence", Integer(), "which of its releases", _PUBLIC),
    _key("audience", String(16), "for whom", _PUBLIC),
    _key("name", String(128), "format and language, as a file name", _PUBLIC),
    _column("sha256", String(64), "proves that a file is the one that was handed out", _PUBLIC),
    _column("body", LargeBinary(), "the file: rendered once, the same ever after", _PUBLIC),
    Index("release_file_sha256", "sha256"),
)

reach = _table(
    "reach",
    _key("week", String(8), "ISO week", _STAFF),
    _key("facet", String(80), "one city, language or source; never crossed", _STAFF),
    _key("what", String(80), "what was read or opened", _STAFF),
    _column("count", Integer(), "randomly thinned: tens only, true on average", _STAFF),
    CheckConstraint("count % 10 = 0", name="reach_in_tens"),
)

staff = _table(
    "staff",
    _key("id", String(32), "random staff number", _STAFF),
    _column("name", String(120), "whom colleagues know", _STAFF),
    _column("role", String(16), "moderator, analyst or steward", _STAFF),
    _column("city", String(64), "whose surveys", _STAFF),
    _column("active", Boolean(), "may use the console", _STAFF),
    _column(
        "invitation", LargeBinary(32), "SHA-256 of the token of the link", "7 days", absent=True
    ),
    _column("invited_until", Date(), "last day of the invitation", "7 days", absent=True),
)

session = _table(
    "session",
    _key("token", LargeBinary(32), "SHA-256 of the cookie's token", "until its day"),
    _column("staff", String(32), "staff number", "until its day"),
    _column("until", Date(), "last day it is taken", "until its day"),
)

audit = _table(
    "audit",
    _key("id", LargeBinary(16), "random", _STAFF),
    _column("day", Date(), "when", _STAFF),
    _column("staff", String(32), "staff number of who did it", _STAFF),
    _column("did", String(32), "what was done", _STAFF),
    _column("subject", String(128), "to what: a survey, or the sha256 of a file", _STAFF),
)
