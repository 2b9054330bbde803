//! Reading bytes, without an end in the middle.

/// Bytes that are read from front to back.
pub struct Reader<'a> {
    rest: &'a [u8],
    wrong: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { rest: bytes, wrong: false }
    }

    /// Whether something was wrong so far.
    pub(super) fn is_wrong(&self) -> bool {
        self.wrong
    }

    /// Notes that something was wrong; what is read from then on is zeros.
    pub fn refuse(&mut self) {
        self.wrong = true;
        self.rest = &[];
    }

    /// Whether all was read, and nothing of it was wrong.
    pub fn is_done(&self) -> bool {
        !self.wrong && self.rest.is_empty()
    }

    /// The next byte.
    #[inline(never)]
    pub fn byte(&mut self) -> u8 {
        match self.rest.split_first() {
            Some((byte, rest)) => {
                self.rest = rest;
                *byte
            }
            None => {
                self.refuse();
                0
            }
        }
    }

    /// So many bytes.
    #[inline(never)]
    pub(super) fn bytes(&mut self, count: usize) -> &'a [u8] {
        match self.rest.split_at_checked(count) {
            Some((bytes, rest)) => {
                self.rest = rest;
                bytes
            }
            None => {
                self.refuse();
                &[]
            }
        }
    }

    /// A whole number up to `most`.
    #[inline(never)]
    pub(super) fn number(&mut self, most: u64) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            let part = u64::from(byte & 127);
            number |= part << shift;
            if byte < 128 {
                if number > most || number >> shift != part {
                    break;
                }
                return number;
            }
        }
        self.refuse();
        0
    }

    /// The length of what comes next.
    pub(super) fn length(&mut self) -> usize {
        self.number(u64::from(u32::MAX)) as usize
    }
}
