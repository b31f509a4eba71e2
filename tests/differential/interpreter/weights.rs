//! How much each part is of what is cut, by the figures that were known.

use attain::calendar::Period;
use attain::rule::OddWord;
use attain::target::{ByDefinition, Nothing, SplitDefinition, Unknown};

use super::cut::{Cell, Taken};
use super::value::{Number, Out, number, rounded, whole, zero};

/// Why what is open cannot be cut, unless it is nothing.
pub(crate) const NOTHING_OPEN: &str = "nobody has a figure above zero in what is open";

/// A cut of the plan, of an entry.
pub(crate) struct Cut<'t, 'a, 's> {
    pub(crate) taken: &'t Taken<'a, 's>,
    pub(crate) split: &'t SplitDefinition,
}

fn add(numbers: &[Number]) -> Number {
    numbers.iter().fold(zero(), |sum, number| sum + number)
}

impl Cut<'_, '_, '_> {
    fn missing(&self) -> Unknown {
        let house = self.taken.known.then.plan.rules.as_ref().and_then(|rules| rules.missing.as_ref());
        let house = house.and_then(|missing| serde_json::to_value(missing).ok());
        let is_zero = house.is_some_and(|missing| missing == "zero") && self.split.over == "members";
        let of_house = if is_zero { Unknown::Zero } else { Unknown::Hold };
        self.split.missing.unwrap_or(of_house)
    }

    fn figure(&self, text: &str, part: &Cell) -> Out<Number> {
        self.taken.known.figure(text, &part.who, part.period, &part.of)
    }

    /// The figures of parts, with what stands for those that are undefined; or why it cannot be cut by them.
    fn figures(&self, text: &str, parts: &[Cell]) -> Result<Vec<Number>, String> {
        let values: Vec<Out<Number>> = parts.iter().map(|part| self.figure(text, part)).collect();
        let missing = self.missing();
        let defined: Vec<Number> = values.iter().filter_map(|value| value.as_ref().ok().cloned()).collect();
        let undefined = values.iter().find_map(|value| value.as_ref().err());
        if let Some(why) = undefined.filter(|_| missing == Unknown::Hold) {
            return Err(why.clone());
        }
        if defined.iter().all(|value| *value == zero()) {
            return match self.split.nothing {
                Some(Nothing::Even) => Ok(vec![whole(1); parts.len()]),
                _ => Err("nobody has a figure above zero".to_owned()),
            };
        }
        if defined.iter().any(|value| *value < zero()) {
            return Err("a figure is below zero".to_owned());
        }
        let instead = match missing {
            Unknown::Mean => add(&defined) / whole(i64::try_from(defined.len()).unwrap()),
            _ => zero(),
        };
        Ok(values.into_iter().map(|value| value.unwrap_or_else(|_| instead.clone())).collect())
    }

    /// The shares of parts, which make one.
    pub(crate) fn shares(&self, parts: &[Cell]) -> Result<Vec<Number>, String> {
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        let count = whole(i64::try_from(parts.len()).unwrap());
        let drivers: Vec<(&str, Number)> = match &self.split.by {
            None => return Ok(vec![whole(1) / count; parts.len()]),
            Some(ByDefinition::One(text)) => vec![(text.as_str(), whole(1))],
            Some(ByDefinition::Blend(drivers)) => {
                drivers.iter().map(|driver| (driver.by.as_str(), number(driver.weight.as_str()))).collect()
            }
        };
        let mut shares = vec![zero(); parts.len()];
        for (text, weight) in drivers {
            let figures = self.figures(text, parts)?;
            let all = add(&figures);
            for (share, figure) in shares.iter_mut().zip(figures) {
                *share += &weight * figure / &all;
            }
        }
        Ok(shares)
    }

    /// The shares of periods of which only what is open counts: each its share, times the share of it that is open.
    pub(crate) fn open_shares(&self, parts: &[Cell], leaves: &[Period]) -> Result<Vec<Number>, String> {
        let mut open = Vec::new();
        for (part, share) in parts.iter().zip(self.shares(parts)?) {
            open.push(share * self.open_part(part, leaves)?);
        }
        let all = add(&open);
        if all != zero() {
            return Ok(open.into_iter().map(|share| share / &all).collect());
        }
        if self.split.nothing != Some(Nothing::Even) {
            return Err(NOTHING_OPEN.to_owned());
        }
        let is_open = |part: &Cell| self.taken.leaves(part.period).iter().any(|leaf| leaves.contains(leaf));
        let count = parts.iter().filter(|part| is_open(part)).count();
        let even = whole(1) / whole(i64::try_from(count).unwrap());
        Ok(parts.iter().map(|part| if is_open(part) { even.clone() } else { zero() }).collect())
    }

    fn open_part(&self, part: &Cell, leaves: &[Period]) -> Result<Number, String> {
        let own = self.taken.leaves(part.period);
        let open = own.iter().filter(|leaf| leaves.contains(leaf)).count();
        if open == own.len() {
            return Ok(whole(1));
        }
        if open == 0 {
            return Ok(zero());
        }
        let splits = &self.taken.targets.split;
        let next = splits.iter().find_map(|split| Some((split, self.taken.parts(part.period, split)?)));
        let (split, periods) = next.unwrap();
        let parts: Vec<Cell> = periods.into_iter().map(|period| Cell { period, ..part.clone() }).collect();
        let cut = Cut { taken: self.taken, split };
        let mut open = zero();
        for (part, share) in parts.iter().zip(cut.shares(&parts)?) {
            open += share * cut.open_part(part, leaves)?;
        }
        Ok(open)
    }

    /// A part lies between its limits, in whole steps.
    pub(crate) fn limits_hold(&self, part: &Cell, all: &Number, had: &Number) {
        if *all <= zero() {
            return;
        }
        let (least, most) = self.split.within.as_ref().unwrap().as_str().split_once("..").unwrap();
        let limit = |text: &str, mode: &str| {
            let text = Some(text.trim()).filter(|text| !text.is_empty())?;
            let figure = self.figure(text, part).unwrap();
            let amount = if text.contains('%') { figure * all } else { figure };
            Some(rounded(&amount, &self.taken.step, mode))
        };
        let (least, most) = (limit(least, "ceiling"), limit(most, "floor"));
        assert!(least.as_ref().is_none_or(|least| had >= least), "{part:?} has {had} of {all}, at least {least:?}");
        assert!(most.as_ref().is_none_or(|most| had <= most), "{part:?} has {had} of {all}, at most {most:?}");
    }

    /// Whole steps by shares; what is left goes to the largest remainders, of equal ones to the first or the last.
    pub(crate) fn plain(&self, all: &Number, shares: &[Number]) -> Vec<Number> {
        if *all < zero() {
            return self.plain(&-all, shares).into_iter().map(|part| -part).collect();
        }
        let sum = add(shares);
        let exact: Vec<Number> = shares.iter().map(|share| all / &self.taken.step * share / &sum).collect();
        let mut parts: Vec<Number> = exact.iter().map(Number::floor).collect();
        let mut order: Vec<usize> = (0..parts.len()).collect();
        let last = self.taken.odd == Some(OddWord::Last);
        order.sort_by(|one, other| {
            let rest = |at: usize| &exact[at] - &parts[at];
            rest(*other).cmp(&rest(*one)).then(if last { other.cmp(one) } else { one.cmp(other) })
        });
        let mut left = all / &self.taken.step - add(&parts);
        for at in order {
            if left > zero() {
                parts[at] += whole(1);
                left -= whole(1);
            }
        }
        parts.into_iter().map(|part| part * &self.taken.step).collect()
    }
}
