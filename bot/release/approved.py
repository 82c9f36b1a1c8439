"""Records from the question to the stored file: what could be released, and what was approved."""

import asyncio
import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from bot.core.model import Audience, Survey
from bot.release import plan as plans
from bot.release.coding import Counted
from bot.release.hiding import LEAST
from bot.release.lattice import MOST_DROPPED
from bot.release.plan import Plan
from bot.release.rows import FILE, Changed, propose, write
from bot.storage.requests import RequestRow
from bot.storage.rows import ReleaseRow
from bot.storage.store import Store

ROWS = frozenset({Audience.ROWS_STAFF, Audience.ROWS_PUBLIC})


async def work_out(store: Store, survey: Survey) -> Plan | None:
    """What a release of its records would tell and lose; None: too few answers, or no longer any.

    Takes a minute for a million answers, beside everything else.
    """
    return await asyncio.to_thread(propose, survey, await _counted(store, survey))


async def make_approved(store: Store, survey: Survey, today: date) -> bool:
    """Makes the release of records that was approved, if there is one; also after a crash.

    Whether one was made. What can no longer be made as it was approved lapses.
    """
    for request in await store.requests.approved(survey.id):
        if request.audience in ROWS:
            return await _make(store, survey, request, today)
    return False


async def _make(store: Store, survey: Survey, request: RequestRow, today: date) -> bool:
    counted = await _counted(store, survey)
    try:
        plan = plans.from_json(request.plan)
        meta, body = await asyncio.to_thread(write, survey, counted, plan)
    except Changed:
        await store.requests.lapse(request.id)
        return False
    row = ReleaseRow(
        survey=survey.id,
        sequence=1,
        audience=request.audience,
        tables=meta,
        parameters=_dumps({"k": plan.k, "least": LEAST, "most-dropped": 100 // MOST_DROPPED}),
        notice=await notice(store, survey.id),
        maker=request.asked_by,
        approver=request.decided_by or "",
        day=today,
    )
    return await store.requests.make(request.id, row, {FILE: body})


async def _counted(store: Store, survey: Survey) -> Counted:
    counted = Counted.of(survey)
    await store.each_response(survey.id, counted.take)
    return counted


async def notice(store: Store, survey: str) -> str:
    """The hash of what residents were told, by language."""
    row = next(row for row in await store.surveys() if row.id == survey)
    texts: dict[str, str] = json.loads(row.notice)
    return _dumps({lang: sha256(text.encode()).hexdigest() for lang, text in texts.items()})


def _dumps(value: Mapping[str, object]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
