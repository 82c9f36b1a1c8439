"""French, as Belgium writes it."""

from bot.content.prose.language import Language, Steering, small

GOOD = (
    "facile|clair|claire|rapide|simple|utile|sûr|sûre|juste|aimable|fiable|"
    "faciles|clairs|claires|rapides|simples|utiles|sûrs|sûres|justes|aimables|fiables"
)
ASK = "comment|quand|où|combien|quel|quels|quelle|quelles"

FRENCH = Language(
    lang="fr",
    most_level=45,
    common=small("les des est une vous dans pour avec qui pas sur aux cette votre vos et sont ou"),
    office={
        "conformément à|conformément au|conformément aux": "selon",
        "en vertu de|en vertu du|en vertu des|en vertu d": "selon",
        "en application de|en application du|en application des|en application d": "selon",
        "à l’égard de|à l’égard du|à l’égard des|à l’égard d": "pour, envers",
        "dans le cadre de|dans le cadre du|dans le cadre des|dans le cadre d": "pour, pendant",
        "préalablement": "avant",
        "ultérieurement|postérieurement": "plus tard, après",
        "afin de|afin d|en vue de|en vue d|dans le but de|dans le but d": "pour",
        "au titre de|au titre du": "pour, comme",
        "susmentionné|susmentionnée|susmentionnés|susmentionnées|susvisé|susvisée|susvisés|susvisées"
        "|précité|précitée|précités|précitées": "ce, cette, ces",
        "ladite|ledit|lesdits|lesdites|dudit|desdits|desdites": "ce, cette, ces",
        "ci-joint|ci-jointe|ci-joints|ci-jointes": "avec cette lettre",
        "nonobstant": "malgré",
        "eu égard à|eu égard au|eu égard aux": "vu, à cause de",
        "moyennant": "avec, pour",
        "effectuer|effectue|effectuez|effectuent|effectué|effectuée|effectués|effectuées": "faire",
        "procéder à|procédez à|procéder au|procédez au|procéder aux|procédez aux": "faire",
        "solliciter|sollicitez|sollicite": "demander",
        "requérir|requiert|requièrent": "demander",
        "requis|requise|requises": "nécessaire, demandé",
        "stipule|stipuler|stipulent": "dit, prévoit",
        "notifier|notifie|notifiez|notifient": "prévenir, faire savoir",
        "octroyer|octroie|octroient|octroyé|octroyée|octroyés|octroyées": "donner",
        "s’acquitter|vous acquitter|vous acquittez": "payer",
        "susceptible de|susceptibles de|susceptible d": "qui peut",
        "le cas échéant": "si c’est le cas, si besoin",
        "en matière de|en matière d": "pour, sur",
        "au sein de|au sein du|au sein des|au sein d": "dans",
        "dûment": "bien",
        "il convient de|il convient d": "il faut",
        "en mesure de|en mesure d": "pouvoir",
        "à compter de|à compter du|à compter d": "à partir de",
        "dans les meilleurs délais|dans les plus brefs délais": "vite, avant le …",
        "sans préjudice de|sans préjudice du|sans préjudice des|sans préjudice d": "en plus de",
        "autorité compétente|autorités compétentes": "le service qui décide",
        "le soussigné|la soussignée|je soussigné|je soussignée": "je",
    },
    terms={
        "RPGD|le GDPR|du GDPR|au GDPR": "RGPD",
        "mairie|mairies": "commune",
        "maire|maires": "bourgmestre",
        "CCAS": "CPAS",
        "téléphone portable|téléphones portables": "GSM",
        "cryptage": "chiffrement",
        "crypter|crypté|cryptée|cryptés|cryptées": "chiffrer, chiffré",
        "le phishing|du phishing|de phishing|un phishing": "hameçonnage",
        "digital|digitaux|fracture digitale|inclusion digitale|identité digitale": "numérique",
        "les handicapés|des handicapés|aux handicapés": "les personnes handicapées",
        "le troisième âge|du troisième âge": "les personnes âgées",
        "sondage|sondages": "enquête",
        "authentification à double facteur|double authentification": "connexion en deux étapes",
        "intelligence artificiel": "intelligence artificielle",
    },
    steering=Steering(
        leading=r"\bne (?:pensez|trouvez|croyez|diriez)-vous pas\b|\bn[’']êtes-vous pas\b"
        r"|\bn[’']est-ce pas\b|\bd[’']accord (?:pour dire )?qu[e’']|\bévidemment\b|\bbien sûr\b",
        double=rf"\?(?!\s*»).*\?(?!\s*»)|\b(?:{GOOD}) et (?:{GOOD})\b"
        rf"|\b(?:{ASK})\b.*\bet (?:{ASK})\b",
        negations=r"\bn(?:e\b|[’'])(?>[^.?,]*?\bpas\b)[^.?,]*"
        r"\b(?:n(?:e\b|[’'])|(?:sans|jamais|impossible|inutile|incapable|injuste|interdit)\b)",
        absolute=r"\b(?:toujours|jamais|à chaque fois|tout le temps)\b",
    ),
)
