//! CPU time and memory of this process.

/// A moment of CPU time.
#[repr(C)]
#[derive(Default)]
struct Moment {
    seconds: i64,
    nanoseconds: i64,
}

unsafe extern "C" {
    fn clock_gettime(clock: i32, moment: *mut Moment) -> i32;
}

/// `CLOCK_PROCESS_CPUTIME_ID` of Linux.
const OF_PROCESS: i32 = 2;

/// CPU nanoseconds of this process so far.
pub fn cpu_nanoseconds() -> i64 {
    let mut moment = Moment::default();
    // SAFETY: the clock writes the moment and keeps nothing of it.
    unsafe { clock_gettime(OF_PROCESS, &mut moment) };
    moment.seconds * 1_000_000_000 + moment.nanoseconds
}

/// CPU seconds of this process so far.
pub fn cpu_seconds() -> f64 {
    cpu_nanoseconds() as f64 / 1e9
}

/// The most memory that this process ever had, in megabytes.
pub fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)).and_then(|text| text.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1_024.0
}

/// The one in the middle; of an even number, the less of the two.
pub fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len().saturating_sub(1) / 2).copied().unwrap_or(f64::NAN)
}

/// The CPU seconds and the wall seconds that something took.
pub fn timed<T>(what: impl FnOnce() -> T) -> (f64, f64, T) {
    let (cpu, begins) = (cpu_seconds(), std::time::Instant::now());
    let done = what();
    (cpu_seconds() - cpu, begins.elapsed().as_secs_f64(), done)
}
