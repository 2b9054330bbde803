// The names are there, so that this sentence is what is heard, and not a missing export.
export * from "../lib/api.js";
export * from "../lib/service/api.js";

throw new Error(
  "hypersender-otp cannot run on Fastly Compute: JavaScript has no WebAssembly there; call it on another runtime, or use the Rust crate",
);
