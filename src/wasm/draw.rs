//! Drawing in the service's module, so that tests can hold both modules to the same bytes.

use crate::code::Format;
use wasm_bindgen::prelude::wasm_bindgen;

/// The code of a request's settings that these random bytes make; empty if they do not suffice.
#[wasm_bindgen(js_name = drawCode)]
pub fn draw_code(
    length: u8,
    use_letter: bool,
    use_number: bool,
    all_capital: bool,
    random: &[u8],
) -> String {
    let format = Format::from_contract(length, use_letter, use_number, all_capital);
    let drawn = format.ok().and_then(|format| format.draw(random));
    drawn.map(|drawn| drawn.code).unwrap_or_default()
}
