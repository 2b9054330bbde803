//! How much a test tries: what every run has time for, or all of it.

/// Whether all of it was asked for, as the steps `service-*` of `cargo xtask test` do, in release.
pub fn whole_run() -> bool {
    std::env::var_os("OTP_WHOLE_RUN").is_some()
}
