import ast
import csv
from datetime import date
from io import StringIO
from pathlib import Path

from bot.storage.rows import AuditRow
from tests.console.conftest import NAME, SURVEY, Office

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 24)


async def test_a_steward_reads_who_did_what_and_can_narrow_it(office: Office) -> None:
    first, second = await office.hired("steward"), await office.hired("analyst")
    staff = office.house.store.staff
    await staff.note(AuditRow(TODAY, first.id, "publish", SURVEY))
    await staff.note(AuditRow(TODAY, second.id, "download", "f" * 64))
    browser = await office.signed_in(first)
    page = (await browser.get("/staff/audit")).text
    for words in (first.name, second.name, office.says("console.audit.did.publish"), "f" * 64):
        assert words in page
    narrowed = (await browser.get(f"/staff/audit?survey={SURVEY}")).text
    assert office.says("console.audit.did.publish") in narrowed
    assert "f" * 64 not in narrowed


async def test_another_city_reads_none_of_it(office: Office) -> None:
    mine = await office.hired("steward")
    await office.house.store.staff.note(AuditRow(TODAY, mine.id, "publish", SURVEY))
    elsewhere = await office.member("steward", "dublin")
    for address in ("/staff/audit", "/staff/audit.csv"):
        text = (await elsewhere.get(address)).text
        assert mine.name not in text
        assert "f" * 64 not in text
        assert office.says("console.audit.did.publish") not in text


async def test_no_line_of_the_file_is_a_formula(office: Office) -> None:
    steward = await office.hired("steward")
    await office.house.store.staff.note(AuditRow(TODAY, steward.id, "=1+1", "+cmd"))
    browser = await office.signed_in(steward)
    body = (await browser.get("/staff/audit.csv")).content.decode("utf-8-sig")
    header, *lines = csv.reader(StringIO(body))
    assert len(header) == 5
    assert [cell for line in lines for cell in line if cell[:1] in {*"=+-@"}] == []
    assert any(NAME in line[1] for line in lines)


def test_everything_that_is_noted_has_words(office: Office) -> None:
    noted: set[str] = set()
    for path in (*ROOT.glob("bot/console/*.py"), *ROOT.glob("bot/cli/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) == "note":
                noted |= {a.value for a in node.args if _is_text(a)}  # type: ignore[attr-defined]  # a constant
    keys = office.house.dictionary.keys["en"]
    assert len(noted) > 10
    assert {did for did in noted if did and f"console.audit.did.{did}" not in keys} == set()


def _name(function: ast.expr) -> str:
    match function:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def _is_text(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Constant) and isinstance(argument.value, str)
