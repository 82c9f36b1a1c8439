"""Reads `surveys/<survey>/<lang>.yaml`: the words of a survey, against its structure."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bot.content.cursor import Cursor
from bot.content.draft import File
from bot.content.load_topic import version
from bot.content.tree import Trail
from bot.content.words import SOURCE
from bot.core.model import Comment, Lang, Question, Survey, Type, Words

SurveyWords: TypeAlias = Mapping[Lang, Mapping[Trail, str]]
"""Each language's texts by their trail: ("questions", "age", "text")."""
WITHOUT_OPTIONS = frozenset({Type.YES_NO, Type.NUMBER, Type.POINTS, Type.MONTH})


def one(words: SurveyWords, *trail: str) -> Words:
    return {lang: texts.get(trail, "").strip() for lang, texts in words.items()}


def some(words: SurveyWords, *trail: str) -> Words:
    """A text that may be absent; where one language has it, all do."""
    found = one(words, *trail)
    return found if any(found.values()) else {}


def row_text(words: SurveyWords, matrix: str, row: str) -> Words:
    """A row of a matrix as a question of its own: what stands above all rows, and its words."""
    stem = one(words, "questions", matrix, "text")
    found = one(words, "questions", matrix, "rows", row)
    return {lang: f"{text} – {found[lang]}" for lang, text in stem.items()}


def label(words: SurveyWords, question: str, option: str, kind: str) -> Words:
    """An option's label or button: one text may serve as both, and a label as the button."""
    trail = ("questions", question, "options", option)
    return {
        lang: next(
            (t[way].strip() for way in ((*trail, kind), trail, (*trail, "label")) if way in t), ""
        )
        for lang, t in words.items()
    }


def file(root: Cursor, lang: Lang, survey: Survey, source: Lang = SOURCE) -> File:
    """Tells what this language lacks and what the structure does not know."""
    needed = ("title", "button", "purpose", "questions", *(("comment",) if survey.comment else ()))
    number = version(root, lang, needed, source=source)
    for key in ("title", "button", "purpose"):
        root[key].text()
    if survey.comment:
        _comment(root["comment"], survey.comment)
    if survey.questions:
        _questions(root["questions"], survey)
    return File(root.document, lang, number, is_source=lang == source)


def _comment(root: Cursor, comment: Comment) -> None:
    """Where no language says what it is for, that is for the publish linter to tell."""
    texts = ("text", "purpose") if any(comment.purpose.values()) else ("text",)
    root.fields(texts, ("purpose",))
    for text in texts:
        root[text].text()


def _questions(root: Cursor, survey: Survey) -> None:
    """A matrix has its words once, for all its rows."""
    asked = {question.matrix or question.id: question for question in survey.questions}
    root.fields(tuple(asked))
    for id_, question in asked.items():
        rows = (q.id.removeprefix(f"{id_}-") for q in survey.questions if q.matrix == id_)
        _question(root[id_], question, tuple(rows) if question.matrix else ())


def _question(root: Cursor, question: Question, rows: tuple[str, ...]) -> None:
    texts = (
        *(("note",) if question.note else ()),
        "text",
        *(("lowest", "highest") if question.type is Type.POINTS else ()),
    )
    groups = (
        *(("rows",) if question.matrix else ()),
        *(("options",) if question.type not in WITHOUT_OPTIONS else ()),
    )
    root.fields((*texts, *groups))
    for text in texts:
        root[text].text()
    if "rows" in groups:
        _each(root["rows"], rows, Cursor.text)
    if "options" in groups:
        _each(root["options"], tuple(option.id for option in question.options), _option)


def _each(root: Cursor, ids: tuple[str, ...], read: Callable[[Cursor], object]) -> None:
    root.fields(ids)
    for id_ in ids:
        read(root[id_])


def _option(root: Cursor) -> None:
    if not isinstance(root.value, str):
        root.fields(("label", "button"))
        root["label"].text()
        root["button"].text()
    else:
        root.text()
