"""Property 3: no table has room for a time, a name, an order or a bond between the two sides."""

from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot.proof import shape
from bot.proof.finding import Finding, How, Line, first, judged
from bot.proof.outsider import Loot
from bot.proof.trial import Trial
from bot.storage.database import connect
from bot.storage.schema import look, move

NUMBER: Final = 3
PEOPLE: Final = range(24)
STEPS: Final = 99
"""More migrations than there will be."""
SECURE: Final = {"secure_delete": 1, "temp_store": 2, "synchronous": 2}
"""SQLite keeps these for each connection, not in the file."""


async def attack(trial: Trial) -> Finding:
    faults = await first(_broken(trial))
    tables = len(await trial.loot().tables())
    return judged(NUMBER, How.TRIAL, faults, Line("proof.3.kept", {"tables": tables}))


async def _broken(trial: Trial) -> AsyncIterator[Line]:
    await trial.send(PEOPLE)
    await trial.comment(PEOPLE)
    await trial.flush()
    await trial.remember(PEOPLE)
    async for line in shape.faults(trial.loot()):
        yield line
    if trial.loot().database is None:
        return
    async for line in _connection(trial):
        yield line
    async for line in _each_migration():
        yield line


async def _connection(trial: Trial) -> AsyncIterator[Line]:
    """As the bot's own connections are set."""
    async with trial.house.store.database.read() as connection:
        found = {n: (await connection.exec_driver_sql(f"PRAGMA {n}")).scalar() for n in SECURE}
    for name, wanted in SECURE.items():
        if found[name] != wanted:
            yield Line("proof.3.pragma", {"name": name})


async def _each_migration() -> AsyncIterator[Line]:
    """One after the other on a new file: alembic does not see that a table has a rowid."""
    with TemporaryDirectory(prefix="rightsbot-trial-") as folder:
        file = Path(folder) / "rightsbot.db"
        for _ in range(STEPS):
            database = connect(file)
            try:
                async with database.write() as connection:
                    await connection.run_sync(move, "+1")
            finally:
                await database.dispose()
            async for line in shape.faults(Loot(file.parent, file.parent)):
                yield line
            if (await look(file)).current:
                return
