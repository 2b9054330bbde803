/** English. The texts that never change stand in index.html. */

/** @param {number} n @param {string} one @param {string} many */
const counted = (n, one, many) => `${n} ${n === 1 ? one : many}`;

/**
 * A time span as a person says it.
 * @param {number} seconds
 */
function duration(seconds) {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 120) return counted(whole, "second", "seconds");
  const minutes = Math.ceil(whole / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}

/** @type {import("../words.js").Sentences} */
export const SENTENCES = {
  // The status under the form
  start: () => "Any number will do: messages arrive in this page's inbox.",
  sending: () => "Sending…",
  checking: () => "Checking…",
  waiting: ({ number }) => `A code waits for ${number}. Type it, or send a new one.`,
  sent: ({ number }) => `A code is on its way to ${number}.`,
  verified: () => "Verified",
  locked: ({ number }) => `The code for ${number} is closed. Send a new code.`,

  // Why no code was sent
  number_missing: () => "Type your WhatsApp number first.",
  not_a_number: () => "That is not a WhatsApp number. Type it in full, with the country code, such as +20 123 456 789.",
  not_on_whatsapp: () => "That number cannot be reached on WhatsApp.",
  wait: ({ seconds }) => `Please wait ${duration(seconds)} before you ask for another code.`,
  wait_unknown: () => "Too many codes were asked for. Please try again later.",
  channel_restricted: () => "WhatsApp does not let us send messages right now. Please try again later.",
  send_unreachable: () => "We could not reach the service, so no code was sent. Check your connection and try again.",
  send_unknown: () => "We do not know whether the code was sent: look at WhatsApp before you ask again.",
  offline: () => "You are offline. What you typed stays here; try again when you are back.",
  online: () => "You are back online. Go on where you were.",

  // Why a code was not accepted, or not checked
  code_missing: () => "Type the code from the WhatsApp message.",
  not_a_code: () => "That does not look like the code. Type the 6 digits from the WhatsApp message.",
  invalid_code: ({ left }) =>
    left === 0
      ? "That code is wrong, and it was the last try. Send a new code."
      : left === undefined
        ? "That code is wrong. Look at the message and try again."
        : `That code is wrong. You have ${counted(left, "try", "tries")} left.`,
  expired_code: () => "That code has expired. Send a new code.",
  already_used: () => "That code was already used. A code works once: send a new code.",
  no_active_otp: () => "No code is waiting for this number. Send a new code.",
  too_many_attempts: ({ seconds }) =>
    seconds === undefined
      ? "Too many wrong tries, so this code is closed, even for the right digits. Send a new code."
      : `Too many wrong tries. Please wait ${duration(seconds)} before you try again.`,
  refused: () => "The code was not accepted.",
  check_wait: ({ seconds }) => `Too many tries in a short time. Please wait ${duration(seconds)} and press Verify again.`,
  check_wait_unknown: () => "Too many tries in a short time. Please wait a little and press Verify again.",
  check_unreachable: () => "We could not reach the service. Check your connection and press Verify again.",
  check_failed: () => "The service has a problem, and the code was not checked. Press Verify again in a moment.",
  not_set_up: () => "The service does not accept requests from this page. It is not set up right.",
  broken: () => "Something went wrong on our side. Please try again in a moment.",

  // The lines under the two fields
  number_hint: () => "With the country code, such as +20\u00a0123\u00a0456\u00a0789.",
  resend_in: ({ time }) => `You can ask for another code in ${time}.`,
  code_none: () => "Send a code first.",
  code_life: ({ time }) => `6 digits, good for ${time}`,
  code_tries: ({ left }) => `${counted(left, "try", "tries")} left`,
  code_late: () => "Its time is up. Send a new code.",
  code_locked: () => "Send a new code to go on.",
  code_done: () => "A code works once.",

  // The inbox
  on_phone: ({ number }) => `on the phone of ${number}`,
  to: ({ number }) => `to ${number}`,
  no_inbox: () => "This service has no inbox to show: look at the phone with that number.",
  skipped: () => "Done: it is half an hour later now.",
  not_skipped: () => "The service's clock could not be moved.",

  // What just happened
  request: () => "Request",
  answer: () => "Answer",
  no_answer: () => "no answer",
  no_body: () => "(nothing)",

  // The proof
  claim_sub: () => "who was verified",
  claim_iss: () => "the instance that says so",
  claim_aud: () => "whom it is meant for",
  claim_jti: () => "the request, to take it once",
  claim_iat: () => "made at",
  claim_exp: () => "good until",
  proof_life: ({ time }) => `good for ${time}`,
  proof_late: () => "no longer good",

  // The list of requests
  status_pending: () => "pending",
  status_sent: () => "sent",
  status_validated: () => "validated",
  status_expired: () => "expired",

  // The attacks
  attacking: () => "Attacking…",
  held: ({ seconds }) => `It held, after ${seconds} s.`,
  broke: ({ seconds }) => `This must not happen; please report it. (${seconds} s)`,
  attack_failed: () => "The attack could not be run. Look whether the service is up, and try again.",

  // The generator
  entropy: () => "Entropy",
  bits: ({ n }) => `${n} bits`,
  combinations: () => "Possible codes",
  chance: ({ n }) => `Chance of ${n} guesses`,
  one_in: ({ n }) => `1 in ${n}`,
  never: () => "none",
  plot: ({ codes, characters, low, high, outside }) =>
    `${codes} codes drawn: each of the ${characters} characters came up between ${low} and ${high} times; ${outside} of them outside the band of three standard deviations.`,
};
