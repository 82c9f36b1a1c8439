"""Every code of a Problem: how grave it is, and its words in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error would break or mislead a resident; advice is about age, style or reach."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Code:
    severity: Severity
    sentence: str
    hint: str


def _error(sentence: str, hint: str) -> Code:
    return Code(Severity.ERROR, sentence, hint)


def _advice(sentence: str, hint: str) -> Code:
    return Code(Severity.ADVICE, sentence, hint)


FILES = {
    "FILE": _error(
        "No file of this name belongs here.",
        "Names are lower-case: cities/<city>.yaml, topics/<topic>/<lang>.md, "
        "surveys/<survey>/survey.yaml, surveys/<survey>/<lang>.yaml, pages/<page>/<lang>.md.",
    ),
    "OUTSIDE": _error(
        "This is a link that leads elsewhere.", "Put the file itself here, not a link to it."
    ),
    "SIZE": _error("The file is larger than {most} bytes.", "Shorten it or split the text."),
    "ENCODING": _error(
        "The file is not UTF-8 text.", 'In your editor choose "Save with encoding: UTF-8".'
    ),
    "CONTROL": _error(
        "There is an invisible control character here.", "Delete the line and type it again."
    ),
    "TAB": _error("There is a tab here.", "Use spaces instead."),
    "LANGUAGE": _error(
        "The words in {lang} are missing.",
        "A survey needs the languages of its cities, every other text all five.",
    ),
}

YAML = {
    "YAML": _error(
        "This cannot be read: {reason}.",
        "Often a text needs quotation marks, or a line is not indented like its neighbours.",
    ),
    "ALIAS": _error(
        "& and * repeat another place here.", "Write the text out, or put it in quotation marks."
    ),
    "TAG": _error("{tag} is not allowed.", "Remove it, or put the text in quotation marks."),
    "KEY-TWICE": _error("{key} stands here twice.", "Keep one of the two."),
    "KEY": _error("{key} is not known here.", "Known here: {known}."),
    "KEY-MISSING": _error("{key} is missing.", "Add a line that begins with {key}: and its value."),
    "FIELDS": _error(
        "{key} needs lines of the form name: value.", "Look at the same place in another file."
    ),
    "LIST": _error("{key} needs a list.", "Write [one, two], or one item a line after a hyphen."),
    "TEXT": _error("{key} needs one text.", "Put the text in quotation marks."),
    "EMPTY": _error("{key} is empty.", "Write its value behind the colon."),
    "NUMBER": _error(
        "{key} needs a whole number from {low} to {high}.", "Write digits only, without a unit."
    ),
    "FLAG": _error("{key} is true or false.", "Write one of these two words."),
    "MONTH": _error("{key} is not a month.", "Write year and month: 2026-11."),
    "DATE": _error("{key} is not a date.", "Write year, month and day: 2026-11-24."),
    "CHOICE": _error("{value} cannot be chosen for {key}.", "Choose from: {known}."),
    "ID": _error(
        "{value} cannot be an id.",
        'Use lower-case letters, digits and hyphens, at most {most}; "prefer-not" is built in.',
    ),
    "ID-TWICE": _error("The id {value} is used twice.", "Give each its own id."),
}

MARKDOWN = {
    "FRONT": _error(
        "The settings between two lines of --- are missing.",
        "The first line of the file is ---, and a second --- closes the settings.",
    ),
    "SECTION": _error(
        "No section is expected here.",
        "The sections are {known}, in this order; each heading ends with its id in braces.",
    ),
    "SECTION-MISSING": _error(
        "The section {section} is missing.", "Add a heading that ends with its id."
    ),
    "BLOCK": _error(
        "A city block is not written right here.",
        "It begins with ::: city and the cities, and ends with ::: alone on a line.",
    ),
    "MARKUP": _error(
        "This does not reach the reader as written: {what}",
        "Use paragraphs, bold, italic, lists, links and short code only.",
    ),
    "PLACEHOLDER": _error("Nothing is put in for the placeholder {name}.", "Known here: {known}."),
    "PLACEHOLDER-MISSING": _error(
        "The English text has the placeholder {name}, this one has not.",
        "Put it where it belongs in the sentence.",
    ),
    "LINK": _error(
        "{url} is not the address of a page.", "Write it in full: https://www.example.org/page."
    ),
    "MAIL": _error("{value} is not a mail address.", "Write name@example.org."),
    "PHONE": _error("{value} is not a phone number.", "Digits, spaces and + at the front only."),
}

LENGTHS = {
    "BUTTON": _error(
        "{value} has {length} characters; a button takes {most}.",
        "Shorten it, or write a separate short button.",
    ),
    "SCREEN": _error(
        "Question and options fill {length} characters; one message takes {most}.", "Shorten them."
    ),
    "TITLE": _advice(
        "The title has {length} characters.", "Up to {most} stay on two lines of a phone."
    ),
    "PART": _advice(
        "This section fills {length} characters, more than one message.",
        "Up to {most} are read; shorten it.",
    ),
    "DEEP-LINK": _error(
        "The id {value} is too long for a link with city and language.", "Use a shorter id."
    ),
}

CITIES = {
    "CITY": _error("There is no city {city}.", "Known cities: {known}."),
    "EU-LAW": _error(
        "{word} is law of the European Union, and residents of {city} read this.",
        "Move it into a block of the other cities: ::: city …",
    ),
    "ZONE": _error("{value} is not a time zone.", "Write it like Europe/Brussels."),
    "CITY-LAW": _advice(
        "{city} does not show this topic: it has no block in the section law.",
        "Add ::: city {city} when its law is known.",
    ),
    "CITY-HELPER": _advice(
        "{city} does not show this topic: its file has no helper for {needs}.",
        "Add a sure door to the city's file.",
    ),
    "OLD": _advice(
        "This was last checked on {day}, more than a year ago.", "Check it and write today's date."
    ),
    "AHEAD": _advice("The day {day} is still to come.", "Write the day on which it was checked."),
    "STALE": _advice(
        "This translates version {of}; the English text is at version {version}.",
        "Compare the two, then write of: {version}.",
    ),
    "CLASH": _error(
        "The ids {value} and {other} have the same short mark.", "Change one of the two ids."
    ),
}

SURVEYS = {
    "STRUCTURE": _error(
        "The file survey.yaml is missing.", "It holds the ids; see docs/content.md."
    ),
    "UNTIL": _error("A survey has either until or days.", "Keep one of the two lines."),
    "OPTIONS": _error(
        "The options of {question} do not fit its type {type}.",
        "single, multiple, scale, ranking and matrix need at least two options, all others none; "
        "a scale is never shuffled, only multiple and ranking have at_most, only multiple has "
        "alone, and only number and month have low, high and bands.",
    ),
    "OTHER": _error(
        "The option other of {question} is not at its end.",
        "Write it last, and name it in fixed where the options are shuffled.",
    ),
    "ASK-IF": _error(
        "{question} cannot depend on {value}.", "Name an earlier question and options that it has."
    ),
    "BANDS": _error(
        "The bands of {question} do not cover {low} to {high}.",
        "At most {most} bands, each beginning right after the one before.",
    ),
    "SPAN": _error(
        "{question} asks for more than {most} years.",
        "Choose a later first or an earlier last month.",
    ),
    "BREAKDOWN": _error(
        "There is no question {value} to cross results by.", "Known questions: {known}."
    ),
    "COMMENT": _error(
        "There is no question {value} with the option other.",
        "Name one of these, or none: {known}.",
    ),
    "RESULTS-ON": _error(
        "These days for results do not fit the survey.",
        "At most {most} days, one after the other, none after the last day of the survey.",
    ),
    "HIERARCHY": _error(
        "This level does not put the groups of {question} together.",
        "Each level has every code of a breakdown once, in fewer groups than the level before, "
        "and tears none of them apart.",
    ),
    "WIRE": _error(
        "The survey is too long for a button by {bits} bits.",
        "Ask less, or give fewer options; each doubling of the options takes a bit.",
    ),
    "RECORD": _error(
        "The answers of one person can fill {length} bytes; {most} are stored.",
        "Use shorter ids, or ask less.",
    ),
    "PUBLISH-TOO-MANY-BREAKDOWNS": _error(
        "There are {breakdowns} breakdowns.", "At most {most}: more would let people be recognised."
    ),
    "PUBLISH-BREAKDOWN-TOO-FINE": _error(
        "{question} has {rows} groups, and {expected} answers are expected.",
        "{needed} answers would be needed; merge groups.",
    ),
    "PUBLISH-TOO-MANY-ZONES": _error(
        "{question} has {zones} zones.",
        "Use 4 to {most} larger zones, so that nobody is recognised.",
    ),
    "PUBLISH-NUMBER-WITHOUT-BANDS": _error(
        "{question} asks a number and has no bands.", "Declare the bands that results will show."
    ),
    "PUBLISH-EXACT-AGE": _error("{question} asks an exact age.", "Ask for an age group."),
    "PUBLISH-DATE-OF-BIRTH": _error("{question} asks a date of birth.", "Ask for an age group."),
    "PUBLISH-STREET": _error(
        "{question} asks a street.", "Ask for one of 4 to 8 zones of the city."
    ),
    "PUBLISH-POSTCODE": _error(
        "{question} asks a postcode.", "Ask for one of 4 to 8 zones of the city."
    ),
    "PUBLISH-PURPOSELESS-COMMENT": _error(
        "The comment {question} has no purpose.", "Say in one sentence what it will be read for."
    ),
    "PUBLISH-ROWS-TOO-FINE": _error(
        "The breakdowns make {cells} combinations, and {expected} answers are expected.",
        "For single records {needed} answers would be needed; merge groups, or leave rows out.",
    ),
    "PUBLISH-PRETEST": _advice(
        "This is a pretest: it cannot be published.", "Delete the line pretest when it is over."
    ),
}

LOCALES = {
    "WORD-MISSING": _error("{key} has no words in {lang}.", "Add the translation."),
    "WORD-PLACEHOLDER": _error(
        "The placeholders of {key} differ from the English ones: {names}.", "Use the same names."
    ),
}

CODES: Mapping[str, Code] = {
    **FILES, **YAML, **MARKDOWN, **LENGTHS, **CITIES, **SURVEYS, **LOCALES
}  # fmt: skip
