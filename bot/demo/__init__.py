"""The demo: the whole bot without Telegram, for trying out and for tests."""
