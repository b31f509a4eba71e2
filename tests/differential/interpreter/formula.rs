//! Formulas about people and units, walked as they are written.

use super::value::{Number, Out, V, at_precision, divided, fitted, number, whole};
use super::{Interpreter, Node, Place};
use attain::formula::{Argument, BinaryOp, DurationUnit, Expr, ExprKind, Ident, Scope, Window, parse};
use chrono::{Datelike, Days, Months, NaiveDate};

fn to_i64(number: &Number) -> i64 {
    number.floor().numer().to_string().parse().unwrap()
}

/// What a formula is asked with.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) place: &'a Place,
    /// Whether plain names are attributes.
    pub(crate) about_people: bool,
    /// The base of a line of pay.
    pub(crate) base: Option<&'a V>,
    /// Whether folds that say nothing of it are of what is credited on top.
    pub(crate) overlay: bool,
    /// The actual figure and the target, where attainment is reckoned.
    pub(crate) pair: Option<(&'a V, &'a V)>,
}

impl<'a> Asked<'a> {
    pub(crate) fn at(place: &'a Place) -> Asked<'a> {
        Asked { place, about_people: false, base: None, overlay: false, pair: None }
    }
}

pub(crate) fn dotted(path: &[Ident]) -> String {
    path.iter().map(|ident| ident.text.as_ref()).collect::<Vec<_>>().join(".")
}

/// What is written as it is.
pub(crate) fn literal(kind: &ExprKind) -> Option<V> {
    Some(match kind {
        ExprKind::Number(written) => V::Number(number(&written.to_string())),
        ExprKind::Money { amount, .. } => V::Number(number(&amount.to_string())),
        ExprKind::Percent(percent) => V::Number(number(&percent.to_string()) / whole(100)),
        ExprKind::Duration { amount, of } => {
            let (days, of_a) = match of {
                DurationUnit::Minute => (1, 1440),
                DurationUnit::Hour => (1, 24),
                DurationUnit::Day => (1, 1),
                DurationUnit::Week => (7, 1),
                other => panic!("{other:?} has no fixed number of days"),
            };
            V::Number(number(&amount.to_string()) * whole(days) / whole(of_a))
        }
        ExprKind::Date(day) => V::Date(*day),
        ExprKind::Text(text) => V::Text(text.to_string()),
        ExprKind::YesNo(yes) => V::YesNo(*yes),
        _ => return None,
    })
}

impl Interpreter<'_> {
    /// What the text of a formula gives.
    pub(crate) fn text(&self, text: &str, place: &Place) -> Out {
        self.eval(&parse(text).unwrap(), Asked::at(place))
    }

    /// Whether a condition holds; an undefined one does not.
    pub(crate) fn holds(&self, text: &str, place: &Place, about_people: bool) -> bool {
        self.eval(&parse(text).unwrap(), Asked { about_people, ..Asked::at(place) }) == Ok(V::YesNo(true))
    }

    pub(crate) fn eval(&self, expr: &Expr, asked: Asked<'_>) -> Out {
        if let Some(value) = literal(&expr.kind) {
            return Ok(value);
        }
        match &expr.kind {
            ExprKind::Path(path) => self.path_value(&dotted(path), asked),
            ExprKind::Call { path, arguments } => self.call(&dotted(path), arguments, asked),
            ExprKind::Fold(fold) => match &fold.over {
                Some(group) => self.over(fold, group, asked),
                None => self.fold(fold, asked),
            },
            ExprKind::Window { value, window } => {
                let place = self.shifted(window, asked.place)?;
                self.eval(value, Asked { place: &place, ..asked })
            }
            ExprKind::At { value, scope } => {
                let place = asked.place.of(self.scope(scope, asked)?);
                self.eval(value, Asked { place: &place, ..asked })
            }
            _ => walked(expr, self.precision, &mut |inner| self.eval(inner, asked)),
        }
    }

    fn path_value(&self, path: &str, asked: Asked<'_>) -> Out {
        let place = asked.place;
        match path {
            "as_of" => return Ok(V::Date(self.as_of)),
            field if self.narrowed.borrow().iter().any(|(known, _)| known == field) => {
                let narrowed = self.narrowed.borrow();
                return Ok(V::Text(narrowed.iter().find(|(known, _)| known == field).unwrap().1.clone()));
            }
            "active" => return self.active(place),
            "base" if asked.base.is_some() => return Ok(asked.base.unwrap().clone()),
            "actual" | "target" if asked.pair.is_some() => {
                let (actual, target) = asked.pair.unwrap();
                return Ok(if path == "actual" { actual.clone() } else { target.clone() });
            }
            _ => {}
        }
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        match (first, rest) {
            ("subject", attribute) if !attribute.is_empty() => self.attribute(attribute, place),
            ("period", fact) if !fact.is_empty() => self.period_fact(fact, place),
            ("score" | "grade" | "pay", name) if !name.is_empty() => self.result(first, name, place),
            _ if asked.about_people && (path == "role" || self.plan.org.person.contains_key(path)) => {
                self.attribute(path, place)
            }
            _ => self.kpi(path, place),
        }
    }

    fn attribute(&self, name: &str, place: &Place) -> Out {
        let missing = format!("missing {name}");
        let Node::Person(who) = &place.whose else { return Err(missing) };
        let day = self.last_day(who, place.from, place.to).ok_or("not_a_member")?;
        self.known(who, name, day).ok_or(missing)
    }

    fn period_fact(&self, fact: &str, place: &Place) -> Out {
        Ok(match fact {
            "first" => V::Date(place.from),
            "last" => V::Date(place.to.pred_opt().ok_or("no_period")?),
            "days" => V::Number(whole((place.to - place.from).num_days())),
            "workdays" => V::Number(whole(self.workdays(place.from, place.to)?)),
            "index" => V::Number(whole(place.period.ok_or("no_period")?.index().into())),
            other => panic!("`period.{other}`"),
        })
    }

    /// How many days are worked.
    pub(super) fn workdays(&self, from: NaiveDate, to: NaiveDate) -> Out<i64> {
        let calendar = self.plan.calendar.as_ref().unwrap();
        let hours = calendar.hours.as_ref().unwrap();
        let spans = |list: &[String]| -> Vec<(NaiveDate, NaiveDate)> {
            let span = |text: &String| match text.split_once(" .. ") {
                Some((from, to)) => (day(from), day(to)),
                None => (day(text), day(text).succ_opt().unwrap()),
            };
            list.iter().map(span).collect()
        };
        let (off, worked) = (spans(&calendar.off), spans(&calendar.worked));
        let within =
            |spans: &[(NaiveDate, NaiveDate)], day: NaiveDate| spans.iter().any(|(from, to)| *from <= day && day < *to);
        let known: Vec<i32> = off.iter().chain(&worked).map(|(from, _)| from.year()).collect();
        // The calendar knows the years from 1 to 9999.
        if from < to && (from.year() < 1 || to.year() > 9999) {
            return Err("unknown_year".to_owned());
        }
        let mut count = 0;
        let mut here = from;
        let usual = |day: NaiveDate| {
            hours.0.iter().any(|row| weekdays(&row.days).contains(&day.weekday().num_days_from_monday()))
        };
        // All time has many weeks, each like the others where no day is an exception.
        let weeks = if known.is_empty() { (to - from).num_days() / 7 } else { 0 };
        if weeks > 0 {
            let week = from.iter_days().take(7).filter(|day| usual(*day)).count();
            count += weeks * i64::try_from(week).unwrap();
            here = from + Days::new(u64::try_from(weeks * 7).unwrap());
        }
        while here < to {
            if !known.is_empty() && !known.contains(&here.year()) {
                return Err("unknown_year".to_owned());
            }
            if within(&worked, here) || (usual(here) && !within(&off, here)) {
                count += 1;
            }
            here = here.succ_opt().unwrap();
        }
        Ok(count)
    }

    fn active(&self, place: &Place) -> Out {
        let Node::Person(who) = &place.whose else { return Err("not_a_member".to_owned()) };
        let mut count = 0;
        let mut here = place.from.max(self.first_day());
        while here < place.to {
            count += i64::from(self.is_member(who, here));
            here = here.succ_opt().unwrap();
        }
        share(count, place)
    }

    pub(super) fn elapsed(&self, of: &str, place: &Place) -> Out {
        let end = self.as_of.succ_opt().unwrap().clamp(place.from, place.to);
        if of == "days" {
            return share((end - place.from).num_days(), place);
        }
        let (passed, all) = (self.workdays(place.from, end), self.workdays(place.from, place.to));
        divided(&whole(passed?), &whole(all?), self.precision).map(V::Number)
    }

    fn tenure(&self, grain: &str, place: &Place) -> Out {
        let Node::Person(who) = &place.whose else { return Err("not_a_member".to_owned()) };
        let last = self.last_day(who, place.from, place.to).ok_or("not_a_member")?;
        let mut since = last;
        while since.pred_opt().is_some_and(|before| self.is_member(who, before)) {
            since = since.pred_opt().unwrap();
        }
        let mut here = self.period_of(grain, since)?;
        let last = self.period_of(grain, last)?;
        let mut count = 1;
        while here.first() < last.first() {
            here = self.calendar.shift(here, 1).unwrap();
            count += 1;
        }
        Ok(V::Number(whole(count)))
    }

    fn period_of(&self, grain: &str, day: NaiveDate) -> Out<attain::calendar::Period> {
        let grain = self.calendar.grain(grain).unwrap();
        self.calendar.period(grain, day).map_err(|why| why.code().to_owned())
    }

    pub(crate) fn call(&self, name: &str, arguments: &[Argument], asked: Asked<'_>) -> Out {
        let word = || match &arguments[0].value.kind {
            ExprKind::Path(path) => dotted(path),
            other => panic!("{other:?} is no name"),
        };
        let place = asked.place;
        match name {
            "target" => {
                let level = arguments.get(1).map_or("target".to_owned(), |level| match &level.value.kind {
                    ExprKind::Text(level) => level.to_string(),
                    other => panic!("{other:?}"),
                });
                self.target(&word(), &level, place).map(V::Number)
            }
            "attainment" => self.attainment(&word(), place),
            "gap" => {
                let (actual, target) = (self.kpi(&word(), place)?, self.target(&word(), "target", place)?);
                fitted(target - actual.amount()?, self.precision).map(V::Number)
            }
            "pace" => self.pace(&word(), place).map(V::Number),
            "run_rate" => self.run_rate(&word(), place).map(V::Number),
            "coverage" => self.coverage(&word(), place).map(V::Number),
            "elapsed" => self.elapsed(&word(), place),
            "tenure" => self.tenure(&word(), place),
            "manager" => self.manager(place).map(V::Text),
            _ => {
                let (table, column) =
                    name.split_once('.').map_or((name, None), |(table, column)| (table, Some(column)));
                if let Some(definition) = self.plan.tables.get(table) {
                    let keys = arguments.iter().map(|argument| self.eval(&argument.value, asked));
                    return self.looked_up(definition, column, &keys.collect::<Out<Vec<V>>>()?);
                }
                let arguments: Vec<&Expr> = arguments.iter().map(|argument| &argument.value).collect();
                let mode = self
                    .plan
                    .rules
                    .as_ref()
                    .and_then(|rules| rules.rounding.as_ref())
                    .map(|rounding| rounding.mode.as_str());
                super::function::call(name, &arguments, mode, self.precision, &mut |inner| self.eval(inner, asked))
            }
        }
    }

    pub(crate) fn scope(&self, scope: &Scope, asked: Asked<'_>) -> Out<Node> {
        let place = asked.place;
        let nobody = || "not_a_member".to_owned();
        let keyed = |key: Out, unit: bool| {
            let key = key?.text();
            let known = if unit { self.units() } else { self.people() };
            if !known.contains(&key) {
                return Err(nobody());
            }
            Ok(if unit { Node::Unit(key) } else { Node::Person(key) })
        };
        match scope {
            Scope::Path(path) => {
                let name = dotted(path);
                let attribute = name.trim_start_matches("subject.");
                let key = self.path_value(&name, asked);
                let unit = match self.plan.org.person.get(attribute) {
                    Some(ty) => ty == "unit",
                    // A KPI; nobody is called like a unit.
                    None => self.units().contains(&key.clone()?.text()),
                };
                return keyed(key, unit);
            }
            Scope::Call(call) => return keyed(self.eval(call, asked), false),
            _ => {}
        }
        let (unit, day) = self.unit_of(place).ok_or_else(nobody)?;
        let path = self.path(&unit, day);
        let found = match (scope, &place.whose) {
            (Scope::Parent, Node::Person(_)) => Some(unit.clone()),
            (Scope::Parent, Node::Unit(_)) => path.get(1).cloned(),
            (Scope::Company, _) => path.last().cloned(),
            (Scope::Level(level), _) => {
                let levels = self.tree_of(&unit).and_then(|tree| self.plan.org.trees.get(&tree).cloned());
                let depth = levels.and_then(|levels| levels.iter().position(|known| known == level.as_ref()));
                depth.and_then(|depth| path.iter().rev().nth(depth).cloned())
            }
            _ => None,
        };
        found.map(Node::Unit).ok_or_else(nobody)
    }

    pub(crate) fn shifted(&self, window: &Window, place: &Place) -> Out<Place> {
        let grained = |grain: &Option<Ident>| match (grain, place.period) {
            (Some(grain), _) => self.period_of(&grain.text, place.to.pred_opt().unwrap()),
            (None, Some(period)) => Ok(period),
            (None, None) => Err("no_period".to_owned()),
        };
        let why = |why: attain::Why| why.code().to_owned();
        let days = |from: NaiveDate, to: NaiveDate| {
            if to < from { Err("no_period".to_owned()) } else { Ok(Place::days(place.whose.clone(), from, to)) }
        };
        let end = place.end(self.as_of).ok_or("no_period")?;
        let next = |day: NaiveDate| day.succ_opt().unwrap();
        match window {
            Window::Prior { steps, grain, to_date } => {
                let here = grained(grain)?;
                let there = self.calendar.shift(here, -i64::from(*steps)).map_err(why)?;
                self.clipped(place, here, there, *to_date)
            }
            Window::LastYear { grain, to_date } => {
                let here = grained(grain)?;
                let there = self.calendar.last_year(here).map_err(why)?;
                self.clipped(place, here, there, *to_date)
            }
            Window::Grain { grain, to_date } => {
                let here = grained(&Some(grain.clone()))?;
                self.clipped(place, here, here, *to_date)
            }
            Window::ToDate => days(place.from, next(self.as_of).clamp(place.from, place.to)),
            Window::Rolling { last, amount, of } => {
                let count = u32::try_from(to_i64(&number(&amount.to_string()))).unwrap();
                let moved = |day: NaiveDate, back: bool| {
                    let (days, months) = match of {
                        DurationUnit::Day => (count, 0),
                        DurationUnit::Week => (count * 7, 0),
                        DurationUnit::Month => (0, count),
                        DurationUnit::Quarter => (0, count * 3),
                        DurationUnit::Year => (0, count * 12),
                        other => panic!("{other:?}"),
                    };
                    let (days, months) = (Days::new(days.into()), Months::new(months));
                    if back { day - days - months } else { day + days + months }
                };
                if *last { days(next(moved(end, true)), next(end)) } else { days(next(end), next(moved(end, false))) }
            }
            Window::Before => days(NaiveDate::MIN, place.from),
            Window::All => days(NaiveDate::MIN, next(self.as_of)),
            Window::Between(from, to) => days(*from, *to),
        }
    }

    /// Another period as a whole, or as many of its days as have passed of the one at hand.
    fn clipped(
        &self,
        place: &Place,
        here: attain::calendar::Period,
        there: attain::calendar::Period,
        to_date: bool,
    ) -> Out<Place> {
        let end = place.end(self.as_of).ok_or("no_period")?;
        let passed = (end.succ_opt().unwrap().clamp(here.first(), here.end()) - here.first()).num_days();
        if !to_date || passed >= (here.end() - here.first()).num_days() {
            return Ok(Place::period(place.whose.clone(), there));
        }
        let to = there.first() + Days::new(u64::try_from(passed).unwrap());
        Ok(Place::days(place.whose.clone(), there.first(), to.min(there.end())))
    }
}

fn day(text: &str) -> NaiveDate {
    attain::calendar::parse_day(text.trim()).unwrap()
}

fn share(days: i64, place: &Place) -> Out {
    divided(&whole(days), &whole((place.to - place.from).num_days()), 12).map(V::Number)
}

/// The days of a week that a row names, counted from Monday.
fn weekdays(text: &str) -> Vec<u32> {
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let number = |name: &str| names.iter().position(|known| *known == name.trim()).unwrap();
    let mut days = Vec::new();
    for part in text.split(',') {
        match part.split_once(" .. ") {
            None => days.push(number(part)),
            Some((from, to)) => {
                let mut here = number(from);
                while here != number(to) {
                    days.push(here);
                    here = (here + 1) % 7;
                }
                days.push(here);
            }
        }
    }
    days.into_iter().map(|day| u32::try_from(day).unwrap()).collect()
}

/// What is the same in a fact and about people: operators.
pub(crate) fn walked(expr: &Expr, precision: usize, eval: &mut dyn FnMut(&Expr) -> Out) -> Out {
    match &expr.kind {
        ExprKind::Not(value) => Ok(V::YesNo(!eval(value)?.yes())),
        ExprKind::Negate(value) => Ok(V::Number(-eval(value)?.amount()?)),
        ExprKind::Binary { op: op @ (BinaryOp::And | BinaryOp::Or), left, right } => {
            let decisive = V::YesNo(*op == BinaryOp::Or);
            let left = eval(left);
            if left.as_ref() == Ok(&decisive) {
                return left;
            }
            let right = eval(right);
            if right.as_ref() == Ok(&decisive) { right } else { left.and(right) }
        }
        ExprKind::Binary { op, left, right } => {
            let (left, right) = (eval(left)?, eval(right)?);
            binary(*op, &left, &right, precision)
        }
        ExprKind::In { value, list, negated } => {
            let value = eval(value)?;
            let mut undefined = None;
            for item in list {
                match eval(item) {
                    Ok(item) if value.compare(&item).is_eq() => return Ok(V::YesNo(!negated)),
                    Ok(_) => {}
                    Err(why) => undefined = undefined.or(Some(why)),
                }
            }
            undefined.map_or(Ok(V::YesNo(*negated)), Err)
        }
        ExprKind::Between { value, low, high } => {
            // It is `value >= low and value <= high`.
            let value = eval(value);
            let low = value.clone().and_then(|value| Ok(value.compare(&eval(low)?).is_ge()));
            if low == Ok(false) {
                return Ok(V::YesNo(false));
            }
            let high = value.and_then(|value| Ok(value.compare(&eval(high)?).is_le()));
            if high == Ok(false) { Ok(V::YesNo(false)) } else { low.and(high).map(V::YesNo) }
        }
        ExprKind::Present { value, missing } => Ok(V::YesNo(eval(value).is_ok() != *missing)),
        other => panic!("{other:?} where only operators belong"),
    }
}

fn binary(op: BinaryOp, left: &V, right: &V, precision: usize) -> Out {
    let ordering = || left.compare(right);
    Ok(V::YesNo(match op {
        BinaryOp::Equal => ordering().is_eq(),
        BinaryOp::NotEqual => ordering().is_ne(),
        BinaryOp::Less => ordering().is_lt(),
        BinaryOp::LessOrEqual => ordering().is_le(),
        BinaryOp::Greater => ordering().is_gt(),
        BinaryOp::GreaterOrEqual => ordering().is_ge(),
        BinaryOp::Has => left.text().contains(&right.text()),
        _ => return arithmetic(op, left, right, precision),
    }))
}

fn arithmetic(op: BinaryOp, left: &V, right: &V, precision: usize) -> Out {
    let moved = |day: &NaiveDate, by: Number| {
        let moved = day.checked_add_signed(chrono::TimeDelta::days(to_i64(&by.floor())));
        moved.map(V::Date).ok_or_else(|| "overflow".to_owned())
    };
    match (op, left, right) {
        (BinaryOp::Subtract, V::Date(later), V::Date(earlier)) => {
            return Ok(V::Number(whole((*later - *earlier).num_days())));
        }
        (BinaryOp::Add, V::Date(day), V::Number(by)) | (BinaryOp::Add, V::Number(by), V::Date(day)) => {
            return moved(day, by.clone());
        }
        (BinaryOp::Subtract, V::Date(day), V::Number(by)) => return moved(day, -by.clone()),
        _ => {}
    }
    let (left, right) = (left.amount()?, right.amount()?);
    match op {
        BinaryOp::Add => fitted(left + right, precision),
        BinaryOp::Subtract => fitted(left - right, precision),
        BinaryOp::Multiply => fitted(left * right, precision),
        BinaryOp::Divide => divided(&left, &right, precision),
        BinaryOp::Power => power(&left, &right, precision),
        other => panic!("{other:?}"),
    }
    .map(V::Number)
}

fn power(base: &Number, exponent: &Number, precision: usize) -> Out<Number> {
    if !exponent.is_integer() {
        return Err("not_a_number".to_owned());
    }
    let count = to_i64(exponent);
    let mut product = whole(1);
    for _ in 0..count.abs() {
        product *= base;
    }
    if count < 0 { divided(&whole(1), &product, precision) } else { fitted(product, precision) }
}

/// Members of a group are rounded before they are put together.
pub(crate) fn member(value: &V, precision: usize) -> Out<Number> {
    fitted(at_precision(&value.amount()?, precision), precision)
}
