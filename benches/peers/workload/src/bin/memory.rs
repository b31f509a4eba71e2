//! How much memory attain asks for above the facts themselves: `memory COUNT`.
//!
//! Every byte is counted as it is asked for and given back. The log keeps the facts, once; what lies above it at its peak, while columns
//! are recorded and while everything is folded and asked, is what the host has to have besides.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use attain::{Engine, Plan};
use attain_peers_workload::generate;
use attain_peers_workload::ours::{Columns, FIGURES, as_of, asked, company, definition, targets};

static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

struct Counting;

// SAFETY: all is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let live = LIVE.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(live, Ordering::Relaxed);
        // SAFETY: the caller keeps the contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps the contract.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// What is held before and after something, and at its peak.
fn held<T>(what: impl FnOnce() -> T) -> (usize, usize, usize, T) {
    let before = LIVE.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    let done = what();
    (before, LIVE.load(Ordering::Relaxed), PEAK.load(Ordering::Relaxed), done)
}

fn main() {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    let facts = generate(count);
    let mut engine = Engine::new(Plan::compile(&definition()).expect("a plan"));
    company(&mut engine, facts.people);
    targets(&mut engine, &facts);
    let columns = Columns::new(&mut engine, &facts);
    drop(facts);
    let input = columns.bytes() as f64;
    let (before, after, peak, ()) = held(|| columns.record(&mut engine));
    let (log, recording) = ((after - before) as f64, (peak - after) as f64);
    drop(columns);
    let (before, kept, folding, view) = held(|| engine.view(as_of()));
    let (_, after, peak, _) = held(|| asked(&view, &FIGURES));
    let above = |held: usize| (held - before) as f64 / input;
    println!(
        "{{\"side\":\"memory\",\"input\":{input:.0},\"log\":{:.3},\"recording\":{:.3},\"folding\":{:.3},\"folded\":{:.3},\"answers\":{:.3},\"asking\":{:.3}}}",
        log / input,
        recording / input,
        above(folding),
        above(kept),
        above(after) - above(kept),
        above(peak.max(folding)),
    );
}
