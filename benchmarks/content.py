"""How long five hundred files of texts take: to check, to read again, to look at.

    python benchmarks/content.py [--files 500]

Topics are copies of the shipped ones, each with words of its own, so that nothing is remembered
from one for another.
"""
# ruff: noqa: INP001 - a program, found by its path

import argparse
import shutil
import sys
from collections.abc import Callable
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from bot.content.folders import Folders
from bot.content.load import load_all
from bot.content.locate import locate
from bot.content.shelf import Shelf
from bot.content.texts import Texts
from bot.content.versions import Versions
from bot.house import utc_now


def filled(folder: Path, files: int) -> Path:
    """A content folder of about so many files."""
    content = Path(shutil.copytree(locate("content"), folder / "content"))
    shipped = sorted(path for path in (content / "topics").iterdir() if path.is_dir())
    for number, topic in zip(count(), cycle(shipped), strict=False):
        if sum(path.is_file() for path in content.rglob("*")) + 5 > files:
            return content
        made = Path(shutil.copytree(topic, content / f"topics/{topic.name}-{number}"))
        for file in made.iterdir():
            text = file.read_text(encoding="utf-8").replace(". ", f". {number} ", 3)
            file.write_text(text, encoding="utf-8")
    raise AssertionError


def timed(what: str, act: Callable[[], object]) -> None:
    wall, work = perf_counter(), process_time()
    act()
    spent, worked = perf_counter() - wall, process_time() - work
    sys.stdout.write(f"{what:<28}{spent:6.2f} s{worked:8.2f} s CPU\n")


def measure(folder: Path, files: int) -> None:
    content = filled(folder, files)
    data = folder / "data"
    data.mkdir()
    folders = Folders(content, data / "content", Versions(data / "versions", utc_now))
    today = utc_now().date()
    timed(f"check {files} files", lambda: load_all(content, today=today))
    shelf = Shelf.read(folders, lambda catalogue: catalogue)
    timed("look whether one changed", shelf.news)
    path = "topics/cameras/fr.md"
    text = (content / path).read_text(encoding="utf-8").replace("caméra", "vidéo")
    texts = Texts(shelf, named=True)
    timed("judge one that changed", lambda: texts.judge(path, text))
    timed("publish it", lambda: texts.publish(path, text, by="", base=texts.digest(path)))
    timed("read it again", shelf.refresh)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=500)
    chosen = parser.parse_args()
    with TemporaryDirectory(prefix="rightsbot-") as folder:
        measure(Path(folder), chosen.files)


if __name__ == "__main__":
    main()
