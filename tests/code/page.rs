//! A page of random bytes: asked for when needed, used once, wiped, and never weak.

use super::random::Random;
use super::support::{SIXTY_FOUR, Stream, alphabet, format};
use hypersender_otp::code::{Page, SourceError};
use std::mem::MaybeUninit;

#[test]
fn the_source_is_asked_on_the_first_draw_and_then_once_a_page() {
    let format = format("{}");
    let mut page: Page<64> = Page::new();
    let mut source = Random(1);
    let mut asked = 0;
    let mut code = [0; 6];
    for drawn in 1..=100 {
        let fill = |bytes: &mut [u8]| {
            asked += 1;
            assert_eq!(bytes.len(), 64);
            source.fill(bytes);
            Ok::<(), ()>(())
        };
        page.draw(&format, &mut code, fill).unwrap();
        assert!(code.iter().all(u8::is_ascii_digit));
        assert!(asked <= drawn / 13 + 1, "{asked} pages for {drawn} codes");
    }
    assert_eq!(asked, 100_usize.div_ceil(16));
}

#[test]
fn a_used_byte_is_zero_before_the_next_call() {
    let format = format("{}");
    let mut page: Page<64> = Page::new();
    let mut source = Random(5);
    let mut seen = Vec::new();
    let mut draw = |page: &mut Page<64>, codes: &mut [u8]| {
        page.draw(&format, codes, |bytes| {
            seen.push(bytes.to_vec());
            source.fill(bytes);
            Ok::<(), ()>(())
        })
        .unwrap();
    };
    // One by one until the page is used up, so that the source sees what was left of it.
    for _ in 0..17 {
        draw(&mut page, &mut [0; 6]);
    }
    assert_eq!(seen[0], [0; 64], "a new page holds nothing");
    assert_eq!(seen[1], [0; 64], "sixteen codes of four bytes are wiped");
}

#[test]
fn bytes_left_at_the_end_of_a_page_are_not_used() {
    // 64 bytes are sixteen codes of two words; three words to a code leave four bytes over.
    let format = format(r#"{"length":7}"#);
    let mut page: Page<64> = Page::new();
    let mut source = Stream(1);
    let mut pages = Vec::new();
    let mut codes = [0; 7 * 11];
    page.draw(&format, &mut codes, |bytes| {
        source.fill(bytes);
        pages.push(bytes.to_vec());
        Ok::<(), ()>(())
    })
    .unwrap();
    assert_eq!(pages.len(), 2);
    assert_eq!(std::str::from_utf8(&codes[70..]).unwrap(), format.draw(&pages[1]).unwrap().code);
}

#[test]
fn a_source_that_fails_on_any_call_gives_its_error_and_no_code() {
    let format = format("{}");
    for failing in 0..5 {
        let mut page: Page<64> = Page::new();
        let mut source = Random(9);
        let mut calls = 0;
        let mut fill = |bytes: &mut [u8]| {
            calls += 1;
            source.fill(bytes);
            if calls == failing + 1 { Err("no entropy") } else { Ok(()) }
        };
        let mut codes = [7; 6 * 100];
        let drawn = page.draw(&format, &mut codes, &mut fill);
        assert_eq!(drawn, Err(SourceError::Failed("no entropy")), "call {failing}");
        assert_eq!(codes, [0; 600], "no code that was already drawn is given out");

        let mut seen = vec![];
        page.draw(&format, &mut codes, |bytes: &mut [u8]| {
            seen.push(bytes.to_vec());
            fill(bytes)
        })
        .unwrap();
        assert_eq!(seen[0], [0; 64], "what the failed source left is not used");
        assert!(codes.iter().all(u8::is_ascii_digit), "and the next draw works");
    }
}

#[test]
fn a_source_that_gives_no_randomness_is_an_error_and_never_a_weaker_code() {
    type Source = fn(&mut [u8]);
    let sources: [(&str, Source); 6] = [
        ("does nothing", |_| ()),
        ("fills with zeros", |bytes| bytes.fill(0)),
        ("fills with one byte", |bytes| bytes.fill(0xa5)),
        ("repeats eight bytes", |bytes| {
            bytes.chunks_mut(8).for_each(|eight| eight.copy_from_slice(b"01234567"))
        }),
        ("fills only the first half", |bytes| Random(4).fill(&mut bytes[..2048])),
        ("leaves out the last sixteen bytes", |bytes| Random(4).fill(&mut bytes[..4080])),
    ];
    for (name, source) in sources {
        // With two and with sixty-four characters no word is skipped, so nothing else would stop it.
        for format in [format("{}"), alphabet(6, "01"), alphabet(6, SIXTY_FOUR)] {
            let mut page: Page = Page::new();
            let mut codes = [7; 60];
            let drawn = page.draw(&format, &mut codes, |bytes| {
                source(bytes);
                Ok::<(), ()>(())
            });
            assert_eq!(drawn, Err(SourceError::NotRandom), "{name}");
            assert_eq!(codes, [0; 60], "{name}");
        }
    }
}

#[test]
fn a_source_whose_every_word_is_skipped_ends_in_an_error() {
    // 0 and 328 of 65,536 are among the words that digits skip; never the same sixteen bytes twice.
    let skipped: Vec<u16> = [[328, 0, 0, 0, 0, 0, 0, 0], [328; 8]].concat();
    let format = format("{}");
    assert!(skipped.iter().all(|word| format.symbols(*word).is_none()));
    let mut asked = 0;
    let mut page: Page<32> = Page::new();
    let drawn = page.draw(&format, &mut [0; 6], |bytes| {
        asked += 1;
        for (to, word) in bytes.chunks_mut(2).zip(&skipped) {
            to.copy_from_slice(&word.to_le_bytes());
        }
        Ok::<(), ()>(())
    });
    assert_eq!((drawn, asked), (Err(SourceError::NotRandom), 256));
}

#[test]
fn the_rarest_format_is_drawn_all_the_same() {
    // One digit, one upper case and one lower case letter among thirty-two others: one code in 2,000.
    let signs: String = (33..127).map(char::from).filter(char::is_ascii_punctuation).collect();
    let signs = signs.replace('\\', r"\\").replace('"', r#"\""#);
    let format = format(&format!(r#"{{"length":4,"alphabet":"0aA{signs}","requireEach":true}}"#));
    let mut page: Page = Page::new();
    let mut source = Random(6);
    let mut codes = [0; 4 * 200];
    page.draw(&format, &mut codes, |bytes| {
        source.fill(bytes);
        Ok::<(), ()>(())
    })
    .unwrap();
    let has_each = |code: &[u8]| b"0aA".iter().all(|each| code.contains(each));
    assert!(codes.chunks(4).all(has_each));
}

#[test]
fn a_wiped_page_asks_the_source_again() {
    // With sixty-four characters zeros would be a code, not words to skip.
    let format = alphabet(6, SIXTY_FOUR);
    let mut page: Page = Page::new();
    let mut source = Random(7);
    let mut asked = 0;
    for _ in 0..3 {
        page.draw(&format, &mut [0; 6], |bytes| {
            asked += 1;
            assert!(bytes.iter().all(|byte| *byte == 0));
            source.fill(bytes);
            Ok::<(), ()>(())
        })
        .unwrap();
        page.wipe();
    }
    assert_eq!(asked, 3);
}

#[test]
fn a_page_that_is_dropped_leaves_no_random_byte_behind() {
    let mut place = MaybeUninit::new(Page::<64>::new());
    // SAFETY: a page was written there, and is dropped once.
    let page = unsafe { place.assume_init_mut() };
    page.draw(&format("{}"), &mut [0; 6], |bytes| {
        Random(8).fill(bytes);
        Ok::<(), ()>(())
    })
    .unwrap();
    unsafe { place.assume_init_drop() };
    // SAFETY: the memory is still ours, and bytes and a length of one word leave no gap in it.
    let left =
        unsafe { std::slice::from_raw_parts(place.as_ptr().cast::<u8>(), size_of::<Page<64>>()) };
    assert!(left.iter().all(|byte| *byte == 0), "{left:?}");
}
