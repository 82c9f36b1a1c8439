"""The lists of choices of a form, as options with safe ids, words and buttons."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.content.xlsform.safe import means_prefer_not, own_id
from bot.content.xlsform.speech import Speech
from bot.content.xlsform.table import Row, Table
from bot.core.disclosure import OTHER
from bot.core.model import PREFER_NOT, Words


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    """In the form."""
    id: str
    label: Words
    button: Words
    fixed: bool = False
    alone: bool = False


def lists(table: Table, speech: Speech) -> Mapping[str, tuple[Choice, ...]]:
    """By name. An option "prefer not to say" is named and left to the survey, which has its own."""
    found: dict[str, dict[str, Choice]] = {}
    for row in table.rows:
        name, list_ = row.text("name") or row.text("value"), row.text("list_name")
        if not list_ or not name:
            speech.tell(row, "import.choice.no_name")
        elif name in found.get(list_, {}):
            speech.tell(row, "import.choice.twice", name=name)
        else:
            known = found.setdefault(list_, {})
            known[name] = _choice(row, name, known, speech)
    return {list_: _ordered(tuple(known.values())) for list_, known in found.items()}


def _choice(row: Row, name: str, known: Mapping[str, Choice], speech: Speech) -> Choice:
    if means_prefer_not(name):
        speech.tell(row, "import.choice.prefer_not", name=name)
        return Choice(name, PREFER_NOT, {}, {})
    taken = {choice.id for choice in known.values()}
    label = speech.words(row, "label")
    return Choice(
        name,
        own_id(name, f"option-{len(known) + 1}", taken),
        label,
        speech.buttons(row, label),
        row.yes("fixed"),
        row.yes("alone"),
    )


def _ordered(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The option "other" stands last and keeps its place."""
    last = tuple(replace(choice, fixed=True) for choice in choices if choice.id == OTHER)
    return (*(choice for choice in choices if choice.id != OTHER), *last)


def with_other(choices: tuple[Choice, ...], speech: Speech) -> tuple[Choice, ...]:
    """With "Other" at the end, unless the list has it."""
    if any(choice.id == OTHER for choice in choices):
        return choices
    words = speech.built_in("import.word.other")
    return (*choices, Choice(OTHER, OTHER, words, words, fixed=True))
