"""The example in the form to fill in: one question of each common sort, as keys and fixed words."""

from collections.abc import Mapping
from typing import TypeAlias

Line: TypeAlias = Mapping[str, str]
"""Column -> text; in a column that stands once a language, a key of the dictionary."""

SPOKEN = ("label", "hint", "button", "title", "purpose", "comment_purpose", "lowest", "highest")
"""Columns that stand once a language."""
SURVEY = (
    "type", "name", "label", "hint", "relevant", "constraint", "parameters", "appearance",
    "lowest", "highest", "bands",
)  # fmt: skip
CHOICES = ("list_name", "name", "label", "button", "alone")
SETTINGS = (
    "title", "purpose", "default_language", "minutes", "age", "expected", "days", "breakdowns",
    "comment_purpose",
)  # fmt: skip

QUESTIONS: tuple[Line, ...] = (
    {"type": "select_one contact", "name": "contact", "label": "import.example.contact"},
    {
        "type": "select_multiple help",
        "name": "help",
        "label": "import.example.help",
        "relevant": "${contact} = 'online'",
        "constraint": "count-selected(.) <= 2",
        "parameters": "randomize=true",
    },
    {
        "type": "range",
        "name": "ease",
        "label": "import.example.ease",
        "parameters": "start=0 end=10 step=1",
        "lowest": "import.example.lowest",
        "highest": "import.example.highest",
    },
    {"type": "select_one age", "name": "age-group", "label": "import.example.age"},
    {"type": "text", "name": "wish", "label": "import.example.wish"},
)
OPTIONS: tuple[Line, ...] = (
    {"list_name": "contact", "name": "counter", "label": "import.example.counter"},
    {"list_name": "contact", "name": "phone", "label": "import.example.phone"},
    {"list_name": "contact", "name": "online", "label": "import.example.online"},
    {"list_name": "contact", "name": "none", "label": "import.example.none"},
    {"list_name": "help", "name": "form", "label": "import.example.form"},
    {"list_name": "help", "name": "person", "label": "import.example.person"},
    {"list_name": "help", "name": "course", "label": "import.example.course"},
    {"list_name": "help", "name": "nothing", "label": "import.example.nothing", "alone": "yes"},
    {"list_name": "age", "name": "16-34", "label": "import.example.age_16"},
    {"list_name": "age", "name": "35-64", "label": "import.example.age_35"},
    {"list_name": "age", "name": "65-over", "label": "import.example.age_65"},
)
HEAD: Line = {
    "title": "import.example.title",
    "purpose": "import.example.purpose",
    "minutes": "2",
    "age": "16",
    "expected": "150",
    "days": "30",
    "breakdowns": "age-group",
    "comment_purpose": "import.example.comment_purpose",
}
HELP: tuple[tuple[str, str], ...] = (
    ("", "import.help.start"),
    ("", "import.help.rows"),
    ("", "import.help.names"),
    ("", "import.help.languages"),
    ("", "import.help.private"),
    ("select_one LIST", "import.help.one"),
    ("select_multiple LIST", "import.help.many"),
    ("or_other", "import.help.other"),
    ("rank LIST", "import.help.rank"),
    ("range", "import.help.range"),
    ("integer", "import.help.integer"),
    ("date", "import.help.date"),
    ("text", "import.help.text"),
    ("note", "import.help.note"),
    ("begin_group, end_group", "import.help.group"),
    ("hint", "import.help.hint"),
    ("relevant", "import.help.relevant"),
    ("constraint", "import.help.constraint"),
    ("parameters", "import.help.parameters"),
    ("bands", "import.help.bands"),
    ("lowest, highest", "import.help.ends"),
    ("choices: button", "import.help.button"),
    ("choices: fixed, alone", "import.help.keep"),
    ("settings: purpose", "import.help.purpose"),
    ("settings: minutes, age, expected", "import.help.numbers"),
    ("settings: days, until", "import.help.days"),
    ("settings: breakdowns", "import.help.breakdowns"),
    ("settings: pretest, results_on", "import.help.pretest"),
)
"""What stands in the form -> the key of what it means."""
