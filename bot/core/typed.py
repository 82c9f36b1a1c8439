"""What a typed number or word means as an answer, in any of the five languages."""

from collections.abc import Iterator, Mapping
from unicodedata import combining, normalize

from bot.core.dialling import year_of
from bot.core.model import PREFER_NOT, Question, Type, Words
from bot.core.month import NAMES, YEAR, month
from bot.core.sheet import Value
from bot.core.survey import SEVERAL, accepts, most, option, shown, toggled

DIGITS = 9
BEGINNING = 3
"""Letters of a month's name that are enough, if only one month begins so."""


def typed(
    question: Question,
    seed: int,
    text: str,
    built_in: Mapping[str, Words],
    year: int | None = None,
) -> Value | None:
    """None when it is no answer.

    The digits of a number, of 0-10 and of a month are the answer; for the others a number is
    that of the option as shown. Words are those of the option in any language. `year` is the one
    whose months stand there.
    """
    found = _read(question, seed, text, built_in, year)
    if found is None:
        found = _named(question, seed, text, built_in)
    return found if found is not None and accepts(question, found) else None


def _read(
    question: Question, seed: int, text: str, built_in: Mapping[str, Words], chosen: int | None
) -> Value | None:
    match question.type:
        case Type.NUMBER:
            return _number(text)
        case Type.MONTH:
            return _month(year_of(question, chosen), text, built_in)
        case Type.POINTS:
            point = _number(text)
            return None if point is None else str(point)
        case Type.MULTIPLE | Type.RANKING:
            return _several(question, seed, text, built_in)
        case _:
            return _numbered(question, seed, text)


def _named(question: Question, seed: int, text: str, built_in: Mapping[str, Words]) -> Value | None:
    """The option with these words."""
    word = _fold(text)
    names = ((code, _names(question, code, built_in)) for code in shown(question, seed))
    code = next((code for code, known in names if word in known), None)
    if code in {None, PREFER_NOT} or question.type not in SEVERAL:
        return code
    return (str(code),)


def _names(question: Question, code: str, built_in: Mapping[str, Words]) -> frozenset[str]:
    found = option(question, code)
    words = built_in.get(code, {}).values() if found is None else (
        *found.label.values(), *found.button.values()
    )  # fmt: skip
    return frozenset(_fold(word) for word in words)


def _numbered(question: Question, seed: int, text: str) -> str | None:
    order = shown(question, seed)
    number = _number(text)
    return order[number - 1] if number is not None and 1 <= number <= len(order) else None


def _several(
    question: Question, seed: int, text: str, built_in: Mapping[str, Words]
) -> Value | None:
    """Several options one after the other; of a ranking the first place first."""
    whole = _numbered(question, seed, text)
    if whole == PREFER_NOT:
        return whole
    chosen: tuple[str, ...] = ()
    for code in _listed(question, seed, text, built_in):
        more = toggled(question, chosen, code)
        if more is None:
            return None
        chosen = more
    return chosen or None


def too_many(question: Question, seed: int, text: str, built_in: Mapping[str, Words]) -> bool:
    """Nothing is wrong with what was typed but that it names more options than may be chosen."""
    several = question.type in SEVERAL
    return several and len(_listed(question, seed, text, built_in)) > most(question)


def _listed(
    question: Question, seed: int, text: str, built_in: Mapping[str, Words]
) -> tuple[str, ...]:
    """The options one after the other; none where a word is no option, or names one again."""
    each = tuple(_each(question, seed, text, built_in))
    known = tuple(code for code in each if code not in {None, PREFER_NOT})
    return tuple(map(str, known)) if len({*known}) == len(each) else ()


def _each(
    question: Question, seed: int, text: str, built_in: Mapping[str, Words]
) -> Iterator[str | None]:
    for word in text.replace(",", " ").replace(";", " ").split():
        found = _named(question, seed, word, built_in)
        yield found[0] if isinstance(found, tuple) else _numbered(question, seed, word)


def _month(known: int | None, text: str, built_in: Mapping[str, Words]) -> str | None:
    """A month by number or name and a year in four digits, in either order; the year need not be
    said where it is known.
    """
    words = [word for word in _fold(text).split() if len(word) > 1 or word.isdigit()]
    said = [word for word in words if word.isascii() and word.isdigit() and len(word) == 4]  # noqa: PLR2004 - digits
    rest = [word for word in words if word not in said]
    year = int(said[0]) if said else known
    if year is None or len(said) > 1 or len(rest) != 1:
        return None
    number = _number(rest[0])
    if number is None:
        number = _month_named(rest[0], built_in)
    return month(year * YEAR + number - 1) if number and number <= YEAR else None


def _month_named(word: str, built_in: Mapping[str, Words]) -> int | None:
    """January is 1. A beginning is enough where it says which month is meant."""
    names = {
        number: {_fold(name) for name in built_in.get(code, {}).values()}
        for number, code in enumerate(NAMES, start=1)
    }
    exact = {number for number, known in names.items() if word in known}
    begun = {n for n, known in names.items() if any(name.startswith(word) for name in known)}
    found = exact or (begun if len(word) >= BEGINNING else set())
    return found.pop() if len(found) == 1 else None


def _number(text: str) -> int | None:
    word = text.strip().rstrip(".")
    digits = word.removeprefix("-").removeprefix("\N{MINUS SIGN}")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= DIGITS):
        return None
    return int(digits) if digits == word else -int(digits)


def _fold(text: str) -> str:
    """Without case, accents and signs, for that is how people type."""
    letters = (c for c in normalize("NFKD", text.casefold()) if not combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())
