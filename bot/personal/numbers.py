"""Numbers that stand for one person: accounts, cards, national numbers, telephones."""

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import iban, luhn
from stdnum.be import bis, nn
from stdnum.bg import egn, pnf
from stdnum.ie import pps

Span: TypeAlias = tuple[int, int]

REGIONS: Final = ("BE", "IE", "BG", "AL")
"""Of the cities: a number without its country's code is read as each of them would."""
_IBAN: Final = re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]){11,30}", re.IGNORECASE)
_DIGITS: Final = re.compile(r"(?<![\w+])[0-9](?:[ ./-]{0,2}[0-9]){8,22}(?![0-9])")
_CARD: Final = (13, 19)
_PPS: Final = re.compile(r"(?<!\w)[0-9]{7} ?[A-W](?: ?[A-IW])?(?!\w)", re.IGNORECASE)
_ALBANIAN: Final = re.compile(
    r"(?<!\w)[A-T][0-9](?:[0358][1-9]|[1469][0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[A-W](?!\w)",
    re.IGNORECASE,
)
"""Decade, year, month (plus 30, 50 or 80: citizens and others, men and women), day, number."""


def ibans(text: str) -> Iterator[Span]:
    """A match may run on into the next word: the longest beginning that is valid counts."""
    for match in _IBAN.finditer(text):
        for end in range(match.end(), match.start(), -1):
            whole = text[end - 1].isalnum()
            if whole and iban.is_valid(text[match.start() : end], check_country=False):
                yield match.start(), end
                break


def cards(text: str) -> Iterator[Span]:
    return _digits(text, lambda run: _CARD[0] <= len(run) <= _CARD[1] and luhn.is_valid(run))


def national(text: str) -> Iterator[Span]:
    """National numbers of Belgium, Bulgaria, Ireland and Albania."""
    known = (nn.is_valid, bis.is_valid, egn.is_valid, pnf.is_valid)
    yield from _digits(text, lambda run: any(is_valid(run) for is_valid in known))
    for match in _PPS.finditer(text):
        if pps.is_valid(match[0]):
            yield match.span()
    yield from (match.span() for match in _ALBANIAN.finditer(text))


def phones(text: str) -> Iterator[Span]:
    for region in REGIONS:
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
            yield match.start, match.end


def _digits(text: str, is_one: Callable[[str], bool]) -> Iterator[Span]:
    """Runs of digits with the usual signs between them."""
    for match in _DIGITS.finditer(text):
        if is_one(re.sub(r"[^0-9]", "", match[0])):
            yield match.span()
