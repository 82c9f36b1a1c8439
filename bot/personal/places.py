"""Where somebody lives or was born: streets with a number, coordinates, dates of birth."""

import re
from collections.abc import Iterator
from typing import Final

from bot.personal.numbers import Span

_NUMBER: Final = (
    r"(?:(?:nr|no|n|num[eé]ro|nummer|number|numri|№|номер|н)[.°º]{0,2} ?)?"
    r"[0-9]{1,4} ?[a-zа-я]?(?![\w])"
)
_WORD: Final = r"(?:[^\W\d_][\w'’.-]*)"
_WORDS: Final = rf"(?:[\"„“«'’]?{_WORD}[\"”“»'’]?,? ){{1,5}}?"
_NO_NAME: Final = (
    r"(?!(?:at|in|on|of|the|for|and|from|to|by|with|minutes?|hours?|days?|weeks?|times?|people"
    r"|fois|jours?|heures?|keer|dagen|uur|uren) )"
)
"""A street has a name; "12 at the park" is none."""
_FRENCH: Final = (
    r"(?:rue|r\.|avenue|av\.?|boulevard|bd\.?|boul\.|chauss[eé]e|chee|place|pl\.|square|all[eé]e|quai"
    r"|impasse|clos|dr[eè]ve|chemin|route|venelle|galerie|sentier)"
)
_DUTCH: Final = (
    r"(?:straat|str\.|laan|weg|plein|lei|steenweg|dreef|kaai|gracht|dijk|baan|hof|pad|markt)"
)
_ENGLISH: Final = (
    r"(?:street|st\.?|road|rd\.?|avenue|ave\.?|lane|drive|terrace|park|square|quay|place|court|close"
    r"|gardens|crescent|hill|row|grove|green|parade|walk|way|mews|villas|heights)"
)
_SIDE: Final = r"(?!\w)(?: (?:lower|upper|north|south|east|west)(?!\w))?"
_BULGARIAN: Final = r"(?:ул\.?|улица|бул\.?|булевард|пл\.|площад|ul\.?|ulitsa|bul\.?|bulevard)"
_BLOCK: Final = (
    r"(?:(?:ж\.? ?к\.?|кв\.?|zh\.? ?k\.?|kv\.) ?(?:[\w'’.\"„“”-]+,? ){1,5}?)?"
    r"(?:бл\.?|блок|bl\.) ?[0-9]{1,4}(?: ?[a-zа-я](?!\w))?"
    r"(?:,? ?(?:вх|ет|ап|vh|et|ap)\.? ?\w{1,3}(?!\w))*"
)
_FLAT: Final = r"(?:(?:flat|apt\.?|apartment|unit) ?[0-9]{1,4} ?[a-d]?,? )?"
_ALBANIAN: Final = (
    r"(?:rruga|rrug[eë]s|rr\.?|bulevardi|bul\.?|sheshi|lagjja|lagj\.|pallati|pall?\.|nd[eë]rtesa)"
)

_BIS: Final = r"(?:bis|ter|[a-d])?"
_STREETS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\w){_FRENCH} {_NO_NAME}{_WORDS},? ?{_NUMBER}",
        rf"(?<!\w)[0-9]{{1,4}} ?{_BIS},? {_FRENCH} {_NO_NAME}{_WORD}(?: {_WORD}){{0,4}}",
        rf"(?<!\w)[^\W\d_]{{2,}}{_DUTCH},? ?{_NUMBER}",
        rf"(?<!\w)(?:grote|oude|nieuwe|sint-\w+) {_DUTCH},? ?{_NUMBER}",
        rf"(?<!\w){_FLAT}[0-9]{{1,4}} ?[a-d]?,? {_NO_NAME}(?:{_WORD} ){{1,3}}{_ENGLISH}{_SIDE}",
        rf"(?<!\w){_BULGARIAN} ?{_WORDS},? ?{_NUMBER}",
        rf"(?<!\w){_BLOCK}",
        rf"(?<!\w){_ALBANIAN} {_WORDS},? ?{_NUMBER}",
        rf"(?<!\w){_ALBANIAN} ?{_NUMBER}",
    )
)
_DECIMAL: Final = r"[-+]?[0-9]{1,3}[.,][0-9]{3,}"
_COORDINATES: Final = (
    re.compile(
        rf"(?<![\w.]){_DECIMAL}°? ?[NSEWСЮИЗ]?[,; ]{{1,3}}{_DECIMAL}°? ?[NSEWСЮИЗ]?(?![\w])"
    ),
    re.compile(
        r"[0-9]{1,3}° ?[0-9]{1,2}['’′] ?(?:[0-9]{1,2}(?:[.,][0-9]+)?[\"”″] ?)?[NSСЮ]?[,; ]{0,3}"
        r"[0-9]{1,3}° ?[0-9]{1,2}['’′] ?(?:[0-9]{1,2}(?:[.,][0-9]+)?[\"”″] ?)?[EWOИЗ]?"
    ),
)
_DAY: Final = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_YEAR: Final = r"(?:19[0-9]{2}|200[0-9]|201[0-5])"
"""A full date of a later year is told of an event rather than of a birth."""
_MONTH_NAME: Final = (
    r"(?:jan|[iy]an|f[eé]v|feb|shk|mars|mar|maart|mrt|avr|apr|mai|mei|may|ma[jr]|juin|[jyi]un|juil|[jyi]ul|ao[uû]t|aug|avg"
    r"|sep|sht|okt|oct|tet|nov|noe|n[eë]n|d[eé]c|dek|dhj|qer|kor|gus|pri"
    r"|яну|фев|март|апр|май|юни|юли|авг|сеп|окт|ное|дек)[^\W\d_]*\.?"
)
_BIRTHS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w./-]){_DAY}[./ -]{{1,2}}{_MONTH}[./ -]{{1,2}}{_YEAR}(?!\w)",
        rf"(?<![\w./-]){_YEAR}[./-]{_MONTH}[./-]{_DAY}(?!\w)",
        rf"(?<!\w){_DAY}(?:st|nd|rd|th|er|e)?\.? (?:of |de )?{_MONTH_NAME},? {_YEAR}(?!\w)",
        rf"(?<!\w){_MONTH_NAME} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}(?!\w)",
    )
)


def addresses(text: str) -> Iterator[Span]:
    return _spans(_STREETS, text)


def coordinates(text: str) -> Iterator[Span]:
    return _spans(_COORDINATES, text)


def births(text: str) -> Iterator[Span]:
    return _spans(_BIRTHS, text)


def _spans(patterns: tuple[re.Pattern[str], ...], text: str) -> Iterator[Span]:
    for pattern in patterns:
        yield from (match.span() for match in pattern.finditer(text))
