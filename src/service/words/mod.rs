//! Words between objects, flows and shells as bytes, and what is stored of an object.
//!
//! A word is its parts one after the other, as the format of `postcard` has them: a whole number in
//! pieces of 7 bits, the lowest first; a text, a list or bytes behind their length; an option
//! behind 0 or 1; a choice behind its number. Which parts, in which order, [`word!`] tells beside
//! each type.
//!
//! A codec of its own, because deriving one with `serde` took 24 kB of the service's module: reading
//! goes on with zeros once something was wrong, so that no place that reads has to end early. And none
//! of it is inlined: a word that is read where it is used is moved there part by part.

mod parts;
mod reader;

pub use reader::Reader;

/// Something that can be written as bytes and read again.
pub trait Word: Sized {
    /// Writes it behind what `out` has.
    fn write(&self, out: &mut Vec<u8>);

    /// Reads it; what cannot be read is some word, and [`Reader::is_done`] tells.
    fn read(from: &mut Reader<'_>) -> Self;

    /// Writes a list without its length.
    fn write_all(list: &[Self], out: &mut Vec<u8>) {
        for item in list {
            item.write(out);
        }
    }

    /// Reads a list of so many.
    fn read_all(count: usize, from: &mut Reader<'_>) -> Vec<Self> {
        let mut list = Vec::new();
        for _ in 0..count {
            // Every item takes a byte, so this ends with the bytes.
            if from.is_wrong() {
                break;
            }
            list.push(Self::read(from));
        }
        list
    }
}

/// The bytes of a word.
pub fn to_bytes<T: Word>(word: &T) -> Vec<u8> {
    let mut out = Vec::new();
    word.write(&mut out);
    out
}

/// The word that [`to_bytes`] wrote; `None` for anything else, more bytes at the end included.
#[inline(never)]
pub fn from_bytes<T: Word>(bytes: &[u8]) -> Option<T> {
    let mut from = Reader::new(bytes);
    let word = T::read(&mut from);
    if from.is_done() { Some(word) } else { None }
}

/// Tells the parts of a word in the order they are written.
///
/// A struct names its fields. An enum names its choices with their numbers; what a choice holds is
/// named behind it, in `{}` where it has names and in `()` where it has none.
macro_rules! word {
    (struct $name:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::service::words::Word for $name {
            #[inline(never)]
            fn write(&self, out: &mut Vec<u8>) {
                let Self { $($field),+ } = self;
                $($crate::service::words::Word::write($field, out);)+
            }

            #[inline(never)]
            fn read(from: &mut $crate::service::words::Reader<'_>) -> Self {
                Self { $($field: $crate::service::words::Word::read(from)),+ }
            }
        }
    };
    (enum $name:ident {
        $number:literal => $choice:ident $({ $($field:ident),+ $(,)? })? $(($inner:ident))?
        $(, $numbers:literal => $choices:ident $({ $($fields:ident),+ $(,)? })? $(($inners:ident))?)*
        $(,)?
    }) => {
        impl $crate::service::words::Word for $name {
            #[inline(never)]
            fn write(&self, out: &mut Vec<u8>) {
                match self {
                    Self::$choice $({ $($field),+ })? $(($inner))? => {
                        out.push($number);
                        $($($crate::service::words::Word::write($field, out);)+)?
                        $($crate::service::words::Word::write($inner, out);)?
                    }
                    $(Self::$choices $({ $($fields),+ })? $(($inners))? => {
                        out.push($numbers);
                        $($($crate::service::words::Word::write($fields, out);)+)?
                        $($crate::service::words::Word::write($inners, out);)?
                    })*
                }
            }

            #[inline(never)]
            #[allow(clippy::let_and_return, reason = "a name is needed to tell that there is one")]
            fn read(from: &mut $crate::service::words::Reader<'_>) -> Self {
                match from.byte() {
                    $($numbers => Self::$choices
                        $({ $($fields: $crate::service::words::Word::read(from)),+ })?
                        $(({ let $inners = $crate::service::words::Word::read(from); $inners }))?,)*
                    other => {
                        if other != $number {
                            from.refuse();
                        }
                        Self::$choice
                            $({ $($field: $crate::service::words::Word::read(from)),+ })?
                            $(({ let $inner = $crate::service::words::Word::read(from); $inner }))?
                    }
                }
            }
        }
    };
}

pub(crate) use word;
