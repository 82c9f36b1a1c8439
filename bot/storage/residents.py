"""What residents do, each a unit of work: send, change, take back, comment, be remembered."""

from dataclasses import dataclass
from datetime import date

from bot.core.effect import (
    AlreadyAnswered,
    Check,
    CommentDeleted,
    Commented,
    CommentFound,
    CommentRefused,
    Ended,
    Forgotten,
    Gone,
    Kept,
    Purpose,
    SaveComment,
    Sent,
    Stored,
    Submit,
    Withdrawn,
)
from bot.core.model import Lang
from bot.core.sheet import Answers, Place, Receipt
from bot.storage import answers as sheets
from bot.storage import comments, mixing, people
from bot.storage.units import Units
from bot.vault.errors import KeyMissing


@dataclass(frozen=True, slots=True)
class Residents(Units):
    """`person` is a Telegram id, and leaves no trace but keyed codes; `today` is the city's day."""

    async def submit(
        self, survey: str, person: int, answers: Answers, nonce: bytes, today: date
    ) -> Sent | AlreadyAnswered | Ended:
        async with self.work() as work:
            return await sheets.submit(work, Submit(survey, answers, nonce), person, today)

    async def replace(
        self, survey: str, person: int, answers: Answers, receipt: Receipt
    ) -> Sent | Gone | Ended:
        """Possible until the close, whatever the day: the voice was given in time."""
        async with self.work() as work:
            return await sheets.replace(work, survey, person, answers, receipt)

    async def withdraw(
        self, survey: str, person: int, receipt: Receipt, today: date
    ) -> Withdrawn | Gone | Ended:
        """The comment too."""
        async with self.work() as work:
            return await sheets.withdraw(work, survey, person, receipt, today)

    async def show(
        self, survey: str, person: int, receipt: Receipt, purpose: Purpose = Purpose.SEE
    ) -> Stored | Gone | Ended:
        async with self.work() as work:
            return await sheets.show(work, survey, person, receipt, purpose)

    async def save_comment(
        self, survey: str, person: int, receipt: Receipt, text: str, lang: Lang
    ) -> Commented | CommentRefused | Gone | Ended:
        """Once for each account; again in the place of the one before. Possible until the close."""
        async with self.work() as work:
            saved = SaveComment(survey, receipt, text, lang, Check.AS_IT_IS)
            return await comments.save(work, saved, person)

    async def show_comment(
        self, survey: str, person: int, receipt: Receipt
    ) -> CommentFound | CommentRefused | Gone | Ended:
        async with self.work() as work:
            return await comments.show(work, survey, person, receipt)

    async def delete_comment(
        self, survey: str, person: int, receipt: Receipt, today: date
    ) -> CommentDeleted | Gone | Ended:
        async with self.work() as work:
            return await comments.delete(work, survey, person, receipt, today)

    async def remember(self, person: int, place: Place, month: int) -> None:
        async with self.work() as work:
            await people.remember(work, person, place, month)

    async def forget(self, person: int, today: date) -> Forgotten:
        async with self.work() as work:
            forgotten = await people.forget(work, person, today)
        await self.database.truncate()
        return forgotten

    async def kept(self, person: int) -> Kept:
        """Looks again if its key burnt between row and box."""
        try:
            async with self.look() as work:
                return await people.kept(work, person)
        except KeyMissing:
            async with self.look() as work:
                return await people.kept(work, person)

    async def reseal_residents(self) -> None:
        """Soon after a /forget, and each week: what was deleted must open nowhere."""
        async with self.work() as work:
            await people.reseal(work)
        async with self.work() as work:
            await people.burn(work)
        await self.database.vacuum()
        self.failpoint("settled")

    def residents_are_stale(self, now: float) -> bool:
        """Whether their boxes have been under one key for a week; `now` is Unix time."""
        return people.is_stale(self.keyring, now, mixing.STALE)

    def residents_are_due(self) -> bool:
        """Somebody was forgotten since they were sealed."""
        return people.is_due(self.keyring)
