/** The proof: what it claims, how long it is good, and what a backend does with it. */

import { clock } from "../numbers.js";
import { make, parts } from "../parts.js";
import { claimsOf, listeners, proof } from "../proof.js";
import { say } from "../words.js";

/** The claims in the order people ask about them. */
const CLAIMS = /** @type {const} */ (["sub", "iss", "aud", "jti", "iat", "exp"]);

const { none, shown, life, claims: list, token } = parts("proof", "none", "shown", "life", "claims", "token");
let goodUntil = 0;

listeners.add(show);
setInterval(tick, 1000);
show();

function show() {
  none.hidden = proof !== undefined;
  shown.hidden = proof === undefined;
  if (proof === undefined) return;
  const claims = claimsOf(proof);
  // By how long it was made for, because the two clocks may differ.
  goodUntil = Date.now() + (Number(claims.exp) - Number(claims.iat)) * 1000;
  const signature = proof.lastIndexOf(".") + 1;
  token.textContent = `${proof.slice(0, signature)}…`;
  list.replaceChildren(...CLAIMS.map((name) => make("div", {},
    make("dt", {}, make("code", { dir: "ltr" }, name), ` ${say(`claim_${name}`)}`),
    make("dd", { dir: "ltr" }, written(name, claims[name] ?? "")))));
  tick();
}

/**
 * @param {string} name
 * @param {string | number} value
 */
function written(name, value) {
  return name === "iat" || name === "exp" ? new Date(Number(value) * 1000).toISOString().replace(".000", "") : String(value);
}

function tick() {
  const left = goodUntil - Date.now();
  life.dataset.tone = left > 0 ? "good" : "bad";
  life.textContent = left > 0 ? say("proof_life", { time: clock(left) }) : say("proof_late");
}
