//! The words of a chat as bytes. The numbers of [`Stage`], [`Report`] and [`Counts`] are stored: they
//! never change.

use super::command::{
    Answer, CodeFormat, Command, Counts, Delivery, Limit, Outcome, Report, Stage, Tally, Verdict,
};
use crate::contract::Reason;
use crate::service::words::word;

word!(enum Command {
    0 => Reserve { instance, public },
    1 => Release { ticket },
    2 => Issue { ticket, instance, chat, format, expires, name, template },
    3 => Record { ticket, instance, chat, uuid, expires },
    4 => Validate { instance, chat, code, uuid, public },
    5 => Charge { uuid, public },
    6 => Settle { ticket, verdict },
    7 => Due,
    8 => Delivered { uuid, outcome },
    9 => Reported { requests, tally },
    10 => Unlock,
    11 => Requests,
});
word!(struct CodeFormat { length, letter, number, capital });
word!(enum Verdict { 0 => Valid { uuid }, 1 => Invalid, 2 => Ended(it), 3 => Unknown });
word!(enum Outcome { 0 => Accepted, 1 => Retry, 2 => Rejected, 3 => Unknown });
word!(enum Stage { 0 => Pending, 1 => Sent, 2 => Validated });
word!(enum Answer {
    0 => Reserved { ticket },
    1 => Limited { why, retry_after },
    2 => Unreserved,
    3 => Issued { uuid, code, created, expires },
    4 => Charged { ticket },
    5 => Validated { uuid, at },
    6 => Refused { reason, attempts_remaining, retry_after, evaluated },
    7 => Due { instance, deliveries, tally },
    8 => Done,
    9 => Requests(it),
});
word!(enum Limit { 0 => Gap, 1 => Window, 2 => Day, 3 => Closed });
word!(struct Delivery { uuid, chat, text, code, created, expires });
word!(struct Report { uuid, masked, tag, stage, created, expires, validated_at });
word!(struct Counts { failures, successes });
word!(struct Tally { new, total });
word!(enum Reason {
    0 => InvalidCode,
    1 => ExpiredCode,
    2 => AlreadyUsed,
    3 => NoActiveOtp,
    4 => TooManyAttempts,
    5 => Refused,
});
