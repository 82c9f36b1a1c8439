"""Months as surveys ask for them: written "2024-05", counted from January of the year 0."""

import re

YEAR = 12
WRITTEN = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
NAMES = tuple(f"month-{number}" for number in range(1, YEAR + 1))
"""The built-in words of the months, January first: `Catalogue.built_in` has them too."""


def month_of(text: str) -> int | None:
    """The count of a written month; None for what is none."""
    found = WRITTEN.fullmatch(text)
    return int(found[1]) * YEAR + int(found[2]) - 1 if found else None


def month(count: int) -> str:
    """How it is written and stored."""
    year, number = divmod(count, YEAR)
    return f"{year:04}-{number + 1:02}"


def name_of(count: int) -> str:
    """The code of its built-in word."""
    return NAMES[count % YEAR]
