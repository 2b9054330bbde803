/** The public surface of hypersender-otp/service; what an entry adds is only where its module comes from. */
export { createOtpService } from "./create-service.js";
export { memoryStore } from "./memory-store.js";
export { verifyProof } from "./verify-proof.js";
