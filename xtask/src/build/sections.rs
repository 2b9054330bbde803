//! A WebAssembly file as its sections: as much of the format as naming and ordering take.

use anyhow::{Context, Result, bail};

/// What a file begins with: the magic number and version 1.
const HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// The numbers of sections.
pub const CUSTOM: u8 = 0;
pub const IMPORT: u8 = 2;
pub const EXPORT: u8 = 7;
pub const CODE: u8 = 10;

/// A section's number and what is in it.
pub type Section<'a> = (u8, &'a [u8]);

/// The sections of a file, in their order.
pub fn split(file: &[u8]) -> Result<Vec<Section<'_>>> {
    let mut rest = Reader(file.strip_prefix(HEADER).context("this is no WebAssembly module")?);
    let mut sections = Vec::new();
    while !rest.0.is_empty() {
        sections.push((rest.byte()?, rest.sized()?));
    }
    Ok(sections)
}

/// The file of these sections.
pub fn join(sections: &[Section<'_>]) -> Vec<u8> {
    let mut file = HEADER.to_vec();
    for (number, content) in sections {
        file.push(*number);
        push_sized(&mut file, content);
    }
    file
}

/// The content of the one section with that number; nothing where there is none.
pub fn find<'a>(sections: &[Section<'a>], number: u8) -> &'a [u8] {
    sections.iter().find(|section| section.0 == number).map_or(&[], |section| section.1)
}

/// What is not yet read.
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub fn byte(&mut self) -> Result<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    /// A whole number, seven bits a byte, the lowest first.
    pub fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for place in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 127) << place;
            if byte < 128 {
                return Ok(number);
            }
        }
        bail!("a number is longer than 32 bits")
    }

    /// Bytes behind their number: a text, a function, a section.
    pub fn sized(&mut self) -> Result<&'a [u8]> {
        let size = self.number()?;
        self.take(size)
    }

    fn take(&mut self, size: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(size).context("the module ends early")?;
        self.0 = rest;
        Ok(taken)
    }
}

pub fn push_number(out: &mut Vec<u8>, mut number: usize) {
    while number > 127 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

pub fn push_sized(out: &mut Vec<u8>, bytes: &[u8]) {
    push_number(out, bytes.len());
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_sections_make() -> Result<()> {
        let long = vec![7; 300];
        let sections: [Section<'_>; 2] = [(1, b"abc"), (CODE, &long)];
        let file = join(&sections);
        assert_eq!(split(&file)?, sections);
        assert_eq!(find(&sections, CODE), long);
        assert!(find(&sections, EXPORT).is_empty());
        assert!(split(&file[..file.len() - 1]).is_err());
        assert!(split(b"\0asm").is_err());
        Ok(())
    }

    #[test]
    fn numbers_are_read_as_they_are_written() -> Result<()> {
        for number in [0, 127, 128, 16_383, 16_384, u32::MAX as usize] {
            let mut bytes = Vec::new();
            push_number(&mut bytes, number);
            assert_eq!(Reader(&bytes).number()?, number);
        }
        assert!(Reader(&[255; 6]).number().is_err());
        Ok(())
    }
}
