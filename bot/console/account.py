"""One's own account: password, second factor, Telegram, and where one is signed in."""

from bot.console.guard import Act

ADDRESSES: dict[str, dict[str, Act]] = {}
