"""The files of a survey's results, by a command beside a real database."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli.export import _spoken
from bot.house import Refusal
from tests.cli.conftest import ROOT, SURVEY, Shell
from tests.release import every

WHOLE = ("docx", "html", "xlsx", "csv")
NO_ROWS = "sav cannot be made: no release of single answers was approved"


@pytest.fixture
def released(opened: Shell) -> Shell:
    opened.answer(60)
    opened.run("survey", "release", SURVEY)
    return opened


def names(paths: str, folder: Path) -> list[str]:
    return [str(Path(path).relative_to(folder)) for path in paths.splitlines()]


def test_all_are_the_files_and_a_picture_of_each_question(released: Shell, tmp_path: Path) -> None:
    done = released.run("export", SURVEY, "--out", str(tmp_path / "new"))
    found = names(done.stdout, tmp_path / "new")

    assert found[:4] == [f"services-1-en.{kind}" for kind in WHOLE]
    assert found[-1] == "services-1.datapackage.zip"
    pictures = [name.removesuffix(".png") for name in found if name.endswith(".png")]
    assert pictures[0] == "services-1-en-01-online"
    assert [f"{name}.svg" for name in pictures] == [n for n in found if n.endswith(".svg")]
    assert {path.name for path in (tmp_path / "new").iterdir()} == set(found)
    assert done.stderr.splitlines() == [f"rightsbot: {NO_ROWS}"]
    assert done.exit_code == 0


def test_the_same_results_give_the_same_bytes(released: Shell, tmp_path: Path) -> None:
    formats = ("--format", "docx,svg")
    first = released.run("export", SURVEY, "--out", str(tmp_path / "a"), *formats)
    released.answer(60, first=100)
    again = released.run("export", SURVEY, "--out", str(tmp_path / "b"), *formats)

    found = names(first.stdout, tmp_path / "a")
    assert len(found) > 2
    assert names(again.stdout, tmp_path / "b") == found
    for name in found:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_files_are_of_the_newest_results_in_the_language_asked_for(
    released: Shell, tmp_path: Path
) -> None:
    released.run("survey", "close", SURVEY, "--yes")
    done = released.run("export", SURVEY, "--out", str(tmp_path), "--format", "csv", "--lang", "fr")

    assert names(done.stdout, tmp_path) == ["services-2-fr.csv"]


def test_a_language_that_the_survey_lacks_is_refused_and_never_chosen() -> None:
    known = replace(every.SURVEY, title={"fr": "Tout", "nl": "Alles"})
    assert [_spoken(known, lang) for lang in (None, "fr", "nl")] == ["fr", "fr", "nl"]
    assert _spoken(every.SURVEY, None) == "en"
    with pytest.raises(Refusal, match="fr, nl"):
        _spoken(known, "bg")


def test_there_is_nothing_to_export_before_the_first_results(opened: Shell) -> None:
    done = opened.run("export", SURVEY, "--out", "files")

    assert (done.exit_code, done.stdout) == (1, "")
    assert not (opened.folder / "files").exists()


@pytest.mark.parametrize(
    ("form", "reason"), [("csv,pdf", "docx, html, xlsx, csv, png, svg"), ("sav", NO_ROWS)]
)
def test_what_cannot_be_made_is_wrong_use_if_it_is_named(
    released: Shell, form: str, reason: str
) -> None:
    done = released.run("export", SURVEY, "--out", "files", "--format", form)

    assert done.exit_code == 2
    assert reason in done.stderr


@pytest.mark.parametrize(("form", "code"), [("all", 0), ("xlsx", 2)])
def test_what_is_not_installed_is_passed_over_unless_it_was_named(
    released: Shell, form: str, code: int
) -> None:
    without = "import sys; sys.modules['xlsxwriter'] = None; from bot.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", without, "export", SURVEY, "--out", "files", "--format", form],
        cwd=released.folder,
        env={"PYTHONPATH": str(ROOT), **released.settings},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == code
    assert done.stderr.splitlines()[0].endswith("xlsx cannot be made: xlsxwriter is not installed")
    assert ("files/services-1-en.csv" in done.stdout.splitlines()) == (form == "all")
