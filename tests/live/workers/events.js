/** The package's Worker with a hook that prints every event. */

import { createWorker } from "hypersender-otp/worker";

const otp = createWorker({ onEvent: (event) => console.log(`event ${JSON.stringify(event)}`) });
export const { OtpChat, OtpBudget, OtpLedger } = otp;
export default { fetch: otp.fetch };
