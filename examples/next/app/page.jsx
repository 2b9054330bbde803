"use client";

import { init, normalizeCode, toChatId } from "hypersender-otp";
import { useEffect, useState } from "react";

/** Sends JSON to a route of this app; a refusal is thrown as the sentence it came with. */
async function post(route, body) {
  const answer = await fetch(`/api/otp/${route}`, { method: "POST", body: JSON.stringify(body) });
  const said = await answer.json();
  if (said.error) throw new Error(said.message);
  return said;
}

export default function Page() {
  const [asked, setAsked] = useState();
  const [status, setStatus] = useState("");
  useEffect(() => void init(), []);

  const submitting = (work) => async (event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    try {
      setStatus(await work(form));
    } catch (error) {
      setStatus(error.message);
    }
  };

  // What was mistyped is told before anything is sent.
  const request = submitting(async (form) => {
    setAsked(await post("request", { phone: toChatId(form.get("phone")) }));
    return "A code is on its way.";
  });
  const verify = submitting(async (form) => {
    const said = await post("verify", { ...asked, code: normalizeCode(form.get("code")) });
    return said.verified ? `Verified: ${said.chatId}` : `Not verified: ${said.reason}`;
  });

  return (
    <main>
      <form onSubmit={request}>
        <label>WhatsApp number <input name="phone" type="tel" autoComplete="tel" required /></label>
        <button>Send code</button>
      </form>
      {asked && (
        <form onSubmit={verify}>
          <label>Code <input name="code" autoComplete="one-time-code" required /></label>
          <button>Verify</button>
        </form>
      )}
      <p role="status">{status}</p>
    </main>
  );
}
