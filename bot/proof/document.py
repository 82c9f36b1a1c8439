"""A report as data, for programs: its fields are promised in docs/privacy/proof.md."""

from datetime import date
from typing import TypedDict

from bot.proof.finding import Finding
from bot.proof.promises import NOT_PROMISED, PROPERTIES, Judged, of_property
from bot.proof.report import Teller
from bot.proof.scene import Scene

FORMAT = "rightsbot proof of anonymity"
SCHEMA = 1
"""Goes up when a field is renamed or removed, or changes its meaning."""


class FindingJson(TypedDict):
    how: str
    verdict: str
    evidence: str
    key: str
    values: dict[str, int | str]
    seconds: float


class PropertyJson(TypedDict):
    property: int
    title: str
    verdict: str
    findings: list[FindingJson]


class PromiseJson(TypedDict):
    promise: int
    words: str
    verdict: str
    evidence: str
    properties: list[int]
    broken: list[int]
    not_built: list[int]


class LineJson(TypedDict):
    id: str
    words: str


class SceneJson(TypedDict):
    day: str
    version: str
    cities: list[str]
    database: str | None
    surveys: dict[str, int]
    responses: int
    people: int


class ReportJson(TypedDict):
    format: str
    schema: int
    language: str
    kept: bool
    seconds: float
    looked_at: SceneJson
    promises: list[PromiseJson]
    not_promised: list[LineJson]
    properties: list[PropertyJson]


def document(tell: Teller) -> ReportJson:
    report = tell.report
    return {
        "format": FORMAT,
        "schema": SCHEMA,
        "language": tell.lang,
        "kept": report.kept,
        "seconds": report.seconds,
        "looked_at": _scene(report.scene),
        "promises": [_promise(tell, judged) for judged in report.judged],
        "not_promised": [
            {"id": id_, "words": tell.say(f"proof.not_promised.{id_}")} for id_ in NOT_PROMISED
        ],
        "properties": [_property(tell, number) for number in PROPERTIES],
    }


def _scene(scene: Scene) -> SceneJson:
    return {
        "day": scene.day.isoformat(),
        "version": scene.version,
        "cities": list(scene.cities),
        "database": scene.database or None,
        "surveys": dict(scene.surveys),
        "responses": scene.responses,
        "people": scene.people,
    }


def _promise(tell: Teller, judged: Judged) -> PromiseJson:
    return {
        "promise": judged.promise.number,
        "words": tell.say(f"proof.promise.{judged.promise.number}"),
        "verdict": judged.verdict,
        "evidence": tell.evidence(judged),
        "properties": list(judged.promise.properties),
        "broken": list(judged.broken),
        "not_built": list(judged.not_built),
    }


def _property(tell: Teller, number: int) -> PropertyJson:
    findings = tell.report.of(number)
    return {
        "property": number,
        "title": tell.say(f"proof.property.{number}"),
        "verdict": of_property(findings),
        "findings": [_finding(tell, finding) for finding in findings],
    }


def _finding(tell: Teller, finding: Finding) -> FindingJson:
    return {
        "how": finding.how,
        "verdict": finding.verdict,
        "evidence": tell.line(finding.evidence),
        "key": finding.evidence.key,
        "values": {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in finding.evidence.values.items()
        },
        "seconds": finding.seconds,
    }
