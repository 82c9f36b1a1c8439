"""What one steward asks for and another approves: the release of rows, or of comments."""

from dataclasses import dataclass

from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Requests:
    database: Database
