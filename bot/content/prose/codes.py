"""The codes of advice on how a text reads: not one of them holds a text back."""

from collections.abc import Mapping

from bot.content.severity import Severity

PROSE: Mapping[str, Severity] = dict.fromkeys(
    (
        "READING", "SENTENCE", "OFFICE-WORD", "TERM", "QUOTES", "NO-BREAK", "SCRIPT",
        "DIACRITICS", "WRONG-LANGUAGE", "EMOJI", "LONG-LABEL", "OVERLAP", "GAP", "WORDING",
    ),
    Severity.ADVICE,
)  # fmt: skip
