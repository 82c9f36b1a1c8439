"""Tells staff once of each error that holds a text back, and once when it is mended."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from bot.alerts import Alerts, may
from bot.content.load import unit
from bot.content.problem import Problem, phrase
from bot.content.shelf import Shelf
from bot.core.model import Lang
from bot.storage.rows import StaffRow
from bot.vault.files import own_directory
from bot.vault.files import replace as put

FILE = ".told"
"""Beside the versions: what was told stays told, whatever restarts."""
MOST = 5
"""Files in one message."""
LEAST = "moderator"
PLAIN = frozenset({"lang", "reason", "low", "high", "length", "most", "needed", "rows", "expected"})
"""Values of a Problem that repeat nothing of the text."""
HIDDEN = "…"
Told: TypeAlias = tuple[str, str]
"""Path and code: an error whose line moves is the same one."""
GONE: Told = ("", "")
"""Stands among what was told while the content folder cannot be read."""
Line: TypeAlias = Callable[[Lang], str]


@dataclass(frozen=True, slots=True)
class Tidings:
    shelf: Shelf
    alerts: Alerts

    async def tell(self) -> None:
        """Returns before anything is sent; without anybody to send, nothing is told."""
        if self.alerts.send is None:
            return
        errors = {(found.path, found.code): found for found in self._errors()}
        now = frozenset((*errors, *(() if self.shelf.complete else (GONE,))))
        before = await asyncio.to_thread(self._exchange, now)
        held = {told[0]: self._line(errors[told]) for told in sorted(now - before - {GONE})}
        paths = {path for path, _ in before - now - {GONE}} - {path for path, _ in now}
        self._say("alert.gone", {"": _path("")} if GONE in now - before else {})
        self._say("alert.held", held)
        self._say("alert.mended", {path: _path(path) for path in sorted(paths)})
        self._say("alert.back", {"": _path("")} if GONE in before - now else {})

    def _errors(self) -> Sequence[Problem]:
        """Of what residents read; a draft that staff is making tells them on its own page."""
        drafts = {f"surveys/{id_}" for id_ in self.shelf.own.ids()}
        return [p for p in self.shelf.problems if p.is_error and unit(p.path) not in drafts]

    def _exchange(self, now: frozenset[Told]) -> frozenset[Told]:
        """What was told before; from now on this is."""
        file = self.shelf.folders.versions.folder / FILE
        before = _read(file)
        if now != before:
            own_directory(file.parent)
            put(file, json.dumps(sorted(now)).encode())
        return before

    def _line(self, found: Problem) -> Line:
        """As `rightsbot check` prints it, without a word of the text."""
        values = {name: v if name in PLAIN else HIDDEN for name, v in found.values.items()}
        bare = replace(found, values=values)
        where = f"{found.path}:{found.line} {found.code}"
        return lambda lang: f"{where} {phrase(bare, self.alerts.dictionary, lang, 'sentence')}"

    def _say(self, key: str, lines: dict[str, Line]) -> None:
        """One message to each, with the lines of the files that are theirs."""
        if lines:
            self.alerts.tell_each(lambda staff, lang: self._words(key, lines, staff, lang))

    def _words(self, key: str, lines: dict[str, Line], staff: StaffRow | None, lang: Lang) -> str:
        mine = [line for path, line in lines.items() if self._concerns(path, staff)]
        say = self.alerts.dictionary.say
        if not mine:
            return ""
        rest = len(mine) - MOST
        more = (say(lang, "alert.more", {"n": rest}),) if rest > 0 else ()
        told = (say(lang, key, {"n": len(mine)}), *(line(lang) for line in mine[:MOST]), *more)
        return "\n".join(told).strip()

    def _concerns(self, path: str, staff: StaffRow | None) -> bool:
        """None: the alert chat, which hears of everything. A lost folder is for it alone."""
        if staff is None:
            return True
        cities = self._cities(path)
        return bool(path) and may(staff.role, LEAST) and (not cities or staff.city in cities)

    def _cities(self, path: str) -> frozenset[str]:
        """Whose text it is; empty: every city reads it, or nobody knows."""
        kind, _, name = unit(path).partition("/")
        content = self.shelf.catalogue
        survey = content.surveys.get(name) or self.shelf.unfit.get(name)
        match kind:
            case "cities":
                return frozenset({name.removesuffix(".yaml")})
            case "surveys" if survey:
                return frozenset(survey.cities)
            case "topics" if name in content.topics:
                return frozenset(content.topics[name].own_of)
            case _:
                return frozenset()


def _path(path: str) -> Line:
    return lambda _: path


def _read(file: Path) -> frozenset[Told]:
    """Nothing was told where the file is missing or spoilt."""
    try:
        return frozenset((str(path), str(code)) for path, code in json.loads(file.read_bytes()))
    except (OSError, ValueError, TypeError):
        return frozenset()
