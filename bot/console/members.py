"""Who may use the console: invite, see and remove staff."""

from bot.console.guard import Act

ADDRESSES: dict[str, dict[str, Act]] = {}
