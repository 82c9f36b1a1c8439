"""Logs that cannot leak: no text of an exception, no long number, no token, no code."""

import logging
import re
import sys
import traceback
from types import TracebackType

LOUD = ("httpx", "httpcore", "telegram", "aiosqlite", "sqlalchemy", "asyncio", "alembic", "uvicorn")
"""Libraries whose lines carry tokens, texts or values: warnings only."""
SECRETS = re.compile(
    r"\d{6,}(?::[\w-]{20,})?"  # ids and tokens
    r"|\b(?:[0-9A-HJKMNP-TV-Z]{4}[ -]?){3}[0-9A-HJKMNP-TV-Z]{4}\b"  # withdrawal codes
    r"|\b0[\w-]{20,63}\b"  # button data
    r"|start=[\w-]+",
    re.IGNORECASE,
)
GONE = "…"
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Where it happened and of what kind, never what was in it."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name == "asyncio":
            # Its further lines hold the whole exception as text.
            record.msg, record.args = record.getMessage().partition("\n")[0], ()
        return SECRETS.sub(GONE, super().format(record))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's name
        """To the minute: a finer time could be laid beside somebody's chat."""
        return super().formatTime(record, datefmt or "%Y-%m-%d %H:%M")

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - logging's name
        """Frames and types of the whole chain; the words of an exception may quote anything."""
        error: BaseException | None = ei[1]
        lines: list[str] = []
        while error is not None and len(lines) < 60:  # noqa: PLR2004 - a chain may be a ring
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
            frames = traceback.extract_tb(error.__traceback__)
            lines.extend(f"  {_short(f.filename)}:{f.lineno} {f.name}" for f in frames)
            error = error.__cause__ or error.__context__
        return "\n".join(lines)

    def formatStack(self, stack_info: str) -> str:  # noqa: ARG002, N802 - logging's name
        return ""


def _short(path: str) -> str:
    return "/".join(path.split("/")[-3:])


def configure(level: str) -> None:
    """One line to standard error for each record."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
