"""What residents read, and through which places they came."""

from bot.console.guard import Act

ADDRESSES: dict[str, dict[str, Act]] = {}
