"""How grave a Problem is; apart from the codes, so that each list of codes can name it."""

from enum import StrEnum


class Severity(StrEnum):
    """An error would break or mislead a resident; advice is about age, style or reach."""

    ERROR = "error"
    ADVICE = "advice"
