"""One text: written, looked at as residents will see it, sent to one's own phone, published."""

import asyncio
from collections.abc import Mapping

from starlette.responses import RedirectResponse, Response

from bot.console import numbering
from bot.console.guard import Act
from bot.console.survey import NOTHING
from bot.console.text_box import edit, source_of, title_of, written
from bot.console.text_files import Kind, fields, keeps_owner, keeps_stewards, named_cities
from bot.console.text_preview import Draft
from bot.console.text_remarks import Remark, remarks
from bot.console.text_typed import CARRIED, LONGEST_NOTE, Typed, plain, typed
from bot.console.visit import MODERATOR, ROOT, Visit
from bot.console.wording import differences
from bot.content.problem import Problem
from bot.content.source import MOST_BYTES
from bot.content.styled import Styled
from bot.content.texts import Conflict, Held, Unwritable
from bot.core.menu import OWN_NAMES

LARGEST = 2 * MOST_BYTES + 100_000
"""Bytes: the box, a file beside it, and what the form puts around them."""


async def act(visit: Visit) -> Response:
    """What the pressed button asks for; without one, a look."""
    found = await typed(visit)
    if found.unreadable:
        told = remarks(visit, found.unreadable, found.path, "")
        return await written(visit, found, {"file": f"{told[0].sentence} {told[0].hint}"})
    if not _keeps_owner(visit, found):
        return await written(visit, found, {"text": visit.say("console.text.wrong.owner")})
    if not keeps_stewards(visit, found.text, found.whole):
        return await written(visit, found, {"text": visit.say("console.text.wrong.stewards")})
    if found.conflict:
        return await written(visit, found)
    match await visit.typed("do"):
        case "write":
            return await written(visit, found)
        case "publish":
            return await _publish(visit, found)
        case "send":
            return await _send(visit, found)
        case _:
            return await _look(visit, found)


def _keeps_owner(visit: Visit, found: Typed) -> bool:
    """A new one is everybody's, or of one's own city."""
    if found.text.kind is Kind.TOPIC and not found.text.files:
        named = named_cities(fields(found.path, found.whole))
        return named in {(), (visit.staff.city,)}
    return keeps_owner(found.text, found.lang, found.path, found.whole)


async def _look(visit: Visit, found: Typed, wrong: Mapping[str, str] = NOTHING) -> Response:
    """The screens, what changed, and what the check advises; or what must be mended first."""
    if found.whole == found.now:
        return await written(visit, found, {"text": visit.say("console.text.wrong.same")})
    problems, held = await asyncio.to_thread(_judged, visit, found)
    if held:
        return await written(visit, found, problems=held)
    return await _looked(visit, found, remarks(visit, problems, found.path, found.whole), wrong)


def _judged(visit: Visit, found: Typed) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Everything that the check says, and what of it keeps the text from being published."""
    texts = visit.house.texts
    held = texts.holds(found.path, found.whole)
    return (() if held else texts.judge(found.path, found.whole)), held


async def _looked(
    visit: Visit, found: Typed, told: tuple[Remark, ...], wrong: Mapping[str, str]
) -> Response:
    draft = _draft(visit, found)
    languages = draft.languages()
    wanted = await visit.typed("in")
    lang = wanted if wanted in dict(languages) else languages[0][0]
    screens = await asyncio.to_thread(draft.screens, lang)
    return visit.page(
        "text_look",
        status=400 if wrong else 200,
        found=found,
        title=title_of(visit, found),
        names=OWN_NAMES,
        different=differences(found.now or "", found.whole),
        remarks=told,
        tabs=languages,
        wanted=lang,
        screens=screens,
        asks=_asks(found),
        behind=await _left_behind(visit, found),
        kept={name: await visit.typed(name) for name in ("meaning", "follows", "note")},
        sendable=found.text.kind is not Kind.SURVEY,
        linked=await _is_linked(visit),
        sent=await visit.typed("do") == "send" and not wrong,
        wrong=wrong,
    )


def _draft(visit: Visit, found: Typed) -> Draft:
    return Draft(visit, found.text, found.lang, found.whole)


def _asks(found: Typed) -> bool:
    """Whether the meaning changed is asked of a source whose number stayed."""
    is_source = found.lang == found.text.source
    return is_source and numbering.is_unsaid(found.now, found.whole)


async def _left_behind(visit: Visit, found: Typed) -> int | None:
    """The source's number, where this translation still follows an earlier one."""
    if found.lang == found.text.source:
        return None
    return numbering.behind(found.whole, await source_of(visit, found.text))


async def _publish(visit: Visit, found: Typed) -> Response:
    meaning = await visit.typed("meaning")
    if _asks(found) and meaning not in {"yes", "no"}:
        return await _look(visit, found, {"meaning": visit.say("console.text.wrong.meaning")})
    try:
        number = await _published(visit, found, await _numbered(visit, found, meaning))
    except Conflict:
        return await written(visit, await typed(visit))
    except Held as held:
        return await written(visit, found, problems=held.problems)
    except Unwritable:
        return await written(visit, found, {"text": visit.say("console.text.wrong.disk")})
    await visit.note("text", f"{found.path} {number}")
    await visit.desk.refresh()
    return RedirectResponse(f"{ROOT}/texts/history/{found.path}?done=published", 303)


async def _published(visit: Visit, found: Typed, whole: str) -> int:
    """The number of the new version. As `Texts.publish`."""
    note = (await visit.typed("note"))[:LONGEST_NOTE]
    publish = visit.house.texts.publish
    version = await asyncio.to_thread(
        publish, found.path, whole, by=visit.staff.name, base=found.base, note=note
    )
    return version.number


async def _numbered(visit: Visit, found: Typed, meaning: str) -> str:
    """With the numbers that follow from what was answered."""
    if _asks(found) and meaning == "yes":
        return numbering.raised(found.whole)
    number = await _left_behind(visit, found)
    if number is not None and await visit.typed("follows") == "yes":
        return numbering.follows(found.whole, number)
    return found.whole


async def _send(visit: Visit, found: Typed) -> Response:
    """To the visitor's own chat, which must be linked; the page then stands as before."""
    draft, lang = _draft(visit, found), await visit.typed("in")
    _, held = await asyncio.to_thread(_judged, visit, found)
    if held or lang not in dict(draft.languages()):
        return await _look(visit, found)
    if not await _is_linked(visit):
        return await _look(visit, found, {"send": visit.say("console.text.wrong.unlinked")})
    messages = await asyncio.to_thread(draft.messages, lang)
    first = Styled(visit.say("console.text.sent.first"))
    await visit.house.alerts.show_one(visit.staff.id, (first, *messages))
    return await _look(visit, found)


async def _is_linked(visit: Visit) -> bool:
    chats = await visit.house.store.staff.tickets.chats()
    return any(chat.staff.id == visit.staff.id for chat in chats)


async def signed_out(visit: Visit) -> Response:
    """The session ended while somebody wrote: the page keeps what they typed until they are in."""
    kept = {name: plain(await visit.exact(name)) for name in ("text", *CARRIED)}
    return visit.page("text_out", status=403, kept=kept, path=visit.path("file"))


ADDRESSES: dict[str, dict[str, Act]] = {
    "/texts/edit/{file:path}": {
        "GET": Act(MODERATOR, edit),
        "POST": Act(MODERATOR, act, most=LARGEST, out=signed_out),
    },
}
