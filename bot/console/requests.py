"""Requests for rows and comments: what would be lost, and who approves."""

from bot.console.guard import Act

ADDRESSES: dict[str, dict[str, Act]] = {}
