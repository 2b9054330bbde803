//! The module's own memory, as the allocator's.

#[cfg(not(feature = "service"))]
use crate::heap::Arena as Allocator;
use crate::heap::Memory;
#[cfg(feature = "service")]
use crate::heap::Pieces as Allocator;
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
unsafe impl Sync for Allocator<Linear> {}

#[global_allocator]
static ALLOCATOR: Allocator<Linear> = Allocator::new(Linear);

/// Makes all memory free again that this call and those before it were handed.
#[cfg(not(feature = "service"))]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn forget() {
    // SAFETY: the shell has copied what the call gave, and between calls the core keeps nothing there.
    unsafe { ALLOCATOR.forget() };
}
