"""What is shipped is what residents read: it has no fault and no advice open."""

from pathlib import Path

import pytest

from bot.content.check_locales import check_locales
from bot.content.load import load
from bot.content.render import ANSWER
from bot.content.search import Index
from bot.content.words import Dictionary
from bot.core.model import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]


def test_the_shipped_content_has_no_problem() -> None:
    catalogue, problems = load(ROOT / "content")

    assert problems == ()
    assert catalogue.cities
    assert catalogue.topics
    assert catalogue.surveys
    assert set(catalogue.pages) == {"privacy", "notice", "help"}


def test_the_shipped_surveys_are_in_five_languages_whatever_their_city_needs() -> None:
    for survey in load(ROOT / "content")[0].surveys.values():
        assert set(survey.title) == set(LANGUAGES)


def test_the_shipped_words_are_complete_in_every_language() -> None:
    assert check_locales(ROOT / "locales") == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_question_for_a_typed_answer_has_the_word_that_carries_the_link(lang: str) -> None:
    dictionary = Dictionary.load(ROOT / "locales")

    assert ANSWER in dictionary.template(lang, "reply.comment")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_title_of_a_topic_finds_the_topic(lang: str) -> None:
    catalogue, _ = load(ROOT / "content")
    index = Index(catalogue)

    for topic in catalogue.topics.values():
        assert index.find(topic.text[lang].title, lang, catalogue.topics)[0] == topic.id
