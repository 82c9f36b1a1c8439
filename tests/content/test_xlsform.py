"""An XLSForm becomes the survey that it describes."""

from datetime import date

import pytest

from bot.content.xlsform import read, template
from bot.core.model import LANGUAGES, PREFER_NOT, Comment, Type
from tests.content.forms import PARK, TODAY, Desk, Line, form, line, options


def test_a_form_in_five_languages_becomes_the_survey_it_describes(desk: Desk) -> None:
    survey, notes, made = desk.take(PARK)

    assert notes == [
        "settings 2 import.basis",
        "survey 5 import.comment",
        "survey 15 import.chosen.bands",
    ]
    assert set(made.files) == {"survey.yaml", *(f"{lang}.yaml" for lang in LANGUAGES)}
    assert (survey.minutes, survey.age, survey.expected) == (3, 18, 400)
    assert (survey.until, survey.days, survey.auto) == (date(2027, 3, 1), 0, False)
    assert survey.results_on == (date(2026, 12, 1), date(2027, 1, 15))
    assert (survey.legal_basis, survey.breakdowns) == ("not-set", ("visits", "language"))
    assert survey.title["sq"] == survey.button["sq"] == "Parks sq"
    assert survey.comment == Comment(
        "where-other",
        {lang: f"Where else? {lang}" for lang in LANGUAGES},
        {lang: f"To find places. {lang}" for lang in LANGUAGES},
        about="where-do-you-go",
    )
    assert [(q.id, q.type) for q in survey.questions] == [
        ("where-do-you-go", Type.SINGLE),
        ("rate-clean", Type.SINGLE),
        ("rate-safe", Type.SINGLE),
        ("wish", Type.MULTIPLE),
        ("order", Type.RANKING),
        ("again", Type.POINTS),
        ("visits", Type.NUMBER),
        ("last", Type.MONTH),
    ]


def test_each_question_keeps_what_the_form_says_of_it(desk: Desk) -> None:
    survey, _, _ = desk.take(PARK)
    place, clean, _, wish, order, again, visits, last = survey.questions

    assert (place.note["bg"], place.text["bg"]) == ("Welcome. bg", "Where? bg")
    assert [o.id for o in place.options] == ["park", "none", "other"]
    assert [o.fixed for o in place.options] == [False, True, True]
    assert place.shuffle
    assert (clean.matrix, clean.row["nl"]) == ("rate", "Clean nl")
    assert clean.stem["nl"] == "How good? nl"
    assert clean.ask_if == {"where-do-you-go": {"park", "other", PREFER_NOT}}
    assert (wish.at_most, [o.alone for o in wish.options]) == (2, [False, False, True])
    assert order.ask_if == {"wish": {"trees"}}
    assert (again.lowest["fr"], again.highest["fr"]) == ("no fr", "yes fr")
    assert (visits.low, visits.high) == (0, 31)
    assert [(b.low, b.high) for b in visits.bands] == [(None, 0), (1, 4), (5, None)]
    assert (last.low, last.high) == (2024 * 12 + 2, 2026 * 12 + 1)
    assert len(last.bands) == 3
    assert last.ask_if == {"rate-clean": {"bad", "fair"}}


def test_every_note_and_refusal_has_words_in_every_language(desk: Desk) -> None:
    keys = {key for key in desk.dictionary.keys["en"] if key.startswith("import.")}

    assert len(keys) > 100
    assert desk.dictionary.missing(keys) == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_to_fill_in_is_itself_a_sound_survey(desk: Desk, lang: str) -> None:
    for city in desk.cities.values():
        survey, notes, made = desk.take(template(lang, city, desk.dictionary), city.id)

        assert [note for note in notes if "import.chosen.basis" not in note] == [
            "survey 6 import.comment"
        ]
        assert set(survey.title) == set(city.languages)
        assert made.notes[0].key == "import.chosen.basis"
        assert survey.breakdowns == ("age-group",)


def test_older_tables_and_kobos_way_to_write_become_a_matrix(desk: Desk) -> None:
    rows = [
        line("begin_group", "trust", appearance="field-list"),
        line("select_one yn", "head", "Do you trust?", appearance="label"),
        line("select_one yn", "police", "The police", appearance="list-nolabel"),
        line("select_one yn", "press", "The press", appearance="list-nolabel"),
        line("end_group"),
    ]
    survey, _, _ = desk.take(form(rows, options("yn", "yes", "no")), "tirana")

    assert [(q.id, q.text["sq"]) for q in survey.questions] == [
        ("trust-police", "Do you trust? – The police"),
        ("trust-press", "Do you trust? – The press"),
    ]


def test_a_table_whose_rows_have_conditions_is_asked_row_by_row(desk: Desk) -> None:
    rows = [
        line("begin_group", "trust", "Trust", appearance="table-list"),
        line("select_one yn", "police", "The police"),
        line("select_one yn", "press", "The press", relevant="${police} = 'no'"),
        line("end_group"),
    ]
    survey, notes, _ = desk.take(form(rows, options("yn", "yes", "no")), "tirana")

    assert "survey 2 import.matrix" in notes
    police, press = survey.questions
    assert (police.id, police.ask_if, press.id) == ("police", {}, "press")
    assert press.ask_if == {"police": {"no"}}


@pytest.mark.parametrize(
    ("limits", "taken"),
    [
        (". >= date('2000-01-01') and . <= date('2039-12-31')", True),
        (". >= date('2000-01-01') and . <= date('2040-01-01')", False),
        (". >= date('2000-01-01')", False),
        (". >= date('2000-13-01') and . <= date('2001-01-01')", False),
        (". > today()", False),
        ("", False),
    ],
)
def test_a_month_is_asked_within_forty_years(desk: Desk, limits: str, taken: bool) -> None:  # noqa: FBT001 - a case
    rows = [
        line("select_one yn", "q", "Q"),
        line("date", "when", "When?", appearance="month-year", constraint=limits),
    ]
    survey, notes, _ = desk.take(form(rows, options("yn", "yes", "no")), "tirana")

    assert [q.id for q in survey.questions] == ["q", *(["when"] if taken else [])]
    assert ("survey 3 import.month" in notes) is not taken


def test_an_option_other_stands_last_whatever_the_form_does(desk: Desk) -> None:
    rows = [line("select_one many or_other", "q", "Q"), line("select_one many", "r", "R")]
    survey, _, _ = desk.take(form(rows, options("many", "Other", "a", "b")), "tirana")

    for question in survey.questions:
        assert [o.id for o in question.options] == ["a", "b", "other"]
        assert question.options[-1].fixed


def test_names_that_no_id_can_have_get_one(desk: Desk) -> None:
    names = ("Възраст", "Âge (années)", "x" * 60, "prefer-not", "0")
    rows = [line("select_one many", name, "?") for name in (*names, "възраст")]
    survey, _, _ = desk.take(form(rows, options("many", "да", "не", "не знам")), "tirana")

    assert [q.id for q in survey.questions] == [
        "question-1", "age-annees", "x" * 36, "prefer-not-2", "0", "question-6",
    ]  # fmt: skip
    assert [o.id for o in survey.questions[0].options] == ["option-1", "option-2", "option-3"]


def test_a_long_label_keeps_its_words_and_gets_a_short_button(desk: Desk) -> None:
    choices = [
        {"list_name": "l", "name": "a", "label": "A counter near my home", "button": "Near home"},
        {"list_name": "l", "name": "b", "label": "Longer opening hours, please"},
        {"list_name": "l", "name": "c", "label": "Обществено-информационен"},
    ]
    survey, notes, _ = desk.take(form([line("select_one l", "q", "Q")], choices), "tirana")

    buttons = {option.id: option.button["sq"] for option in survey.questions[0].options}
    assert buttons == {"a": "Near home", "b": "Longer opening…", "c": "Обществено-информац…"}
    assert survey.questions[0].options[1].label["sq"] == "Longer opening hours, please"
    assert [note for note in notes if note.startswith("choices")] == [
        "choices 3 import.button",
        "choices 4 import.button",
    ]


def test_a_text_that_is_missing_in_a_language_is_named_and_not_invented(desk: Desk) -> None:
    rows: list[Line] = [
        {"type": "select_one yn", "name": "q", "label::fr": "Oui\xa0?", "label::nl": ""},
        {"type": "select_one yn", "name": "r", "label::fr": "Et\xa0?", "label::nl": "En?"},
    ]
    data = form(rows, [{**o, "label::fr": "x", "label::nl": "x"} for o in options("yn", "a", "b")])
    made = read(data, "made", desk.cities["brussels"], desk.dictionary, TODAY)

    (note,) = (note for note in made.notes if note.key == "import.untranslated")
    assert (note.sheet, note.row, note.values) == ("survey", 2, {"languages": "Nederlands"})
    assert [p.code for p in desk.loaded(made)[1]] == ["EMPTY"]
