"""Which columns of a form are read, and how the others are told: nothing is lost in silence."""

from collections.abc import Iterator, Mapping

from bot.content.xlsform.kind import Kind, typed
from bot.content.xlsform.note import Note
from bot.content.xlsform.table import Row, Table

READ: Mapping[str, frozenset[str]] = {
    "survey": frozenset(
        {
            "type", "name", "label", "hint", "relevant", "constraint", "appearance", "parameters",
            "required", "disabled", "bands", "lowest", "highest", "purpose",
        }
    ),
    "choices": frozenset({"list_name", "name", "value", "label", "button", "fixed", "alone"}),
    "settings": frozenset(
        {
            "title", "form_id", "default_language", "button", "purpose", "minutes", "age",
            "expected", "until", "days", "legal_basis", "breakdowns", "results_on", "pretest",
            "comment_purpose",
        }
    ),
}  # fmt: skip
HARMLESS = frozenset({"version", "style", "allow_choice_duplicates", "auto_send", "auto_delete"})
"""About the tools of others: nothing a resident would miss."""
CHANGING = frozenset(
    {"choice_filter", "calculation", "default", "trigger", "repeat_count", "read_only", "media"}
)
"""They change what people meet: each row is told, of the other columns only the first."""


def unread(table: Table) -> Iterator[Note]:
    known = READ[table.name] | HARMLESS
    seen: set[str] = set()
    for row in table.rows:
        for column in row.cells:
            if column in CHANGING:
                if not _is_left_out(row):
                    yield row.note("import.cell", column=column)
            elif column not in known and column not in seen:
                yield row.note("import.column", column=column)
            elif column == "required" and row.yes(column) and column not in seen:
                yield row.note("import.required")
            else:
                continue
            seen.add(column)


def _is_left_out(row: Row) -> bool:
    """Such a row is told as a whole."""
    type_ = row.text("type")
    return bool(type_) and typed(type_).kind in {Kind.UNKNOWN, Kind.WATCHING}
