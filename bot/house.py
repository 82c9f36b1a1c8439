"""Opens everything that stands on disk, in the one order that is safe, or says why not."""

import asyncio
import logging
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes
from tempfile import TemporaryDirectory

from bot.alerts import Alerts
from bot.content.own import Own
from bot.content.problem import Problem
from bot.content.search import Index
from bot.content.shelf import Incomplete, Shelf, tell
from bot.content.texts import Texts
from bot.content.words import Dictionary
from bot.core.model import Catalogue
from bot.library import read_library
from bot.life import Life, current
from bot.settings import Settings, read
from bot.storage.database import Address, file_of
from bot.storage.errors import SchemaBehind
from bot.storage.restore import PREPARED, Place, drop
from bot.storage.schema import Found, copy, look, migrate_apart
from bot.storage.schema import scratch as empty_place
from bot.storage.store import Store, open_store
from bot.turn import Shown, Turns
from bot.vault import lock
from bot.vault.errors import KeyringInUse
from bot.vault.keyring import Keyring, names_in
from bot.vault.start import find_kek, refuse_inside, refuse_parted

log = logging.getLogger(__name__)
DATABASE = "rightsbot.db"
KEK_FILE = Path("var/kek")
DATABASE_URL = "RIGHTSBOT_DATABASE_URL"
LOCK = "rightsbot.lock"
BACKUPS = "backups"
"""A directory in the data directory: one copy of the database a day, for a week."""


class Refusal(Exception):
    """The start is refused; the message is one line for the operator (exit code 2)."""


@dataclass(frozen=True, slots=True)
class House:
    settings: Settings
    dictionary: Dictionary
    shelf: Shelf
    store: Store
    turns: Turns
    life: Life
    alerts: Alerts

    @property
    def content(self) -> Catalogue:
        """As the files say, of the cities served; the states of surveys are not in it."""
        return self.shelf.catalogue

    @property
    def own(self) -> Own:
        return self.shelf.own

    @property
    def texts(self) -> Texts:
        """What moderators wrote, to be changed."""
        return Texts(self.shelf, named=self.settings.content_dir is not None)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.shelf.problems


def utc_now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def house(
    settings: Settings, *, clock: Callable[[], datetime] = utc_now, alone: bool = False
) -> AsyncIterator[House]:
    """`alone`: as `run` does, with the exclusive lock and migrating; commands work beside it.

    Refusal, BadSetting, VaultError or StorageError where the start is refused.
    """
    address = address_of(settings)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with held(settings, wanted=alone and file_of(address) is not None):
        found = await look(address)
        keyring = keyring_of(settings, found, tell=alone)
        moving = asyncio.create_task(_current(address, found, migrating=alone))
        try:
            dictionary, shelf = await asyncio.to_thread(read_texts, settings, clock)
        finally:
            await moving
        if alone:
            tell(shelf.problems)
        async with _opened(address, keyring) as store:
            catalogue = current(shelf.catalogue, await store.surveys())
            turns = Turns(Shown(catalogue, Index(catalogue)), store, clock)
            life = Life(store, dictionary)
            alerts = Alerts(store.staff, dictionary, chat=settings.alert_chat)
            try:
                yield House(settings, dictionary, shelf, store, turns, life, alerts)
            finally:
                alerts.stop()


@asynccontextmanager
async def _opened(address: Address, keyring: Keyring) -> AsyncIterator[Store]:
    """With the others who have it open; not while keys are wrapped anew or a backup returns."""
    with keyring.shared():
        store = await open_store(address, keyring)
        if (file := file_of(address)) is not None:
            _before_migration(file).unlink(missing_ok=True)
            drop(file.parent / PREPARED)
        try:
            yield store
        finally:
            await store.dispose()


@asynccontextmanager
async def scratch(
    more: Mapping[str, str], *, clock: Callable[[], datetime] = utc_now
) -> AsyncIterator[House]:
    """A house of its own in a temporary directory, gone at the end; `more` are settings.

    With the address of a PostgreSQL database among them it takes a schema of its own there.
    """
    async with empty_place(more.get(DATABASE_URL, "")) as address:
        if address:
            await migrate_apart(address)
        with TemporaryDirectory(prefix="rightsbot-") as folder:
            own = {
                "RIGHTSBOT_DATA_DIR": f"{folder}/data",
                "RIGHTSBOT_KEYRING_DIR": f"{folder}/keys",
                "RIGHTSBOT_KEK": b64encode(token_bytes(32)).decode(),
            }
            settings = read({**own, **more, DATABASE_URL: address})
            async with house(settings, clock=clock, alone=True) as opened:
                yield opened


def read_texts(
    settings: Settings, clock: Callable[[], datetime] = utc_now
) -> tuple[Dictionary, Shelf]:
    """For commands that need no database. Refusal."""
    try:
        return read_library(settings, clock)
    except (FileNotFoundError, Incomplete) as error:
        raise Refusal(str(error)) from None


def read_content(settings: Settings) -> tuple[Dictionary, Catalogue, tuple[Problem, ...]]:
    """The same, without what changes it. Refusal."""
    dictionary, shelf = read_texts(settings)
    return dictionary, shelf.catalogue, shelf.problems


def address_of(settings: Settings) -> Address:
    return settings.database_url or settings.data_dir / DATABASE


def keyring_of(settings: Settings, found: Found, *, tell: bool = False) -> Keyring:
    """VaultError where keys, KEK and database do not fit together."""
    _refuse_beside(settings)
    refuse_parted(settings.keyring_dir, exists=found.exists, empty=found.empty)
    if settings.kek is not None:
        return Keyring(settings.keyring_dir, settings.kek)
    refuse_inside(KEK_FILE.parent, settings.data_dir)
    kek = find_kek(None, KEK_FILE, fresh=not names_in(settings.keyring_dir) and found.empty)
    if tell:
        log.warning(
            "the key in %s wraps all others: keep it elsewhere and name its path in "
            "RIGHTSBOT_KEK_FILE",
            KEK_FILE,
        )
    return Keyring(settings.keyring_dir, kek.key)


@asynccontextmanager
async def emptied(settings: Settings) -> AsyncIterator[Place]:
    """Where a backup returns to, while nobody else is there. Refusal, KeyringInUse, VaultError."""
    address = address_of(settings)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_beside(settings)
    with held(settings):
        keyring = Keyring(settings.keyring_dir, kek_of(settings))
        with keyring.alone():
            file = file_of(address)
            workshop = settings.data_dir if file is None else file.parent
            yield Place(address, keyring, workshop, lambda _: None)


def _refuse_beside(settings: Settings) -> None:
    """KeyringInsideData where a copy of the data, or of the database's folder, carries the keys."""
    refuse_inside(settings.keyring_dir, settings.data_dir)
    file = file_of(address_of(settings))
    if file is not None:
        refuse_inside(settings.keyring_dir, file.parent)


def kek_of(settings: Settings) -> bytes:
    """The one that is there already: none is made. KekMissing."""
    return settings.kek or find_kek(None, KEK_FILE, fresh=False).key


async def _current(address: Address, found: Found, *, migrating: bool) -> None:
    """On PostgreSQL a start never migrates: other workers may be at work."""
    if found.current:
        return
    if file_of(address) is None or (found.exists and not migrating):
        raise SchemaBehind
    await upgrade(address)


async def upgrade(address: Address) -> None:
    """Brings the database to this version; an SQLite file is copied beside itself before."""
    file = file_of(address)
    if file is not None and file.exists():
        copy(file, _before_migration(file))
    await migrate_apart(address)


def _before_migration(file: Path) -> Path:
    """Kept only until the new version has opened: it still holds what is deleted later."""
    return file.with_suffix(".before-migration")


@contextmanager
def held(settings: Settings, *, wanted: bool = True) -> Iterator[None]:
    """One `run` on SQLite a data directory: a second start is refused."""
    if not wanted:
        yield
        return
    with ExitStack() as stack:
        try:
            stack.enter_context(lock.alone(settings.data_dir / LOCK))
        except KeyringInUse:
            raise Refusal("another rightsbot runs with this data directory") from None
        yield
