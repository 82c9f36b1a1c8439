"""Comments of a closed survey are decided on one by one, and nobody opens the others for it."""

from datetime import timedelta

from bot.storage.comments import Decision
from bot.storage.store import Store
from tests.storage.house import SURVEY, UNTIL, House, comment, end_and_close, send, wish

DAY = timedelta(days=1)
WEEK = 7 * 24 * 3600.0


async def said(store: Store, numbers: range) -> None:
    await send(store, numbers)
    await comment(store, numbers)


async def test_what_a_steward_decides_stays_when_all_is_sealed_anew(
    house: House, store: Store
) -> None:
    await said(store, range(12))
    await end_and_close(store, UNTIL + DAY)
    rows = {row.text: row for row in await store.comments(SURVEY)}
    assert {row.decision for row in rows.values()} == {Decision.NONE}
    edited, dropped = rows[wish(3)], rows[wish(4)]
    assert await store.decide_comment(SURVEY, edited.id, Decision.ACCEPTED, "shorter")
    assert await store.decide_comment(SURVEY, dropped.id, Decision.DROPPED, None)
    assert not await store.decide_comment(SURVEY, bytes(16), Decision.ACCEPTED, None)
    key = f"data.{SURVEY}.c.2"
    made = 1_800_000_000 - house.keyring.age(key, 1_800_000_000)
    assert await store.reseal(SURVEY, made + WEEK + 1)
    assert key not in house.keyring.names()
    told = {row.text: (row.lang, row.decision) for row in await store.comments(SURVEY)}
    assert told["shorter"] == ("en", Decision.ACCEPTED)
    assert told[wish(4)] == ("en", Decision.DROPPED)
    assert wish(3) not in told
    assert not await store.decide_comment(SURVEY, edited.id, Decision.DROPPED, None)


async def test_a_stamp_changes_with_each_decision_and_opens_nothing(
    house: House, store: Store
) -> None:
    await said(store, range(12))
    assert await store.comment_stamps(SURVEY) == {}
    await end_and_close(store, UNTIL + DAY)
    before = await store.comment_stamps(SURVEY)
    first, *others = await store.comments(SURVEY, sorted(before)[:4])
    assert {first.id, *(row.id for row in others)} == {*sorted(before)[:4]}
    assert await store.decide_comment(SURVEY, first.id, Decision.ACCEPTED, None)
    after = await store.comment_stamps(SURVEY)
    assert len(set(after.values())) == len(before) == 12
    assert {id_ for id_ in after if after[id_] != before[id_]} == {first.id}
    assert await store.comments(SURVEY, []) == ()
