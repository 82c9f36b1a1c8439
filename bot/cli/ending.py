"""How every command begins and ends: 0 done, 1 not in order, 2 wrong use or settings."""

import logging
import os
from collections.abc import Coroutine
from typing import NoReturn

import typer

from bot.settings import BadSetting, Settings, read

NOT_IN_ORDER = 1
WRONG = 2
INTERRUPTED = 130

log = logging.getLogger(__name__)


class NotInOrder(Exception):
    """What was looked at is not as it should be, or not yet; the message is one line."""


def refuse(message: str, code: int = WRONG) -> NoReturn:
    """One clear line, and the end."""
    typer.echo(f"rightsbot: {message}", err=True)
    raise typer.Exit(code)


def settings() -> Settings:
    try:
        return read(os.environ)
    except BadSetting as bad:
        refuse(str(bad))


def finish(work: Coroutine[object, object, None], level: str = "WARNING") -> None:
    """Runs the command; what it refuses is said in one line, what breaks is logged discreetly."""
    import asyncio

    from bot import logs

    logs.configure(level)
    try:
        asyncio.run(work)
    except (typer.Exit, typer.Abort, BrokenPipeError):
        raise
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except Exception as error:
        known = refusal(error)
        if known:
            refuse(*known)
        log.exception("a command failed")
        refuse(f"this command failed ({type(error).__name__})", NOT_IN_ORDER)


def refusal(error: Exception) -> tuple[str, int] | None:
    """The line and the exit code of what the operator can mend; None: the program broke."""
    from bot.house import Refusal
    from bot.storage.errors import StorageError
    from bot.vault.errors import VaultError

    match error:
        case NotInOrder():
            return str(error), NOT_IN_ORDER
        case BadSetting() | Refusal():
            return str(error), WRONG
        case StorageError() | VaultError():
            return f"{_setting(error)}{error}{_cure(error)}", WRONG
        case ConnectionError():
            return str(error), NOT_IN_ORDER
        case OSError(filename=str(name), strerror=str(reason)):
            return f"{name}: {reason}", WRONG
        case _:
            return None


def _setting(error: Exception) -> str:
    """Vault and storage know nothing of settings: which of them this is about is said here."""
    from bot.storage.errors import DatabaseUnreachable, DatabaseUnsupported, KeysLost
    from bot.vault import errors as vault

    match error:
        case vault.KekMissing() | vault.KekInvalid() | vault.KekExposed() | vault.KeyUnreadable():
            return "RIGHTSBOT_KEK: "
        case vault.KeyringExposed() | vault.KeyringInsideData() | vault.KeyringMissing():
            return "RIGHTSBOT_KEYRING_DIR: "
        case vault.KeyMissing() | KeysLost():
            return "RIGHTSBOT_KEYRING_DIR: "
        case DatabaseUnsupported() | DatabaseUnreachable():
            return "RIGHTSBOT_DATABASE_URL: "
        case _:
            return ""


def _cure(error: Exception) -> str:
    from bot.storage.errors import SchemaBehind
    from bot.vault.errors import DatabaseMissing, KeyringMissing

    match error:
        case DatabaseMissing() | KeyringMissing():
            return ": bring it back with `rightsbot restore`"
        case SchemaBehind():
            return " with `rightsbot migrate`"
        case _:
            return ""
