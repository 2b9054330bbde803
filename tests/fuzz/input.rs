//! Several values in one row of bytes, so that one fuzzer serves targets of every form.

/// What is left to be read; at its end it gives zeros and nothing.
pub struct Input<'a>(pub &'a [u8]);

impl<'a> Input<'a> {
    pub fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    /// A piece that [`piece`] wrote; what is left, when it is shorter.
    pub fn piece(&mut self) -> &'a [u8] {
        let length = usize::from(u16::from_le_bytes([self.byte(), self.byte()]));
        let (piece, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        piece
    }

    pub fn text(&mut self) -> String {
        String::from_utf8_lossy(self.piece()).into_owned()
    }

    /// Everything that is left.
    pub fn rest(self) -> &'a [u8] {
        self.0
    }
}

/// Appends a piece with its length before it.
pub fn piece(to: &mut Vec<u8>, piece: &[u8]) {
    to.extend((piece.len() as u16).to_le_bytes());
    to.extend(piece);
}
