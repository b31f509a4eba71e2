//! Folds over facts: a loop over all of them.

use attain::formula::{CreditWord, Expr, ExprKind, Fold, FoldFunction, Ident, Scope, Window, parse};

use chrono::NaiveDate;

use super::Interpreter;
use super::formula::{Asked, dotted, literal, walked};
use super::org::read;
use super::said::Fact;
use super::value::{Number, Out, V, divided, fitted, number, root, whole, zero};

/// The order of reasons where several facts have no value: none of them is first.
const REASONS: &[&str] = &["divided_by_zero", "overflow", "not_a_number", "no_facts", "missing"];

/// A fact in a fold, with what is credited of it.
struct Seen<'f> {
    fact: &'f Fact,
    /// The day by which it counts.
    on: NaiveDate,
    share: Number,
}

impl Interpreter<'_> {
    pub(crate) fn fold(&self, fold: &Fold, asked: Asked<'_>) -> Out {
        let place = asked.place;
        let kind = self.kind_of(&fold.value);
        let overlay = match fold.credit {
            Some(credit) => credit == CreditWord::Overlay,
            None => asked.overlay && fold.whose.is_none(),
        };
        let mut seen = Vec::new();
        for fact in self.facts.iter().filter(|fact| fact.kind == kind) {
            let Some(on) = self.day_by(fold, fact).filter(|on| place.from <= *on && *on < place.to) else { continue };
            for (who, share, on_top) in self.credited_by(fold, fact) {
                if on_top == overlay && self.counts_for(&who, &place.whose, on) {
                    seen.push(Seen { fact, on, share });
                }
            }
        }
        self.folded(fold, &kind, seen)
    }

    /// The day by which a fact falls into a period; nothing where it falls into none.
    fn day_by(&self, fold: &Fold, fact: &Fact) -> Option<NaiveDate> {
        match fold.on.as_ref().map(|on| self.of_fact(on, fact)) {
            None => Some(fact.on),
            Some(Ok(V::Date(day))) => Some(day),
            Some(_) => None,
        }
    }

    /// Who is credited, with what share, and whether it is on top.
    fn credited_by(&self, fold: &Fold, fact: &Fact) -> Vec<(String, Number, bool)> {
        if let Some(path) = &fold.whose {
            let who = self.field(path, fact).ok().map(|who| who.text());
            return who.into_iter().map(|who| (who, fact.factor.clone(), false)).collect();
        }
        let credits = fact.credits.iter();
        credits.map(|(who, share, on_top)| (who.clone(), share * &fact.factor, *on_top)).collect()
    }

    /// The kind of a fold: the first that its value names.
    pub(crate) fn kind_of(&self, value: &Expr) -> String {
        let mut found = None;
        value.walk(&mut |expr| {
            if let ExprKind::Path(path) = &expr.kind {
                let first = path[0].text.to_string();
                if found.is_none() && self.plan.facts.contains_key(&first) {
                    found = Some(first);
                }
            }
        });
        found.unwrap()
    }

    fn folded(&self, fold: &Fold, kind: &str, seen: Vec<Seen<'_>>) -> Out {
        let counts = self.plan.facts.get(kind).unwrap().counts.as_ref().map(|counts| parse(counts.as_str()).unwrap());
        let holds = |fact: &Fact| {
            let conditions = counts.iter().chain(&fold.filter);
            conditions.into_iter().all(|condition| self.of_fact(condition, fact) == Ok(V::YesNo(true)))
        };
        let whole_fact = matches!(&fold.value.kind, ExprKind::Path(path) if path.len() == 1 && dotted(path) == kind);
        let sums = fold.function == FoldFunction::Sum;
        let mut values: Vec<(NaiveDate, &Fact, Number, V)> = Vec::new();
        let mut undefined: Vec<String> = Vec::new();
        for Seen { fact, on, share } in seen {
            if (fact.reversal && !sums) || !holds(fact) {
                continue;
            }
            match if whole_fact { Ok(V::YesNo(true)) } else { self.of_fact(&fold.value, fact) } {
                Ok(value) => values.push((on, fact, share, value)),
                Err(_) if fold.function == FoldFunction::Count => {}
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
        values.sort_by(|one, other| (one.0, &one.1.id).cmp(&(other.0, &other.1.id)));
        values.dedup_by(|one, other| one.1.id == other.1.id);
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

    /// What an expression gives of a fact.
    fn of_fact(&self, expr: &Expr, fact: &Fact) -> Out {
        if let Some(value) = literal(&expr.kind) {
            return Ok(value);
        }
        match &expr.kind {
            ExprKind::Path(path) => self.field(path, fact),
            ExprKind::Call { path, arguments } => {
                let arguments: Vec<&Expr> = arguments.iter().map(|argument| &argument.value).collect();
                let mode = self
                    .plan
                    .rules
                    .as_ref()
                    .and_then(|rules| rules.rounding.as_ref())
                    .map(|rounding| rounding.mode.as_str());
                super::function::call(&dotted(path), &arguments, mode, self.precision, &mut |inner| {
                    self.of_fact(inner, fact)
                })
            }
            ExprKind::At { value, scope: Scope::Company } => match &value.kind {
                ExprKind::Window { value, window: Window::All } => match &value.kind {
                    ExprKind::Fold(inner) => self.keyed(inner, fact),
                    other => panic!("{other:?}"),
                },
                other => panic!("{other:?}"),
            },
            _ => walked(expr, self.precision, &mut |inner| self.of_fact(inner, fact)),
        }
    }

    /// A fold over all facts that share a value with the one at hand, whoever's they are.
    fn keyed(&self, fold: &Fold, fact: &Fact) -> Out {
        let path = fold.of.as_ref().unwrap();
        let key = self.field(path, fact)?;
        let kind = self.kind_of(&fold.value);
        let overlay = fold.credit == Some(CreditWord::Overlay);
        let counted = |other: &&Fact| {
            let somebody =
                other.credits.iter().any(|(who, _, on_top)| *on_top == overlay && self.is_member(who, other.on));
            other.kind == kind && somebody && self.field(path, other).as_ref() == Ok(&key)
        };
        let seen = self.facts.iter().filter(counted);
        let seen = seen.map(|fact| Seen { fact, on: fact.on, share: fact.factor.clone() }).collect();
        self.folded(fold, &kind, seen)
    }

    fn field(&self, path: &[Ident], fact: &Fact) -> Out {
        let own = path[0].text.as_ref() == fact.kind && path.len() > 1;
        let path = if own { &path[1..] } else { path };
        let mut here = fact;
        for (at, ident) in path.iter().enumerate() {
            let name = ident.text.as_ref();
            if at + 1 == path.len() {
                return self.field_value(here, name);
            }
            here = match self.log.refers(here, name, &self.all_facts) {
                Some(next) => next,
                None => return Err(format!("missing {name}")),
            };
        }
        panic!("an empty path")
    }

    fn field_value(&self, fact: &Fact, name: &str) -> Out {
        let kind = self.plan.facts.get(&fact.kind).unwrap();
        if name == "on" || kind.on.as_deref() == Some(name) {
            return Ok(V::Date(fact.on));
        }
        let node = fact.entry.get(name).filter(|node| **node != attain::document::Node::Null);
        let node = node.ok_or_else(|| format!("missing {name}"))?;
        let ty = kind.fields.get(name).unwrap_or_else(|| panic!("{} has no `{name}`", fact.kind));
        match (node.as_text(), ty.as_str()) {
            (Some(text), "instant") => Ok(V::Date(self.log.day_of(text))),
            _ => Ok(read(node, ty)),
        }
    }
}
