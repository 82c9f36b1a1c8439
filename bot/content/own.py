"""The surveys that staff made themselves: files beside the database, as in the content folder."""

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.cursor import is_id
from bot.content.places import STRUCTURE
from bot.content.source import MOST_BYTES, read
from bot.content.tree import Tree, parse
from bot.content.writing import structure_text, words_text
from bot.core.model import LANGUAGES, Lang, Words

NAME = re.compile(rf"(?:{STRUCTURE}|{'|'.join(LANGUAGES)})\.yaml")
BASIS = re.compile(r"^legal_basis:.*$", re.MULTILINE)
STRUCTURE_FILE = f"{STRUCTURE}.yaml"
NOT_SET = "not-set"
"""The legal basis of a draft until the data protection officer's choice is entered."""
LAPSED = ("publish", "until", "results_on")
"""What a copy leaves behind: days of the survey it was made from, and opening by itself."""
DAYS = "30"


class Taken(Exception):
    """There is a survey of this id, or the id cannot be one."""


class Unknown(Exception):
    """There is no survey of this id here."""


@dataclass(frozen=True, slots=True)
class Own:
    folder: Path
    """The part of the data directory that is laid out like the content folder."""
    library: Path
    """The content folder: its surveys can be read and copied, and their ids are taken."""

    @property
    def surveys(self) -> Path:
        return self.folder / "surveys"

    def ids(self) -> tuple[str, ...]:
        """Of the surveys made here, also of those that have errors."""
        if not self.surveys.is_dir():
            return ()
        found = (path.name for path in self.surveys.iterdir() if is_id(path.name))
        return tuple(sorted(id_ for id_ in found if not self._is_reworded(id_)))

    def _is_reworded(self, id_: str) -> bool:
        """Of the library's, with words that stand in place of its own."""
        asked = f"{id_}/{STRUCTURE_FILE}"
        made = (self.surveys / asked).exists()
        return not made and (self.library / "surveys" / asked).exists()

    def free(self, id_: str) -> bool:
        """Whether a new survey may have this id. Surveys of the past are the database's to know."""
        places = (self.surveys / id_, self.library / "surveys" / id_)
        return is_id(id_) and not any(place.exists() for place in places)

    def write(self, id_: str, files: Mapping[str, str], *, anew: bool = False) -> None:
        """All files of a survey at once; `anew` puts them in the place of those of a draft.

        Taken where the id is not free, or, with `anew`, is not one of those made here; ValueError
        for a file that no survey has.
        """
        if id_ not in self.ids() if anew else not self.free(id_):
            raise Taken(id_)
        if not all(_is_file(name, text) for name, text in files.items()):
            raise ValueError(id_)
        for folder in (self.folder, self.surveys):
            folder.mkdir(mode=0o700, exist_ok=True)
        written = self.surveys / f".new-{id_}"
        shutil.rmtree(written, ignore_errors=True)
        written.mkdir(mode=0o700)
        for name, text in files.items():
            _write(written / name, text)
        self._put(written, self.surveys / id_)

    def _put(self, written: Path, target: Path) -> None:
        """A new survey comes into being at once; of one written anew no file is ever missing."""
        if not target.exists():
            written.rename(target)
            return
        names = {path.name for path in written.iterdir()}
        for name in sorted(names):
            (written / name).replace(target / name)
        for path in target.iterdir():
            if path.name not in names:
                path.unlink()
        written.rmdir()

    def read(self, id_: str) -> Mapping[str, str]:
        """Its files by name, of one made here or of the library. Unknown."""
        if id_ in self.ids():
            return _files(self.folder, id_)
        if not is_id(id_) or not (self.library / "surveys" / id_).is_dir():
            raise Unknown(id_)
        return {**_files(self.library, id_), **_files(self.folder, id_)}

    def copy(self, of: str, new_id: str, titles: Words, city: str = "") -> None:
        """A draft with the questions and words of another survey, for this city where one is named.

        It opens only by staff, runs 30 days where the other named its last day, and needs its own
        legal basis. A language without a new title keeps the old one. Unknown, Taken.
        """
        fields, words = _taken_apart(self.read(of))
        if "until" in fields:
            fields = {"cities": fields.get("cities", ()), "days": DAYS, **fields}
        kept = {key: value for key, value in fields.items() if key not in LAPSED}
        changed = {"cities": (city,)} if city else {}
        structure = {**kept, **changed, "legal_basis": NOT_SET}
        titled = {lang: {**of, **_title(titles, lang)} for lang, of in words.items()}
        files = {f"{lang}.yaml": words_text(of) for lang, of in titled.items()}
        self.write(new_id, {STRUCTURE_FILE: structure_text(structure), **files})

    def delete(self, id_: str) -> None:
        """For good. The caller has made sure that it was never published. Unknown."""
        if id_ not in self.ids():
            raise Unknown(id_)
        shutil.rmtree(self.surveys / id_)

    def set_basis(self, id_: str, basis: str) -> None:
        """The legal basis of a draft made here. Unknown."""
        if id_ not in self.ids():
            raise Unknown(id_)
        files = self.read(id_)
        changed = BASIS.sub(f"legal_basis: {basis}", files[STRUCTURE_FILE])
        self.write(id_, {**files, STRUCTURE_FILE: changed}, anew=True)


def _files(folder: Path, id_: str) -> Mapping[str, str]:
    place = folder / "surveys" / id_
    paths = (p for p in sorted(place.glob("*")) if NAME.fullmatch(p.name))
    texts = {p.name: read(folder, f"surveys/{id_}/{p.name}", []) for p in paths}
    return {name: text for name, text in texts.items() if text is not None}


def _is_file(name: str, text: str) -> bool:
    return bool(NAME.fullmatch(name)) and len(text.encode()) <= MOST_BYTES


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def _taken_apart(
    files: Mapping[str, str],
) -> tuple[Mapping[str, Tree], Mapping[Lang, Mapping[str, Tree]]]:
    """The structure, and the words of each language; what cannot be read is empty."""
    trees = {name.removesuffix(".yaml"): _fields(name, text) for name, text in files.items()}
    words = {lang: trees[lang] for lang in LANGUAGES if lang in trees}
    return trees.get(STRUCTURE, {}), words


def _fields(name: str, text: str) -> Mapping[str, Tree]:
    tree = parse(name, text, []).tree
    return tree if isinstance(tree, Mapping) else {}


def _title(titles: Words, lang: Lang) -> Mapping[str, Tree]:
    return {"title": titles[lang]} if titles.get(lang) else {}
