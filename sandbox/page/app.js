// The page of phones. Everything it shows comes from /sandbox/state; everything it does goes through the JSON API.

const PHONES = 4;
const $ = (id) => document.getElementById(id);

// /?phone=PERSON&chat=private shows one phone in one chat and nothing else; with &still it never changes.
const view = new URLSearchParams(location.search);
const single = view.has("phone");
document.body.classList.toggle("single", single);

// --- small helpers

/** An element: make("button", {class: "x", onclick: f}, child, "text") */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error((await response.json()).error);
  return response.json();
}

async function post(path, body = {}) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/** What a person last chose, kept for the next visit. */
const memory = single ? { get: (key, fallback) => fallback, set: () => {} } : {
  get: (key, fallback) => JSON.parse(localStorage.getItem(`sandbox.${location.port}.${key}`) ?? "null") ?? fallback,
  set: (key, value) => localStorage.setItem(`sandbox.${location.port}.${key}`, JSON.stringify(value)),
};

let state = null; // the newest answer of /sandbox/state
let skew = 0; // seconds the sandbox's clock is ahead of this browser's

function clockWords(seconds, options) {
  return new Intl.DateTimeFormat("en-US", { timeZone: state.zone, ...options }).format(new Date(seconds * 1000));
}
const TIME = { hour: "numeric", minute: "2-digit" };
const DAY = { weekday: "long", month: "long", day: "numeric" };

// --- messages

const TAGS = { B: "b", I: "i", U: "u", S: "s", CODE: "code", PRE: "pre", BLOCKQUOTE: "blockquote" };

/** Telegram's HTML as elements; only what Telegram knows gets through. */
function formatted(html, phone) {
  const box = document.createDocumentFragment();
  const walk = (from, into) => {
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) into.append(node.textContent);
      else if (node.nodeType === Node.ELEMENT_NODE) {
        const element = copied(node, phone);
        walk(node, element);
        into.append(element);
      }
    }
  };
  walk(new DOMParser().parseFromString(html, "text/html").body, box);
  return box;
}

function copied(node, phone) {
  if (TAGS[node.tagName]) return make(TAGS[node.tagName]);
  if (node.tagName === "TG-SPOILER") {
    return make("span", { class: "spoiler", onclick: (event) => event.currentTarget.classList.add("shown") });
  }
  if (node.tagName !== "A") return make("span");
  const href = node.getAttribute("href") ?? "";
  if (!/^(https?|tg):/i.test(href)) return make("span");
  const touch = (event) => {
    if (!phone) {
      event.preventDefault();
      const target = messageLink(href, state.groups);
      if (target) windows[state.groups.indexOf(target.chat)].jumps(target.message);
      return;
    }
    if (href.startsWith("tg://user")) event.preventDefault();
    else if (href.startsWith("tg://bot_command?command=")) {
      event.preventDefault();
      phone.does("write", { text: `/${href.split("=")[1]}` });
    } else if (phone.opensLink(href)) event.preventDefault();
  };
  return make("a", { href, target: "_blank", rel: "noopener noreferrer", onclick: touch });
}

/** Where a link to a message leads among these chats: t.me/c/123/45 is message 45 of chat -100…123. */
function messageLink(url, chats) {
  const link = /^(?:https?:\/\/)?(?:t|telegram)\.me\/(?:c\/(\d+)|(\w+))\/(?:\d+\/)?(\d+)$/i.exec(url);
  if (!link) return null;
  const [, internal, name, message] = link;
  const id = internal ? String(-1e12 - Number(internal)) : null;
  const chat = chats.find((one) => (id ? String(one.id) === id : one.username?.toLowerCase() === name.toLowerCase()));
  return { chat, message: Number(message) };
}

/** Scroll to a message and let it light up; false when it is not there. */
function flash(log, id, chat = null) {
  const found = [...log.querySelectorAll(`[data-id="${id}"]`)].filter((one) => chat === null || one.dataset.chat === String(chat));
  const target = found.at(-1);
  if (!target) return false;
  target.scrollIntoView({ block: "center" });
  target.classList.add("flash");
  setTimeout(() => target.classList.remove("flash"), 1200);
  return true;
}

function voice(message, phone) {
  const play = () => new Audio(message.voice.url).play().catch(() => phone?.toast("This recording has no sound."));
  return make("span", { class: "voice" },
    make("button", { type: "button", "aria-label": `Play the voice message, ${message.voice.length}`, onclick: play }, "▶"),
    make("span", { class: "wave" }, ...Array.from({ length: 24 }, (_, index) =>
      make("i", { style: `height: ${20 + ((index * 37 + message.id * 13) % 11) * 7}%` }))),
    make("small", {}, message.voice.length));
}

function photo(message) {
  const { url, width, height } = message.photo;
  const image = make("img", { class: "photo", src: url, width, height, alt: "Photo" });
  image.addEventListener("error", () => image.replaceWith(make("span", { class: "photo none" }, "🖼 Photo")));
  return image;
}

function bubble(message, phone) {
  const marks = [message.pinned ? "📌" : "", message.edited ? "edited" : "", clockWords(message.date, TIME)];
  const sound = message.mine || message.service ? "" : message.silent ? "🔕 " : "🔔 ";
  if (message.service) return make("p", { class: "service" }, message.service);
  const paper = make(
    "div",
    { class: "paper" },
    message.mine ? null : make("span", { class: "from" }, message.sender, message.topic ? ` · ${message.topic}` : ""),
    message.reply ? make("span", { class: "quote", onclick: (event) => flash(event.currentTarget.closest(".chat"), message.reply.id, message.reply.chat) },
      make("b", {}, message.reply.sender), ` ${message.reply.text}`) : null,
    message.file ? make("a", { class: "file", href: message.file.url, download: message.file.name }, `📄 ${message.file.name}`) : null,
    message.file && message.html ? make("br") : null,
    message.voice ? voice(message, phone) : null,
    message.photo ? photo(message) : null,
    message.media ? `${message.media}\n` : null,
    formatted(message.html, phone),
    make("span", { class: "meta", title: message.silent ? "came without a sound" : "" },
      make("span", { class: "sound" }, sound), marks.filter(Boolean).join(" "),
      phone ? make("button", { type: "button", class: "reply-to", "aria-label": "Reply", title: "Reply", onclick: () => phone.repliesTo(message) }, "↩") : null),
  );
  const box = make("article", { class: message.mine ? "bubble mine" : "bubble", "data-id": message.id, "data-chat": message.chat }, paper);
  if (message.buttons.length) box.append(keyboard(message, phone));
  return box;
}

function keyboard(message, phone) {
  const rows = message.buttons.map((row, r) =>
    make("div", {}, ...row.map((button, c) => {
      const label = button.url ? `${button.text} ↗` : button.text;
      const key = `${message.chat}/${message.id}/${r}/${c}`;
      return make("button", {
        type: "button",
        class: [phone?.busy.has(key) ? "busy" : "", button.copy ? "copies" : ""].join(" ").trim() || null,
        disabled: !phone,
        title: phone ? null : "Tap it on a phone",
        onclick: () => phone.taps(message, r, c, key),
      }, label);
    })),
  );
  return make("div", { class: "buttons" }, ...rows);
}

/** A scrolling list of messages that stays at its end, also while hidden or resized, until one scrolls up. */
function scroll(label) {
  const box = make("div", { class: "chat", tabindex: "0", role: "log", "aria-label": label, onscroll: () => {
    if (box.clientHeight) box.stays = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  } });
  box.stays = true;
  new ResizeObserver(() => { if (box.stays) box.scrollTop = box.scrollHeight; }).observe(box);
  return box;
}

/** Fill a chat, with a line for each new day. */
function fill(box, messages, phone) {
  const { stays } = box;
  const parts = [];
  let day = "";
  for (const message of messages) {
    const today = clockWords(message.date, DAY);
    if (today !== day) parts.push(make("p", { class: "day" }, (day = today)));
    parts.push(bubble(message, phone));
  }
  box.replaceChildren(...parts);
  if (stays) box.scrollTop = box.scrollHeight;
}

// --- a group, seen from above

class Window {
  constructor() {
    this.name = make("b");
    this.count = make("small");
    this.pin = make("div", { class: "pin", hidden: true });
    this.chat = scroll("Messages of the group");
    this.element = make("section", { class: "window" },
      make("div", { class: "head" }, make("div", { class: "name" }, this.name, this.count)), this.pin, this.chat);
  }

  jumps(message) { flash(this.chat, message); }

  update(group) {
    const drawn = JSON.stringify(group) + state.zone;
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.name.textContent = group.title;
    this.element.setAttribute("aria-label", `Group ${group.title}`);
    this.count.textContent = `${group.members} people · what everyone there sees`;
    this.pin.hidden = !group.pinned;
    this.pin.textContent = group.pinned ? `📌 ${group.pinned.text}` : "";
    fill(this.chat, group.messages, null);
  }
}

// --- a phone

class Phone {
  constructor(index) {
    this.index = index;
    this.person = null; // whose it is
    this.open = memory.get(`open${index}`, view.get("chat") ?? "private"); // the open chat, or null for the list
    this.busy = new Set(); // buttons that spin
    this.pending = null; // a link that waits for START
    this.reply = null;
    this.owner = make("select", { "aria-label": `Whose phone ${index + 1} is`, onchange: () => this.belongsTo(Number(this.owner.value)) });
    this.menu = make("button", { type: "button", class: "icon", onclick: () => this.blocks() }, "Block");
    this.body = make("div", { style: "display: contents" });
    this.element = make("section", { class: "phone", "aria-label": `Phone ${index + 1}` },
      make("div", { class: "head owner" }, this.owner, this.menu), this.body);
  }

  get screen() { return state.screens[this.person]; }
  get chat() { return this.screen?.chats.find((chat) => chat.id === this.open); }

  belongsTo(person) {
    this.person = person;
    memory.set(`person${this.index}`, person);
    this.shows("private");
    refresh();
  }

  shows(chat) {
    this.open = chat;
    this.reply = null;
    this.drawn = null;
    this.built = null;
    memory.set(`open${this.index}`, chat);
    if (this.screen) this.update();
  }

  /** Do something as this person; what goes wrong is shown on the phone. */
  async does(deed, body = {}) {
    try {
      return await post(`/sandbox/people/${this.person}/${deed}`, { chat: this.open ?? "private", ...body });
    } catch (error) {
      this.toast(error.message);
      return null;
    }
  }

  blocks() { this.does(this.screen.blocked ? "unblock" : "block", { chat: "private" }); }

  // what is read

  readKey(chat) { return `read.${this.person}.${chat.id}`; }
  newest(chat) { return Math.max(0, ...chat.messages.map((message) => message.sequence)); }
  unread(chat) {
    const read = memory.get(this.readKey(chat), 0);
    return chat.messages.filter((message) => !message.mine && !message.service && message.sequence > read).length;
  }

  // drawing

  update() {
    const people = state.people.map((person) => `${person.id}${person.name}${person.language}`).join();
    if (people !== this.people) {
      this.people = people;
      this.owner.replaceChildren(...state.people.map((person) =>
        make("option", { value: person.id }, `${person.name}${person.language ? ` · ${person.language}` : ""}`)));
    }
    this.owner.value = this.person;
    this.menu.title = `${this.screen.blocked ? "Unblock" : "Block"} the bot on this phone`;
    this.menu.textContent = this.screen.blocked ? "Unblock" : "Block";
    if (this.open && !this.chat) this.open = null;
    const drawn = JSON.stringify([this.screen, this.open, this.person, state.zone]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    if (this.open) this.drawChat(this.chat);
    else this.drawList();
  }

  drawList() {
    this.built = null;
    const rows = this.screen.chats.map((chat) => {
      const last = chat.messages.at(-1);
      const count = this.unread(chat);
      const preview = last ? last.service || `${last.mine ? "You: " : ""}${plain(last.html) || last.media || (last.voice ? "🎤 Voice message" : last.photo ? "🖼 Photo" : "📄")}` : "No messages yet";
      return make("button", { type: "button", class: "row", onclick: () => this.shows(chat.id) },
        make("b", {}, chat.title), count ? make("small", { class: "count", "aria-label": `${count} unread` }, count) : null,
        make("span", {}, preview));
    });
    const outside = this.screen.outside.map((group) => make("div", { class: "outside" }, `Not in ${group.title}`,
      make("button", { type: "button", onclick: () => this.does("join", { chat: group.id }) }, "Join")));
    this.body.replaceChildren(
      make("div", { class: "head" }, make("div", { class: "name" }, make("b", {}, "Chats"))),
      make("div", { class: "list" }, ...rows, ...outside));
  }

  drawChat(chat) {
    const key = `${this.person}/${this.open}`;
    if (this.built !== key) this.buildChat(key);
    const group = chat.id !== "private";
    this.title.textContent = chat.title;
    this.avatar.textContent = [...chat.title][0];
    this.log.classList.toggle("private", !group);
    this.subtitle.textContent = group ? `${chat.members} people` : "bot";
    const others = this.screen.chats.filter((other) => other !== chat).reduce((sum, other) => sum + this.unread(other), 0);
    this.back.replaceChildren("‹", others ? make("small", { class: "count", "aria-label": `${others} unread elsewhere` }, others) : "");
    this.leave.hidden = !group;
    this.pin.hidden = !chat.pinned;
    this.pin.textContent = chat.pinned ? `📌 ${chat.pinned.text}` : "";
    fill(this.log, chat.messages, this);
    const mustStart = !group && (this.pending !== null || this.screen.blocked || !chat.messages.length);
    this.start.hidden = !mustStart;
    this.start.textContent = this.screen.blocked ? "RESTART" : "START";
    this.line.hidden = mustStart;
    this.keys.replaceChildren(...chat.keyboard.map((row) => make("div", {}, ...row.map((one) =>
      make("button", { type: "button", onclick: () => this.does("press", { key: one.text }) }, one.contact ? `📱 ${one.text}` : one.text)))));
    const topics = chat.topics.filter((topic) => !topic.closed);
    this.topic.hidden = !topics.length;
    if (this.topic.childElementCount !== topics.length + 1) {
      this.topic.replaceChildren(make("option", { value: "" }, "General"), ...topics.map((topic) => make("option", { value: topic.id }, topic.name)));
    }
    memory.set(this.readKey(chat), this.newest(chat));
  }

  /** The lasting parts of a chat: they keep what is being typed while messages come and go. */
  buildChat(key) {
    this.built = key;
    this.title = make("b");
    this.subtitle = make("small");
    this.avatar = make("span", { class: "avatar", "aria-hidden": "true" });
    this.back = make("button", { type: "button", class: "icon", "aria-label": "All chats", onclick: () => this.shows(null) });
    this.leave = make("button", { type: "button", class: "icon", onclick: () => this.does("leave") }, "Leave");
    this.pin = make("button", { type: "button", class: "pin", hidden: true, onclick: () => flash(this.log, this.chat.pinned.id) });
    this.log = scroll("Messages");
    this.start = make("button", { type: "button", class: "big", onclick: () => this.starts() }, "START");
    this.text = make("input", { "aria-label": "Message", placeholder: "Message", maxlength: 4096, autocomplete: "off",
      oninput: () => this.hints(), onkeydown: (event) => { if (event.key === "Escape") this.repliesTo(null); } });
    this.topic = make("select", { "aria-label": "Topic", hidden: true });
    this.send = make("button", { type: "submit", class: "send", "aria-label": "Send", hidden: true }, "➤");
    this.mic = make("button", { type: "button", class: "send mic", "aria-label": "Send a voice message of 3 seconds", title: "Send a voice message of 3 seconds",
      onclick: () => this.does("voice") }, "🎤");
    this.line = make("form", { class: "line", onsubmit: (event) => { event.preventDefault(); this.writes(); } },
      this.topic, this.text, this.send, this.mic);
    this.replying = make("div", { class: "replying", hidden: true });
    this.keys = make("div", { class: "keys" });
    this.suggest = make("div", { class: "hints", hidden: true });
    this.body.replaceChildren(
      make("div", { class: "head" }, this.back, this.avatar, make("div", { class: "name" }, this.title, this.subtitle), this.leave),
      this.pin, this.log,
      make("div", { class: "foot" }, this.replying, this.suggest, this.line, this.start, this.keys));
  }

  // acting

  async writes() {
    const text = this.text.value.trim();
    if (!text) return;
    const thread = Number(this.topic.value) || null;
    this.text.value = "";
    this.hints();
    const reply = this.reply;
    this.repliesTo(null);
    await this.does("write", { text, thread, reply_to: reply?.id });
  }

  hints() {
    const typed = this.text.value;
    this.send.hidden = !typed.trim();
    this.mic.hidden = !this.send.hidden;
    const found = typed.startsWith("/") && !typed.includes(" ") ? this.chat.menu.filter(([command]) => command.startsWith(typed.slice(1))) : [];
    this.suggest.hidden = !found.length;
    this.suggest.replaceChildren(...found.map(([command, description]) => make("button", {
      type: "button",
      onclick: () => { this.text.value = `/${command} `; this.hints(); this.text.focus(); },
    }, `/${command}`, make("span", {}, description))));
  }

  repliesTo(message) {
    this.reply = message;
    this.replying.hidden = !message;
    if (!message) return;
    this.replying.replaceChildren(`Reply to ${message.sender}: ${plain(message.html).slice(0, 30)}`,
      make("button", { type: "button", class: "reply-to", "aria-label": "Do not reply", onclick: () => this.repliesTo(null) }, "✕"));
    this.text.focus();
  }

  async taps(message, row, column, key) {
    if (this.busy.has(key)) return;
    const { copy } = message.buttons[row][column];
    if (copy) {
      await navigator.clipboard?.writeText(copy).catch(() => {});
      return this.toast("Text copied to clipboard.");
    }
    this.spin(key, true);
    const answer = await this.does("tap", { message: message.id, in: message.chat, row, column });
    this.spin(key, false);
    if (!answer) return;
    if (answer.url && !this.opensLink(answer.url)) window.open(answer.url, "_blank", "noopener");
    if (answer.text && answer.alert) this.alert(answer.text);
    else if (answer.text) this.toast(answer.text);
  }

  spin(key, on) {
    if (on) this.busy.add(key);
    else this.busy.delete(key);
    this.drawn = null;
    if (this.open) fill(this.log, this.chat.messages, this);
  }

  /** A link to the bot opens its chat with START waiting, one to a message scrolls there; true when it was one. */
  opensLink(url) {
    if (/^(?:https?:\/\/)?(?:t|telegram)\.me\/\+/i.test(url)) {
      this.joins(url);
      return true;
    }
    const target = messageLink(url, this.screen.chats);
    if (target) {
      if (!target.chat) this.toast("You are not in the chat this message is in.");
      else {
        if (target.chat.id !== this.open) this.shows(target.chat.id);
        if (!flash(this.log, target.message)) this.toast("This message is not there.");
      }
      return true;
    }
    const link = /^(?:https?:\/\/)?(?:t|telegram)\.me\/(\w+)(?:\?|$)/i.exec(url);
    if (!link || link[1].toLowerCase() !== state.bot.username.toLowerCase()) return false;
    this.pending = url;
    this.shows("private");
    this.start.focus();
    return true;
  }

  async starts() {
    const url = this.pending;
    this.pending = null;
    this.drawn = null;
    await this.does("start", url ? { url } : {});
    this.update();
  }

  async joins(link) {
    const answer = await this.does("join", { link });
    if (!answer) return;
    if (!answer.chat) return this.toast("You will be let in when an admin approves.");
    await refresh();
    this.shows(answer.chat);
  }

  toast(words) {
    this.element.querySelector(".toast")?.remove();
    const toast = make("p", { class: "toast", role: "status", style: "margin: 0" }, words);
    this.element.append(toast);
    setTimeout(() => toast.remove(), 3500 + 30 * words.length);
  }

  alert(words) {
    const before = document.activeElement;
    const close = () => { modal.remove(); before?.focus?.(); };
    const ok = make("button", { type: "button", onclick: close }, "OK");
    const modal = make("div", { class: "modal", role: "alertdialog", "aria-modal": "true", "aria-label": words,
      onkeydown: (event) => { if (event.key === "Escape") close(); } }, make("div", {}, words, ok));
    this.element.append(modal);
    ok.focus();
  }
}

function plain(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.replaceAll("\n", " ");
}

// --- the whole desk

const groups = make("div", { class: "groups" });
const windows = [];
const phones = Array.from({ length: single ? 1 : PHONES }, (_, index) => new Phone(index));
$("desk").append(...(single ? [] : [groups]), ...phones.map((phone) => phone.element));

async function refresh() {
  const shown = [...new Set(phones.map((phone) => phone.person).filter(Boolean))];
  let fresh;
  try {
    fresh = await get(`/sandbox/state?people=${shown.join()}`);
  } catch {
    if (state) $("offline").hidden = false;
    for (const phone of phones) phone.person = null; // perhaps another sandbox comes back
    return;
  }
  $("offline").hidden = true;
  state = fresh;
  skew = state.time - Date.now() / 1000;
  if (phones.some((phone) => !phone.person)) return settle();
  draw();
}

/** Give every phone an owner: the one of last time, or one of the first four people. */
function settle() {
  const known = new Set(state.people.map((person) => person.id));
  if (single && !known.has(Number(view.get("phone")))) {
    $("offline").hidden = false;
    $("offline").textContent = `There is no person ${view.get("phone")}.`;
    return;
  }
  if (!known.size) return;
  phones.forEach((phone, index) => {
    const last = memory.get(`person${index}`, single ? Number(view.get("phone")) : null);
    phone.person = known.has(last) ? last : state.phones[index % state.phones.length];
  });
  return refresh();
}

function draw() {
  document.title = state.title;
  $("title").textContent = state.title;
  for (const button of document.querySelectorAll("[data-clock]")) button.disabled = !state.clock_moves;
  drawTime();
  while (windows.length < state.groups.length) {
    windows.push(new Window());
    groups.append(windows.at(-1).element);
  }
  state.groups.forEach((group, index) => windows[index].update(group));
  phones.forEach((phone) => phone.update());
  drawTabs();
  drawChild();
  drawFaults();
  drawLog();
}

function drawTime() {
  if (!state) return;
  const now = Date.now() / 1000 + skew;
  const words = clockWords(now, { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit", second: "2-digit" });
  $("time").textContent = words;
  $("time").title = state.zone;
}

function drawTabs() {
  const names = ["Groups", ...phones.map((phone) => state.screens[phone.person].name.split(" ")[0])];
  const shown = Number($("desk").dataset.shown);
  $("tabs").replaceChildren(...names.map((name, index) => make("button", {
    type: "button",
    "aria-pressed": String(index === shown),
    onclick: () => { $("desk").dataset.shown = index; drawTabs(); },
  }, name)));
}

function drawChild() {
  $("child").hidden = !state.child;
  if (!state.child) return;
  $("child-state").textContent = `Bot: ${state.child.state}`;
  $("child-state").className = state.child.running ? "state running" : "state";
  document.querySelector("[data-child=kill]").disabled = !state.child.running;
  $("restart").textContent = state.child.running ? "Restart" : "Start";
}

function drawFaults() {
  const kinds = (fault) => fault.status || `no answer (${fault.when} acting)`;
  const armed = state.faults.map((fault) => make("li", {}, `next ${fault.times} × ${fault.method === "*" ? "any method" : fault.method}: ${kinds(fault)}`));
  if (state.latency) armed.push(make("li", {}, `every call takes ${state.latency} s`));
  $("faults").replaceChildren(...armed);
  $("fault-count").hidden = !armed.length;
  $("fault-count").textContent = armed.length;
}

function drawLog() {
  $("violation-count").hidden = !state.violations.length;
  $("violation-count").textContent = state.violations.length;
  $("violations").replaceChildren(...state.violations.map((words) => make("li", {}, words)));
  $("backlog").textContent = state.backlog ? `${state.backlog} updates wait for the bot.` : "The bot has taken every update.";
  $("calls").replaceChildren(...state.calls.toReversed().map((call) => make("li", { class: call.status === 200 ? null : "bad" },
    `${call.status || "—"} ${call.method}${call.description ? ` ${call.description}` : ""}`)));
}

for (const button of document.querySelectorAll("[data-clock]")) {
  button.addEventListener("click", () => post("/sandbox/clock", JSON.parse(button.dataset.clock)));
}
for (const button of document.querySelectorAll("[data-child]")) {
  button.addEventListener("click", () => post("/sandbox/child", { do: button.dataset.child }));
}
$("fault-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  const kind = form.get("kind");
  const what = kind === "429" ? { status: 429, retry_after: 3 } : kind === "502" ? { status: 502 } : { drop: kind };
  post("/sandbox/faults", { method: form.get("method"), times: Number(form.get("times")), ...what });
});
$("fault-form").elements.latency.addEventListener("change", (event) => post("/sandbox/faults", { latency: Number(event.target.value) }));
$("clear-faults").addEventListener("click", () => {
  $("fault-form").elements.latency.value = "0";
  post("/sandbox/faults", { clear: true });
});
document.addEventListener("click", (event) => {
  for (const panel of document.querySelectorAll(".panel[open]")) if (!panel.contains(event.target)) panel.open = false;
});

// One refresh at a time; changes that come meanwhile make one more.
let busy = false;
let again = false;
async function changed() {
  if (busy) { again = true; return; }
  busy = true;
  do { again = false; await refresh(); } while (again);
  busy = false;
}
if (view.has("still")) changed();
else {
  const events = new EventSource("/sandbox/events");
  events.addEventListener("message", changed);
  events.addEventListener("error", changed);
  setInterval(drawTime, 1000);
}
