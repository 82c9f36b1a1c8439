"""Many work with the keys together, or one alone; who dies lets go."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.vault.errors import KeyringInUse
from bot.vault.keyring import Keyring

KEK = bytes(32)
DIES_WITH_THE_KEYS = """
import os, sys
from pathlib import Path
from bot.vault.keyring import Keyring
with Keyring(Path(sys.argv[1]), bytes(32)).alone():
    print("alone", flush=True)
    sys.stdin.read()
    os._exit(1)
"""


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path / "keys", KEK)


def test_many_work_with_the_keys_together(ring: Keyring) -> None:
    with ring.shared(), ring.shared(), Keyring(ring.directory, KEK).shared():
        ring.create("resident")


def test_nobody_is_alone_beside_another(ring: Keyring) -> None:
    with ring.shared(), pytest.raises(KeyringInUse), ring.alone():
        pass
    with ring.alone(), pytest.raises(KeyringInUse), ring.alone():
        pass
    with ring.alone(), pytest.raises(KeyringInUse), ring.shared():
        pass
    with ring.alone():
        ring.create("resident")
    with ring.shared():
        ring.get("resident")


def test_another_process_is_kept_out_until_it_dies(ring: Keyring) -> None:
    command = [sys.executable, "-c", DIES_WITH_THE_KEYS, str(ring.directory)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"alone\n"
        with pytest.raises(KeyringInUse), ring.shared():
            pass
        other.communicate(b"")
    with ring.alone():
        pass
