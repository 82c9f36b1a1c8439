"""English, as Ireland writes it."""

from bot.content.prose.language import Language, Steering, small

GOOD = "easy|clear|fast|quick|friendly|helpful|safe|useful|simple|fair|cheap|polite|reliable"
VERB = "do|does|did|is|are|was|were|have|has|would|could|can|will"

ENGLISH = Language(
    lang="en",
    most_level=35,
    common=small("the and with are this that can from they have your not what which when who must"),
    office={
        "in accordance with": "as … says",
        "pursuant to": "under",
        "prior to": "before",
        "subsequent to|subsequently": "after, later",
        "in the event of|in the event that": "if",
        "with regard to|with respect to|in relation to|pertaining to|in respect of": "about",
        "commence|commences|commencement": "start",
        "terminate|terminates|termination": "end",
        "utilise|utilize|utilised|utilized|utilisation": "use",
        "endeavour|endeavours": "try",
        "facilitate|facilitates": "help",
        "ascertain": "find out",
        "hereby|herein|hereinafter|thereof|therein|thereto": "leave it out",
        "aforementioned|aforesaid|abovementioned": "this",
        "notwithstanding": "even if",
        "in order to|with a view to|for the purpose of": "to",
        "in lieu of": "instead of",
        "shall": "must",
        "forthwith": "at once",
        "expedite": "speed up",
        "furnish": "give",
        "remuneration": "pay",
        "competent authority|competent authorities": "the office that decides",
        "in conjunction with": "with",
        "by means of": "with, by",
        "inter alia": "among others",
        "in excess of": "more than",
        "sufficient": "enough",
        "obtain|obtains|obtained": "get",
        "numerous": "many",
        "the undersigned": "I, we",
        "duly": "leave it out",
        "residing": "who live",
        "domiciled": "who live",
    },
    terms={
        "GPDR": "GDPR",
        "data subject|data subjects": "you, person",
        "two-factor authentication|two-factor login": "two-step login",
        "citizens": "residents, people",
        "questionnaire|questionnaires": "survey",
        "the elderly": "older people",
        "the disabled|handicapped": "people with disabilities",
        "he or she|his or her|he/she|his/her": "they, their",
        "revenge porn": "intimate images shared without consent",
    },
    steering=Steering(
        leading=r"\b(?:don|doesn|isn|aren|wouldn|shouldn|haven)[’']t (?:you|it|they|we)\b"
        r"|\b(?:do|would) you(?: not)? agree that\b|\bsurely\b|\bobviously\b|\bof course\b",
        double=rf"\?.*\?|\b(?:{GOOD}) and (?:{GOOD})\b"
        rf"|\b(?:how|what|when|where|{VERB}) .*\band (?:how|what|when|where|{VERB})\b",
        negations=r"(?:\bnot\b|n[’']t\b)[^.?]*(?:\bnot\b|n[’']t\b|\bnever\b|\bwithout\b"
        r"|\bun(?:able|clear|happy|safe|fair|necessary|likely|willing|aware|important)\b)",
        absolute=r"\b(?:always|never|every time|all the time)\b",
    ),
)
