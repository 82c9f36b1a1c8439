"""What can be wrong with a database as a whole."""


class StorageError(Exception):
    """The root: SchemaBehind, MigrationFailed, KeysLost, and what opens with Database."""


class SchemaBehind(StorageError):
    def __init__(self) -> None:
        super().__init__("the database is not of this version: migrate it")


class MigrationFailed(StorageError):
    def __init__(self) -> None:
        super().__init__("the database could not be brought to this version; it is as it was")


class KeysLost(StorageError):
    """Rows exist whose keys are not in the keyring: the wrong keyring, or one to be restored."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names
        super().__init__(f"rows exist without their keys: {', '.join(sorted(names))}")


class KeysForeign(StorageError):
    def __init__(self) -> None:
        super().__init__("the keyring is that of another database, or of another time of this one")


class DatabaseUnfit(StorageError):
    def __init__(self, setting: str) -> None:
        super().__init__(f"the database is set up with another {setting} than the promises need")


class DatabaseUnreadable(StorageError):
    def __init__(self) -> None:
        super().__init__("the database file is not an SQLite database")


class DatabaseUnsupported(StorageError):
    def __init__(self) -> None:
        super().__init__(
            "the database address is not one of SQLite or PostgreSQL, or the driver of PostgreSQL "
            "is not installed (the extra `postgres`)"
        )


class DatabaseBusy(StorageError):
    def __init__(self) -> None:
        super().__init__("another program holds the database file locked")


class DatabaseUnreachable(StorageError):
    def __init__(self) -> None:
        super().__init__("the database server does not answer, or refuses this user or database")


class RestoreRefused(StorageError):
    """What was given cannot be restored here; the message says why."""
