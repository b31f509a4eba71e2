//! Laws of tables.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeSet;

use attain::diagnostic::{At, Code, Problems};
use attain::document::{Named, Node};
use attain::quantity::{Fraction, Precision, Value};
use attain::rule::{Boundary, Rules};
use attain::table::{Cell, Edge, ReadWord, Table, TableDefinition};
use num_rational::BigRational;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

// ------------------------------------------------------------------------------------------------ rows that rise

/// A ladder from 0: the width of each row and what it holds; `open` leaves the end of the last one out.
#[derive(Clone, Debug)]
struct Ladder {
    read: ReadWord,
    boundary: Boundary,
    rows: Vec<(i64, i64)>,
    open: bool,
    rate: bool,
}

impl Ladder {
    fn definition(&self) -> TableDefinition {
        let result = if self.rate { "rate" } else { "amount" };
        let (mut rows, mut from) = (Vec::new(), 0);
        for (index, (width, value)) in self.rows.iter().enumerate() {
            let to = from + width;
            let last = index + 1 == self.rows.len();
            let range = match self.read {
                ReadWord::Line => quarter(from),
                _ if last && self.open => format!("{} ..", quarter(from)),
                _ => format!("{} .. {}", quarter(from), quarter(to)),
            };
            rows.push(row(&[("x", Node::from(range)), (result, Node::Number(value.to_string()))]));
            from = to;
        }
        TableDefinition {
            keys: vec!["x".into()],
            read: self.read,
            boundary: Some(self.boundary),
            below: Some(Edge::Mirror),
            above: (!self.open).then_some(Edge::Extend),
            rows,
        }
    }

    fn table(&self) -> Table {
        sound(&self.definition())
    }
}

fn row(cells: &[(&str, Node)]) -> Named<Node> {
    cells.iter().map(|(name, node)| ((*name).to_owned(), node.clone())).collect()
}

/// So many quarters as a decimal.
fn quarter(quarters: i64) -> String {
    Fraction::new(i128::from(quarters), 4).unwrap().to_string()
}

fn compiled(definition: &TableDefinition) -> (Option<Table>, Problems) {
    let mut problems = Problems::new();
    let table = Table::compile(definition, &Rules::default(), At::root(), &mut problems);
    (table, problems)
}

fn sound(definition: &TableDefinition) -> Table {
    let (table, problems) = compiled(definition);
    assert!(problems.is_empty(), "{definition:?}: {problems}");
    table.unwrap()
}

fn boundary() -> impl Strategy<Value = Boundary> {
    select(Boundary::ALL)
}

/// Ladders of a reading that is a total since the start.
fn total() -> impl Strategy<Value = Ladder> {
    let reads = select(vec![
        (ReadWord::Whole, true),
        (ReadWord::Whole, false),
        (ReadWord::Slices, true),
        (ReadWord::Slices, false),
        (ReadWord::Above, true),
        (ReadWord::Passed, false),
    ]);
    (reads, boundary(), vec((1_i64..40, -20_i64..60), 1..7), any::<bool>()).prop_map(
        |((read, rate), boundary, rows, open)| {
            let open = open && (rate || read != ReadWord::Slices);
            Ladder { read, boundary, rows, open, rate }
        },
    )
}

fn key() -> impl Strategy<Value = Fraction> {
    (-1_200_i128..1_200, 1_i128..9).prop_map(|(num, den)| Fraction::new(num, den).unwrap())
}

fn paid(table: &Table, from: Fraction, to: Fraction) -> Fraction {
    table.pay(from, to, None).unwrap()
}

fn plus(one: Fraction, other: Fraction) -> Fraction {
    one.plus(other, Precision::default()).unwrap()
}

proptest! {
    #[test]
    fn however_a_way_is_cut_into_lines_they_pay_what_the_whole_way_pays(ladder in total(), stops in vec(key(), 1..12)) {
        let table = ladder.table();
        let lines = stops.windows(2).map(|pair| paid(&table, pair[0], pair[1]));
        let sum = lines.fold(Fraction::ZERO, plus);
        prop_assert_eq!(sum, paid(&table, stops[0], *stops.last().unwrap()));
    }

    #[test]
    fn a_mirrored_table_pays_a_return_what_it_paid_for_the_sale(ladder in total(), at in key()) {
        let table = ladder.table();
        let value = |at: Fraction| table.at(at, 0).unwrap().amount().unwrap();
        prop_assert_eq!(paid(&table, Fraction::ZERO, at.negate()), paid(&table, Fraction::ZERO, at).negate());
        prop_assert_eq!(paid(&table, at, Fraction::ZERO), paid(&table, Fraction::ZERO, at).negate());
        if !at.is_zero() {
            prop_assert_eq!(value(at.negate()), value(at).negate());
        }
    }

    #[test]
    fn before_the_first_line_nothing_was_had(ladder in total(), at in key()) {
        let table = ladder.table();
        prop_assume!(!at.is_zero());
        prop_assert_eq!(paid(&table, Fraction::ZERO, at), table.at(at, 0).unwrap().amount().unwrap());
    }

    #[test]
    fn a_base_of_its_own_scales_what_a_line_pays(ladder in total(), from in key(), to in key(), times in -9_i128..9) {
        prop_assume!(ladder.rate && from != to);
        let table = ladder.table();
        let precision = Precision::default();
        let times = Fraction::new(times, 7).unwrap();
        let base = to.minus(from, precision).unwrap().times(times, precision).unwrap();
        let expected = paid(&table, from, to).times(times, precision).unwrap();
        prop_assert_eq!(table.pay(from, to, Some(base)).unwrap(), expected);
    }

    #[test]
    fn slices_never_jump(rows in vec((1_i64..40, 0_i64..60), 1..7), boundary in boundary(), at in key()) {
        let steepest = rows.iter().map(|(_, rate)| *rate).max().unwrap();
        let table = Ladder { read: ReadWord::Slices, boundary, rows, open: true, rate: true }.table();
        let little = Fraction::new(1, 1_000_000_007).unwrap();
        let rise = paid(&table, at, plus(at, little));
        let most = Fraction::whole(steepest).times(little, Precision::default()).unwrap();
        prop_assert!(!rise.is_negative() && rise <= most, "{} {}", rise, most);
    }

    #[test]
    fn a_line_is_continuous_and_monotone_when_its_rows_are(
        rows in vec((1_i64..40, 0_i64..60), 2..7), one in key(), other in key(),
    ) {
        let mut sum = 0;
        let rising: Vec<(i64, i64)> = rows.iter().map(|(width, rise)| { sum += rise; (*width, sum) }).collect();
        let start = rising[0].1;
        let rising: Vec<(i64, i64)> = rising.iter().map(|(width, value)| (*width, value - start)).collect();
        let line = Ladder { read: ReadWord::Line, boundary: Boundary::LowerIn, rows: rising, open: false, rate: false };
        let table = line.table();
        let value = |at: Fraction| table.at(at, 0).unwrap().amount().unwrap();
        let (low, high) = (one.min(other), one.max(other));
        prop_assert!(value(low) <= value(high), "{} at {} and {} at {}", value(low), low, value(high), high);
        // 60 over a quarter is the steepest that there is.
        let little = Fraction::new(1, 1_000_000_007).unwrap();
        let rise = value(plus(one, little)).minus(value(one), Precision::default()).unwrap();
        prop_assert!(rise <= Fraction::new(240, 1_000_000_007).unwrap(), "{}", rise);
    }

    #[test]
    fn step_is_first_where_rows_rise_without_gaps(rows in vec((1_i64..40, -20_i64..60), 1..7), boundary in boundary(), at in key()) {
        let ladder = |read| Ladder { read, boundary, rows: rows.clone(), open: false, rate: false };
        let step = ladder(ReadWord::Step).definition();
        let inside = |read| TableDefinition { read, below: None, above: None, ..step.clone() };
        let found = [ReadWord::Step, ReadWord::First, ReadWord::Only, ReadWord::Specific].map(|read| sound(&inside(read)).at(at, 0));
        prop_assert!(found.iter().all(|other| *other == found[0]), "{:?}", found);
    }

    #[test]
    fn keys_with_large_denominators_are_never_on_the_wrong_side(
        marks in subsequence((1..60_i64).collect::<Vec<_>>(), 1..9), boundary in boundary(),
        mark in any::<prop::sample::Index>(), den in 1_i128..(1 << 63), off in -1_i128..2,
    ) {
        let rows = marks.windows(2).map(|pair| (pair[1] - pair[0], pair[0])).chain([(7, *marks.last().unwrap())]);
        let shifted: Vec<(i64, i64)> = std::iter::once((marks[0], 0)).chain(rows).collect();
        let table = Ladder { read: ReadWord::Step, boundary, rows: shifted, open: true, rate: false }.table();
        let mark = marks[mark.index(marks.len())];
        let at = Fraction::new(i128::from(mark) * den + 4 * off, 4 * den).unwrap();
        let exact = BigRational::new(at.numerator().into(), at.denominator().into());
        let below = |mark: &&i64| {
            let mark = BigRational::new((**mark).into(), 4.into());
            if boundary == Boundary::LowerIn { mark <= exact } else { mark < exact }
        };
        let expected = marks.iter().rev().find(below).copied().unwrap_or(0);
        prop_assert_eq!(table.at(at, 0).unwrap(), Value::Number(Fraction::whole(expected)));
    }
}

// ------------------------------------------------------------------------------------- rows chosen by conditions

/// What a row asks of an amount, of a text, and of yes or no.
#[derive(Clone, Debug)]
struct Asks {
    amount: Ask,
    text: Option<Vec<&'static str>>,
    answer: Option<bool>,
}

#[derive(Clone, Debug)]
enum Ask {
    Any,
    OneOf(Vec<i64>),
    Range(Option<i64>, Option<i64>),
}

const TEXTS: [&str; 3] = ["north", "south", "东"];

/// The text that no row names.
const OTHER: &str = "elsewhere";

impl Asks {
    fn row(&self, index: usize) -> Named<Node> {
        let mut cells = vec![("value", Node::Number(index.to_string()))];
        match &self.amount {
            Ask::Any => {}
            Ask::OneOf(list) => {
                cells.push(("amount", Node::List(list.iter().map(|at| Node::from(quarter(*at))).collect())));
            }
            Ask::Range(from, to) => {
                let end = |end: &Option<i64>| end.map(quarter).unwrap_or_default();
                cells.push(("amount", Node::from(format!("{} .. {}", end(from), end(to)))));
            }
        }
        if let Some(list) = &self.text {
            cells.push(("text", Node::List(list.iter().map(|text| Node::from(*text)).collect())));
        }
        if let Some(yes) = self.answer {
            cells.push(("answer", Node::from(yes)));
        }
        row(&cells)
    }

    fn cells(&self) -> usize {
        usize::from(!matches!(self.amount, Ask::Any))
            + usize::from(self.text.is_some())
            + usize::from(self.answer.is_some())
    }

    fn is_range(&self) -> bool {
        matches!(self.amount, Ask::Range(..))
    }

    /// Whether the row is for these keys, by exact rationals.
    fn holds(&self, keys: &(BigRational, &str, bool), boundary: Boundary) -> bool {
        let (amount, text, answer) = keys;
        let in_list = self.text.as_ref().is_none_or(|list| list.contains(text));
        self.holds_amount(amount, boundary) && in_list && self.answer.is_none_or(|asked| asked == *answer)
    }

    fn holds_amount(&self, amount: &BigRational, boundary: Boundary) -> bool {
        let exact = |at: i64| BigRational::new(at.into(), 4.into());
        match &self.amount {
            Ask::Any => true,
            Ask::OneOf(list) => list.iter().any(|at| exact(*at) == *amount),
            Ask::Range(from, to) => {
                let (low, high) = (from.map(exact), to.map(exact));
                if boundary == Boundary::LowerIn {
                    low.is_none_or(|low| low <= *amount) && high.is_none_or(|high| *amount < high)
                } else {
                    low.is_none_or(|low| low < *amount) && high.is_none_or(|high| *amount <= high)
                }
            }
        }
    }
}

fn asks() -> impl Strategy<Value = Asks> {
    let at = || -4_i64..12;
    let ordered = (at(), 1_i64..9, 0..4).prop_map(|(from, width, open)| match open {
        0 => Ask::Range(None, Some(from)),
        1 => Ask::Range(Some(from), None),
        _ => Ask::Range(Some(from), Some(from + width)),
    });
    let amount = prop_oneof![1 => Just(Ask::Any), 1 => vec(at(), 1..4).prop_map(Ask::OneOf), 2 => ordered];
    let text = prop::option::of(subsequence(TEXTS.to_vec(), 1..3));
    (amount, text, prop::option::of(any::<bool>())).prop_map(|(amount, text, answer)| Asks { amount, text, answer })
}

/// Rows of which at least one asks for each key.
fn rows() -> impl Strategy<Value = Vec<Asks>> {
    vec(asks(), 1..7).prop_filter("each key is asked for", |rows| {
        rows.iter().any(|row| !matches!(row.amount, Ask::Any))
            && rows.iter().any(|row| row.text.is_some())
            && rows.iter().any(|row| row.answer.is_some())
    })
}

fn chosen(read: ReadWord, boundary: Boundary, rows: &[Asks]) -> TableDefinition {
    TableDefinition {
        keys: vec!["amount".into(), "text".into(), "answer".into()],
        read,
        boundary: Some(boundary),
        rows: rows.iter().enumerate().map(|(index, row)| row.row(index)).collect(),
        ..TableDefinition::default()
    }
}

/// Every value that a row names, one between each two of them and one beyond, with each text and each answer.
fn grid() -> Vec<(Fraction, &'static str, bool)> {
    let mut keys = Vec::new();
    for eighths in -12_i128..48 {
        for text in TEXTS.into_iter().chain([OTHER]) {
            for answer in [false, true] {
                keys.push((Fraction::new(eighths, 8).unwrap(), text, answer));
            }
        }
    }
    keys
}

fn exact(key: &(Fraction, &'static str, bool)) -> (BigRational, &'static str, bool) {
    (BigRational::new(key.0.numerator().into(), key.0.denominator().into()), key.1, key.2)
}

fn values(key: &(Fraction, &str, bool)) -> [Value; 3] {
    [Value::Number(key.0), Value::Text(key.1.into()), Value::YesNo(key.2)]
}

/// What a scan of all rows finds at every place of a small grid.
#[derive(Debug, Default)]
struct Naive {
    found: Vec<Option<usize>>,
    doubt: bool,
    reached: BTreeSet<usize>,
    gap: bool,
}

fn naive(read: ReadWord, boundary: Boundary, rows: &[Asks], grid: &[(Fraction, &'static str, bool)]) -> Naive {
    let mut naive = Naive::default();
    for key in grid {
        let key = exact(key);
        let all: Vec<usize> = (0..rows.len()).filter(|row| rows[*row].holds(&key, boundary)).collect();
        let most = all.iter().map(|row| rows[*row].cells()).max();
        let best: Vec<usize> = match read {
            ReadWord::Specific => all.into_iter().filter(|row| Some(rows[*row].cells()) == most).collect(),
            _ => all,
        };
        naive.found.push(best.first().copied());
        naive.reached.extend(best.first());
        naive.doubt |= best.len() > 1 && read != ReadWord::First;
    }
    naive.gap = TEXTS
        .into_iter()
        .chain([OTHER])
        .any(|text| [false, true].iter().any(|answer| hole(boundary, rows, text, *answer)));
    naive
}

/// Whether no row is for something between two ranges.
fn hole(boundary: Boundary, rows: &[Asks], text: &str, answer: bool) -> bool {
    let (mut ranged, mut open) = (false, false);
    for eighths in -12_i64..48 {
        let key = (BigRational::new(eighths.into(), 8.into()), text, answer);
        let here: Vec<&Asks> = rows.iter().filter(|row| row.holds(&key, boundary)).collect();
        if here.iter().any(|row| row.is_range()) {
            if ranged && open {
                return true;
            }
            (ranged, open) = (true, false);
        }
        open |= here.is_empty() && ranged;
    }
    false
}

fn reading() -> impl Strategy<Value = ReadWord> {
    select(vec![ReadWord::First, ReadWord::Only, ReadWord::Specific])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_table_finds_what_a_scan_of_its_rows_finds_and_is_refused_where_that_is_in_doubt(
        read in reading(), boundary in boundary(), rows in rows(),
    ) {
        let grid = grid();
        let expected = naive(read, boundary, &rows, &grid);
        let (table, problems) = compiled(&chosen(read, boundary, &rows));
        let told = |code: Code| problems.iter().filter(|problem| problem.code() == code).count();
        prop_assert_eq!(told(Code::TableOverlap) > 0, expected.doubt, "{}", problems);
        prop_assert_eq!(told(Code::TableGap) > 0, expected.gap, "{}", problems);
        let lost: Vec<String> = (0..rows.len())
            .filter(|row| read != ReadWord::Only && !expected.reached.contains(row))
            .map(|row| format!("rows[{row}]"))
            .collect();
        let unreachable = problems.iter().filter(|problem| problem.code() == Code::TableUnreachable);
        let unreachable: Vec<String> = unreachable.map(|problem| problem.place().to_string()).collect();
        prop_assert_eq!(&unreachable, &lost, "{}", problems);
        let count = told(Code::TableOverlap) + told(Code::TableGap) + lost.len();
        prop_assert_eq!(problems.iter().count(), count, "{}", problems);
        prop_assert_eq!(table.is_some(), problems.is_empty());
        for (key, found) in grid.iter().zip(&expected.found).filter(|_| table.is_some()) {
            let table = table.as_ref().unwrap();
            prop_assert_eq!(table.row(&values(key)), *found, "{:?}", key);
            let value = table.value(&values(key), 0).ok();
            prop_assert_eq!(value, found.map(|row| Value::Number(Fraction::whole(i64::try_from(row).unwrap()))));
        }
    }

    #[test]
    fn long_tables_find_what_short_ones_find(boundary in boundary(), rows in vec(asks(), 3..7), copies in select(vec![1_usize, 30, 90])) {
        // Rows for texts that nobody asks for stand before those that count: 64 rows and more take several words of bits.
        let mut long: Vec<Named<Node>> = (0..copies)
            .map(|copy| row(&[("text", Node::from(format!("text {copy}"))), ("answer", Node::from(true)), ("value", Node::from(-1_i64))]))
            .collect();
        long.extend(rows.iter().enumerate().map(|(index, row)| row.row(index)));
        let definition = TableDefinition { rows: long, ..chosen(ReadWord::First, boundary, &[]) };
        let (table, _) = compiled(&definition);
        // Rows that are never reached or leave a gap were the business of the law before.
        prop_assume!(table.is_some());
        let grid = grid();
        let expected = naive(ReadWord::First, boundary, &rows, &grid);
        for (key, found) in grid.iter().zip(&expected.found) {
            prop_assert_eq!(table.as_ref().unwrap().row(&values(key)), found.map(|row| row + copies));
        }
    }
}

#[test]
fn a_price_list_of_ten_thousand_rows_finds_every_price() {
    // 2,500 products with four prices each, by quantity: too many for bits.
    let products = 2_500_i64;
    let mut rows = Vec::new();
    for product in 0..products {
        for (tier, range) in [".. 10", "10 .. 100", "100 .. 1000", "1000 .."].into_iter().enumerate() {
            let price = product * 4 + i64::try_from(tier).unwrap();
            let name = Node::from(format!("p{product}"));
            rows.push(row(&[("product", name), ("count", Node::from(range)), ("price", Node::from(price))]));
        }
    }
    let read = ReadWord::Only;
    let definition = TableDefinition {
        keys: vec!["product".into(), "count".into()],
        read,
        boundary: Some(Boundary::LowerIn),
        rows,
        ..TableDefinition::default()
    };
    let table = sound(&definition);
    assert!(table.rows().iter().all(|row| row.cells.iter().all(Cell::asks)));
    for product in (0..products).step_by(97) {
        for (count, tier) in [(-5, 0), (9, 0), (10, 1), (99, 1), (100, 2), (999, 2), (1_000, 3), (1_000_000, 3)] {
            let keys = [Value::Text(format!("p{product}").into()), Value::Number(Fraction::whole(count))];
            let price = Value::Number(Fraction::whole(product * 4 + tier));
            assert_eq!(table.value(&keys, 0), Ok(price), "{keys:?}");
        }
    }
    let (_, problems) = {
        let mut twice = definition;
        let again = twice.rows[4_711].clone();
        twice.rows[9_999] = again;
        compiled(&twice)
    };
    let told: Vec<String> = problems.iter().map(|problem| format!("{}: {}", problem.place(), problem.code())).collect();
    assert_eq!(told, ["rows[9999]: table.overlap"]);
}
