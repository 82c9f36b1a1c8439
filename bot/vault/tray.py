"""Keys in hand, not yet in the keyring: a restore that fails must not have touched a single one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.vault import files
from bot.vault.errors import KeyExists, KeyMissing
from bot.vault.keyring import Keyring


@dataclass(frozen=True, slots=True)
class _Key:
    key: bytes = field(repr=False)
    made: float | None = None
    """Seconds since 1970; None: when it is laid down."""


@dataclass(frozen=True, slots=True)
class Tray(Keyring):
    """The keys of a keyring and others over them, in memory; tombstones and locks are its own.

    Nothing is written before `lay_down`, and until then nothing is burnt.
    """

    _keys: dict[str, _Key] = field(repr=False, hash=False)

    @classmethod
    def of(cls, keyring: Keyring, brought: Mapping[str, bytes]) -> "Tray":
        """KeyUnreadable for any key of the keyring: under another KEK none may be burnt."""
        keys = {name: _Key(keyring.get(name), -keyring.age(name, 0)) for name in keyring.names()}
        tray = cls(keyring.directory, keyring.kek, keys)
        for name, key in brought.items():
            if name not in keys or keys[name].key != key:
                tray.put(name, key, over=True)
        return tray

    def put(
        self,
        name: str,
        key: bytes,
        *,
        made: float | None = None,
        over: bool = False,
        failpoint: files.Failpoint = files.nothing,
    ) -> None:
        self._path(name)
        if name in self._keys and not over:
            raise KeyExists(name)
        self._keys[name] = _Key(key, made)
        failpoint("tray: put")

    def get(self, name: str) -> bytes:
        return self._found(name).key

    def age(self, name: str, now: float) -> float:
        made = self._found(name).made
        return 0.0 if made is None else now - made

    def names(self) -> frozenset[str]:
        return frozenset(self._keys)

    def destroy(self, name: str, *, failpoint: files.Failpoint = files.nothing) -> None:
        """From the tray alone; the keyring's own burns in `burn_others`."""
        self._path(name)
        self._keys.pop(name, None)
        failpoint("tray: destroyed")

    def lay_down(self, keep: frozenset[str], failpoint: files.Failpoint = files.nothing) -> None:
        """Durable in the keyring when it returns: what of `keep` was missing there or differed.

        KeyMissing, before anything is written, for what is not on the tray. The caller is
        `alone()`. Cut short, it is finished by doing it again.
        """
        kept, ring = {name: self._found(name) for name in sorted(keep)}, self._ring()
        with self.changing():
            files.shred_unfinished(self.directory)
        for name, key in kept.items():
            if name in ring.names() and ring.get(name) == key.key:
                continue
            ring.put(name, key.key, made=key.made, over=True, failpoint=failpoint)
            failpoint("lay down: one key")

    def burn_others(self, keep: frozenset[str], failpoint: files.Failpoint = files.nothing) -> None:
        """Of the keyring; cut short, it is finished by doing it again."""
        ring = self._ring()
        with self.changing():
            files.shred_unfinished(self.directory)
        for name in sorted(ring.names() - keep):
            ring.destroy(name, failpoint=failpoint)
            failpoint("burn others: one key")

    def _ring(self) -> Keyring:
        return Keyring(self.directory, self.kek)

    def _found(self, name: str) -> _Key:
        self._path(name)
        try:
            return self._keys[name]
        except KeyError:
            raise KeyMissing(name) from None
