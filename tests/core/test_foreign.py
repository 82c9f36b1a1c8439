"""A city's own texts, in some of the five languages: no word is foreign without the line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from hypothesis import example, given
from hypothesis import strategies as st

from bot.content.words import Dictionary
from bot.core import event as ev
from bot.core.foreign import language_of
from bot.core.model import (
    LANGUAGES,
    Catalogue,
    City,
    Comment,
    Lang,
    Myth,
    Part,
    Question,
    Survey,
    Topic,
    TopicText,
    Words,
)
from bot.core.screen import Block, Bold, Lines, Markdown, Say, Screen, Text, Value
from bot.core.sheet import Place
from tests.core.pressing import HOME, TODAY, said, screen
from tests.core.test_pressing import Resident, comments

MARK = re.compile(r"\((fr|nl|en|bg|sq)\)")
"""The catalogue of these tests ends each of its texts with its language."""
SOME = st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=4, unique=True).map(frozenset)
LINES = ("other_language.text", "other_language.buttons")


def test_a_text_without_the_readers_language_is_read_in_the_first_one_of_the_city(
    catalogue: Catalogue,
) -> None:
    world = spoken(catalogue, frozenset({"nl", "fr", "sq"}))
    shown = screen(world, ev.ReadTopic("market", Part.SHORT))
    assert shown.blocks[:2] == (
        Say("other_language.text", {"language": Say("other_language.fr")}),
        Bold(Text("Market (fr)", "fr")),
    )
    for lang in ("fr", "nl", "sq"):
        own = screen(world, ev.ReadTopic("market", Part.SHORT), Place(lang, "north"))
        assert own.blocks[0] == Bold(Text(f"Market ({lang})"))
        assert language_of(own) == lang
    assert language_of(shown) == "fr"


def test_the_own_topic_of_a_city_is_met_nowhere_else(catalogue: Catalogue) -> None:
    world = spoken(catalogue, frozenset({"fr"}))
    there = screen(world, ev.Opened("south", topic="market"))
    assert "topic.not_here" in said(there)
    for city in ("south", None):
        offered = screen(world, ev.Topics(), Place("fr", city))
        assert "Market (fr)" not in "".join(words(offered))
    assert "Market (fr)" in "".join(words(screen(world, ev.Topics())))


def test_a_link_to_it_without_a_city_asks_for_the_city_first(catalogue: Catalogue) -> None:
    world = spoken(catalogue, frozenset({"fr"}))
    asked = screen(world, ev.Opened(topic="market"), Place("fr"))
    (north,) = (b for row in asked.rows for b in row if b.place.city == "north")
    assert Bold(Text("Market (fr)")) in screen(world, north.event, north.place).blocks


def test_a_list_says_so_of_its_titles(catalogue: Catalogue) -> None:
    shown = screen(spoken(catalogue, frozenset({"fr"})), ev.Topics(), HOME)
    assert LINES[1] in said(shown)
    assert LINES[0] not in said(shown)


def test_the_line_is_written_in_every_language() -> None:
    dictionary = Dictionary.load(Path(__file__).parents[2] / "locales")
    names = (f"other_language.{lang}" for lang in LANGUAGES)
    assert dictionary.missing((*LINES, "other_language.and", *names)) == ()


@dataclass
class Reader(Resident):
    """Looks at every screen for words in another language."""

    def see(self, shown: Screen) -> None:
        super().see(shown)
        marked = {lang for text in words(shown) for lang in MARK.findall(text)}
        foreign = marked - {shown.place.lang}
        lines = [block for block in shown.blocks if isinstance(block, Say) and block.key in LINES]
        assert len(lines) == bool(foreign)
        assert {f"other_language.{lang}" for lang in foreign} <= said(shown)
        assert not lines or shown.blocks[0] == lines[0]


@given(
    seed=st.integers(0, 1 << 32),
    langs=SOME,
    place=st.builds(
        Place, st.sampled_from(LANGUAGES), st.sampled_from([None, "north", "north", "south"])
    ),
)
@example(seed=0, langs=frozenset({"fr"}), place=Place("bg", "north"))
def test_every_screen_is_in_the_readers_language_or_says_which_it_is_in(
    catalogue: Catalogue, seed: int, langs: frozenset[Lang], place: Place
) -> None:
    reader = Reader(spoken(catalogue, langs), Random(seed), place)
    events = (ev.Opened(), ev.Topics(), ev.Helpers(), ev.Help(), ev.Privacy(full=True))
    for event in (*events, ev.ReadTopic("market", Part.LAW), ev.Typed("market", None)):
        reader.happen(event, place)
    for survey in ("ways", "kinds", "trial"):
        reader.happen(ev.Opened(place.city, survey=survey), place)
        reader.happen(ev.Surveys(), place)
    for written in comments("kinds"):
        reader.happen(written, place)
    for _ in range(50):
        reader.press()


def words(shown: Screen) -> Iterator[str]:
    """What moderators wrote of it, button or text."""
    yield from _written(shown.blocks)
    yield from _written(tuple(button.label for row in shown.rows for button in row))


def _written(parts: tuple[Block | Value, ...]) -> Iterator[str]:
    for part in parts:
        match part:
            case Text(text):
                yield text
            case Markdown(source, values):
                yield source
                yield from _written(tuple(v for k, v in values.items() if f"{{{k}}}" in source))
            case Say(values=values):
                yield from _written(tuple(values.values()))
            case Bold(inner):
                yield from _written((inner,))
            case Lines(blocks):
                yield from _written(blocks)
            case _:
                continue


def spoken(catalogue: Catalogue, langs: frozenset[Lang]) -> Catalogue:
    """With all texts that may lack languages cut down to these, and a topic of the city's own."""
    cities = {id_: _city(city, langs) for id_, city in catalogue.cities.items()}
    page = replace(catalogue.pages["help"], text=_marked("{emergency} {body}"))
    return replace(
        catalogue,
        cities=cities,
        topics={"market": _topic(langs)},
        surveys={id_: _survey(survey, langs) for id_, survey in catalogue.surveys.items()},
        pages={**catalogue.pages, "help": page},
    )


def _marked(text: str) -> Words:
    return {lang: f"{text} ({lang})" for lang in LANGUAGES}


def _cut(found: Words, langs: frozenset[Lang]) -> Words:
    return {lang: text for lang, text in found.items() if lang in langs}


def _city(city: City, langs: frozenset[Lang]) -> City:
    """Names stand there without a mark: they may be read in any language."""
    own = tuple(lang for lang in LANGUAGES if lang in langs)
    name = dict.fromkeys(own, city.id)
    helpers = tuple(replace(h, name=name, note=_cut(h.note, langs)) for h in city.helpers)
    emergency = _cut(city.emergency, langs)
    named = replace(city, name=name, body=name, authority=name, emergency=emergency)
    return replace(named, languages=own, helpers=helpers)


def _topic(langs: frozenset[Lang]) -> Topic:
    served = frozenset({"north"})
    return Topic("market", {la: _in(la) for la in langs}, ("data",), served, 78, ("north",))


def _in(lang: Lang) -> TopicText:
    parts = {key: {"north": f"law ({lang})"} for key in (Part.SHORT, Part.LAW)}
    myth = Myth(f"Never ({lang})", true=False, because=f"Why ({lang})")
    return TopicText(f"Market ({lang})", f"Market ({lang})", myth, parts, (), TODAY)


def _survey(survey: Survey, langs: frozenset[Lang]) -> Survey:
    comment = survey.comment
    return replace(
        survey,
        title=_cut(survey.title, langs),
        button=_cut(survey.button, langs),
        purpose=_cut(survey.purpose, langs),
        questions=tuple(_question(question, langs) for question in survey.questions),
        comment=comment and _comment(comment, langs),
    )


def _comment(comment: Comment, langs: frozenset[Lang]) -> Comment:
    return replace(comment, text=_cut(comment.text, langs), purpose=_cut(comment.purpose, langs))


def _question(question: Question, langs: frozenset[Lang]) -> Question:
    options = (
        replace(option, label=_cut(option.label, langs), button=_cut(option.button, langs))
        for option in question.options
    )
    return replace(
        question,
        options=tuple(options),
        text=_cut(question.text, langs),
        stem=_cut(question.stem, langs),
        row=_cut(question.row, langs),
        lowest=_cut(question.lowest, langs),
        highest=_cut(question.highest, langs),
    )
