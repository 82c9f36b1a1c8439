"""`preview`: a topic or survey, message by message, as residents will see it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ending import NotInOrder, finish, settings
from bot.cli.options import LangOption
from bot.core import event as ev
from bot.core.event import Pressed
from bot.core.here import word_in
from bot.core.model import Catalogue, Part, Question, Survey, Topic
from bot.core.sheet import Place
from bot.core.tour import Leg, Stop, opened, screen, stops

if TYPE_CHECKING:
    from bot.content.words import Dictionary
    from bot.settings import Settings

NOWHERE = "no city chosen"
HEADINGS = {
    Leg.CONSENT: "consent",
    Leg.NOTICE: "the full notice",
    Leg.REVIEW: "review",
    Leg.THANKS: "after Send",
    Leg.COMMENT: "comment",
}


def preview(
    name: Annotated[str, typer.Argument(metavar="TOPIC-OR-SURVEY", help="Its id.")],
    lang: LangOption = "en",
) -> None:
    """Show a topic or survey as residents will see it."""
    finish(_preview(settings(), name, lang))


async def _preview(chosen: "Settings", name: str, lang: str) -> None:
    from bot.house import Refusal, read_content, utc_now

    dictionary, content, problems = read_content(chosen)
    today = utc_now().date()
    stage = Stage(content, dictionary, lang, today)
    if name in content.topics:
        lines = _topic(stage, content.topics[name])
    elif name in content.surveys:
        lines = _survey(stage, content.surveys[name])
    elif any(p.is_error and name in p.path.split("/")[:2] for p in problems):
        raise NotInOrder(f"{name} has an error and is held back: run `rightsbot check`")
    else:
        known = ", ".join((*content.topics, *content.surveys))
        raise Refusal(f"no topic or survey is called that; there are: {known}")
    for line in lines:
        typer.echo(line)


@dataclass(frozen=True, slots=True)
class Stage:
    catalogue: Catalogue
    dictionary: "Dictionary"
    lang: str
    today: date

    def shown(self, event: Pressed, place: Place) -> str:
        from bot.content.render import render
        from bot.core import wire
        from bot.terminal import lines

        rendered = render(
            screen(self.catalogue, place, event, self.today),
            self.dictionary,
            lambda e, p: wire.pack(self.catalogue, e, p),
            lambda d: d,
        )
        return "\n".join(lines(rendered))

    def city(self, city: str | None) -> str:
        known = self.catalogue.cities.get(city or "")
        return word_in(known.name, self.lang, known) if known else NOWHERE


def _topic(stage: Stage, topic: Topic) -> Iterator[str]:
    cities = tuple(city for city in stage.catalogue.cities if city in topic.cities)
    nowhere = (None,) if len(stage.catalogue.cities) > 1 and not topic.own_of else ()
    for heading, event in _topic_events(topic):
        yield from _per_city(stage, heading, event, (*nowhere, *cities))


def _topic_events(topic: Topic) -> Iterator[tuple[str, Pressed]]:
    yield "true or not", ev.ReadTopic(topic.id, Part.MYTH)
    yield "guessed: true", ev.Guess(topic.id, true=True)
    yield "guessed: not true", ev.Guess(topic.id, true=False)
    for part in (Part.STEPS, Part.LAW, Part.HELP):
        yield part, ev.ReadTopic(topic.id, part)


def _survey(stage: Stage, survey: Survey) -> Iterator[str]:
    """As it will be once it is open."""
    on = opened(survey, stage.today)
    surveys = {**stage.catalogue.surveys, survey.id: on}
    stage = replace(stage, catalogue=replace(stage.catalogue, surveys=surveys))
    cities = tuple(city for city in survey.cities if city in stage.catalogue.cities)
    for stop in stops(on):
        yield from _per_city(stage, _heading(stop), stop.event, cities)


def _heading(stop: Stop) -> str:
    if stop.question is None:
        return HEADINGS[stop.leg]
    return f"question {stop.number}: {stop.question.id}{_condition(stop.question)}"


def _condition(question: Question) -> str:
    wanted = (
        f"{earlier} is {' or '.join(sorted(options))}"
        for earlier, options in question.ask_if.items()
    )
    return f", only if {' and '.join(wanted)}" if question.ask_if else ""


def _per_city(
    stage: Stage, heading: str, event: Pressed, cities: tuple[str | None, ...]
) -> Iterator[str]:
    """Once for all cities in which the message reads the same."""
    same: dict[str, list[str]] = {}
    for city in cities:
        same.setdefault(stage.shown(event, Place(stage.lang, city)), []).append(stage.city(city))
    for text, names in same.items():
        where = f" ({', '.join(names)})" if len(same) > 1 else ""
        yield f"--- {heading}{where} ---"
        yield f"{text}\n"
