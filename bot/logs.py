"""Logs that cannot leak: a record is stripped when it is born, before any handler sees it."""

import faulthandler
import logging
import re
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from enum import Enum
from pathlib import Path, PurePath
from traceback import walk_tb
from typing import TextIO

log = logging.getLogger(__name__)
OWN = "bot"
"""Words come from the loggers below this one alone: their templates are literals of our code."""
GONE = "…"
LARGEST = 99_999
"""A number of more digits may be somebody's."""
PLAIN = re.compile(r"[A-Za-z0-9. -]{1,64}")
SECRETS = re.compile(
    r"\d{6,}(?::[\w-]{20,})?"  # ids and tokens
    r"|\b(?:[0-9A-HJKMNP-TV-Z]{4}[ -]?){3}[0-9A-HJKMNP-TV-Z]{4}\b"  # withdrawal codes
    r"|\b0[\w-]{20,63}\b"  # button data
    r"|start=[\w-]+",
    re.IGNORECASE,
)
"""The second line, should the first one err."""
DEEPEST = 20
"""Frames told of each exception, the last ones."""
MINUTE = "%Y-%m-%d %H:%M"
LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Plain(str):
    """A word of our code or of a moderator's file name, never a person's: it may be logged."""

    __slots__ = ()


class Record(logging.LogRecord):
    """What happened, where and of what kind; never what was in it.

    Words of another library may quote anything, so only their place is told. The time is told to
    the minute: a finer one could be laid beside somebody's chat.
    """

    kind: str | None
    """Of the exception: the deepest class of our own tree, else "other"; None without one."""

    def __init__(  # noqa: PLR0913, PLR0917 - logging's signature
        self,
        name: str | None,
        level: int,
        pathname: str,
        lineno: int,
        msg: object,
        args: object,
        exc_info: object,
        func: str | None = None,
        sinfo: str | None = None,  # noqa: ARG002 - a stack's lines are shown by nobody
    ) -> None:
        own = name == OWN or (name or "").startswith(f"{OWN}.")
        words = _words(msg, args) if own else f"{short(pathname)}:{lineno}"
        super().__init__(name or "", level, pathname, lineno, _redacted(words), (), None, func)
        self.created -= self.created % 60
        self.msecs = self.relativeCreated = 0
        error = exc_info[1] if isinstance(exc_info, tuple) else None
        chain = tuple(_chain(error))
        self.exc_text = _redacted("\n".join(_told(chain))) or None
        self.kind = _kind(chain)


class Discreet(logging.Formatter):
    """Also strips records that were born otherwise."""

    default_time_format = MINUTE
    default_msec_format = None

    def format(self, record: logging.LogRecord) -> str:
        if not isinstance(record, Record):
            place = (record.name, record.levelno, record.pathname, record.lineno)
            record = Record(*place, record.msg, record.args, record.exc_info)
        return super().format(record)


def configure(level: str) -> None:
    """One line to standard error for each record; other libraries are heard from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet(LINE))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(logging.getLevelNamesMapping()[level], logging.WARNING))
    logging.getLogger(OWN).setLevel(level)
    logging.setLogRecordFactory(Record)
    # Else a record that cannot be written would be told with its traceback.
    logging.raiseExceptions = False


def guard() -> None:
    """For the whole process: nothing else reaches standard error, and a crash leaves no memory."""
    configure("WARNING")
    sys.excepthook = _ended
    sys.unraisablehook = _unraisable
    threading.excepthook = _in_thread
    warnings.showwarning = _warned
    # It tells files, lines and names of functions, no value.
    with suppress(OSError, ValueError):
        faulthandler.enable()
    _leave_no_core()


def short(path: str) -> str:
    return "/".join(Path(path).parts[-3:])


def _words(template: object, args: object) -> str:
    """The template, filled with what may be shown."""
    if not isinstance(template, str):
        return GONE
    if not isinstance(args, tuple) or not args:
        return template
    try:
        return template % tuple(map(_shown, args))
    except (TypeError, ValueError):
        return template


def _shown(value: object) -> object:
    match value:
        case Enum():
            return value.name.lower()
        case int() | float() if abs(value) <= LARGEST:
            return value
        case date():
            return f"{value:%Y-%m-%d}"
        case PurePath():
            return value.as_posix()
        case type() if issubclass(value, BaseException):
            return value.__qualname__
        case Plain() if PLAIN.fullmatch(value):
            return str(value)
        case _:
            return GONE


def _redacted(words: str) -> str:
    return SECRETS.sub(GONE, words)


def _chain(error: object) -> Iterator[BaseException]:
    """The exception, and all that led to it, each once."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        found = waiting.pop()
        if not isinstance(found, BaseException) or id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        waiting.append(found.__cause__ or found.__context__)
        if isinstance(found, BaseExceptionGroup):
            waiting.extend(found.exceptions)


def _told(chain: tuple[BaseException, ...]) -> Iterator[str]:
    """Types and frames; the words of an exception may quote anything."""
    for error in chain:
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        for frame, line in list(walk_tb(error.__traceback__))[-DEEPEST:]:
            code = frame.f_code
            yield f"  {short(code.co_filename)}:{line} {code.co_qualname}"


def _kind(chain: tuple[BaseException, ...]) -> str | None:
    own = [type(error) for error in chain if type(error).__module__.startswith(f"{OWN}.")]
    return own[-1].__qualname__ if own else ("other" if chain else None)


def _ended(_: type[BaseException], error: BaseException, __: object) -> None:
    if not isinstance(error, KeyboardInterrupt):
        log.critical("the program broke", exc_info=error)


def _unraisable(broken: "sys.UnraisableHookArgs") -> None:
    log.error("where nothing can be raised: %s", broken.exc_type, exc_info=broken.exc_value)


def _in_thread(broken: threading.ExceptHookArgs) -> None:
    if not isinstance(broken.exc_value, SystemExit):
        log.error("a thread broke: %s", broken.exc_type, exc_info=broken.exc_value)


def _warned(  # noqa: PLR0913, PLR0917 - warnings' signature
    message: Warning | str,  # noqa: ARG001 - may quote anything
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001
    line: str | None = None,  # noqa: ARG001
) -> None:
    log.warning("%s in %s:%d", category, Path(short(filename)), lineno)


def _leave_no_core() -> None:
    """It would hold what residents are answering just now."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
