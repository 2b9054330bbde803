//! Where the modules have their memory from.

mod arena;

#[cfg(target_arch = "wasm32")]
pub(crate) use arena::Arena;

/// Every piece of memory begins at a multiple of so many bytes.
const UNIT: usize = 16;

/// A memory that can grow.
pub(crate) trait Memory {
    /// Where free memory begins, a multiple of [`UNIT`].
    fn begin(&self) -> *mut u8;
    /// Makes everything before `end` usable, or tells that it cannot.
    fn reach(&self, end: usize) -> bool;
}

#[cfg(test)]
use std::cell::Cell;

/// A memory that ends.
#[cfg(test)]
#[repr(align(16))]
struct Room(Box<[Cell<u128>]>);

#[cfg(test)]
fn room(bytes: usize) -> Room {
    Room((0..bytes / UNIT).map(|_| Cell::new(0)).collect())
}

#[cfg(test)]
impl Memory for Room {
    fn begin(&self) -> *mut u8 {
        self.0.as_ptr().cast_mut().cast()
    }

    fn reach(&self, end: usize) -> bool {
        end - self.begin().addr() <= size_of_val(&*self.0)
    }
}
