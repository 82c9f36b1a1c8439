"""A report in its three forms: a page, JSON, plain lines."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.proof.document import document
from bot.proof.finding import Verdict
from bot.proof.promises import PROPERTIES, of_property
from bot.proof.report import Teller


def as_json(tell: Teller) -> str:
    return json.dumps(document(tell), ensure_ascii=False, indent=2) + "\n"


def as_html(tell: Teller) -> str:
    """One file that loads nothing: no script, no font, no picture."""
    pages = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template("report.html").render(tell=tell, report=document(tell))


FORMS: Mapping[str, Callable[[Teller], str]] = {".html": as_html, ".json": as_json}
"""By the ending of the file."""


def as_lines(tell: Teller) -> Iterator[str]:
    """For a terminal: the promises, then whatever is not kept."""
    report = tell.report
    for judged in report.judged:
        words = tell.say(f"proof.promise.{judged.promise.number}")
        verdict = tell.promised(judged.verdict, judged.not_built)
        yield f"{verdict}  {judged.promise.number}. {words}"
    yield ""
    for number in PROPERTIES:
        if of_property(report.of(number)) is not Verdict.KEPT:
            yield from _lines(tell, number)
    yield ""
    yield tell.headline
    yield tell.counts


def _lines(tell: Teller, number: int) -> Iterator[str]:
    """A property that is not wholly kept, with what was found."""
    yield f"{number}. {tell.say(f'proof.property.{number}')}"
    for finding in tell.report.of(number):
        how = "" if finding.verdict is Verdict.NOT_BUILT else f", {tell.how(finding)}"
        yield f"   {tell.verdict(finding.verdict)}{how}: {tell.line(finding.evidence)}"
