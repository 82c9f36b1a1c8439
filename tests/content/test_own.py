"""Surveys that staff made themselves stand beside those of the content folder."""

import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.folders import Folders
from bot.content.load import load_all
from bot.content.own import Own, Taken, Unknown
from bot.content.shelf import Shelf, held_back
from bot.content.tree import Tree, parse
from bot.content.versions import Versions
from bot.content.writing import structure_text, words_text
from bot.core.model import Catalogue
from bot.house import utc_now
from bot.proof.attacks.p14 import DATA

WORDS = """\
{number}: 1
title: {title}
button: A park
purpose: The city will plant trees.
questions:
  visit:
    text: Do you go to the park?
"""
STRUCTURE = """\
cities: [brussels]
days: 20
minutes: 1
age: 16
expected: 100
legal_basis: not-set
breakdowns: []
questions:
- {id: visit, type: yes-no}
"""


def park(*langs: str, structure: str = STRUCTURE) -> dict[str, str]:
    source = "en" if "en" in langs else langs[0]
    words = {
        f"{lang}.yaml": WORDS.format(number="version" if lang == source else "of", title=lang)
        for lang in langs
    }
    return {"survey.yaml": structure, **words}


def folders(own: Own) -> Folders:
    return Folders(own.library, own.folder, Versions(own.folder.parent / "versions", utc_now))


def as_it_is(content: Catalogue) -> Catalogue:
    return content


@pytest.fixture
def own(good: Path, tmp_path: Path) -> Own:
    return Own(tmp_path / "data/content", good / "content")


@pytest.fixture(autouse=True)
def data(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()


def told(own: Own) -> list[str]:
    problems = load_all(own.library, own.folder).problems
    return [f"{p.path}:{p.line} {p.code}" for p in problems if p.is_error]


def test_both_folders_are_read_as_one(own: Own) -> None:
    shelf = Shelf.read(folders(own), as_it_is)
    assert set(shelf.catalogue.surveys) == {"services"}

    own.write("park", park("fr", "nl"))

    assert shelf.refresh()
    assert set(shelf.catalogue.surveys) == {"services", "park"}
    assert shelf.catalogue.surveys["park"].title == {"fr": "fr", "nl": "nl"}
    assert not held_back(shelf.problems)
    assert not shelf.refresh()

    own.delete("park")
    assert shelf.refresh()
    assert set(shelf.catalogue.surveys) == {"services"}


def test_a_survey_needs_the_languages_of_its_cities_and_no_more(own: Own) -> None:
    own.write("park", park("fr"))
    assert told(own) == ["surveys/park/nl.yaml:1 LANGUAGE"]

    both = STRUCTURE.replace("[brussels]", "[brussels, tirana]")
    own.write("park", park("fr", "nl", structure=both), anew=True)
    assert told(own) == ["surveys/park/sq.yaml:1 LANGUAGE"]

    own.write("park", park("fr", "nl", "sq", "en", structure=both), anew=True)
    assert told(own) == []


def test_without_english_the_first_language_of_the_city_is_the_source(own: Own) -> None:
    files = park("fr", "nl")
    own.write("park", {**files, "nl.yaml": files["nl.yaml"].replace("of: 1", "version: 1")})

    assert told(own) == ["surveys/park/nl.yaml:1 KEY", "surveys/park/nl.yaml:1 KEY-MISSING"]


def test_what_only_the_publish_linter_holds_back_staff_can_still_look_at(own: Own) -> None:
    crossed = STRUCTURE.replace("breakdowns: []", "breakdowns: [visit]")
    own.write("park", park("fr", "nl", structure=crossed.replace("100", "50")))
    shelf = Shelf.read(folders(own), as_it_is)

    assert "park" not in shelf.catalogue.surveys
    assert set(shelf.unfit) == {"park"}
    assert [p.code for p in shelf.problems_of("park") if p.is_error] == [
        "PUBLISH-BREAKDOWN-TOO-FINE"
    ]

    own.write("park", park("fr", structure=crossed.replace("100", "50")), anew=True)
    assert shelf.refresh()
    assert shelf.unfit == {}


def test_an_id_that_the_content_folder_has_too_is_told_and_held_back(own: Own) -> None:
    own.write("park", park("fr", "nl", "en"))
    shelf = Shelf.read(folders(own), as_it_is)
    shutil.copytree(own.surveys / "park", own.library / "surveys/park")
    (own.library / "surveys/park/nl.yaml").unlink()
    shelf.refresh()

    errors = {p.code for p in shelf.problems_of("park") if p.is_error}
    assert errors == {"ID-TWICE", "LANGUAGE"}
    assert "park" in shelf.catalogue.surveys


def test_what_has_no_place_is_told_there_as_well(own: Own) -> None:
    own.write("park", park("fr", "nl"))
    (own.folder / "towns").mkdir()
    (own.folder / "towns/brussels.yaml").write_text("name: x")
    (own.surveys / "park/notes.txt").write_text("x")

    assert told(own) == ["surveys/park/notes.txt:1 FILE", "towns/brussels.yaml:1 FILE"]


def test_other_words_for_a_survey_of_the_library_make_no_survey_of_their_own(own: Own) -> None:
    reworded = own.surveys / "services/en.yaml"
    reworded.parent.mkdir(parents=True)
    text = (own.library / "surveys/services/en.yaml").read_text(encoding="utf-8")
    reworded.write_text(text.replace("How old are you?", "What is your age?"), encoding="utf-8")

    assert (told(own), own.ids()) == ([], ())
    assert not own.free("services")
    assert "What is your age?" in own.read("services")["en.yaml"]
    assert "questions" in own.read("services")["survey.yaml"]
    age = load_all(own.library, own.folder).catalogue.surveys["services"].questions
    assert any(question.text["en"] == "What is your age?" for question in age)


def test_a_draft_without_a_legal_basis_is_sound_but_never_opens_by_itself(own: Own) -> None:
    own.write("park", park("fr", "nl", structure=f"publish: auto\n{STRUCTURE}"))
    assert told(own) == ["surveys/park/survey.yaml:7 CHOICE"]

    own.set_basis("park", "consent")
    assert told(own) == []
    assert "legal_basis: consent\n" in own.read("park")["survey.yaml"]


@pytest.mark.parametrize("id_", ["services", "park", "../park", "Park", "prefer-not", ""])
def test_an_id_that_is_taken_or_is_none_is_refused_and_changes_nothing(own: Own, id_: str) -> None:
    own.write("park", park("fr", "nl"))

    assert not own.free(id_)
    with pytest.raises(Taken):
        own.write(id_, park("en"))
    assert set(own.read("park")) == {"survey.yaml", "fr.yaml", "nl.yaml"}
    assert own.ids() == ("park",)


@pytest.mark.parametrize("id_", ["services", "nothing", "../surveys/park", ""])
def test_only_what_was_made_here_can_be_changed_or_deleted(own: Own, id_: str) -> None:
    own.write("park", park("fr", "nl"))

    for act in (own.delete, lambda id_: own.set_basis(id_, "consent")):
        with pytest.raises(Unknown):
            act(id_)
    with pytest.raises(Taken):
        own.write(id_ or "-", park("en"), anew=True)
    assert told(own) == []


def test_a_draft_written_anew_has_its_new_files_and_no_other(own: Own) -> None:
    own.write("park", park("en", "fr", "nl"))
    own.write("park", park("fr", "nl"), anew=True)

    assert [path.name for path in own.surveys.iterdir()] == ["park"]
    assert own.read("park") == park("fr", "nl")


def test_what_a_crash_left_behind_is_no_survey_and_in_nobodys_way(own: Own) -> None:
    own.surveys.mkdir(parents=True)
    (own.surveys / ".new-park").mkdir()
    (own.surveys / ".new-park/fr.yaml").write_text("half")
    assert (own.ids(), told(own)) == ((), [])

    own.write("park", park("fr", "nl"))
    assert own.read("park") == park("fr", "nl")


@pytest.mark.parametrize("name", ["de.yaml", "../fr.yaml", "survey.yml", "fr.yaml/x"])
def test_a_file_that_no_survey_has_is_never_written(own: Own, name: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        own.write("park", {**park("fr"), name: "x"})

    assert own.ids() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits")
def test_its_files_are_its_owners_alone(own: Own) -> None:
    own.write("park", park("fr", "nl"))
    own.write("park", park("fr"), anew=True)

    modes = {path.stat().st_mode & 0o777 for path in own.folder.rglob("*") if path.is_file()}
    assert modes == {0o600}
    folders = (own.folder, *(path for path in own.folder.rglob("*") if path.is_dir()))
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}


def test_the_proof_knows_each_file_that_may_lie_there_and_no_other(own: Own) -> None:
    own.write("park", park("fr", "nl"))
    (own.surveys / ".new-lake").mkdir()
    paths = [p.relative_to(own.folder.parent).as_posix() for p in own.folder.rglob("*")]

    assert all(map(DATA.fullmatch, [*paths, "content"]))
    assert not any(map(DATA.fullmatch, ["content/x", "content/surveys/park/answers.txt"]))


def test_a_copy_has_the_questions_and_waits_for_staff(own: Own) -> None:
    survey = own.library / "surveys/services/survey.yaml"
    survey.write_text(survey.read_text().replace("days: 60", "until: 2020-01-01"))
    own.copy("services", "again", {"fr": "Encore : une fois", "nl": "Nog een keer"}, "tirana")

    assert told(own) == []
    surveys = load_all(own.library, own.folder).catalogue.surveys
    old, new = surveys["services"], surveys["again"]
    assert (new.cities, new.auto, new.until, new.days) == (("tirana",), False, None, 30)
    assert new.legal_basis == "not-set"
    assert new.questions == old.questions
    assert new.title == {**old.title, "fr": "Encore : une fois", "nl": "Nog een keer"}
    assert new.tag != old.tag


def test_a_copy_of_nothing_or_onto_something_is_refused(own: Own) -> None:
    with pytest.raises(Unknown):
        own.copy("nothing", "again", {})
    with pytest.raises(Taken):
        own.copy("services", "services", {})
    assert own.ids() == ()


TEXTS = st.text(
    st.characters(exclude_categories=("C", "Zl", "Zp")) | st.sampled_from("-:#[]{}'\"&*!|>%@`~,"),
    max_size=20,
)
TREES: st.SearchStrategy[Tree] = st.recursive(
    TEXTS | st.sampled_from(["yes", "no", "12", "1e3", "2026-11-24", "null", "~", "0-10"]),
    lambda inside: (
        st.lists(inside, max_size=3).map(tuple)
        | st.dictionaries(
            st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True), inside, max_size=3
        )
    ),
    max_leaves=8,
)


@settings(max_examples=40)
@given(st.dictionaries(st.from_regex(r"[a-z_0-9]{1,9}", fullmatch=True), TREES, max_size=4))
def test_what_is_written_is_read_back_as_it_was(fields: dict[str, Tree]) -> None:
    for write in (structure_text, words_text):
        assert parse("x.yaml", write(fields), []).tree == fields
