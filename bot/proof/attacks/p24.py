"""Property 24: a survey whose breakdowns would leave people alone in a cell is never published."""

import asyncio
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import yaml

from bot.content.load import load
from bot.content.locate import locate
from bot.content.words import SOURCE
from bot.core.disclosure import lint
from bot.core.model import LANGUAGES, Catalogue
from bot.proof.finding import Finding, How, Line, Verdict
from bot.proof.trial import Trial

NUMBER: Final = 24
FINE: Final = {"zone": 19, "band": 7, "group": 4}
COARSE: Final = {"zone": 4, "band": 3, "group": 2}
EXPECTED, SHIPPED = 300, 150
"""Answers expected where the fine survey is tried, and by the surveys of the cities."""
NAME: Final = "proof-of-the-linter"


async def attack(trial: Trial) -> Finding:
    with TemporaryDirectory(prefix="rightsbot-proof-") as folder:
        content = Path(folder) / "content"
        await asyncio.to_thread(shutil.copytree, locate("content"), content)
        fine = await asyncio.to_thread(_loaded, content, FINE)
        coarse = await asyncio.to_thread(_loaded, content, COARSE)
    shipped = [survey for id_, survey in coarse.surveys.items() if id_ != NAME]
    refused = [s.id for s in shipped if lint(replace(s, expected=SHIPPED))]
    refused += [s.id for s in trial.house.content.surveys.values() if lint(s)]
    if NAME in fine.surveys:
        return _finding(Verdict.BROKEN, Line("proof.24.broken", {**FINE, "expected": EXPECTED}))
    if NAME not in coarse.surveys or refused or not shipped:
        return _finding(Verdict.BROKEN, Line("proof.24.refused", {"surveys": len(refused)}))
    values = {**FINE, "expected": EXPECTED, "surveys": len(shipped)}
    return _finding(Verdict.KEPT, Line("proof.24.kept", values))


def _finding(verdict: Verdict, evidence: Line) -> Finding:
    return Finding(NUMBER, How.TRIAL, verdict, evidence)


def _loaded(content: Path, sizes: Mapping[str, int]) -> Catalogue:
    """What may be published of these files, once a survey with such breakdowns lies among them."""
    folder = content / "surveys" / NAME
    folder.mkdir(exist_ok=True)
    _write(folder / "survey.yaml", _structure(content, sizes))
    for lang in LANGUAGES:
        _write(folder / f"{lang}.yaml", _words(lang, sizes))
    return load(content)[0]


def _structure(content: Path, sizes: Mapping[str, int]) -> object:
    city = min((content / "cities").glob("*.yaml")).stem
    return {
        "cities": [city],
        "publish": "auto",
        "days": 30,
        "minutes": 1,
        "age": 16,
        "expected": EXPECTED,
        "legal_basis": "public-task",
        "breakdowns": list(sizes),
        "questions": [
            {"id": name, "type": "single", "options": _options(name, size)}
            for name, size in sizes.items()
        ],
    }


def _words(lang: str, sizes: Mapping[str, int]) -> object:
    return {
        "version" if lang == SOURCE else "of": 1,
        "title": "Proof",
        "button": "Proof",
        "purpose": "Proof.",
        "questions": {
            name: {"text": "Which?", "options": {o: o for o in _options(name, size)}}
            for name, size in sizes.items()
        },
    }


def _options(name: str, size: int) -> list[str]:
    return [f"{name}-{number:02}" for number in range(size)]


def _write(path: Path, value: object) -> None:
    path.write_text(yaml.safe_dump(value, sort_keys=False), encoding="utf-8")
