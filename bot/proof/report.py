"""A report: what was found, and the words for it in one language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.content.words import Dictionary
from bot.core.model import Lang
from bot.core.screen import Value
from bot.proof.finding import Finding, Line, Verdict
from bot.proof.promises import PROMISES, PROPERTIES, Judged, judge, of_property
from bot.proof.scene import STEP, Scene

SIGNS = {Verdict.KEPT: "✓", Verdict.BROKEN: "✗", Verdict.NOT_BUILT: "–", Verdict.NOT_ASKED: "–"}
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Report:
    scene: Scene
    findings: tuple[Finding, ...]
    """At least one of each property, by number."""
    seconds: float

    @property
    def kept(self) -> bool:
        """Every promise: what is broken breaks one of them, and what was not proved is not kept."""
        return all(judged.verdict is Verdict.KEPT for judged in self.judged)

    @property
    def judged(self) -> tuple[Judged, ...]:
        return tuple(judge(promise, self.findings) for promise in PROMISES)

    def of(self, number: int) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.property == number)

    def count(self, verdict: Verdict) -> int:
        """How many properties, by the of_property that was found of each."""
        return sum(of_property(self.of(number)) is verdict for number in PROPERTIES)


@dataclass(frozen=True, slots=True)
class Teller:
    report: Report
    dictionary: Dictionary
    lang: Lang

    def say(self, key: str, **values: Value) -> str:
        return self.dictionary.say(self.lang, key, values)

    def line(self, line: Line) -> str:
        return self.dictionary.say(self.lang, line.key, line.values)

    def evidence(self, judged: Judged) -> str:
        """Of a broken promise which property failed, and how."""
        if not judged.broken:
            return self.line(judged.evidence)
        return self.say(
            "proof.promise.failed", property=judged.broken[0], why=self.line(judged.evidence)
        )

    def verdict(self, verdict: Verdict) -> str:
        """By sign and word: nobody needs to see its colour."""
        return f"{SIGNS[verdict]} {self.say(f'proof.verdict.{verdict}')}"

    def promised(self, verdict: Verdict, not_built: Sequence[int]) -> str:
        """What is not built is not passed: it is said with the verdict."""
        if verdict is Verdict.KEPT and not_built:
            so_far = self.say("proof.verdict.kept_so_far")
            return f"{SIGNS[verdict]} {so_far}"
        return self.verdict(verdict)

    def how(self, finding: Finding) -> str:
        return "–" if finding.verdict is Verdict.NOT_BUILT else self.say(f"proof.how.{finding.how}")

    @property
    def headline(self) -> str:
        if self.report.kept:
            partly = any(judged.not_built for judged in self.report.judged)
            return self.say("proof.all_kept_so_far" if partly else "proof.all_kept")
        lost = (str(j.promise.number) for j in self.report.judged if j.verdict is not Verdict.KEPT)
        return self.say("proof.not_kept", promises=", ".join(lost))

    @property
    def counts(self) -> str:
        of = {str(verdict): self.report.count(verdict) for verdict in Verdict}
        return self.say("proof.counts", all=len(PROPERTIES), **of)

    def facts(self) -> Iterator[tuple[str, str]]:
        """What was looked at: name and value."""
        scene = self.report.scene
        yield self.say("proof.day"), self.dictionary.shown(self.lang, scene.day)
        yield self.say("proof.version"), scene.version
        yield (
            self.say("proof.database"),
            DATABASES.get(scene.database) or self.say("proof.no_database"),
        )
        yield self.say("proof.surveys"), self.say("proof.surveys_by_state", **scene.surveys)
        yield self.say("proof.responses"), self._responses(scene.responses)
        yield self.say("proof.people"), self._people(scene.people)
        yield self.say("proof.took"), self.took(self.report.seconds)

    def _responses(self, count: int) -> str:
        if count < STEP:
            return self.say("proof.responses_few")
        return self.say("proof.responses_steps", count=count)

    def _people(self, count: int) -> str:
        if not count:
            return self.say("proof.people_none")
        return self.say("proof.people_given", count=count)

    def took(self, seconds: float) -> str:
        return self.say("proof.seconds", seconds=f"{seconds:.1f}")
