"""What can be wrong with keys and boxes; messages name a key or a file, never what is in it."""


class VaultError(Exception):
    """The root of the tree.

    VaultError
    ├── StartRefused
    │   ├── KekMissing, KekInvalid, KekExposed
    │   ├── KeyringExposed, KeyringInsideData, KeyringInUse
    │   └── KeyringMissing, DatabaseMissing
    ├── KeyMissing, KeyUnreadable, KeyExists, KeyNameInvalid
    ├── ArchiveUnreadable
    ├── TombstoneInvalid, TombstonesUnreadable
    └── BoxUnreadable, TooLong
    """


class StartRefused(VaultError):
    """The keys lie in a way that makes the promises untrue: do not start."""


class KekMissing(StartRefused):
    def __init__(self) -> None:
        super().__init__("there are keys or rows, but no key that unwraps them")


class KekInvalid(StartRefused):
    def __init__(self) -> None:
        super().__init__("the key that wraps the keyring is not base64 of 32 bytes")


class KekExposed(StartRefused):
    def __init__(self, path: object) -> None:
        super().__init__(f"others than the owner may read {path}: chmod go-rwx {path}")


class KeyringExposed(StartRefused):
    def __init__(self, path: object) -> None:
        super().__init__(f"others than the owner may read {path}: chmod go-rwx {path}")


class KeyringInsideData(StartRefused):
    def __init__(self) -> None:
        super().__init__("the keyring lies inside the data directory")


class KeyringInUse(StartRefused):
    def __init__(self) -> None:
        super().__init__("another process works with the keyring")


class KeyringMissing(StartRefused):
    def __init__(self) -> None:
        super().__init__("there is a database but no keyring")


class DatabaseMissing(StartRefused):
    def __init__(self) -> None:
        super().__init__("there is a keyring but no database")


class KeyMissing(VaultError):
    def __init__(self, name: str) -> None:
        super().__init__(f"key {name} is not in the keyring")


class KeyUnreadable(VaultError):
    def __init__(self, name: str) -> None:
        super().__init__(f"key {name} cannot be unwrapped")


class KeyExists(VaultError):
    def __init__(self, name: str) -> None:
        super().__init__(f"key {name} is already in the keyring")


class KeyNameInvalid(VaultError):
    def __init__(self) -> None:
        super().__init__("a key's name is lower-case letters, digits, hyphens and dots")


class ArchiveUnreadable(VaultError):
    def __init__(self, file: str) -> None:
        super().__init__(f"{file} holds no keys that this key opens")


class TombstoneInvalid(VaultError):
    def __init__(self) -> None:
        super().__init__("a tombstone is a kind of lower-case letters and a mark of 32 bytes")


class TombstonesUnreadable(VaultError):
    def __init__(self, file: str) -> None:
        super().__init__(f"{file} is damaged")


class BoxUnreadable(VaultError):
    def __init__(self, table: str) -> None:
        super().__init__(f"a box of {table} does not open with its key")


class TooLong(VaultError):
    def __init__(self, table: str) -> None:
        super().__init__(f"what is to be sealed is longer than a box of {table} holds")
