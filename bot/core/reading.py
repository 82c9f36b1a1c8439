"""The screens to read: topics, who helps, and the pages."""

from bot.core import event as ev
from bot.core.effect import Search
from bot.core.here import Here
from bot.core.menu import Row, button, cities, notice, row, titled, to_menu, to_topics, ways
from bot.core.model import Helper, Part, Topic, TopicText
from bot.core.screen import Block, Bold, Lines, Markdown, Say, Screen, Text, Value

READ = (Part.SHORT, Part.STEPS, Part.LAW)


def topics(here: Here) -> Screen:
    found = tuple(topic for topic in here.catalogue.topics.values() if offered(here, topic))
    says = Say("topics.choose" if found else "topics.none")
    rows = (*_topic_rows(here, found), to_menu(here), ways(here, ev.Topics()))
    return Screen(here.place, (says,), rows)


def _topic_rows(here: Here, found: tuple[Topic, ...]) -> tuple[Row, ...]:
    return tuple(
        titled(here, _button(here, topic), ev.ReadTopic(topic.id, Part.MYTH)) for topic in found
    )


def _button(here: Here, topic: Topic) -> Text:
    return _said(here, topic, _text(here, topic).button)


def offered(here: Here, topic: Topic) -> bool:
    """A city shows a topic only with its own law and one sure door there, and never another's."""
    return here.city.id in topic.cities if here.city else not topic.own_of


def _text(here: Here, topic: Topic) -> TopicText:
    return topic.text[here.foreign(topic.text) or here.place.lang]


def _said(here: Here, topic: Topic, words: str) -> Text:
    """Words of the topic, in the language in which this person reads it."""
    return Text(words, here.foreign(topic.text))


def read(here: Here, topic: Topic, part: Part, feedback: tuple[Block, ...] = ()) -> Screen:
    """One part of a topic; before it, the feedback on a guess."""
    if not offered(here, topic) and here.city is None:
        return cities(here, ev.ReadTopic(topic.id, part))
    if not offered(here, topic):
        return notice(here, Say("topic.not_here"), rows=(to_topics(here),))
    if part is Part.MYTH:
        return _myth(here, topic)
    title = Bold(_said(here, topic, _text(here, topic).title))
    rows = (*_other_parts(here, topic, part), *_under(here, ev.ReadTopic(topic.id, part)))
    return Screen(here.place, (*feedback, title, *_body(here, topic, part)), rows)


def _myth(here: Here, topic: Topic) -> Screen:
    text = _text(here, topic)
    blocks = (
        Bold(_said(here, topic, text.title)),
        Say("topic.true_or_not"),
        Say("topic.quote", {"text": _said(here, topic, text.myth.says)}),
    )
    guesses = (
        button(here, "true", ev.Guess(topic.id, true=True)),
        button(here, "not_true", ev.Guess(topic.id, true=False)),
    )
    skip = row(here, "skip_myth", ev.ReadTopic(topic.id, Part.SHORT))
    rows = (guesses, skip, *_under(here, ev.ReadTopic(topic.id, Part.MYTH)))
    return Screen(here.place, blocks, rows)


def guessed(here: Here, topic: Topic, *, guess: bool) -> Screen:
    """Kind feedback, no score; then the topic in short."""
    myth = _text(here, topic).myth
    truth = Say("topic.is_true" if myth.true else "topic.is_myth")
    verdict = Say("topic.guess_right" if guess == myth.true else "topic.guess_other")
    because = _said(here, topic, myth.because)
    return read(here, topic, Part.SHORT, (verdict, Lines((Bold(truth), because))))


def _body(here: Here, topic: Topic, part: Part) -> tuple[Block, ...]:
    if part is Part.HELP:
        return _doors(here, topic.needs)
    text = _text(here, topic)
    markdown = _markdown(here, text, part)
    shown = Markdown(markdown, lang=here.foreign(topic.text))
    body = shown if markdown else Say("topic.choose_city")
    return (body, Say("topic.not_advice", {"date": text.checked}))


def _markdown(here: Here, text: TopicText, part: Part) -> str:
    by_city = text.parts.get(part, {})
    return by_city.get(here.place.city or "", by_city.get("", ""))


def _other_parts(here: Here, topic: Topic, current: Part) -> tuple[Row, ...]:
    text = _text(here, topic)
    return tuple(
        row(here, f"part.{part}", ev.ReadTopic(topic.id, part))
        for part in (*READ, Part.HELP)
        if part is not current and (part is Part.HELP or _markdown(here, text, part))
    )


def _under(here: Here, shown: ev.Pressed) -> tuple[Row, ...]:
    onwards = (button(here, "more_topics", ev.Topics()), button(here, "menu", ev.Home()))
    return (onwards, ways(here, shown))


def helpers(here: Here) -> Screen:
    """Who helps in this city, emergencies first."""
    needs = tuple(dict.fromkeys(helper.need for helper in here.city.helpers)) if here.city else ()
    rows = (to_menu(here), ways(here, ev.Helpers()))
    return Screen(here.place, (Bold(Say("helpers.title")), *_doors(here, needs)), rows)


def _doors(here: Here, needs: tuple[str, ...]) -> tuple[Block, ...]:
    if here.city is None:
        return (Say("helpers.no_city"),)
    found = [helper for need in needs for helper in here.city.helpers if helper.need == need]
    doors = tuple(_door(here, helper) for helper in found)
    oldest = min((helper.checked for helper in found), default=here.today)
    emergency = here.text(here.city.emergency)
    return (emergency, *doors, Say("helpers.checked", {"date": oldest}))


def _door(here: Here, helper: Helper) -> Block:
    name = Bold(Text(here.word(helper.name)))
    notes = (here.text(helper.note),) if helper.note else ()
    site = (Markdown(f"[{_domain(helper.site)}]({helper.site})"),) if helper.site else ()
    rest = (helper.phone, helper.mail, helper.address)
    return Lines((name, *notes, *site, *(Text(fact) for fact in rest if fact)))


def _domain(site: str) -> str:
    """What a person reads and can type; the link behind it leads to the very page."""
    return site.removeprefix("https://").removeprefix("www.").split("/")[0]


def page_values(here: Here) -> dict[str, Value]:
    """What the placeholders of the privacy and help pages stand for here."""
    emergency = here.text(here.city.emergency) if here.city else Say("city.emergency")
    return {**names(here), "emergency": emergency}


def names(here: Here) -> dict[str, Value]:
    """Who is behind the bot here, and where to write."""
    city = here.city
    if city is None:
        later = dict.fromkeys(("page", "contact", "authority"), Say("city.first"))
        return {"body": Say("city.yours"), **later}
    return {
        "body": Text(here.word(city.body)),
        "page": Text(city.page),
        "contact": Text(city.contact),
        "authority": Text(here.word(city.authority)),
    }


def privacy(here: Here, *, full: bool) -> Screen:
    """One screen of at most eight lines, and the full text behind a button."""
    if full:
        return page(here, "privacy", ev.Privacy(full=True))
    rows: tuple[Row, ...] = (
        row(here, "read_everything", ev.Privacy(full=True)),
        row(here, "my_data", ev.MyData()),
        row(here, "tidy", ev.AskTidy()),
        to_menu(here),
        ways(here, ev.Privacy()),
    )
    blocks = (Bold(Say("privacy.title")), Say("privacy.short", names(here)))
    return Screen(here.place, blocks, rows)


def page(here: Here, name: str, shown: ev.Pressed) -> Screen:
    block = page_block(here, name, page_values(here))
    return Screen(here.place, (block,), (to_menu(here), ways(here, shown)))


def page_block(here: Here, name: str, values: dict[str, Value]) -> Block:
    """A page with its placeholders filled; a notice where its file is held back."""
    found = here.catalogue.pages.get(name)
    if found is None:
        return Say("page.missing")
    return Markdown(here.word(found.text), values, here.foreign(found.text))


def search(here: Here, text: str) -> Search:
    """Among what this person may read."""
    topics = here.catalogue.topics.values()
    return Search(text, frozenset(topic.id for topic in topics if offered(here, topic)))


def found(here: Here, ids: tuple[str, ...]) -> Screen:
    """What a search found."""
    hits = (here.catalogue.topics[id_] for id_ in ids if id_ in here.catalogue.topics)
    shown = tuple(hit for hit in hits if offered(here, hit))
    if not shown:
        return notice(here, Say("search.nothing"), rows=(to_topics(here),))
    return notice(here, Say("search.found"), rows=_topic_rows(here, shown))
