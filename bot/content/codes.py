"""Every code of a Problem and how grave it is; its words are in the catalogues, as `check.CODE`."""

from collections.abc import Mapping

from bot.content.prose.codes import PROSE
from bot.content.severity import Severity

FILES = (
    "FILE", "ENDING", "OUTSIDE", "UNREADABLE", "SIZE", "ENCODING", "CONTROL", "TAB", "LANGUAGE",
)  # fmt: skip
YAML = (
    "YAML", "ALIAS", "TAG", "KEY-TWICE", "KEY", "KEY-MISSING", "FIELDS", "LIST", "TEXT", "EMPTY",
    "NUMBER", "FLAG", "MONTH", "DATE", "CHOICE", "ID", "ID-TWICE",
)  # fmt: skip
MARKDOWN = (
    "FRONT", "SECTION", "SECTION-MISSING", "BLOCK", "MARKUP", "PLACEHOLDER",
    "PLACEHOLDER-MISSING", "LINK", "MAIL", "PHONE",
)  # fmt: skip
LENGTHS = ("BUTTON", "SCREEN", "DEEP-LINK")
CITIES = ("CITY", "EU-LAW", "ZONE", "CLASH", "OWN-LAW", "OWN-HELPER")
SURVEYS = (
    "STRUCTURE", "UNTIL", "OPTIONS", "OTHER", "ASK-IF", "BANDS", "SPAN", "BREAKDOWN", "COMMENT",
    "RESULTS-ON", "HIERARCHY", "WIRE", "RECORD",
)  # fmt: skip
PUBLISH = (
    "PUBLISH-TOO-MANY-BREAKDOWNS", "PUBLISH-BREAKDOWN-TOO-FINE", "PUBLISH-TOO-MANY-ZONES",
    "PUBLISH-NUMBER-WITHOUT-BANDS", "PUBLISH-EXACT-AGE", "PUBLISH-DATE-OF-BIRTH",
    "PUBLISH-STREET", "PUBLISH-POSTCODE", "PUBLISH-PURPOSELESS-COMMENT", "PUBLISH-ROWS-TOO-FINE",
)  # fmt: skip
LOCALES = ("WORD-MISSING", "WORD-PLACEHOLDER")

ERRORS = (*FILES, *YAML, *MARKDOWN, *LENGTHS, *CITIES, *SURVEYS, *PUBLISH, *LOCALES)
ADVICE = (
    "TITLE", "PART", "CITY-LAW", "CITY-HELPER", "OLD", "AHEAD", "STALE", "PUBLISH-PRETEST",
    "LIBRARY-NEWER",
)  # fmt: skip

CODES: Mapping[str, Severity] = {
    **dict.fromkeys(ERRORS, Severity.ERROR),
    **dict.fromkeys(ADVICE, Severity.ADVICE),
    **PROSE,
}
