"""Advice on language speaks up at what is wrong, and says nothing of what is right."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.check_prose import Kind, judged
from bot.content.prose.languages import KNOWN
from bot.content.prose.plain import plain
from bot.core.model import LANGUAGES, Lang
from tests.growth import grows_evenly

WIDE = "\u00a0"


def codes(lang: Lang, text: str, kind: Kind = Kind.PROSE) -> list[str]:
    return [found.code for found in judged(text, lang, kind)]


@pytest.mark.parametrize(
    ("lang", "text", "code", "at"),
    [
        ("en", "Write to them prior to Monday.", "OFFICE-WORD", "prior to"),
        ("fr", "Conformément à la loi, vous pouvez écrire.", "OFFICE-WORD", "Conformément à"),
        ("nl", "Schrijf hun, **indien** nodig.", "OFFICE-WORD", "indien"),
        ("bg", "Пишете на службата, съгласно закона.", "OFFICE-WORD", "съгласно"),
        ("sq", "Shkruani në përputhje me ligjin.", "OFFICE-WORD", "në përputhje me"),
        ("en", "The two-factor login is on.", "TERM", "two-factor login"),
        ("fr", "Allez à la mairie.", "TERM", "mairie"),
        ("nl", "Dit zijn persoonlijke gegevens.", "TERM", "persoonlijke gegevens"),
        ("bg", "Попитайте какво знаят за вас.", "TERM", "вас"),
        ("sq", "Keni qasje te të dhënat.", "TERM", "qasje"),
        ("en", 'Press "Send".', "QUOTES", '"'),
        ("en", "Press „Send“.", "QUOTES", "„"),
        ("fr", "Voyez “Aide”.", "QUOTES", "“"),
        ("bg", "Натиснете “Изпратете”.", "QUOTES", "“"),
        ("en", "Press “Send” or «Back».", "QUOTES", "«"),
        ("fr", "Voici la loi (DSA): elle vaut partout.", "NO-BREAK", ": elle"),
        ("fr", "Pas de réponse ?", "NO-BREAK", " ?"),
        ("fr", "Pas de réponse?", "NO-BREAK", "?"),
        ("fr", f"Voyez « Aide{WIDE}».", "NO-BREAK", "« "),
        ("bg", "Снима Ви кaмера.", "SCRIPT", "кaмера"),
        ("bg", "Това e важно.", "SCRIPT", "e важно"),
        ("en", "A саmera films you.", "SCRIPT", "саmera"),
        ("sq", "Kjo eshte e vërtetë.", "DIACRITICS", "eshte"),
        ("nl", "Dit is kort. You can ask them who has your data.", "WRONG-LANGUAGE", "You can"),
        (
            "en",
            "Vous pouvez demander qui a vos données pour cette raison.",
            "WRONG-LANGUAGE",
            "Vous",
        ),
        ("fr", "Ju mund të pyesni kush i ka të dhënat tuaja.", "WRONG-LANGUAGE", "Ju"),
    ],
)
def test_a_slip_is_found_where_it_stands(lang: Lang, text: str, code: str, at: str) -> None:
    found = [one for one in judged(text, lang, Kind.PROSE) if one.code == code]

    assert [one.at for one in found] == [text.index(at)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The [Digital Services Act](https://x.org/prior-to) holds. “Don’t,” she says."),
        ("en", "Citizens Information helps you for free, from 9:30 to 12:30."),
        ("fr", f"Voici «{WIDE}la règle “A”{WIDE}»{WIDE}: à 12:30, voyez https://x.org/a?b=c."),
        ("fr", "La Digital Services Act (DSA) vaut partout, art. 5 compris, et la commune répond."),
        ("nl", "Je dient een klacht in bij de dienst. Dat mag altijd."),
        ("nl", "De Data Protection Commission (DPC) helpt mensen in Dublin."),
        ("bg", "Пишете на Вашата община: „Кой Ви снима?“ Онлайн, в e-Albania или с PDF-файл."),
        ("bg", "Законът (Irish Human Rights and Equality Commission Act 2014) важи тук."),
        ("bg", "Песента „What They Have and What They Must Not“ е тук."),
        ("sq", "Te bashkia ju presin. Pyesni te sporteli, në fund të rrugës."),
        ("sq", "Rruga e Durrësit nr. 27. Ky është një formular ankese."),
    ],
)
def test_a_good_sentence_stays_without_advice(lang: Lang, text: str) -> None:
    assert codes(lang, text) == []


@pytest.mark.parametrize(
    ("lang", "text", "reason"),
    [
        ("en", "Don’t you think that the counter is useful?", "leading"),
        ("fr", f"Ne pensez-vous pas que le guichet est utile{WIDE}?", "leading"),
        ("nl", "Vind je niet dat het loket nuttig is?", "leading"),
        ("bg", "Не смятате ли, че гишето е полезно?", "leading"),
        ("sq", "A nuk mendoni se sporteli është i mirë?", "leading"),
        ("en", "Is the counter friendly and fast?", "double"),
        ("fr", f"Comment venez-vous et quand partez-vous{WIDE}?", "double"),
        ("nl", "Is het loket makkelijk en snel?", "double"),
        ("bg", "Ясно и бързо ли отговаря службата?", "double"),
        ("sq", "Si shkoni dhe kur ktheheni?", "double"),
        ("en", "Is it not unfair that the counter is closed?", "negations"),
        ("fr", f"N’est-il pas possible de venir sans rendez-vous{WIDE}?", "negations"),
        ("nl", "Is het niet onduidelijk waar het loket is?", "negations"),
        ("bg", "Може ли да не се идва без документ?", "negations"),
        ("sq", "A nuk mund të vini pa dokument?", "negations"),
        ("en", "Do you always use the app?", "absolute"),
        ("fr", f"Utilisez-vous toujours l’application{WIDE}?", "absolute"),
        ("nl", "Gebruik je altijd de app?", "absolute"),
        ("bg", "Винаги ли ползвате приложението?", "absolute"),
        ("sq", "A e përdorni gjithmonë aplikacionin?", "absolute"),
    ],
)
def test_a_question_that_steers_is_told_why(lang: Lang, text: str, reason: str) -> None:
    found = judged(text, lang, Kind.QUESTION)

    assert [(one.code, one.values["reason"]) for one in found] == [("WORDING", reason)]


@pytest.mark.parametrize(
    "question",
    [
        "In the last 12 months, have you noticed any of these in Dublin?",
        "How clear was it who ran it and why?",
        "How easy is it to find out what the municipality does with your data?",
        "Would you like to see a public list of the algorithms the city uses?",
        "Which group most needs extra help with online services?",
        "Before today, had you heard that offices must also offer a counter, phone and post?",
        "If an office used your data wrongly, what would you do first?",
        "How often do you use online services and the phone line?",
    ],
)
def test_a_fair_question_stays_without_advice(question: str) -> None:
    assert codes("en", question, Kind.QUESTION) == []


def test_a_label_needs_a_word_and_fits_two_lines_of_a_phone() -> None:
    assert codes("en", "👍", Kind.LABEL) == ["EMOJI"]
    assert codes("en", "👍 Yes", Kind.LABEL) == []
    assert codes("en", "Someone in my family did it " * 3, Kind.LABEL) == ["LONG-LABEL"]
    assert codes("en", "Someone in my family did it for me", Kind.LABEL) == []


def test_an_english_label_left_in_another_language_is_found_and_a_name_is_not() -> None:
    assert [f.code for f in judged("Not sure", "fr", Kind.LABEL, "Not sure")] == ["WRONG-LANGUAGE"]
    assert (
        judged("Data Protection Commission", "fr", Kind.LABEL, "Data Protection Commission") == ()
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_has_its_lists(lang: Lang) -> None:
    language = KNOWN[lang]
    others = frozenset[str]().union(*(o.common for o in KNOWN.values() if o.lang != lang))

    assert len(language.office) >= 25
    assert len(language.terms) >= 9
    assert language.common.isdisjoint(others)
    assert all(
        re.sub("[ëç]", lambda found: "e" if found[0] == "ë" else "c", written) == typed != written
        for typed, written in language.letters.items()
    )


SIGNS = [
    *'"„“«»[](){}`*_@:.!? #\n\f-1aeшë\u00a0\u200b',
    "](",
    "https://",
    "::: city",
    "не ",
    "and ",
]


@given(st.lists(st.sampled_from(SIGNS), max_size=40).map("".join), st.sampled_from(LANGUAGES))
def test_whatever_is_written_every_place_stays_and_every_finding_has_one(
    text: str, lang: Lang
) -> None:
    assert len(plain(text)) == len(text)
    for kind in Kind:
        assert all(0 <= found.at <= len(text) for found in judged(text, lang, kind))


@pytest.mark.parametrize("sign", SIGNS)
def test_a_text_of_one_sign_is_judged_at_once(sign: str) -> None:
    def judge(size: int) -> None:
        for kind in (Kind.LAW, Kind.QUESTION):
            judged(sign * (size // len(sign)) + "@", "bg", kind)

    assert grows_evenly(judge, 20_000)
