"""The three doors of the demo: who comes in, what they are asked to try, and where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass

Words = Mapping[str, str]
"""Language -> words; English stands in for a language that is missing."""


@dataclass(frozen=True, slots=True)
class Door:
    title: Words
    steps: tuple[Words, ...]
    action: Words
    """What its button says."""
    link: str = ""
    """Where it leads; empty: to the phone."""


def three_doors(*, staff: str, folder: str) -> tuple[Door, Door, Door]:
    """Resident, staff, moderator. `staff` is the console's address, `folder` holds the texts."""
    steps = tuple(
        {lang: words.format(folder=folder) for lang, words in step.items()}
        for step in MODERATOR_STEPS
    )
    return (
        Door(RESIDENT, RESIDENT_STEPS, OPEN_PHONE),
        Door(STAFF, STAFF_STEPS, OPEN_CONSOLE, staff),
        Door(MODERATOR, steps, OPEN_CONSOLE, staff),
    )


RESIDENT = {
    "en": "Resident",
    "fr": "Habitante ou habitant",
    "nl": "Inwoner",
    "bg": "Жител",
    "sq": "Banor",
}
RESIDENT_STEPS = (
    {
        "en": "Open the phone and press Start.",
        "fr": "Ouvrez le téléphone et appuyez sur « Démarrer ».",
        "nl": "Open de telefoon en druk op Start.",
        "bg": "Отворете телефона и натиснете „Старт“.",
        "sq": "Hapni telefonin dhe shtypni “Fillo”.",
    },
    {
        "en": "Choose a topic and read what you can do.",
        "fr": "Choisissez un sujet et lisez ce que vous pouvez faire.",
        "nl": "Kies een onderwerp en lees wat je kunt doen.",
        "bg": "Изберете тема и прочетете какво можете да направите.",
        "sq": "Zgjidhni një temë dhe lexoni çfarë mund të bëni.",
    },
    {
        "en": "Answer the survey, then take your answers back.",
        "fr": "Répondez à l’enquête, puis retirez vos réponses.",
        "nl": "Vul de enquête in en trek je antwoorden daarna in.",
        "bg": "Отговорете на анкетата, после оттеглете отговорите си.",
        "sq": "Përgjigjuni anketës, pastaj tërhiqni përgjigjet tuaja.",
    },
)
STAFF = {
    "en": "City staff",
    "fr": "Personnel de la ville",
    "nl": "Medewerker van de stad",
    "bg": "Служител на общината",
    "sq": "Punonjës i bashkisë",
}
STAFF_STEPS = (
    {
        "en": "Open the console; one click lets you in.",
        "fr": "Ouvrez l’espace du personnel ; un clic suffit pour entrer.",
        "nl": "Open het portaal: met één klik ben je binnen.",
        "bg": "Отворете конзолата; влизате с един клик.",
        "sq": "Hapni konsolën; hyni me një klikim.",
    },
    {
        "en": "See how many people answered the open survey.",
        "fr": "Regardez combien de personnes ont répondu à l’enquête ouverte.",
        "nl": "Bekijk hoeveel mensen de open enquête hebben ingevuld.",
        "bg": "Вижте колко души са отговорили на отворената анкета.",
        "sq": "Shihni sa persona iu përgjigjën anketës së hapur.",
    },
    {
        "en": "Open the closed one and download everything for a council paper.",
        "fr": "Ouvrez l’enquête clôturée et téléchargez tout pour une note au conseil communal.",
        "nl": "Open de gesloten enquête en download alles voor een nota aan de gemeenteraad.",
        "bg": "Отворете затворената анкета и изтеглете всичко за доклад до общинския съвет.",
        "sq": "Hapni anketën e mbyllur, shkarkoni gjithçka për një material të këshillit bashkiak.",
    },
)
MODERATOR = {
    "en": "Moderator",
    "fr": "Modératrice ou modérateur",
    "nl": "Moderator",
    "bg": "Модератор",
    "sq": "Moderator",
}
MODERATOR_STEPS = (
    {
        "en": "Open the console and choose Texts.",
        "fr": "Ouvrez l’espace du personnel et choisissez « Textes ».",
        "nl": "Open het portaal en kies Teksten.",
        "bg": "Отворете конзолата и изберете „Текстове“.",
        "sq": "Hapni konsolën dhe zgjidhni “Tekstet”.",
    },
    {
        "en": "Change one sentence, look at it, publish it.",
        "fr": "Modifiez une phrase, regardez le résultat, publiez.",
        "nl": "Wijzig één zin, bekijk het resultaat en publiceer.",
        "bg": "Променете едно изречение, прегледайте го и го публикувайте.",
        "sq": "Ndryshoni një fjali, shihni si duket dhe publikojeni.",
    },
    {
        "en": "Wait a few seconds, then read it on the phone.",
        "fr": "Attendez quelques secondes, puis lisez cette phrase sur le téléphone.",
        "nl": "Wacht enkele seconden en lees de zin dan op de telefoon.",
        "bg": "Изчакайте няколко секунди и прочетете текста на телефона.",
        "sq": "Prisni disa sekonda, pastaj lexojeni në telefon.",
    },
    {
        "en": "Or change a file in {folder} with a text editor.",
        "fr": "Ou modifiez un fichier de {folder} avec un éditeur de texte.",
        "nl": "Of wijzig een bestand in {folder} met een tekstprogramma.",
        "bg": "Или променете файл в {folder} с текстов редактор.",
        "sq": "Ose ndryshoni një skedar në {folder} me një program teksti.",
    },
)
OPEN_PHONE = {
    "en": "Open the phone",
    "fr": "Ouvrir le téléphone",
    "nl": "Telefoon openen",
    "bg": "Към телефона",
    "sq": "Hap telefonin",
}
OPEN_CONSOLE = {
    "en": "Open the console",
    "fr": "Ouvrir l’espace du personnel",
    "nl": "Portaal openen",
    "bg": "Към конзолата",
    "sq": "Hap konsolën",
}
