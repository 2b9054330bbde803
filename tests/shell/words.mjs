/** What crosses between shell and core. */

import assert from "node:assert/strict";
import { bytes, shell, text } from "./support.mjs";

const { pack, unpack } = await shell("lib/service/frame.js");
const { broughtBack, settingsText, stepOf, summaryOf, turnOf } = await shell("lib/service/words.js");
const { linesOf, recordOf } = await shell("lib/service/headers.js");

const frame = (/** @type {unknown} */ json, /** @type {Uint8Array[]} */ ...parts) => pack(bytes(JSON.stringify(json)), ...parts);

/** @type {import("../support/runner.mjs").Test[]} */
export const words = [
  {
    name: "a frame's parts come back, however many and long",
    run() {
      for (const parts of [[], [""], ["a", "", "ccc"], ["x".repeat(70_000), "y"]]) {
        assert.deepEqual(unpack(pack(...parts.map(bytes))).map(text), parts);
      }
      // A part may be a view of something larger.
      assert.deepEqual(unpack(pack(bytes("abc").subarray(1))).map(text), ["bc"]);
    },
  },
  {
    name: "a step is its JSON with the bytes it goes on with",
    run() {
      const step = stepOf(frame({ do: "apply", kind: "chat", names: ["a"] }, bytes("next"), bytes("command")));
      assert.deepEqual({ ...step, next: text(step.next), command: text(step.command) }, { do: "apply", kind: "chat", names: ["a"], next: "next", command: "command" });
    },
  },
  {
    name: "the document is served for the path it was asked for at",
    run() {
      const { do: kind, body } = stepOf(frame({ do: "document", status: 200, headers: "a: b", basePath: "/\"codes" }));
      const document = JSON.parse(body);
      assert.deepEqual([kind, document.openapi, document.servers], ["reply", "3.1.0", [{ url: "/\"codes" }]]);
    },
  },
  {
    name: "a state is stored by itself, deleted, or left as it is",
    run() {
      const turn = turnOf(frame({ wakeIn: 30 }, bytes("result"), bytes("state")));
      assert.deepEqual([text(turn.state), text(turn.result), turn.wakeIn], ["state", "result", 30]);
      assert.equal(turn.state.buffer.byteLength, 5);
      assert.equal(turnOf(frame({ state: null }, bytes(""))).state, null);
      assert.equal(turnOf(frame({}, bytes(""))).state, undefined);
    },
  },
  {
    name: "notices stand between the answer and the state, each with two commands",
    run() {
      const notices = (/** @type {any} */ turn) => turn.notices.map((/** @type {any} */ { ledger, command, heard }) => [ledger, text(command), text(heard)]);
      assert.deepEqual(notices(turnOf(frame({}, bytes("result")))), []);
      const turn = turnOf(frame({ notices: ["a:1", "a:2"] }, ...["result", "c1", "h1", "c2", "h2", "state"].map(bytes)));
      assert.deepEqual(notices(turn), [["a:1", "c1", "h1"], ["a:2", "c2", "h2"]]);
      assert.equal(text(turn.state), "state");
      assert.equal(turnOf(frame({ notices: ["a:1"] }, ...["result", "c1", "h1"].map(bytes))).state, undefined);
    },
  },
  {
    name: "a summary has the odds as numbers, and an error has none",
    run() {
      const odds = new Uint8Array(new Float64Array([1e6, 5e-6, 1e-4, 0.5, 0]).buffer).toReversed();
      assert.deepEqual(summaryOf(frame({ handle: 0 }, odds)).odds, { codes: 0, code: 0.5, day: 1e-4, untilClosed: 5e-6, takeoversAnHour: 1e6 });
      assert.deepEqual(summaryOf(frame({ error: "x" })), { error: "x" });
    },
  },
  {
    name: "what is brought back says what it is",
    run() {
      const shown = (/** @type {unknown} */ brought) => {
        const [said, given] = broughtBack(brought);
        return [said, text(given)];
      };
      assert.deepEqual(shown(true), ["challenged", ""]);
      assert.deepEqual(shown(false), ["refused", ""]);
      assert.deepEqual(shown({ failure: "timeout" }), ["timeout", ""]);
      assert.deepEqual(shown({ status: 202, headers: "a: b", body: bytes("hi") }), ["202\na: b", "hi"]);
      assert.deepEqual(shown([bytes("a"), bytes("")]), ["applied", "\0\0\0\x01a\0\0\0\0"]);
    },
  },
  {
    name: "settings are own properties, two lines each; what cannot be read shows nothing of itself",
    run() {
      const settings = Object.create({ inherited: 1 }, { hidden: { value: 1 } });
      Object.assign(settings, { a: "x\ny", b: [1], c: () => {}, d: undefined, e: null, f: 1n });
      Object.defineProperty(settings, "g", { enumerable: true, get: () => { throw new Error("canary"); } });
      assert.equal(settingsText(settings), '"a"\n"x\\ny"\n"b"\n[1]\n"c"\ntrue\n"f"\n\n"g"\n\n');
    },
  },
  {
    name: "headers are lines, and a value may hold a colon",
    run() {
      assert.equal(linesOf(new Headers({ B: "x: y", A: "" })), "a: \nb: x: y");
      assert.deepEqual(recordOf("a: \nb: x: y"), { a: "", b: "x: y" });
    },
  },
];
