// What all parts of the page share: its state, its words, the server, and the notice at the top.

import { nearest, word } from "./words.js";

export const at = (id) => document.getElementById(id);
export const state = {
  lang: nearest(navigator.language),
  bot: null,
  doors: [],
  people: [],
  chat: null,
  bubbles: new Map(),
  // The message that the next one answers.
  to: null,
  atEnd: true,
};
export const say = (key) => word(state.lang, key);

export async function ask(path, body) {
  const post = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  try {
    const answer = await fetch(`/_demo/${path}`, body === undefined ? {} : post);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.status === 204 ? null : await answer.json();
  } catch (broken) {
    toast(say(broken instanceof TypeError ? "lost" : "failed"));
    throw broken;
  }
}

export const inChat = (path, body) => ask(`chats/${state.chat.id}/${path}`, body);

// One of lobby, phone, people; wide screens show the last two side by side.
export function show(place) {
  at("lobby").hidden = place !== "lobby";
  at("desk").hidden = place === "lobby";
  at("desk").dataset.screen = place;
}

let toastTimer = 0;
export function toast(text) {
  at("toast").textContent = text;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (at("toast").textContent = ""), 5000);
}
