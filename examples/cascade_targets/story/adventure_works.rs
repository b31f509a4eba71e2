//! Quotas for a third year of a company that Microsoft invented, from its first two.

use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

use attain::calendar::Period;
use attain::measure::Whose;
use attain::quantity::{Fraction, Odd, Outcome, Part, Precision};
use attain::target::{Axis, Cascade, Cell, Driver, Unknown, blend};
use rust_decimal::Decimal;

use crate::review::{Failure, Folder, Review, plan};

use super::shown;

/// What is proposed: of each seller, by key, four quotas.
pub(crate) struct Proposed {
    pub(crate) rows: Vec<(String, serde_json::Value)>,
    pub(crate) total: Decimal,
}

/// The two years, each of four quota periods.
struct Years {
    first: Vec<Period>,
    second: Vec<Period>,
}

/// Proposes quotas, and writes them beside an even split.
pub(crate) fn tell(folder: &Path, out: &mut dyn Write) -> Result<Proposed, Failure> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/plans/adventure_works.json");
    let (review, _) = Review::of(plan(&file)?, &Folder::read(folder)?)?;
    let periods: Vec<Period> = review.periods.parts().iter().map(|(_, period)| *period).collect();
    let (first, second) = periods.split_at_checked(4).ok_or_else(|| format!("{}: less than a year", shown(folder)))?;
    let years = Years { first: first.to_vec(), second: second.to_vec() };
    let sellers = sellers(&review, &years)?;
    let total = total(&review, &years)?;
    let proposed = cascade(total, &season(&review, &years)?, &weights(&review, &sellers, &years)?)?;
    let count = i64::try_from(sellers.len())?;
    let even = cascade(
        total,
        &[Fraction::ONE; 4],
        &vec![Fraction::new(1, i128::from(count)).ok_or("nobody sells")?; sellers.len()],
    )?;
    writeln!(
        out,
        "AdventureWorks: quotas for a third year, in thousands: the second year's sales and a tenth more, {total};"
    )?;
    writeln!(
        out,
        "by both years' season, and by sales of the second (70 %) and the first year (30 %); beside it, evenly\n"
    )?;
    let mut rows = Vec::new();
    for ((key, _), node) in sellers.iter().zip(proposed.parts(Axis::Members, 0)) {
        let of = |cascade: &Cascade, time| cascade.amount(Cell { member: *node, time, field: 0 });
        let quotas: Vec<String> =
            proposed.parts(Axis::Time, 0).iter().map(|time| of(&proposed, *time).to_string()).collect();
        writeln!(out, "  {key:<5}{:>44} = {:>9}   {:>9}", columns(&quotas), of(&proposed, 0), of(&even, 0))?;
        rows.push((key.clone(), quotas.into()));
    }
    writeln!(out)?;
    Ok(Proposed { rows, total })
}

/// Texts in columns.
fn columns(texts: &[String]) -> String {
    let mut columns = String::new();
    for text in texts {
        let _ = write!(columns, "{text:>11}");
    }
    columns
}

/// Whoever sold something in these years, by key.
fn sellers(review: &Review, years: &Years) -> Result<Vec<(String, Whose)>, Failure> {
    let mut sellers = Vec::new();
    for key in review.people.ids() {
        let whose = review.view.person(key)?;
        let sold = sold(review, whose, &years.first)?.plus(sold(review, whose, &years.second)?, Precision::MAX)?;
        if !sold.is_zero() {
            sellers.push((key.to_owned(), whose));
        }
    }
    sellers.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(sellers)
}

/// What somebody sold in periods, together.
fn sold(review: &Review, whose: Whose, periods: &[Period]) -> Outcome<Fraction> {
    let mut all = Fraction::ZERO;
    for period in periods {
        // A KPI that is asked here is one of the plan's.
        let value = review.view.value("sales", whose, *period).unwrap_or(Err(attain::quantity::Why::NothingDefined))?;
        all = all.plus(value.amount().unwrap_or(Fraction::ZERO), Precision::MAX)?;
    }
    Ok(all)
}

/// A tenth more than the second year, in whole thousands.
fn total(review: &Review, years: &Years) -> Result<Decimal, Failure> {
    let sold = sold(review, company(review)?, &years.second)?;
    let more = sold.times(Fraction::new(11, 10_000).ok_or("no tenth")?, Precision::MAX)?;
    let thousands =
        Decimal::try_from_i128_with_scale(more.numerator().checked_div(more.denominator()).unwrap_or(0), 0)?;
    Ok(thousands.saturating_mul(Decimal::ONE_THOUSAND))
}

/// What each of the four periods is of a year: the mean of both years' shares.
fn season(review: &Review, years: &Years) -> Result<Vec<Fraction>, Failure> {
    let company = company(review)?;
    let driver = |periods: &[Period]| {
        let values = periods.iter().map(|period| sold(review, company, &[*period])).collect();
        Driver { weight: Fraction::ONE, values }
    };
    Ok(blend(&[driver(&years.first), driver(&years.second)], Unknown::Hold)?)
}

fn weights(review: &Review, sellers: &[(String, Whose)], years: &Years) -> Result<Vec<Fraction>, Failure> {
    let driver = |weight: i128, periods: &[Period]| {
        let values = sellers.iter().map(|(_, whose)| sold(review, *whose, periods)).collect();
        Driver { weight: Fraction::new(weight, 100).unwrap_or(Fraction::ZERO), values }
    };
    Ok(blend(&[driver(70, &years.second), driver(30, &years.first)], Unknown::Zero)?)
}

/// The top of the tree.
fn company(review: &Review) -> Result<Whose, Failure> {
    let head = crate::review::nodes::all(review)?.into_iter().find(|node| !node.is_person());
    Ok(head.ok_or("there is no company")?.whose)
}

fn cascade(total: Decimal, season: &[Fraction], people: &[Fraction]) -> Result<Cascade, Failure> {
    let mut cascade = Cascade::new(total, Decimal::ONE_THOUSAND, Odd::First);
    let part = |weights: &[Fraction], place: usize| Part::by(weights.get(place).copied().unwrap_or(Fraction::ZERO));
    cascade.cut(Axis::Time, 0, season.len(), |_, place| part(season, place))?;
    cascade.cut(Axis::Members, 0, people.len(), |_, place| part(people, place))?;
    Ok(cascade)
}
