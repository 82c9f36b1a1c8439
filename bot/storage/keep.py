"""How long a column is kept: in words for the register, in values for the purge."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ForGood:
    because: str

    @property
    def words(self) -> str:
        return f"for good: {self.because}"


@dataclass(frozen=True, slots=True)
class UntilMixed:
    """The flush deletes it, the close at the latest."""

    @property
    def words(self) -> str:
        return "until the next flush, or taken back"


@dataclass(frozen=True, slots=True)
class UntilClose:
    """The close deletes it."""

    @property
    def words(self) -> str:
        return "until the survey closes"


@dataclass(frozen=True, slots=True)
class AfterClose:
    """Counted from the close, or from an earlier last day: a late tick keeps nothing longer."""

    days: int

    @property
    def words(self) -> str:
        return f"{self.days} days after the close, or until taken back"


@dataclass(frozen=True, slots=True)
class UntilDay:
    """To the end of the day in the column `by`; `span` says how far ahead that day is set."""

    by: str
    span: str

    @property
    def words(self) -> str:
        return f"{self.span}: to the day in `{self.by}`"


@dataclass(frozen=True, slots=True)
class MonthsAfter:
    """Counted from the day in the column `by`; without one, it is kept."""

    by: str
    months: int

    @property
    def words(self) -> str:
        return f"{self.months} months after the day in `{self.by}`"


@dataclass(frozen=True, slots=True)
class MonthsAfterWeek:
    """Counted from the ISO week in the column `by`, a text as 2026-W48."""

    by: str
    months: int

    @property
    def words(self) -> str:
        return f"{self.months} months after the week in `{self.by}`"


@dataclass(frozen=True, slots=True)
class Idle:
    """Counted from the month in the column `by`, a number that goes up by one a month."""

    by: str
    months: int

    @property
    def words(self) -> str:
        return f"until /forget, or {self.months} idle months"


@dataclass(frozen=True, slots=True)
class WhileActive:
    """As long as the column `by` is true."""

    by: str

    @property
    def words(self) -> str:
        return f"while `{self.by}`"


Keep: TypeAlias = (
    ForGood | UntilMixed | UntilClose | AfterClose | UntilDay | MonthsAfter | MonthsAfterWeek
    | Idle | WhileActive
)  # fmt: skip
