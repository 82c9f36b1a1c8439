"""Reads `surveys/<survey>/<lang>.yaml`: the words of a survey, against its structure."""

from collections.abc import Mapping
from typing import TypeAlias

from bot.content.cursor import Cursor
from bot.content.draft import File
from bot.content.load_topic import version
from bot.content.tree import Trail
from bot.core.model import Lang, Question, Survey, Type, Words

SurveyWords: TypeAlias = Mapping[Lang, Mapping[Trail, str]]
"""Each language's texts by their trail: ("questions", "age", "text")."""


def one(words: SurveyWords, *trail: str) -> Words:
    return {lang: texts.get(trail, "").strip() for lang, texts in words.items()}


def label(words: SurveyWords, question: str, option: str, kind: str) -> Words:
    """An option's label or button: one text may serve as both, and a label as the button."""
    trail = ("questions", question, "options", option)
    return {
        lang: next(
            (t[way].strip() for way in ((*trail, kind), trail, (*trail, "label")) if way in t), ""
        )
        for lang, t in words.items()
    }


def file(root: Cursor, lang: Lang, survey: Survey) -> File:
    """Tells what this language lacks and what the structure does not know."""
    number = version(root, lang, ("title", "button", "purpose", "questions"))
    for key in ("title", "button", "purpose"):
        root[key].text()
    if survey.questions:
        asked = {question.id: question for question in survey.questions}
        root["questions"].fields(tuple(asked))
        for id_, question in asked.items():
            _question(root["questions"][id_], question)
    return File(root.document, lang, number)


def _question(root: Cursor, question: Question) -> None:
    built_in = question.type in {Type.YES_NO, Type.NUMBER}
    root.fields(("text",) if built_in else ("text", "options"))
    root["text"].text()
    if not built_in:
        options = root["options"].fields(tuple(option.id for option in question.options))
        for option in question.options:
            _option(options[option.id])


def _option(root: Cursor) -> None:
    if not isinstance(root.value, str):
        root.fields(("label", "button"))
        root["label"].text()
        root["button"].text()
    else:
        root.text()
