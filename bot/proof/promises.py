"""What residents are promised, and which properties prove each of the promises."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.proof.finding import Finding, Line, Verdict

PROPERTIES = range(1, 25)
"""As they are numbered in docs/privacy/proof.md."""

NOT_PROMISED = (
    "telegram", "operator", "unmixed", "later", "code", "comment", "vote", "use",
)  # fmt: skip
"""What is said beside the promises, by the end of its key."""


@dataclass(frozen=True, slots=True)
class Promise:
    number: int
    properties: tuple[int, ...]


PROMISES = (
    Promise(1, (5, 13, 14)),
    Promise(2, (1, 2, 3, 4, 10, 13, 17, 22)),
    Promise(3, (2, 3, 7, 9, 10, 15)),
    Promise(4, (6, 7, 8, 18, 19, 20, 21, 22, 23, 24)),
    Promise(5, (1, 2, 4, 9, 11, 12, 14)),
    Promise(6, (11, 12, 15, 16)),
)


@dataclass(frozen=True, slots=True)
class Judged:
    promise: Promise
    verdict: Verdict
    evidence: Line
    broken: tuple[int, ...]
    """Its properties that are broken."""
    not_built: tuple[int, ...]
    """Its properties of which a part of the bot does not exist."""


def of_property(findings: Iterable[Finding]) -> Verdict:
    """Kept only where all of it exists: what is half built is not kept."""
    return _first((Verdict.BROKEN, Verdict.NOT_BUILT, Verdict.KEPT), findings)


def of_promise(findings: Iterable[Finding]) -> Verdict:
    """Kept by what exists; what does not is named beside it, and cannot break it."""
    return _first((Verdict.BROKEN, Verdict.KEPT, Verdict.NOT_BUILT), findings)


def _first(order: Iterable[Verdict], findings: Iterable[Finding]) -> Verdict:
    """What was not looked at proves nothing, and breaks nothing."""
    found = {finding.verdict for finding in findings}
    return next((verdict for verdict in order if verdict in found), Verdict.NOT_ASKED)


def judge(promise: Promise, findings: Sequence[Finding]) -> Judged:
    own = [finding for finding in findings if finding.property in promise.properties]
    verdict = of_promise(own)

    def among(wanted: Verdict) -> tuple[int, ...]:
        return tuple(sorted({f.property for f in own if f.verdict is wanted}))

    return Judged(
        promise,
        verdict,
        _evidence(promise, own, verdict),
        broken=among(Verdict.BROKEN),
        not_built=among(Verdict.NOT_BUILT),
    )


def _evidence(promise: Promise, own: Sequence[Finding], verdict: Verdict) -> Line:
    """Of a broken promise what broke it; else what all of its attackers tried in vain."""
    match verdict:
        case Verdict.KEPT:
            return Line(f"proof.promise.{promise.number}.kept", {})
        case Verdict.BROKEN:
            return min(
                (finding for finding in own if finding.verdict is verdict),
                key=lambda finding: finding.property,
            ).evidence
        case Verdict.NOT_BUILT | Verdict.NOT_ASKED:
            return Line("proof.unproved", {})
