"""`verify-anonymity` looks at everything, changes nothing, and ends as its verdict says."""

import json
from pathlib import Path

import pytest

from bot.proof import checks
from bot.proof.finding import Finding, How, Line, Verdict
from bot.proof.outsider import Loot
from bot.proof.promises import PROPERTIES
from bot.settings import Settings
from tests.cli.conftest import Shell

PERSON = "7310554131"
COMMAND = "verify-anonymity"


def knowing(number: int, verdict: Verdict = Verdict.KEPT) -> checks.Look:
    """A check that knows its verdict: what is tested here is what becomes of it."""

    async def look(loot: Loot, _: Settings) -> Finding:
        assert loot.keys()
        return Finding(number, How.LIVE, verdict, Line("proof.nothing_yet"))

    return look


@pytest.fixture
def all_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "ATTACKS", {})
    monkeypatch.setattr(checks, "UNBUILT", ())
    monkeypatch.setattr(checks, "LOOKS", {number: knowing(number) for number in PROPERTIES})


def files(shell: Shell) -> dict[Path, bytes]:
    """All that holds anything: a reader of SQLite leaves an index and an empty log behind."""
    places = (shell.folder / "data", shell.folder / "keys")
    found = {p: p.read_bytes() for place in places for p in place.rglob("*") if p.is_file()}
    return {p: content for p, content in found.items() if content and not p.match("*-shm")}


@pytest.mark.usefixtures("all_kept")
def test_all_promises_kept_is_exit_0_and_the_report_counts_in_tens(opened: Shell) -> None:
    opened.answer(25)
    done = opened.run(COMMAND, "--report", "proof.json")
    read = json.loads((opened.folder / "proof.json").read_text(encoding="utf-8"))

    assert done.exit_code == 0, done.output
    assert read["kept"] is True
    assert read["looked_at"]["surveys"] == {"open": 1, "ended": 0, "closed": 0}
    assert read["looked_at"]["responses"] == 10
    assert read["looked_at"]["database"] == "sqlite"


@pytest.mark.usefixtures("all_kept")
@pytest.mark.parametrize(
    ("words", "cities", "lang"),
    [((), "brussels", "fr"), ((), "", "en"), (("--lang", "bg"), "brussels", "bg")],
)
def test_the_report_speaks_the_language_of_the_citys_officers(
    opened: Shell, words: tuple[str, ...], cities: str, lang: str
) -> None:
    assert opened.run(COMMAND, "--report", "proof.json", *words, CITIES=cities).exit_code == 0
    read = json.loads((opened.folder / "proof.json").read_text(encoding="utf-8"))
    assert read["language"] == lang


@pytest.mark.usefixtures("all_kept")
@pytest.mark.parametrize("verdict", [Verdict.BROKEN, Verdict.KEPT])
def test_one_broken_property_is_exit_1(
    opened: Shell, verdict: Verdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(checks.LOOKS, 13, knowing(13, verdict))
    assert opened.run(COMMAND).exit_code == (verdict is Verdict.BROKEN)


def test_nothing_is_changed_and_no_secret_and_no_path_is_told(
    opened: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "ATTACKS", {})
    opened.answer(25)
    before = files(opened)
    (opened.folder / "ids.txt").write_text(f"{PERSON}\n@somebody_else\n", encoding="utf-8")
    done = opened.run(COMMAND, "--ids", "ids.txt", "--report", "proof.html")
    page = (opened.folder / "proof.html").read_text(encoding="utf-8")

    assert done.exit_code == 1
    assert files(opened) == before
    for told in (done.output, page):
        for secret in (PERSON, "somebody_else", opened.settings["RIGHTSBOT_KEK"], "/data"):
            assert secret not in told


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--report", "proof.pdf"), ".html or .json"),
        (("--report", "nowhere/proof.html"), "a directory that exists"),
        (("--report", "data/proof.html"), "outside the data directory"),
        (("--ids", "nowhere.txt"), "can be read"),
        (("--ids", "ids.txt"), "line 2"),
    ],
)
def test_wrong_use_is_refused_before_any_work(
    opened: Shell, words: tuple[str, ...], why: str
) -> None:
    (opened.folder / "ids.txt").write_text(f"{PERSON}\nJane Example\n", encoding="utf-8")
    done = opened.run(COMMAND, *words)

    assert done.exit_code == 2
    assert done.stdout == ""
    assert why in done.stderr
    assert "Jane" not in done.stderr


def test_keys_that_do_not_fit_are_refused(opened: Shell) -> None:
    done = opened.run(COMMAND, KEK="d3Jvbmd3cm9uZ3dyb25nd3Jvbmd3cm9uZ3dyb25nd28=")
    assert done.exit_code == 2
    assert done.stderr.startswith("rightsbot: RIGHTSBOT_KEK")
