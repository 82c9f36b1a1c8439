"""Another KEK for the same keys: for when the old one may have been seen, or its time is up."""

from collections.abc import Iterator
from pathlib import Path

from bot.vault import archive, files
from bot.vault.errors import KeyUnreadable
from bot.vault.keyring import Keyring


def rotate(keyring: Keyring, new_kek: bytes, failpoint: files.Failpoint = files.nothing) -> Keyring:
    """The keyring under the new KEK; each key as old as it was, the archives beside it included.

    Takes `keyring.alone()` itself. Cut short, it is finished by doing it again: what opens under
    the new KEK is done. Before anything is written: KeyringInUse, and KeyUnreadable or
    ArchiveUnreadable for what opens under neither.
    """
    renewed = Keyring(keyring.directory, new_kek)
    with keyring.alone():
        keyring.destroy_unfinished()
        keys, archives = dict(_keys(keyring, renewed)), dict(_archives(keyring, renewed))
        for name, key in keys.items():
            renewed.rewrap(name, key, failpoint)
            failpoint("rotate: one key")
        for path, kept in archives.items():
            archive.reseal(renewed, path, kept, failpoint)
            failpoint("rotate: one archive")
    return renewed


def _keys(former: Keyring, renewed: Keyring) -> Iterator[tuple[str, bytes]]:
    """Those that are still to be wrapped anew."""
    for name in sorted(former.names()):
        try:
            renewed.get(name)
        except KeyUnreadable:
            yield name, former.get(name)


def _archives(former: Keyring, renewed: Keyring) -> Iterator[tuple[Path, archive.Archive]]:
    for path in sorted(former.backups.glob(f"*{archive.SUFFIX}")):
        if archive.unseal(path.read_bytes(), renewed.kek) is None:
            yield path, archive.read(path, former.kek)
