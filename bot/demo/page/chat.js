// One chat on the phone: its messages, what is written, what comes in.

import { drawBubble, make } from "./bubble.js";
import { ask, at, inChat, say, state, toast } from "./shared.js";
import { inLanguage } from "./words.js";

export async function loadChat(id) {
  state.chat = await ask(`chats/${id}`);
  state.bubbles = new Map(state.chat.bubbles.map((bubble) => [bubble.id, bubble]));
  location.hash = `#${id}`;
}

export function drawChat() {
  at("log").lang = state.chat.lang || "en";
  at("bot-name").textContent = inLanguage(state.bot.names, state.chat.lang);
  drawLog();
  drawCommands();
  answerTo(lastForced());
  (at("begin").hidden ? at("text") : at("start")).focus();
}

// The newest message, if it asks for a reply.
function lastForced() {
  const last = [...state.bubbles.values()].pop();
  return last?.forced ? last : null;
}

function drawLog() {
  idle();
  const log = at("log");
  const bubbles = [...state.bubbles.values()];
  // Drawn anew all at once: nothing of this is news.
  log.setAttribute("aria-live", "off");
  log.replaceChildren(...bubbles.map((bubble) => drawBubble(bubble, hooks)));
  if (!bubbles.length) log.append(make("p", { className: "about", dir: "auto", textContent: state.chat.about || say("nothing") }));
  log.setAttribute("aria-live", "polite");
  toTheEnd();
  at("begin").hidden = bubbles.length > 0;
  at("composer").hidden = !bubbles.length;
}

function receive(bubble) {
  const known = state.bubbles.has(bubble.id);
  state.bubbles.set(bubble.id, bubble);
  if (!known && state.bubbles.size === 1) at("log").replaceChildren();
  at("begin").hidden = true;
  at("composer").hidden = false;
  const card = drawBubble(bubble, hooks);
  if (known) replace(bubble.id, card);
  else {
    at("log").append(card);
    if (bubble.mine) answerTo(null);
    else if (bubble.forced) answerTo(bubble);
    toTheEnd();
  }
  if (!bubble.mine) idle();
}

// An edit takes the place of the message; who stood on one of its buttons stands on one again.
function replace(id, card) {
  const log = at("log");
  const old = log.querySelector(`[data-id="${id}"]`);
  const held = [...old.querySelectorAll(".key")].indexOf(document.activeElement);
  old.replaceWith(card);
  if (held >= 0) {
    const keys = card.querySelectorAll(".key");
    (keys[Math.min(held, keys.length - 1)] || card).focus({ preventScroll: true });
  }
  if (state.atEnd) toTheEnd();
}

function toTheEnd() {
  at("log").scrollTop = at("log").scrollHeight;
}

function remove(id) {
  const card = at("log").querySelector(`[data-id="${id}"]`);
  const held = card?.contains(document.activeElement);
  state.bubbles.delete(id);
  card?.remove();
  if (state.to?.id === id) answerTo(null);
  if (held) at("text").focus();
}

const hooks = {
  say,
  quote: (id) => (id === null ? "" : state.bubbles.get(id)?.text.split("\n")[0] || ""),
  isHere: (url) => url.toLowerCase().split("?")[0] === `https://t.me/${state.bot.username}`.toLowerCase(),
  command: (text) => write(text),
  link: (url) => inChat("links", { link: url }),
  copy: async (text) => {
    await navigator.clipboard.writeText(text);
    toast(say("copied"));
  },
  press: async (bubble, row, column, key) => {
    key.setAttribute("aria-busy", "true");
    try {
      await inChat("presses", { message: bubble.id, row, column });
    } catch {
      key.removeAttribute("aria-busy");
    }
  },
  reply: (bubble) => {
    answerTo(bubble);
    at("text").focus();
  },
};

// Writing. ------------------------------------------------------------------------------------

function answerTo(bubble) {
  state.to = bubble;
  at("replying").hidden = !bubble;
  at("replying-to").textContent = bubble ? `${say("replying")} ${bubble.text.split("\n")[0]}` : "";
  at("text").placeholder = bubble?.placeholder || say("message");
  if (bubble?.forced) at("text").focus();
}

async function write(text) {
  if (text.trim()) await inChat("messages", { text, to: state.to?.id });
}

async function submit(event) {
  event?.preventDefault();
  const text = at("text").value;
  at("text").value = "";
  try {
    await write(text);
  } catch {
    at("text").value = text;
  }
  grow();
}

// The box is as high as its text, up to a limit that the style sheet sets.
function grow() {
  const box = at("text");
  box.rows = Math.min(5, box.value.split("\n").length);
}

function drawCommands() {
  at("menu").hidden = !state.chat.commands.length;
  openMenu(false);
  at("commands").replaceChildren(
    ...state.chat.commands.map((command) => {
      const choose = make("button", { type: "button", className: "command" });
      choose.append(make("b", { textContent: `/${command.command}` }), " ", command.description);
      choose.addEventListener("click", () => {
        openMenu(false);
        at("text").focus();
        write(`/${command.command}`);
      });
      return make("li", {}, choose);
    }),
  );
}

function openMenu(open) {
  at("commands").hidden = !open;
  at("menu").setAttribute("aria-expanded", String(open));
  if (open) at("commands").querySelector("button").focus();
}

// What comes in. ------------------------------------------------------------------------------------

let typingTimer = 0;
function busy() {
  at("state").textContent = say("typing");
  clearTimeout(typingTimer);
  typingTimer = setTimeout(idle, 5000);
}

function idle() {
  clearTimeout(typingTimer);
  at("state").textContent = say("bot");
}

function answered(change) {
  const card = at("log").querySelector(`[data-id="${change.message}"]`);
  card?.querySelectorAll("[aria-busy]").forEach((key) => key.removeAttribute("aria-busy"));
  if (!change.alert.text) return;
  if (!change.alert.modal) return toast(change.alert.text);
  at("alert-text").textContent = change.alert.text;
  at("alert").showModal();
}

export function changed(change) {
  if (change.chat !== state.chat?.id) return;
  if (change.kind === "message" && change.bubble) receive(change.bubble);
  if (change.kind === "deleted") remove(change.message);
  if (change.kind === "typing") busy();
  if (change.kind === "alert") answered(change);
}

export function listenInChat() {
  const log = at("log");
  log.addEventListener("scroll", () => (state.atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40));
  // Who reads the newest message goes on reading it when the reply bar or a menu takes room.
  new ResizeObserver(() => state.atEnd && toTheEnd()).observe(log);
  at("start").addEventListener("click", () => write("/start").then(() => at("text").focus()));
  at("composer").addEventListener("submit", submit);
  at("text").addEventListener("input", grow);
  at("text").addEventListener("keydown", (key) => {
    if (key.key !== "Enter" || key.shiftKey || key.isComposing) return;
    key.preventDefault();
    submit();
  });
  at("no-reply").addEventListener("click", () => hooks.reply(null));
  at("menu").addEventListener("click", () => openMenu(at("commands").hidden));
  addEventListener("keydown", (key) => {
    if (key.key !== "Escape" || at("commands").hidden) return;
    openMenu(false);
    at("menu").focus();
  });
}
