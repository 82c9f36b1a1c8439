"""The results of a survey: its newest release as a page, and as files to take away."""

from dataclasses import dataclass, replace

from starlette.responses import Response

from bot.console.visit import STEWARD, Refused, Visit
from bot.core.here import language_in
from bot.core.menu import OWN_NAMES
from bot.core.model import Lang, State, Survey
from bot.release.archive import Part, packed
from bot.release.artefact import Release
from bot.release.canonical import from_row
from bot.release.files import Newest, file_name, made, newest, reader, saved
from bot.release.formats import KINDS
from bot.release.reader import languages_of
from bot.release.report import report

SET = "set"
"""All that a council paper needs, in one archive."""
COUNCIL = ("docx", "html", "xlsx", "csv", "png", "svg")


@dataclass(frozen=True, slots=True)
class Line:
    """A survey in the list of those that were published."""

    survey: Survey
    last: Release | None


async def overview(visit: Visit) -> Response:
    """The city's surveys with their newest results, those that have some first."""
    lines = [
        Line(survey, await visit.house.life.last(survey.id))
        for survey in (await visit.desk.surveys()).values()
        if survey.cities[0] == visit.staff.city and survey.state is not State.DRAFT
    ]
    return visit.page("all_results", lines=sorted(lines, key=lambda line: line.last is None))


async def results(visit: Visit) -> Response:
    survey = await visit.survey()
    found = await _newest(visit, survey)
    if found is None:
        return visit.page("results", survey=survey, release=None)
    lang = language_in(survey.title, visit.lang, visit.city) or visit.lang
    whom = reader(survey, lang, visit.house.dictionary, visit.city)
    release = from_row(found.tables)
    return visit.page(
        "results",
        survey=survey,
        release=release,
        report=report(release, whom),
        told=whom.say,
        languages={lang: OWN_NAMES[lang] for lang in languages_of(survey)},
        kinds=(SET, *found.kinds),
        public=f"{visit.house.settings.public_url.rstrip('/')}/results/{survey.id}",
    )


async def _newest(visit: Visit, survey: Survey) -> Newest | None:
    """Single records are for stewards alone."""
    found = await newest(visit.house.store, survey.id)
    return found if found is None or visit.may(STEWARD) else replace(found, rows=None)


async def take(visit: Visit) -> Response:
    """One file of the newest release, as everyone gets it; the audit keeps who took which."""
    survey = await visit.survey()
    kind, lang = await visit.typed("format"), await visit.typed("language")
    found = await _newest(visit, survey)
    if found is None or kind not in (SET, *found.kinds) or lang not in languages_of(survey):
        raise Refused(404, "console.error.unknown")
    if kind == SET:
        return await _set(visit, survey, found, lang)
    digest, body = await _file(visit, survey, found, (kind, lang))
    await visit.note("download", digest)
    return _download(body, file_name(found.of(kind), lang, kind), KINDS[kind].media)


async def _file(
    visit: Visit, survey: Survey, found: Newest, which: tuple[str, Lang]
) -> tuple[str, bytes]:
    """SHA-256 and bytes."""
    kind, lang = which
    store = visit.house.store
    whom = reader(survey, lang, visit.house.dictionary, visit.city)
    file = await made(store, found, whom, kind)
    return file.sha256, await store.file(file.sha256) or b""


async def _set(visit: Visit, survey: Survey, found: Newest, lang: Lang) -> Response:
    """Put together anew from stored files, so it is the same for everyone too."""
    parts: list[Part] = []
    for kind in COUNCIL:
        digest, body = await _file(visit, survey, found, (kind, lang))
        await visit.note("download", digest)
        folder = f"{kind}/" if KINDS[kind].several else ""
        files = saved(found.tables, lang, kind, body)
        parts.extend((f"{folder}{name}", part) for name, part in files)
    name = f"{survey.id}-{found.tables.sequence}-{lang}.zip"
    return _download(packed(parts), name, "application/zip")


def _download(body: bytes, name: str, media: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=media, headers=headers)
