"""Comments; passwords, second factors and sessions that end; requests that another approves."""

from typing import TypeVar

from alembic import op
from sqlalchemy import Column, Date, Integer, LargeBinary, String, Text
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

revision: str = "0003"
down_revision: str | None = "0002"

_T = TypeVar("_T")


def _key(name: str, kind: TypeEngine[_T]) -> Column[_T]:
    return Column(name, kind, primary_key=True, nullable=False, autoincrement=False)


def _column(name: str, kind: TypeEngine[_T], *, absent: bool = False) -> Column[_T]:
    return Column(name, kind, nullable=absent)


def _table(name: str, *parts: SchemaItem) -> None:
    """As the first migration makes them: no row has a number."""
    whole = {"toast_tuple_target": 8160}
    op.create_table(name, *parts, sqlite_with_rowid=False, postgresql_with=whole)


def upgrade() -> None:
    """Everybody signs in anew: sessions did not know when they began."""
    for name in ("comment_urn_generation", "comment_generation"):
        _number("survey", name, "1")
    _comments()
    _signing_in()
    _requests()


def _number(table: str, name: str, first: str) -> None:
    """Rows that stand get a first value; later ones are given theirs."""
    op.add_column(table, Column(name, Integer(), nullable=False, server_default=first))
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column(table, name, server_default=None)


def _comments() -> None:
    place = ("survey", "question")
    _table(
        "comment_urn",
        *(_key(name, String(64)) for name in place),
        _key("id", LargeBinary(16)),
        _column("box", LargeBinary()),
    )
    _table(
        "comment",
        *(_key(name, String(64)) for name in place),
        _key("id", LargeBinary(16)),
        _column("withdraw_mark", LargeBinary(32), absent=True),
        _column("box", LargeBinary()),
        _column("decision", String(8)),
    )
    op.create_index("comment_withdraw_mark", "comment", ["survey", "withdraw_mark"], unique=True)


def _signing_in() -> None:
    for column in (
        _column("password", String(255), absent=True),
        _column("second", LargeBinary(), absent=True),
        _column("second_step", Integer(), absent=True),
        _column("subject", LargeBinary(32), absent=True),
        _column("chat_key", LargeBinary(32), absent=True),
        _column("chat_box", LargeBinary(), absent=True),
    ):
        op.add_column("staff", column)
    op.execute("DELETE FROM session")
    for name in ("began", "seen"):
        _number("session", name, "0")
    _table(
        "ticket",
        _key("token", LargeBinary(32)),
        _column("staff", String(32)),
        _column("what", String(16)),
        _column("minute", Integer()),
        _column("until", Date()),
    )


def _requests() -> None:
    _table(
        "request",
        _key("id", String(32)),
        _column("survey", String(64)),
        _column("audience", String(16)),
        _column("state", String(8)),
        _column("plan", Text()),
        _column("asked_by", String(32)),
        _column("day", Date()),
        _column("decided_by", String(32), absent=True),
        _column("decided", Date(), absent=True),
    )


def downgrade() -> None:
    for name in ("comment_urn", "comment", "ticket", "request"):
        op.drop_table(name)
    columns = ("password", "second", "second_step", "subject", "chat_key", "chat_box")
    for name in columns:
        op.drop_column("staff", name)
    for name in ("began", "seen"):
        op.drop_column("session", name)
    for name in ("comment_urn_generation", "comment_generation"):
        op.drop_column("survey", name)
