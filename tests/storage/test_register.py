"""The page that a data protection officer reads is what the tables declare."""

from pathlib import Path

from bot.storage.columns import Form, Side
from bot.storage.keep import ForGood
from bot.storage.register import register
from bot.storage.retention import keep_of
from bot.storage.tables import metadata

PAGE = Path(__file__).parents[2] / "docs" / "privacy" / "register.md"
REWRITE = "python -m bot.storage.register > docs/privacy/register.md"


def test_the_page_is_what_the_tables_declare() -> None:
    assert PAGE.read_text(encoding="utf-8") == register(), REWRITE


def test_every_column_has_a_line_of_its_own() -> None:
    page = register()
    for table in metadata.tables.values():
        _, _, section = page.partition(f"### `{table.name}`: ")
        section, _, _ = section.partition("\n#")
        lines = section.split("|---|---|---|---|\n")[1].strip().splitlines()
        assert [line.split("`")[1] for line in lines] == list(table.c.keys())
        assert all(line.count(" | ") == 3 for line in lines)


def test_nothing_of_residents_is_readable_but_what_is_asked_a_month_and_which_key() -> None:
    readable = {
        column.name
        for table in metadata.tables.values()
        if table.info["side"] in {Side.IDENTITY, Side.ANSWER}
        for column in table.c
        if column.info["form"] is Form.PLAIN
    }
    assert readable == {"survey", "question", "generation", "active_month"}


def test_nothing_of_residents_or_staff_is_kept_for_good() -> None:
    for table in metadata.tables.values():
        if table.info["side"] is not Side.PUBLIC:
            assert not [c.name for c in table.c if isinstance(keep_of(c), ForGood)]
