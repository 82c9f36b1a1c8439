"""One survey before and while it runs: findings, preview, legal basis, publish, link, poster."""

from bot.console.guard import Act

ADDRESSES: dict[str, dict[str, Act]] = {}
