//! The order of a module's functions: each beside one that is like it, so that a compressor has
//! met most of a function already. It is a hundredth of the client's bytes, and costs nothing.

use std::collections::HashSet;

use anyhow::{Result, ensure};

use super::sections::{self, CODE, CUSTOM, IMPORT, Reader};

/// Bytes in a row that two functions have in common or not.
const GRAM: usize = 4;

/// The module with names for its functions that sort as they are to stand.
pub fn named(module: &[u8]) -> Result<Vec<u8>> {
    let mut sections = sections::split(module)?;
    let imported = imported(sections::find(&sections, IMPORT))?;
    let order = order(&bodies(sections::find(&sections, CODE))?);
    let mut places = vec![0; order.len()];
    for (place, function) in order.into_iter().enumerate() {
        places[function] = place;
    }
    let mut names = Vec::new();
    sections::push_number(&mut names, places.len());
    for (function, place) in places.iter().enumerate() {
        sections::push_number(&mut names, imported + function);
        sections::push_sized(&mut names, format!("{place:05}").as_bytes());
    }
    let mut content = Vec::new();
    sections::push_sized(&mut content, b"name");
    // The names of functions are the first kind of names.
    content.push(1);
    sections::push_sized(&mut content, &names);
    sections.push((CUSTOM, &content));
    Ok(sections::join(&sections))
}

/// How many functions stand before the module's own.
fn imported(section: &[u8]) -> Result<usize> {
    let mut rest = Reader(section);
    let count = if section.is_empty() { 0 } else { rest.number()? };
    for _ in 0..count {
        let (_module, _name) = (rest.sized()?, rest.sized()?);
        ensure!(rest.byte()? == 0, "the module imports something that is no function");
        rest.number()?;
    }
    Ok(count)
}

fn bodies(section: &[u8]) -> Result<Vec<&[u8]>> {
    let mut rest = Reader(section);
    let count = rest.number()?;
    (0..count).map(|_| rest.sized()).collect()
}

/// From the shortest function on, each followed by the one that has most of itself in common with it.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let grams: Vec<HashSet<&[u8]>> =
        bodies.iter().map(|body| body.windows(GRAM).collect()).collect();
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    left.sort_by_key(|function| bodies[*function].len());
    let mut order: Vec<usize> = left.drain(..left.len().min(1)).collect();
    while let (Some(last), false) = (order.last(), left.is_empty()) {
        let shared = |function: usize| {
            let own = &grams[function];
            own.intersection(&grams[*last]).count() * 1_000_000 / own.len().max(1)
        };
        // The first of those that are equally like it.
        let next = (0..left.len()).rev().max_by_key(|place| shared(left[*place])).unwrap_or(0);
        order.push(left.remove(next));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_stands_behind_the_one_it_is_like() {
        let bodies: [&[u8]; 4] = [b"abcdefgh", b"12345678", b"abcdefxyz", b"12345"];
        assert_eq!(order(&bodies), [3, 1, 0, 2]);
        assert!(order(&[]).is_empty());
    }

    #[test]
    fn each_function_is_named_after_its_place() -> Result<()> {
        let import = b"\x01\x01m\x01f\0\0";
        let code = b"\x02\x06abcdef\x05abcde";
        let module = sections::join(&[(IMPORT, import), (CODE, code)]);
        let named = named(&module)?;
        let name = sections::split(&named)?[2];
        assert_eq!(name, (CUSTOM, b"\x04name\x01\x0f\x02\x01\x0500001\x02\x0500000".as_slice()));
        Ok(())
    }

    #[test]
    fn an_import_that_is_no_function_is_noticed() {
        let module = sections::join(&[(IMPORT, b"\x01\x01m\x01f\x02\0\x01"), (CODE, b"\0")]);
        assert!(named(&module).is_err());
    }
}
