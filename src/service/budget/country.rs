//! The country a number belongs to, by its calling code.

/// The calling codes of two digits; 1 and 7 have one, all others three (ITU-T E.164).
const TWO_DIGITS: &[u8] = &[
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56,
    57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
];

/// The calling code at the head of an international number, such as 20 for `20123456789@c.us`.
pub fn calling_code(number: &str) -> u16 {
    let mut code = 0;
    for (at, digit) in number.bytes().take(3).enumerate() {
        code = code * 10 + u16::from(digit.wrapping_sub(b'0').min(9));
        let complete = match at {
            0 => matches!(code, 1 | 7),
            1 => TWO_DIGITS.iter().any(|known| u16::from(*known) == code),
            _ => true,
        };
        if complete {
            break;
        }
    }
    code
}
