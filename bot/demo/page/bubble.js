// Draws one message: its text with entities, its buttons, its time. Nothing is ever parsed as HTML.

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// `hooks` are what a message can ask of the page: command, link, copy, press, reply; and `say`, its words.
export function drawBubble(bubble, hooks) {
  const card = make("article", { className: bubble.mine ? "bubble mine" : "bubble", tabIndex: -1 });
  card.dataset.id = bubble.id;
  card.append(make("p", { className: "unseen", textContent: hooks.say(bubble.mine ? "you" : "bot") }));
  const body = make("div", { className: "body", dir: "auto" });
  if (hooks.quote(bubble.reply_to)) {
    body.append(make("p", { className: "quote", textContent: hooks.quote(bubble.reply_to) }));
  }
  if (bubble.file) body.append(make("p", { className: "file", textContent: `📎 ${bubble.file}` }));
  const text = make("div", { className: "text" });
  text.append(...drawText(bubble.text, 0, bubble.text.length, bubble.entities, hooks));
  body.append(text, drawFoot(bubble, hooks));
  card.append(body);
  if (bubble.rows.length) card.append(drawKeyboard(bubble, hooks));
  return card;
}

// Offsets are UTF-16 units, as in JavaScript's own strings; entities come outer first.
function drawText(text, from, to, entities, hooks) {
  const nodes = [];
  let at = from;
  entities.forEach((entity, index) => {
    const end = entity.offset + entity.length;
    if (entity.offset < at || end > to) return;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inner = entities
      .slice(index + 1)
      .filter((other) => other.offset >= entity.offset && other.offset + other.length <= end);
    const children = drawText(text, entity.offset, end, inner, hooks);
    nodes.push(drawEntity(entity, text.slice(entity.offset, end), children, hooks));
    at = end;
  });
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function drawEntity(entity, text, children, hooks) {
  if (entity.type in TAGS) return make(TAGS[entity.type], {}, ...children);
  if (entity.type === "text_link") return drawLink(entity.url, children, hooks);
  if (entity.type === "url") return drawLink(text, children, hooks);
  if (entity.type === "code") {
    const code = make("button", { type: "button", className: "code", title: hooks.say("copy") }, ...children);
    code.addEventListener("click", () => hooks.copy(text));
    return code;
  }
  if (entity.type === "bot_command") {
    const command = make("button", { type: "button", className: "inline-link" }, ...children);
    command.addEventListener("click", () => hooks.command(text));
    return command;
  }
  return make("span", {}, ...children);
}

function drawLink(url, children, hooks) {
  const link = make("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, ...children);
  if (hooks.isHere(url)) {
    link.removeAttribute("target");
    link.addEventListener("click", (click) => {
      click.preventDefault();
      hooks.link(url);
    });
  }
  return link;
}

function drawFoot(bubble, hooks) {
  const foot = make("div", { className: "foot" });
  const reply = make("button", { type: "button", className: "reply", title: hooks.say("replyTo"), textContent: "↩" });
  reply.setAttribute("aria-label", hooks.say("replyTo"));
  reply.addEventListener("click", () => hooks.reply(bubble));
  const at = new Date(bubble.date * 1000);
  const clock = [at.getHours(), at.getMinutes()].map((number) => String(number).padStart(2, "0")).join(":");
  foot.append(reply);
  if (bubble.edited) foot.append(make("span", { className: "edited", textContent: hooks.say("edited") }));
  foot.append(make("time", { dateTime: at.toISOString(), textContent: clock }));
  return foot;
}

function drawKeyboard(bubble, hooks) {
  const keyboard = make("div", { className: "keyboard" });
  bubble.rows.forEach((row, rowIndex) => {
    const line = make("div", { className: "row" });
    row.forEach((button, column) => line.append(drawButton(bubble, button, rowIndex, column, hooks)));
    keyboard.append(line);
  });
  return keyboard;
}

function drawButton(bubble, button, row, column, hooks) {
  if (button.url && !button.here) {
    const link = make("a", { className: "key", href: button.url, target: "_blank", rel: "noopener noreferrer" });
    link.append(button.label, make("span", { className: "mark", ariaHidden: "true", textContent: " ↗" }));
    link.append(make("span", { className: "unseen", textContent: ` (${hooks.say("opens")})` }));
    return link;
  }
  const key = make("button", { type: "button", className: `key ${button.style || ""}`, textContent: button.label });
  key.addEventListener("click", () => {
    if (button.url) hooks.link(button.url);
    else if (button.copy) hooks.copy(button.copy);
    else hooks.press(bubble, row, column, key);
  });
  return key;
}
