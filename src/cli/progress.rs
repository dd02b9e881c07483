use indicatif::{HumanBytes, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, stderr};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use yosan::batch::{Record, Status, Watcher};

/// How often a line is written where there is no terminal to draw a bar on.
const PAUSE: Duration = Duration::from_secs(10);

/// How far a batch is: a bar at a terminal, now and then a line elsewhere.
pub(crate) struct Progress {
    bar: ProgressBar,
    counts: Mutex<Counts>,
}

struct Counts {
    documents: usize,
    done: usize,
    failed: usize,
    bytes: u64,
    begun: Instant,
    told: Instant,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let now = Instant::now();
        Self {
            bar: ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr()),
            counts: Mutex::new(Counts {
                documents: 0,
                done: 0,
                failed: 0,
                bytes: 0,
                begun: now,
                told: now,
            }),
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Watcher for Progress {
    fn begin(&self, documents: usize, bytes: u64) {
        if let Ok(mut counts) = self.counts.lock() {
            counts.documents = documents;
        }
        self.bar.set_length(bytes);
        let style = "{bar:24} {percent:>3}%  {bytes}/{total_bytes}  {bytes_per_sec}, {eta} left  {msg}";
        if let Ok(style) = ProgressStyle::with_template(style) {
            self.bar.set_style(style);
        }
    }

    fn done(&self, record: &Record, _unchanged: bool) {
        let Ok(mut counts) = self.counts.lock() else {
            return;
        };
        counts.done += 1;
        counts.bytes += record.bytes;
        counts.failed += usize::from(record.status == Status::Failed);
        let told = format!(
            "{} of {} documents, {} failed",
            counts.done, counts.documents, counts.failed
        );
        if stderr().is_terminal() {
            self.bar.set_message(told);
            self.bar.inc(record.bytes);
        } else if counts.told.elapsed() >= PAUSE {
            counts.told = Instant::now();
            let taken = counts.begun.elapsed();
            let left = counts.documents.saturating_sub(counts.done);
            let each = taken
                .checked_div(u32::try_from(counts.done).unwrap_or(u32::MAX))
                .unwrap_or_default();
            let left = each.saturating_mul(u32::try_from(left).unwrap_or(u32::MAX));
            super::report::remark(&format!(
                "{told}; {} read, about {} left",
                HumanBytes(counts.bytes),
                HumanDuration(left)
            ));
        }
    }
}
