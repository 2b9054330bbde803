//! The modules' allocator: memory is handed out piece after piece, and all of it is free again when
//! the shell has taken what a call gave. Only what a call says is to be kept stays.
//!
//! Nothing is returned in between, so all that would return it is no code in the module: a call
//! holds little, and what every browser downloads is a tenth smaller for it.

use super::{Memory, UNIT};
use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;
use std::ptr::null_mut;

/// One memory, used from its beginning.
pub(crate) struct Arena<M> {
    memory: M,
    /// How much of the memory is handed out.
    used: Cell<usize>,
    /// How much of that stays handed out.
    kept: Cell<usize>,
}

impl<M: Memory> Arena<M> {
    pub(crate) const fn new(memory: M) -> Self {
        Arena { memory, used: Cell::new(0), kept: Cell::new(0) }
    }

    /// Lets everything that is handed out stay so.
    #[cfg(any(test, feature = "service"))]
    pub(crate) fn keep(&self) {
        self.kept.set(self.used.get());
    }

    /// Makes all memory free again that is not kept.
    ///
    /// # Safety
    /// Nothing that was handed out since [`Self::keep`] is used afterwards.
    pub(crate) unsafe fn forget(&self) {
        self.used.set(self.kept.get());
    }
}

// SAFETY: a piece is as large as asked for or larger, begins at a multiple of 16, and lies behind
// every piece that is in use.
unsafe impl<M: Memory> GlobalAlloc for Arena<M> {
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let start = self.memory.begin().wrapping_add(self.used.get());
        // No layout is so large that rounding it up overflows.
        let size = layout.size().next_multiple_of(UNIT);
        match start.addr().checked_add(size) {
            Some(end) if layout.align() <= UNIT && self.memory.reach(end) => {
                self.used.set(self.used.get() + size);
                start
            }
            _ => null_mut(),
        }
    }

    #[inline(always)]
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heap::room;

    fn bytes(size: usize) -> Layout {
        Layout::array::<u8>(size).unwrap_or(Layout::new::<u8>())
    }

    #[test]
    fn pieces_follow_one_another_until_the_memory_ends() {
        let arena = Arena::new(room(64));
        // SAFETY: nothing is used.
        unsafe {
            let [one, other] = [arena.alloc(bytes(1)), arena.alloc(bytes(17))];
            assert_eq!([one.addr() % UNIT, other.addr() - one.addr()], [0, 16]);
            arena.dealloc(one, bytes(1));
            assert!(arena.alloc(bytes(17)).is_null(), "what is returned is not free again");
            assert_eq!(arena.alloc(bytes(16)).addr() - other.addr(), 32);
            assert!(arena.alloc(bytes(1)).is_null());
        }
    }

    #[test]
    fn what_was_forgotten_is_handed_out_again() {
        let arena = Arena::new(room(64));
        // SAFETY: nothing is used.
        unsafe {
            let first = arena.alloc(bytes(64));
            assert!(!first.is_null() && arena.alloc(bytes(1)).is_null());
            arena.forget();
            assert_eq!(arena.alloc(bytes(64)), first);
        }
    }

    #[test]
    fn what_is_kept_is_never_handed_out_again() {
        let arena = Arena::new(room(64));
        // SAFETY: nothing is used.
        unsafe {
            let kept = arena.alloc(bytes(20));
            arena.keep();
            let next = arena.alloc(bytes(1));
            arena.forget();
            assert_eq!(arena.alloc(bytes(1)), next);
            assert_eq!(next.addr() - kept.addr(), 32);
        }
    }

    #[test]
    fn what_memory_cannot_hold_is_null() {
        let arena = Arena::new(room(64));
        // SAFETY: nothing is used.
        unsafe {
            for size in [65, 1 << 31, isize::MAX as usize] {
                assert!(arena.alloc(bytes(size)).is_null(), "{size}");
            }
            let aligned = Layout::new::<u8>().align_to(32).unwrap_or(Layout::new::<u8>());
            assert!(arena.alloc(aligned).is_null());
        }
    }

    #[test]
    fn what_grows_keeps_what_is_in_it() {
        let arena = Arena::new(room(256));
        // SAFETY: the sizes are those of the pieces.
        unsafe {
            let small = arena.alloc(bytes(20));
            small.write_bytes(7, 20);
            let large = arena.realloc(small, bytes(20), 100);
            assert!((0..20).all(|at| large.add(at).read() == 7) && large != small);
        }
    }
}
