"""The results of a survey: its newest release as a page, and as files to take away."""

from starlette.responses import Response

from bot.console.charts import charts
from bot.console.visit import Refused, Visit
from bot.core.model import LANGUAGES
from bot.release.files import file_name, kept, reader
from bot.release.formats import FORMATS
from bot.release.layout import FOOTNOTES

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def results(visit: Visit) -> Response:
    survey = await visit.survey()
    release = await visit.house.life.last(survey.id)
    found = (
        []
        if release is None
        else list(charts(release, reader(survey, visit.lang, visit.house.dictionary)))
    )
    return visit.page(
        "results",
        survey=survey,
        release=release,
        charts=found,
        footnotes=FOOTNOTES,
        formats=FORMATS,
    )


async def take(visit: Visit) -> Response:
    """One file of the newest release, as everyone gets it; the audit keeps who took which."""
    survey = await visit.survey()
    kind, lang = await visit.typed("format"), await visit.typed("language")
    rows = await visit.house.store.releases(survey.id)
    if kind not in FORMATS or lang not in LANGUAGES or not rows:
        raise Refused(404, "console.error.unknown")
    store = visit.house.store
    file = await kept(store, rows[-1], reader(survey, lang, visit.house.dictionary), kind)
    body = await store.file(file.sha256)
    await visit.note("download", file.sha256)
    name = file_name(rows[-1], lang, kind)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=MEDIA[kind], headers=headers)
