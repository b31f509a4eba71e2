//! A sign of life where loading takes longer than a second.

use std::io::{self, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// Runs some work; where somebody watches and it takes longer than a second, a line on stderr says for how long, and goes again.
pub(crate) fn watch<T>(watched: bool, work: impl FnOnce() -> T) -> T {
    if !watched {
        return work();
    }
    let (done, ended) = mpsc::channel::<()>();
    let line = thread::spawn(move || tick(&ended));
    let result = work();
    drop(done);
    // The line is only for the eye: what becomes of it does not matter to the result.
    let _ = line.join();
    result
}

fn tick(ended: &mpsc::Receiver<()>) {
    let start = Instant::now();
    let mut shown = false;
    while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(Duration::from_secs(1)) {
        shown = true;
        let _ = write!(io::stderr(), "\r\u{1b}[2Kloading … {} s", start.elapsed().as_secs());
    }
    if shown {
        let _ = write!(io::stderr(), "\r\u{1b}[2K");
    }
}
