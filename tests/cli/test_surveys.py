"""A survey's life by commands, beside a real database."""

import re
from datetime import date, timedelta

import pytest

from bot.cli.surveys import _too_few
from bot.house import utc_now
from tests.cli.conftest import SURVEY, Shell

TODAY = utc_now().date()


def listed(shell: Shell) -> str:
    (line,) = shell.run("survey", "list").stdout.splitlines()
    return line


def refused(shell: Shell, *words: str, typed: str | None = None) -> str:
    done = shell.run(*words, typed=typed)
    assert done.exit_code == 2
    return done.stderr


def test_a_survey_is_listed_before_and_after_it_is_published(shell: Shell) -> None:
    assert re.search(r"services +brussels +draft +60 days +not published", listed(shell))
    shell.run("survey", "publish", SURVEY)

    assert re.search(r"open +until [0-9-]{10} +mixed so far: fewer than 10", listed(shell))


@pytest.mark.parametrize(
    ("until", "reason"), [("9999-12-31", "at most 400 days"), ("2020-01-01", "has passed")]
)
def test_a_survey_that_will_not_open_says_why_in_the_list(
    shell: Shell, until: str, reason: str
) -> None:
    file = shell.folder / "content/surveys/services/survey.yaml"
    text = re.sub(r"days: \d+", f"until: {until}\npublish: auto", file.read_text())
    file.write_text(text if text.count("publish:") == 1 else text.replace("publish: auto\n", "", 1))
    assert reason in listed(shell)


def test_a_day_that_no_calendar_passes_is_said_too() -> None:
    assert "9999-12-31" in _too_few(SURVEY, date.max)


def test_what_is_held_back_is_no_news_to_who_asked_for_something_else(shell: Shell) -> None:
    (shell.folder / "content/surveys/services/fr.yaml").unlink()
    done = shell.start("staff", "list")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_count_moves_in_tens(opened: Shell) -> None:
    opened.answer(37)  # ten of them wait in the urn
    assert "mixed so far: 20" in listed(opened)


def test_a_survey_is_published_once(opened: Shell) -> None:
    assert "published before" in refused(opened, "survey", "publish", SURVEY)


def test_a_survey_with_an_error_is_held_back(shell: Shell) -> None:
    (shell.folder / "content/surveys/services/fr.yaml").unlink()
    done = shell.run("survey", "publish", SURVEY)

    assert done.exit_code == 1
    assert "rightsbot check" in done.stderr


@pytest.mark.parametrize("command", ["extend", "close", "release"])
def test_what_is_not_published_has_no_life_yet(shell: Shell, command: str) -> None:
    more = ("--until", "2099-01-01") if command == "extend" else ()
    assert "not published" in refused(shell, "survey", command, SURVEY, *more)
    assert "no survey" in refused(shell, "survey", command, "nothing", *more)


def test_extending_goes_to_a_later_day_only(opened: Shell) -> None:
    later = TODAY + timedelta(days=100)
    assert opened.run("survey", "extend", SURVEY, "--until", f"{later}").exit_code == 0

    assert f"until {later}" in listed(opened)
    assert "later" in refused(opened, "survey", "extend", SURVEY, "--until", f"{later}")
    assert "passed" in refused(opened, "survey", "extend", SURVEY, "--until", "2020-01-01")
    assert "too far" in refused(opened, "survey", "extend", SURVEY, "--until", "9999-12-31")
    refused(opened, "survey", "extend", SURVEY, "--until", "tomorrow")


def test_results_are_not_made_of_too_few_and_the_number_needed_is_said(opened: Shell) -> None:
    done = opened.run("survey", "release", SURVEY)

    assert (done.exit_code, done.stdout) == (1, "")
    assert "30 mixed answers" in done.stderr
    assert "fewer than 10" in done.stderr


def test_results_are_made_now_and_then_not_before_the_next_number(opened: Shell) -> None:
    opened.answer(47)
    made, again = opened.run("survey", "release", SURVEY), opened.run("survey", "release", SURVEY)

    assert (made.exit_code, again.exit_code) == (0, 1)
    assert "interim results 1" in made.stdout
    assert "60 mixed answers; mixed so far: 30" in again.stderr


def test_closing_says_what_is_destroyed_and_wants_the_id_typed(opened: Shell) -> None:
    opened.answer(30)
    done = opened.run("survey", "close", SURVEY, typed="something-else\n")

    assert done.exit_code == 2
    assert "Destroyed: the marks" in done.stdout
    assert " open " in listed(opened)
    refused(opened, "survey", "close", SURVEY, typed="")
    assert " open " in listed(opened)

    assert opened.run("survey", "close", SURVEY, typed=f"{SURVEY}\n").exit_code == 0
    assert re.search(r" closed .* closed with (25|30|35)$", listed(opened))


def test_a_closed_survey_never_opens_again(opened: Shell) -> None:
    opened.answer(30)
    opened.run("survey", "close", SURVEY, "--yes")

    assert "never" in refused(opened, "survey", "extend", SURVEY, "--until", "2099-01-01")
    assert "already" in refused(opened, "survey", "close", SURVEY, "--yes")
    assert "stand" in opened.run("survey", "release", SURVEY).stderr


def test_with_few_answers_closing_only_ends_and_says_until_when_to_extend(opened: Shell) -> None:
    opened.answer(9)
    done = opened.run("survey", "close", SURVEY, "--yes")

    last = TODAY + timedelta(days=59 + 14)
    assert done.exit_code == 0
    assert f"Extend it by {last}" in done.stdout
    assert " ended " in listed(opened)
