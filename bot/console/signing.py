"""Signing in: name, password and second factor; the city's sign-in service; a link by Telegram."""

from bot.console.guard import Act

ADDRESSES: dict[str, dict[str, Act]] = {}
