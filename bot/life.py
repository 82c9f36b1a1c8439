"""A survey's life as tick, commands and console drive it: publish, end, close, release."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from bot.content.render import render
from bot.content.tags import structure
from bot.content.words import Dictionary
from bot.core.asking import consent, full_notice
from bot.core.disclosure import lint
from bot.core.foreign import noted
from bot.core.frozen import from_json, to_json
from bot.core.here import Here
from bot.core.model import LANGUAGES, Catalogue, Comment, State, Survey
from bot.core.screen import Screen
from bot.core.sheet import Place
from bot.core.survey import too_late
from bot.release.artefact import NotYet, Release, Signed, due, make, may_make
from bot.release.canonical import from_row, newest, to_row
from bot.release.tally import Tally
from bot.storage.results import GIVEN_OUT
from bot.storage.rows import SurveyRow
from bot.storage.store import Store


def current(content: Catalogue, rows: tuple[SurveyRow, ...]) -> Catalogue:
    """The catalogue as it holds today: published surveys with their state and last day.

    A published survey keeps its structure: where its file has another one, or is gone, the
    survey stays as it was frozen; also where its city is no longer served, for who answered may
    still look, change and take back.
    """
    surveys = dict(content.surveys)
    for row in rows:
        frozen = from_json(row.structure, row.state, row.until)
        file = content.surveys.get(row.id)
        if file is not None and structure(file) == structure(frozen):
            surveys[row.id] = replace(
                frozen,
                title=file.title,
                button=file.button,
                purpose=file.purpose,
                questions=file.questions,
                comment=_reworded(frozen.comment, file.comment),
            )
        else:
            surveys[row.id] = frozen
    return replace(content, surveys=surveys)


def _reworded(frozen: Comment | None, file: Comment | None) -> Comment | None:
    """The frozen question in the words of its file, if it is the same one."""
    if frozen is None or file is None or (frozen.id, frozen.about) != (file.id, file.about):
        return frozen
    return file


@dataclass(frozen=True, slots=True)
class Life:
    store: Store
    dictionary: Dictionary

    async def publish(self, content: Catalogue, survey: Survey, today: date) -> bool:
        """Freezes structure and notice and opens it.

        False if it was published before, if the linter refuses it, or if its last day is too far.
        """
        until = survey.until or today + timedelta(days=survey.days - 1)
        if lint(survey) or too_late(until, today):
            return False
        opened = replace(survey, until=until, state=State.OPEN)
        row = SurveyRow(
            survey.id, State.OPEN, until, to_json(opened), self._notices(content, opened, today)
        )
        return await self.store.publish(row)

    def _notices(self, content: Catalogue, survey: Survey, today: date) -> str:
        """What residents are told before question 1, word for word, in each language."""
        city = survey.cities[0] if survey.cities[0] in content.cities else None
        texts = {}
        for lang in LANGUAGES:
            here = Here(content, Place(lang, city), today, 0, b"")
            shown = (noted(consent(here, survey)), noted(full_notice(here, survey)))
            texts[lang] = "\n\n".join(self._words(screen) for screen in shown)
        return json.dumps(texts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def _words(self, screen: Screen) -> str:
        words_only = replace(screen, rows=())
        rendered = render(words_only, self.dictionary, lambda *_: "", lambda _: "")
        return "\n\n".join(part.text for part in rendered.messages)

    async def end_and_close(self, row: SurveyRow, today: date) -> bool:
        """Ends what has passed its last day and closes what may be closed. True if it is over."""
        ended = await self.store.end(row.id, passed=today)
        return await self.store.close(row.id, today) or ended

    async def close_now(self, survey: str, today: date) -> bool:
        """Ends it by hand; with enough answers the close follows at once. True once closed."""
        await self.store.end(survey)
        return await self.store.close(survey, today)

    async def give_out(self, source: str, today: date) -> None:
        """From now on starts by links with this source tag are counted."""
        year, week, _ = today.isocalendar()
        await self.store.add_reach({(f"{year}-W{week:02}", f"source:{source}", GIVEN_OUT): 0})

    async def last(self, survey: str) -> Release | None:
        """The newest tables; records and comments are released beside them."""
        row = newest(await self.store.releases(survey))
        return None if row is None else from_row(row)

    async def results_due(self, survey: Survey, today: date) -> bool:
        """Whether results on one of its dates are still to be made."""
        if survey.state is State.CLOSED or not survey.results_on:
            return False
        return due(survey.results_on, await self.last(survey.id), today)

    async def release(self, survey: Survey, today: date, maker: str) -> Release | None:
        """The newest release: made now where the rule allows one, else the one that stands.

        None: there is none yet, and too few answers are mixed.
        """
        last, final = await self.last(survey.id), survey.state is State.CLOSED
        if last is not None and last.final:
            return last
        if not may_make(await self.store.mixed(survey.id), last, final=final):
            return last
        tally = Tally(survey)
        await self.store.each_response(survey.id, tally.take)
        signed = Signed(today, maker, await self._hashes(survey.id))
        try:
            made = await asyncio.to_thread(make, tally, signed, last=last, final=final)
        except NotYet:
            return last
        await self.store.save_release(to_row(made))
        return await self.last(survey.id)

    async def _hashes(self, survey: str) -> Mapping[str, str]:
        row = next(row for row in await self.store.surveys() if row.id == survey)
        texts: dict[str, str] = json.loads(row.notice)
        return {lang: sha256(text.encode()).hexdigest() for lang, text in texts.items()}
