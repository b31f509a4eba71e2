//! Conditions that never hold, as far as that can be told from what is written.

use std::collections::BTreeMap;

use chrono::Datelike;
use rust_decimal::Decimal;

use crate::formula::{BinaryOp, Expr, ExprKind, dotted, parse};

/// Between what a name must lie for all of a condition to hold.
#[derive(Default)]
struct Bounds {
    /// The lowest value, and whether it may be that itself.
    low: Option<(Decimal, bool)>,
    high: Option<(Decimal, bool)>,
    /// The texts that it may be; any, where nothing is said.
    texts: Option<Vec<String>>,
    /// The texts that it may not be.
    not: Vec<String>,
    /// Whether it must have a value, and whether it must have none.
    present: bool,
    missing: bool,
}

/// Whether the conditions that a formula joins by `and` contradict each other: `amount > 5 and amount < 3`.
pub(super) fn never_holds(text: &str) -> bool {
    let Ok(expr) = parse(text) else { return false };
    let mut all = BTreeMap::new();
    gather(&expr, &mut all);
    all.values().any(Bounds::is_empty)
}

fn gather(expr: &Expr, all: &mut BTreeMap<String, Bounds>) {
    match &expr.kind {
        ExprKind::Binary { op: BinaryOp::And, left, right } => {
            gather(left, all);
            gather(right, all);
        }
        ExprKind::Binary { op, left, right } => {
            compare(left, *op, right, all);
            compare(right, turned(*op), left, all);
        }
        ExprKind::In { value, list, negated: false } => {
            let texts: Option<Vec<String>> = list.iter().map(text).collect();
            if let Some((bounds, texts)) = named(value, all).zip(texts) {
                bounds.only(texts);
            }
        }
        ExprKind::Between { value, low, high } => {
            compare(value, BinaryOp::GreaterOrEqual, low, all);
            compare(value, BinaryOp::LessOrEqual, high, all);
        }
        ExprKind::Present { value, missing } => {
            if let Some(bounds) = named(value, all) {
                (bounds.present, bounds.missing) = (bounds.present || !missing, bounds.missing || *missing);
            }
        }
        _ => {}
    }
}

/// The same comparison with its sides exchanged.
fn turned(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Less => BinaryOp::Greater,
        BinaryOp::LessOrEqual => BinaryOp::GreaterOrEqual,
        BinaryOp::Greater => BinaryOp::Less,
        BinaryOp::GreaterOrEqual => BinaryOp::LessOrEqual,
        other => other,
    }
}

/// What is said of a name.
fn named<'a>(expr: &Expr, all: &'a mut BTreeMap<String, Bounds>) -> Option<&'a mut Bounds> {
    let ExprKind::Path(path) = &expr.kind else { return None };
    Some(all.entry(dotted(path)).or_default())
}

fn compare(name: &Expr, op: BinaryOp, value: &Expr, all: &mut BTreeMap<String, Bounds>) {
    if let Some(text) = text(value) {
        let Some(bounds) = named(name, all) else { return };
        match op {
            BinaryOp::Equal => bounds.only(vec![text]),
            BinaryOp::NotEqual => bounds.not.push(text),
            _ => {}
        }
        return;
    }
    let Some(number) = number(value) else { return };
    let Some(bounds) = named(name, all) else { return };
    // What is compared has a value.
    bounds.present |= op != BinaryOp::NotEqual;
    match op {
        BinaryOp::Equal => {
            bounds.above(number, true);
            bounds.below(number, true);
        }
        BinaryOp::Greater | BinaryOp::GreaterOrEqual => bounds.above(number, op == BinaryOp::GreaterOrEqual),
        BinaryOp::Less | BinaryOp::LessOrEqual => bounds.below(number, op == BinaryOp::LessOrEqual),
        _ => {}
    }
}

fn text(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Text(text) => Some(text.to_string()),
        _ => None,
    }
}

/// A number that is written; amounts of one name are all of one unit.
fn number(expr: &Expr) -> Option<Decimal> {
    match &expr.kind {
        ExprKind::Number(number) | ExprKind::Money { amount: number, .. } => Some(*number),
        ExprKind::Percent(hundredths) => hundredths.checked_div(Decimal::ONE_HUNDRED),
        ExprKind::Date(day) => Some(Decimal::from(day.num_days_from_ce())),
        ExprKind::Negate(inner) => number(inner).and_then(|number| Decimal::ZERO.checked_sub(number)),
        _ => None,
    }
}

impl Bounds {
    fn above(&mut self, number: Decimal, itself: bool) {
        let is_tighter = self.low.is_none_or(|(low, had)| number > low || number == low && had && !itself);
        if is_tighter {
            self.low = Some((number, itself));
        }
    }

    fn below(&mut self, number: Decimal, itself: bool) {
        let is_tighter = self.high.is_none_or(|(high, had)| number < high || number == high && had && !itself);
        if is_tighter {
            self.high = Some((number, itself));
        }
    }

    fn only(&mut self, texts: Vec<String>) {
        self.present = true;
        match &mut self.texts {
            Some(known) => known.retain(|text| texts.contains(text)),
            None => self.texts = Some(texts),
        }
    }

    /// Whether nothing lies between them.
    fn is_empty(&self) -> bool {
        let numbers = self.low.zip(self.high);
        let no_number = numbers
            .is_some_and(|((low, with_low), (high, with_high))| low > high || low == high && !(with_low && with_high));
        let left = self.texts.as_ref().map(|texts| texts.iter().filter(|text| !self.not.contains(text)).count());
        no_number || left == Some(0) || self.present && self.missing
    }
}
