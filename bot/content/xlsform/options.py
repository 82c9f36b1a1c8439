"""The options of a question that is answered by choosing."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.xlsform.asked import Fields
from bot.content.xlsform.choices import Choice, with_other
from bot.content.xlsform.limits import parameters
from bot.content.xlsform.outline import Item
from bot.content.xlsform.speech import Speech
from bot.content.xlsform.table import YES
from bot.core.model import PREFER_NOT, Lang

FEWEST = 2


@dataclass(frozen=True, slots=True)
class Options:
    choices: tuple[Choice, ...]
    """In the order of the form, "prefer not to say" among them if the form has it."""
    shuffle: bool

    @property
    def shown(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.id != PREFER_NOT)

    @property
    def codes(self) -> Mapping[str, str]:
        return {choice.name: choice.id for choice in self.choices}

    def fields(self, *, shuffled: bool = True) -> Fields:
        fixed = tuple(choice.id for choice in self.shown if choice.fixed)
        return {
            "options": tuple(choice.id for choice in self.shown),
            **({"fixed": fixed} if fixed else {}),
            **({"shuffle": "true"} if self.shuffle and shuffled else {}),
        }

    def words(self, lang: Lang) -> Fields:
        """A label that fits a button is written once."""
        return {
            choice.id: choice.label[lang]
            if choice.button[lang] == choice.label[lang]
            else {"label": choice.label[lang], "button": choice.button[lang]}
            for choice in self.shown
        }


def options(item: Item, lists: Mapping[str, tuple[Choice, ...]], speech: Speech) -> Options | None:
    """Of its list; None, and told, where there is no such list or too little to choose from."""
    found = lists.get(item.typed.list, ())
    if found and item.typed.or_other:
        found = with_other(found, speech)
    chosen = taken(item, speech, "randomize", "seed")
    read = Options(found, shuffle=chosen.get("randomize", "").lower() in YES)
    if len(read.shown) < FEWEST:
        speech.tell(item.row, "import.list", list=item.typed.list)
        return None
    return read


def taken(item: Item, speech: Speech, *known: str) -> Mapping[str, str]:
    """The parameters of a question; those that are not known are told."""
    found = parameters(item.row.text("parameters"))
    unknown = [name for name in found if name not in known]
    if unknown:
        speech.tell(item.row, "import.parameter", name=", ".join(unknown))
    return found
