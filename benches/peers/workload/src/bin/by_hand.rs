//! The same by hand, on one thread: dense cells by month and person, whole numbers only. What nobody who reads plans at run time can
//! hope to be faster than.

use attain_peers_workload::clock::{median, timed};
use attain_peers_workload::{FIRST_DAY, Facts, MONTHS, PEOPLE, generate, peak_megabytes, report};

const CELLS: usize = PEOPLE * MONTHS;

#[derive(Clone, Copy, Default)]
struct Cell {
    revenue: i64,
    cycle: i64,
    billed: i64,
    collected: i64,
    won: u32,
    lost: u32,
    points: u32,
    surveys: u32,
}

impl Cell {
    fn add(&mut self, other: &Cell) {
        self.revenue += other.revenue;
        self.cycle += other.cycle;
        self.billed += other.billed;
        self.collected += other.collected;
        self.won += other.won;
        self.lost += other.lost;
        self.points += other.points;
        self.surveys += other.surveys;
    }
}

fn month_of_day() -> Vec<usize> {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    lengths.iter().enumerate().flat_map(|(month, length)| vec![month; *length]).collect()
}

/// A quotient in millionths, rounded half away from zero.
fn millionths(numerator: i64, denominator: i64) -> i64 {
    let (numerator, denominator) = (i128::from(numerator) * 1_000_000, i128::from(denominator));
    ((numerator + denominator / 2) / denominator) as i64
}

/// Points in millionths for what is reached in millionths.
fn points(reached: i64) -> i64 {
    match reached {
        ..500_000 => reached * 60,
        500_000..800_000 => 30_000_000 + (reached - 500_000) * 400 / 3,
        800_000..1_000_000 => 70_000_000 + (reached - 800_000) * 150,
        1_000_000..1_500_000 => 100_000_000 + (reached - 1_000_000) * 40,
        _ => 120_000_000,
    }
}

fn score(cell: &Cell, target: i64) -> i64 {
    let closed = i64::from(cell.won + cell.lost);
    let won = if closed == 0 { 0 } else { millionths(i64::from(cell.won) * 2, closed) };
    let pleased = if cell.surveys == 0 { 0 } else { millionths(i64::from(cell.points), i64::from(cell.surveys) * 8) };
    (points(millionths(cell.revenue, target)) * 60 + points(won) * 30 + points(pleased) * 10 + 50) / 100
}

fn main() {
    let mut words = std::env::args().skip(1).filter_map(|word| word.parse().ok());
    let (count, runs) = (words.next().unwrap_or(1_000_000), words.next().unwrap_or(3));
    let facts = generate(count);
    let (mut cpu, mut wall, mut sums) = (Vec::new(), Vec::new(), [0; 4]);
    for _ in 0..runs {
        let (took, waited, found) = timed(|| folded(&facts));
        cpu.push(took);
        wall.push(waited);
        sums = found;
    }
    let [revenue, won, doubled, distinct] = sums;
    let half = if doubled % 2 == 1 { ".5" } else { "" };
    let revenue = format!("{}.{:02}", revenue / 100, revenue % 100);
    let sums = [revenue, won.to_string(), format!("{}{half}", doubled / 2), distinct.to_string()];
    report("by hand", sums, (median(cpu), median(wall), peak_megabytes()));
}

/// Revenue in cents, how many were won, twice the medians, and the customers.
fn folded(facts: &Facts) -> [u64; 4] {
    let months = month_of_day();
    let place = |day: i32, person: u32| months[(day - FIRST_DAY) as usize] * PEOPLE + person as usize;
    let mut cells = vec![Cell::default(); CELLS];
    let o = &facts.opportunities;
    for at in 0..o.person.len() {
        let cell = &mut cells[place(o.closed[at], o.person[at])];
        let won = i64::from(o.status[at] == 1);
        cell.revenue += o.amount[at] * won;
        cell.cycle += i64::from(o.closed[at] - o.created[at]) * won;
        cell.won += won as u32;
        cell.lost += u32::from(o.status[at] == 2);
    }
    let p = &facts.payments;
    for at in 0..p.person.len() {
        let cell = &mut cells[place(p.day[at], p.person[at])];
        cell.billed += p.billed[at];
        cell.collected += p.collected[at];
    }
    let s = &facts.surveys;
    for at in 0..s.person.len() {
        let cell = &mut cells[place(s.day[at], s.person[at])];
        cell.points += u32::from(s.points[at]);
        cell.surveys += 1;
    }
    // The days and the customers of what was won, cell by cell.
    let mut ends: Vec<usize> = Vec::with_capacity(CELLS);
    let mut all = 0;
    for cell in &cells {
        ends.push(all);
        all += cell.won as usize;
    }
    let (mut days, mut customers) = (vec![0_u16; all], vec![0_u32; all]);
    for at in (0..o.person.len()).filter(|at| o.status[*at] == 1) {
        let end = &mut ends[place(o.closed[at], o.person[at])];
        days[*end] = (o.closed[at] - o.created[at]) as u16;
        customers[*end] = o.customer[at];
        *end += 1;
    }
    let (mut doubled, mut distinct) = (0_u64, 0_usize);
    let mut scores = vec![0_i64; CELLS];
    for (cell, end) in ends.iter().enumerate() {
        let from = end - cells[cell].won as usize;
        let (days, customers) = (&mut days[from..*end], &mut customers[from..*end]);
        days.sort_unstable();
        customers.sort_unstable();
        distinct += customers.chunk_by(|one, other| one == other).count();
        doubled += match days.len() {
            0 => 0,
            odd if odd % 2 == 1 => 2 * u64::from(days[odd / 2]),
            even => u64::from(days[even / 2]) + u64::from(days[even / 2 - 1]),
        };
        scores[cell] = score(&cells[cell], facts.targets[cell]);
    }
    let mut ranks = 0_u64;
    for month in scores.chunks(PEOPLE) {
        ranks += ranked(month) + month.chunks(20).map(ranked).sum::<u64>();
    }
    let mut above = 0;
    for (cells, targets) in cells.chunks(PEOPLE).zip(facts.targets.chunks(PEOPLE)) {
        let (mut company, mut all) = (Cell::default(), 0);
        for (cells, targets) in cells.chunks(20).zip(targets.chunks(20)) {
            let (mut team, target) = (Cell::default(), targets.iter().sum());
            cells.iter().for_each(|cell| team.add(cell));
            above += score(&team, target);
            company.add(&team);
            all += target;
        }
        above += score(&company, all);
    }
    std::hint::black_box((ranks, above));
    let revenue: i64 = cells.iter().map(|cell| cell.revenue).sum();
    let won: u64 = cells.iter().map(|cell| u64::from(cell.won)).sum();
    [revenue as u64, won, doubled, distinct as u64]
}

/// The sum of ranks, equals sharing the better one.
fn ranked(scores: &[i64]) -> u64 {
    let mut order: Vec<i64> = scores.to_vec();
    order.sort_unstable_by(|one, other| other.cmp(one));
    let (mut sum, mut rank) = (0, 0);
    for (place, score) in order.iter().enumerate() {
        if place == 0 || order[place - 1] != *score {
            rank = place as u64 + 1;
        }
        sum += rank;
    }
    sum
}
