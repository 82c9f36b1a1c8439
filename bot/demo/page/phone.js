// The page: the lobby with its doors, and the residents with their phones.

import { make } from "./bubble.js";
import { changed, drawChat, listenInChat, loadChat } from "./chat.js";
import { ask, at, say, show, state, toast } from "./shared.js";
import { APP_LANGUAGES, PAGE_LANGUAGES, inLanguage, nearest, translate } from "./words.js";

// The lobby. ----------------------------------------------------------------------------------

function drawLobby() {
  at("languages").replaceChildren(
    ...Object.entries(PAGE_LANGUAGES).map(([code, name]) => {
      const choice = make("button", { type: "button", className: "choice", textContent: name, lang: code });
      choice.setAttribute("aria-pressed", String(code === state.lang));
      choice.addEventListener("click", () => {
        speak(code);
        at("languages").querySelector(`[lang=${code}]`).focus();
      });
      return choice;
    }),
  );
  at("doors").replaceChildren(...state.doors.map(drawDoor));
}

function drawDoor(door) {
  const card = make("section", { className: "door" });
  card.append(make("h2", { textContent: inLanguage(door.title, state.lang) }), drawSteps(door));
  const words = inLanguage(door.action, state.lang);
  if (door.link) {
    card.append(make("a", { className: "strong", href: door.link, target: "_blank", rel: "noopener", textContent: words }));
  } else {
    const open = make("button", { type: "button", className: "strong", textContent: words });
    open.addEventListener("click", enter);
    card.append(open);
  }
  return card;
}

function drawSteps(door) {
  return make("ol", {}, ...door.steps.map((step) => make("li", { textContent: inLanguage(step, state.lang) })));
}

function speak(lang) {
  state.lang = nearest(lang);
  translate(state.lang);
  drawLobby();
  drawPeople();
}

async function enter() {
  const name = `${say("resident")} ${state.people.length + 1}`;
  const mine = state.people.find((person) => person.lang === state.lang);
  await openChat((mine || (await addPerson(name, state.lang))).id);
}

function leave() {
  state.chat = null;
  location.hash = "";
  show("lobby");
  at("doors").querySelector("button")?.focus();
}

// The residents. ------------------------------------------------------------------------------

async function addPerson(name, lang) {
  const person = await ask("chats", { name, lang });
  state.people.push(person);
  return person;
}

function drawPeople() {
  at("residents").replaceChildren(
    ...state.people.map((person) => {
      const open = make("button", { type: "button", className: "person" });
      open.append(
        make("span", { className: "face", ariaHidden: "true", textContent: person.name.slice(0, 1) }),
        make("span", { className: "person-name", textContent: person.name }),
        make("span", { className: "person-lang", lang: person.lang, textContent: APP_LANGUAGES[person.lang] || person.lang }),
      );
      if (state.chat?.id === person.id) open.setAttribute("aria-current", "true");
      open.addEventListener("click", () => openChat(person.id));
      return make("li", {}, open);
    }),
  );
  const door = state.doors.find((one) => !one.link);
  if (door) at("task").replaceChildren(make("h2", { textContent: say("door") }), drawSteps(door));
  const chosen = at("add-lang").value || state.lang;
  at("add-lang").replaceChildren(
    ...Object.entries(APP_LANGUAGES).map(([code, name]) => make("option", { value: code, textContent: name, lang: code })),
  );
  at("add-lang").value = chosen;
}

async function addFromForm(submit) {
  submit.preventDefault();
  const name = at("add-name").value.trim() || `${say("resident")} ${state.people.length + 1}`;
  const person = await addPerson(name, at("add-lang").value);
  at("add-name").value = "";
  await openChat(person.id);
}

// One resident's phone.
async function openChat(id) {
  await loadChat(id);
  speak(state.chat.lang);
  show("phone");
  drawChat();
}

// The beginning. ------------------------------------------------------------------------------

function listen() {
  at("leave").addEventListener("click", leave);
  at("to-people").addEventListener("click", () => {
    show("people");
    at("leave").focus();
  });
  at("to-chat").addEventListener("click", () => {
    show("phone");
    at("text").focus();
  });
  at("add").addEventListener("submit", addFromForm);
  listenInChat();
}

async function begin() {
  listen();
  translate(state.lang);
  const given = await ask("start");
  Object.assign(state, { bot: given.bot, doors: given.doors, people: given.chats });
  speak(state.lang);
  const stream = new EventSource("/_demo/changes");
  stream.addEventListener("message", (told) => changed(JSON.parse(told.data)));
  stream.addEventListener("error", () => toast(say("lost")));
  // What happened while the connection was down is read again.
  stream.addEventListener("open", () => state.chat && openChat(state.chat.id));
  const wanted = Number(location.hash.slice(1));
  if (state.people.some((person) => person.id === wanted)) await openChat(wanted);
  else show("lobby");
}

begin();
