import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from bot.core.model import LANGUAGES, Option, Question, State
from bot.release.charts import charts
from bot.release.drawing import described
from bot.release.files import reader as reading
from bot.release.fitting import Fitting
from bot.release.report import Section, report
from bot.release.ruler import PLAIN, Ruler
from bot.release.saying import sentences
from tests.release import every
from tests.release.every import dictionary, final, rendered, whom

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('1')</script> & \"x\""


@cache
def page(lang: str) -> str:
    return rendered("html", final(), whom(lang)).decode()


@cache
def paper(lang: str) -> Document:
    return docx.Document(BytesIO(rendered("docx", final(), whom(lang))))


def texts(document: Document) -> Iterator[str]:
    """Every paragraph, those in tables too."""
    for element in document.element.iter(qn("w:p")):
        yield "".join(part.text or "" for part in element.iter(qn("w:t")))


# The sentences. -------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_there_are_three_sentences_whose_numbers_stand_in_the_release(lang: str) -> None:
    said = sentences(final(), whom(lang))
    counts = {
        str(number)
        for table in final().tables.tables
        for number in (table.base, *(cell.count for cell in table.cells))
    }
    shares = {str(cell.share) for table in final().tables.tables for cell in table.cells}
    assert len(said) == 3
    assert str(final().tables.people) in said[0]
    for sentence in said[1:]:
        plain = re.sub(r"[“„«].*?[”“»]", "", sentence)
        for number in re.findall(r"\d+", plain):
            assert number in counts | shares


def test_a_finding_is_said_only_of_what_is_clearly_ahead() -> None:
    level = replace(
        final().tables,
        tables=tuple(replace(table, most=()) for table in final().tables.tables),
    )
    said = sentences(replace(final(), tables=level), whom())
    assert said[1:] == (
        whom().say("release.say.unclear"),
        whom().say("release.say.rounded"),
    )


def test_findings_come_before_what_only_tells_who_answered() -> None:
    said = " ".join(sentences(final(), whom()))
    for id_ in every.SURVEY.breakdowns:
        assert whom().text(whom().question(id_)) not in said


def test_answers_that_are_about_equal_are_named_together() -> None:
    (happy, *_) = final().tables.tables
    level = replace(final().tables, tables=(replace(happy, most=("yes", "no")),))
    (_, said, _) = sentences(replace(final(), tables=level), whom())
    assert "“Yes” and “No”" in said


def test_of_many_that_are_about_equal_three_are_named_and_the_others_counted() -> None:
    table = next(t for t in final().tables.tables if t.question == "score")
    labels = [whom().option(whom().question("score"), code) for code in "123"]
    for most, more in (("123", ""), ("1234", "one more"), ("123456789", "6 more")):
        level = replace(final().tables, tables=(replace(table, most=tuple(most)),))
        (chart,) = charts(replace(final(), tables=level), whom())
        assert ", ".join(labels) in chart.verdict
        assert chart.verdict.endswith(more or labels[-1])


def test_languages_that_are_all_counted_together_are_left_out_with_a_sentence() -> None:
    few = every.release(40)
    (spoken,) = [t for t in few.tables.tables if t.question == "language" and not t.breakdown]
    alone = replace(spoken, cells=tuple(replace(c, option="other") for c in spoken.cells[:1]))
    tables = tuple(alone if t is spoken else t for t in few.tables.tables)
    release = replace(few, tables=replace(few.tables, tables=tables))
    chart = list(charts(release, whom()))[-1]
    reason = whom().say("release.note.one-language", least=30)
    assert (chart.bars, chart.base, chart.verdict, chart.instead) == ((), "", "", reason)
    assert reason in rendered("html", release, whom()).decode()
    assert reason in set(texts(docx.Document(BytesIO(rendered("docx", release, whom())))))


def test_results_show_the_bare_question_without_its_note() -> None:
    noted = tuple(replace(q, note=every.words("Please note this.")) for q in every.QUESTIONS)
    reader = replace(whom(), survey=replace(every.SURVEY, questions=noted))
    for kind in ("html", "csv"):
        assert b"Please note this." not in rendered(kind, final(), reader)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_name_and_its_number_stand_together_as_the_language_writes_them(lang: str) -> None:
    chart = next(charts(final(), whom(lang)))
    bar = chart.bars[0]
    told = whom(lang).say("console.pair", name=bar.label, value=f"{bar.count}, {bar.share}")
    assert described(chart).startswith(told)
    assert ("\xa0: " in told) == (lang == "fr")


@pytest.mark.parametrize("number", [12, 40])
def test_interim_results_say_that_the_survey_is_still_open(number: int) -> None:
    running = replace(whom(), survey=replace(every.SURVEY, state=State.OPEN))
    said = sentences(every.release(number, final=False), running)
    assert len(said) == 3
    assert "still open" in said[0]


def test_with_too_few_answers_no_number_is_said() -> None:
    said = sentences(every.release(5), whom())
    assert not re.search(r"\d", " ".join(said).replace("(en)", ""))


# The page. ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_complete_in_itself_and_speaks_one_language(lang: str) -> None:
    found = page(lang)
    assert f'<html lang="{lang}">' in found
    assert found.count("<h1>") == 1
    assert not re.search(r"<script|\son\w+=|style=\"|src=|url\(|@import", found)
    assert set(re.findall(r'href="(.*?)"', found)) == {"data:,"}
    assert all(other not in found for key, other in every.LABELS.items() if key != lang)


def test_the_page_shows_every_count_of_every_table() -> None:
    shown = re.findall(r'<td class="number(?: people)?">(.*?)</td>', page("en"))
    cells = [cell for table in final().tables.tables for cell in table.cells]
    assert len(cells) > 150
    for cell in cells:
        if cell.count:
            assert any(re.search(rf"\b{cell.count}\b", text) for text in shown)


def test_a_question_with_too_few_answers_says_so_and_shows_no_number() -> None:
    found = rendered("html", every.release(5), whom()).decode()
    asked = sum(1 for table in every.release(5).tables.tables if table.breakdown is None)
    assert found.count(whom().say("release.note.too-few")) == asked
    assert whom().say("release.report.few") in found
    assert '<td class="number' not in found


def test_what_a_moderator_wrote_stays_text_in_every_file() -> None:
    first, *others = every.QUESTIONS
    named = dict.fromkeys(LANGUAGES, HOSTILE)
    changed: Question = replace(first, text=named, options=(Option("yes", named, named),))
    survey = replace(every.SURVEY, title=named, questions=(changed, *others))
    reader = reading(survey, "en", dictionary())
    assert b"<script" not in rendered("html", final(), reader)
    hostile = docx.Document(BytesIO(rendered("docx", final(), reader)))
    assert HOSTILE in set(texts(hostile))


# The document. --------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["bg", "sq"])
def test_the_document_has_headings_alt_texts_and_its_language(lang: str) -> None:
    document = paper(lang)
    titles = [p for p in document.paragraphs if p.style is not None and p.style.name == "Heading 2"]
    assert [title.text.partition(". ")[2] for title in titles] == [
        section.text for section in report(final(), whom(lang)).sections
    ]
    pictures = document.element.xpath(".//wp:docPr/@descr")
    assert pictures == [described(chart) for chart in charts(final(), whom(lang))]
    marks = document.styles.element.xpath(".//w:rPrDefault//w:lang/@w:val")
    assert marks == [{"bg": "bg-BG", "sq": "sq-AL"}[lang]]
    assert document.core_properties.language == marks[0]


def test_the_document_says_what_may_be_said_and_how_to_read_it() -> None:
    said, whole = set(texts(paper("bg"))), report(final(), whom("bg"))
    assert {*whole.sentences, *whole.reading, whole.title, whole.purpose} <= said
    assert {fact.value for fact in whole.facts} <= said
    assert whole.source in paper("bg").sections[0].footer.paragraphs[0].text


def test_no_clock_and_no_name_of_who_made_it_is_in_the_document() -> None:
    about = paper("bg").core_properties
    assert about.created == about.modified
    assert about.created is not None
    assert about.created.date() == every.DAY
    assert (about.author, about.last_modified_by) == ("", "")
    assert "clerk" not in paper("bg").element.xml


def test_no_more_questions_are_taken_than_two_pages_hold() -> None:
    whole, fitting = report(final(), whom()), Fitting(Ruler.read(PLAIN))
    fits = fitting.fits(whole, [(Section(1, "How?", ()), 150.0)] * 40)
    assert 8 < fits < 20
    assert fitting.fits(whole, [(Section(1, "How?", ()), 700.0)] * 5) < 3


def test_the_document_says_how_many_questions_are_left_out() -> None:
    many = tuple(replace(every.ZONE, id=f"zone-{n}", text=every.words(f"{n}?")) for n in range(30))
    zones = [table for table in final().tables.tables if table.question == "zone"][:1]
    tables = tuple(replace(zones[0], question=question.id) for question in many)
    reader = reading(replace(every.SURVEY, questions=many, breakdowns=()), "en", dictionary())
    released = replace(final(), tables=replace(final().tables, tables=tables))
    document = docx.Document(BytesIO(rendered("docx", released, reader)))
    shown = len(document.element.xpath(".//wp:docPr"))
    assert shown < 30
    assert whom().say("release.report.more", n=30 - shown) in set(texts(document))
