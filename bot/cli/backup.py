"""Backups, bringing one back, and wrapping the keys anew."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.ending import finish, settings
from bot.settings import Settings

DatabaseArgument = Annotated[
    Path, typer.Argument(metavar="DB-FILE", help="The database's copy, an SQLite file.")
]
KeysArgument = Annotated[
    Path, typer.Argument(metavar="KEYS-FILE", help="The keys that go with it.")
]


def backup(database: DatabaseArgument, keys: KeysArgument) -> None:
    """Copy the database to one file and its keys, still wrapped, to another."""
    finish(_backup(settings(), database, keys))


async def _backup(chosen: Settings, database: Path, keys: Path) -> None:
    from bot.house import house
    from bot.storage.backup import KEPT, back_up

    await there_is_one(chosen)
    async with house(chosen) as opened:
        await back_up(opened.store, database, keys, opened.turns.survey_day(""))
    typer.echo(f"Written: {database}\nWritten: {keys}")
    if database.parent == keys.parent:
        typer.echo("Keep them apart: who takes this folder takes both.")
    typer.echo(
        f"Delete both within {KEPT.days} days: residents were promised that. The key that wraps "
        "the keys (RIGHTSBOT_KEK) is in neither: without it they open nothing."
    )


def restore(
    database: DatabaseArgument,
    keys: KeysArgument,
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it where a database is already; that one goes.")
    ] = False,
) -> None:
    """Bring a backup back, without what was forgotten, taken back or closed since."""
    finish(_restore(settings(), database, keys, replace=replace))


async def _restore(chosen: Settings, database: Path, keys: Path, *, replace: bool) -> None:
    from bot.house import Refusal, emptied, utc_now
    from bot.storage.restore import restore as bring_back

    for file in (database, keys):
        if not file.is_file():
            raise Refusal(f"{file} is not there")
    async with emptied(chosen) as place:
        back = await bring_back(place, database, keys, utc_now().date(), replace=replace)
    typer.echo(
        f"Restored: surveys: {back.surveys}, mixed answers: {back.responses}, "
        f"mixed comments: {back.comments}."
    )
    typer.echo("Lost: every Send and every change since the backup was made.")
    for number, words in (
        (back.waiting, "answers and comments that waited to be mixed: no backup has their keys"),
        (back.unreadable, "mixed answers and comments whose key is gone"),
    ):
        if number:
            typer.echo(f"Dropped: {number} {words}.")
    if back.buried:
        typer.echo(f"Deleted again: {back.buried} rows that were forgotten or taken back since.")
    for survey in back.closed:
        typer.echo(f"Closed again: {survey}. Its codes and marks did not come back.")


def rotate_kek(
    new: Annotated[
        Path,
        typer.Argument(metavar="NEW-KEK-FILE", help="Holds the new key; made if it is not there."),
    ],
) -> None:
    """Wrap every key anew, so that the old RIGHTSBOT_KEK opens nothing here any more."""
    finish(_rotate(settings(), new))


async def _rotate(chosen: Settings, new: Path) -> None:
    from bot.house import Refusal, kek_of
    from bot.vault.keyring import Keyring, names_in
    from bot.vault.rotation import rotate
    from bot.vault.start import find_kek

    if not names_in(chosen.keyring_dir):
        raise Refusal(f"there are no keys in {chosen.keyring_dir}")
    fresh = find_kek(None, new, fresh=True).key
    rotate(Keyring(chosen.keyring_dir, kek_of(chosen)), fresh)
    typer.echo(
        f"Every key is wrapped by the one in {new} now. Name it in RIGHTSBOT_KEK_FILE before the "
        "next start. Backups that lie elsewhere still need the old one: delete them, or restore "
        "from them first. Then destroy it."
    )


async def there_is_one(chosen: Settings) -> None:
    """Refusal where no database is: a wrong directory would look like an empty one."""
    from bot.house import Refusal, address_of
    from bot.storage.schema import look

    if not (await look(address_of(chosen))).exists:
        raise Refusal("there is no database here: look at RIGHTSBOT_DATA_DIR")
