"""Shows a survey message by message as the phones of residents will, in each of its languages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape
from starlette.responses import Response

from bot.console.findings import look
from bot.console.visit import Refused, Visit
from bot.content.render import Rendered, render
from bot.content.styled import Entity, Styled
from bot.core.event import Pressed
from bot.core.here import Here
from bot.core.menu import OWN_NAMES
from bot.core.model import LANGUAGES, Catalogue, Lang, Question, State, Survey
from bot.core.naming import named
from bot.core.sheet import Place
from bot.core.tour import Leg, Stop, opened, screen, stops

TAGS = {"bold": "strong", "italic": "em", "code": "code", "blockquote": "blockquote"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One screen."""

    heading: str
    condition: str
    """Who meets the question, in words; empty: everybody."""
    long: bool
    """Folded up: who looks through the questions need not pass it."""
    bubbles: tuple[Markup, ...]
    lang: Lang
    """Of the bubbles, for whoever hears them read aloud."""
    rows: tuple[tuple[str, ...], ...]
    """The words on the buttons."""


@dataclass(frozen=True, slots=True)
class Tab:
    lang: Lang
    name: str
    needed: bool
    """Residents of the city are promised this language."""


async def preview(visit: Visit) -> Response:
    survey = await look(visit)
    tabs = tuple(languages(visit, survey))
    lang = visit.request.query_params.get("in", tabs[0].lang)
    if lang not in survey.title:
        raise Refused(404, "console.error.unknown")
    seen = tuple(screens(visit, survey, lang))
    return visit.page("preview", survey=survey, tabs=tabs, wanted=lang, screens=seen)


def languages(visit: Visit, survey: Survey) -> Iterator[Tab]:
    """Those that the survey speaks, the city's own first."""
    needed = [lang for lang in visit.city.languages if lang in survey.title]
    others = [lang for lang in LANGUAGES if lang in survey.title and lang not in needed]
    for lang in (*needed, *others):
        yield Tab(lang, OWN_NAMES[lang], lang in needed)


def screens(
    visit: Visit, survey: Survey, lang: Lang, content: Catalogue | None = None
) -> Iterator[Shown]:
    """A draft as it will be once it is open, any other as it was; among the texts shown now, or
    among those of `content`.
    """
    on = opened(survey, visit.today) if survey.state is State.DRAFT else survey
    on = replace(on, state=State.OPEN, until=max(on.until or visit.today, visit.today))
    content = content or visit.house.content
    catalogue = replace(content, surveys={**content.surveys, on.id: on})
    place = Place(lang, on.cities[0])
    here = Here(catalogue, place, visit.today, 0, b"")
    for stop in stops(on):
        condition = _condition(visit, here, on, stop.question)
        rendered = drawn(visit, catalogue, place, stop.event)
        yield shown(rendered, _heading(visit, stop), condition, long=stop.leg is Leg.NOTICE)


def drawn(visit: Visit, catalogue: Catalogue, place: Place, event: Pressed) -> Rendered:
    """What an event leads to, as Telegram would get it; its buttons lead nowhere."""
    found = screen(catalogue, place, event, visit.today)
    return render(found, visit.house.dictionary, lambda *_: "", lambda _: "")


def shown(rendered: Rendered, heading: str, condition: str = "", *, long: bool = False) -> Shown:
    return Shown(
        heading=heading,
        condition=condition,
        long=long,
        bubbles=tuple(_bubbles(rendered)),
        lang=rendered.lang,
        rows=tuple(tuple(button.text for button in row) for row in rendered.rows),
    )


def _heading(visit: Visit, stop: Stop) -> str:
    if stop.leg is Leg.QUESTION:
        return visit.say("console.preview.question", number=stop.number)
    return visit.say(f"console.preview.{stop.leg}")


def _condition(visit: Visit, here: Here, survey: Survey, question: Question | None) -> str:
    """In the reader's language, with the survey's words in the language looked at."""
    if question is None or not question.ask_if:
        return ""
    asked = {earlier.id: earlier for earlier in survey.questions}
    wanted = (
        visit.say(
            "console.preview.when",
            question=here.word(asked[earlier].text),
            answers=", ".join(
                visit.shown(named(here, asked[earlier], code)) for code in sorted(options)
            ),
        )
        for earlier, options in question.ask_if.items()
    )
    return visit.say("console.preview.only", conditions="; ".join(wanted))


def _bubbles(rendered: Rendered) -> Iterator[Markup]:
    for message in rendered.messages:
        yield html(message)
    if rendered.reply:
        yield html(rendered.reply.ask)


def html(styled: Styled) -> Markup:
    """The text with its entities as safe HTML: every character of it is escaped."""
    units = styled.text.encode("utf-16-le")
    return _piece(units, styled.entities, 0, len(units) // 2)


def _piece(units: bytes, entities: Sequence[Entity], start: int, end: int) -> Markup:
    """From start to end, in UTF-16 units; an entity holds those that lie within it."""
    done, at = Markup(), start
    for i, entity in enumerate(entities):
        if entity.offset < at or entity.end > end:
            continue
        done += _text(units, at, entity.offset)
        inner = [other for other in entities[i + 1 :] if other.end <= entity.end]
        done += _tagged(entity, _piece(units, inner, entity.offset, entity.end))
        at = entity.end
    return done + _text(units, at, end)


def _text(units: bytes, start: int, end: int) -> Markup:
    return escape(units[2 * start : 2 * end].decode("utf-16-le"))


def _tagged(entity: Entity, inner: Markup) -> Markup:
    if entity.type in TAGS:
        return Markup("<{0}>{1}</{0}>").format(TAGS[entity.type], inner)
    if entity.url and entity.url.startswith(("https://", "http://")):
        return Markup('<a href="{0}" rel="noreferrer">{1}</a>').format(entity.url, inner)
    return inner
