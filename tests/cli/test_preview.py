"""`preview` shows what residents will see."""

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from bot.cli.options import Lang
from bot.content.load import load
from bot.core.model import LANGUAGES
from bot.core.survey import first_open, path
from bot.core.tour import leading_to
from tests.cli.conftest import GOOD, Shell

SURVEY = load(GOOD)[0].surveys["services"]


def test_a_topic_is_shown_part_by_part(shell: Shell) -> None:
    done = shell.run("preview", "cameras")

    assert done.exit_code == 0
    for heading in ("true or not", "guessed: true", "guessed: not true", "steps", "law", "help"):
        assert f"--- {heading}" in done.stdout


def test_cities_that_read_the_same_are_shown_once_and_others_apart(shell: Shell) -> None:
    shown = shell.run("preview", "cameras").stdout

    assert "--- true or not ---" in shown
    assert "--- steps (no city chosen) ---" in shown
    assert "--- steps (Brussels, Tirana) ---" in shown
    assert "--- law (Brussels) ---" in shown
    assert "--- law (Tirana) ---" in shown


def test_a_survey_is_shown_from_consent_to_thanks_as_it_will_be_once_open(shell: Shell) -> None:
    done = shell.run("preview", "services")
    headings = [line.strip("- ") for line in done.stdout.splitlines() if line.startswith("--- ")]

    assert headings == [
        "consent",
        "the full notice",
        "question 1: online",
        "question 2: channel, only if online is no",
        "question 3: tools",
        "question 4: age",
        "review",
        "after Send",
    ]
    assert "has ended" not in done.stdout


def test_the_language_asked_for_is_the_one_shown(shell: Shell) -> None:
    shown = {lang: shell.run("preview", "services", "--lang", lang).stdout for lang in LANGUAGES}
    assert len(set(shown.values())) == len(LANGUAGES)


def test_an_unknown_name_is_wrong_use_and_lists_what_there_is(shell: Shell) -> None:
    done = shell.run("preview", "nothing")

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "rightsbot: no topic or survey is called that; there are: cameras, services"
    ]


def test_a_text_that_is_held_back_is_not_in_order(shell: Shell) -> None:
    (shell.folder / "content/topics/cameras/fr.md").unlink()
    done = shell.run("preview", "cameras")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "rightsbot check" in done.stderr


def test_the_options_know_the_languages_of_the_bot() -> None:
    assert get_args(Lang) == LANGUAGES


@given(st.sampled_from((*SURVEY.questions, None)))
def test_made_up_answers_lead_to_their_question(goal: object) -> None:
    question = next((q for q in SURVEY.questions if q == goal), None)
    answers = leading_to(SURVEY, question)

    assert first_open(SURVEY, answers) == question
    assert set(answers) <= {met.id for met in path(SURVEY, answers)}
