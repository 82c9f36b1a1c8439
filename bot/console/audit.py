"""Who did what with surveys and results."""

from bot.console.guard import Act

ADDRESSES: dict[str, dict[str, Act]] = {}
