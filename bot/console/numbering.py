"""The numbers by which translations follow their source: `version` of a source, `of` elsewhere."""

import re

VERSION = re.compile(r"^version: *([0-9]{1,4}) *$", re.MULTILINE)
SOURCE_ALONE = re.compile(r"^(?:help|order|cities):.*\n", re.MULTILINE)
OF = re.compile(r"^of: *([0-9]{1,4}) *$", re.MULTILINE)


def version(text: str | None) -> int | None:
    """Of a source."""
    found = VERSION.search(text or "")
    return int(found[1]) if found else None


def of(text: str | None) -> int | None:
    """Of the source that this translation was made from."""
    found = OF.search(text or "")
    return int(found[1]) if found else None


def is_unsaid(before: str | None, after: str) -> bool:
    """Whether a source changed without a word on what that means for its translations."""
    number = version(before)
    return number is not None and number == version(after) and _words(before) != _words(after)


def _words(text: str | None) -> list[str]:
    return (text or "").split()


def raised(text: str) -> str:
    """The source with the next number: its translations are now behind."""
    number = version(text)
    return text if number is None else VERSION.sub(f"version: {number + 1}", text, count=1)


def follows(text: str, number: int) -> str:
    """The translation, now of this version of its source."""
    return OF.sub(f"of: {number}", text, count=1)


def behind(text: str | None, source: str | None) -> int | None:
    """The source's number, where this translation follows another one."""
    number = version(source)
    return number if of(text) not in {None, number} else None


def blank(*, is_source: bool) -> str:
    """A file to begin with where there is no source yet."""
    return f"---\n{'version' if is_source else 'of'}: 1\n---\n\n"


def begun(source: str) -> str:
    """A translation to begin with: the source's own words, and the number it follows; without the
    settings that stand in the source alone.
    """
    number = version(source)
    words = SOURCE_ALONE.sub("", source, count=3)
    return words if number is None else VERSION.sub(f"of: {number}", words, count=1)
