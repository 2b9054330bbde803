/** Every request of the service, newest first, as its list route gives them. */

import { numberGroups } from "../numbers.js";
import { make, part, parts } from "../parts.js";
import { start } from "../service.js";
import { language, say } from "../words.js";

/** @typedef {{ uuid: string, chat_id: string, status: string, created_at: string, expires_at: string }} Entry */

const EVERY = 2000;
const TONES = /** @type {Record<string, string>} */ ({ validated: "good", expired: "bad", sent: "warn" });
const ages = new Intl.RelativeTimeFormat(`${language}-u-nu-latn`, { numeric: "auto" });

const section = part("requests", HTMLElement);
const filter = part("requests-filter", HTMLSelectElement);
const { rows, none } = parts("requests", "rows", "none");
/** The route's time minus this machine's: the demo's clock can be turned. */
let ahead = 0;
let visible = true;

filter.addEventListener("change", () => void refresh());
new IntersectionObserver(([entry]) => (visible = entry?.isIntersecting ?? false)).observe(section);
setInterval(() => {
  if (visible && !document.hidden) void refresh();
}, EVERY);
await refresh();

async function refresh() {
  try {
    const { baseUrl } = await start();
    const [list, clock] = await Promise.all([read(`${baseUrl}/dev/requests?limit=20${filter.value && `&status=${filter.value}`}`), read(`${baseUrl}/dev/clock`)]);
    ahead = Date.parse(clock.now) - Date.now();
    show(list.data.requests);
  } catch {
    // The list stays as it was; the next look may succeed.
  }
}

/** @param {string} url */
async function read(url) {
  const answer = await fetch(url, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

/** @param {Entry[]} entries */
function show(entries) {
  none.hidden = entries.length > 0;
  rows.replaceChildren(...entries.map(({ uuid, chat_id, status, created_at }) =>
    make("tr", {},
      make("td", { dir: "ltr" }, numberGroups(chat_id).join("\u00a0")),
      make("td", {}, make("span", { class: "badge", "data-tone": TONES[status] ?? "info" }, say(`status_${status}`))),
      make("td", {}, make("time", { datetime: created_at }, age(Date.parse(created_at)))),
      make("td", { dir: "ltr" }, make("code", {}, uuid.slice(0, 8))))));
}

/** @param {number} at */
function age(at) {
  const seconds = Math.round((at - Date.now() - ahead) / 1000);
  if (seconds > -60) return ages.format(Math.min(0, seconds), "second");
  if (seconds > -3600) return ages.format(Math.round(seconds / 60), "minute");
  return ages.format(Math.round(seconds / 3600), "hour");
}
