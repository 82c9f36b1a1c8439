"""Reading comments before they are released: accept, edit or drop each."""

from bot.console.guard import Act

ADDRESSES: dict[str, dict[str, Act]] = {}
