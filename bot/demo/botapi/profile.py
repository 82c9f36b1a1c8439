"""What the bot is called and offers: commands, names, descriptions, each per language."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.demo.botapi.rules import refuse
from bot.demo.botapi.shapes import Command, MenuButton, Scope

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"([a-z]{2})?")


@dataclass(slots=True)
class Profile:
    commands: dict[tuple[str, str], list[Command]] = field(default_factory=dict)
    """(scope, language) -> commands; the empty language stands for all others."""
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    menus: dict[int, MenuButton] = field(default_factory=dict)
    """Chat -> button; chat 0 stands for all others."""

    def commands_for(self, chat: int, language: str) -> list[Command]:
        """What an app in this language shows: the nearest scope wins, then the language."""
        for scope in (f"chat:{chat}", "all_private_chats", "default"):
            for lang in (language, ""):
                if self.commands.get((scope, lang)):
                    return self.commands[scope, lang]
        return []


def scope_key(scope: Scope | None) -> str:
    if scope is None:
        return "default"
    if scope["type"] != "chat":
        return scope["type"]
    if "chat_id" not in scope:
        raise refuse("missing-field", field="scope.chat_id")
    return f"chat:{scope['chat_id']}"


def language(code: str) -> str:
    if not LANGUAGE.fullmatch(code):
        raise refuse("language")
    return code


def check_commands(commands: Sequence[Command]) -> None:
    if len(commands) > 100:
        raise refuse("command-count")
    for one in commands:
        if not COMMAND.fullmatch(one["command"]):
            raise refuse("command-name")
        if not 1 <= len(one["description"]) <= 256 or not one["description"].strip():
            raise refuse("command-description")


def at_most(limit: int, rule: str) -> Callable[[str], str]:
    """A check that lets a text of this many characters through."""

    def checked(text: str) -> str:
        if len(text) > limit:
            raise refuse(rule)
        return text

    return checked


short_name = at_most(64, "name-long")
short_enough = at_most(512, "description-long")
very_short = at_most(120, "short-description-long")
