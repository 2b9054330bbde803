/** The public surface of the main entry; what an entry adds is only where its module comes from. */
export { getRequest, listRequests, requestCode, validateCode } from "./calls.js";
export { init, initSync } from "./core.js";
export { codeEntropy, generateCode, generateCodes } from "./generator.js";
export { normalizeCode, toChatId } from "./human.js";
export { OtpClient } from "./otp-client.js";
export { OtpError, isOtpError } from "./otp-error.js";
