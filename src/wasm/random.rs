//! Where getrandom has its bytes from in the client's module: the one function its loader brings.
//!
//! getrandom's own way into JavaScript hands over exceptions, which takes a table, its keeper and
//! their JavaScript; this hands over whether it worked.

use getrandom::Error;

#[link(wasm_import_module = "loader")]
unsafe extern "C" {
    /// Fills memory from the runtime's `crypto.getRandomValues`; 0 where that failed.
    fn random(at: *mut u8, size: usize) -> u32;
}

/// # Safety
/// `at` is the beginning of `size` bytes that may be written.
#[unsafe(no_mangle)]
unsafe extern "Rust" fn __getrandom_v03_custom(at: *mut u8, size: usize) -> Result<(), Error> {
    // SAFETY: the caller's promise is passed on.
    match unsafe { random(at, size) } {
        0 => Err(Error::UNEXPECTED),
        _ => Ok(()),
    }
}
