"""Invitations, and their end."""

import re
import sqlite3
from contextlib import closing

from tests.cli.conftest import Shell

WHO = ("--role", "steward", "--city", "brussels")


def test_an_invitation_is_one_link_on_the_public_address(shell: Shell) -> None:
    done = shell.run("staff", "invite", "Ana", *WHO, PUBLIC_URL="https://bot.example.org/")

    assert done.exit_code == 0
    assert re.fullmatch(r"https://bot\.example\.org/staff/invite/[A-Za-z0-9_-]{43}\n", done.stdout)


def test_who_was_invited_is_listed_and_after_removal_still_there(shell: Shell) -> None:
    shell.run("staff", "invite", "Ana", *WHO)
    shell.run("staff", "invite", "Bo", "--role", "analyst", "--city", "tirana")
    assert shell.run("staff", "remove", "Ana").exit_code == 0

    first, second = shell.run("staff", "list").stdout.splitlines()
    assert re.fullmatch(r"Ana  steward  brussels  [0-9a-f]{16}  removed", first)
    assert re.fullmatch(r"Bo   analyst  tirana    [0-9a-f]{16}", second)


def test_who_lost_the_phone_gets_a_new_link_and_stays_one_person(shell: Shell) -> None:
    first = shell.run("staff", "invite", "Ana", *WHO)
    again = shell.run("staff", "invite", " ANA ", *WHO)

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert first.stdout != again.stdout
    assert len(shell.run("staff", "list").stdout.splitlines()) == 1


def test_of_two_people_who_had_one_name_before_a_number_says_who_goes(shell: Shell) -> None:
    shell.run("staff", "invite", "Ana", *WHO)
    shell.run("staff", "invite", "Ana Two", *WHO)
    with closing(sqlite3.connect(shell.folder / "data/rightsbot.db")) as database, database:
        database.execute("UPDATE staff SET name = 'Ana'")
    both = shell.run("staff", "remove", "Ana")
    number = re.findall(r"[0-9a-f]{16}", both.stderr)[0]

    assert (both.exit_code, shell.run("staff", "remove", number).exit_code) == (2, 0)
    assert shell.run("staff", "list").stdout.count("removed") == 1


def test_no_two_people_have_one_name(shell: Shell) -> None:
    shell.run("staff", "invite", "Ana", *WHO)
    other = shell.run("staff", "invite", "Ana", "--role", "analyst", "--city", "brussels")

    assert other.exit_code == 2
    assert "Ana is steward in brussels" in other.stderr
    assert shell.run("staff", "remove", "Ana").exit_code == 0
    assert shell.run("staff", "invite", "Ana", *WHO).exit_code == 0


def test_nobody_is_removed_twice_and_no_stranger(shell: Shell) -> None:
    shell.run("staff", "invite", "Ana", *WHO)
    shell.run("staff", "remove", "Ana")

    assert shell.run("staff", "remove", "Ana").exit_code == 2
    assert shell.run("staff", "remove", "Zoe").exit_code == 2


def test_roles_and_cities_are_those_that_exist(shell: Shell) -> None:
    king = shell.run("staff", "invite", "Ana", "--role", "king", "--city", "brussels")
    atlantis = shell.run("staff", "invite", "Ana", "--role", "steward", "--city", "atlantis")

    assert (king.exit_code, atlantis.exit_code) == (2, 2)
    assert "brussels, tirana" in atlantis.stderr
    assert shell.run("staff", "list").stdout == ""
