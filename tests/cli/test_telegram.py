"""`setup`, `link` and `doctor` against the embedded Bot API, over real HTTP."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import Result

from bot.chat.menu import COMMANDS
from bot.commands import read
from bot.content.locate import locate
from bot.content.words import Dictionary
from bot.core import event as ev
from bot.core import wire
from bot.core.model import LANGUAGES
from bot.demo.botapi import BotApi, Flood
from bot.vault import marks
from tests.cli.conftest import Shell

SETTERS = {"setMyCommands", "setMyName", "setMyDescription", "setMyShortDescription"}
WORDS = Dictionary.load(locate("locales"))


async def run(shell: Shell, api: BotApi, *words: str, **more: str) -> Result:
    settings = {"TOKEN": api.token, "API_URL": api.root, **more}
    return await asyncio.to_thread(shell.run, *words, **settings)


def sets(api: BotApi) -> int:
    return sum(call.method in SETTERS for call in api.calls)


async def test_setup_gives_every_language_its_menu_name_and_descriptions(shell: Shell) -> None:
    async with await BotApi.start() as api:
        done = await run(shell, api, "setup")
        profile = api.cloud.profile

        assert done.exit_code == 0
        assert api.refusals == []
        for lang in LANGUAGES:
            menu = {one["command"]: one["description"] for one in profile.commands_for(0, lang)}
            assert menu == {name: WORDS.say(lang, f"command.{name}") for name in COMMANDS}
            assert profile.names.get(lang, profile.names[""]) == WORDS.say(lang, "profile.name")
        assert profile.commands_for(0, "de") == profile.commands_for(0, "en")


async def test_setup_twice_changes_nothing_the_second_time(shell: Shell) -> None:
    async with await BotApi.start() as api:
        await run(shell, api, "setup")
        before = sets(api)
        done = await run(shell, api, "setup")

        assert before > 0
        assert sets(api) == before
        assert done.stdout == "Telegram shows everything as it should be.\n"


async def test_a_dry_run_shows_the_difference_and_changes_nothing(shell: Shell) -> None:
    async with await BotApi.start() as api:
        await run(shell, api, "setup")
        before = sets(api)
        api.cloud.profile.names["fr"] = "Ancien nom"
        done = await run(shell, api, "setup", "--dry-run")

        assert done.exit_code == 0
        assert sets(api) == before
        assert done.stdout.splitlines() == [
            "fr: name",
            "  - Ancien nom",
            f"  + {WORDS.say('fr', 'profile.name')}",
            "1 to change.",
        ]


async def test_a_telegram_that_refuses_for_long_is_not_waited_for(shell: Shell) -> None:
    async with await BotApi.start() as api:
        api.fail(Flood(4000), method="setMyName", times=9)
        done = await run(shell, api, "setup")

        assert done.exit_code == 1
        assert done.stderr.splitlines() == [
            "rightsbot: Telegram refuses this now: try again later, what is done stays"
        ]


@pytest.mark.parametrize("command", ["setup", "link"])
async def test_a_refused_token_is_a_wrong_setting(shell: Shell, command: str) -> None:
    async with await BotApi.start() as api:
        done = await run(shell, api, command, TOKEN="4242:not-this-one")

        assert done.exit_code == 2
        assert done.stderr.splitlines() == ["rightsbot: RIGHTSBOT_TOKEN is refused by Telegram"]


async def test_every_command_of_the_menu_is_one_that_the_bot_knows() -> None:
    meant = {name: read(f"/{name}", None) for name in COMMANDS}
    assert [name for name, event in meant.items() if event == ev.Help()] == ["help"]
    assert isinstance(read(f"/withdraw {marks.spell(bytes(10))}", None), ev.UsedCode)


async def test_a_link_opens_the_bot_where_it_says(shell: Shell) -> None:
    async with await BotApi.start() as api:
        words = (
            "--city",
            "brussels",
            "--lang",
            "nl",
            "--survey",
            "services",
            "--source",
            "tram-12",
        )
        done = await run(shell, api, "link", *words)
        plain = await run(shell, api, "link")

        start = f"https://t.me/{api.username}?start="
        assert done.stdout.startswith(start)
        opened = wire.opened(done.stdout.strip().removeprefix(start))
        assert opened == ev.Opened("brussels", "nl", None, "services", "tram-12")
        assert plain.stdout == f"https://t.me/{api.username}\n"


@pytest.mark.parametrize(("name", "mark"), [("q.svg", b"<svg"), ("q.png", b"\x89PNG")])
async def test_the_code_of_a_link_is_drawn_as_its_file_ends(
    shell: Shell, name: str, mark: bytes
) -> None:
    async with await BotApi.start() as api:
        done = await run(shell, api, "link", "--city", "tirana", "--qr", name)

        assert done.stdout.splitlines()[1] == name
        assert mark in Path(shell.folder / name).read_bytes()[:200]


@pytest.mark.parametrize(
    "words",
    [
        ("--city", "atlantis"),
        ("--topic", "nothing"),
        ("--survey", "nothing"),
        ("--source", "Tram 12"),
        ("--source", "a-very-long-name-of-a-place-that-no-link-can-hold-any-more-really"),
        ("--topic", "cameras", "--survey", "services"),
        ("--qr", "code.gif"),
        ("--lang", "de"),
    ],
)
def test_a_link_that_leads_nowhere_is_not_made(shell: Shell, words: tuple[str, ...]) -> None:
    done = shell.run("link", *words, TOKEN="42:abc", API_URL="http://127.0.0.1:9")
    assert (done.exit_code, done.stdout) == (2, "")


async def test_doctor_names_the_bot_that_it_reached(shell: Shell) -> None:
    async with await BotApi.start() as api:
        done = await run(shell, api, "doctor")
        refused = await run(shell, api, "doctor", TOKEN="4242:not-this-one")

        assert f"ok     Telegram: reached, the bot is @{api.username}" in done.stdout
        assert "wrong  Telegram: RIGHTSBOT_TOKEN is refused by Telegram" in refused.stdout
        assert api.token not in done.output
