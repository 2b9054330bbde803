//! Sends that a budget has counted ahead, which go without asking it.
//!
//! What is leased is counted before it is sent, so that no number of services exceeds a limit; what
//! is not spent in time stays counted and is never sent.

use crate::service::budget::LEASE;
use crate::service::chat::command::UuidBytes;

/// Leases at once; where there would be more, all of them end.
const MOST: usize = 512;

/// What is leased from: one shard of an instance's budget, and sends to one country.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) instance: UuidBytes,
    pub(super) shard: u32,
    /// Its calling code.
    pub(super) country: u16,
}

struct Lease {
    account: Account,
    /// When it was asked for, in seconds since 1970: the budget counts it then or later.
    asked: u64,
    /// Sends that came ahead, and those of them that are not spent.
    ahead: u32,
    left: u32,
}

/// The leases of one service.
pub(super) struct Leases {
    /// In memory that is taken once: the module's allocator keeps nothing that a call takes.
    leases: Vec<Lease>,
    /// When a send was last spent or asked for, in seconds since 1970.
    seen: u64,
}

impl Leases {
    pub(super) fn new() -> Leases {
        Leases { leases: Vec::with_capacity(MOST), seen: 0 }
    }

    /// Spends one send, or else tells how many to ask for ahead and begins a lease for them.
    ///
    /// Twice as many as were spent, and one: so at least half of all that is counted is sent, however
    /// rarely or unevenly codes are asked for.
    pub(super) fn spend(&mut self, account: Account, now: u64) -> Result<(), u32> {
        // By a clock that went back a lease would last for longer.
        if now < self.seen {
            self.leases.clear();
        }
        self.seen = now;
        if let Some(lease) = self.find(account) {
            let runs = now < lease.asked + LEASE;
            if runs && lease.left > 0 {
                lease.left -= 1;
                return Ok(());
            }
            let spent = lease.ahead - lease.left;
            (lease.asked, lease.ahead, lease.left) = (now, 0, 0);
            return Err(if runs { spent.saturating_mul(2).saturating_add(1) } else { spent });
        }
        if self.leases.len() == MOST {
            self.leases.clear();
        }
        self.leases.push(Lease { account, asked: now, ahead: 0, left: 0 });
        Err(0)
    }

    /// Takes in what the budget counted ahead for who asked at `asked`, unless a later lease has begun.
    pub(super) fn keep(&mut self, account: Account, asked: u64, ahead: u32) {
        if let Some(lease) = self.find(account).filter(|lease| lease.asked <= asked) {
            lease.ahead = lease.ahead.saturating_add(ahead);
            lease.left = lease.left.saturating_add(ahead);
        }
    }

    #[inline(never)]
    fn find(&mut self, account: Account) -> Option<&mut Lease> {
        self.leases.iter_mut().find(|lease| lease.account == account)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_comes_after_the_next_lease_has_begun_is_lost() {
        let account = Account { instance: [7; 16], shard: 3, country: 20 };
        let mut leases = Leases::new();
        assert_eq!(leases.spend(account, 1000), Err(0));
        assert_eq!(leases.spend(account, 1001), Err(1));
        assert_eq!(leases.spend(account, 1007), Err(0));
        leases.keep(account, 1001, 1);
        assert_eq!(leases.spend(account, 1008), Err(1));
        leases.keep(account, 1007, 1);
        leases.keep(account, 1008, 1);
        assert_eq!(leases.spend(account, 1009), Ok(()));
        assert_eq!(leases.spend(account, 1009), Err(3));
    }

    #[test]
    fn one_lease_too_many_ends_all_of_them_in_memory_that_never_moves() {
        let account = |shard| Account { instance: [7; 16], shard, country: 20 };
        let mut leases = Leases::new();
        let memory = leases.leases.as_ptr();
        for shard in 0..512 {
            assert_eq!(leases.spend(account(shard), 1000), Err(0));
            leases.keep(account(shard), 1000, 2);
        }
        assert_eq!(leases.spend(account(0), 1004), Ok(()));
        assert_eq!(leases.spend(account(512), 1004), Err(0));
        assert_eq!(leases.spend(account(0), 1004), Err(0));
        assert!((0..5000).all(|shard| leases.spend(account(shard), 1005).is_err()));
        assert_eq!(leases.leases.as_ptr(), memory);
    }
}
