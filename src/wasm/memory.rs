//! The module's own memory, as the allocator's.

use crate::pieces::{Memory, Pieces};
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
unsafe impl Sync for Pieces<Linear> {}

#[global_allocator]
static ALLOCATOR: Pieces<Linear> = Pieces::new(Linear);
