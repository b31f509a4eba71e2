//! A company that nobody knows: four teams of five, their last year, and who they are.

use attain::quantity::{Fraction, Odd, Precision};
use attain::target::{Axis, Cascade, CascadeError, Driver, Unknown, blend};
use rust_decimal::Decimal;

use crate::review::Failure;

use super::{by_percent, kept};

/// The months of a year.
pub(crate) const MONTHS: usize = 12;

/// What the months of the last years came to, in hundredths of a year.
const SEASON: [i64; MONTHS] = [6, 6, 9, 7, 8, 10, 6, 5, 10, 9, 10, 14];

/// The months that are closed on 1 July.
const CLOSED: usize = 6;

/// Somebody: what they sold last year, in thousands; their working time, in tenths.
struct Person {
    name: &'static str,
    last_year: Option<i64>,
    fte: i64,
}

/// Teams of people.
pub(crate) struct Company {
    teams: Vec<(&'static str, Vec<Person>)>,
}

impl Company {
    /// The one of the example. Mia joins in March, and Kai's targets are agreed upon.
    pub(crate) fn example() -> Company {
        let team = |name, people: [(&'static str, i64); 5]| {
            let person = |(name, sold): (&'static str, i64)| {
                let last_year = (sold > 0).then_some(sold);
                let fte = if matches!(name, "Ida" | "Uwe" | "李娜") { 5 } else { 10 };
                Person { name, last_year, fte }
            };
            (name, people.map(person).into_iter().collect())
        };
        Company {
            teams: vec![
                team("North", [("Ann", 820), ("Bob", 610), ("Eve", 455), ("Ida", 240), ("Mia", 0)]),
                team("South", [("Carl", 700), ("Dora", 690), ("Finn", 505), ("Greta", 380), ("Uwe", 150)]),
                team("East", [("王芳", 930), ("张伟", 560), ("李娜", 310), ("刘洋", 275), ("陈静", 200)]),
                team("West", [("Kai", 600), ("Lea", 585), ("Nils", 430), ("Olga", 390), ("Paul", 170)]),
            ],
        }
    }

    /// The year, cut by season into quarters and months, and then over teams and people by what they sold (70 %) and their
    /// working time (30 %); where a plan stood, its closed months are kept.
    pub(crate) fn spread(&self, year: Decimal, unit: Decimal, stood: Option<&Cascade>) -> Result<Cascade, Failure> {
        let mut cascade = Cascade::new(year, unit, Odd::First);
        let closed = |cell, month: usize| stood.filter(|_| month < CLOSED).map(|stood| stood.amount(cell));
        let of_quarter = |quarter: usize| SEASON.iter().skip(quarter.saturating_mul(3)).take(3).sum::<i64>();
        // A quarter is closed with its last month. Nodes have the same numbers in both plans.
        let quarters = cascade.cut(Axis::Time, 0, 4, |cell, quarter| {
            let cell = attain::target::Cell { time: quarter.saturating_add(1), ..cell };
            kept(Fraction::whole(of_quarter(quarter)), closed(cell, quarter.saturating_mul(3).saturating_add(2)))
        })?;
        let mut next = quarters.end;
        for (quarter, node) in quarters.enumerate() {
            let first = quarter.saturating_mul(3);
            let made = cascade.cut(Axis::Time, node, 3, |cell, place| {
                let month = first.saturating_add(place);
                let cell = attain::target::Cell { time: next.saturating_add(place), ..cell };
                kept(Fraction::whole(SEASON.get(month).copied().unwrap_or(0)), closed(cell, month))
            })?;
            next = made.end;
        }
        self.over_members(&mut cascade, year, unit, &closed)?;
        Ok(cascade)
    }

    fn over_members(
        &self,
        cascade: &mut Cascade,
        year: Decimal,
        unit: Decimal,
        closed: &dyn Fn(attain::target::Cell, usize) -> Option<Decimal>,
    ) -> Result<(), Failure> {
        let months = cascade.leaves(Axis::Time, 0);
        let month_of = |time: usize| months.iter().position(|month| *month == time).unwrap_or(0);
        let weights = blended(self.teams.iter().map(|(_, people)| people))?;
        let teams = cascade.cut(Axis::Members, 0, self.teams.len(), |cell, team| {
            let own = attain::target::Cell { member: team.saturating_add(1), ..cell };
            kept(weights.get(team).copied().unwrap_or(Fraction::ZERO), closed(own, month_of(cell.time)))
        })?;
        let mut next = teams.end;
        for ((_, people), node) in self.teams.iter().zip(teams) {
            let weights = blended(people.iter().map(std::slice::from_ref))?;
            let made = cascade.cut(Axis::Members, node, people.len(), |cell, place| {
                let own = attain::target::Cell { member: next.saturating_add(place), ..cell };
                let (month, person) = (month_of(cell.time), people.get(place));
                let weight = weights.get(place).copied().unwrap_or(Fraction::ZERO);
                let agreed = person.filter(|person| person.name == "Kai").map(|_| agreed(year, unit));
                let weight = weight.times(person.map_or(Fraction::ONE, |person| ramp(person, month)), Precision::MAX);
                kept(weight.unwrap_or(Fraction::ZERO), closed(own, month).or(agreed))
            });
            next = made.map_err(|error: CascadeError| format!("{error}; {}", error.help()))?.end;
        }
        Ok(())
    }

    /// What a member is called.
    pub(crate) fn name(&self, cascade: &Cascade, member: usize) -> &'static str {
        if member == 0 {
            return "all";
        }
        let team = teams(cascade).iter().position(|team| *team == member);
        let person = self.teams.iter().flat_map(|(_, people)| people);
        let person = || place(cascade, member).and_then(|place| person.clone().nth(place)).map(|person| person.name);
        team.and_then(|team| self.teams.get(team)).map(|(name, _)| *name).or_else(person).unwrap_or("?")
    }
}

/// Of each group of people: 70 % by what they sold last year, 30 % by their working time. Who is new counts as the others do
/// on average.
fn blended<'p>(groups: impl Iterator<Item = impl AsRef<[Person]> + 'p>) -> Result<Vec<Fraction>, Failure> {
    let (mut sold, mut time) = (Vec::new(), Vec::new());
    for group in groups {
        let people = group.as_ref();
        let known: i64 = people.iter().filter_map(|person| person.last_year).sum();
        let is_new = people.iter().all(|person| person.last_year.is_none());
        sold.push(if is_new { Err(attain::quantity::Why::NoFacts) } else { Ok(Fraction::whole(known)) });
        time.push(Ok(Fraction::whole(people.iter().map(|person| person.fte).sum())));
    }
    let percent = |share| Fraction::new(share, 100).unwrap_or(Fraction::ZERO);
    let drivers = [Driver { weight: percent(70), values: sold }, Driver { weight: percent(30), values: time }];
    Ok(blend(&drivers, Unknown::Mean).map_err(|why| why.to_string())?)
}

/// What people say they will sell: some percent of an equal part.
pub(crate) fn committed(year: Decimal, unit: Decimal) -> Result<Vec<Decimal>, Failure> {
    let percents = [8, 6, 5, 2, 3, 7, 7, 5, 4, 1, 9, 5, 3, 3, 2, 6, 6, 4, 4, 1];
    let most: i64 = percents.iter().sum();
    // They leave a little for bad luck: what their percents lack of a hundred.
    let all = by_percent(year, &[most, 100_i64.saturating_sub(most).max(0)], unit)?;
    by_percent(all.first().copied().unwrap_or_default(), &percents, unit)
}

/// The nodes of the teams.
pub(crate) fn teams(cascade: &Cascade) -> Vec<usize> {
    cascade.parts(Axis::Members, 0).to_vec()
}

/// The nodes of the months, in order.
pub(crate) fn months(cascade: &Cascade) -> Vec<usize> {
    cascade.leaves(Axis::Time, 0)
}

/// Which of all people somebody is.
pub(crate) fn place(cascade: &Cascade, member: usize) -> Option<usize> {
    cascade.leaves(Axis::Members, 0).iter().position(|person| *person == member)
}

/// What Kai has agreed to: two percent of the year, in twelve equal months of whole steps.
fn agreed(year: Decimal, unit: Decimal) -> Decimal {
    let month = year.saturating_mul(Decimal::new(2, 2)).checked_div(Decimal::from(12)).unwrap_or_default();
    let steps = month.checked_div(unit).unwrap_or_default().floor();
    steps.saturating_mul(unit)
}

/// Mia joins in March; for two months she has half a target, for two more three quarters.
fn ramp(person: &Person, month: usize) -> Fraction {
    let quarters = match month.checked_sub(2) {
        _ if person.name != "Mia" => 4,
        None => 0,
        Some(0 | 1) => 2,
        Some(2 | 3) => 3,
        Some(_) => 4,
    };
    Fraction::new(quarters, 4).unwrap_or(Fraction::ZERO)
}
