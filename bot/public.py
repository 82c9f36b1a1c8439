"""The public page of a survey's results: the newest release, as everyone may read and keep it."""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.content.accepting import accepted
from bot.core.menu import OWN_NAMES
from bot.core.model import LANGUAGES, Catalogue, Lang, State, Survey
from bot.house import House
from bot.life import current
from bot.release.files import kept, newest, reader
from bot.release.formats.html import LANGUAGES_HERE, absent, languages
from bot.release.reader import Reader, languages_of

_STYLE = re.compile(b"<style>(.*?)</style>", re.DOTALL)
_FIVE_MINUTES = "public, max-age=300"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Vary": "Accept-Language",
}


def routes(house: House) -> list[BaseRoute]:
    return [Route("/results/{survey}", _page(house), methods=["GET"])]


def _page(house: House) -> Callable[[Request], object]:
    async def page(request: Request) -> Response:
        content = current(house.content, await house.store.surveys())
        survey = content.surveys.get(request.path_params["survey"])
        if survey is None or survey.state is State.DRAFT:
            return _unknown(house, request)
        visit = _Visit(house, request, content, survey)
        return await visit.answer()

    return page


@dataclass(frozen=True, slots=True)
class _Visit:
    house: House
    request: Request
    content: Catalogue
    survey: Survey

    @property
    def languages(self) -> tuple[Lang, ...]:
        """Those in which the survey speaks."""
        return languages_of(self.survey)

    @property
    def lang(self) -> Lang:
        city = self.content.cities.get(self.survey.cities[0])
        own = [lang for lang in (city.languages if city else ()) if lang in self.languages]
        return _wanted(self.request, self.languages) or next(iter((*own, *self.languages)))

    async def answer(self) -> Response:
        """The stored page; 304 to whoever has it already."""
        house, store, lang = self.house, self.house.store, self.lang
        found = await newest(store, self.survey.id)
        city = self.content.cities.get(self.survey.cities[0])
        whom = reader(self.survey, lang, house.dictionary, city)
        if found is None:
            return self._none(whom)
        file = await kept(store, found.tables, whom, "html")
        headers = {"ETag": f'"{file.sha256}"', "Cache-Control": _FIVE_MINUTES}
        if file.sha256 in self.request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=_HEADERS | headers)
        return self._shown(await store.file(file.sha256) or b"", 200, headers)

    def _none(self, whom: Reader) -> Response:
        values = {} if self.survey.until is None else {"day": whom.day(self.survey.until)}
        page = absent(whom.lang, whom.word(self.survey.title), whom.say("public.not-yet", **values))
        return self._shown(page, 404, {"Cache-Control": "no-store"})

    def _shown(self, page: bytes, status: int, headers: Mapping[str, str]) -> Response:
        say = self.house.dictionary.say
        others = {lang: OWN_NAMES[lang] for lang in self.languages}
        links = languages(say(self.lang, "public.languages"), self.lang, others)
        return _response(page.replace(LANGUAGES_HERE, links), status, self.lang, headers)


def _wanted(request: Request, known: tuple[Lang, ...]) -> Lang | None:
    asked = request.query_params.get("lang", "")
    return asked if asked in known else accepted(request.headers.get("accept-language", ""), known)


def _unknown(house: House, request: Request) -> Response:
    """A draft is as unknown as a survey that does not exist."""
    lang = _wanted(request, LANGUAGES) or LANGUAGES[0]
    say = house.dictionary.say
    page = absent(lang, say(lang, "public.unknown"), say(lang, "public.unknown.why"))
    return _response(page, 404, lang, {"Cache-Control": "no-store"})


def _response(body: bytes, status: int, lang: Lang, headers: Mapping[str, str]) -> Response:
    """Only the style that stands in the page is applied, and nothing is ever run."""
    style = _STYLE.search(body)
    digest = b64encode(sha256(style[1] if style else b"").digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    spoken = {"Content-Security-Policy": policy, "Content-Language": lang}
    return HTMLResponse(body, status, {**_HEADERS, **spoken, **headers})
