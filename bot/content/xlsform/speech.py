"""The words of a form in its languages; what is missing or cannot be shown is told."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.typography import french
from bot.content.words import Dictionary
from bot.content.xlsform.note import Note, Value
from bot.content.xlsform.safe import plain, short, without_references
from bot.content.xlsform.table import Row
from bot.core.menu import OWN_NAMES
from bot.core.model import Lang, Words


@dataclass(frozen=True, slots=True)
class Speech:
    langs: tuple[Lang, ...]
    """The languages that the form has."""
    spoken: Lang
    """That of texts whose column names none."""
    dictionary: Dictionary
    notes: list[Note]

    def tell(self, row: Row, key: str, **values: Value) -> None:
        self.notes.append(row.note(key, **values))

    def words(self, row: Row, column: str, *, needed: bool = True) -> Words:
        """In each language, "" where it is missing; what is missing is told if it is needed."""
        found = row.words(column, self.spoken)
        written = {lang: found.get(lang, "") for lang in self.langs}
        cleared = {lang: without_references(text) for lang, text in written.items()}
        shown = {lang: plain(text) for lang, text in cleared.items()}
        if cleared != written:
            self.tell(row, "import.reference")
        if shown != cleared:
            self.tell(row, "import.markup")
        if needed:
            self.lacking(row, shown)
        # A spreadsheet has no key for the space that French writes before a question mark.
        return {lang: french(text) if lang == "fr" else text for lang, text in shown.items()}

    def lacking(self, row: Row, shown: Words) -> None:
        lacking = [OWN_NAMES[lang] for lang, text in shown.items() if not text]
        if lacking:
            self.tell(row, "import.untranslated", languages=", ".join(lacking))

    def buttons(self, row: Row, label: Words) -> Words:
        """As written in the column `button`, else the label."""
        written = self.words(row, "button", needed=False)
        return self.cut(row, {lang: written[lang] or label[lang] for lang in self.langs})

    def cut(self, row: Row, full: Words) -> Words:
        """To what a button takes; told once, with one of them."""
        cut = {lang: short(text) for lang, text in full.items()}
        if cut != full:
            shortened = next(text for lang, text in cut.items() if text != full[lang])
            self.tell(row, "import.button", button=shortened)
        return cut

    def built_in(self, key: str, values: Mapping[Lang, str] | None = None) -> Words:
        """Our own words; `values` are what is put in for {body}, in each language."""
        put = values or {}
        return {
            lang: self.dictionary.say(lang, key, {"body": put.get(lang, "")}) for lang in self.langs
        }
