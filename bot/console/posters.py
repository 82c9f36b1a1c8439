"""Printable sheets with a code, one for each place."""

from bot.console.guard import Act

ADDRESSES: dict[str, dict[str, Act]] = {}
