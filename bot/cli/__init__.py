"""The commands of `rightsbot`, named at once; what each of them needs loads when it runs."""

from typing import Any

import typer
from typer.main import get_command

from bot import logs
from bot.cli.backup import backup, restore, rotate_kek
from bot.cli.check import check
from bot.cli.doctor import doctor
from bot.cli.export import export
from bot.cli.importing import import_
from bot.cli.link import link
from bot.cli.preview import preview
from bot.cli.setup import setup
from bot.cli.staff import invite, list_staff, remove
from bot.cli.surveys import close, extend, list_surveys, publish, release
from bot.cli.texts import history, pull, undo
from bot.cli.verify import verify_anonymity
from bot.cli.work import demo, migrate, purge, run, try_

_LOOK: dict[str, Any] = {
    "no_args_is_help": True,
    "add_completion": False,
    "pretty_exceptions_enable": False,
    "rich_markup_mode": None,
}


def build() -> typer.Typer:
    """In the order in which `--help` lists them."""
    words = "A city talks with its residents about digital rights and never learns who said what."
    cli = typer.Typer(name="rightsbot", help=words, **_LOOK)
    for command in (run, demo, check, preview):
        cli.command()(command)
    cli.command(name="try")(try_)
    for command in (setup, link):
        cli.command()(command)
    cli.add_typer(_content(), name="content")
    cli.add_typer(_survey(), name="survey")
    cli.command()(export)
    cli.add_typer(_staff(), name="staff")
    for more in (verify_anonymity, doctor, backup, restore, rotate_kek, migrate, purge):
        cli.command()(more)
    return cli


def _content() -> typer.Typer:
    content = typer.Typer(help="The versions of texts: history, undo, pull.", **_LOOK)
    for command in (history, undo, pull):
        content.command()(command)
    return content


def _survey() -> typer.Typer:
    survey = typer.Typer(
        help="A survey's life: list, import, publish, extend, close, release.", **_LOOK
    )
    survey.command(name="list")(list_surveys)
    survey.command(name="import")(import_)
    for command in (publish, extend, close, release):
        survey.command()(command)
    return survey


def _staff() -> typer.Typer:
    staff = typer.Typer(help="Who may use the console: invite, list, remove.", **_LOOK)
    staff.command()(invite)
    staff.command(name="list")(list_staff)
    staff.command()(remove)
    return staff


def main() -> None:
    """Not by typer's own call: it would put a talkative traceback in the place of ours."""
    logs.guard()
    get_command(build())()
