//! Bytes that may be read at one time. A document takes its share and gives it back; one that is larger than the whole
//! waits until it is alone.

use std::sync::{Condvar, Mutex, PoisonError};

/// What is left of the bytes.
#[derive(Debug)]
pub(super) struct Budget {
    whole: u64,
    left: Mutex<u64>,
    given_back: Condvar,
}

/// Bytes that were taken and go back when this is dropped.
#[derive(Debug)]
pub(super) struct Share<'a> {
    budget: &'a Budget,
    bytes: u64,
}

impl Budget {
    pub(super) fn new(bytes: u64) -> Self {
        let whole = bytes.max(1);
        Self {
            whole,
            left: Mutex::new(whole),
            given_back: Condvar::new(),
        }
    }

    /// Waits until so many bytes, or all where there are fewer, can be had.
    pub(super) fn take(&self, bytes: u64) -> Share<'_> {
        let bytes = bytes.min(self.whole);
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let mut left = self
            .given_back
            .wait_while(left, |left| *left < bytes)
            .unwrap_or_else(PoisonError::into_inner);
        *left -= bytes;
        Share { budget: self, bytes }
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        let mut left = self.budget.left.lock().unwrap_or_else(PoisonError::into_inner);
        *left += self.bytes;
        self.budget.given_back.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn no_more_is_out_at_one_time_than_there_is() {
        let (budget, out, most) = (Budget::new(10), AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for thread in 0..8_u64 {
                let (budget, out, most) = (&budget, &out, &most);
                scope.spawn(move || {
                    for round in 0..200 {
                        let wanted = (thread * 7 + round) % 13;
                        let _share = budget.take(wanted);
                        let now = out.fetch_add(wanted.min(10), Ordering::SeqCst) + wanted.min(10);
                        most.fetch_max(now, Ordering::SeqCst);
                        out.fetch_sub(wanted.min(10), Ordering::SeqCst);
                    }
                });
            }
        });
        assert!(most.into_inner() <= 10);
        assert_eq!(*budget.left.lock().unwrap(), 10);
    }
}
