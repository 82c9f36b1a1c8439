"""The tables. Each column says why it is there, how it lies there and how long it is kept.

Purge and data register come from here. Anonymity is what is absent: no time, no serial number,
no key between the two sides.
"""

from typing import Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    text,
)

from bot.storage.columns import Form, Side, column, key, optional, table
from bot.storage.columns import metadata as metadata  # noqa: PLC0414 - whoever wants it wants the tables in it
from bot.storage.keep import (
    AfterClose,
    ForGood,
    Idle,
    MonthsAfter,
    MonthsAfterWeek,
    UntilClose,
    UntilDay,
    UntilMixed,
    WhileActive,
)

ALIVE: Final = "state IN ('asked', 'approved', 'made')"
"""Requests of which a survey has one at most of each kind."""
SCHEMA: Final = "0003"
"""The newest migration, so that a start can check it without loading alembic."""

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
_SIGNING: Final = WhileActive(by="active")
_TICKET: Final = UntilDay(by="until", span="ten minutes")
_REQUEST: Final = MonthsAfter(by="day", months=24)
_SESSION: Final = UntilDay(by="until", span="half a day")
_AUDIT: Final = MonthsAfter(by="day", months=24)

survey = table(
    "survey",
    Side.PUBLIC,
    "what is asked, and where its life stands",
    key("id", String(64), "names the survey", _LISTED),
    column("state", String(8), "open, ended or closed; moves forward", _LISTED),
    column(
        "until", Date(), "last day for a Send, in the city's time zone; an early close", _LISTED
    ),
    column("structure", Text(), "questions and privacy fields as published; frozen", _LISTED),
    column("notice", Text(), "what residents were told, per language; frozen", _LISTED),
    column("urn_generation", Integer(), "which key opens the urn", _LISTED),
    column("data_generation", Integer(), "which key opens the responses", _LISTED),
    column("rewrite_due", Boolean(), "something was taken out: rewrite within the hour", _LISTED),
    column("comment", String(64), "the question for own words; empty: none; frozen", _LISTED),
    column("comment_urn_generation", Integer(), "which key opens the urn of comments", _LISTED),
    column("comment_generation", Integer(), "which key opens the comments", _LISTED),
    column("comment_rewrite_due", Boolean(), "as rewrite_due, of comments", _LISTED),
)

resident = table(
    "resident",
    Side.IDENTITY,
    "what the bot remembers of a chat that asked it to",
    key("key", LargeBinary(32), "finds the row of an account", _IDLE, Form.KEYED),
    column("generation", Integer(), "which key opens the box", _IDLE),
    column("box", LargeBinary(), "language and city", _IDLE, Form.SEALED),
    column("active_month", Integer(), "month of the last change: idle rows are deleted", _IDLE),
)

mark = table(
    "mark",
    Side.IDENTITY,
    "that an account took part, so that it has one voice",
    key("survey", String(64), "which survey", _CLOSE),
    key("mark", LargeBinary(32), "finds the row of an account", _CLOSE, Form.KEYED),
)

urn = table(
    "urn",
    Side.ANSWER,
    "answers that wait to be mixed with others",
    key("survey", String(64), "which survey", _MIX),
    key("id", LargeBinary(16), "tells rows apart; new at each flush", _MIX, Form.RANDOM),
    column("box", LargeBinary(), "answers and their withdrawal code", _MIX, Form.SEALED),
)

response = table(
    "response",
    Side.ANSWER,
    "answers that are mixed",
    key("survey", String(64), "which survey", _ROWS),
    key("id", LargeBinary(16), "tells rows apart; new at each flush", _ROWS, Form.RANDOM),
    optional(
        "withdraw_mark",
        LargeBinary(32),
        "finds the answers of a withdrawal code",
        _CLOSE,
        Form.KEYED,
    ),
    column("box", LargeBinary(), "answers", _ROWS, Form.SEALED),
    Index("response_withdraw_mark", "survey", "withdraw_mark", unique=True),
)

comment_urn = table(
    "comment_urn",
    Side.ANSWER,
    "comments that wait to be mixed with others",
    key("survey", String(64), "which survey", _MIX),
    key("question", String(64), "which question of it", _MIX),
    key("id", LargeBinary(16), "tells rows apart; new at each flush", _MIX, Form.RANDOM),
    column("box", LargeBinary(), "words, language and withdrawal code", _MIX, Form.SEALED),
)

comment = table(
    "comment",
    Side.ANSWER,
    "comments that are mixed, apart from the answers of the same people",
    key("survey", String(64), "which survey", _ROWS),
    key("question", String(64), "which question of it", _ROWS),
    key("id", LargeBinary(16), "tells rows apart; new at each flush", _ROWS, Form.RANDOM),
    optional(
        "withdraw_mark",
        LargeBinary(32),
        "finds the comment of a withdrawal code; not the mark of its answers",
        _CLOSE,
        Form.KEYED,
    ),
    column(
        "box",
        LargeBinary(),
        "words and language, and what a steward decided and edited",
        _ROWS,
        Form.SEALED,
    ),
    Index("comment_withdraw_mark", "survey", "withdraw_mark", unique=True),
)

release = table(
    "release",
    Side.PUBLIC,
    "results as they were made, the same ever after",
    key("survey", String(64), "which survey", _PUBLIC),
    key("sequence", Integer(), "which of its releases", _PUBLIC),
    key("audience", String(16), "for whom", _PUBLIC),
    column("tables", Text(), "rounded counts, as canonical JSON", _PUBLIC),
    column("parameters", Text(), "how it was made, as canonical JSON", _PUBLIC),
    column("notice", Text(), "hashes of what residents were told", _PUBLIC),
    column("maker", String(64), "staff number of who asked for it", _NUMBER),
    column("approver", String(64), "staff number of who approved it, if needed", _NUMBER),
    column("day", Date(), "when it was made", _PUBLIC),
)

release_file = table(
    "release_file",
    Side.PUBLIC,
    "files of a release",
    key("survey", String(64), "which survey", _PUBLIC),
    key("sequence", Integer(), "which of its releases", _PUBLIC),
    key("audience", String(16), "for whom", _PUBLIC),
    key("name", String(128), "format and language, as a file name", _PUBLIC),
    column(
        "sha256",
        String(64),
        "proves that a file is the one that was handed out",
        _PUBLIC,
        Form.DIGEST,
    ),
    column("body", LargeBinary(), "the file: rendered once, the same ever after", _PUBLIC),
    Index("release_file_sha256", "sha256"),
)

reach = table(
    "reach",
    Side.PUBLIC,
    "what is read, and through which links people come",
    key("week", String(8), "ISO week", _REACH),
    key("facet", String(80), "one city, language or source; never crossed", _REACH),
    key("what", String(80), "what was read or opened", _REACH),
    column("count", Integer(), "randomly thinned: tens only, true on average", _REACH),
    CheckConstraint("count % 10 = 0", name="reach_in_tens"),
)

staff = table(
    "staff",
    Side.STAFF,
    "who may use the console",
    key("id", String(32), "staff number", _STAFF, Form.RANDOM),
    column("name", String(120), "whom colleagues know", _STAFF),
    column("role", String(16), "moderator, analyst or steward", _STAFF),
    column("city", String(64), "whose surveys", _STAFF),
    column("active", Boolean(), "may use the console", _STAFF),
    optional("password", String(255), "argon2id hash", _SIGNING, Form.DIGEST),
    optional("second", LargeBinary(), "secret of the second factor", _SIGNING, Form.SEALED),
    optional("second_step", Integer(), "last code taken: none works twice", _SIGNING),
    optional(
        "subject", LargeBinary(32), "account at the city's sign-in service", _SIGNING, Form.DIGEST
    ),
    optional("chat_key", LargeBinary(32), "finds a linked Telegram account", _SIGNING, Form.KEYED),
    optional("chat_box", LargeBinary(), "chat for links and alerts", _SIGNING, Form.SEALED),
    optional(
        "invitation", LargeBinary(32), "SHA-256 of the token of the link", _INVITATION, Form.DIGEST
    ),
    optional("invited_until", Date(), "last day of the invitation", _INVITATION),
    optional("removed", Date(), "when they left: the name goes with time", _STAFF),
)

session = table(
    "session",
    Side.STAFF,
    "who is signed in to the console",
    key("token", LargeBinary(32), "SHA-256 of the cookie's token", _SESSION, Form.DIGEST),
    column("staff", String(32), "staff number", _SESSION),
    column("began", Integer(), "minute (since 1970): it ends half a day later", _SESSION),
    column("seen", Integer(), "minute of the last visit: idle ones end", _SESSION),
    column("until", Date(), "last day it is taken", _SESSION),
)

ticket = table(
    "ticket",
    Side.STAFF,
    "links for staff that work once: to sign in by Telegram, to link Telegram",
    key("token", LargeBinary(32), "SHA-256 of the token of the link", _TICKET, Form.DIGEST),
    column("staff", String(32), "staff number", _TICKET),
    column("what", String(16), "what it is for", _TICKET),
    column("lang", String(8), "in which language it was asked for", _TICKET),
    column("minute", Integer(), "minute (since 1970) after which it is not taken", _TICKET),
    column("until", Date(), "the day of that minute", _TICKET),
)

request = table(
    "request",
    Side.STAFF,
    "what one steward asks for and another approves: rows, comments",
    key("id", String(32), "names the request", _REQUEST, Form.RANDOM),
    column("survey", String(64), "which survey", _REQUEST),
    column("audience", String(16), "which kind of release", _REQUEST),
    column("state", String(8), "asked, approved, refused, made or lapsed", _REQUEST),
    column("plan", Text(), "what would be released and lost, as canonical JSON", _REQUEST),
    column("asked_by", String(32), "staff number", _REQUEST),
    column("day", Date(), "when it was asked for", _REQUEST),
    optional("decided_by", String(32), "staff number of who approved or refused", _REQUEST),
    optional("decided", Date(), "when", _REQUEST),
    Index(
        "request_alive",
        "survey",
        "audience",
        unique=True,
        sqlite_where=text(ALIVE),
        postgresql_where=text(ALIVE),
    ),
)

audit = table(
    "audit",
    Side.STAFF,
    "who did what with surveys and results",
    key("id", LargeBinary(16), "tells rows apart", _AUDIT, Form.RANDOM),
    column("day", Date(), "when", _AUDIT),
    column("staff", String(32), "staff number of who did it", _AUDIT),
    column("did", String(32), "what was done", _AUDIT),
    column("subject", String(128), "to what: a survey, a text, or the sha256 of a file", _AUDIT),
)
