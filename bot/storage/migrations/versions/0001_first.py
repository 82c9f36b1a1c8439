"""The first tables, and the triggers that freeze what was published."""

from typing import Final, TypeVar

from alembic import op
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Integer,
    LargeBinary,
    String,
    Text,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

revision: str = "0001"
down_revision: str | None = None

_NAMES: Final = (
    "survey",
    "resident",
    "mark",
    "urn",
    "response",
    "release",
    "release_file",
    "reach",
    "staff",
    "session",
    "audit",
)

_MOVES_ON: Final = """
BEFORE UPDATE ON survey {each}
WHEN (NEW.id {differs} OLD.id
  OR NEW.structure {differs} OLD.structure
  OR NEW.notice {differs} OLD.notice
  OR (NEW.until < OLD.until AND (NEW.state <> 'closed' OR OLD.state = 'closed'))
  OR NEW.urn_generation < OLD.urn_generation
  OR NEW.data_generation < OLD.data_generation
  OR NEW.state NOT IN ('open', 'ended', 'closed')
  OR (OLD.state = 'closed' AND NEW.state <> 'closed')
  OR (OLD.state = 'ended' AND NEW.state = 'open' AND NEW.until <= OLD.until))
"""
_AGAIN: Final = "WHEN EXISTS (SELECT 1 FROM survey WHERE id = NEW.id)"
_ONWARD: Final = "a published survey only moves forward"
_HERE_TO_STAY: Final = "a published survey is not deleted"
_ONLY_ONCE: Final = "a survey is published once"

_SQLITE: Final = (
    ("frozen", _MOVES_ON.format(each="", differs="IS NOT"), _ONWARD),
    ("kept", "BEFORE DELETE ON survey", _HERE_TO_STAY),
    # INSERT OR REPLACE would delete without a word.
    ("once", f"BEFORE INSERT ON survey {_AGAIN}", _ONLY_ONCE),
)
# A second INSERT is refused by the primary key, and ON CONFLICT DO UPDATE is an UPDATE.
_POSTGRESQL: Final = (
    ("frozen", _MOVES_ON.format(each="FOR EACH ROW", differs="IS DISTINCT FROM"), _ONWARD),
    ("kept", "BEFORE DELETE ON survey FOR EACH ROW", _HERE_TO_STAY),
    ("whole", "BEFORE TRUNCATE ON survey FOR EACH STATEMENT", _HERE_TO_STAY),
)
_REFUSE: Final = """
CREATE FUNCTION survey_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'restrict_violation'; END $$
"""

_T = TypeVar("_T")


def _key(name: str, kind: TypeEngine[_T]) -> Column[_T]:
    return Column(name, kind, primary_key=True, nullable=False, autoincrement=False)


def _column(name: str, kind: TypeEngine[_T], *, absent: bool = False) -> Column[_T]:
    return Column(name, kind, nullable=absent)


def _table(name: str, *parts: SchemaItem) -> None:
    """No row has a number: no rowid on SQLite, and on PostgreSQL no value out of its row.

    What PostgreSQL moves out for its length it numbers in the order of arrival.
    """
    whole = {"toast_tuple_target": 8160}
    op.create_table(name, *parts, sqlite_with_rowid=False, postgresql_with=whole)


def upgrade() -> None:
    _survey()
    _guard_survey()
    _identity_side()
    _answer_side()
    _releases()
    _staff()


def downgrade() -> None:
    for name in _NAMES:
        op.drop_table(name)
    if _on_postgresql():
        op.execute("DROP FUNCTION survey_refuse")


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _guard_survey() -> None:
    if _on_postgresql():
        op.execute(_REFUSE)
        for name, when, why in _POSTGRESQL:
            do = f"EXECUTE FUNCTION survey_refuse('{why}')"
            op.execute(f"CREATE TRIGGER survey_{name} {when} {do}")
    else:
        for name, when, why in _SQLITE:
            do = f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
            op.execute(f"CREATE TRIGGER survey_{name} {when} {do}")


def _survey() -> None:
    _table(
        "survey",
        _key("id", String(64)),
        _column("state", String(8)),
        _column("until", Date()),
        _column("structure", Text()),
        _column("notice", Text()),
        _column("urn_generation", Integer()),
        _column("data_generation", Integer()),
        _column("rewrite_due", Boolean()),
    )


def _identity_side() -> None:
    _table(
        "resident",
        _key("key", LargeBinary(32)),
        _column("generation", Integer()),
        _column("box", LargeBinary()),
        _column("active_month", Integer()),
    )
    _table("mark", _key("survey", String(64)), _key("mark", LargeBinary(32)))


def _answer_side() -> None:
    _table(
        "urn",
        _key("survey", String(64)),
        _key("id", LargeBinary(16)),
        _column("box", LargeBinary()),
    )
    _table(
        "response",
        _key("survey", String(64)),
        _key("id", LargeBinary(16)),
        _column("withdraw_mark", LargeBinary(32), absent=True),
        _column("box", LargeBinary()),
    )
    op.create_index("response_withdraw_mark", "response", ["survey", "withdraw_mark"], unique=True)


def _releases() -> None:
    _table(
        "release",
        _key("survey", String(64)),
        _key("sequence", Integer()),
        _key("audience", String(16)),
        _column("tables", Text()),
        _column("parameters", Text()),
        _column("notice", Text()),
        _column("maker", String(64)),
        _column("approver", String(64)),
        _column("day", Date()),
    )
    _table(
        "release_file",
        _key("survey", String(64)),
        _key("sequence", Integer()),
        _key("audience", String(16)),
        _key("name", String(128)),
        _column("sha256", String(64)),
        _column("body", LargeBinary()),
    )
    op.create_index("release_file_sha256", "release_file", ["sha256"])


def _staff() -> None:
    _table(
        "reach",
        _key("week", String(8)),
        _key("facet", String(80)),
        _key("what", String(80)),
        _column("count", Integer()),
        CheckConstraint("count % 10 = 0", name="reach_in_tens"),
    )
    _table(
        "staff",
        _key("id", String(32)),
        _column("name", String(120)),
        _column("role", String(16)),
        _column("city", String(64)),
        _column("active", Boolean()),
        _column("invitation", LargeBinary(32), absent=True),
        _column("invited_until", Date(), absent=True),
    )
    _table(
        "session",
        _key("token", LargeBinary(32)),
        _column("staff", String(32)),
        _column("until", Date()),
    )
    _table(
        "audit",
        _key("id", LargeBinary(16)),
        _column("day", Date()),
        _column("staff", String(32)),
        _column("did", String(32)),
        _column("subject", String(128)),
    )
