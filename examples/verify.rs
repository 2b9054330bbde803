//! Asks for a code and checks it, from Rust: the crate decides, this program brings the clock and the
//! network. Here the network is `curl`; any HTTP client will do.
//!
//! `cargo run --example verify -- "+20 123 456 789"`, with `HYPERSENDER_OTP_INSTANCE_ID` and
//! `HYPERSENDER_OTP_API_KEY` set.

use std::error::Error;
use std::io::{self, Write};
use std::process::{Command, ExitCode, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, str};

use hypersender_otp::chat_id::ChatId;
use hypersender_otp::client::{AnswerHeaders, Call, Expected, HttpAnswer, Options, Verdict, judge};
use hypersender_otp::contract::{RequestCode, ValidateCode};
use hypersender_otp::normalize::normalize_code;
use hypersender_otp::uuid::Uuid;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let phone = env::args().nth(1).ok_or("name a number, such as \"+20 123 456 789\"")?;
    let instance =
        Uuid::parse(&env::var("HYPERSENDER_OTP_INSTANCE_ID")?).ok_or("the instance is no UUID")?;
    let mut options = Options::new(instance, Some(&env::var("HYPERSENDER_OTP_API_KEY")?));
    if let Ok(base_url) = env::var("HYPERSENDER_OTP_BASE_URL") {
        options.base_url = base_url;
    }

    let chat_id = ChatId::from_phone(&phone)?;
    let request = Call::RequestCode(RequestCode::new(chat_id.clone()));
    let Verdict::Requested { answer, .. } = exchange(&request, &options)? else {
        return Err("this was no answer to a request".into());
    };
    println!("a code is on its way to {}; type it:", chat_id.as_str());

    let mut typed = String::new();
    io::stdin().read_line(&mut typed)?;
    let code = normalize_code(&typed)?;
    let validate = Call::ValidateCode(ValidateCode { chat_id, code, uuid: Some(answer.uuid) });
    match exchange(&validate, &options)? {
        Verdict::Validated { answer, .. } => println!("verified {}", answer.chat_id.as_str()),
        Verdict::Refused { reason, .. } => println!("not verified: {}", reason.as_str()),
        _ => return Err("this was no answer to a validation".into()),
    }
    Ok(())
}

/// Sends a call and has its answer judged.
fn exchange(call: &Call, options: &Options) -> Result<Verdict, Box<dyn Error>> {
    let request = call.to_http(options);
    // Its settings go through a pipe, because other users can read a program's arguments.
    let mut curl = Command::new("curl")
        .args(["--silent", "--show-error", "--config", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut settings = curl.stdin.take().ok_or("curl has no input")?;
    let mut set = |name: &str, value: &str| {
        let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        writeln!(settings, "{name} = \"{value}\"")
    };
    set("url", &request.url)?;
    set("request", request.method)?;
    set("max-time", &(options.timeout / 1000).to_string())?;
    set("max-filesize", &HttpAnswer::MAX_BODY.to_string())?;
    set("write-out", "\n%{http_code}\n%{content_type}\n%header{retry-after}")?;
    for (name, value) in &request.headers {
        set("header", &format!("{name}: {value}"))?;
    }
    if let Some(body) = &request.body {
        set("data-raw", body)?;
    }
    drop(settings);
    let output = curl.wait_with_output()?;
    if !output.status.success() {
        return Err("no answer came; whether a message went out is not known".into());
    }

    let mut parts = output.stdout.rsplitn(4, |byte| *byte == b'\n');
    let mut next = || parts.next().unwrap_or_default();
    let (retry_after, content_type, status, body) = (next(), next(), next(), next());
    let answer = HttpAnswer {
        status: str::from_utf8(status)?.parse()?,
        headers: AnswerHeaders {
            content_type: str::from_utf8(content_type)?,
            retry_after: str::from_utf8(retry_after)?,
            ..AnswerHeaders::default()
        },
        body,
        ..HttpAnswer::default()
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis() as u64;
    judge(&Expected::of(call, options), &answer, now).map_err(|error| error.message.into())
}
