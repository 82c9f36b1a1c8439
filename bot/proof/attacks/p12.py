"""Property 12: a backup brings back nothing that was forgotten, taken back, closed or outlived."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Final

from bot.house import emptied
from bot.proof.finding import Finding, How, Line, first, judged
from bot.proof.opened import COMMENTS, words
from bot.proof.outsider import BOXES, Snapshot, unboxed, unwrapped
from bot.proof.trial import OTHER, SURVEY, Trial
from bot.storage.backup import back_up
from bot.storage.errors import KeysLost
from bot.storage.restore import restore

NUMBER: Final = 12
PEOPLE: Final = range(40)
FORGOTTEN: Final = range(3)
STAYING: Final = range(3, 6)
TAKEN_BACK: Final = range(10)
UNSAID: Final = range(10, 16)
"""Who delete their comment, and leave their answers."""
WAITING: Final = "trial-waiting"
FEW: Final = range(15)
"""Too few to be mixed: they only wait in the urn of that survey."""
YOUNG, OLD = 5, 10
"""How many days old the backups are."""
GENERATIONS: Final = range(16)
UNFINDABLE: Final = ("mark", "withdraw", "urn")


async def attack(trial: Trial) -> Finding:
    faults = await first(_broken(trial))
    return judged(NUMBER, How.TRIAL, faults, Line("proof.12.kept", {"young": YOUNG, "old": OLD}))


async def _broken(trial: Trial) -> AsyncIterator[Line]:
    await trial.publish(OTHER)
    for survey in (SURVEY, OTHER):
        await trial.send(PEOPLE, survey)
        await trial.comment(PEOPLE, survey)
    await trial.remember((*FORGOTTEN, *STAYING))
    pair = await _taken(trial, "young")
    await trial.days(YOUNG)
    await trial.forget(FORGOTTEN)
    await trial.take_back(TAKEN_BACK)
    await trial.drop_comment(UNSAID)
    await trial.close(OTHER)
    await _bring_back(trial, *pair)
    async for line in _young(trial):
        yield line
    await trial.publish(WAITING)
    await trial.send(FEW, WAITING)
    await trial.comment(FEW, WAITING)
    file, _ = await _taken(trial, "old")
    old = await trial.loot().snapshot()
    await trial.days(OLD)
    async for line in _old(trial, old, file):
        yield line


async def _taken(trial: Trial, name: str) -> tuple[Path, Path]:
    """Database file and keys file, as `rightsbot backup` writes them."""
    pair = trial.exports / f"{name}.db", trial.settings.keyring_dir / f"{name}.keys"
    await back_up(trial.house.store, *pair, trial.today())
    return pair


async def _bring_back(trial: Trial, file: Path, keys: Path) -> int:
    """As `rightsbot restore --replace` does, and the start after it; how many answers and comments
    came.
    """
    today = trial.today()
    await trial.open.aclose()
    try:
        async with emptied(trial.settings) as place:
            back = await restore(place, file, keys, today, replace=True)
            return back.responses + back.comments
    except KeysLost:
        return 0
    finally:
        await trial.start()


async def _young(trial: Trial) -> AsyncIterator[Line]:
    """The pair was five days old."""
    found = {number for number in PEOPLE if await trial.stored(number)}
    store = trial.house.store
    kept = {n for n in (*FORGOTTEN, *STAYING) if (await store.kept(trial.person(n).id)).place}
    written = await _comments(trial)
    said = {number for number in PEOPLE if trial.person(number).wish in written}
    unsaid = {*TAKEN_BACK, *UNSAID}
    if not (found - set(TAKEN_BACK) and said - unsaid and kept & set(STAYING)):
        yield Line("proof.blunt")
    if found & set(TAKEN_BACK):
        yield Line("proof.12.answers", {"answers": len(found & set(TAKEN_BACK))})
    if said & unsaid:
        yield Line("proof.12.comments", {"comments": len(said & unsaid)})
    if kept & set(FORGOTTEN):
        yield Line("proof.12.residents", {"people": len(kept & set(FORGOTTEN))})
    if await _reopened(trial):
        yield Line("proof.12.closed")


async def _comments(trial: Trial) -> set[str | None]:
    """All that stand anywhere, whoever may still find them."""
    loot = trial.loot()
    keys = loot.keys()
    return {
        words(table, SURVEY, row["box"], keys)
        for table in COMMENTS
        for row in await loot.table(table)
        if row["survey"] == SURVEY
    }


async def _reopened(trial: Trial) -> bool:
    """Whether anything of a survey that was closed since can be tied to anybody again."""
    loot = trial.loot()
    count = (
        "SELECT (SELECT count(*) FROM mark WHERE survey = ?)"
        " + (SELECT count(*) FROM urn WHERE survey = ?)"
        " + (SELECT count(*) FROM response WHERE survey = ? AND withdraw_mark IS NOT NULL)"
        " + (SELECT count(*) FROM comment_urn WHERE survey = ?)"
        " + (SELECT count(*) FROM comment WHERE survey = ? AND withdraw_mark IS NOT NULL)"
        " + (SELECT count(*) FROM survey WHERE id = ? AND state <> 'closed')"
    )
    ((left,),) = await loot.rows(count, *[OTHER] * count.count("?"))
    names = (name.split(".") for name in loot.key_files())
    keys = [kind for kind, *rest in names if kind in UNFINDABLE and rest[:1] == [OTHER]]
    found = [number for number in PEOPLE if await trial.stored(number, OTHER)]
    return bool(left or keys or found)


async def _old(trial: Trial, old: Snapshot, file: Path) -> AsyncIterator[Line]:
    """The file was ten days old, and the keys are those of today."""
    then = opened(old, unwrapped(old.key_files, trial.settings.kek or b""))
    if then != sum(len(old.tables[table]) for table in BOXES) or any(
        len(old.tables[urn]) < len(FEW) for urn in ("urn", "comment_urn")
    ):
        yield Line("proof.blunt")
    if left := opened(old, trial.loot().keys()):
        yield Line("proof.12.opened", {"boxes": left})
    _, today = await _taken(trial, "today")
    returned = await _bring_back(trial, file, today)
    if returned:
        yield Line("proof.12.returned", {"answers": returned})


def opened(old: Snapshot, keys: Mapping[str, bytes]) -> int:
    """How many boxes of the copy open, of answers that wait too."""
    return sum(
        unboxed(row["box"], table, row.get("survey", ""), keys.values(), GENERATIONS) is not None
        for table in BOXES
        for row in old.tables[table]
    )
