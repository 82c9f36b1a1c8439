"""Opens everything that stands on disk, in the one order that is safe, or says why not."""

import asyncio
import logging
import sys
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes
from tempfile import TemporaryDirectory

from bot.content.locate import locate
from bot.content.problem import Problem
from bot.content.search import Index
from bot.content.shelf import Incomplete, Shelf
from bot.content.words import Dictionary
from bot.core.model import LANGUAGES, PREFER_NOT, Catalogue
from bot.life import Life, current
from bot.settings import Settings, read
from bot.storage.schema import copy, exists, is_empty, migrate_apart, schema_is_current
from bot.storage.store import Store, open_store
from bot.turn import Shown, Turns
from bot.vault.keyring import Keyring, names_in
from bot.vault.start import find_kek, refuse_inside, refuse_orphaned

log = logging.getLogger(__name__)
DATABASE = "rightsbot.db"
KEK_FILE = Path("var/kek")
LOCK = "rightsbot.lock"
BUILT_IN = ("yes", "no", PREFER_NOT)


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

    @property
    def content(self) -> Catalogue:
        """As the files say, of the cities served; the states of surveys are not in it."""
        return self.shelf.catalogue

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
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _locked(settings.data_dir / LOCK, wanted=alone):
        keyring = _keyring(settings, alone=alone)
        moving = asyncio.create_task(_current_schema(database_of(settings), migrating=alone))
        try:
            dictionary, shelf = await asyncio.to_thread(_read, settings)
        finally:
            await moving
        store = await _opened(settings, keyring)
        try:
            catalogue = current(shelf.catalogue, await store.surveys())
            turns = Turns(Shown(catalogue, Index(catalogue)), store, clock)
            yield House(settings, dictionary, shelf, store, turns, Life(store, dictionary))
        finally:
            await store.dispose()


async def _opened(settings: Settings, keyring: Keyring) -> Store:
    database = database_of(settings)
    store = await open_store(database, keyring)
    _before_migration(database).unlink(missing_ok=True)
    return store


@asynccontextmanager
async def scratch(
    more: Mapping[str, str], *, clock: Callable[[], datetime] = utc_now
) -> AsyncIterator[House]:
    """A house of its own in a temporary directory, gone at the end; `more` are settings."""
    with TemporaryDirectory(prefix="rightsbot-") as folder:
        own = {
            "RIGHTSBOT_DATA_DIR": f"{folder}/data",
            "RIGHTSBOT_KEYRING_DIR": f"{folder}/keys",
            "RIGHTSBOT_KEK": b64encode(token_bytes(32)).decode(),
        }
        async with house(read({**own, **more}), clock=clock, alone=True) as opened:
            yield opened


def _read(settings: Settings) -> tuple[Dictionary, Shelf]:
    """What moderators and developers wrote, of the cities served."""
    try:
        dictionary = Dictionary.load(locate("locales"))
        folder = locate("content", settings.content_dir)
    except FileNotFoundError as error:
        raise Refusal(str(error)) from None
    built_in = {o: {g: dictionary.say(g, f"option.{o}") for g in LANGUAGES} for o in BUILT_IN}

    def finish(content: Catalogue) -> Catalogue:
        return _served(replace(content, built_in=built_in), settings.cities)

    try:
        return dictionary, Shelf.read(folder, finish)
    except Incomplete as error:
        raise Refusal(str(error)) from None


def read_content(settings: Settings) -> tuple[Dictionary, Catalogue, tuple[Problem, ...]]:
    """For commands that need no database."""
    dictionary, shelf = _read(settings)
    return dictionary, shelf.catalogue, shelf.problems


def _served(content: Catalogue, cities: tuple[str, ...]) -> Catalogue:
    unknown = [city for city in cities if city not in content.cities]
    if unknown:
        raise Incomplete(
            f"RIGHTSBOT_CITIES names a city without a sound file: {', '.join(unknown)}"
        )
    if not content.cities:
        raise Incomplete("no city file could be read: run `rightsbot check`")
    kept = {id_: content.cities[id_] for id_ in cities or content.cities}
    surveys = {id_: s for id_, s in content.surveys.items() if s.cities[0] in kept}
    return replace(content, cities=kept, surveys=surveys)


def database_of(settings: Settings) -> Path:
    """SQLite only, for now: another address is refused by the store."""
    url = settings.database_url
    if not url:
        return settings.data_dir / DATABASE
    prefix, _, path = url.partition(":///")
    if not prefix.startswith("sqlite") or not path:
        raise Refusal("RIGHTSBOT_DATABASE_URL must be an address of SQLite (sqlite:///file)")
    return Path(path)


def _keyring(settings: Settings, *, alone: bool) -> Keyring:
    refuse_inside(settings.keyring_dir, settings.data_dir)
    database = database_of(settings)
    refuse_orphaned(settings.keyring_dir, database)
    if settings.kek is not None:
        return Keyring(settings.keyring_dir, settings.kek)
    refuse_inside(KEK_FILE.parent, settings.data_dir)
    fresh = not names_in(settings.keyring_dir) and is_empty(database)
    kek = find_kek(None, KEK_FILE, fresh=fresh)
    if alone:
        log.warning(
            "the key in %s wraps all others: keep it elsewhere and name its path in "
            "RIGHTSBOT_KEK_FILE",
            KEK_FILE,
        )
    return Keyring(settings.keyring_dir, kek.key)


async def _current_schema(database: Path, *, migrating: bool) -> None:
    if await schema_is_current(database):
        return
    if exists(database) and not migrating:
        raise Refusal("the database is behind this version: run `rightsbot migrate`")
    await upgrade(database)


async def upgrade(database: Path) -> None:
    """Copies the database beside itself, then brings it to this version."""
    if exists(database):
        copy(database, _before_migration(database))
    await migrate_apart(database)


def _before_migration(database: Path) -> Path:
    """Kept only until the new version has opened: it still holds what is deleted later."""
    return database.with_suffix(".before-migration")


@contextmanager
def _locked(path: Path, *, wanted: bool) -> Iterator[None]:
    """One `run` a data directory: a second start is refused."""
    if not wanted:
        yield
        return
    with path.open("a") as file:
        try:
            _lock(file.fileno())
        except OSError:
            raise Refusal("another rightsbot runs with this data directory") from None
        yield


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
