/** Answers whose words do not add up. */

import { CHAT, honest } from "../answers.mjs";
import { body, fault, says, BAD, BAD_YET_SENT, SUCCESS } from "../table.mjs";

says('success: "true"', BAD, { success: "true" });
says("success: 1", BAD, { success: 1 });
says("success: null", BAD, { success: null });
says("success: [true]", BAD, { success: [true] });
fault("success missing", BAD, (peer) => peer.json(honest(peer.call, { success: undefined })));
body("Success in capitals", BAD, (json) => json.replace("success", "Success"));
body("success only inside data", BAD, (json) => json.replace('"success":true,', "").replace('"data":{', '"data":{"success":true,'));
says("data missing", BAD_YET_SENT, { data: undefined });
says("data: null", BAD_YET_SENT, { data: null });
says("data: []", BAD_YET_SENT, { data: [] });
says("data: text", BAD_YET_SENT, { data: "validated" });
says("data in a list", BAD_YET_SENT, { data: [honest("validate").data] });
says("another chat", BAD_YET_SENT, {}, { chat_id: "20123456780@c.us" });
says("the chat with a line end", BAD_YET_SENT, {}, { chat_id: `${CHAT}\n` });
says("chat as a number", BAD_YET_SENT, {}, { chat_id: 20123456789 });
says("chat missing", BAD_YET_SENT, {}, { chat_id: undefined });
says("another uuid", {
  request: "requested", validate: "bad_response", why: "a request learns its uuid from the answer, so there is none to compare with",
}, {}, { uuid: "b1b5df6a-b491-4190-80a5-38d85a2a4836" });
says("uuid that is none", BAD_YET_SENT, {}, { uuid: "../../etc" });
says("uuid missing", BAD_YET_SENT, {}, { uuid: undefined });
const OPEN = "the status of a request is an open list of names, that of a validation one word";
for (const status of ["Validated", "validated ", "VALIDATED", "valid", "pending", "sent", "expired", ""]) {
  says(`status ${JSON.stringify(status)}`, { request: "requested", validate: "bad_response", why: OPEN }, {}, { status });
}
says("status: true", BAD_YET_SENT, {}, { status: true });
says("status missing", BAD_YET_SENT, {}, { status: undefined });
says("code as a number", { request: "bad_response yes", validate: "valid", why: "a validation's answer has no code to look at" }, {}, { code: 439713 });
says("code empty", { request: "bad_response yes", validate: "valid", why: "a validation's answer has no code to look at" }, {}, { code: "" });
says("code withheld", SUCCESS, {}, { code: undefined });
for (const date of ["", "now", "2025-13-29T17:39:38+00:00", "2025-02-30T17:39:38Z", "2025-12-29", 1767030578, null]) {
  says(`dates ${JSON.stringify(date)}`, BAD_YET_SENT, {}, { expires_at: date, created_at: date, validated_at: date });
}
