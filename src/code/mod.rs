//! One-time codes: which characters, how they are drawn, and how hard they are to guess.
//!
//! Nothing here reaches a source of randomness. [`Format::draw_into`] is a pure function of the
//! random bytes it is given and says how many it used; [`Page`] keeps a page of them and asks its
//! caller for the next.
//!
//! ```
//! use hypersender_otp::code::Format;
//! let format = Format::from_contract(6, false, true, false).unwrap();
//! let drawn = format.draw(&[70, 0, 140, 0]).unwrap();
//! assert_eq!((drawn.code.as_str(), drawn.used), ("001002", 4));
//! assert!(format.draw(&[70, 0, 140]).is_none(), "three bytes cannot make six digits");
//! ```

mod draw;
mod entropy;
mod format;
mod page;

pub use draw::Drawn;
pub use entropy::Entropy;
pub use format::Format;
pub use page::{Page, SourceError};
