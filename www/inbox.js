import { make, part } from "./parts.js";
import { language, numberText, say } from "./words.js";

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
  #list = part("messages", HTMLElement);
  #chat = part("chat", HTMLElement);
  #note = part("inbox-note", HTMLElement);
  #whose = part("inbox-whose", HTMLElement);
  /** @type {string | null} */ #url = null;
  /** @type {string | null} */ #chatId = null;
  /** @type {Message[]} */ #messages = [];
  #shown = "";
  #fastUntil = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /**
   * Begins to look; what is open already stays so.
   * @param {string} url
   */
  open(url) {
    if (this.#url !== null) return;
    this.#url = url;
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
    this.#whose.textContent = say("on_phone", { number: numberText(chatId) });
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
    if (this.#url === null) return;
    const messages = await read(this.#url);
    if (messages === "absent") {
      this.#note.textContent = say("no_inbox");
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
  const item = make("li", { class: "bubble", "data-key": key });
  if (named) item.append(make("span", { class: "to" }, say("to", { number: numberText(message.chat_id) })));
  const time = make("time", { datetime: message.at });
  const at = new Date(message.at);
  if (!Number.isNaN(at.getTime())) {
    time.textContent = at.toLocaleTimeString(language === "ar" ? "ar-u-nu-latn" : [], { hour: "2-digit", minute: "2-digit" });
  }
  item.append(make("span", { class: "text", dir: "auto" }, ...formatted(message.text)), time);
  return item;
}

/**
 * WhatsApp's own bold: `*text*`. Everything else stays as it is.
 * @param {string} text
 * @returns {Node[]}
 */
function formatted(text) {
  return text.split(/(\*[^*\s](?:[^*\n]*[^*\s])?\*)/).map((piece, index) => {
    if (index % 2 === 0) return document.createTextNode(piece);
    return make("strong", {}, piece.slice(1, -1));
  });
}
