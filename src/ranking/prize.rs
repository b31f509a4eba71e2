//! What the places of a ranking win.

use rust_decimal::Decimal;

use crate::id::Key;
use crate::quantity::{Fraction, Odd, Outcome, Value, Why, split};
use crate::rule::{Rounding, Ties};

use super::definition::Equals;
use super::place::{Place, Ranking};

/// What is offered for a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offer {
    /// Money, in the plan's currency; nothing, where there is none to be won.
    pub amount: Option<Decimal>,
    /// What cannot be cut, each with the name of its column: a cup, a day off.
    pub trophies: Vec<(String, String)>,
}

/// What somebody wins.
#[derive(Clone, Debug, PartialEq)]
pub struct Award {
    /// Who.
    pub who: Key,
    /// The rank.
    pub rank: Fraction,
    /// Among whom.
    pub group: Option<Value>,
    /// The first and the last of the places whose prizes these equals take; of one alone, both are the same.
    pub places: (u64, u64),
    /// Money; nothing, where none is offered for these places.
    pub amount: Option<Decimal>,
    /// What cannot be cut.
    pub trophies: Vec<(String, String)>,
}

/// What all of a ranking win: of those who win something.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Awards {
    /// What each wins, in the order of the ranking.
    pub awards: Vec<Award>,
    /// What is offered for the places that somebody takes.
    pub offered: Decimal,
    /// What is won: as much as is offered, but where equals have each a whole prize.
    pub paid: Decimal,
}

impl Ranking {
    /// What its places win. `offer` says what is offered for a place, counted from 1 in each group; under `1223` two on the first
    /// rank take one place.
    ///
    /// Where equals split what is offered for their places, `rounding` says to what parts are rounded and who has the odd step, in
    /// the order of the places (to 0.01 and the first, where nothing is said); the parts add up exactly. Undefined where an amount does not fit.
    ///
    /// ```
    /// use attain::id::Key;
    /// use attain::quantity::{Fraction, Value};
    /// use attain::ranking::{Equals, Offer, Order, Ranking};
    /// use attain::rule::Ties;
    /// use rust_decimal::Decimal;
    ///
    /// let value = |(who, value): (&str, i64)| (Key::new(who).unwrap(), Ok(Value::Number(Fraction::whole(value))));
    /// let values = [("ann", 9), ("bob", 9), ("cid", 7)].map(value).to_vec();
    /// let ranking = Ranking::new(values, Order::HighestFirst, Ties::Competition);
    /// let offer = |place| Offer { amount: [1000, 501].get(place as usize - 1).map(|amount| Decimal::from(*amount)), ..Offer::default() };
    ///
    /// let awards = ranking.awards(Equals::Split, None, &offer)?;
    /// let won: Vec<String> = awards.awards.iter().map(|won| format!("{} {}", won.who, won.amount.unwrap())).collect();
    /// assert_eq!(won, ["ann 750.50", "bob 750.50"], "they take both places");
    /// assert_eq!((awards.paid, awards.offered), (Decimal::from(1501), Decimal::from(1501)));
    ///
    /// let awards = ranking.awards(Equals::Each, None, &offer)?;
    /// assert_eq!((awards.paid, awards.offered), (Decimal::from(2000), Decimal::from(1501)));
    /// # Ok::<(), attain::quantity::Why>(())
    /// ```
    pub fn awards(&self, equals: Equals, rounding: Option<&Rounding>, offer: &dyn Fn(u64) -> Offer) -> Outcome<Awards> {
        let mut all = Awards::default();
        for group in self.ranked().chunk_by(|one, other| one.group == other.group) {
            let mut taken = 0_u64;
            for run in group.chunk_by(|one, other| one.rank == other.rank) {
                let count =
                    if self.ties == Ties::Dense { 1 } else { u64::try_from(run.len()).map_err(|_| Why::Overflow)? };
                let places = (taken.saturating_add(1), taken.saturating_add(count));
                all.add(run, places, (equals, rounding), offer)?;
                taken = places.1;
            }
        }
        Ok(all)
    }
}

impl Awards {
    /// Adds what equals win, who take some places.
    fn add(
        &mut self,
        run: &[Place],
        places: (u64, u64),
        (equals, rounding): (Equals, Option<&Rounding>),
        offer: &dyn Fn(u64) -> Offer,
    ) -> Outcome<()> {
        let best = offer(places.0);
        let mut offered: Option<Decimal> = None;
        for place in places.0..=places.1 {
            let Some(amount) = offer(place).amount else { continue };
            offered = Some(sum(offered.unwrap_or_default(), amount)?);
        }
        self.offered = sum(self.offered, offered.unwrap_or_default())?;
        let parts = match equals {
            Equals::Each => vec![best.amount; run.len()],
            Equals::Split => parts(offered, run.len(), rounding)?,
        };
        for (place, amount) in run.iter().zip(parts) {
            let (Ok(rank), false) = (place.rank.clone(), amount.is_none() && best.trophies.is_empty()) else {
                continue;
            };
            self.paid = sum(self.paid, amount.unwrap_or_default())?;
            let (who, group, trophies) = (place.who.clone(), place.group.clone(), best.trophies.clone());
            self.awards.push(Award { who, rank, group, places, amount, trophies });
        }
        Ok(())
    }
}

fn sum(one: Decimal, other: Decimal) -> Outcome<Decimal> {
    one.checked_add(other).ok_or(Why::Overflow)
}

/// Equal parts that add up.
fn parts(offered: Option<Decimal>, count: usize, rounding: Option<&Rounding>) -> Outcome<Vec<Option<Decimal>>> {
    let Some(offered) = offered else { return Ok(vec![None; count]) };
    let (step, odd) =
        rounding.map_or((Decimal::new(1, 2), Odd::First), |rounding| (rounding.to.step(), rounding.odd()));
    let parts = split(offered, &vec![Fraction::ONE; count], step, odd).map_err(|_| Why::Overflow)?;
    Ok(parts.into_iter().map(Some).collect())
}
