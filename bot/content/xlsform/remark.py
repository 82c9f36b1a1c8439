"""The one question in own words that a survey may have: it is asked after Send."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.xlsform.expression import CannotSay, Is, parse
from bot.content.xlsform.outline import Item
from bot.content.xlsform.skip import Target
from bot.content.xlsform.speech import Speech
from bot.core.disclosure import OTHER
from bot.core.model import Words


@dataclass(frozen=True, slots=True)
class Remark:
    id: str
    about: str
    """The question whose "other" it explains; empty: none."""
    text: Words
    purpose: Words
    """Empty texts where the form has none."""


def remark(item: Item, id_: str, targets: Mapping[str, Target], speech: Speech) -> Remark:
    speech.tell(item.row, "import.comment", name=item.row.text("name"))
    about = _about(item, targets)
    if item.relevant and not about:
        speech.tell(item.row, "import.comment_relevant")
    if item.row.text("constraint"):
        speech.tell(item.row, "import.constraint")
    purpose = speech.words(item.row, "purpose", needed=False)
    return Remark(id_, about, speech.words(item.row, "label"), purpose)


def _about(item: Item, targets: Mapping[str, Target]) -> str:
    """Its own condition names "other" of an earlier question."""
    try:
        condition = parse(item.own_relevant)
    except CannotSay:
        return ""
    if not isinstance(condition, Is) or condition.sign in {"!=", "<", ">"}:
        return ""
    target = targets.get(condition.question)
    code = target.codes.get(condition.value) if target else None
    return target.id if target and code == OTHER else ""
