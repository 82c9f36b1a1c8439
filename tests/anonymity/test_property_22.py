"""Property 22: released comments hold no personal data that was planted, and join to nothing."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from bot.proof.attacks import p22
from bot.proof.finding import Verdict
from bot.proof.live import p22 as live
from bot.proof.planted import AROUND, KINDS, left
from tests.anonymity.conftest import Begin
from tests.anonymity.test_property_18 import harmed


async def test_released_comments_hold_no_planted_data_and_join_to_nothing(
    begin_on: Callable[[str], Begin], tmp_path: Path
) -> None:
    async with begin_on("sqlite")() as opened:
        assert (await live.look(opened.loot(), opened.settings)).verdict is Verdict.NOT_ASKED
        found = await p22.attack(opened)
        assert found.verdict is Verdict.KEPT, found.evidence
        stands = await live.look(opened.loot(), opened.settings)
        assert stands.verdict is Verdict.KEPT, stands.evidence
        for number, harm in enumerate(HARMS):
            loot = harmed(opened.loot(), tmp_path / str(number), harm)
            assert (await live.look(loot, opened.settings)).verdict is Verdict.BROKEN, harm


HARMS = (
    "DELETE FROM release_file WHERE audience = 'comments' AND name LIKE '%.en.csv'",
    "UPDATE release SET tables = replace(tables, ':1', ':2') WHERE audience = 'comments'",
)


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        ([], ""),
        (["z, ask me@home.be"], "personal data"),
        (["z, www.my-street.be"], "personal data"),
        (["z, 4111 1111 1111 1111"], "personal data"),
        (["z, 4111 1111 1111 1112"], ""),
        (["z, be68 5390 0754 7034"], "personal data"),
        (["z, be69 5390 0754 7034"], ""),
        (["a, once more"], "alphabet"),
    ],
)
def test_the_look_at_the_files_notices_what_should_not_be_there(
    lines: list[str], rule: str
) -> None:
    texts = [f"{letter} wish" for letter in "bcdefghijk"] + lines
    out = StringIO(newline="")
    csv.writer(out).writerows([["more"], *([text] for text in texts)])
    row = {"tables": json.dumps({"question": "more", "texts": {"en": len(texts)}})}
    found = list(live.faults(row, {"en": out.getvalue().encode("utf-8-sig")}))
    assert any(rule in fault for fault in found) if rule else not found


def test_fifteen_kinds_are_planted_in_five_languages_and_one_language_stays_below() -> None:
    said = Counter(planted.lang for planted in p22.TEXTS)
    assert (len(KINDS), len(AROUND), said[p22.FEW]) == (15, 5, 9)
    assert min(number for lang, number in said.items() if lang != p22.FEW) >= 10
    assert all(left(planted.text) for planted in p22.TEXTS if planted != p22.FORMULA)


GOOD = [f"{chr(ord('a') + number)} wish" for number in range(10)]


def body(*lines: str) -> bytes:
    return "\r\n".join(("more", *lines, "")).encode("utf-8-sig")


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        (GOOD, ""),
        (GOOD[1:], "missing"),
        (GOOD[::-1], "alphabet"),
        (["=1+1", *GOOD[1:]], "formula"),
        ([*GOOD[:-1], "k,2026-11-24"], "beside"),
        ([*GOOD[:-1], "write to INES.dubois @ scarlet.be"], "personal data"),
    ],
)
def test_the_reader_of_the_files_notices_each_rule_that_is_broken(
    lines: list[str], rule: str
) -> None:
    found = list(p22._of_file(body(*lines), len(GOOD)))
    assert (not found) if not rule else any(rule in fault for fault in found)


def test_the_reader_of_the_files_notices_a_language_in_which_few_wrote() -> None:
    assert "a language in which few wrote" in list(p22.faults({p22.FEW: body(*GOOD)}))
