/** The package once more, as it is installed when two packages depend on it. */
declare module "hypersender-otp-copy" {
  export * from "hypersender-otp";
}

declare module "hypersender-otp-copy/testing" {
  export * from "hypersender-otp/testing";
}
