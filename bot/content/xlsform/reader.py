"""From the bytes of an XLSForm to the files of a survey, and everything that must be told of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.content.own import STRUCTURE_FILE
from bot.content.tree import Tree
from bot.content.words import SOURCE, Dictionary
from bot.content.writing import structure_text, words_text
from bot.content.xlsform.ask import Asking
from bot.content.xlsform.asked import Questionnaire
from bot.content.xlsform.choices import lists
from bot.content.xlsform.columns import unread
from bot.content.xlsform.head import Head, suggested
from bot.content.xlsform.note import NotAForm, Note
from bot.content.xlsform.outline import outline
from bot.content.xlsform.remark import Remark
from bot.content.xlsform.speech import Speech
from bot.content.xlsform.table import Row, Table, language, table
from bot.content.xlsform.unpack import Cells, unpack
from bot.core.menu import OWN_NAMES
from bot.core.model import LANGUAGES, City, Lang, Words

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
HELP = "help"
"""The sheet of our own template that explains the others."""


@dataclass(frozen=True, slots=True)
class Imported:
    id: str
    files: Mapping[str, str]
    """By name: survey.yaml and one of words for each language that the form has."""
    notes: tuple[Note, ...]
    """In the order of the sheets and their rows."""


def read(data: bytes, id_: str, city: City, dictionary: Dictionary, today: date) -> Imported:
    """A survey of this city; with an empty id one is suggested by the form. NotAForm.

    The dictionary has our own words for what a survey needs and the form does not say.
    """
    form = _opened(data)
    head_row = next(iter(form.settings.rows), Row(SETTINGS, 0))
    spoken = language(head_row.text("default_language")) or city.languages[0]
    labels = {lang or spoken for lang in form.survey.languages} or {spoken}
    langs = tuple(lang for lang in LANGUAGES if lang in labels)
    speech = Speech(langs, spoken, dictionary, form.notes)
    head = Head(head_row, city, speech, today)
    made = Questionnaire(speech)
    asking = Asking(made, lists(form.choices, speech))
    for entry in outline(form.survey.rows, form.notes):
        asking.add(entry)
    _tell_of_the_whole(made, city)
    files = dict(_files(head, made))
    return Imported(id_ or suggested(head_row), files, _ordered(form.notes))


@dataclass(frozen=True, slots=True)
class _Form:
    survey: Table
    choices: Table
    settings: Table
    notes: list[Note]


def _opened(data: bytes) -> _Form:
    sheets = unpack(data)
    notes: list[Note] = []
    survey, choices, settings = (
        table(name, sheets.get(name, {}), notes) for name in (SURVEY, CHOICES, SETTINGS)
    )
    if not survey.rows:
        raise NotAForm("import.refused.no_sheet", sheet=SURVEY)
    if "type" not in survey.columns:
        raise NotAForm("import.refused.no_column", sheet=SURVEY, column="type")
    rows = tuple(row for row in survey.rows if not row.yes("disabled"))
    form = _Form(Table(SURVEY, survey.columns, survey.languages, rows), choices, settings, notes)
    notes += _other_sheets(sheets)
    for found in (form.survey, form.choices, form.settings):
        notes += unread(found)
    return form


def _other_sheets(sheets: Mapping[str, Cells]) -> Iterator[Note]:
    for name, cells in sheets.items():
        if cells and name not in {SURVEY, CHOICES, SETTINGS, HELP}:
            yield Note(name, 0, "import.sheet", {"sheet": name})


def _tell_of_the_whole(made: Questionnaire, city: City) -> None:
    speech = made.speech
    if not made.asked:
        raise NotAForm("import.refused.empty")
    if made.before:
        speech.notes.append(Note(SURVEY, 0, "import.last_note"))
    lacking = [OWN_NAMES[lang] for lang in city.languages if lang not in speech.langs]
    if lacking:
        speech.notes.append(
            Note(SURVEY, 0, "import.lacks_language", {"languages": ", ".join(lacking)})
        )


def _files(head: Head, made: Questionnaire) -> Iterator[tuple[str, str]]:
    comment = made.comment
    structure: dict[str, Tree] = {
        **head.fields(len(made.asked)),
        "breakdowns": head.breakdowns(made.ids),
        **({"comment": _comment(comment)} if comment else {}),
        "questions": tuple(asked.fields for asked in made.asked),
    }
    yield STRUCTURE_FILE, structure_text(structure)
    words = head.words()
    said = {"purpose": head.comment_purpose(comment.purpose)} if comment else {}
    if comment is not None:
        said = {"text": comment.text, **said}
    for lang in made.speech.langs:
        yield f"{lang}.yaml", words_text(_words(lang, words, said, made))


def _comment(comment: Remark) -> Mapping[str, Tree]:
    return {"id": comment.id, **({"about": comment.about} if comment.about else {})}


def _words(
    lang: Lang, words: Mapping[str, Words], comment: Mapping[str, Words], made: Questionnaire
) -> Mapping[str, Tree]:
    source = SOURCE if SOURCE in made.speech.langs else made.speech.spoken
    return {
        "version" if lang == source else "of": "1",
        **{key: text[lang] for key, text in words.items()},
        "questions": {asked.id: asked.words[lang] for asked in made.asked},
        **({"comment": {key: text[lang] for key, text in comment.items()}} if comment else {}),
    }


def _ordered(notes: list[Note]) -> tuple[Note, ...]:
    sheets = (SETTINGS, SURVEY, CHOICES)
    return tuple(
        sorted(
            notes,
            key=lambda n: (sheets.index(n.sheet) if n.sheet in sheets else len(sheets), n.row),
        )
    )
