"""Making a survey: from a form in a spreadsheet or as a copy of another one, and deleting it."""

import asyncio
import re
import unicodedata
from collections.abc import Mapping
from itertools import count

from starlette.responses import RedirectResponse, Response

from bot.console import notes, publishing
from bot.console.guard import Act
from bot.console.publishing import made_here, with_fields
from bot.console.survey import NOTHING, back, shown
from bot.console.visit import MODERATOR, ROOT, STEWARD, Visit
from bot.content.own import NOT_SET, STRUCTURE_FILE, Taken, Unknown
from bot.content.tree import Trail, parse
from bot.content.xlsform import MOST_BYTES, Imported, NotAForm, read, template
from bot.core.menu import OWN_NAMES
from bot.core.model import Survey

LARGEST = MOST_BYTES + 100_000
"""Bytes of an upload: the file and what the form puts around it."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_ID = 20
"""Characters: the link of a survey has room for a city, a language and a source beside it."""
BASIS = "legal_basis"
ASKED = frozenset({"questions", "comment", "rows", "breakdowns", "purpose", "age"})
"""Fields of a survey's files on which the legal basis rests."""
RESERVED = frozenset({"new"})
"""Last parts of addresses that are not surveys."""


async def new(visit: Visit) -> Response:
    return await _new(visit)


async def _new(
    visit: Visit, wrong: Mapping[str, str] = NOTHING, typed: Mapping[str, str] = NOTHING
) -> Response:
    """`wrong`: the field that was refused, and why, in words; what was typed stays."""
    return visit.page(
        "new",
        status=400 if wrong else 200,
        sources=await _sources(visit),
        titles=tuple((name, lang, OWN_NAMES[lang]) for name, lang in _titles(visit).items()),
        wrong=wrong,
        typed=typed,
    )


async def _sources(visit: Visit) -> tuple[Survey, ...]:
    """What can be copied: the city's surveys, the last to end first."""
    mine = [s for s in (await visit.desk.surveys()).values() if s.cities[0] == visit.staff.city]
    return tuple(sorted(mine, key=lambda survey: str(survey.until or "9"), reverse=True))


async def upload(visit: Visit) -> Response:
    try:
        imported = await _read(visit)
        id_ = await _free(visit, imported.id)
        await asyncio.to_thread(visit.house.own.write, id_, imported.files)
    except NotAForm as refused:
        return await _new(visit, {"form": visit.say(refused.key, **refused.values)})
    except Taken:
        return await _new(visit, {"form": visit.say("console.new.taken")})
    return await _made(visit, id_, imported, "made")


async def again(visit: Visit) -> Response:
    """A corrected form in the place of the draft's; what was entered in the console stays.

    But a legal basis was chosen for what the survey asked then: where that changes, it is gone.
    """
    found = await made_here(visit)
    try:
        imported = await _read(visit)
    except NotAForm as refused:
        return await shown(visit, {"form": visit.say(refused.key, **refused.values)})
    before = visit.house.own.read(found.id)
    entered = _entered(before)
    dropped = BASIS in entered and _asked(imported.files) != _asked(before)
    kept = {name: text for name, text in entered.items() if not (dropped and name == BASIS)}
    files = with_fields(imported.files, kept)
    await asyncio.to_thread(visit.house.own.write, found.id, files, anew=True)
    return await _made(visit, found.id, imported, "changed" if dropped else "again")


def _asked(files: Mapping[str, str]) -> Mapping[str, Mapping[Trail, str]]:
    """By file what a legal basis is chosen for: of whom, what and why the survey asks."""
    texts = {name: parse(name, text, []).texts for name, text in files.items()}
    return {
        name: {trail: text for trail, text in found.items() if trail[:1] and trail[0] in ASKED}
        for name, found in texts.items()
    }


def _entered(files: Mapping[str, str]) -> Mapping[str, str]:
    """What was set in the console, as the draft's structure has it, also where that has errors."""
    texts = parse(STRUCTURE_FILE, files.get(STRUCTURE_FILE, ""), []).texts
    found = {name: texts.get((name,), NOT_SET) for name in (BASIS, "pretest")}
    return {name: text for name, text in found.items() if text != NOT_SET}


async def _read(visit: Visit) -> Imported:
    """NotAForm, also where no file was chosen."""
    _, data = await visit.upload("form")
    if not data:
        raise NotAForm("console.new.no_file")
    return await asyncio.to_thread(read, data, "", visit.city, visit.house.dictionary, visit.today)


async def _made(visit: Visit, id_: str, imported: Imported, done: str) -> Response:
    notes.keep(visit.house.own, id_, imported.notes)
    await visit.note("import", id_)
    await visit.desk.refresh()
    return back(id_, done)


async def example(visit: Visit) -> Response:
    """A form to begin with."""
    headers = {"Content-Disposition": 'attachment; filename="survey.xlsx"'}
    form = await asyncio.to_thread(template, visit.lang, visit.city, visit.house.dictionary)
    return Response(form, media_type=XLSX, headers=headers)


async def copy(visit: Visit) -> Response:
    typed = {name: await visit.typed(name) for name in ("of", *_titles(visit))}
    titles = {lang: typed[name] for name, lang in _titles(visit).items() if typed[name]}
    sources = {survey.id for survey in await _sources(visit)}
    if typed["of"] not in sources:
        return await _new(visit, {"of": visit.say("console.copy.choose")}, typed)
    if missing := next((name for name in _titles(visit) if not typed[name]), ""):
        return await _new(visit, {missing: visit.say("console.copy.no_title")}, typed)
    id_ = await _free(visit, next(iter(titles.values())))
    try:
        await asyncio.to_thread(visit.house.own.copy, typed["of"], id_, titles, visit.city.id)
    except (Unknown, Taken):
        return await _new(visit, {"of": visit.say("console.copy.gone")}, typed)
    await visit.note("copy", id_)
    await visit.desk.refresh()
    return back(id_, "made")


def _titles(visit: Visit) -> Mapping[str, str]:
    """The fields for the title in each language of the city, and the language of each."""
    return {f"title-{lang}": lang for lang in visit.city.languages}


async def ask_delete(visit: Visit) -> Response:
    return visit.page("delete", draft=await made_here(visit))


async def delete(visit: Visit) -> Response:
    found = await made_here(visit)
    await asyncio.to_thread(visit.house.own.delete, found.id)
    notes.drop(visit.house.own, found.id)
    await visit.note("delete", found.id)
    await visit.desk.refresh()
    return RedirectResponse(f"{ROOT}?done=deleted", 303)


async def _free(visit: Visit, wish: str) -> str:
    """An id like the words it is wished by, that no survey has or ever had."""
    taken = set(await visit.desk.surveys()) | RESERVED
    plain = unicodedata.normalize("NFKD", wish).encode("ascii", "ignore").decode().lower()
    stem = re.sub("[^a-z0-9]+", "-", plain)[:LONGEST_ID].strip("-") or visit.city.id
    names = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
    return next(name for name in names if name not in taken and visit.house.own.free(name))


ADDRESSES: dict[str, dict[str, Act]] = {
    "/surveys/new": {
        "GET": Act(MODERATOR, new),
        "POST": Act(MODERATOR, upload, most=LARGEST),
    },
    "/surveys/new/example": {"GET": Act(MODERATOR, example)},
    "/surveys/new/copy": {"POST": Act(MODERATOR, copy)},
    "/surveys/{survey}/form": {"POST": Act(MODERATOR, again, most=LARGEST)},
    "/surveys/{survey}/test": {"POST": Act(MODERATOR, publishing.test)},
    "/surveys/{survey}/basis": {"POST": Act(STEWARD, publishing.basis)},
    "/surveys/{survey}/publish": {"POST": Act(STEWARD, publishing.publish)},
    "/surveys/{survey}/delete": {
        "GET": Act(MODERATOR, ask_delete),
        "POST": Act(MODERATOR, delete),
    },
}
