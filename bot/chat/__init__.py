"""Telegram: the only package that imports it."""

import os

# Read once, when telegram is imported: times of its errors are spans, not bare numbers. Without
# it every 429 comes with a warning that this is how it will be.
os.environ.setdefault("PTB_TIMEDELTA", "true")
