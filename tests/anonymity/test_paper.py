"""docs/privacy/proof.md tells of every property, of its test, and of what that test finds."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from bot.content.words import SOURCE, Dictionary
from bot.proof.checks import ATTACKS
from bot.proof.forms import as_json
from bot.proof.promises import PROPERTIES
from tests.anonymity.breaks import BREAKS
from tests.anonymity.test_report import kept, teller

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "docs/privacy/proof.md"
FIELD = re.compile(r"^\| `([\w.\[\]]+)` \|", re.MULTILINE)
ROW = re.compile(r"^\| [0-9]+ \|.*$", re.MULTILINE)


def rows(dictionary: Dictionary) -> Iterator[str]:
    for number in PROPERTIES:
        test = f"tests/anonymity/test_property_{number:02}.py"
        title = dictionary.say(SOURCE, f"proof.property.{number}")
        if number in ATTACKS:
            found = "; ".join(fault.words for fault in BREAKS if fault.property == number)
            yield f"| {number} | {title} | [{number:02}](../../{test}) | {found} |"
        else:
            yield f"| {number} | {title} | – | not built yet |"


def test_the_table_tells_of_every_property_and_every_fault() -> None:
    written = ROW.findall(PAPER.read_text(encoding="utf-8"))
    assert written == list(rows(Dictionary.load(ROOT / "locales")))


def test_every_property_has_a_test_and_a_fault_that_it_finds() -> None:
    tested = {int(p.stem[-2:]) for p in Path(__file__).parent.glob("test_property_*.py")}
    assert tested == set(ATTACKS)
    assert {fault.property for fault in BREAKS} == set(ATTACKS)


def test_the_json_has_the_fields_that_are_written_here() -> None:
    told = json.loads(as_json(teller(Dictionary.load(ROOT / "locales"), kept())))
    assert set(fields(told)) == set(FIELD.findall(PAPER.read_text(encoding="utf-8")))


def fields(value: object, path: str = "") -> Iterator[str]:
    """Each as `a.b[].c`; what is counted or filled in by name is one field."""
    match value:
        case dict() if not path.endswith((".values", ".surveys")):
            for name, inner in value.items():
                yield from fields(inner, f"{path}.{name}" if path else name)
        case [dict() as first, *_]:
            yield from fields(first, f"{path}[]")
        case list():
            yield f"{path}[]"
        case _:
            yield path
