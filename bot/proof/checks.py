"""Every check there is, by the number of its property."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from bot.proof.attacks import (
    p01,
    p02,
    p03,
    p04,
    p05,
    p06,
    p07,
    p08,
    p09,
    p10,
    p11,
    p12,
    p13,
    p14,
    p15,
    p16,
    p17,
    p18,
    p19,
    p20,
    p21,
    p22,
    p23,
    p24,
)
from bot.proof.finding import Finding
from bot.proof.live import p01 as live01
from bot.proof.live import p03 as live03
from bot.proof.live import p04 as live04
from bot.proof.live import p09 as live09
from bot.proof.live import p11 as live11
from bot.proof.live import p14 as live14
from bot.proof.live import p17 as live17
from bot.proof.live import p18 as live18
from bot.proof.live import p19 as live19
from bot.proof.live import p21 as live21
from bot.proof.live import p22 as live22
from bot.proof.live import p23 as live23
from bot.proof.outsider import Loot
from bot.proof.trial import Trial
from bot.settings import Settings

Attack: TypeAlias = Callable[[Trial], Awaitable[Finding]]
Look: TypeAlias = Callable[[Loot, Settings], Awaitable[Finding]]

ATTACKS: Mapping[int, Attack] = {
    1: p01.attack,
    2: p02.attack,
    3: p03.attack,
    4: p04.attack,
    5: p05.attack,
    6: p06.attack,
    7: p07.attack,
    8: p08.attack,
    9: p09.attack,
    10: p10.attack,
    11: p11.attack,
    12: p12.attack,
    13: p13.attack,
    14: p14.attack,
    15: p15.attack,
    16: p16.attack,
    17: p17.attack,
    18: p18.attack,
    19: p19.attack,
    20: p20.attack,
    21: p21.attack,
    22: p22.attack,
    23: p23.attack,
    24: p24.attack,
}
LOOKS: Mapping[int, Look] = {
    1: live01.look,
    3: live03.look,
    4: live04.look,
    9: live09.look,
    11: live11.look,
    14: live14.look,
    17: live17.look,
    18: live18.look,
    19: live19.look,
    21: live21.look,
    22: live22.look,
    23: live23.look,
}
UNBUILT: tuple[int, ...] = ()
"""Properties of which a part of the bot does not exist, so that nobody takes them for kept."""
