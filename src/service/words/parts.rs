//! What words are made of: numbers, texts, bytes, lists and options.

use super::{Reader, Word};

/// A whole number in pieces of 7 bits.
#[inline(never)]
fn write_number(mut number: u64, out: &mut Vec<u8>) {
    while number > 127 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Bytes behind their length.
#[inline(never)]
fn write_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    write_number(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

impl Word for u8 {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }

    fn read(from: &mut Reader<'_>) -> u8 {
        from.byte()
    }

    fn write_all(list: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(list);
    }

    fn read_all(count: usize, from: &mut Reader<'_>) -> Vec<u8> {
        from.bytes(count).to_vec()
    }
}

impl Word for u64 {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(*self, out);
    }

    fn read(from: &mut Reader<'_>) -> u64 {
        from.number(u64::MAX)
    }
}

impl Word for u32 {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(u64::from(*self), out);
    }

    fn read(from: &mut Reader<'_>) -> u32 {
        from.number(u64::from(u32::MAX)) as u32
    }
}

impl Word for u16 {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(u64::from(*self), out);
    }

    fn read(from: &mut Reader<'_>) -> u16 {
        from.number(u64::from(u16::MAX)) as u16
    }
}

impl Word for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> bool {
        match from.byte() {
            0 => false,
            1 => true,
            _ => {
                from.refuse();
                false
            }
        }
    }
}

impl<const N: usize> Word for [u8; N] {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }

    fn read(from: &mut Reader<'_>) -> [u8; N] {
        from.bytes(N).first_chunk().copied().unwrap_or([0; N])
    }
}

impl Word for String {
    fn write(&self, out: &mut Vec<u8>) {
        write_bytes(self.as_bytes(), out);
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> String {
        let length = from.length();
        match str::from_utf8(from.bytes(length)) {
            Ok(text) => String::from(text),
            Err(_) => {
                from.refuse();
                String::new()
            }
        }
    }
}

impl<T: Word> Word for Vec<T> {
    #[inline(never)]
    fn write(&self, out: &mut Vec<u8>) {
        write_number(self.len() as u64, out);
        T::write_all(self, out);
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Vec<T> {
        let count = from.length();
        T::read_all(count, from)
    }
}

impl<T: Word> Word for Option<T> {
    #[inline(never)]
    fn write(&self, out: &mut Vec<u8>) {
        self.is_some().write(out);
        if let Some(word) = self {
            word.write(out);
        }
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Option<T> {
        if bool::read(from) { Some(T::read(from)) } else { None }
    }
}

impl<T: Word> Word for Box<T> {
    fn write(&self, out: &mut Vec<u8>) {
        T::write(self, out);
    }

    fn read(from: &mut Reader<'_>) -> Box<T> {
        Box::new(T::read(from))
    }
}

impl<A: Word, B: Word> Word for (A, B) {
    #[inline(never)]
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> (A, B) {
        (A::read(from), B::read(from))
    }
}
