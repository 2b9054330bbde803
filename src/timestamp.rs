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

    /// Milliseconds since 1970.
    pub const fn millis(self) -> u64 {
        self.0
    }

    /// Later by that many seconds.
    pub const fn plus_seconds(self, seconds: u64) -> Self {
        Self::from_millis(self.0.saturating_add(seconds.saturating_mul(1000)))
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
        let mut rest = Rest(text.as_bytes());
        let year = rest.number(4)?;
        rest.one_of(b"-")?;
        let month = rest.number(2)?;
        rest.one_of(b"-")?;
        let day = rest.number(2)?;
        rest.one_of(b"Tt ")?;
        let mut millis = rest.clock(year, month, day)?;
        let mut mark = rest.one_of(b".Zz+-")?;
        if mark == b'.' {
            let mut worth = 100;
            millis += rest.number(1)? * worth;
            while let Some(digit) = rest.number(1) {
                worth /= 10;
                millis += digit * worth;
            }
            mark = rest.one_of(b"Zz+-")?;
        }
        if matches!(mark, b'+' | b'-') {
            let offset = rest.minutes()? * 60_000;
            millis = if mark == b'+' { millis.checked_sub(offset)? } else { millis + offset };
        }
        (rest.0.is_empty() && millis <= MAX_MILLIS).then_some(Timestamp(millis))
    }

    /// Reads the date of an HTTP header, `06 Nov 1994 08:49:37 GMT` without its day of the week.
    #[cfg(any(feature = "client", feature = "service"))]
    pub(crate) fn parse_http(text: &str) -> Option<Timestamp> {
        let mut rest = Rest(text.as_bytes());
        let day = rest.number(2)?;
        rest.one_of(b" ")?;
        let (name, after) = rest.0.split_at_checked(3)?;
        rest.0 = after;
        let mut months = b"JanFebMarAprMayJunJulAugSepOctNovDec".chunks(3);
        let month = months.position(|month| month == name)? as u64 + 1;
        rest.one_of(b" ")?;
        let year = rest.number(4)?;
        rest.one_of(b" ")?;
        let millis = rest.clock(year, month, day)?;
        (rest.0 == b" GMT").then_some(Timestamp(millis))
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

/// What is not yet read of a text.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    /// A number of exactly so many digits.
    #[inline(never)]
    fn number(&mut self, digits: usize) -> Option<u64> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        let mut value = 0;
        for byte in number {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            value = value * 10 + u64::from(digit);
        }
        self.0 = rest;
        Some(value)
    }

    /// The next byte, if it is one of `marks`.
    #[inline(never)]
    fn one_of(&mut self, marks: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        marks.iter().any(|mark| mark == first).then_some(*first)
    }

    /// `17:39` in minutes.
    #[inline(never)]
    fn minutes(&mut self) -> Option<u64> {
        let hour = self.number(2)?;
        self.one_of(b":")?;
        let minute = self.number(2)?;
        (hour < 24 && minute < 60).then_some(hour * 60 + minute)
    }

    /// `17:39:38` on that day, in milliseconds since 1970.
    #[inline(never)]
    fn clock(&mut self, year: u64, month: u64, day: u64) -> Option<u64> {
        let minutes = self.minutes()?;
        self.one_of(b":")?;
        let second = self.number(2)?;
        let in_calendar = year >= 1970
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day)
            && second <= 60;
        in_calendar
            .then(|| ((days_since_1970(year, month, day) * 1440 + minutes) * 60 + second) * 1000)
    }
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
