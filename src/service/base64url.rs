//! base64url without padding (RFC 4648, section 5), which proofs are written in.
//!
//! By hand, because the crate for it hides in which time it reads a text, which is no secret here:
//! that took a kilobyte of the service's module.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes as a text.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let (mut text, mut bits, mut count) = (String::new(), 0, 0);
    let mut push = |bits: u32| {
        let symbol = ALPHABET.get(bits as usize % 64).copied().unwrap_or_default();
        text.push(char::from(symbol));
    };
    for byte in bytes {
        // The highest bits leave the number when they were written.
        bits = bits << 8 | u32::from(*byte);
        count += 8;
        while count >= 6 {
            count -= 6;
            push(bits >> count);
        }
    }
    if count > 0 {
        push(bits << (6 - count));
    }
    text
}

/// The bytes of a text; `None` for one that [`encode`] does not write.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0u32, 0);
    for symbol in text.bytes() {
        let value = ALPHABET.iter().position(|known| *known == symbol)?;
        bits = bits << 6 | value as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    // A symbol too many, or bits that belong to no byte.
    (count < 6 && bits == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_those_of_the_standard() {
        let table: [(&[u8], &str); 8] = [
            (b"", ""),
            (b"f", "Zg"),
            (b"fo", "Zm8"),
            (b"foo", "Zm9v"),
            (b"foob", "Zm9vYg"),
            (b"fooba", "Zm9vYmE"),
            (b"foobar", "Zm9vYmFy"),
            (&[0xfb, 0xff, 0xfe], "-__-"),
        ];
        for (bytes, text) in table {
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text).as_deref(), Some(bytes), "{text}");
        }
    }

    #[test]
    fn all_bytes_come_back_from_every_place() {
        for length in 0..300usize {
            let bytes: Vec<u8> = (0..length).map(|at| (at * 7 + length) as u8).collect();
            assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }
    }

    #[test]
    fn a_text_that_nobody_writes_is_refused() {
        // A symbol alone, bits behind the last byte, padding, the other alphabet, white space.
        for text in ["Z", "Zm9vY", "Zh", "Zm9", "Zg==", "+//+", "Zm9v Zm9v", "Zm9v\n", "Zé"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
