"""The report says what was found, and nothing better than that."""

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from bot.content.words import SOURCE, Dictionary
from bot.proof import checks
from bot.proof.finding import Finding, How, Line, Verdict
from bot.proof.forms import as_html, as_json, as_lines
from bot.proof.promises import NOT_PROMISED, PROMISES, PROPERTIES
from bot.proof.report import Report, Teller
from bot.proof.run import Probe, complete
from bot.proof.scene import Scene

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or ""
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
BARE = "all => all.filter(t => !t.caption || t.querySelector('th:not([scope])')).length"
SECRET = "8714400291"
LIVES = {"open": 1, "ended": 0, "closed": 2}
SCENE = Scene(date(2026, 11, 24), "1.0", ("City of Examples",), "sqlite", LIVES, 130, 2)
WELL = Line("proof.nothing_yet")


def kept() -> tuple[Finding, ...]:
    """Of a bot that keeps everything and is wholly built."""
    return tuple(Finding(number, How.TRIAL, Verdict.KEPT, WELL) for number in PROPERTIES)


def but(number: int, verdict: Verdict, words: Line = WELL) -> tuple[Finding, ...]:
    return tuple(
        replace(finding, verdict=verdict, evidence=words) if finding.property == number else finding
        for finding in kept()
    )


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary.load(ROOT / "locales")


def teller(dictionary: Dictionary, findings: Iterable[Finding], lang: str = "en") -> Teller:
    return Teller(Report(SCENE, tuple(findings), 71.5), dictionary, lang)


def test_every_property_proves_a_promise() -> None:
    assert {number for promise in PROMISES for number in promise.properties} == set(PROPERTIES)


@pytest.mark.parametrize("number", PROPERTIES)
def test_a_broken_property_breaks_each_promise_that_it_proves(number: int) -> None:
    report = Report(SCENE, but(number, Verdict.BROKEN), 1)

    assert not report.kept
    for judged in report.judged:
        concerned = number in judged.promise.properties
        assert judged.verdict is (Verdict.BROKEN if concerned else Verdict.KEPT)
        assert judged.broken == ((number,) if concerned else ())


@pytest.mark.parametrize("number", PROPERTIES)
def test_what_is_not_built_is_named_and_never_counts_as_kept(
    number: int, dictionary: Dictionary
) -> None:
    tell = teller(dictionary, but(number, Verdict.NOT_BUILT))
    read = json.loads(as_json(tell))

    assert tell.report.count(Verdict.KEPT) == len(PROPERTIES) - 1
    assert read["properties"][number - 1]["verdict"] == "not_built"
    named = [promise["promise"] for promise in read["promises"] if number in promise["not_built"]]
    assert named == [p.number for p in PROMISES if number in p.properties]
    assert tell.say(f"proof.property.{number}") in "\n".join(as_lines(tell))


def test_a_promise_is_proved_by_something_that_was_looked_at() -> None:
    asked_nothing = [replace(finding, verdict=Verdict.NOT_ASKED) for finding in kept()]
    report = Report(SCENE, tuple(asked_nothing), 1)
    assert {judged.verdict for judged in report.judged} == {Verdict.NOT_ASKED}


def test_a_property_that_nobody_looked_at_is_broken() -> None:
    found = complete(kept()[1:])
    assert found[0] == Finding(1, How.TRIAL, Verdict.BROKEN, Line("proof.missing"))
    assert {f.property for f in complete(()) if f.verdict is not Verdict.NOT_BUILT} == (
        set(PROPERTIES) - set(checks.UNBUILT)
    )


@pytest.mark.parametrize("error", [ValueError(SECRET), KeyError(SECRET), TimeoutError(SECRET)])
async def test_a_check_that_cannot_be_done_is_broken_and_tells_no_secret(
    error: Exception, dictionary: Dictionary
) -> None:
    async def fails() -> Finding:
        raise error

    found = await Probe(3, How.LIVE, fails).finding()
    tell = teller(dictionary, (*kept(), found))

    assert found.verdict is Verdict.BROKEN
    assert not tell.report.kept
    for text in (as_json(tell), as_html(tell), "\n".join(as_lines(tell))):
        assert type(error).__name__ in text
        assert SECRET not in text


@pytest.mark.parametrize(("folder", "listed"), [("attacks", "ATTACKS"), ("live", "LOOKS")])
def test_no_check_is_left_out(folder: str, listed: str) -> None:
    there = {int(path.stem[1:]) for path in (ROOT / "bot/proof" / folder).glob("p[0-9]*.py")}
    assert set(getattr(checks, listed)) == there


async def test_the_page_loads_nothing_and_is_read_on_every_screen(
    dictionary: Dictionary, tmp_path: Path
) -> None:
    """Page one is one sheet of paper also when all is lost, and has the longest words."""
    if not CHROMIUM:
        pytest.skip("needs a Chromium")
    page_one, asked = tmp_path / "proof.html", list[str]()
    lost = [replace(finding, verdict=Verdict.BROKEN) for finding in kept()]
    page_one.write_text(as_html(teller(dictionary, lost)), encoding="utf-8")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport={"width": 390, "height": 800})
        page.on("request", lambda request: asked.append(request.url))
        await page.goto(page_one.as_uri())
        assert asked == [page_one.as_uri()]
        assert await page.locator("script, link, img, iframe").count() == 0
        assert await page.locator("html").get_attribute("lang") == "en"
        assert await page.locator("table").evaluate_all(BARE) == 0
        for width in (320, 390, 1200):
            await page.set_viewport_size({"width": width, "height": 800})
            assert not await page.evaluate(WIDER)
        await page.add_style_tag(content=".annex { display: none }")
        sheets = await page.pdf(prefer_css_page_size=True)
        await browser.close()
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1


def test_a_verdict_is_told_by_a_word_and_not_by_colour_alone(dictionary: Dictionary) -> None:
    page = as_html(teller(dictionary, but(3, Verdict.BROKEN)))
    for verdict in (Verdict.KEPT, Verdict.BROKEN):
        assert dictionary.say("en", f"proof.verdict.{verdict}") in page


def test_the_report_has_words_for_all_that_it_says(dictionary: Dictionary) -> None:
    written = {key for key in dictionary.keys[SOURCE] if key.startswith("proof.")}
    assert said() == written


def said() -> set[str]:
    """The keys in the code and in the page, and those that are put together from a number."""
    sources = [p for kind in ("py", "html") for p in (ROOT / "bot/proof").rglob(f"*.{kind}")]
    texts = [path.read_text(encoding="utf-8") for path in sources]
    whole = {key for text in texts for key in re.findall(r'"(proof[.][\w.]+\w)"', text)}
    promises = {f"proof.promise.{p.number}{end}" for p in PROMISES for end in ("", ".kept")}
    properties = {f"proof.property.{number}" for number in PROPERTIES}
    unbuilt = {f"proof.unbuilt.{number}" for number in checks.UNBUILT}
    limits = {f"proof.not_promised.{line}" for line in NOT_PROMISED}
    verdicts = {f"proof.verdict.{verdict}" for verdict in Verdict}
    ways = {f"proof.how.{how}" for how in How}
    return whole | promises | properties | unbuilt | limits | verdicts | ways
