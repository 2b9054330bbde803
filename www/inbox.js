import { numberGroups } from "./words.js";

/**
 * A message as the development inbox lists it.
 * @typedef {object} Message
 * @property {string} uuid
 * @property {string} chat_id
 * @property {string} text
 * @property {string} at
 */

const SLOW = 2000;
const FAST = 350;
const FAST_FOR = 15_000;
const SHOWN = 30;
const KEPT = 500;

/**
 * Shows what the development inbox holds, newest last, as a chat.
 *
 * Once a number is chosen only its own messages are shown, as on that person's phone.
 */
export class Inbox {
  /** @type {string} */ #url;
  /** @type {HTMLElement} */ #list;
  /** @type {HTMLElement} */ #chat;
  /** @type {HTMLElement} */ #note;
  /** @type {HTMLElement} */ #whose;
  /** @type {string | null} */ #chatId = null;
  /** @type {Message[]} */ #messages = [];
  #shown = "";
  #fastUntil = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /**
   * @param {string} url
   * @param {{ list: HTMLElement, chat: HTMLElement, note: HTMLElement, whose: HTMLElement }} parts
   */
  constructor(url, parts) {
    this.#url = url;
    this.#list = parts.list;
    this.#chat = parts.chat;
    this.#note = parts.note;
    this.#whose = parts.whose;
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) void this.#poll();
    });
    void this.#poll();
  }

  /**
   * Shows one person's messages only.
   * @param {string} chatId
   */
  choose(chatId) {
    this.#chatId = chatId;
    this.#whose.textContent = `on the phone of ${numberGroups(chatId).join("\u00a0")}`;
    this.#show();
  }

  /** Looks often for a while, because a message is about to come. */
  expect() {
    this.#fastUntil = performance.now() + FAST_FOR;
    void this.#poll();
  }

  async #poll() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const messages = await read(this.#url);
    if (messages === "absent") {
      this.#note.textContent = "This service has no inbox to show: look at the phone with that number.";
      return;
    }
    if (messages !== "unreachable") {
      const known = new Set(this.#messages.map(({ uuid }) => uuid));
      const fresh = messages.filter(({ uuid }) => !known.has(uuid));
      if (fresh.length > 0) {
        this.#fastUntil = 0;
        // A phone keeps what it got, also when the service starts anew with an empty inbox.
        this.#messages = [...fresh, ...this.#messages].slice(0, KEPT);
        this.#show();
      }
    }
    clearTimeout(this.#timer);
    if (document.hidden) return;
    const wait = performance.now() < this.#fastUntil ? FAST : SLOW;
    this.#timer = setTimeout(() => void this.#poll(), wait);
  }

  #show() {
    const mine = this.#messages
      .filter((message) => this.#chatId === null || message.chat_id === this.#chatId)
      .slice(0, SHOWN)
      .reverse();
    const shown = [this.#chatId, ...mine.map(({ uuid }) => uuid)].join();
    if (shown === this.#shown) return;
    this.#shown = shown;
    /** @type {Map<string, Element>} */
    const before = new Map();
    for (const item of this.#list.children) before.set(item.getAttribute("data-key") ?? "", item);
    const named = this.#chatId === null;
    this.#list.replaceChildren(
      ...mine.map((message) => {
        const key = `${message.uuid} ${named}`;
        return before.get(key) ?? bubble(message, key, named);
      }),
    );
    this.#chat.scrollTop = this.#chat.scrollHeight;
  }
}

/**
 * @param {string} url
 * @returns {Promise<Message[] | "absent" | "unreachable">}
 */
async function read(url) {
  try {
    const answer = await fetch(url, { headers: { accept: "application/json" } });
    if (answer.status === 404) return "absent";
    if (!answer.ok) return "unreachable";
    const body = await answer.json();
    return Array.isArray(body.messages) ? body.messages : "unreachable";
  } catch {
    return "unreachable";
  }
}

/**
 * @param {Message} message
 * @param {string} key
 * @param {boolean} named whether to say whom it went to
 */
function bubble(message, key, named) {
  const item = document.createElement("li");
  item.className = "bubble";
  item.setAttribute("data-key", key);
  if (named) {
    const to = document.createElement("span");
    to.className = "to";
    to.textContent = `to ${numberGroups(message.chat_id).join("\u00a0")}`;
    item.append(to);
  }
  const text = document.createElement("span");
  text.className = "text";
  text.append(...formatted(message.text));
  const time = document.createElement("time");
  const at = new Date(message.at);
  if (!Number.isNaN(at.getTime())) {
    time.dateTime = message.at;
    time.textContent = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  }
  item.append(text, time);
  return item;
}

/**
 * WhatsApp's own bold: `*text*`. Everything else stays as it is.
 * @param {string} text
 * @returns {Node[]}
 */
function formatted(text) {
  return text.split(/(\*[^*\s](?:[^*\n]*[^*\s])?\*)/).map((part, index) => {
    if (index % 2 === 0) return document.createTextNode(part);
    const strong = document.createElement("strong");
    strong.textContent = part.slice(1, -1);
    return strong;
  });
}
