/** For tests: a service in process, chats that force every failure, what a store must keep to, and a trap on demand. */
export { forceTrap } from "./lib/core.js";
export { mockHypersender } from "./lib/testing/mock.js";
export { reservedChatIds } from "./lib/testing/reserved.js";
export { storeConformance } from "./lib/testing/store-conformance.js";
