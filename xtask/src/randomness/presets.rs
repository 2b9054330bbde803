//! The formats looked at.

use anyhow::{Result, anyhow};
use hypersender_otp::code::Format;
use hypersender_otp::contract::Given;

/// One format by the fields a caller would give.
pub struct Preset {
    pub name: &'static str,
    length: u32,
    /// The flags that are given, as true; `useNumber` is the one that would be given as false.
    flags: &'static [&'static str],
    /// The one the plot shows.
    pub plotted: bool,
}

pub const PRESETS: &[Preset] = &[
    preset("digits", 6, &[]),
    preset("upper case and digits", 6, &["useLetter", "allCapital"]),
    Preset { plotted: true, ..preset("letters and digits", 10, &["useLetter"]) },
    preset("upper case", 8, &["useLetter", "allCapital", "useNumber"]),
    preset("letters", 8, &["useLetter", "useNumber"]),
    preset("unambiguous digits", 6, &["unambiguous"]),
    preset("unambiguous upper case and digits", 8, &["useLetter", "allCapital", "unambiguous"]),
    preset("unambiguous letters and digits", 8, &["useLetter", "unambiguous"]),
    preset("upper case and digits, each", 6, &["useLetter", "allCapital", "requireEach"]),
    preset("letters and digits, each", 10, &["useLetter", "requireEach"]),
];

const fn preset(name: &'static str, length: u32, flags: &'static [&'static str]) -> Preset {
    Preset { name, length, flags, plotted: false }
}

impl Preset {
    pub fn format(&self) -> Result<Format> {
        let given = |field: &str| match field {
            "length" => Given::Number(f64::from(self.length)),
            _ if self.flags.contains(&field) => Given::Bool(field != "useNumber"),
            _ => Given::Missing,
        };
        Format::from_fields(&given).map_err(|errors| anyhow!("{}: {errors:?}", self.name))
    }
}

/// A format of an alphabet of any size.
pub fn of_size(size: usize) -> Result<Format> {
    let alphabet: String = ('!'..='~').take(size).collect();
    let given = |field: &str| match field {
        "alphabet" => Given::Text(&alphabet),
        _ => Given::Missing,
    };
    Format::from_fields(&given).map_err(|errors| anyhow!("{size} characters: {errors:?}"))
}

#[cfg(test)]
mod tests {
    use super::{PRESETS, of_size};

    #[test]
    fn every_preset_is_a_format() {
        for preset in PRESETS {
            let format = preset.format().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(format.requires_each(), preset.name.ends_with("each"), "{}", preset.name);
        }
        let sizes: Vec<_> =
            PRESETS.iter().flat_map(|p| p.format()).map(|f| f.alphabet().len()).collect();
        assert_eq!(sizes, [10, 36, 62, 26, 52, 8, 32, 57, 36, 62]);
    }

    #[test]
    fn an_alphabet_of_every_size_is_a_format() {
        for size in 2..=64 {
            assert_eq!(of_size(size).map(|format| format.alphabet().len()).ok(), Some(size));
        }
    }
}
