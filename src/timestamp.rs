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
        let bytes = text.as_bytes();
        let number = |from: usize, to: usize| {
            let digits = text.get(from..to)?;
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<u64>().ok())?
        };
        let marks = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
        if !marks.iter().all(|(at, mark)| bytes.get(*at) == Some(mark))
            || !matches!(bytes.get(10), Some(b'T' | b't' | b' '))
        {
            return None;
        }
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        if year < 1970
            || !(1..=12).contains(&month)
            || !(1..=days_in_month(year, month)).contains(&day)
            || hour > 23
            || minute > 59
            || second > 60
        {
            return None;
        }
        let mut at = 19;
        let mut millis = 0;
        if bytes.get(at) == Some(&b'.') {
            let mut worth = 100;
            at += 1;
            let first = at;
            while let Some(digit) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
                millis += u64::from(digit - b'0') * worth;
                worth /= 10;
                at += 1;
            }
            if at == first {
                return None;
            }
        }
        let local = ((days_since_1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
        let local = local * 1000 + millis;
        let utc = match bytes.get(at)? {
            b'Z' | b'z' if bytes.len() == at + 1 => local,
            sign @ (b'+' | b'-') if bytes.len() == at + 6 && bytes.get(at + 3) == Some(&b':') => {
                let (hours, minutes) = (number(at + 1, at + 3)?, number(at + 4, at + 6)?);
                if hours > 23 || minutes > 59 {
                    return None;
                }
                let offset = (hours * 60 + minutes) * 60_000;
                if *sign == b'+' { local.checked_sub(offset)? } else { local + offset }
            }
            _ => return None,
        };
        (utc <= MAX_MILLIS).then_some(Timestamp(utc))
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

fn days_before_year(year: u64) -> u64 {
    let past = year - 1;
    past * 365 + past / 4 - past / 100 + past / 400
}

fn days_since_1970(year: u64, month: u64, day: u64) -> u64 {
    let months: u64 = (1..month).map(|month| days_in_month(year, month)).sum();
    days_before_year(year) - days_before_year(1970) + months + day - 1
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
