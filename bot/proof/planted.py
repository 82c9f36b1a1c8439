"""Comments with personal data in them, made up for the proof: its own list, not the bot's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

KINDS: Final[tuple[tuple[str, ...], ...]] = (
    ("ines.dubois@scarlet.be", "P.Maes+werk@gmail.com", "aoife_k@eircom.net",
     "гергана@поща.бг", "ilir.basha@albmail.al"),
    ("https://forum.bru/t/881", "www.buurtkrant.be/p?id=9", "facebook.com/groups/liberties8",
     "http://moiatgrad.bg/snimka", "ankesa-ime.al/foto/3"),
    ("@ines_1060", "@pmaes.gent", "@aoifek_d8", "@gergana88", "@ilir.tr"),
    ("BE71 0961 2345 6769", "be62510007547061", "IE64IRCE92050112345678",
     "BG18 RZBB 9155 0123 4567 89", "AL35202111090000000001234567"),
    ("4539 5787 6362 1486", "5105-1051-0510-5100", "4012888888881881",
     "6011 1111 1111 1117", "378282246310005"),
    ("93.05.18-223.61", "93051822361", "93 05 18 223 61", "930518-223-61", "930518 223 61"),
    ("85.47.30-033.17", "85473003317", "85 47 30 033 17", "854730-033-17", "854730 033 17"),
    ("8032056031", "80 32 05 60 31", "803205 6031", "8032056031", "803205-6031"),
    ("7111042925", "711104 2925", "7111 042 925", "71 11 04 29 25", "711104-2925"),
    ("6433435F", "6433435 f", "6433435F", "6433435f", "6433435 F"),
    ("J50614098F", "j50614098f", "J50614098F", "j50614098f", "J50614098F"),
    ("0475 98 76 54", "02/511.22.33", "085 765 4321", "0887654321", "+355 68 234 5678"),
    ("50.8371, 4.3676", "51,05434 3,71742", "53.34399, -6.26719", "42.6953 23.3328",
     "41°19'40\"N 19°49'7\"E"),
    ("rue du marché 17", "Kerkstraat 230", "48 Meath Terrace", "бул. Витоша 155",
     "rruga Mine Peza 31"),
    ("19/02/1957", "19 februari 1957", "19th of february 1957", "19.02.1957", "19 shkurt 1957"),
)  # fmt: skip
"""Each kind in the five languages below, as residents there write it."""

AROUND: Final = {
    "fr": "bonjour, j'ai ecrit {} au guichet et personne ne repond 😡",
    "nl": "ik gaf {} door aan het loket\nen hoor niets meer",
    "en": "i told them {} and never heard back, pls help",
    "bg": "kazah im {} na gisheto i nishto ne stava 🙏",
    "sq": "u thashe {} te sporteli dhe s'pergjigjet njeri",
}


@dataclass(frozen=True, slots=True)
class Planted:
    text: str
    lang: str
    """In which the bot was spoken to."""


def comments(few: str, instead: str, number: int) -> Iterator[Planted]:
    """All kinds in all languages; all but `number` of one language are said in another one."""
    for place, kind in enumerate(KINDS):
        for (lang, around), secret in zip(AROUND.items(), kind, strict=True):
            said = instead if lang == few and place >= number else lang
            yield Planted(around.format(secret), said)


def left(text: str) -> list[str]:
    """What of the planted data still stands there."""
    plain, close = text.casefold(), _close(text)
    return [
        secret
        for kind in KINDS
        for secret in kind
        if _close(secret) in close or any(part in plain for part in _parts(secret))
    ]


def _close(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()


def _parts(secret: str) -> list[str]:
    """Long enough not to stand there by chance."""
    return [part.casefold() for part in re.findall(r"\w{5,}", secret)]
