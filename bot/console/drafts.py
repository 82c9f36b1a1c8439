"""Making a survey: from an XLSForm, or as a copy of another one."""

from bot.console.guard import Act

ADDRESSES: dict[str, dict[str, Act]] = {}
