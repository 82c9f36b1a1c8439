"""Property 11 on the installation: nothing stays too long, and what is gone leaves nothing."""

import asyncio
from datetime import UTC, datetime
from typing import Final

from bot.proof.attacks.p11 import NUMBER
from bot.proof.finding import Finding, How, Line, Verdict, first, judged
from bot.proof.live.p09 import lasting
from bot.proof.outsider import SIDES, Loot
from bot.proof.overdue import overdue
from bot.proof.pages import SqliteFile, is_remnant
from bot.proof.traces import PIECE, pieces
from bot.settings import Settings

PAUSE: Final = 1.0
LOOKS: Final = 4
"""A look may fall into a write: what is torn or not yet written over is looked at again."""
ROOTS: Final = "SELECT rootpage, tbl_name FROM sqlite_master WHERE rootpage > 0"
SHORT: Final = (
    "SELECT mark FROM mark UNION ALL SELECT key FROM resident UNION ALL SELECT box FROM resident"
    " UNION ALL SELECT id FROM urn UNION ALL SELECT id FROM response"
    " UNION ALL SELECT withdraw_mark FROM response WHERE withdraw_mark IS NOT NULL"
    " UNION ALL SELECT id FROM comment_urn UNION ALL SELECT id FROM comment"
    " UNION ALL SELECT withdraw_mark FROM comment WHERE withdraw_mark IS NOT NULL"
)
"""Copies of these may stand where a page was split; boxes of answers never do."""


async def look(loot: Loot, settings: Settings) -> Finding:
    del settings
    if not loot.exists:
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.nothing_yet"))
    if late := await first(overdue(loot, datetime.now(UTC).date())):
        return Finding(NUMBER, How.LIVE, Verdict.BROKEN, late[0])
    if loot.database is None:
        return await _at_server(loot)
    for _ in range(LOOKS):
        left, pages = await _left(loot)
        if not left:
            return judged(NUMBER, How.LIVE, [], Line("proof.11.looked", {"pages": pages}))
        await asyncio.sleep(PAUSE)
    fault = Line("proof.11.left", {"places": left})
    return Finding(NUMBER, How.LIVE, Verdict.BROKEN, fault)


async def _left(loot: Loot) -> tuple[int, int]:
    """How many unused places of the file hold something, and how many pages it has."""
    roots = [int(root) for root, table in await loot.rows(ROOTS) if table in SIDES]
    rooms, pages = await asyncio.to_thread(_rooms, loot, roots)
    if not rooms:
        return 0, pages
    live = await _live(loot)
    left = await asyncio.to_thread(lambda: sum(is_remnant(room, live) for room in rooms))
    return left, pages


def _rooms(loot: Loot, roots: list[int]) -> tuple[list[bytes], int]:
    """Those that hold anything at all."""
    if loot.database is None:
        return [], 0
    file = SqliteFile.read(loot.database)
    return [room for room in file.unused(roots) if is_remnant(room, set())], file.pages


async def _live(loot: Loot) -> set[bytes]:
    names = await loot.rows("SELECT id FROM survey UNION SELECT comment FROM survey")
    ids = [str(id_).encode() for (id_,) in names]
    short = [value for (value,) in await loot.rows(SHORT)]
    return pieces(ids) | pieces(short, step=PIECE)


async def _at_server(loot: Loot) -> Finding:
    """A server's files hold earlier rows for a while; what matters is that no key opens them."""
    left = await lasting(loot)
    faults = [Line("proof.11.opens", {"keys": len(left)})] if left else []
    return judged(NUMBER, How.LIVE, faults, Line("proof.11.burnt"))
