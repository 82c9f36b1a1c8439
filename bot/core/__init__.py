"""The pure core: no clock, randomness, input or output, Telegram, SQL or gettext."""
