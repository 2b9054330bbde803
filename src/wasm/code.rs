//! The code generator's exports. What they make is read from one room in memory.
//!
//! Kept between calls are a page of random bytes and the format that was chosen; after a trap a
//! fresh instance has neither, and the shell chooses again.

use super::Text;
use crate::client::boundary;
use crate::code::{Format, Page};
use std::sync::Mutex;
use wasm_bindgen::prelude::wasm_bindgen;

/// Bytes of codes that are drawn at once at most; `lib/generator.js` asks for no more.
const ROOM: usize = 16_384;

struct Generator {
    page: Page,
    format: Option<Format>,
    room: [u8; ROOM],
}

// A Mutex, because without threads it is a flag, and a thread-local takes a third longer a code.
static GENERATOR: Mutex<Generator> =
    Mutex::new(Generator { page: Page::new(), format: None, room: [0; ROOM] });

/// Chooses what is drawn from now on; gives `format` with the length of a code, or `error`.
#[wasm_bindgen]
pub fn code_format(fields: &str) -> Text {
    let Ok(mut generator) = GENERATOR.lock() else { return "" };
    boundary::code_format(fields, &mut generator.format).leak()
}

/// Draws so many codes and gives the address of the room they are in; 0 where randomness failed
/// or the room is too small.
#[wasm_bindgen]
pub fn draw_codes(count: usize) -> usize {
    let Ok(mut generator) = GENERATOR.lock() else { return 0 };
    let Generator { page, format: Some(format), room } = &mut *generator else { return 0 };
    let Some(codes) = room.get_mut(..count.saturating_mul(format.length())) else { return 0 };
    match page.draw(format, codes, getrandom::fill) {
        Ok(()) => codes.as_ptr() as usize,
        Err(_) => 0,
    }
}

/// Counts the codes there are: gives the bits, and leaves the count in the room, least byte first.
#[wasm_bindgen]
pub fn count_codes() -> f64 {
    let Ok(mut generator) = GENERATOR.lock() else { return 0.0 };
    let Generator { format: Some(format), room, .. } = &mut *generator else { return 0.0 };
    let entropy = format.entropy();
    for (to, limb) in room.as_chunks_mut().0.iter_mut().zip(entropy.limbs()) {
        *to = limb.to_le_bytes();
    }
    entropy.bits()
}
