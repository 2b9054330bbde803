//! Bodies by the contract, and the values that the calls of these tests are about.

pub const CHAT: &str = "20123456789@c.us";
pub const OTHER_CHAT: &str = "20123456780@c.us";
pub const INSTANCE: &str = "c2d7f18c-d6b3-43b2-92c7-5afa7c4c6a58";
pub const UUID: &str = "a0b5df6a-b491-4190-80a5-38d85a2a4836";
pub const OTHER_UUID: &str = "b1c6e07b-c5a2-42a1-91b6-49e96b3b5947";
/// No text of the package may ever hold it.
pub const TOKEN: &str = "12|canary-token-7Hq2";
/// Nor this.
pub const CODE: &str = "439713";

/// The contract's answer to a request for a code.
pub fn requested() -> String {
    format!(
        r#"{{"success":true,"message":"OTP code generated and message queued successfully","data":{{"uuid":"{UUID}","chat_id":"{CHAT}","code":"{CODE}","status":"pending","otp_type":"code","expires_at":"2025-12-29T18:09:38+00:00","created_at":"2025-12-29T17:39:38+00:00"}}}}"#
    )
}

/// The contract's answer to the right code.
pub fn validated() -> String {
    format!(
        r#"{{"success":true,"message":"OTP code validated successfully","data":{{"uuid":"{UUID}","chat_id":"{CHAT}","status":"validated","validated_at":"2025-12-29T17:43:36+00:00"}}}}"#
    )
}

/// A refusal as our own service words it.
pub fn refusal(error_code: &str) -> String {
    format!(r#"{{"success":false,"message":"No.","error":{{"code":"{error_code}"}},"data":null}}"#)
}

/// A refusal as the vendor words it: in prose.
pub fn prose(message: &str) -> String {
    format!(r#"{{"success":false,"message":"{message}"}}"#)
}

/// What Laravel itself answers.
pub fn laravel(message: &str) -> String {
    format!(r#"{{"message":"{message}"}}"#)
}
