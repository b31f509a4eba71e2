//! The figures as JSON: the reps' months, before what their quotas have on top.

use attain::engine::View;
use attain::quantity::{Fraction, Precision, RoundTo, RoundingMode, Why};
use rust_decimal::Decimal;

use super::adventure_works::Proposed;
use super::asked::Asked;
use super::company::{self, SEASON};
use super::log::YEAR;
use super::{Failure, KPI, whose};

/// The last line. Each row is what a rep has of the company's year, month by month: all of them add up to it.
pub(crate) fn line(view: &View, asked: &Asked, proposed: Option<Proposed>) -> Result<String, Failure> {
    let mut rows: Vec<Vec<Decimal>> = Vec::new();
    for (_, rep) in company::reps() {
        let months = (1..=SEASON.len()).map(|month| part(view, asked, rep.name, &format!("{YEAR}-{month:02}")));
        rows.push(months.collect::<Result<_, Failure>>()?);
    }
    let sum = |cells: &mut dyn Iterator<Item = Decimal>| cells.fold(Decimal::ZERO, Decimal::saturating_add).to_string();
    let totals: Vec<String> = rows.iter().map(|row| sum(&mut row.iter().copied())).collect();
    let column = |month: usize| sum(&mut rows.iter().filter_map(|row| row.get(month).copied()));
    let columns: Vec<String> = (0..SEASON.len()).map(column).collect();
    let text = |row: &Vec<Decimal>| row.iter().map(Decimal::to_string).collect::<Vec<String>>();
    let mut line = serde_json::json!({
        "unit": asked.unit.to_string(), "parent": asked.parent.to_string(),
        "rows": rows.iter().map(text).collect::<Vec<_>>(), "row_totals": totals, "column_totals": columns,
    });
    if let (Some(line), Some(proposed)) = (line.as_object_mut(), proposed) {
        line.insert("aw_proposed".to_owned(), proposed.rows.into_iter().collect::<serde_json::Map<_, _>>().into());
        line.insert("aw_total".to_owned(), proposed.total.to_string().into());
    }
    Ok(line.to_string())
}

/// What a rep has of the company's month: the quota without the 5 % on top. Of what was agreed instead of cut, that is counted to the
/// step, as it is where the others' parts are cut.
fn part(view: &View, asked: &Asked, who: &str, month: &str) -> Result<Decimal, Failure> {
    let what = |why: &dyn std::fmt::Display| format!("what {who} has in {month} cannot be told: {why}");
    let shares = match view.target_parts(KPI, whose(view, who)?, view.period(month)?)? {
        // Who is not there yet has nothing.
        Err(Why::NoTarget) => Vec::new(),
        shares => shares.map_err(|why| what(&why))?,
    };
    let on_top = Fraction::new(105, 100).ok_or("no uplift")?;
    let step = RoundTo::new(asked.unit, RoundingMode::HalfUp).ok_or("the step is not above zero")?;
    let mut part = Decimal::ZERO;
    for share in shares {
        let own = match &share.part_of {
            Some(_) => share.amount.over(share.uplift, Precision::MAX).map(Fraction::to_decimal),
            None => share.amount.over(on_top, Precision::MAX).and_then(|own| step.apply(own)).map(Some),
        };
        let own = own.map_err(|why| what(&why))?.ok_or_else(|| what(&"it is no decimal number"))?;
        part = part.saturating_add(own);
    }
    part.rescale(part.scale().max(asked.unit.scale()));
    Ok(part)
}
