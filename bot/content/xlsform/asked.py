"""The questions of a survey while they are taken from a form, one after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.content.tree import Tree
from bot.content.xlsform.expression import CannotSay, parse
from bot.content.xlsform.outline import Item
from bot.content.xlsform.remark import Remark
from bot.content.xlsform.safe import MOST_OF_NAME, own_id
from bot.content.xlsform.skip import Target, opens
from bot.content.xlsform.speech import Speech
from bot.content.xlsform.table import Row
from bot.core.model import Lang, Type, Words

Fields = Mapping[str, Tree]


@dataclass(frozen=True, slots=True)
class Asked:
    id: str
    fields: Fields
    """Of survey.yaml."""
    words: Mapping[Lang, Fields]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a question is, besides its id, text and condition."""

    type: Type
    fields: Fields = field(default_factory=dict)
    words: Mapping[Lang, Fields] = field(default_factory=dict)
    codes: Mapping[str, str] | None = None
    """Its answers as the form names them -> as the survey does; None: no condition can."""


@dataclass(slots=True)
class Questionnaire:
    speech: Speech
    asked: list[Asked] = field(default_factory=list)
    comment: Remark | None = None
    targets: dict[str, Target] = field(default_factory=dict)
    """Questions that a later condition may name, by their names in the form."""
    ids: dict[str, str] = field(default_factory=dict)
    """Of all questions, by their names in the form."""
    taken: set[str] = field(default_factory=set)
    before: list[Words] = field(default_factory=list)
    """Notes of the form that wait for the next question, to stand before it."""

    def put(self, item: Item, shape: Shape) -> None:
        id_, row = self.new_id(item.row), item.row
        head = {"id": id_, "type": str(shape.type), **shape.fields}
        said = self.said(row)
        words = {lang: {**said[lang], **shape.words.get(lang, {})} for lang in said}
        self.asked.append(Asked(id_, {**head, **self.ask_if(row, item.relevant)}, words))
        if shape.codes is not None:
            self.target(row, id_, shape.codes, shape.type)

    def target(self, row: Row, id_: str, codes: Mapping[str, str], type_: Type) -> None:
        several, points = type_ is Type.MULTIPLE, type_ is Type.POINTS
        self.targets[row.text("name")] = Target(id_, codes, several, points)

    def new_id(self, row: Row, most: int = MOST_OF_NAME) -> str:
        name = row.text("name")
        if name in self.ids:
            self.speech.tell(row, "import.twice", name=name)
        id_ = own_id(name, f"question-{len(self.asked) + 1}", self.taken, most)
        self.taken.add(id_)
        self.ids[name] = id_
        return id_

    def said(self, row: Row) -> Mapping[Lang, Fields]:
        """The notes before it apart; the question itself with its hint."""
        parts = [self.speech.words(row, "label")]
        if row.text("hint"):
            parts.append(self.speech.words(row, "hint"))
        notes, text = self._joined(self.before), self._joined(parts)
        self.before.clear()
        noted = any(notes.values())
        return {
            lang: {**({"note": notes[lang]} if noted else {}), "text": text[lang]} for lang in text
        }

    def _joined(self, parts: Sequence[Words]) -> Words:
        return {lang: " ".join(p[lang] for p in parts if p[lang]) for lang in self.speech.langs}

    def ask_if(self, row: Row, relevant: tuple[str, ...]) -> Fields:
        """Where the condition cannot be said here, everybody is asked, and it is told."""
        try:
            found = opens(map(parse, relevant), self.targets)
        except CannotSay:
            self.speech.tell(row, "import.relevant", relevant=" and ".join(relevant))
            return {}
        conditions = {id_: tuple(sorted(answers)) for id_, answers in found.items()}
        return {"ask_if": conditions} if conditions else {}

    def left_out(self, item: Item, key: str) -> None:
        name = item.row.text("name")
        self.speech.tell(item.row, key, type=item.typed.written, name=name)
