/** Redirects: neither this server's other page nor another origin may get a byte. */

import { either, fault, honestJson, BAD, BAD_YET_SENT, NETWORK, SUCCESS } from "../table.mjs";

const HIDDEN = "a page is not shown a redirect's body, other runtimes are";

for (const status of [301, 302, 303, 307, 308]) {
  fault(`${status} to the same origin`, BAD, (peer) => peer.answer({ status: `${status} Moved`, headers: { location: peer.home }, body: "" }));
  fault(`${status} to another origin`, BAD, (peer) => peer.answer({ status: `${status} Moved`, headers: { location: peer.foreign }, body: "" }));
  fault(`${status} with a perfect success`, either(HIDDEN, BAD, BAD_YET_SENT), (peer) =>
    peer.answer({ status: `${status} Moved`, headers: { location: peer.foreign } }));
}
fault("300 with a choice", either(HIDDEN, BAD, BAD_YET_SENT), (peer) => peer.answer({ status: "300 Choose", headers: { location: peer.foreign } }));
fault("302 to itself", BAD, (peer) => peer.answer({ status: "302 Found", headers: { location: peer.request.target }, body: "" }));
fault("302 to nowhere", BAD, (peer) => peer.answer({ status: "302 Found", body: "" }));
fault("302 to no URL", either("Chromium makes an error of a redirect it cannot read", BAD, NETWORK), (peer) =>
  peer.answer({ status: "302 Found", headers: { location: "http://[" }, body: "" }));
fault("302 to a script", either("Chromium makes an error of a redirect it may not follow", BAD, NETWORK), (peer) =>
  peer.answer({ status: "302 Found", headers: { location: "javascript:alert(1)" }, body: "" }));
fault("302 to data", either("Chromium makes an error of a redirect it may not follow", BAD, NETWORK), (peer) =>
  peer.answer({ status: "302 Found", headers: { location: `data:application/json,${encodeURIComponent(honestJson(peer))}` }, body: "" }));
fault("302 with Refresh", BAD, (peer) =>
  peer.answer({ status: "302 Found", headers: { location: peer.foreign, refresh: `0;url=${peer.foreign}` }, body: "" }));
fault("Refresh and Location beside a 200", SUCCESS, (peer) =>
  peer.answer({ headers: { location: peer.foreign, refresh: `0;url=${peer.foreign}`, link: `<${peer.foreign}>; rel=preload` } }));
