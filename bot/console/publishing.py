"""The steps of a draft to its opening: try it out, enter the legal basis, publish."""

import asyncio
from collections.abc import Mapping

from starlette.responses import Response

from bot.console.findings import Draft, draft
from bot.console.survey import back, digest, shown
from bot.console.visit import Refused, Visit
from bot.content.load_survey import BASES
from bot.content.own import STRUCTURE_FILE
from bot.content.tree import parse
from bot.content.writing import structure_text


async def made_here(visit: Visit) -> Draft:
    """The draft of the address, if staff made it: files of the content folder stay as they are."""
    found = await draft(visit)
    if not found.made_here:
        raise Refused(409, "console.error.library")
    return found


async def test(visit: Visit) -> Response:
    """A pretest begins or ends: testers can reach the draft by its link, or no longer."""
    found, on = await made_here(visit), await visit.typed("test") == "on"
    own = visit.house.own
    files = with_fields(own.read(found.id), {"pretest": "true" if on else "false"})
    await asyncio.to_thread(own.write, found.id, files, anew=True)
    did = "test" if on else "tested"
    await visit.note(did, found.id)
    await visit.desk.refresh()
    return back(found.id, did)


def with_fields(files: Mapping[str, str], fields: Mapping[str, str]) -> Mapping[str, str]:
    """The files with these lines of the structure set; a structure that cannot be read stays."""
    tree = parse(STRUCTURE_FILE, files.get(STRUCTURE_FILE, ""), []).tree
    if not isinstance(tree, Mapping):
        return files
    return {**files, STRUCTURE_FILE: structure_text({**tree, **fields})}


async def basis(visit: Visit) -> Response:
    """What the data protection officer decided; the audit keeps who entered it, and when."""
    found, chosen = await made_here(visit), await visit.typed("basis")
    if chosen not in BASES:
        return await shown(visit, {"basis": visit.say("console.basis.choose")})
    await asyncio.to_thread(visit.house.own.set_basis, found.id, chosen)
    await visit.note("basis", found.id)
    await visit.desk.refresh()
    return back(found.id, "basis")


async def publish(visit: Visit) -> Response:
    """Freezes and opens what was read, unless something still stands before that."""
    found = await draft(visit)
    survey = found.survey
    if survey is None or found.before(visit):
        return await shown(visit, {"publish": visit.say("console.publish.not_yet")})
    if await visit.typed("digest") != digest(visit, found.id):
        return await shown(visit, {"read": visit.say("console.publish.changed")}, 409)
    if await visit.typed("read") != "yes":
        return await shown(visit, {"read": visit.say("console.publish.unread")})
    if await visit.house.life.publish(visit.house.content, survey, visit.today):
        await visit.note("publish", survey.id)
    await visit.desk.refresh()
    return back(survey.id, "published")
