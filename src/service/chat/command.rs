//! The words of a chat: what it can be told, and what it answers.

use crate::contract::Reason;

/// The 16 bytes of a UUID.
pub type UuidBytes = [u8; 16];

/// What a chat is told. It has no `Debug`, because a guess is in it.
#[derive(Clone, PartialEq, Eq)]
pub enum Command {
    /// Charges one send to the chat, before a budget, a courier or the vendor is asked.
    /// Answers [`Answer::Reserved`] or [`Answer::Limited`].
    Reserve {
        /// The instance the chat belongs to.
        instance: UuidBytes,
        /// Whether the caller is a page and not the holder of a token.
        public: bool,
    },
    /// Gives a send back that certainly went nowhere; one that was used or given back stays as it
    /// is. Answers [`Answer::Done`].
    Release {
        /// Of [`Answer::Reserved`].
        ticket: u64,
    },
    /// Draws a code for a reserved send and queues its message.
    /// Answers [`Answer::Issued`] or [`Answer::Unreserved`].
    Issue {
        /// Of [`Answer::Reserved`]; it is used up.
        ticket: u64,
        /// The instance.
        instance: UuidBytes,
        /// The address, such as `20123456789@c.us`.
        chat: String,
        /// What the code is made of.
        format: CodeFormat,
        /// Seconds until it expires, as the policy allows them.
        expires: u32,
        /// The application's name in the message.
        name: Option<String>,
        /// The message's text with `{{code}}`, `{{name}}` and `{{minutes}}`.
        template: String,
    },
    /// Enters a code that the vendor made and sent for a reserved send.
    /// Answers [`Answer::Issued`] without a code, or [`Answer::Unreserved`].
    Record {
        /// Of [`Answer::Reserved`]; it is used up.
        ticket: u64,
        /// The instance.
        instance: UuidBytes,
        /// The address.
        chat: String,
        /// The vendor's name for the request.
        uuid: UuidBytes,
        /// Seconds until it expires.
        expires: u32,
    },
    /// Compares a guess with what was issued here.
    /// Answers [`Answer::Validated`] or [`Answer::Refused`].
    Validate {
        /// The instance.
        instance: UuidBytes,
        /// The address.
        chat: String,
        /// The guess, compared byte for byte.
        code: String,
        /// The request it must belong to.
        uuid: Option<UuidBytes>,
        /// Whether the caller is a page.
        public: bool,
    },
    /// Charges a guess that the vendor is to judge.
    /// Answers [`Answer::Charged`] or [`Answer::Refused`].
    Charge {
        /// The request it must belong to.
        uuid: Option<UuidBytes>,
        /// Whether the caller is a page.
        public: bool,
    },
    /// What the vendor said of a charged guess; only [`Verdict::Valid`] gives anything back.
    /// Answers [`Answer::Validated`] or [`Answer::Refused`].
    Settle {
        /// Of [`Answer::Charged`]; it is used up.
        ticket: u64,
        /// What was said.
        verdict: Verdict,
    },
    /// The alarm rang: asks what to deliver or, where nothing is, reports. Answers [`Answer::Due`].
    Due,
    /// What became of a delivery. Answers [`Answer::Done`].
    Delivered {
        /// Of [`Delivery`].
        uuid: UuidBytes,
        /// What the courier said.
        outcome: Outcome,
    },
    /// These reports were heard; what changed since is reported again. Answers [`Answer::Done`].
    Reported {
        /// The requests, as far as they were reported.
        requests: Vec<(UuidBytes, Stage)>,
        /// [`Tally::total`], when the tally was reported.
        tally: Option<Counts>,
    },
    /// A token holder opens the chat again: locks and failures are forgotten, sends and the
    /// guesses of each code are not. Answers [`Answer::Done`].
    Unlock,
    /// Asks for the requests that are remembered. Answers [`Answer::Requests`].
    Requests,
}

/// What a code is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeFormat {
    /// Characters, 4 to 10.
    pub length: u8,
    /// Letters are drawn.
    pub letter: bool,
    /// Digits are drawn.
    pub number: bool,
    /// Letters are upper case only.
    pub capital: bool,
}

/// What the vendor said of a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was right, for the request the vendor named.
    Valid {
        /// That request.
        uuid: UuidBytes,
    },
    /// It was wrong.
    Invalid,
    /// It was not compared, because there is nothing to compare it with any more.
    Ended(Reason),
    /// Nobody knows: no answer, or none that can be believed.
    Unknown,
}

/// What a courier said of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is on its way; the message is forgotten here.
    Accepted,
    /// Not now: it is tried again until the code expires.
    Retry,
    /// It never will be; the message is forgotten here.
    Rejected,
    /// Nobody knows, and whoever gets it twice sends it twice: it is tried once more at most.
    Unknown,
}

/// How far a request has come; later ones are further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Its message waits.
    Pending,
    /// Its message was accepted by the courier.
    Sent,
    /// Its code was validated.
    Validated,
}

/// What a chat answers. It has no `Debug`, because a code can be in it.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// The send is charged.
    Reserved {
        /// Names it in [`Command::Issue`], [`Command::Record`] and [`Command::Release`].
        ticket: u64,
    },
    /// No message may be sent to this chat now.
    Limited {
        /// Which limit.
        why: Limit,
        /// Seconds until it may, at least 1; `None` when time alone does not help.
        retry_after: Option<u32>,
    },
    /// That send was never reserved, was given back, or was used before. Nothing was done.
    Unreserved,
    /// A request is entered.
    Issued {
        /// Its name.
        uuid: UuidBytes,
        /// The code, when it was made here.
        code: Option<String>,
        /// Seconds since 1970.
        created: u64,
        /// Seconds since 1970: from then on the code is not accepted.
        expires: u64,
    },
    /// The guess is charged; ask the vendor.
    Charged {
        /// Names it in [`Command::Settle`].
        ticket: u64,
    },
    /// The guess was right, and the code is used up now.
    Validated {
        /// The request it belonged to.
        uuid: UuidBytes,
        /// Milliseconds since 1970.
        at: u64,
    },
    /// The guess was not accepted.
    Refused {
        /// Follows from what is stored, and never from the guess except that a live code that does
        /// not match is [`Reason::InvalidCode`].
        reason: Reason,
        /// Guesses left, with [`Reason::InvalidCode`].
        attempts_remaining: Option<u8>,
        /// Seconds until a guess is taken again, when waiting helps.
        retry_after: Option<u32>,
        /// Whether it was compared with a live code.
        evaluated: bool,
    },
    /// What is due now.
    Due {
        /// The instance, for addressing budget and ledger; `None` for a chat nothing is known of.
        instance: Option<UuidBytes>,
        /// Messages to deliver now, at least once each.
        deliveries: Vec<Delivery>,
        /// Guesses that were not yet reported; none while there are deliveries.
        tally: Option<Tally>,
    },
    /// It is so.
    Done,
    /// How far each request is that is remembered.
    Requests(Vec<Report>),
}

/// Which limit keeps a message from being sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The one before was sent too short a time ago.
    Gap,
    /// Too many in the short window.
    Window,
    /// Too many in a day.
    Day,
    /// Too many failures in a row; only [`Command::Unlock`] opens the chat to pages again.
    Closed,
}

/// One message for a courier. It has no `Debug`, because it holds the code.
#[derive(Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The request; a courier that is handed it twice sends it once.
    pub uuid: UuidBytes,
    /// Who receives it, such as `20123456789@c.us`.
    pub chat: String,
    /// What the phone shows.
    pub text: String,
    /// The code alone.
    pub code: String,
    /// Seconds since 1970 when it was written.
    pub created: u64,
    /// Seconds since 1970 when it is worth nothing any more.
    pub expires: u64,
}

/// One request for the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its name.
    pub uuid: UuidBytes,
    /// The number with its middle hidden, such as `+20*******89`.
    pub masked: String,
    /// The first 8 bytes of the chat's keyed name, by which a list is filtered.
    pub tag: [u8; 8],
    /// How far it is.
    pub stage: Stage,
    /// Seconds since 1970.
    pub created: u64,
    /// Seconds since 1970.
    pub expires: u64,
    /// Milliseconds since 1970.
    pub validated_at: Option<u64>,
}

/// Guesses that were compared with a live code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Wrong ones.
    pub failures: u64,
    /// Right ones.
    pub successes: u64,
}

/// Guesses for the instance's budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Since the last report: what the budget is told.
    pub new: Counts,
    /// Since ever: what [`Command::Reported`] hands back, so that a repeated word counts once.
    pub total: Counts,
}
