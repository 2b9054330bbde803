//! The base URL, read so strictly that every URL parser must agree.

use crate::text::{concat, find, is_plain, split, split_once, whole};

/// The base URL in the one form that a URL parser leaves as it is, so that nothing can hide in it.
pub(crate) fn base_url(text: &str, origin: &str) -> Option<String> {
    let url = concat(&[if text.starts_with('/') { origin } else { "" }, text]);
    let (scheme, rest) = split_once(&url, "://")?;
    let (authority, path) = rest.split_at_checked(find(rest, "/").unwrap_or(rest.len()))?;
    let secure = scheme == "https";
    let default_port = if secure { ":443" } else { ":80" };
    let authority = authority.strip_suffix(default_port).unwrap_or(authority);
    let is_loopback = is_loopback(authority)?;
    let allowed = secure || (is_loopback && scheme == "http");
    let path = path.strip_suffix('/').unwrap_or(path);
    let mut segments = split(path, b'/').skip(1);
    let well_formed =
        segments.all(|segment| !matches!(segment, "" | "." | "..") && is_plain(segment, "-_.~"));
    (allowed && well_formed && url.len() <= 2048).then(|| concat(&[scheme, "://", authority, path]))
}

/// Whether `host` or `host:port` is this machine; `None` unless both have their plainest form.
fn is_loopback(authority: &str) -> Option<bool> {
    let end = if authority.starts_with("[::1]") {
        5
    } else {
        find(authority, ":").unwrap_or(authority.len())
    };
    let (host, port) = authority.split_at_checked(end)?;
    if !port.is_empty() {
        let number = whole(port.strip_prefix(':')?.as_bytes())?;
        if port.starts_with(":0") || number > 65_535 {
            return None;
        }
    }
    if matches!(host, "[::1]" | "localhost") {
        return Some(true);
    }
    let (mut labels, mut octets, mut is_number) = (0, 0, false);
    for label in split(host, b'.') {
        if label.is_empty()
            || !is_plain(label, "-")
            || label.bytes().any(|byte| byte.is_ascii_uppercase())
        {
            return None;
        }
        is_number = label.starts_with(|first: char| first.is_ascii_digit());
        let is_octet = whole(label.as_bytes()).is_some_and(|number| number < 256);
        labels += 1;
        octets += u32::from(is_octet && (label == "0" || !label.starts_with('0')));
    }
    // A parser takes a name whose last label starts like a number for an IPv4 address and rewrites it.
    let is_ipv4 = labels == 4 && octets == 4;
    (is_ipv4 || !is_number).then_some(is_ipv4 && host.starts_with("127."))
}
