"""The level of a text is the published formula, over what is read and nothing else."""

from pathlib import Path

import pytest

from bot.content.prose.languages import KNOWN
from bot.content.prose.reading import level, sentences
from bot.core.model import LANGUAGES, Lang

ROOT = Path(__file__).resolve().parents[2]
TEXT = "You can ask. Write to the municipality: they must answer."


def test_the_level_is_words_by_sentences_and_the_share_of_long_words() -> None:
    # Ten words in three sentences; "municipality" alone has more than six letters.
    assert level(TEXT, "en") == pytest.approx(10 / 3 + 100 * 1 / 10)
    assert level("", "en") == 0.0


def test_markdown_and_the_settings_do_not_count() -> None:
    written = (
        "---\nversion: 1\ntitle: Considerable considerations\n---\n\n"
        "You can **ask**. Write to the [municipality](https://www.example.org/considerable):\n"
        "they must _answer_."
    )

    assert level(written, "en") == pytest.approx(level(TEXT, "en"))


def test_an_albanian_letter_of_two_signs_is_one_letter() -> None:
    assert level("gjithsej", "sq") == pytest.approx(1.0)
    assert level("gjithsej", "en") == pytest.approx(101.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Steps\n\n1. Ask. Wait.\n2. Write", ["Steps", "Ask. ", "Wait.", "Write"]),
        ("Законът от 2007 г., променен. Така.", ["Законът от 2007 г., променен. ", "Така."]),
        ("От 2025 г. Забранен е.", ["От 2025 г. ", "Забранен е."]),
        ("Voyez l’art. 5 du RGPD. Puis écrivez.", ["Voyez l’art. 5 du RGPD. ", "Puis écrivez."]),
        ("One line\nand its end. “Yes.” No", ["One line\nand its end. “", "Yes.” ", "No"]),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, expected: list[str]) -> None:
    assert [text[start:end].rstrip("\n 12.") for start, end in sentences(text)] == [
        sentence.rstrip("\n 12.") for sentence in expected
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_limit_of_a_language_is_near_its_hardest_shipped_text(lang: Lang) -> None:
    files = [
        *(ROOT / "content").glob(f"topics/*/{lang}.md"),
        *(ROOT / "content").glob(f"pages/*/{lang}.md"),
    ]
    hardest = max(level(file.read_text(encoding="utf-8"), lang) for file in files)

    assert hardest <= KNOWN[lang].most_level <= hardest + 8
