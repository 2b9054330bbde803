//! What the person at the terminal reads: progress and errors, always on stderr.

use std::io::Write;
use std::time::Duration;

/// One line of progress, named after what it belongs to because several things run at once.
pub fn step(label: &str, text: &str) {
    // One write call, so that lines of two threads never mix.
    let line = format!("{label:>14}  {text}\n");
    // Progress that cannot be written (a closed stderr) is no reason to stop working.
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// The error and its causes as one sentence.
pub fn error(error: &anyhow::Error) {
    let _ = writeln!(std::io::stderr(), "error: {error:#}");
}

/// Seconds with one decimal below ten, whole ones above, minutes from two minutes on.
pub fn time(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64();
    if seconds < 10.0 {
        format!("{seconds:.1} s")
    } else if seconds < 120.0 {
        format!("{seconds:.0} s")
    } else {
        let whole = elapsed.as_secs();
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::time;
    use std::time::Duration;

    #[test]
    fn times_read_naturally() {
        assert_eq!(time(Duration::from_millis(1_250)), "1.2 s");
        assert_eq!(time(Duration::from_secs(42)), "42 s");
        assert_eq!(time(Duration::from_secs(125)), "2 min 05 s");
    }
}
