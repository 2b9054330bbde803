/** The package's Worker as it is. */
export { default, OtpBudget, OtpChat, OtpLedger } from "hypersender-otp/worker";
