//! `cargo xtask demo`: the packed service and its page on this machine, until a signal ends it.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::process::{ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::workshop::Workshop;
use crate::{say, stop};

/// How long the server may take to write its state down.
const PATIENCE: Duration = Duration::from_secs(5);

pub fn run(shop: &'static Workshop, port: u16) -> Result<ExitCode> {
    free(port)?;
    let package = shop.package()?;
    say::step("demo", "starting");
    let mut command = shop.node()?.command(&shop.root);
    command.arg("www/serve.mjs").arg("--package").arg(&package.folder);
    command.arg("--state").arg(shop.target("demo")).arg("--port").arg(port.to_string());
    // The server ends when this pipe breaks, so not even kill -9 of this program leaves it behind.
    command.env("HYPERSENDER_OTP_PARENT_PIPE", "1").stdin(Stdio::piped());
    // In a group of its own Ctrl-C reaches it once, through this program.
    command.process_group(0);
    stop::die_with_us(&mut command);
    let mut server = command.spawn().context("cannot start node")?;
    stop::entrust(&server);
    let mut asked = None;
    loop {
        if let Some(status) = server.try_wait()? {
            if stop::asked() {
                say::step("demo", "stopped");
                return Ok(ExitCode::SUCCESS);
            }
            bail!("the demo server ended by itself ({status}); what it said is above");
        }
        if stop::asked() && asked.get_or_insert_with(Instant::now).elapsed() > PATIENCE {
            stop::end_tree(&mut server, Duration::from_millis(200));
            bail!("the demo server did not stop within {} and was killed", say::time(PATIENCE));
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// Says now, and not after a build, that the port cannot be had.
fn free(port: u16) -> Result<()> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            bail!(
                "port {port} is in use: end the program that uses it, or choose another with --port"
            )
        }
        Err(error) => bail!("port {port} cannot be used ({error}): choose another with --port"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_told_in_one_sentence() -> Result<()> {
        let holder = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = holder.local_addr()?.port();
        let told = free(port).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(told.starts_with(&format!("port {port} is in use")), "{told}");
        drop(holder);
        free(port)
    }
}
