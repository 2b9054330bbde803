//! Sends that a budget counts ahead: how many, for whom, for how long, and that no limit is exceeded.

use crate::host::{Host, NOW};
use crate::objects::Object;
use crate::random::{Random, seed};
use crate::support::{CHAT, INSTANCE, TOKEN, setup};
use hypersender_otp::service::budget::{Answer, Command};
use hypersender_otp::service::{BASE_PATH, Kind, Reply, Request, Service};
use hypersender_otp::timestamp::Timestamp;

const OTHER_INSTANCE: &str = "00000000-0000-4000-8000-000000000000";

/// Limits of a chat that are out of the way, and these of an instance.
fn policy(sends: u32, percent: u32) -> String {
    format!(
        r#"{{"sendGap":0,"sendsInWindow":10000,"sendsADay":10000,"sendsAMinute":{sends},"sendsToOnePrefix":{percent}}}"#
    )
}

fn host(sends: u32, percent: u32) -> Host {
    let instances =
        [INSTANCE, OTHER_INSTANCE].map(|id| format!(r#"{{"id":"{id}","tokens":["{TOKEN}"]}}"#));
    let instances = format!("[{}]", instances.join(","));
    Host::with(&[("policy", &policy(sends, percent)), ("instances", &instances)])
}

fn service(sends: u32, percent: u32) -> Service {
    Service::new(setup(&[("policy", &policy(sends, percent))]).unwrap())
}

/// A call for a code, and whether the budget was asked for it.
fn ask(host: &mut Host, instance: &str, chat: &str) -> (Reply, bool) {
    let url = format!("https://otp.example{BASE_PATH}/{instance}/request-code");
    let headers = format!("content-type: application/json\nauthorization: Bearer {TOKEN}");
    let body = format!(r#"{{"chatId":"{chat}"}}"#);
    let before = host.budgets;
    let reply =
        host.send(&Request { method: "POST", url: &url, headers: &headers, body: body.as_bytes() });
    (reply, host.budgets > before)
}

/// The same, through a service that has leases of its own.
fn ask_through(host: &mut Host, service: &mut Service, chat: &str) -> (Reply, bool) {
    std::mem::swap(&mut host.service, service);
    let asked = ask(host, INSTANCE, chat);
    std::mem::swap(&mut host.service, service);
    asked
}

/// Whether the budget is asked for a code that is made.
fn asks(host: &mut Host, chat: &str) -> bool {
    let (reply, asked) = ask(host, INSTANCE, chat);
    assert_eq!(reply.status, 200, "{:?}", reply.body);
    asked
}

/// A host whose service has some twenty sends left that were counted ahead, to the country of [`CHAT`]
/// and in its shard.
fn leased() -> Host {
    let mut host = host(10_000_000, 100);
    let asked = (0..40).filter(|_| asks(&mut host, CHAT)).count();
    assert_eq!(asked, 6);
    host
}

/// The number of the shard that a chat draws on.
fn shard(instance: &str, chat: &str) -> String {
    let mut host = host(10_000_000, 100);
    ask(&mut host, instance, chat);
    let (_, name) = host.objects.into_keys().find(|(kind, _)| *kind == Kind::Budget).unwrap();
    name.rsplit(':').next().unwrap().to_owned()
}

#[test]
fn what_is_counted_ahead_is_a_64th_of_what_is_left_and_at_most_what_is_wanted_and_255() {
    for (sends, percent, wanted, expected) in [
        (1000, 100, 0, 0),
        (1000, 100, 7, 7),
        (64, 100, 1000, 0),
        (65, 100, 1000, 1),
        (128, 100, 1000, 1),
        (129, 100, 1000, 2),
        (1000, 20, 1000, 3),
        (10_000_000, 100, 1000, 255),
    ] {
        let mut object = Object::new(Kind::Budget, &policy(sends, percent));
        let answer: Answer = object.tell(&Command::Charge { country: 20, wanted });
        assert_eq!(answer, Answer::Charged { ahead: expected }, "{wanted} of {sends}");
    }
}

#[test]
fn what_is_counted_ahead_is_counted_at_once() {
    let mut object = Object::new(Kind::Budget, &policy(1000, 50));
    for (country, limit) in [(20, 500), (49, 500)] {
        let mut counted = 0;
        while let Answer::Charged { ahead } =
            object.tell(&Command::Charge { country, wanted: 1000 })
        {
            counted += 1 + ahead;
        }
        assert_eq!(counted, limit, "to {country}");
    }
    assert!(matches!(object.charge(1), Answer::Spent { country: false, .. }));
}

#[test]
fn an_instance_leases_from_66_sends_a_minute_to_one_country_on() {
    for (sends, percent, leases) in
        [(60, 20, false), (65, 100, false), (66, 100, true), (329, 20, false), (330, 20, true)]
    {
        let mut host = host(sends, percent);
        let asked = (0..12).filter(|_| asks(&mut host, CHAT)).count();
        assert_eq!(asked < 12, leases, "{sends} a minute, {percent} percent to one country");
    }
}

#[test]
fn where_plenty_is_left_two_thousand_codes_take_fifteen_turns_of_the_budget() {
    let mut host = host(10_000_000, 100);
    let asked = (0..2000).filter(|_| asks(&mut host, CHAT)).count();
    // 0, 1, 3, 7, ... 127 ahead, and then 255 each.
    assert_eq!(asked, 15);
}

#[test]
fn a_lease_ends_five_seconds_after_it_was_asked_for() {
    for (seconds, ended) in [(0, false), (4, false), (5, true), (600, true)] {
        let mut host = leased();
        host.now = NOW.plus_seconds(seconds);
        assert_eq!(asks(&mut host, CHAT), ended, "{seconds} s later");
    }
}

#[test]
fn an_answer_that_took_its_time_leaves_so_much_less_of_it() {
    for (slow, left) in [(3, true), (4, true), (5, false), (9, false)] {
        let mut host = host(10_000_000, 100);
        assert!(asks(&mut host, CHAT));
        host.slow = slow;
        assert!(asks(&mut host, CHAT));
        assert_eq!(!asks(&mut host, CHAT), left, "{slow} s");
    }
}

#[test]
fn a_leased_send_counts_for_a_minute_from_when_it_goes() {
    let mut host = host(200, 100);
    let mut fill = |millis: u64, most: usize| {
        host.now = Timestamp::from_millis(NOW.millis() + millis);
        (0..most).take_while(|_| ask(&mut host, INSTANCE, CHAT).0.status == 200).count()
    };
    // A slice of five seconds ends at second 2, and the lease at second 6.
    assert_eq!(fill(1_999, 2), 2);
    let late = fill(5_999, 200);
    assert_eq!(late, 198, "nothing is lost");
    assert!(late + fill(62_000, 200) <= 200);
}

#[test]
fn a_lease_is_for_one_country_of_one_shard_of_one_instance() {
    let own = shard(INSTANCE, CHAT);
    let find = |instance: &str, country: &str, same: bool| {
        let mut chats = (0..).map(|at| format!("{country}10000{at:05}@c.us"));
        chats.find(|chat| (shard(instance, chat) == own) == same).unwrap()
    };
    let mut host = leased();
    for (instance, country, same, expected) in [
        (INSTANCE, "20", true, false),
        (INSTANCE, "20", false, true),
        (INSTANCE, "49", true, true),
        (OTHER_INSTANCE, "20", true, true),
    ] {
        let (reply, asked) = ask(&mut host, instance, &find(instance, country, same));
        let which = format!("{instance} to {country}, same shard: {same}");
        assert_eq!((reply.status, asked), (200, expected), "{which}");
    }
    assert!(!asks(&mut host, CHAT), "and all that is left of it is");
}

#[test]
fn a_service_that_is_made_anew_has_no_lease() {
    let mut host = leased();
    host.service = service(10_000_000, 100);
    assert!(asks(&mut host, CHAT));
}

#[test]
fn a_clock_that_went_back_ends_every_lease() {
    let mut host = leased();
    host.now = NOW.plus_seconds(4);
    assert!(!asks(&mut host, CHAT));
    host.now = NOW.plus_seconds(3);
    assert!(asks(&mut host, "4915112345678@c.us"));
    assert!(asks(&mut host, CHAT), "of whichever country it is learned");
}

#[test]
fn of_all_that_is_counted_at_least_half_is_sent_however_rarely_services_are_asked() {
    for burst in [1, 2, 4, 7] {
        let mut host = host(1199, 100);
        let mut services: Vec<Service> = (0..150).map(|_| service(1199, 100)).collect();
        let mut sent = 0;
        'minute: loop {
            for service in &mut services {
                for _ in 0..burst {
                    let (reply, _) = ask_through(&mut host, service, CHAT);
                    if reply.status == 429 {
                        break 'minute;
                    }
                    sent += 1;
                }
            }
            host.now = host.now.plus_seconds(6);
        }
        assert!(host.now < NOW.plus_seconds(60));
        assert!(sent * 2 >= 1199, "{sent} in bursts of {burst}");
    }
}

/// Codes that several services made over one storage.
struct Run {
    host: Host,
    services: Vec<Service>,
    random: Random,
    /// Milliseconds by which the clock went on: a jump ahead is time that went by.
    elapsed: u64,
    /// When codes were made, and for which country.
    sent: Vec<(u64, usize)>,
    leased: usize,
    refused: usize,
}

/// Sends a minute, of which half may go to one country.
const SENDS: u32 = 400;
const COUNTRIES: [&str; 3] = ["20", "49", "212"];

impl Run {
    fn ask(&mut self, service: usize) {
        let country = [0, 0, 0, 1, 1, 2][self.random.below(6) as usize];
        let chat = format!("{}10000{:05}@c.us", COUNTRIES[country], self.random.below(40));
        self.host.slow = [3, 8].get(self.random.below(200) as usize).copied().unwrap_or(0);
        let (at, before) = (self.elapsed, self.host.now);
        let service = &mut self.services[service];
        let (reply, asked) = ask_through(&mut self.host, service, &chat);
        self.elapsed += self.host.now.millis() - before.millis();
        self.leased += usize::from(!asked);
        match reply.status {
            200 => self.sent.push((at, country)),
            _ => self.refused += 1,
        }
    }

    /// Lets the clock go on, jump ahead, or jump back.
    fn turn(&mut self) {
        let now = self.host.now.millis();
        let random = &mut self.random;
        let ahead = match random.below(4000) {
            0 => random.below(200_000),
            1..40 => random.below(9_000),
            40..800 => random.below(150),
            _ => 0,
        };
        self.elapsed += ahead;
        let back = match random.below(250) {
            0 => [2_000, 20_000, 200_000][random.below(3) as usize],
            _ => 0,
        };
        let back = random.below(back + 1);
        self.host.now = Timestamp::from_millis(now + ahead - back);
        if back > 0 {
            // A service that is asked for no code while the clock is back cannot know of it.
            (0..self.services.len()).for_each(|service| self.ask(service));
        }
    }
}

#[test]
fn no_minute_sees_more_than_the_limit_whoever_leased_it_and_however_clocks_jump() {
    let seed = seed();
    println!("OTP_SEED={seed}");
    let services = (0..4).map(|_| service(SENDS, 50)).collect();
    let (host, random) = (host(SENDS, 50), Random(seed));
    let mut run =
        Run { host, services, random, elapsed: 0, sent: Vec::new(), leased: 0, refused: 0 };
    for _ in 0..8000 {
        run.turn();
        let at = run.random.below(4) as usize;
        if run.random.below(500) == 0 {
            run.services[at] = service(SENDS, 50);
        }
        run.ask(at);
    }
    let Run { sent, leased, refused, .. } = run;
    println!("{} sent, {leased} of them leased, {refused} refused", sent.len());
    assert!(leased > 300 && refused > 300);
    for (at, (end, _)) in sent.iter().enumerate() {
        let minute = sent[..=at].iter().rev().take_while(|(begin, _)| end - begin < 60_000);
        let minute: Vec<usize> = minute.map(|(_, country)| *country).collect();
        assert!(minute.len() <= SENDS as usize, "{} in a minute", minute.len());
        for (country, code) in COUNTRIES.iter().enumerate() {
            let own = minute.iter().filter(|own| **own == country).count();
            assert!(own <= SENDS as usize / 2, "{own} in a minute to {code}");
        }
    }
}
