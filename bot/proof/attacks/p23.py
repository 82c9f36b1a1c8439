"""Property 23: staff see counts in steps of ten, and nothing that their role does not allow."""

import asyncio
import json
import os
import re
import sys
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from secrets import token_hex
from typing import Final

import httpx
from starlette.applications import Starlette

from bot.console.routes import ADDRESSES, routes
from bot.console.session import cookie, session_for
from bot.proof.addresses import ALLOWED, ROLES
from bot.proof.attacks import p21
from bot.proof.finding import Finding, How, Line, first, judged
from bot.proof.trial import SURVEY, Trial
from bot.settings import PREFIX, Settings

NUMBER: Final = 23
STEP: Final = 10
WAVES: Final = (7, 15, 13, 17)
"""How many send before each look: no number of mixed answers is a multiple of ten."""
PLACES: Final = 2
"""Where the console says how many answers are mixed."""
METHODS: Final = ("GET", "POST")
UNUSED: Final = ("PUT", "PATCH", "DELETE")
"""Tried by who may the least and by who may the most."""
DENIED: Final = frozenset({403, 404, 405})
NOTHING: Final = "nothing"
"""In the place of a part of an address that a survey has none for."""
OWN_PAGES: Final = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"}
MIXED: Final = re.compile(r"mixed so far: (fewer than 10|\d+)")
CLOSED: Final = re.compile(r"closed with (\d+)")


async def attack(trial: Trial) -> Finding:
    faults = [Line("proof.23.broken", {"what": what}) for what in await first(_broken(trial))]
    values = {"looks": len(WAVES), "roles": len(ROLES) + 1, "addresses": len(ADDRESSES)}
    return judged(NUMBER, How.TRIAL, faults, Line("proof.23.kept", values))


async def _broken(trial: Trial) -> AsyncIterator[str]:
    """What staff saw that they may not see, or did that they may not do."""
    async with _browser(trial, "steward") as steward:
        people = 0
        for wave in WAVES:
            await trial.send(range(people, people := people + wave))
            await trial.flush()
            told = await _on_page(trial, steward)
            if wave in WAVES[-2:]:
                told += _in_list(await listed(trial.settings))
            mixed = len(await trial.loot().table("response"))
            if set(told) != {mixed // STEP * STEP}:
                yield "a count that moves otherwise than by tens"
    async for what in _alone(trial):
        yield what
    before = await _life(trial)
    for role in ROLES:
        async with _browser(trial, role) as browser:
            async for address in _opened(browser, role):
                yield address
    async with _browser(trial, "steward", elsewhere=True) as stranger:
        async for address in _opened_elsewhere(stranger):
            yield address
    if await _life(trial) != before:
        yield "a survey whose life was changed"


async def _life(trial: Trial) -> object:
    tables = ("survey", "release", "audit")
    return {name: await trial.loot().table(name) for name in tables}


# Counts. --------------------------------------------------------------------------------------


async def _on_page(trial: Trial, browser: httpx.AsyncClient) -> list[int]:
    """As the console's overview and the survey's own page say it; 0 for too few to be told."""
    say = partial(trial.house.dictionary.say, "en")
    few, name = say("console.mixed.few", {}), re.escape(say("console.mixed", {}))
    overview = re.escape(say("console.surveys.mixed", {"mixed": "HERE"})).replace("HERE", "(.*)")
    told = re.findall(overview, (await browser.get("/staff")).text)
    page = (await browser.get(f"/staff/surveys/{SURVEY}")).text
    told += re.findall(rf"<dt>{name}</dt><dd>(.*?)</dd>", page)
    if len(told) < PLACES:
        raise LookupError("a page tells no count")
    return [0 if words.strip() == few else int(re.sub(r"\D", "", words)) for words in told]


async def listed(settings: Settings) -> str:
    """What `rightsbot survey list` says, in a process of its own."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "survey", "list"),
        env=_environment(settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    out, _ = await child.communicate()
    if child.returncode:
        raise ChildProcessError("the list of surveys could not be had")
    return out.decode()


def _in_list(lines: str) -> list[int]:
    return [0 if words.startswith("fewer") else int(words) for words in MIXED.findall(lines)]


def _environment(settings: Settings) -> Mapping[str, str]:
    """These settings, and nothing that is set for somebody else."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    own = {
        "DATA_DIR": str(settings.data_dir),
        "KEYRING_DIR": str(settings.keyring_dir),
        "CONTENT_DIR": str(settings.content_dir or ""),
        "DATABASE_URL": settings.database_url,
        "CITIES": ",".join(settings.cities),
        "KEK": b64encode(settings.kek or b"").decode(),
    }
    return others | {PREFIX + name: value for name, value in own.items()}


# Requests. ------------------------------------------------------------------------------------


async def _alone(trial: Trial) -> AsyncIterator[str]:
    """What one steward reaches without another; a city may say that one is enough."""
    survey = await p21.closed(trial)
    at, store = f"/staff/requests/{survey.id}", trial.house.store.requests
    enough = trial.house.content.cities[survey.cities[0]].stewards == 1
    async with _browser(trial, "steward") as one, _browser(trial, "steward") as two:
        await one.post(f"{at}/ask")
        for request in await store.of(survey.id):
            if json.loads(request.plan)["records"] % STEP:
                yield "a count that moves otherwise than by tens"
            seen = {"request": request.id}
            denied = (await one.post(f"{at}/approve", data=seen)).status_code in DENIED
            if not enough and (not denied or await p21.stored(trial)):
                yield "a steward who approves their own request"
            await two.post(f"{at}/approve", data=seen)
    if not await p21.stored(trial):
        yield "a request that a second steward cannot approve"


# Roles. ---------------------------------------------------------------------------------------


@asynccontextmanager
async def _browser(
    trial: Trial, role: str, *, elsewhere: bool = False
) -> AsyncIterator[httpx.AsyncClient]:
    """Of a member of staff, of the city that asks or of another; without a role of nobody."""
    house, city = trial.house, trial.survey().cities[0]
    others = [name for name in house.content.cities if name != city]
    app = Starlette(routes=routes(house, lambda: "bot"))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url=house.settings.public_url, headers=OWN_PAGES
    ) as browser:
        if role:
            where = others[0] if elsewhere and others else city
            member = await house.store.staff.add(token_hex(8), role=role, city=where)
            browser.cookies.set(cookie(house.settings), await session_for(house, member.id))
        yield browser


async def _opened(browser: httpx.AsyncClient, role: str) -> AsyncIterator[str]:
    """Addresses that answered though this role may not use them; or that it could not reach."""
    methods = (*METHODS, *UNUSED) if role in {ROLES[0], ROLES[-1]} else METHODS
    for path, method in ((path, method) for path in ADDRESSES for method in methods):
        least = ALLOWED.get((method, path))
        if least is not None and ROLES.index(role) >= ROLES.index(least):
            continue
        if (await browser.request(method, address(path))).status_code not in DENIED:
            yield f"{role or 'nobody'}: {method} {path}"
    home = (await browser.get("/staff")).status_code
    if home != (200 if role else 403):
        yield f"{role or 'nobody'}: GET /staff"


async def _opened_elsewhere(browser: httpx.AsyncClient) -> AsyncIterator[str]:
    """Another city's survey is as unknown as one that does not exist."""
    for method, path in (key for key in ALLOWED if "{survey}" in key[1]):
        if (await browser.request(method, address(path))).status_code not in DENIED:
            yield f"another city: {method} {path}"


def address(path: str) -> str:
    parts = {"survey": SURVEY, "token": "no-such-token", "rest": "nothing/here"}
    return "/staff" + re.sub(r"\{(\w+)(?::path)?\}", lambda part: parts.get(part[1], NOTHING), path)
