"""Cities side by side, from the final release files that they exchanged."""

from bot.console.guard import Act

ADDRESSES: dict[str, dict[str, Act]] = {}
