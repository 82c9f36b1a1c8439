"""What a table and a column are made of: beside its type, why it is there and how it is kept."""

from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Column, MetaData, Table
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from bot.storage.keep import Keep

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


def column(
    name: str, kind: TypeEngine[_T], why: str, keep: Keep, form: Form = Form.PLAIN
) -> Column[_T]:
    return Column(name, kind, nullable=False, info={"why": why, "keep": keep, "form": form})


def optional(
    name: str, kind: TypeEngine[_T], why: str, keep: Keep, form: Form = Form.PLAIN
) -> Column[_T]:
    """Emptied when its time is over, while its row stays."""
    return Column(name, kind, nullable=True, info={"why": why, "keep": keep, "form": form})


def key(
    name: str, kind: TypeEngine[_T], why: str, keep: Keep, form: Form = Form.PLAIN
) -> Column[_T]:
    """Part of the primary key, and never counted up."""
    info = {"why": why, "keep": keep, "form": form}
    return Column(name, kind, primary_key=True, nullable=False, autoincrement=False, info=info)


def table(name: str, side: Side, why: str, *parts: SchemaItem) -> Table:
    """Without a hidden rowid, which would number the rows in the order of their arrival."""
    info = {"side": side, "why": why}
    return Table(name, metadata, *parts, info=info, sqlite_with_rowid=False)
