"""Dutch, as Belgium writes it."""

from bot.content.prose.language import Language, Steering, small

GOOD = (
    "makkelijk|gemakkelijk|eenvoudig|duidelijk|snel|veilig|nuttig|vriendelijk|eerlijk|handig|"
    "betrouwbaar|goedkoop"
)
VERB = (
    "ben|was|heb|had|kun|kan|kon|wil|wou|zou|ga|ging|kom|kwam|vind|vond|doe|deed|weet|wist|moet|"
    "mag|krijg|kreeg|gebruik|gebruikte|zoek|zocht|denk|dacht|kies|koos|lees|las|bel|belde|vraag"
)
ASK = (
    r"(?:wat|waar|waarom|wanneer|wie|hoe(?: vaak| lang| \w+lijk)?|hoelang|hoeveel \w+|welke? \w+)"
    rf" (?:{VERB}) (?:je|u)"
)
"""As a main clause has it: “Weet je wat ze doen en waar je hulp vindt” asks one thing."""

DUTCH = Language(
    lang="nl",
    most_level=40,
    common=small("het een niet voor van die dat aan wordt ook bij naar heeft zijn deze maar als"),
    office={
        "conform|ingevolge|krachtens|overeenkomstig": "volgens",
        "teneinde": "om",
        "inzake|omtrent|aangaande|met betrekking tot|ten aanzien van": "over",
        "betreffende": "over, deze",
        "ten behoeve van": "voor",
        "door middel van|middels": "met, door",
        "indien": "als",
        "tevens|eveneens": "ook",
        "derhalve": "daarom",
        "desgewenst": "als je dat wilt",
        "dient te|dienen te|dient u te|dien je te": "moet, moeten",
        "alvorens": "voor, voordat",
        "zulks": "dat",
        "heden|thans": "nu, vandaag",
        "hieromtrent|daaromtrent|dienaangaande": "hierover, daarover",
        "bovengenoemde|voornoemde|bovenvermelde": "deze, dit",
        "onderhavige|desbetreffende": "deze, dit",
        "reeds": "al",
        "slechts": "alleen, maar",
        "trachten|tracht": "proberen",
        "verstrekken|verstrekt|verstrekking": "geven",
        "verrichten|verricht": "doen",
        "is voornemens|voornemens is": "van plan",
        "vigerende": "geldige",
        "voorts": "ook, verder",
        "te allen tijde": "altijd",
        "geschieden|geschiedt": "gebeuren",
        "gelieve": "wil je …, alsjeblieft",
        "gedurende": "tijdens, … lang",
        "aanvangen|aanvang": "beginnen, begin",
        "in het kader van": "voor, bij",
        "uit hoofde van": "door, als",
        "ondergetekende": "ik, wij",
        "woonachtig": "die woont, wonen",
        "bevoegde instantie|bevoegde autoriteit|bevoegde overheid": "de dienst die beslist",
        "dewelke|hetwelk": "die, dat",
        "aldus": "zo, zegt",
        "mits": "als",
    },
    terms={
        "GDPR-wet": "AVG",
        "persoonlijke gegevens": "persoonsgegevens",
        "mobieltje|mobieltjes|mobiele telefoon|mobiele telefoons": "gsm",
        "encryptie": "versleuteling",
        "encrypted|geëncrypteerd|geëncrypteerde": "versleuteld",
        "gehandicapten|een gehandicapte|invaliden": "mensen met een handicap",
        "bejaarden|bejaarde": "ouderen",
        "kunstmatige intelligentie": "artificiële intelligentie",
        "tweefactorauthenticatie": "tweestapsverificatie",
        "privacy policy|privacypolicy": "privacyverklaring",
        "hij of zij|zij of hij|hem of haar": "die persoon",
        "zijn of haar|haar of zijn": "van die persoon",
        "Sociaal Huis van de gemeente|sociale dienst van de gemeente": "OCMW",
        "gezichtherkenning": "gezichtsherkenning",
    },
    steering=Steering(
        leading=r"\b(?:vind je|vindt u|denk je|denkt u) (?:(?:ook |dan )?niet (?:ook )?|ook )dat\b"
        r"|(?<!hoeverre )(?<!mate )\b(?:ben je|bent u) het (?:"
        r"ermee eens dat|eens met de stelling)\b"
        r"|\bnietwaar\b|, niet waar\?|\bnatuurlijk\b(?! persoon| licht)|\btoch\?",
        double=rf"\?.*\?|\b(?:{GOOD}) en (?:{GOOD})\b|\b{ASK}\b.*\ben {ASK}\b",
        negations=r"\b(?:niet|geen)\b[^.?,:]*\b(?:niet|geen|zonder|nooit"
        r"|on(?:mogelijk|duidelijk|nodig|veilig|eerlijk|tevreden|belangrijk))\b",
        absolute=r"(?<!nog )(?<!niet )(?<!bijna )\baltijd\b|(?<!bijna )\bnooit\b"
        r"|\b(?:elke keer|de hele tijd)\b",
    ),
)
