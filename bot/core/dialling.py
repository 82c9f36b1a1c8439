"""Numbers by digit pad and months by year: what is begun, and what each key makes of it."""

from bot.core.model import Question


def begun(question: Question) -> tuple[int, int]:
    """The least and the largest number that may stand on the pad, or year that may be chosen."""
    raise NotImplementedError
