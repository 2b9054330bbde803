//! The module's own memory, as the allocator's.

use crate::heap::{Arena, Memory};
use std::arch::wasm32::{memory_grow, memory_size};

const PAGE: usize = 65_536;

unsafe extern "C" {
    /// Put by the linker behind the stack and the data, where nothing else is.
    static mut __heap_base: u8;
}

struct Linear;

impl Memory for Linear {
    fn begin(&self) -> *mut u8 {
        &raw mut __heap_base
    }

    fn reach(&self, end: usize) -> bool {
        let missing = end.div_ceil(PAGE).saturating_sub(memory_size(0));
        missing == 0 || memory_grow(0, missing) != usize::MAX
    }
}

// SAFETY: the modules have one thread.
unsafe impl Sync for Arena<Linear> {}

#[global_allocator]
static ALLOCATOR: Arena<Linear> = Arena::new(Linear);

/// Lets everything stay that was handed out so far.
#[cfg(feature = "service")]
pub(super) fn keep() {
    ALLOCATOR.keep();
}

/// Makes all memory free again that this call and those before it were handed and that is not kept.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn forget() {
    // SAFETY: the shell has copied what the call gave, and what lasts longer was kept.
    unsafe { ALLOCATOR.forget() };
}
