"""Shows a text that is not published yet, screen by screen, as the phones of residents will."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.console.preview import Shown, drawn, screens, shown
from bot.console.text_files import Kind, Text
from bot.console.visit import Visit
from bot.content.load_topic import Whose, topic, topic_file
from bot.content.render import Rendered
from bot.content.styled import Styled
from bot.core import event as ev
from bot.core.event import Pressed
from bot.core.menu import OWN_NAMES
from bot.core.model import LANGUAGES, Catalogue, Lang, Part, State, Survey
from bot.core.sheet import Place
from bot.core.tour import opened


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as it would be; `whole` is its file in `lang`, the others are as they are."""

    visit: Visit
    text: Text
    lang: Lang
    whole: str

    def languages(self) -> tuple[tuple[Lang, str], ...]:
        """Those in which it can be looked at, the changed one first."""
        own = self.visit.city.languages if self.text.kind is Kind.CITY else (self.lang,)
        spoken = self.text.languages if self.text.kind is Kind.SURVEY else LANGUAGES
        return tuple((lang, OWN_NAMES[lang]) for lang in dict.fromkeys((*own, *spoken)))

    def screens(self, lang: Lang) -> tuple[tuple[Shown, ...], tuple[Shown, ...]]:
        """Those that change, and those that stay as they are; none where other files of the text
        are missing or at fault. Reads the disk.
        """
        now = self._screens(self.visit.house.content, lang)
        then = self._screens(self.catalogue(), lang)
        new = tuple(screen for screen in then if screen not in now)
        return new, tuple(screen for screen in then if screen in now)

    def _screens(self, catalogue: Catalogue, lang: Lang) -> tuple[Shown, ...]:
        if self.text.kind is Kind.SURVEY:
            survey = catalogue.surveys.get(self.text.id)
            found = screens(self.visit, survey, lang, catalogue) if survey else ()
            return tuple(found)
        return tuple(shown(rendered, heading) for heading, rendered in self._drawn(catalogue, lang))

    def messages(self, lang: Lang) -> tuple[Styled, ...]:
        """What these screens say, without buttons; of a survey there are none."""
        drawn_ = self._drawn(self.catalogue(), lang)
        return tuple(message for _, rendered in drawn_ for message in rendered.messages)

    def catalogue(self) -> Catalogue:
        content = self.visit.house.texts.with_(self.text.path(self.lang), self.whole)
        if self.text.kind is Kind.TOPIC and self.text.id not in content.topics:
            return _alone(content, self)
        return content

    def _drawn(self, catalogue: Catalogue, lang: Lang) -> Iterator[tuple[str, Rendered]]:
        place = Place(lang, self._city(catalogue))
        for key, event, content in self._stops(catalogue):
            heading = self.visit.say(key)
            yield heading, drawn(self.visit, content, place, event)

    def _city(self, catalogue: Catalogue) -> str:
        """The reader's own; for a topic that it does not show, one that does."""
        mine = self.visit.staff.city
        found = catalogue.topics.get(self.text.id) if self.text.kind is Kind.TOPIC else None
        if found is None or mine in found.cities:
            return mine
        return next(iter(sorted(found.cities)), mine)

    def _stops(self, content: Catalogue) -> Iterator[tuple[str, Pressed, Catalogue]]:
        match self.text.kind:
            case Kind.CITY:
                yield "console.text.screen.first", ev.Home(), content
                yield "button.helpers", ev.Helpers(), content
                yield "button.privacy", ev.Privacy(), content
            case Kind.TOPIC if self.text.id in content.topics:
                id_ = self.text.id
                yield "console.text.screen.myth", ev.ReadTopic(id_, Part.MYTH), content
                yield "button.part.short", ev.Guess(id_, true=False), content
                for part in (Part.STEPS, Part.LAW, Part.HELP):
                    yield f"button.part.{part}", ev.ReadTopic(id_, part), content
            case Kind.PAGE:
                yield from self._page(content)
            case _:
                return

    def _page(self, content: Catalogue) -> Iterator[tuple[str, Pressed, Catalogue]]:
        match self.text.id:
            case "help":
                yield "button.help", ev.Help(), content
            case "privacy":
                yield "button.privacy", ev.Privacy(full=True), content
            case "notice":
                for survey in self._surveys(content):
                    surveys = {**content.surveys, survey.id: survey}
                    event = ev.ReadNotice(survey.id)
                    yield "console.preview.notice", event, replace(content, surveys=surveys)
            case _:
                yield "console.text.screen.first", ev.Home(), content

    def _surveys(self, content: Catalogue) -> Iterator[Survey]:
        """One of the city's, as it is while it is open: a notice is read before a survey."""
        for survey in content.surveys.values():
            if self.visit.staff.city in survey.cities:
                yield replace(opened(survey, self.visit.today), state=State.OPEN)
                return


def _alone(content: Catalogue, draft: Draft) -> Catalogue:
    """A new topic of which other languages are still to be written: this one in their place."""
    text = draft.text
    whose = Whose(text.owners, text.source)
    file = topic_file(text.path(draft.lang), draft.lang, draft.whole, [], whose)
    found = topic(text.id, dict.fromkeys(text.languages, file), content.cities)
    return replace(content, topics={**content.topics, text.id: found})
