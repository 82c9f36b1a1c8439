"""Which question each row of a form becomes; what none can be made of is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from bot.content.xlsform.asked import Questionnaire, Shape
from bot.content.xlsform.choices import Choice
from bot.content.xlsform.expression import CannotSay
from bot.content.xlsform.kind import Kind
from bot.content.xlsform.limits import choosing
from bot.content.xlsform.matrix import matrix, put
from bot.content.xlsform.numbers import TEN, limits, of_month, of_number
from bot.content.xlsform.options import options, taken
from bot.content.xlsform.outline import Entry, Grid, Item
from bot.content.xlsform.remark import remark
from bot.content.xlsform.safe import own_id
from bot.content.xlsform.speech import Speech
from bot.core.model import Type


@dataclass(frozen=True, slots=True)
class Asking:
    made: Questionnaire
    lists: Mapping[str, tuple[Choice, ...]]

    @property
    def speech(self) -> Speech:
        return self.made.speech

    def add(self, entry: Entry) -> None:
        if isinstance(entry, Item):
            self.item(entry)
        else:
            self.grid(entry)

    def grid(self, grid: Grid) -> None:
        """What is no matrix is asked row by row."""
        found = matrix(grid)
        if found is None:
            self.speech.tell(grid.row, "import.matrix")
        for item in grid.items if found is None else found.notes:
            self.item(item)
        if found is not None:
            put(found, grid, self.made, self.lists)

    def item(self, item: Item) -> None:
        match item.typed.kind:
            case Kind.ONE | Kind.RANK:
                self.one(item)
            case Kind.MANY:
                self.many(item)
            case Kind.INTEGER | Kind.RANGE:
                self.number(item)
            case Kind.DATE:
                self.month(item)
            case Kind.TEXT:
                self.text(item)
            case Kind.NOTE:
                self.made.before.append(self.speech.words(item.row, "label"))
            case Kind.WATCHING:
                self.speech.tell(item.row, "import.watching", type=item.typed.written)
            case Kind.UNKNOWN | Kind.GROUP | Kind.REPEAT | Kind.END:
                self.made.left_out(item, "import.type")
            case _:
                assert_never(item.typed.kind)

    def one(self, item: Item) -> None:
        """A scale where the form shows it as one: its order is never changed."""
        if item.row.text("constraint"):
            self.speech.tell(item.row, "import.constraint")
        if item.typed.kind is Kind.RANK:
            self.choose(item, Type.RANKING)
        else:
            self.choose(item, Type.SCALE if "likert" in item.appearance else Type.SINGLE)

    def choose(self, item: Item, type_: Type) -> None:
        found = options(item, self.lists, self.speech)
        if found is None:
            return
        fields = found.fields(shuffled=type_ is not Type.SCALE)
        words = {lang: {"options": found.words(lang)} for lang in self.speech.langs}
        codes = None if type_ is Type.RANKING else found.codes
        self.made.put(item, Shape(type_, fields, words, codes))

    def many(self, item: Item) -> None:
        found = options(item, self.lists, self.speech)
        if found is None:
            return
        said = choosing(item.row.text("constraint"))
        if not said.understood:
            self.speech.tell(item.row, "import.constraint")
        alone = tuple(c.id for c in found.shown if c.alone or c.name in said.alone)
        limited = 0 < said.at_most < len(found.shown)
        fields = {
            **found.fields(),
            **({"alone": alone} if alone else {}),
            **({"at_most": str(said.at_most)} if limited else {}),
        }
        words = {lang: {"options": found.words(lang)} for lang in self.speech.langs}
        self.made.put(item, Shape(Type.MULTIPLE, fields, words, found.codes))

    def number(self, item: Item) -> None:
        is_range = item.typed.kind is Kind.RANGE
        given = taken(item, self.speech, "start", "end", "step") if is_range else None
        try:
            low, high = limits(item.row, given, self.speech)
        except CannotSay:
            self.made.left_out(item, "import.range")
            return
        if is_range and (low, high) == TEN:
            self.points(item)
        else:
            self.made.put(item, Shape(Type.NUMBER, of_number(item.row, low, high, self.speech)))

    def points(self, item: Item) -> None:
        ends = {
            "lowest": self.speech.words(item.row, "lowest", needed=False),
            "highest": self.speech.words(item.row, "highest", needed=False),
        }
        own = {
            "lowest": self.speech.built_in("import.word.lowest"),
            "highest": self.speech.built_in("import.word.highest"),
        }
        if not all(text for words in ends.values() for text in words.values()):
            self.speech.tell(item.row, "import.chosen.ends")
        words = {
            lang: {end: written[lang] or own[end][lang] for end, written in ends.items()}
            for lang in self.speech.langs
        }
        codes = {str(point): str(point) for point in range(TEN[0], TEN[1] + 1)}
        self.made.put(item, Shape(Type.POINTS, {}, words, codes))

    def month(self, item: Item) -> None:
        """A day is too exact; a month needs its limits."""
        if "month-year" not in item.appearance:
            self.made.left_out(item, "import.day")
            return
        try:
            fields = of_month(item.row, self.speech)
        except CannotSay:
            self.made.left_out(item, "import.month")
            return
        self.made.put(item, Shape(Type.MONTH, fields))

    def text(self, item: Item) -> None:
        """The first one is asked after Send; a survey has no second."""
        if self.made.comment is not None:
            self.made.left_out(item, "import.second_text")
            return
        id_ = own_id(item.row.text("name"), "comment", self.made.taken)
        self.made.taken.add(id_)
        self.made.comment = remark(item, id_, self.made.targets, self.speech)
