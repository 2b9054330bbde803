/** @import * as Api from "../index.js" */
import { getRequest, listRequests, requestCode, validateCode } from "./calls.js";
import { entriesOf } from "./fields.js";

/** The calls with their options kept; those of a single call go before them. */
export class OtpClient {
  /** Private, so that printing a client never prints its token. */
  #entries;

  /** @param {Api.OtpOptions} options */
  constructor(options) {
    this.#entries = entriesOf("options", options);
  }

  /** @type {Api.OtpClient["requestCode"]} */
  async requestCode(request, options) {
    return requestCode(request, this.#with(options));
  }

  /** @type {Api.OtpClient["validateCode"]} */
  async validateCode(request, options) {
    return validateCode(request, this.#with(options));
  }

  /** @type {Api.OtpClient["getRequest"]} */
  async getRequest(uuid, options) {
    return getRequest(uuid, this.#with(options));
  }

  /** @type {Api.OtpClient["listRequests"]} */
  async listRequests(filter, options) {
    return listRequests(filter, this.#with(options));
  }

  /**
   * @param {Partial<Api.OtpOptions>} [options]
   * @returns {any} checked by the call
   */
  #with(options = {}) {
    try {
      return Object.fromEntries([...this.#entries, ...entriesOf("options", options)]);
    } catch {
      // The call itself refuses what cannot be read, and says what that means for delivery.
      return options;
    }
  }
}
