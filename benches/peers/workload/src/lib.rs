//! The facts that every side folds: opportunities, payments and surveys of 10,000 people in 500 teams over a year.
//!
//! Half of the facts are opportunities, three tenths payments, two tenths surveys, in the order of time with up to ten days of jitter. The
//! same seed gives the same facts for ever, and so the same check sums.

pub mod clock;
pub mod ours;

pub use clock::{cpu_seconds, peak_megabytes};

/// Runs something with as many threads as the word behind `--threads` says, where the feature `rayon` is there, and with one otherwise;
/// how many those are.
pub fn with_threads<T: Send>(what: impl FnOnce(usize) -> T + Send) -> T {
    let threads = std::env::args().skip_while(|word| word != "--threads").nth(1);
    let threads = threads.map_or(1, |threads| threads.parse().expect("a number of threads"));
    #[cfg(feature = "rayon")]
    {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| what(threads))
    }
    #[cfg(not(feature = "rayon"))]
    {
        assert_eq!(threads, 1, "without the feature `rayon` there is one thread");
        what(threads)
    }
}

/// How many people there are.
pub const PEOPLE: usize = 10_000;
/// How many teams, of twenty people each.
pub const TEAMS: usize = 500;
/// How many months.
pub const MONTHS: usize = 12;
/// 1 January 2026, in days since 1970.
pub const FIRST_DAY: i32 = 20_454;
/// How many days.
pub const DAYS: i32 = 365;

/// Splitmix64.
pub struct Random(u64);

impl Random {
    /// From a seed.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below a number.
    pub fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.number()) * u128::from(limit)) >> 64) as u64
    }

    /// From 0 up to 1.
    fn unit(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A fifth of the facts belong to few people.
    fn person(&mut self, people: usize) -> u32 {
        if self.below(5) == 0 {
            let unit = self.unit();
            (unit * unit * people as f64) as u32
        } else {
            self.below(people as u64) as u32
        }
    }

    fn day(&mut self, index: usize, count: usize) -> i32 {
        let day = (index as u64 * DAYS as u64 / count as u64) as i32 + self.below(11) as i32 - 5;
        FIRST_DAY + day.clamp(0, DAYS - 1)
    }
}

/// Opportunities: whose, of which customer, when they began and closed, whether they were won (1), lost (2) or are open (0), and how much
/// they are worth in cents.
#[derive(Default)]
pub struct Opportunities {
    pub person: Vec<u32>,
    pub customer: Vec<u32>,
    pub created: Vec<i32>,
    pub closed: Vec<i32>,
    pub status: Vec<u8>,
    pub amount: Vec<i64>,
}

/// Payments: what was billed and what was collected, in cents.
#[derive(Default)]
pub struct Payments {
    pub person: Vec<u32>,
    pub day: Vec<i32>,
    pub billed: Vec<i64>,
    pub collected: Vec<i64>,
}

/// Surveys, with points up to 10.
#[derive(Default)]
pub struct Surveys {
    pub person: Vec<u32>,
    pub day: Vec<i32>,
    pub points: Vec<u8>,
}

/// All of it.
pub struct Facts {
    /// How many people there are.
    pub people: usize,
    pub opportunities: Opportunities,
    pub payments: Payments,
    pub surveys: Surveys,
    /// What each person should sell in each month, in cents: of the first month first.
    pub targets: Vec<i64>,
}

/// So many facts, of all the people.
pub fn generate(count: usize) -> Facts {
    generate_of(count, PEOPLE)
}

/// So many facts of so many people.
pub fn generate_of(count: usize, people: usize) -> Facts {
    let mut random = Random::new(42 + count as u64);
    let (of_opportunities, of_payments, of_surveys) = (count / 2, count * 3 / 10, count / 5);
    let mut opportunities = Opportunities::default();
    for index in 0..of_opportunities {
        let person = random.person(people);
        let closed = random.day(index, of_opportunities);
        let (size, status) = (random.unit(), random.below(100));
        opportunities.person.push(person);
        opportunities.customer.push(person * 50 + (random.unit() * random.unit() * 50.0) as u32);
        opportunities.closed.push(closed);
        opportunities.created.push(closed - 1 - (random.unit() * random.unit() * 180.0) as i32);
        opportunities.status.push(match status {
            0..35 => 1,
            35..80 => 2,
            _ => 0,
        });
        opportunities.amount.push(1_000 + (size * size * size * 5_000_000.0) as i64);
    }
    let mut payments = Payments::default();
    for index in 0..of_payments {
        let billed = 1_000 + (random.unit() * 2_000_000.0) as i64;
        let kind = random.below(10);
        payments.person.push(random.person(people));
        payments.day.push(random.day(index, of_payments));
        payments.billed.push(billed);
        payments.collected.push(match kind {
            0..6 => billed,
            6..9 => billed * random.below(100) as i64 / 100,
            _ => 0,
        });
    }
    let mut surveys = Surveys::default();
    for index in 0..of_surveys {
        surveys.person.push(random.person(people));
        surveys.day.push(random.day(index, of_surveys));
        surveys.points.push(10 - (random.unit() * random.unit() * 10.0) as u8);
    }
    let expected = of_opportunities as f64 * 0.35 / (people * MONTHS) as f64 * 1_251_000.0;
    let targets = (0..people * MONTHS).map(|_| (expected * (0.6 + 0.8 * random.unit())) as i64 + 1).collect();
    Facts { people, opportunities, payments, surveys, targets }
}

/// What a side found, as one line of JSON: what all sides must agree on, and what it took.
pub fn report(side: &str, sums: [String; 4], (cpu, wall, memory): (f64, f64, f64)) {
    let [revenue, won, median, distinct] = sums;
    println!(
        "{{\"side\":\"{side}\",\"revenue\":\"{revenue}\",\"won\":\"{won}\",\"median\":\"{median}\",\"distinct\":\"{distinct}\",\"cpu\":{cpu:.3},\"wall\":{wall:.3},\"memory\":{memory:.0}}}"
    );
}
