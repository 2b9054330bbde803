//! Points in time as the wire writes them: `2025-12-29T17:39:38+00:00`.

/// Milliseconds since 1970-01-01 in UTC, from year 1970 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(u64);

const MAX_MILLIS: u64 = 253_402_300_799_999;

impl Timestamp {
    /// From milliseconds; later than the year 9999 is cut to its end.
    pub const fn from_millis(millis: u64) -> Self {
        Timestamp(if millis > MAX_MILLIS { MAX_MILLIS } else { millis })
    }

    /// From seconds; later than the year 9999 is cut to its end.
    pub const fn from_seconds(seconds: u64) -> Self {
        // Cut before it is multiplied: a product that may overflow takes 128 bits.
        Self::from_millis(if seconds > MAX_MILLIS { MAX_MILLIS } else { seconds * 1000 })
    }

    /// Milliseconds since 1970.
    pub const fn millis(self) -> u64 {
        self.0
    }

    /// Later by that many seconds.
    pub const fn plus_seconds(self, seconds: u64) -> Self {
        Self::from_millis(self.0 + Self::from_seconds(seconds).0)
    }

    /// Reads RFC 3339: a date, `T` or a space, a time, optional fractions, then `Z` or an offset.
    ///
    /// `None` for anything else, a date that is in no calendar included.
    ///
    /// ```
    /// use hypersender_otp::timestamp::Timestamp;
    /// let utc = Timestamp::parse("2025-12-29T17:39:38+00:00");
    /// assert_eq!(utc, Timestamp::parse("2025-12-29T19:39:38.000+02:00"));
    /// assert_eq!(Timestamp::parse("2025-02-30T00:00:00Z"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Timestamp> {
        let mut parts = [0; 6];
        let mut rest = read(text.as_bytes(), b"0000-11-22T33:44:55", &mut parts)?;
        let mut millis = millis(parts)?;
        if let [b'.', fraction @ ..] = rest {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let mut worth = 100;
            for digit in fraction.get(..digits).filter(|_| digits > 0)? {
                millis += u64::from(digit - b'0') * worth;
                worth /= 10;
            }
            rest = fraction.get(digits..)?;
        }
        if !matches!(rest, [b'Z' | b'z']) {
            let (sign, clock) = rest.split_first()?;
            let mut parts = [0; 6];
            let after = read(clock, b"33:44", &mut parts)?;
            let offset = minutes(parts).filter(|_| after.is_empty())? * 60_000;
            millis = match sign {
                b'+' => millis.checked_sub(offset)?,
                b'-' => millis + offset,
                _ => return None,
            };
        }
        (millis <= MAX_MILLIS).then_some(Timestamp(millis))
    }

    /// Reads the date of an HTTP header, `06 Nov 1994 08:49:37 GMT` without its day of the week.
    #[cfg(any(feature = "client", feature = "service"))]
    pub(crate) fn parse_http(text: &str) -> Option<Timestamp> {
        let mut parts = [0; 6];
        let rest = read(text.as_bytes(), b"22 ", &mut parts)?;
        let (name, rest) = rest.split_at_checked(3)?;
        let mut months = b"JanFebMarAprMayJunJulAugSepOctNovDec".chunks(3);
        parts[1] = months.position(|month| month == name)? as u32 + 1;
        let rest = read(rest, b" 0000 33:44:55 GMT", &mut parts)?;
        millis(parts).filter(|_| rest.is_empty()).map(Timestamp)
    }

    /// Whole seconds in UTC with the offset `+00:00`, as the contract writes dates.
    pub fn to_rfc3339(self) -> String {
        let seconds = self.0 / 1000;
        let (year, month, day) = date_of(seconds / 86_400);
        let mut text = String::with_capacity(25);
        let mut part = |before: &str, number: u64, digits: u32| {
            text.push_str(before);
            for place in (0..digits).rev() {
                text.push(char::from(b'0' + (number / 10u64.pow(place) % 10) as u8));
            }
        };
        part("", year, 4);
        part("-", month, 2);
        part("-", day, 2);
        part("T", seconds / 3600 % 24, 2);
        part(":", seconds / 60 % 60, 2);
        part(":", seconds % 60, 2);
        text.push_str("+00:00");
        text
    }
}

/// Year, month, day, hour, minute and second.
type Parts = [u32; 6];

/// Reads the parts of a date off the front of a text and gives what follows. In `form` a digit is one
/// digit of the part with that number, `T` is what may stand before a time, and the rest is itself.
#[inline(never)]
fn read<'t>(text: &'t [u8], form: &[u8], parts: &mut Parts) -> Option<&'t [u8]> {
    let (text, rest) = text.split_at_checked(form.len())?;
    for (byte, form) in text.iter().zip(form) {
        if let Some(part) = parts.get_mut(usize::from(form.wrapping_sub(b'0'))) {
            *part = *part * 10 + char::from(*byte).to_digit(10)?;
        } else if byte != form && !(*form == b'T' && matches!(byte, b't' | b' ')) {
            return None;
        }
    }
    Some(rest)
}

/// `17:39` in minutes.
fn minutes([.., hour, minute, _]: Parts) -> Option<u64> {
    (hour < 24 && minute < 60).then_some(u64::from(hour * 60 + minute))
}

/// Milliseconds since 1970.
#[inline(never)]
fn millis(parts: Parts) -> Option<u64> {
    let [year, month, day, .., second] = parts;
    let (year, month, day) = (u64::from(year), u64::from(month), u64::from(day));
    let in_calendar = year >= 1970
        && (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && second <= 60;
    let minutes = minutes(parts).filter(|_| in_calendar)?;
    Some(((days_since_1970(year, month, day) * 1440 + minutes) * 60 + u64::from(second)) * 1000)
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in_month(year: u64, month: u64) -> u64 {
    match month {
        2 => 28 + u64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn days_since_1970(year: u64, month: u64, day: u64) -> u64 {
    // Counted from March, so that a leap day is the last of its year.
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    let months = (month * 153 + 2) / 5;
    year * 365 + year / 4 - year / 100 + year / 400 + months + day - 719_469
}

fn date_of(mut days: u64) -> (u64, u64, u64) {
    let mut year = 1970;
    loop {
        let length = 365 + u64::from(is_leap(year));
        if days < length {
            break;
        }
        days -= length;
        year += 1;
    }
    let mut month = 1;
    while days >= days_in_month(year, month) {
        days -= days_in_month(year, month);
        month += 1;
    }
    (year, month, days + 1)
}
