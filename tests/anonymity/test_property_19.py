"""Property 19: published numbers are rounded fairly, and those of too few people are not shown."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.proof.attacks import p19
from bot.proof.finding import Verdict
from bot.proof.live import p19 as live
from bot.proof.published import faults, in_file
from tests.anonymity.conftest import Begin


async def test_published_numbers_obey_the_rules(begin_on: Callable[[str], Begin]) -> None:
    async with begin_on("sqlite")() as opened:
        found = await p19.attack(opened)
        assert found.verdict is Verdict.KEPT, found.evidence
        assert (await live.look(opened.loot(), opened.settings)).verdict is Verdict.NOT_ASKED


RULES = {"rounded-to": 5, "least-base": 10, "full-base": 30}


def cell(option: str, count: int | None, share: int | None = None) -> dict[str, Any]:
    return {"option": option, "count": count, "share": share, "share_answered": share}


def table(base: int | None, *cells: dict[str, Any], **more: object) -> dict[str, Any]:
    own = {"question": "q", "base": base, "answered": base, "cells": list(cells), "most": []}
    return {**own, "breakdown": None, "group": None, **more}


def read(*tables: dict[str, Any], final: bool = True, **rules: int) -> list[str]:
    release = {"survey": "s", "final": final, "people": 40, "tables": list(tables)}
    return list(faults(json.dumps(release), json.dumps(RULES | rules)))


WHOLE = table(40, cell("a", 25, 63), cell("b", 15, 38))
ROW = {"breakdown": "q", "group": "a"}


def test_a_sound_release_has_no_faults() -> None:
    few = table(20, cell("a", 10, 50), cell("b", None))
    row = table(20, cell("a", 20), **ROW)
    assert read(WHOLE, row, next=60) == read(few, final=False) == []
    assert (
        read(table(None)) == read(table(40, cell("a", 25, 63), cell("b", 15, 38), most=["a"])) == []
    )


@pytest.mark.parametrize(
    "tables",
    [
        (table(41),),
        (table(5),),
        (table(40, cell("a", 7)),),
        (table(40, cell("a", 25, 60)),),
        (table(40, cell("a", 0, 0)),),
        (table(40, cell("a", 45, 113)),),
        (table(40, cell("prefer-not", 25, 63)),),
        (table(20, cell("a", 5)),),
        (table(None, cell("a", 5)),),
        (table(40, {**cell("a", 25, 63), "key": 1}),),
        (table(40, cell("a", 25, 63), cell("b", 20, 50), most=["a"]),),
        (table(20, cell("a", 10, 50), cell("b", None), most=["a"]),),
        (WHOLE, table(20, cell("a", 20, 100), **ROW)),
        (WHOLE, table(20, cell("a", 20), cell("b", 0), **ROW, most=["a"])),
        (table(None), table(20, cell("a", 20), **ROW)),
    ],
)
def test_the_reader_notices_each_rule_that_is_broken(tables: tuple[dict[str, Any], ...]) -> None:
    assert read(*tables)


def test_the_reader_notices_an_exact_count_in_a_file() -> None:
    head = b"\xef\xbb\xbfoption,count,base,base_answered\r\n"
    assert not list(in_file(head + b'"a\nb",10,30,25\r\nb,,,\r\n'))
    assert list(in_file(head + b"a,10,31,25\r\n"))


def test_the_reader_notices_what_a_release_may_not_tell() -> None:
    assert read(WHOLE, table(20, cell("a", 20), **ROW), final=False)
    assert read(WHOLE, next=57)
    assert read(WHOLE, people=41)
