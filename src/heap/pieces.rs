//! The service's allocator: pieces of a power of two bytes, of which a returned one waits in a list for
//! the next request of its size.
//!
//! A general allocator is three times the code, to serve a few dozen short texts a call.

use super::{Memory, UNIT};
use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;
use std::ptr::null_mut;

/// Pieces of one memory.
pub(crate) struct Pieces<M> {
    memory: M,
    /// How much of the memory was ever cut into pieces.
    cut: Cell<usize>,
    /// The first returned piece of each size; each begins with the address of the next.
    returned: [Cell<*mut u8>; 32],
}

impl<M: Memory> Pieces<M> {
    pub(crate) const fn new(memory: M) -> Self {
        Pieces { memory, cut: Cell::new(0), returned: [const { Cell::new(null_mut()) }; 32] }
    }

    /// The list that pieces for this layout are returned to, and their size.
    fn class(&self, layout: Layout) -> Option<(&Cell<*mut u8>, usize)> {
        let size = layout.size().max(UNIT).checked_next_power_of_two()?;
        let list = self.returned.get(size.trailing_zeros() as usize)?;
        (layout.align() <= UNIT).then_some((list, size))
    }

    fn cut(&self, size: usize) -> *mut u8 {
        let start = self.memory.begin().wrapping_add(self.cut.get());
        match start.addr().checked_add(size) {
            Some(end) if self.memory.reach(end) => {
                self.cut.set(self.cut.get() + size);
                start
            }
            _ => null_mut(),
        }
    }
}

// SAFETY: a piece is as large as asked for or larger, begins at a multiple of 16 and is in no list
// while it is in use, and pieces never overlap.
unsafe impl<M: Memory> GlobalAlloc for Pieces<M> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some((list, size)) = self.class(layout) else { return null_mut() };
        let piece = list.get();
        if piece.is_null() {
            return self.cut(size);
        }
        // SAFETY: a returned piece begins with the address of the next, written by `dealloc`.
        list.set(unsafe { piece.cast::<*mut u8>().read() });
        piece
    }

    unsafe fn dealloc(&self, piece: *mut u8, layout: Layout) {
        if let Some((list, _)) = self.class(layout) {
            // SAFETY: a piece has room for an address, and its owner has given it up.
            unsafe { piece.cast::<*mut u8>().write(list.get()) };
            list.set(piece);
        }
    }

    unsafe fn realloc(&self, piece: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller promises that the size fits the alignment.
        let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        if self.class(layout).map(|(_, size)| size) == self.class(wanted).map(|(_, size)| size) {
            return piece;
        }
        // SAFETY: the caller's promises are those of the three calls.
        unsafe {
            let moved = self.alloc(wanted);
            if !moved.is_null() {
                moved.copy_from_nonoverlapping(piece, layout.size().min(size));
                self.dealloc(piece, layout);
            }
            moved
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heap::{Room, room};

    fn pieces(bytes: usize) -> Pieces<Room> {
        Pieces::new(room(bytes))
    }

    fn bytes(size: usize) -> Layout {
        Layout::array::<u8>(size).unwrap_or(Layout::new::<u8>())
    }

    #[test]
    fn a_returned_piece_serves_the_next_request_of_its_size() {
        let pieces = pieces(64);
        // SAFETY: every piece is returned with the layout it was asked for with.
        unsafe {
            let [one, other] = [pieces.alloc(bytes(20)), pieces.alloc(bytes(32))];
            assert!(!one.is_null() && !other.is_null() && pieces.alloc(bytes(1)).is_null());
            pieces.dealloc(one, bytes(20));
            pieces.dealloc(other, bytes(32));
            assert!(pieces.alloc(bytes(1)).is_null(), "it has another size");
            assert_eq!([pieces.alloc(bytes(17)), pieces.alloc(bytes(31))], [other, one]);
        }
    }

    #[test]
    fn what_memory_cannot_hold_is_null() {
        let pieces = pieces(64);
        // SAFETY: nothing is used.
        unsafe {
            for size in [65, 1 << 31, isize::MAX as usize] {
                assert!(pieces.alloc(bytes(size)).is_null(), "{size}");
            }
            let aligned = Layout::new::<u8>().align_to(32).unwrap_or(Layout::new::<u8>());
            assert!(pieces.alloc(aligned).is_null());
        }
    }

    #[test]
    fn pieces_in_use_never_overlap_and_keep_what_is_in_them() {
        let pieces = pieces(1 << 20);
        let mut random = 1u32;
        let mut held: Vec<(*mut u8, usize, u8)> = Vec::new();
        for round in 0..20_000u32 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (choice, size) = (random >> 30, (random >> 16) as usize % 700 + 1);
            let at = if held.is_empty() { 0 } else { random as usize % held.len() };
            // SAFETY: sizes are kept beside the pieces.
            unsafe {
                if choice < 2 && held.len() < 300 {
                    let piece = pieces.alloc(bytes(size));
                    assert!(!piece.is_null() && piece.addr().is_multiple_of(UNIT));
                    piece.write_bytes(round as u8, size);
                    held.push((piece, size, round as u8));
                } else if !held.is_empty() {
                    let (piece, old, mark) = held.swap_remove(at);
                    assert!((0..old).all(|at| piece.add(at).read() == mark), "round {round}");
                    if choice == 3 {
                        pieces.dealloc(piece, bytes(old));
                        continue;
                    }
                    let moved = pieces.realloc(piece, bytes(old), size);
                    assert!((0..old.min(size)).all(|at| moved.add(at).read() == mark));
                    moved.write_bytes(mark, size);
                    held.push((moved, size, mark));
                }
            }
        }
    }
}
