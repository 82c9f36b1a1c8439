"""`preview`: a topic or survey, message by message, as residents will see it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ending import NotInOrder, finish, settings
from bot.cli.options import LangOption
from bot.core import event as ev
from bot.core.engine import step
from bot.core.event import (
    Now,
    Pressed,
)
from bot.core.model import PREFER_NOT, Catalogue, Part, Question, State, Survey, Topic, Type
from bot.core.screen import Screen
from bot.core.sheet import (
    Answers,
    Place,
    Receipt,
    Sheet,
    Value,
)
from bot.core.survey import codes, record

if TYPE_CHECKING:
    from bot.content.words import Dictionary
    from bot.settings import Settings

NOWHERE = "no city chosen"


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

        screen = step(self.catalogue, place, Now(event, self.today, 0, bytes(10)))
        if not isinstance(screen, Screen):
            raise TypeError("a preview shows screens only")
        rendered = render(
            screen, self.dictionary, lambda e, p: wire.pack(self.catalogue, e, p), lambda d: d
        )
        return "\n".join(lines(rendered))

    def city(self, city: str | None) -> str:
        return self.catalogue.cities[city].name[self.lang] if city else NOWHERE


def _topic(stage: Stage, topic: Topic) -> Iterator[str]:
    cities = tuple(city for city in stage.catalogue.cities if city in topic.cities)
    nowhere = (None,) if len(stage.catalogue.cities) > 1 else ()
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
    until = survey.until or stage.today + timedelta(days=survey.days - 1)
    opened = replace(survey, state=State.OPEN, until=max(until, stage.today))
    surveys = {**stage.catalogue.surveys, survey.id: opened}
    stage = replace(stage, catalogue=replace(stage.catalogue, surveys=surveys))
    cities = tuple(city for city in survey.cities if city in stage.catalogue.cities)
    for heading, event in _survey_events(opened):
        yield from _per_city(stage, heading, event, cities)


def _survey_events(survey: Survey) -> Iterator[tuple[str, Pressed]]:
    yield "consent", ev.Consent(survey.id)
    yield "the full notice", ev.ReadNotice(survey.id)
    for number, question in enumerate(survey.questions, start=1):
        sheet = Sheet(survey.id, 0, leading_to(survey, question))
        yield f"question {number}: {question.id}{_condition(question)}", ev.Ask(sheet, question.id)
    yield "review", ev.Review(Sheet(survey.id, 0, leading_to(survey, None)))
    yield "after Send", ev.Thanks(survey.id, Receipt(bytes(10)))


def _condition(question: Question) -> str:
    wanted = (
        f"{earlier} is {' or '.join(sorted(options))}"
        for earlier, options in question.ask_if.items()
    )
    return f", only if {' and '.join(wanted)}" if question.ask_if else ""


def leading_to(survey: Survey, goal: Question | None) -> Answers:
    """Made-up answers with which a person meets this question; to the end where there is none."""
    before: list[Question] = []
    for question in survey.questions:
        if goal is not None and question.id == goal.id:
            break
        before.append(question)
    wanted = dict(goal.ask_if) if goal else {}
    for question in reversed(before):
        if question.id in wanted:
            for earlier, options in question.ask_if.items():
                wanted[earlier] = wanted.get(earlier, options) & options
    return record(survey, {question.id: _made_up(question, wanted) for question in before})


def _made_up(question: Question, wanted: Mapping[str, frozenset[str]]) -> Value:
    if question.type is Type.NUMBER:
        return PREFER_NOT if question.id in wanted else question.low
    options = wanted.get(question.id, frozenset(codes(question)))
    code = next((code for code in codes(question) if code in options), PREFER_NOT)
    return (code,) if question.type is Type.MULTIPLE and code != PREFER_NOT else code


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
