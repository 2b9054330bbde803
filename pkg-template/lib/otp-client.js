/** @import * as Api from "../index.js" */
import { getRequest, listRequests, requestCode, validateCode } from "./calls.js";

/** The calls with their options kept; those of a single call go before them. */
export class OtpClient {
  /** Private, so that printing a client never prints its token. */
  #options;

  /** @param {Api.OtpOptions} options */
  constructor(options) {
    this.#options = { ...options };
  }

  /** @type {Api.OtpClient["requestCode"]} */
  requestCode(request, options) {
    return requestCode(request, { ...this.#options, ...options });
  }

  /** @type {Api.OtpClient["validateCode"]} */
  validateCode(request, options) {
    return validateCode(request, { ...this.#options, ...options });
  }

  /** @type {Api.OtpClient["getRequest"]} */
  getRequest(uuid, options) {
    return getRequest(uuid, { ...this.#options, ...options });
  }

  /** @type {Api.OtpClient["listRequests"]} */
  listRequests(filter, options) {
    return listRequests(filter, { ...this.#options, ...options });
  }
}
