"""Property 22 on the installation: every released file of comments obeys the rules."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any, Final, TypedDict

from bot.proof.attacks.p22 import FORMULAS, LEAST, NUMBER
from bot.proof.finding import Finding, How, Line, Verdict, judged
from bot.proof.outsider import Loot
from bot.settings import Settings

AUDIENCE: Final = "comments"
PLAIN: Final = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}|https?://\w|www\.\w", re.IGNORECASE)
CARD: Final = re.compile(r"(?<![\w+])(?:[0-9]{4}[ -]?){3}[0-9]{4}(?![0-9])")
ACCOUNT: Final = re.compile(r"(?<!\w)BE[0-9]{2}(?: ?[0-9]{4}){3}(?![0-9])", re.IGNORECASE)
"""What can be told for sure, by the proof's own rules, not the bot's."""


class Told(TypedDict):
    question: str
    texts: dict[str, int]


async def look(loot: Loot, settings: Settings) -> Finding:
    del settings
    if not loot.exists:
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.nothing_yet"))
    rows = [row for row in await loot.table("release") if row["audience"] == AUDIENCE]
    if not rows:
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.22.no_comments"))
    files = [row for row in await loot.table("release_file") if row["audience"] == AUDIENCE]
    found = [rule for row in rows for rule in faults(row, _of(row, files))]
    if max(Counter(row["survey"] for row in rows).values()) > 1:
        found.append("comments that are released twice, or otherwise")
    told = [Line("proof.22.broken", {"rule": rule}) for rule in found]
    return judged(NUMBER, How.LIVE, told, Line("proof.22.obeyed", {"files": len(files)}))


def _of(row: Mapping[str, Any], files: list[Mapping[str, Any]]) -> dict[str, bytes]:
    """The files of one release, by the language that their names tell."""
    own = (file for file in files if file["survey"] == row["survey"])
    return {file["name"].split(".")[-2]: file["body"] for file in own}


def faults(row: Mapping[str, Any], files: Mapping[str, bytes]) -> Iterator[str]:
    told: Told = json.loads(row["tables"])
    if told["texts"].keys() != files.keys():
        yield "comments that are missing or too many"
    for lang, body in files.items():
        yield from _of_file(told["texts"].get(lang, 0), body)


def _of_file(number: int, body: bytes) -> Iterator[str]:
    lines = list(csv.reader(StringIO(body.decode("utf-8-sig"), newline="")))
    texts = [cell for line in lines[1:] for cell in line]
    if len(texts) < LEAST:
        yield "a language in which few wrote"
    if len(texts) != number:
        yield "comments that are missing or too many"
    if any(len(line) != 1 for line in lines):
        yield "something beside a comment"
    if any(map(_is_personal, texts)):
        yield "personal data in a file"
    if any(text.startswith(FORMULAS) for text in texts):
        yield "a text that a spreadsheet takes for a formula"
    if texts != sorted(texts, key=lambda text: (text.casefold(), text)):
        yield "comments in another order than that of the alphabet"


def _is_personal(text: str) -> bool:
    accounts = any(_is_account(found[0]) for found in ACCOUNT.finditer(text))
    return bool(PLAIN.search(text)) or accounts or any(map(_is_card, CARD.findall(text)))


def _is_card(written: str) -> bool:
    """By the sum of Luhn."""
    digits = [int(digit) for digit in written if digit.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_account(written: str) -> bool:
    """By its remainder: 1, once the country and its two digits stand behind."""
    bare = written.replace(" ", "").upper()
    return int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 == 1
