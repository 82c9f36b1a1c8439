import shutil
from pathlib import Path

import pytest

from bot.content.load import load
from bot.content.search import Index
from bot.content.skeleton import skeletons

KEYWORDS = {
    "letters": {
        "fr": "lettre, vol de données",
        "nl": "brief, datalek",
        "en": "letter, data breach",
        "bg": "писмо, изтичане на данни, жалба",
        "sq": "letër, rrjedhje të dhënash",
    },
    "computers": {
        "fr": "algorithme, ordinateur",
        "nl": "algoritme, computer",
        "en": "algorithm, computer, AI",
        "bg": "алгоритъм, компютър, решение",
        "sq": "algoritëm, kompjuter",
    },
}
TOPICS = frozenset({"cameras", *KEYWORDS})


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("search") / "content"
    shutil.copytree(Path(__file__).parent / "good/content", folder)
    topics = folder / "topics"
    for topic, words in KEYWORDS.items():
        (topics / topic).mkdir()
        for lang, keywords in words.items():
            text = (topics / f"cameras/{lang}.md").read_text()
            head, rest = text.split("title:", 1)
            rest = rest.split("checked:", 1)[1]
            head += f"title: {keywords.split(',')[0]}\nbutton: x\nkeywords: [{keywords}]\nchecked:"
            body = rest.split("myth:")[0] + 'myth: {says: "x", true: true, because: "y"}\n---\n'
            sections = "".join(f"## x {{#{part}}}\n\ny\n\n" for part in ("short", "steps", "law"))
            (topics / f"{topic}/{lang}.md").write_text(head + body + sections)
    catalogue, _ = load(folder)
    assert set(catalogue.topics) == TOPICS
    return Index(catalogue)


@pytest.mark.parametrize(
    ("lang", "typed", "topic"),
    [
        ("en", "someone put a CAMERA in my street", "cameras"),
        ("en", "cammera", "cameras"),
        ("fr", "visages", "cameras"),
        ("bg", "камерата", "cameras"),
        ("bg", "kamerata", "cameras"),
        ("bg", "imam jalba", "letters"),
        ("bg", "imam zhalba", "letters"),
        ("bg", "re6enie", "computers"),
        ("bg", "izti4ane na danni", "letters"),
        ("sq", "te dhenash", "letters"),
        ("sq", "leter", "letters"),
        ("en", "AI", "computers"),
        ("en", "ai?", "computers"),
    ],
)
def test_a_topic_is_found_however_it_is_typed(
    index: Index, lang: str, typed: str, topic: str
) -> None:
    assert index.find(typed, lang, TOPICS)[:1] == (topic,)


def test_another_language_than_the_chosen_one_is_found_too(index: Index) -> None:
    assert index.find("жалба", "fr", TOPICS) == ("letters",)


@pytest.mark.parametrize(
    "typed", ["", "?", "a", "pizza recipe", "qwzx jkl", "42", "🙂", "the " * 5000]
)
def test_what_fits_nothing_finds_nothing(index: Index, typed: str) -> None:
    assert index.find(typed, "en", TOPICS) == ()


def test_cyrillic_and_latin_typing_have_one_skeleton() -> None:
    for cyrillic, latin in (
        ("жалба", "jalba"),
        ("щета", "6teta"),
        ("чужд", "4ujd"),
        ("цена", "tsena"),
    ):
        assert skeletons(cyrillic) == skeletons(latin)
