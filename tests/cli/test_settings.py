"""Each wrong setting ends the start with one line that names it and shows no value."""

import shutil
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.settings import BadSetting, read
from tests.cli.conftest import Shell

SECRET = "hunter2-is-not-to-be-shown"
HOOK = "https://bot.example.org/telegram"

ISSUER = "https://id.example.org/city"
OIDC = {"OIDC_CLIENT_ID": "bot", "OIDC_CLIENT_SECRET": SECRET}

BAD = {
    "TOKEN": {"TOKEN": SECRET},
    "TOKEN_FILE": {"TOKEN_FILE": f"/nowhere/{SECRET}"},
    "API_URL": {"API_URL": SECRET},
    "CITIES": {"CITIES": "atlantis"},
    "DATA_DIR": {"DATA_DIR": __file__},
    "DATABASE_URL": {"DATABASE_URL": f"postgresql://city:{SECRET}@127.0.0.1/bot"},
    "KEYRING_DIR": {"KEYRING_DIR": "{data}/keys"},
    "KEK": {"KEK": SECRET},
    "CONTENT_DIR": {"CONTENT_DIR": f"/nowhere/{SECRET}"},
    "WEBHOOK_URL": {"WEBHOOK_URL": f"http://bot.example.org/{SECRET}"},
    "WEBHOOK_SECRET": {"WEBHOOK_URL": HOOK, "WEBHOOK_SECRET": f"{SECRET} !"},
    "LISTEN": {"LISTEN": SECRET},
    "PUBLIC_URL": {"PUBLIC_URL": SECRET},
    "ALERT_CHAT": {"ALERT_CHAT": SECRET},
    "LOG_LEVEL": {"LOG_LEVEL": "DEBUG"},
    "OIDC_ISSUER": {"OIDC_ISSUER": f"http://id.example.org/{SECRET}", **OIDC},
    "OIDC_CLIENT_ID": {"OIDC_ISSUER": ISSUER, "OIDC_CLIENT_SECRET": SECRET},
    "OIDC_CLIENT_SECRET": {"OIDC_ISSUER": ISSUER, "OIDC_CLIENT_ID": "bot"},
}
MISSING = {
    "TOKEN": {},
    "WEBHOOK_SECRET": {"WEBHOOK_URL": HOOK},
    "OIDC_ISSUER": OIDC,
}
TOKEN = "4242424242:AAdemo-token-that-opens-nothing-at-all"


class Asked(Mapping[str, str]):
    """An environment that remembers which names were looked up."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@pytest.mark.parametrize(("name", "settings"), [*BAD.items(), *MISSING.items()])
def test_a_wrong_setting_ends_the_start_with_one_line_that_names_it(
    shell: Shell, name: str, settings: dict[str, str]
) -> None:
    given = {k: v.replace("{data}", str(shell.folder / "data")) for k, v in settings.items()}
    done = shell.run("run", **({} if name.startswith("TOKEN") else {"TOKEN": TOKEN}) | given)

    assert done.exit_code == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"rightsbot: RIGHTSBOT_{name}")
    assert SECRET not in line
    assert TOKEN not in line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALERT_CHAT", "--5"),
        ("ALERT_CHAT", "٥٥٥"),
        ("ALERT_CHAT", "9" * 5000),
        ("LISTEN", "localhost:²"),
        ("LISTEN", "localhost:٨٠"),
        ("LISTEN", "localhost:" + "8" * 5000),
        ("TOKEN", "4" * 5000 + ":AAdemo"),
        ("TOKEN", "٤٢:AAdemo"),
        ("PUBLIC_URL", "https://localhost:²"),
        ("DATA_DIR", "d" * 5000),
    ],
)
def test_strange_digits_and_lengths_are_refused_like_any_wrong_value(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read({f"RIGHTSBOT_{name}": value})

    assert str(refused.value).startswith(f"RIGHTSBOT_{name}")
    assert value not in str(refused.value)


def test_an_empty_installation_makes_its_kek_whether_migrated_or_not(shell: Shell) -> None:
    migrated = shell.run("migrate", KEK="")
    done = shell.run("survey", "list", KEK="")

    assert (migrated.exit_code, done.exit_code) == (0, 0)
    assert (shell.folder / "var/kek").stat().st_mode & 0o777 == 0o600


def test_a_lost_kek_is_never_made_anew(opened: Shell) -> None:
    done = opened.run("survey", "list", KEK="")

    assert done.exit_code == 2
    assert done.stderr.startswith("rightsbot: RIGHTSBOT_KEK:")
    assert not (opened.folder / "var/kek").exists()


def test_a_lost_keyring_is_to_be_restored(opened: Shell) -> None:
    shutil.rmtree(opened.folder / "keys")
    done = opened.run("survey", "list", KEK="")

    assert done.exit_code == 2
    assert done.stderr.startswith("rightsbot: RIGHTSBOT_KEYRING_DIR:")
    assert "restore" in done.stderr
    assert not (opened.folder / "var/kek").exists()


def test_the_made_kek_never_lies_in_the_data_directory(shell: Shell) -> None:
    done = shell.run("survey", "list", KEK="", DATA_DIR="var")
    given = shell.run("survey", "list", DATA_DIR="var")

    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert not (shell.folder / "var/kek").exists()
    assert "inside" not in given.stderr


def test_every_setting_has_been_given_a_wrong_value() -> None:
    asked = Asked()
    read(asked)
    names = {name.removeprefix("RIGHTSBOT_") for name in asked.names}

    assert {name for name in names if not name.endswith("_FILE")} <= BAD.keys()


def test_a_secret_stands_in_a_file_or_in_its_variable_never_in_both(shell: Shell) -> None:
    (shell.folder / "kek").write_text(b64encode(b"k" * 32).decode(), encoding="ascii")

    done = shell.run("survey", "list", KEK_FILE=str(shell.folder / "kek"))
    alone = shell.run("survey", "list", KEK="", KEK_FILE=str(shell.folder / "kek"))

    assert (done.exit_code, alone.exit_code) == (2, 0)
    assert done.stderr.startswith("rightsbot: RIGHTSBOT_KEK ")


def test_another_kek_than_the_one_that_wrapped_the_keys_is_refused(opened: Shell) -> None:
    done = opened.run("survey", "list", KEK=b64encode(b"x" * 32).decode())

    assert done.exit_code == 2
    assert done.stderr.startswith("rightsbot: RIGHTSBOT_KEK: ")
    assert len(done.stderr.splitlines()) == 1


def test_keys_without_a_database_are_a_case_for_restore(opened: Shell) -> None:
    Path(opened.folder / "data/rightsbot.db").unlink()
    done = opened.run("survey", "list")

    assert done.exit_code == 2
    assert "restore" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_keyring_that_others_may_read_is_refused(opened: Shell) -> None:
    (opened.folder / "keys").chmod(0o755)
    done = opened.run("survey", "list")

    assert done.exit_code == 2
    assert done.stderr.startswith("rightsbot: RIGHTSBOT_KEYRING_DIR: ")
