"""The tables. Each column says why it is there, how it lies there and how long it is kept.

Purge and data register come from here. Anonymity is what is absent: no time, no serial number,
no key between the two sides.
"""

from enum import StrEnum
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

from bot.storage.keep import (
    AfterClose,
    ForGood,
    Idle,
    Keep,
    MonthsAfter,
    MonthsAfterWeek,
    UntilClose,
    UntilDay,
    UntilMixed,
)

SCHEMA: Final = "0003"
"""The newest migration, so that a start can check it without loading alembic."""

_T = TypeVar("_T")

metadata = MetaData()


class Side(StrEnum):
    """Nothing but a survey's id is on both of the first two."""

    IDENTITY = "identity side"
    ANSWER = "answer side"
    PUBLIC = "public side"
    STAFF = "staff side"


class Form(StrEnum):
    PLAIN = "plain"
    KEYED = "keyed code"
    DIGEST = "digest"
    RANDOM = "random"
    SEALED = "sealed"


def _column(
    name: str, kind: TypeEngine[_T], why: str, keep: Keep, form: Form = Form.PLAIN
) -> Column[_T]:
    return Column(name, kind, nullable=False, info={"why": why, "keep": keep, "form": form})


def _optional(
    name: str, kind: TypeEngine[_T], why: str, keep: Keep, form: Form = Form.PLAIN
) -> Column[_T]:
    """Emptied when its time is over, while its row stays."""
    return Column(name, kind, nullable=True, info={"why": why, "keep": keep, "form": form})


def _key(
    name: str, kind: TypeEngine[_T], why: str, keep: Keep, form: Form = Form.PLAIN
) -> Column[_T]:
    """Part of the primary key, and never counted up."""
    info = {"why": why, "keep": keep, "form": form}
    return Column(name, kind, primary_key=True, nullable=False, autoincrement=False, info=info)


def _table(name: str, side: Side, why: str, *parts: SchemaItem) -> Table:
    """Without a hidden rowid, which would number the rows in the order of their arrival."""
    info = {"side": side, "why": why}
    return Table(name, metadata, *parts, info=info, sqlite_with_rowid=False)


_LISTED: Final = ForGood("no person is in it")
_PUBLIC: Final = ForGood("it is anonymous")
_NUMBER: Final = ForGood("a number that outlives its name")
_CLOSE: Final = UntilClose()
_MIX: Final = UntilMixed()
_ROWS: Final = AfterClose(days=90)
_IDLE: Final = Idle(by="active_month", months=12)
_REACH: Final = MonthsAfterWeek(by="week", months=24)
_STAFF: Final = MonthsAfter(by="removed", months=24)
_INVITATION: Final = UntilDay(by="invited_until", span="7 days, or until it is taken")
_SIGNING: Final = ForGood("emptied when they are removed")
_TICKET: Final = UntilDay(by="until", span="ten minutes")
_REQUEST: Final = MonthsAfter(by="day", months=24)
_SESSION: Final = UntilDay(by="until", span="half a day")
_AUDIT: Final = MonthsAfter(by="day", months=24)

survey = _table(
    "survey",
    Side.PUBLIC,
    "what is asked, and where its life stands",
    _key("id", String(64), "names the survey", _LISTED),
    _column("state", String(8), "open, ended or closed; moves forward", _LISTED),
    _column(
        "until", Date(), "last day for a Send, in the city's time zone; an early close", _LISTED
    ),
    _column("structure", Text(), "questions and privacy fields as published; frozen", _LISTED),
    _column("notice", Text(), "what residents were told, per language; frozen", _LISTED),
    _column("urn_generation", Integer(), "which key opens the urn", _LISTED),
    _column("data_generation", Integer(), "which key opens the responses", _LISTED),
    _column("comment_urn_generation", Integer(), "which key opens the urn of comments", _LISTED),
    _column("comment_generation", Integer(), "which key opens the comments", _LISTED),
    _column("rewrite_due", Boolean(), "something was taken out: rewrite within the hour", _LISTED),
)

resident = _table(
    "resident",
    Side.IDENTITY,
    "what the bot remembers of a chat that asked it to",
    _key("key", LargeBinary(32), "finds the row of an account", _IDLE, Form.KEYED),
    _column("generation", Integer(), "which key opens the box", _IDLE),
    _column("box", LargeBinary(), "language and city", _IDLE, Form.SEALED),
    _column("active_month", Integer(), "month of the last change: idle rows are deleted", _IDLE),
)

mark = _table(
    "mark",
    Side.IDENTITY,
    "that an account took part, so that it has one voice",
    _key("survey", String(64), "which survey", _CLOSE),
    _key("mark", LargeBinary(32), "finds the row of an account", _CLOSE, Form.KEYED),
)

urn = _table(
    "urn",
    Side.ANSWER,
    "answers that wait to be mixed with others",
    _key("survey", String(64), "which survey", _MIX),
    _key("id", LargeBinary(16), "tells rows apart; new at each flush", _MIX, Form.RANDOM),
    _column("box", LargeBinary(), "answers and their withdrawal code", _MIX, Form.SEALED),
)

response = _table(
    "response",
    Side.ANSWER,
    "answers that are mixed",
    _key("survey", String(64), "which survey", _ROWS),
    _key("id", LargeBinary(16), "tells rows apart; new at each flush", _ROWS, Form.RANDOM),
    _optional(
        "withdraw_mark",
        LargeBinary(32),
        "finds the answers of a withdrawal code",
        _CLOSE,
        Form.KEYED,
    ),
    _column("box", LargeBinary(), "answers", _ROWS, Form.SEALED),
    Index("response_withdraw_mark", "survey", "withdraw_mark", unique=True),
)

comment_urn = _table(
    "comment_urn",
    Side.ANSWER,
    "comments that wait to be mixed with others",
    _key("survey", String(64), "which survey", _MIX),
    _key("question", String(64), "which question of it", _MIX),
    _key("id", LargeBinary(16), "tells rows apart; new at each flush", _MIX, Form.RANDOM),
    _column("box", LargeBinary(), "words, language and withdrawal code", _MIX, Form.SEALED),
)

comment = _table(
    "comment",
    Side.ANSWER,
    "comments that are mixed, apart from the answers of the same people",
    _key("survey", String(64), "which survey", _ROWS),
    _key("question", String(64), "which question of it", _ROWS),
    _key("id", LargeBinary(16), "tells rows apart; new at each flush", _ROWS, Form.RANDOM),
    _optional(
        "withdraw_mark",
        LargeBinary(32),
        "finds the comment of a withdrawal code; not the mark of its answers",
        _CLOSE,
        Form.KEYED,
    ),
    _column("box", LargeBinary(), "words and language; as edited by a steward", _ROWS, Form.SEALED),
    _column("decision", String(8), "what a steward said: nothing, accepted or dropped", _ROWS),
    Index("comment_withdraw_mark", "survey", "withdraw_mark", unique=True),
)

release = _table(
    "release",
    Side.PUBLIC,
    "results as they were made, the same ever after",
    _key("survey", String(64), "which survey", _PUBLIC),
    _key("sequence", Integer(), "which of its releases", _PUBLIC),
    _key("audience", String(16), "for whom", _PUBLIC),
    _column("tables", Text(), "rounded counts, as canonical JSON", _PUBLIC),
    _column("parameters", Text(), "how it was made, as canonical JSON", _PUBLIC),
    _column("notice", Text(), "hashes of what residents were told", _PUBLIC),
    _column("maker", String(64), "staff number of who asked for it", _NUMBER),
    _column("approver", String(64), "staff number of who approved it, if needed", _NUMBER),
    _column("day", Date(), "when it was made", _PUBLIC),
)

release_file = _table(
    "release_file",
    Side.PUBLIC,
    "files of a release",
    _key("survey", String(64), "which survey", _PUBLIC),
    _key("sequence", Integer(), "which of its releases", _PUBLIC),
    _key("audience", String(16), "for whom", _PUBLIC),
    _key("name", String(128), "format and language, as a file name", _PUBLIC),
    _column(
        "sha256",
        String(64),
        "proves that a file is the one that was handed out",
        _PUBLIC,
        Form.DIGEST,
    ),
    _column("body", LargeBinary(), "the file: rendered once, the same ever after", _PUBLIC),
    Index("release_file_sha256", "sha256"),
)

reach = _table(
    "reach",
    Side.PUBLIC,
    "what is read, and through which links people come",
    _key("week", String(8), "ISO week", _REACH),
    _key("facet", String(80), "one city, language or source; never crossed", _REACH),
    _key("what", String(80), "what was read or opened", _REACH),
    _column("count", Integer(), "randomly thinned: tens only, true on average", _REACH),
    CheckConstraint("count % 10 = 0", name="reach_in_tens"),
)

staff = _table(
    "staff",
    Side.STAFF,
    "who may use the console",
    _key("id", String(32), "staff number", _STAFF, Form.RANDOM),
    _column("name", String(120), "whom colleagues know", _STAFF),
    _column("role", String(16), "moderator, analyst or steward", _STAFF),
    _column("city", String(64), "whose surveys", _STAFF),
    _column("active", Boolean(), "may use the console", _STAFF),
    _optional("password", String(255), "argon2id hash", _SIGNING, Form.DIGEST),
    _optional("second", LargeBinary(), "secret of the second factor", _SIGNING, Form.SEALED),
    _optional("second_step", Integer(), "last code taken: none works twice", _SIGNING),
    _optional(
        "subject", LargeBinary(32), "account at the city's sign-in service", _SIGNING, Form.DIGEST
    ),
    _optional("chat_key", LargeBinary(32), "finds a linked Telegram account", _SIGNING, Form.KEYED),
    _optional("chat_box", LargeBinary(), "chat for links and alerts", _SIGNING, Form.SEALED),
    _optional(
        "invitation", LargeBinary(32), "SHA-256 of the token of the link", _INVITATION, Form.DIGEST
    ),
    _optional("invited_until", Date(), "last day of the invitation", _INVITATION),
    _optional("removed", Date(), "when they left: the name goes with time", _STAFF),
)

session = _table(
    "session",
    Side.STAFF,
    "who is signed in to the console",
    _key("token", LargeBinary(32), "SHA-256 of the cookie's token", _SESSION, Form.DIGEST),
    _column("staff", String(32), "staff number", _SESSION),
    _column("began", Integer(), "minute (since 1970): it ends half a day later", _SESSION),
    _column("seen", Integer(), "minute of the last visit: idle ones end", _SESSION),
    _column("until", Date(), "last day it is taken", _SESSION),
)

ticket = _table(
    "ticket",
    Side.STAFF,
    "links for staff that work once: to sign in by Telegram, to link Telegram",
    _key("token", LargeBinary(32), "SHA-256 of the token of the link", _TICKET, Form.DIGEST),
    _column("staff", String(32), "staff number", _TICKET),
    _column("what", String(16), "what it is for", _TICKET),
    _column("minute", Integer(), "minute (since 1970) after which it is not taken", _TICKET),
    _column("until", Date(), "the day of that minute", _TICKET),
)

request = _table(
    "request",
    Side.STAFF,
    "what one steward asks for and another approves: rows, comments",
    _key("id", String(32), "names the request", _REQUEST, Form.RANDOM),
    _column("survey", String(64), "which survey", _REQUEST),
    _column("audience", String(16), "which kind of release", _REQUEST),
    _column("state", String(8), "asked, approved, refused or made", _REQUEST),
    _column("plan", Text(), "what would be released and lost, as canonical JSON", _REQUEST),
    _column("asked_by", String(32), "staff number", _REQUEST),
    _column("day", Date(), "when it was asked for", _REQUEST),
    _optional("decided_by", String(32), "staff number of who approved or refused", _REQUEST),
    _optional("decided", Date(), "when", _REQUEST),
)

audit = _table(
    "audit",
    Side.STAFF,
    "who did what with surveys and results",
    _key("id", LargeBinary(16), "tells rows apart", _AUDIT, Form.RANDOM),
    _column("day", Date(), "when", _AUDIT),
    _column("staff", String(32), "staff number of who did it", _AUDIT),
    _column("did", String(32), "what was done", _AUDIT),
    _column("subject", String(128), "to what: a survey, or the sha256 of a file", _AUDIT),
)
