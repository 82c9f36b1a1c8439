"""Comments; passwords, second factors and sessions that end; requests that another approves."""

from typing import Final, TypeVar

from alembic import op
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    String,
    Text,
    false,
    text,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

revision: str = "0003"
down_revision: str | None = "0002"

_MOVES_ON: Final = """
BEFORE UPDATE ON survey {each}
WHEN (NEW.id {differs} OLD.id
  OR NEW.structure {differs} OLD.structure
  OR NEW.notice {differs} OLD.notice
  OR (NEW.until < OLD.until AND (NEW.state <> 'closed' OR OLD.state = 'closed'))
  OR NEW.urn_generation < OLD.urn_generation
  OR NEW.data_generation < OLD.data_generation
{more}  OR NEW.state NOT IN ('open', 'ended', 'closed')
  OR (OLD.state = 'closed' AND NEW.state <> 'closed')
  OR (OLD.state = 'ended' AND NEW.state = 'open' AND NEW.until <= OLD.until))
"""
_OF_COMMENTS: Final = """\
  OR NEW.comment {differs} OLD.comment
  OR NEW.comment_urn_generation < OLD.comment_urn_generation
  OR NEW.comment_generation < OLD.comment_generation
"""
_ONWARD: Final = "a published survey only moves forward"

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
    _survey()
    _comments()
    _signing_in()
    _requests()


def _survey() -> None:
    """None that stands asks for a comment: there was no such question."""
    _added("survey", Column("comment", String(64), nullable=False, server_default=""))
    for name in ("comment_urn_generation", "comment_generation"):
        _number("survey", name, "1")
    due: Column[bool] = Column(
        "comment_rewrite_due", Boolean(), nullable=False, server_default=false()
    )
    _added("survey", due)
    _guard(_OF_COMMENTS)


def _guard(more: str) -> None:
    """The trigger that freezes what was published, with these rules more."""
    if _on_postgresql():
        op.execute("DROP TRIGGER survey_frozen ON survey")
        rules = {"each": "FOR EACH ROW", "differs": "IS DISTINCT FROM"}
        do = f"EXECUTE FUNCTION survey_refuse('{_ONWARD}')"
    else:
        op.execute("DROP TRIGGER survey_frozen")
        rules = {"each": "", "differs": "IS NOT"}
        do = f"BEGIN SELECT RAISE(ABORT, '{_ONWARD}'); END"
    when = _MOVES_ON.format(**rules, more=more.format(**rules))
    op.execute(f"CREATE TRIGGER survey_frozen {when} {do}")


def _number(table: str, name: str, first: str) -> None:
    _added(table, Column(name, Integer(), nullable=False, server_default=first))


def _added(table: str, column: Column[_T]) -> None:
    """Rows that stand get a first value; later ones are given theirs."""
    op.add_column(table, column)
    if _on_postgresql():
        op.alter_column(table, column.name, server_default=None)


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


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
        _column("lang", String(8)),
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
    alive = text("state IN ('asked', 'approved', 'made')")
    op.create_index(
        "request_alive",
        "request",
        ["survey", "audience"],
        unique=True,
        sqlite_where=alive,
        postgresql_where=alive,
    )


def downgrade() -> None:
    _guard("")
    for name in ("comment_urn", "comment", "ticket", "request"):
        op.drop_table(name)
    columns = ("password", "second", "second_step", "subject", "chat_key", "chat_box")
    for name in columns:
        op.drop_column("staff", name)
    for name in ("began", "seen"):
        op.drop_column("session", name)
    moving = ("comment_urn_generation", "comment_generation", "comment_rewrite_due")
    for name in ("comment", *moving):
        op.drop_column("survey", name)
