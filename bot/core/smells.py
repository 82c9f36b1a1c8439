"""Tells by ids and words, in the five languages, what a question asks that says who somebody is."""

import re
from typing import Final

BIRTH: Final = re.compile(
    r"\b((date|day|month|year)-of-birth|birth-?(date|day|month|year)?$|birthday|dob"
    r"|(date|jour|mois|annee)-(de-)?naissance|naissance$|geboorte-?(datum|dag|maand|jaar)?$"
    r"|razhdane$|rozhden-den|datelindja|(data|viti|muaji)-e-lindjes)\b"
)
STREET: Final = re.compile(
    r"\b(street-?(name|number)?|address|rue|adresse?|straat-?(naam|nummer)?|ulitsa|rruga)$"
)
"""Only at the end of an id: "street-cameras" asks something else."""
POSTCODE: Final = re.compile(
    r"\b(post-?code|zip(-?code)?|eircode|postal(-code)?|code-postal|poshtenski-kod"
    r"|kod-?postar|kodi-postar)\b"
)
AGE: Final = re.compile(r"\b(ages?|leeftijd|vazrast|mosha)\b")
ZONE: Final = re.compile(
    r"\b(areas?|districts?|zones?|quarters?|neighbou?rhoods?|municipality|arrondissement|communes?"
    r"|quartiers?|gemeente|wijk|rayon|kvartal|bashkia?|lagjja|njesia?)$"
)
AGES: Final = re.compile(r"(?:age-)?(\d+)-(\d+)")
"""The id of an answer that is a group of ages."""
OWN_AGE: Final = re.compile(
    r"\byour (current |exact )?age\b|\bhow old are you\b|\bwhat age are you\b"
    r"|\b(votre|ton) âge\b|\bquel âge avez\b|\b(je|jouw|uw) leeftijd\b|\bhoe oud (ben|bent)\b"
    r"|\b(вашата|твоята) възраст\b|\bвъзрастта (ви|ти)\b|\bна колко (си |сте )?години\b"
    r"|\bmosh[aeë]n? (juaj|jote|tuaj|tënde)\b|\bsa vjeç\b"
    r"|^\W*(age|âge|leeftijd|възраст|mosha)\W*$"
)
"""Words, in small letters, that ask people for their own age; not for that of a child."""
