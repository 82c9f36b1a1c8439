"""A form by commands: imported, named what it lost, corrected, published."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.content.forms import form, line, options

ROWS = [line("select_one yn", "visit", "Vous venez ?"), line("geopoint", "where", "Où ?")]
LABELS = {"label::fr": "Oui", "label::nl": "Ja"}


def french(**settings: object) -> bytes:
    return form(ROWS, options("yn", "yes", "no"), {"form_id": "Park 2027", **settings})


def both(**settings: object) -> bytes:
    rows = [{**row, "label::nl": "Kom je?", "label::fr": row["label"], "label": ""} for row in ROWS]
    return form(rows, [{**o, "label": "", **LABELS} for o in options("yn", "yes", "no")], settings)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "park.xlsx"


def test_a_form_becomes_a_draft_and_what_it_lost_is_named_by_sheet_and_row(
    shell: Shell, file: Path
) -> None:
    file.write_bytes(french())
    done = shell.run("survey", "import", str(file), "--city", "brussels")

    assert done.exit_code == 1
    assert "survey:3 “where” is left out." in done.stdout
    assert "surveys/park-2027/nl.yaml:1:1 LANGUAGE" in done.stdout
    assert "--id" in done.stderr
    assert "park-2027/nl.yaml:1:1 LANGUAGE" in shell.run("check").stdout
    assert "LANGUAGE" in shell.run("survey", "publish", "park-2027").stderr


def test_a_corrected_form_takes_the_place_of_its_draft_and_is_published(
    shell: Shell, file: Path
) -> None:
    file.write_bytes(french())
    command = ("survey", "import", str(file), "--city", "brussels", "--id", "park")
    assert shell.run(*command).exit_code == 1

    file.write_bytes(both())
    assert shell.run(*command).exit_code == 0
    assert "no legal basis" in shell.run("survey", "publish", "park").stderr

    file.write_bytes(both(legal_basis="consent"))
    assert shell.run(*command).exit_code == 0
    assert "no legal basis" in shell.run("survey", "publish", "park").stderr

    (draft,) = shell.folder.rglob("surveys/park/survey.yaml")
    draft.write_text(draft.read_text().replace("not-set", "consent"))
    assert shell.run("survey", "publish", "park").exit_code == 0
    assert "open" in shell.run("survey", "list").stdout

    again = shell.run(*command)
    assert (again.exit_code, "there is a survey park" in again.stderr) == (2, True)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ((), "--city takes one of brussels, tirana"),
        (("--city", "paris"), "--city takes one of"),
        (("--city", "tirana", "--id", "services"), "there is a survey services"),
        (("--city", "tirana", "--id", "../x"), "cannot be an id"),
    ],
)
def test_a_wrong_city_or_id_is_refused(
    shell: Shell, file: Path, more: tuple[str, ...], why: str
) -> None:
    file.write_bytes(french())
    done = shell.run("survey", "import", str(file), *more)

    assert (done.exit_code, done.stdout) == (2, "")
    assert why in done.stderr


def test_what_is_no_form_is_refused_in_one_line(shell: Shell, file: Path) -> None:
    file.write_bytes(b"type,name\n")
    wrong = shell.run("survey", "import", str(file), "--city", "tirana")
    gone = shell.run("survey", "import", "gone.xlsx", "--city", "tirana")

    assert (wrong.exit_code, gone.exit_code) == (2, 2)
    assert "not an Excel file" in wrong.stderr
    assert len((wrong.stderr + gone.stderr).splitlines()) == 2
