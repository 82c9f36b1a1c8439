"""Comments in which addresses and numbers are written so that machines pass over them."""

from typing import Final

from tests.personal.planted import Planted

SPELLED: Final[dict[str, tuple[Planted, ...]]] = {
    "en": (
        ("email", "pls mail {} thanks", "sinead(at)example(dot)ie"),
        ("email", "pls mail {} , nobody answers", "sinead at example dot ie"),
        ("email", "im {} and i wait", "sinead.obrien_at_eircom_dot_net"),
        ("email", "or try {}", "sinead [at] gmail"),
        ("email", "it is {} now", "sinead AT gmail.com"),
        ("phone", "ring {} after six", "0 8 7 1 2 3 4 5 6 7"),
        ("phone", "ring {} !!", "087, 123, 4567"),
    ),
    "fr": (
        ("email", "repondez a {} svp", "fatima arobase skynet point be"),
        ("email", "mon mail {} merci", "fatima point elm arobase gmail point com"),
        ("email", "ecrivez {}", "fatima(a)hotmail.be"),
        ("email", "c'est {} voila", "fatima chez gmail point com"),
        ("email", "sinon {}", "fatima at exemple point com"),
        ("phone", "mon numero: {}", "0_4_7_0_1_2_3_4_5_6"),
    ),
    "nl": (
        ("email", "mail {} aub", "sofie apenstaartje telenet punt be"),
        ("email", "mail {} dan", "sofie punt peeters apestaartje telenet.be"),
        ("email", "het is {} hoor", "sofie (apenstaartje) voorbeeld (punt) be"),
        ("email", "ik ben {}", "sofie at telenet punt be"),
        ("phone", "bel {} gerust", "0470 ... 123456"),
    ),
    "bg": (
        ("email", "пишете на {} моля", "гергана маймунско а абв точка бг"),
        ("email", "пишете на {} моля", "гергана кльомба пример.бг"),
        ("email", "pishete na {} molq", "gergana kliomba abv tochka bg"),
        ("email", "pishete na {}", "gergana maimunsko a abv.bg"),
        ("email", "пощата ми е {}", "гергана на абв точка бг"),
        ("phone", "звъннете на {} след 17", "0*8*8*8*1*2*3*4*5*6"),
    ),
    "sq": (
        ("email", "me shkruani te {} flm", "blerta at yahoo pikë com"),
        ("email", "me shkruani te {} flm", "blerta [at] shembull pike al"),
        ("email", "posta ime {}", "blerta (et) albmail pika al"),
        ("phone", "me merrni ne {}", "069|212|3456"),
    ),
}  # fmt: skip

PROSE: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "look at the red dot on the map",
        "at this point be patient, they said",
        "i was at the library. me too",
        "the price (at the desk) was 30. be fair",
        "look at that dot be it red or blue",
        "my account at gmail was blocked, point taken",
        "on a scale of 0 1 2 3 4 5 6 7 8 9 10 i say 3",
        "0, 1, 2, 3, 4, 5, 6, 7, 8, 9: nobody came",
        "it costs 0,50, 1,20, 2,30 or 3,40",
        "open 09 12, 13 17, on lines 04, 12, 34, 56 and 71",
        "rooms 0.12, 0.14, 0.16 and 0.18",
    ),
    "fr": (
        "le tram et le point de vente sont fermes",
        "l'arobase de mon clavier ne marche plus. me voila bloque",
        "cette arobase ne marche pas. de rien",
        "chez orange point info c'est ferme",
        "je suis chez un ami, point final",
        "le guichet (et le parking) est ferme. info svp",
        "ca coute 0,50, 1,20, 2,30",
    ),
    "nl": (
        "het apenstaartje op dit scherm werkt niet. me dunkt",
        "ik zat bij telenet. de wachttijd was 40 minuten",
        "een punt de moeite waard",
        "aapje op de kaart. de kinderen lachen",
        "open om 09 12, 13 17, 09 12",
    ),
    "bg": (
        "на тази точка бг няма осветление",
        "на гише точка 5 от реда",
        "маймунско поведение. ме не",
        "знакът кльомба липсва. ме ядосва",
        "ot tochka bg do tam",
        "на yahoo пише друго",
    ),
    "sq": (
        "te pika e takimit",
        "ne kete pike me duhet ndihme",
        "at dhe bir ne sportel. me fal",
        "kjo (a ajo) zyre. al tjeter",
        "rruga pa drita, pika al nuk ka",
    ),
}
"""Nothing personal, in words of which addresses are spelled."""
