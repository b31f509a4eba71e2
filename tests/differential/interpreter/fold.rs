//! Folds over facts: a loop over all of them.

use attain::formula::{CreditWord, Expr, ExprKind, Fold, FoldFunction, parse};

use chrono::NaiveDate;

use super::Interpreter;
use super::formula::{Asked, dotted};
use super::item::{Item, Row, person};
use super::said::Fact;
use super::value::{Number, Out, V, divided, fitted, number, root, whole, zero};

/// The order of reasons where several facts have no value: none of them is first.
const REASONS: &[&str] = &["divided_by_zero", "overflow", "not_a_number", "no_facts", "no_rate", "missing"];

/// What a fold sees, with what is credited of it.
pub(crate) struct Seen<'f> {
    pub(crate) row: Row<'f>,
    /// The day by which it counts.
    on: NaiveDate,
    share: Number,
}

/// What a fold may see: by which day, on which day one asks where people belong, and who is credited with what share,
/// on top or not.
struct Met<'f> {
    row: Row<'f>,
    on: NaiveDate,
    stay: NaiveDate,
    credits: Vec<(String, Number, bool)>,
}

impl Interpreter<'_> {
    pub(crate) fn fold(&self, fold: &Fold, asked: Asked<'_>) -> Out {
        let place = asked.place;
        let kind = self.kind_of(&fold.value);
        let overlay = match fold.credit {
            Some(credit) => credit == CreditWord::Overlay,
            None => asked.overlay && fold.whose.is_none(),
        };
        let Some(end) = place.end(self.as_of) else { return self.folded(fold, &kind, Vec::new()) };
        let mut seen = Vec::new();
        for Met { row, on, stay, credits } in self.met(fold, &kind, (place.from, place.to), end) {
            if !self.is_of_part(row) {
                continue;
            }
            for (who, share, on_top) in credits {
                if on_top == overlay && self.counts_for(&who, &place.whose, stay) {
                    seen.push(Seen { row, on, share });
                }
            }
        }
        self.folded(fold, &kind, seen)
    }

    /// Whether a fact is of the part of which figures are asked; one without such a field always is.
    fn is_of_part(&self, row: Row<'_>) -> bool {
        let narrowed = self.narrowed.borrow();
        let known = self.log.fields(row.kind()).unwrap();
        narrowed.iter().filter(|(field, _)| known.contains_key(field)).all(|(field, value)| {
            Interpreter::written(row, field).and_then(attain::document::Node::as_text) == Some(value.as_str())
        })
    }

    /// All of a kind up to the day as of which is asked, that somebody has who belongs somewhere; what nobody owns, too.
    pub(crate) fn all_of(&self, fold: &Fold, kind: &str) -> Vec<Seen<'_>> {
        let overlay = fold.credit == Some(CreditWord::Overlay);
        let nobodys = fold.whose.is_none() && self.plan.records.get(kind).is_some_and(|kind| kind.whose.is_none());
        let all = (NaiveDate::MIN, self.as_of.succ_opt().unwrap());
        let met = self.met(fold, kind, all, self.as_of).into_iter();
        let counts = |met: &Met<'_>| {
            let somebody =
                |(who, _, on_top): &(String, Number, bool)| *on_top == overlay && self.is_member(who, met.stay);
            nobodys || met.credits.iter().any(somebody)
        };
        met.filter(counts).map(|met| Seen { row: met.row, on: met.on, share: met.row.factor() }).collect()
    }

    fn met(&self, fold: &Fold, kind: &str, days: (NaiveDate, NaiveDate), end: NaiveDate) -> Vec<Met<'_>> {
        let falls = |row: Row<'_>| match fold.on.as_ref().map(|on| self.of_row(on, row)) {
            Some(Ok(V::Date(day))) => Some(day),
            _ => None,
        };
        let inside = |day: &NaiveDate| days.0 <= *day && *day < days.1;
        let facts = self.facts().iter().filter(|fact| fact.kind == kind).filter_map(|fact| {
            let row = Row { item: Item::Fact(fact), end };
            let on = if fold.on.is_some() { falls(row)? } else { fact.on };
            let credits = self.credited_by(fold, fact, row);
            Some(Met { row, on, stay: on, credits }).filter(|met| inside(&met.on))
        });
        let records = self.records().iter().filter(|record| record.kind == kind).filter_map(|record| {
            let row = Row { item: Item::Record(record.on(end)?), end };
            if self.is_out(row) {
                return None;
            }
            let (on, stay) = match &fold.on {
                None => (record.opened(), end),
                Some(_) => falls(row).filter(inside).map(|day| (day, day.min(end)))?,
            };
            // Where the day lies before it opened, the first owner stands for whoever has it.
            let then = record.on(stay.max(record.opened()))?;
            let who = match &fold.whose {
                Some(path) => self.field(path, Row { item: Item::Record(then), end }).ok().map(|who| who.text()),
                None => self.plan.records.get(kind)?.whose.as_ref().and_then(|field| person(then, field)),
            };
            let credits = who.into_iter().map(|who| (who, whole(1), false)).collect();
            Some(Met { row, on, stay, credits })
        });
        facts.chain(records).collect()
    }

    /// Who is credited, with what share, and whether it is on top.
    fn credited_by(&self, fold: &Fold, fact: &Fact, row: Row<'_>) -> Vec<(String, Number, bool)> {
        if let Some(path) = &fold.whose {
            let who = self.field(path, row).ok().map(|who| who.text());
            return who.into_iter().map(|who| (who, fact.factor.clone(), false)).collect();
        }
        let credits = fact.credits.iter();
        credits.map(|(who, share, on_top)| (who.clone(), share * &fact.factor, *on_top)).collect()
    }

    /// The kind of a fold: the first that its value names.
    pub(crate) fn kind_of(&self, value: &Expr) -> String {
        let mut found = None;
        value.walk(&mut |expr| {
            if let ExprKind::Path(path) | ExprKind::Call { path, .. } = &expr.kind {
                let first = path[0].text.to_string();
                if found.is_none() && self.log.fields(&first).is_some() {
                    found = Some(first);
                }
            }
        });
        found.unwrap()
    }

    pub(crate) fn folded(&self, fold: &Fold, kind: &str, seen: Vec<Seen<'_>>) -> Out {
        let of_facts = self.plan.facts.get(kind).and_then(|kind| kind.counts.as_ref());
        let counts = of_facts.or_else(|| self.plan.records.get(kind).and_then(|kind| kind.counts.as_ref()));
        let counts = counts.map(|counts| parse(counts.as_str()).unwrap());
        let holds = |row: Row<'_>| {
            let mut unknown = Ok(true);
            for condition in counts.iter().chain(&fold.filter) {
                match self.of_row(condition, row) {
                    Ok(holds) if !holds.yes() => return Ok(false),
                    Ok(_) => {}
                    Err(why) => unknown = unknown.and(Err(why)),
                }
            }
            // What is undefined does not hold; but where a rate is not known, neither is the answer.
            unknown.or_else(|why| if why == "no_rate" { Err(why) } else { Ok(false) })
        };
        let whole_fact = matches!(&fold.value.kind, ExprKind::Path(path) if path.len() == 1 && dotted(path) == kind);
        let sums = fold.function == FoldFunction::Sum;
        let mut values: Vec<(NaiveDate, &str, Number, V)> = Vec::new();
        let mut undefined: Vec<String> = Vec::new();
        for Seen { row, on, share } in seen {
            if row.is_reversal() && !sums {
                continue;
            }
            match holds(row) {
                Ok(true) => {}
                Ok(false) => continue,
                Err(why) => {
                    undefined.push(why);
                    continue;
                }
            }
            match if whole_fact { Ok(V::YesNo(true)) } else { self.of_row(&fold.value, row) } {
                Ok(value) => values.push((on, row.id(), share, value)),
                // What is not there is not counted; an amount without a rate is there.
                Err(why) if fold.function == FoldFunction::Count && why != "no_rate" => {}
                Err(why) => undefined.push(why),
            }
        }
        let rank = |why: &String| (REASONS.iter().position(|known| why.starts_with(known)), why.clone());
        if let Some(why) = undefined.into_iter().min_by_key(rank) {
            return Err(why);
        }
        if sums {
            let mut sum = zero();
            for (_, _, share, value) in values {
                sum += value.amount()? * share;
            }
            return fitted(sum, self.precision).map(V::Number);
        }
        // Each once, however many are credited.
        values.sort_by(|one, other| (one.0, one.1).cmp(&(other.0, other.1)));
        values.dedup_by(|one, other| one.1 == other.1);
        let values: Vec<V> = values.into_iter().map(|(_, _, _, value)| value).collect();
        let parameter = fold.parameter.map(|parameter| number(&parameter.to_string()));
        self.made_one(fold.function, &values, parameter, "no_facts")
    }

    /// What values come to, in the order of their facts.
    pub(crate) fn made_one(&self, function: FoldFunction, values: &[V], parameter: Option<Number>, none: &str) -> Out {
        let count = |count: usize| whole(i64::try_from(count).unwrap());
        let mut sorted = values.to_vec();
        sorted.sort();
        match function {
            FoldFunction::Count => return Ok(V::Number(count(values.len()))),
            FoldFunction::Distinct => {
                sorted.dedup();
                return Ok(V::Number(count(sorted.len())));
            }
            FoldFunction::First => return values.first().cloned().ok_or(none.to_owned()),
            FoldFunction::Last => return values.last().cloned().ok_or(none.to_owned()),
            FoldFunction::Min => return sorted.first().cloned().ok_or(none.to_owned()),
            FoldFunction::Max => return sorted.last().cloned().ok_or(none.to_owned()),
            _ => {}
        }
        let numbers = sorted.iter().map(V::amount).collect::<Out<Vec<Number>>>()?;
        let sum = |numbers: &[Number]| numbers.iter().fold(zero(), |sum, number| sum + number);
        if function == FoldFunction::Sum {
            return fitted(sum(&numbers), self.precision).map(V::Number);
        }
        if numbers.is_empty() {
            return Err(none.to_owned());
        }
        let mean = |numbers: &[Number]| divided(&sum(numbers), &count(numbers.len()), self.precision);
        match function {
            FoldFunction::Avg => mean(&numbers),
            FoldFunction::Median => self.percentile(&numbers, &(whole(1) / whole(2))),
            FoldFunction::Percentile => self.percentile(&numbers, &(parameter.unwrap() / whole(100))),
            FoldFunction::Trimmed => {
                let off = (count(numbers.len()) * parameter.unwrap() / whole(100)).floor();
                let off: usize = off.numer().to_string().parse().unwrap();
                mean(&numbers[off..numbers.len() - off])
            }
            FoldFunction::Stddev => self.spread(&numbers),
            other => panic!("{other:?}"),
        }
        .map(V::Number)
    }

    fn spread(&self, numbers: &[Number]) -> Out<Number> {
        if numbers.len() < 2 {
            return Err("too_few".to_owned());
        }
        let count = whole(i64::try_from(numbers.len()).unwrap());
        let mean = numbers.iter().fold(zero(), |sum, number| sum + number) / &count;
        let squares = numbers.iter().fold(zero(), |sum, number| sum + (number - &mean) * (number - &mean));
        root(&(squares / (count - whole(1))), self.precision)
    }

    fn percentile(&self, sorted: &[Number], share: &Number) -> Out<Number> {
        let count = whole(i64::try_from(sorted.len()).unwrap());
        let method = self.plan.rules.as_ref().and_then(|rules| rules.percentile).unwrap();
        let at = |position: &Number| position.numer().to_string().parse::<usize>().unwrap();
        if method == attain::rule::Percentile::Nearest {
            return Ok(sorted[at(&(share * count).ceil()).max(1) - 1].clone());
        }
        let position = share * (count - whole(1));
        let (below, part) = (position.floor(), &position - position.floor());
        let low = &sorted[at(&below)];
        let high = sorted.get(at(&below) + 1).unwrap_or(low);
        fitted(low + (high - low) * part, self.precision)
    }
}
