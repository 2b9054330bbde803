//! The package's functions.
//!
//! The bundles are what a program gets from the packed package and a bundler: the entry for Node,
//! which carries its module along and so runs everywhere, and the entry for browsers, which has to
//! load it.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/target/headless/hypersender-otp.js")]
extern "C" {
    #[wasm_bindgen(js_name = requestCode)]
    pub fn request_code(request: &JsValue, options: &JsValue) -> Promise;
    #[wasm_bindgen(js_name = validateCode)]
    pub fn validate_code(request: &JsValue, options: &JsValue) -> Promise;
    #[wasm_bindgen(js_name = isOtpError)]
    pub fn is_otp_error(value: &JsValue) -> bool;
    /// Makes the core stop as a defect would.
    #[wasm_bindgen(js_name = forceTrap, catch)]
    pub fn force_trap() -> Result<(), JsValue>;
}

/// The browser's entry; no test may succeed in loading its module, because a second could not tell.
pub mod browser {
    use super::*;

    #[wasm_bindgen(module = "/target/headless/browser.js")]
    extern "C" {
        #[wasm_bindgen(js_name = requestCode)]
        pub fn request_code(request: &JsValue, options: &JsValue) -> Promise;
        #[wasm_bindgen(js_name = normalizeCode, catch)]
        pub fn normalize_code(text: &str) -> Result<String, JsValue>;
    }
}
