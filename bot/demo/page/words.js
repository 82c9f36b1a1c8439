// The page's own words in five languages; the bot's words come from the bot.

export const PAGE_LANGUAGES = { fr: "Français", nl: "Nederlands", en: "English", bg: "Български", sq: "Shqip" };

// Other languages that a resident's app may have; the bot then chooses by itself.
export const APP_LANGUAGES = { ...PAGE_LANGUAGES, de: "Deutsch", tr: "Türkçe", uk: "Українська", ar: "العربية" };

const WORDS = {
  en: {
    title: "Digital rights bot",
    lead: "A demonstration on this computer. Choose who you are.",
    local: "Nothing leaves this computer, and everything is gone when the demonstration ends.",
    pageLanguage: "Language of this page",
    door: "Your task",
    back: "All doors",
    toChat: "To the chat",
    residents: "Residents",
    resident: "Resident",
    addResident: "Add a resident",
    name: "First name",
    appLanguage: "Language of the app",
    add: "Add",
    messages: "Messages",
    bot: "bot",
    you: "You",
    typing: "is typing…",
    start: "Start",
    commands: "Commands",
    message: "Message",
    send: "Send",
    replyTo: "Reply to this message",
    replying: "Reply to:",
    cancelReply: "Cancel the reply",
    edited: "edited",
    copy: "Copy",
    copied: "Copied",
    opens: "opens a new tab",
    ok: "OK",
    nothing: "No messages yet.",
    lost: "The connection is lost. Is the demonstration still running?",
    failed: "That did not work. Please try again.",
  },
  fr: {
    title: "Bot des droits numériques",
    lead: "Une démonstration sur cet ordinateur. Choisissez qui vous êtes.",
    local: "Rien ne sort de cet ordinateur, et tout disparaît à la fin de la démonstration.",
    pageLanguage: "Langue de cette page",
    door: "À vous d’essayer",
    back: "Changer de rôle",
    toChat: "Vers la conversation",
    residents: "Personnes",
    resident: "Personne",
    addResident: "Ajouter une personne",
    name: "Prénom",
    appLanguage: "Langue de l’application",
    add: "Ajouter",
    messages: "Messages",
    bot: "bot",
    you: "Vous",
    typing: "est en train d’écrire…",
    start: "Démarrer",
    commands: "Commandes",
    message: "Message",
    send: "Envoyer",
    replyTo: "Répondre à ce message",
    replying: "Réponse à :",
    cancelReply: "Annuler la réponse",
    edited: "modifié",
    copy: "Copier",
    copied: "Copié",
    opens: "ouvre un nouvel onglet",
    ok: "OK",
    nothing: "Pas encore de message.",
    lost: "La connexion est coupée. La démonstration est-elle encore en cours ?",
    failed: "Cela n’a pas marché. Réessayez, s’il vous plaît.",
  },
  nl: {
    title: "Bot voor digitale rechten",
    lead: "Een demonstratie op deze computer. Kies wie je bent.",
    local: "Alles blijft op deze computer, en alles verdwijnt als de demonstratie stopt.",
    pageLanguage: "Taal van deze pagina",
    door: "Jouw opdracht",
    back: "Andere rol kiezen",
    toChat: "Naar de chat",
    residents: "Inwoners",
    resident: "Inwoner",
    addResident: "Inwoner toevoegen",
    name: "Voornaam",
    appLanguage: "Taal van de app",
    add: "Toevoegen",
    messages: "Berichten",
    bot: "bot",
    you: "Jij",
    typing: "is aan het typen…",
    start: "Start",
    commands: "Commando’s",
    message: "Bericht",
    send: "Verzenden",
    replyTo: "Op dit bericht antwoorden",
    replying: "Antwoord op:",
    cancelReply: "Antwoord annuleren",
    edited: "bewerkt",
    copy: "Kopiëren",
    copied: "Gekopieerd",
    opens: "opent een nieuw tabblad",
    ok: "OK",
    nothing: "Nog geen berichten.",
    lost: "De verbinding is verbroken. Loopt de demonstratie nog?",
    failed: "Dat is niet gelukt. Probeer het opnieuw.",
  },
  bg: {
    title: "Бот за дигитални права",
    lead: "Демонстрация на този компютър. Изберете кой сте.",
    local: "Нищо не напуска този компютър и всичко изчезва, когато демонстрацията свърши.",
    pageLanguage: "Език на страницата",
    door: "Вашата задача",
    back: "Всички роли",
    toChat: "Към чата",
    residents: "Жители",
    resident: "Жител",
    addResident: "Добавяне на жител",
    name: "Име",
    appLanguage: "Език на приложението",
    add: "Добавяне",
    messages: "Съобщения",
    bot: "бот",
    you: "Вие",
    typing: "пише…",
    start: "Старт",
    commands: "Команди",
    message: "Съобщение",
    send: "Изпращане",
    replyTo: "Отговор на това съобщение",
    replying: "Отговор на:",
    cancelReply: "Отмяна на отговора",
    edited: "редактирано",
    copy: "Копиране",
    copied: "Копирано",
    opens: "отваря се в нов раздел",
    ok: "Добре",
    nothing: "Още няма съобщения.",
    lost: "Връзката прекъсна. Работи ли още демонстрацията?",
    failed: "Не се получи. Моля, опитайте отново.",
  },
  sq: {
    title: "Boti i të drejtave digjitale",
    lead: "Një demonstrim në këtë kompjuter. Zgjidhni kush jeni.",
    local: "Asgjë nuk del nga ky kompjuter dhe gjithçka zhduket kur mbaron demonstrimi.",
    pageLanguage: "Gjuha e kësaj faqeje",
    door: "Detyra juaj",
    back: "Të gjitha rolet",
    toChat: "Te biseda",
    residents: "Banorët",
    resident: "Banor",
    addResident: "Shto një banor",
    name: "Emri",
    appLanguage: "Gjuha e aplikacionit",
    add: "Shto",
    messages: "Mesazhet",
    bot: "bot",
    you: "Ju",
    typing: "po shkruan…",
    start: "Fillo",
    commands: "Komandat",
    message: "Mesazh",
    send: "Dërgo",
    replyTo: "Përgjigju këtij mesazhi",
    replying: "Përgjigje për:",
    cancelReply: "Anulo përgjigjen",
    edited: "redaktuar",
    copy: "Kopjo",
    copied: "U kopjua",
    opens: "hapet në një skedë të re",
    ok: "OK",
    nothing: "Ende nuk ka mesazhe.",
    lost: "Lidhja u ndërpre. A vazhdon ende demonstrimi?",
    failed: "Nuk funksionoi. Ju lutemi, provoni përsëri.",
  },
};

// The nearest of the five languages to an app's or browser's language.
export function nearest(code) {
  const lang = (code || "").slice(0, 2).toLowerCase();
  return lang in PAGE_LANGUAGES ? lang : "en";
}

export function word(lang, key) {
  return WORDS[nearest(lang)][key];
}

// Words that come from the server: {language: words}.
export function inLanguage(words, lang) {
  return words[nearest(lang)] || words[""] || words.en || "";
}

// Fill every element that names a word, as its text or as its label.
export function translate(lang) {
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = word(lang, element.dataset.word);
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", word(lang, element.dataset.label));
    if (element.matches("button")) element.title = word(lang, element.dataset.label);
  }
  document.getElementById("text").placeholder = word(lang, "message");
  document.documentElement.lang = nearest(lang);
  document.title = word(lang, "title");
}
