"""Whatever a form has and a survey cannot is named by sheet and row."""

from bot.content.xlsform import read
from bot.core.model import Type
from tests.content.forms import TODAY, Desk, form, options

PLAIN = [
    {
        "type": type_,
        "name": name,
        "label": f"<b>{name}</b> of **${{x}}**" if name == "seen" else name,
        "hint": "Think of last year." if name == "seen" else None,
        **cells,
    }
    for type_, name, cells in (
        ("start", "start", {}),
        ("deviceid", "device", {}),
        ("select one from yn", "seen", {"required": "yes", "media::image": "a.png"}),
        ("geopoint", "where", {}),
        ("begin repeat", "people", {}),
        ("begin_group", "inner", {}),
        ("integer", "person_age", {}),
        ("end_group", "", {}),
        ("end repeat", "", {}),
        (
            "select all that apply from many",
            "many",
            {"choice_filter": "x=${y}", "guidance_hint": "g"},
        ),
        ("calculate", "sum", {"calculation": "1+1"}),
        ("date", "birth", {}),
        ("decimal", "weight", {}),
        ("range", "five", {"parameters": "start=1 end=5 step=1"}),
        ("range", "halves", {"parameters": "start=0 end=1 step=0.5"}),
        ("integer", "people_in_home", {"constraint": ". > 0 and regex(., '[0-9]+')"}),
        ("text", "wish", {"relevant": "${seen} = 'yes'"}),
        ("text", "name", {"guidance_hint": "h"}),
        ("select_one yn", "seen", {"relevant": "${five} > 3"}),
        ("select_one gone", "gone", {}),
        ("select_one_from_file x.csv", "file", {}),
        ("date", "month", {"appearance": "month-year"}),
        ("begin_group", "table", {"appearance": "table-list"}),
        ("select_one yn", "row_a", {}),
        ("select_multiple many", "row_b", {}),
        ("end_group", "", {}),
        ("end_group", "", {}),
        ("note", "bye", {}),
    )
]


NAMED = [
    "settings 2 chosen.days",
    "settings 2 setting",
    "settings 2 chosen.minutes",
    "settings 2 chosen.age",
    "settings 2 chosen.expected",
    "settings 2 chosen.basis",
    "settings 2 chosen.breakdowns",
    "settings 2 chosen.purpose",
    "settings 2 chosen.comment_purpose",
    "survey 0 last_note",
    "survey 0 lacks_language",
    "survey 2 watching",
    "survey 3 watching",
    "survey 4 required",
    "survey 4 cell",
    "survey 4 reference",
    "survey 4 markup",
    "survey 5 type",
    "survey 6 repeat",
    "survey 7 heading",
    "survey 8 in_repeat",
    "survey 11 cell",
    "survey 11 column",
    "survey 12 type",
    "survey 13 day",
    "survey 14 type",
    "survey 15 chosen.bands",
    "survey 16 range",
    "survey 17 constraint",
    "survey 17 chosen.limits",
    "survey 17 chosen.bands",
    "survey 18 comment",
    "survey 18 comment_relevant",
    "survey 19 second_text",
    "survey 20 twice",
    "survey 20 reference",
    "survey 20 markup",
    "survey 20 relevant",
    "survey 21 list",
    "survey 22 type",
    "survey 23 month",
    "survey 24 matrix",
    "survey 28 end",
    "choices 5 choice.twice",
    "choices 6 button",
    "choices 7 choice.prefer_not",
    "choices 8 choice.no_name",
    "choices 9 column",
    "entities 0 sheet",
]


def test_everything_that_is_not_taken_over_is_named_by_sheet_and_row(desk: Desk) -> None:
    more = [
        {"list_name": "many", "name": "a", "label": "A"},
        {"list_name": "many", "name": "a", "label": "A again"},
        {"list_name": "many", "name": "b", "label": "A very long label of an option"},
        {"list_name": "many", "name": "prefer_not", "label": "I say nothing"},
        {"list_name": "many", "label": "nameless"},
        {"list_name": "gone", "name": "one", "label": "One", "filter": "x"},
    ]
    data = form(
        PLAIN,
        [*options("yn", "yes", "no"), *more],
        {"form_title": "A form", "default_language": "fr", "minutes": "soon", "style": "pages"},
        entities="a",
    )
    made = read(data, "", desk.cities["brussels"], desk.dictionary, TODAY)

    found = [f"{n.sheet} {n.row} {n.key}".replace(" import.", " ") for n in made.notes]
    assert found == NAMED


def test_what_remains_of_a_difficult_form_is_a_sound_survey(desk: Desk) -> None:
    data = form(
        PLAIN,
        [*options("yn", "yes", "no"), *options("many", "a", "b"), *options("gone", "one")],
        {"default_language": "Albanian"},
    )
    survey, _, _ = desk.take(data, "tirana")

    assert [(q.id, q.type) for q in survey.questions] == [
        ("seen", Type.SINGLE),
        ("many", Type.MULTIPLE),
        ("five", Type.NUMBER),
        ("people-in-home", Type.NUMBER),
        ("seen-2", Type.SINGLE),
        ("row-a", Type.SINGLE),
        ("row-b", Type.MULTIPLE),
    ]
    assert survey.questions[0].text == {"sq": "seen of … Think of last year."}
    assert [(b.low, b.high) for b in survey.questions[2].bands][:2] == [(None, 1), (2, 2)]
    assert (survey.days, survey.legal_basis, survey.age) == (30, "not-set", 16)
    assert survey.title == {"sq": desk.dictionary.say("sq", "import.word.title")}
    assert "Bashkia Tiranë" in survey.purpose["sq"]


def test_a_last_day_too_far_away_is_named_and_not_taken(desk: Desk) -> None:
    rows = [{"type": "select_one yn", "name": "q", "label": "Yes?"}]
    for until, days in (("2027-12-29", 0), ("2027-12-30", 30), ("9999-12-31", 30)):
        settings = {"default_language": "Albanian", "until": until}
        survey, notes, _ = desk.take(form(rows, options("yn", "a", "b"), settings), "tirana")
        assert survey.days == days
        assert ("settings 2 import.setting" in notes) == bool(days)
