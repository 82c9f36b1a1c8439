"""Property 22: released comments hold no personal data that was planted, and join to nothing."""

import csv
import html
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from io import StringIO
from secrets import token_hex
from typing import Final

import httpx
from starlette.applications import Starlette

from bot.console.routes import routes
from bot.console.session import cookie, session_for
from bot.core.sheet import Receipt
from bot.core.survey import record
from bot.proof.asked import answers, made_up
from bot.proof.finding import Finding, How, Line, first, judged
from bot.proof.planted import AROUND, KINDS, Planted, comments, left
from bot.proof.trial import Trial

NUMBER: Final = 22
ONE, TWO = "trial-comments", "trial-comments-too"
"""Two surveys: the same is said in them, in another order."""
LEAST: Final = 10
FEW, INSTEAD = "sq", "en"
FORMULA: Final = Planted("=1+1 is what i think of it", INSTEAD)
TEXTS: Final = (*comments(FEW, INSTEAD, LEAST - 1), FORMULA)
EDITED: Final = f"as a neighbour of {KINDS[0][0]} says"
"""What a reader makes of one of them."""
REFUSED: Final = 409
FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
OWN_PAGES: Final = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"}


async def attack(trial: Trial) -> Finding:
    faults = [Line("proof.22.broken", {"rule": rule}) for rule in await first(_broken(trial))]
    values = {"texts": len(TEXTS), "kinds": len(KINDS), "languages": len(AROUND), "few": LEAST - 1}
    return judged(NUMBER, How.TRIAL, faults, Line("proof.22.kept", values))


async def _broken(trial: Trial) -> AsyncIterator[str]:
    for survey, texts in ((ONE, TEXTS), (TWO, TEXTS[::-1])):
        await _said(trial, survey, texts)
        async with _steward(trial) as browser:
            async for rule in _shown(browser, survey):
                yield rule
            await _accepted(trial, browser, survey)
            await browser.post(f"/staff/comments/{survey}/release")
    found = await _files(trial, ONE)
    for rule in faults(found):
        yield rule
    if await _files(trial, TWO) != found:
        yield "other bytes when comments come in another order"
    if left(str([row["tables"] for row in await trial.loot().table("release")])):
        yield "personal data beside the files"
    await trial.restart()
    async with _steward(trial) as browser:
        again = await browser.post(f"/staff/comments/{ONE}/release")
    if again.status_code != REFUSED or await _files(trial, ONE) != found:
        yield "comments that are released twice, or otherwise"


# What residents and staff do. -------------------------------------------------------------------


async def _said(trial: Trial, id_: str, texts: Sequence[Planted]) -> None:
    """Each in the comment of a resident who answered; then the survey closes."""
    house, today = trial.house, trial.today()
    survey = made_up(id_, trial.survey().cities[0])
    await house.life.publish(house.content, survey, today)
    for planted in texts:
        person, nonce = trial.chance.randrange(1 << 51, 1 << 52), trial.chance.randbytes(10)
        await house.store.submit(id_, person, record(survey, answers(trial.chance)), nonce, today)
        await house.store.save_comment(id_, person, Receipt(nonce), planted.text, planted.lang)
    await trial.tick.refresh()
    await trial.close(id_)


@asynccontextmanager
async def _steward(trial: Trial) -> AsyncIterator[httpx.AsyncClient]:
    house = trial.house
    app = Starlette(routes=routes(house, lambda: "bot"))
    member = await house.store.staff.add(
        token_hex(8), role="steward", city=trial.survey().cities[0]
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url=house.settings.public_url, headers=OWN_PAGES
    ) as browser:
        browser.cookies.set(cookie(house.settings), await session_for(house, member.id))
        yield browser


async def _shown(browser: httpx.AsyncClient, survey: str) -> AsyncIterator[str]:
    """All pages of all languages, as a reader turns them."""
    read = 0
    for lang, number in Counter(planted.lang for planted in TEXTS).items():
        for page in range(1, 2 + number // LEAST):
            query = {"in": lang, "page": str(page)}
            seen = (await browser.get(f"/staff/comments/{survey}", params=query)).text
            read += seen.count("<blockquote")
            if left(html.unescape(seen)):
                yield "personal data that staff may read"
    if read < len(TEXTS):
        yield "comments that nobody can read"


async def _accepted(trial: Trial, browser: httpx.AsyncClient, survey: str) -> None:
    """Whatever they say; one becomes what a reader wrote who knows no better."""
    for row in await trial.house.store.comments(survey):
        edits = row.text == TEXTS[0].text
        form = {"comment": row.id.hex(), "decision": "edited" if edits else "accepted"}
        await browser.post(f"/staff/comments/{survey}", data=form | {"text": EDITED})


# What an outsider then reads. -------------------------------------------------------------------


async def _files(trial: Trial, survey: str) -> Mapping[str, bytes]:
    """By the language that their names tell."""
    rows = await trial.loot().table("release_file")
    return {
        row["name"].split(".")[-2]: row["body"]
        for row in rows
        if (row["survey"], row["audience"]) == (survey, "comments")
    }


def faults(files: Mapping[str, bytes]) -> Iterator[str]:
    said = Counter(planted.lang for planted in TEXTS)
    if any(said[lang] < LEAST for lang in files):
        yield "a language in which few wrote"
    for lang in said:
        if said[lang] >= LEAST:
            yield from _of_file(files.get(lang, b""), said[lang])


def _of_file(body: bytes, number: int) -> Iterator[str]:
    rows = list(csv.reader(StringIO(body.decode("utf-8-sig"), newline="")))
    texts = [row[0] for row in rows[1:] if row]
    if len(texts) != number:
        yield "comments that are missing or too many"
    if any(len(row) != 1 for row in rows):
        yield "something beside a comment"
    if left("\n".join(texts)):
        yield "personal data in a file"
    if any(text.startswith(FORMULAS) for text in texts):
        yield "a text that a spreadsheet takes for a formula"
    if texts != sorted(texts, key=lambda text: (text.casefold(), text)):
        yield "comments in another order than that of the alphabet"
