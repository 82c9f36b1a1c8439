from datetime import date
from pathlib import Path

import pytest

from bot.content.locate import locate
from bot.content.words import Dictionary
from bot.core.model import LANGUAGES
from bot.core.screen import Say, Text

GOOD = Path(__file__).parent / "good" / "locales"


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary.load(GOOD)


def test_each_language_says_its_own_words(dictionary: Dictionary) -> None:
    said = {dictionary.say(lang, "word", {"name": "x"}) for lang in LANGUAGES}

    assert said == {"Le mot x.", "Het woord x.", "The word x.", "Думата x.", "Fjala x."}


@pytest.mark.parametrize(
    ("lang", "n", "said"),
    [
        ("en", 1, "1 question"),
        ("en", 0, "0 questions"),
        ("fr", 0, "0 question"),
        ("bg", 2, "2 въпроса"),
        ("sq", 1, "1 pyetje"),
    ],
)
def test_a_number_picks_the_plural_of_the_language(
    dictionary: Dictionary, lang: str, n: int, said: str
) -> None:
    assert dictionary.say(lang, "questions", {"n": n}) == said


def test_a_plain_text_may_have_a_number_among_its_values(dictionary: Dictionary) -> None:
    assert dictionary.say("en", "word", {"n": 3, "name": "x"}) == "The word x."


def test_what_somebody_typed_is_never_interpreted(dictionary: Dictionary) -> None:
    typed = "{name} {0.__class__} {name.__class__} {question} %s {{"

    assert dictionary.say("en", "word", {"name": typed}) == f"The word {typed}."


def test_a_value_is_said_in_the_language_of_the_reader(dictionary: Dictionary) -> None:
    values = {"name": Say("word", {"name": Text("y")})}

    assert dictionary.say("fr", "word", values) == "Le mot Le mot y.."


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "Le mot 24 novembre 2026."),
        ("nl", "Het woord 24 november 2026."),
        ("en", "The word 24 November 2026."),
        ("bg", "Думата 24 ноември 2026\u202fг.."),
        ("sq", "Fjala 24 nëntor 2026."),
    ],
)
def test_a_date_reads_as_people_of_the_city_write_it(
    dictionary: Dictionary, lang: str, said: str
) -> None:
    found = dictionary.say(lang, "word", {"name": date(2026, 11, 24)})

    assert found.replace("\xa0", "\u202f") == said


def test_missing_words_fall_back_to_english_then_to_the_key(good: Path) -> None:
    albanian = good / "locales/sq/LC_MESSAGES/bot.po"
    albanian.write_text(albanian.read_text().replace("Fjala {name}.", ""))
    dictionary = Dictionary.load(good / "locales")

    assert dictionary.say("sq", "word", {"name": "x"}) == "The word x."
    assert dictionary.say("sq", "no.such.key") == "no.such.key"
    assert dictionary.missing(["word", "questions"]) == (("sq", "word"),)


def test_a_doubtful_translation_counts_as_missing(good: Path) -> None:
    albanian = good / "locales/sq/LC_MESSAGES/bot.po"
    albanian.write_text(albanian.read_text().replace('msgid "word"', '#, fuzzy\nmsgid "word"'))

    assert Dictionary.load(good / "locales").missing(["word"]) == (("sq", "word"),)


def test_a_named_folder_is_the_only_one_looked_at(tmp_path: Path) -> None:
    assert locate("locales", tmp_path) == tmp_path
    with pytest.raises(FileNotFoundError):
        locate("locales", tmp_path / "none")


def test_the_working_folder_comes_before_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert locate("content").parent != tmp_path
    (tmp_path / "content").mkdir()

    assert locate("content") == tmp_path / "content"
