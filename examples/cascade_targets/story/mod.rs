//! What is told: the plan of a year, the year raised, what people say; then what the data set gives.

mod adventure_works;
mod company;
mod table;

use std::io::Write;
use std::path::{Path, PathBuf};

use attain::quantity::{Odd, Part, RoundTo, RoundingMode, split, split_within};
use attain::target::{Axis, Cascade, Cell};
use rust_decimal::Decimal;

use crate::review::Failure;
use company::{Company, MONTHS};

const HELP: &str = "\
cascade_targets [--parent AMOUNT] [--unit STEP]

A company's target for a year, cut into quarters, months, teams and people.

  --parent AMOUNT   the company's year; 10000000
  --unit STEP       in which steps it is cut; 0.01

With ATTAIN_DATA=DIR, quotas for a third year are proposed from DIR/adventure_works as well. The last line is JSON.
";

/// What was asked for.
struct Asked {
    parent: Decimal,
    unit: Decimal,
}

impl Asked {
    /// Reads the arguments; nothing, where help is wanted.
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Option<Asked>, Failure> {
        let mut asked = Asked { parent: Decimal::from(10_000_000), unit: Decimal::new(1, 2) };
        while let Some(argument) = arguments.next() {
            let place = match argument.as_str() {
                "--help" | "-h" => return Ok(None),
                "--parent" => &mut asked.parent,
                "--unit" => &mut asked.unit,
                _ => return Err(format!("there is no argument `{argument}`; --help lists them").into()),
            };
            let value = arguments.next().ok_or_else(|| format!("`{argument}` needs an amount after it"))?;
            *place = attain::quantity::parse_decimal(&value).map_err(|error| format!("{argument} {value}: {error}"))?;
        }
        if asked.parent.is_sign_negative() || asked.unit <= Decimal::ZERO {
            return Err("the year is not below zero, and the step above it".into());
        }
        Ok(Some(asked))
    }
}

/// Tells the story; the last line is JSON.
pub(crate) fn tell(
    arguments: impl Iterator<Item = String>,
    data: Option<PathBuf>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let Some(Asked { parent, unit }) = Asked::read(arguments)? else {
        return Ok(out.write_all(HELP.as_bytes())?);
    };
    let company = Company::example();
    let planned = company.spread(parent, unit, None)?;
    writeln!(
        out,
        "The year: {parent} in steps of {unit}, by season into quarters and months, then over teams and people\n"
    )?;
    table::year(&company, &planned, out)?;
    padding(&company, &planned, unit, out)?;
    raise(&company, &planned, unit, out)?;
    commitments(&company, &planned, unit, out)?;
    let folder = data.map(|data| data.join("adventure_works")).filter(|folder| folder.is_dir());
    let proposed = folder.map(|folder| adventure_works::tell(&folder, out)).transpose()?;
    if proposed.is_none() {
        writeln!(out, "Left out: quotas for AdventureWorks, which ATTAIN_DATA does not hold\n")?;
    }
    writeln!(out, "{}", line(&planned, parent, unit, proposed))?;
    Ok(())
}

/// The people's quotas add up to 105 % of their team's target; what is put on top stands apart.
fn padding(company: &Company, planned: &Cascade, unit: Decimal, out: &mut dyn Write) -> Result<(), Failure> {
    let to = RoundTo::new(unit, RoundingMode::HalfUp).ok_or("the step is not above zero")?;
    writeln!(out, "On top: people's quotas add up to 105 % of their team's target\n")?;
    for team in company::teams(planned) {
        let target = year_of(planned, team);
        let top = attain::quantity::Fraction::from(target.saturating_mul(Decimal::new(5, 2))).round(&to)?;
        let people = planned.parts(Axis::Members, team);
        let targets: Vec<_> = people.iter().map(|person| year_of(planned, *person).into()).collect();
        let tops = if top.is_zero() { vec![top; people.len()] } else { split(top, &targets, unit, Odd::First)? };
        writeln!(
            out,
            "  {:<8} {target:>14} + {top:>12} = {:>14}",
            company.name(planned, team),
            target.saturating_add(top)
        )?;
        for (person, top) in people.iter().zip(tops) {
            let target = year_of(planned, *person);
            writeln!(
                out,
                "    {:<8} {target:>12} + {top:>12} = {:>14}",
                company.name(planned, *person),
                target.saturating_add(top)
            )?;
        }
    }
    writeln!(out)?;
    Ok(())
}

/// Five percent more from July on: what is closed stays.
fn raise(company: &Company, planned: &Cascade, unit: Decimal, out: &mut dyn Write) -> Result<(), Failure> {
    let parent = year_of(planned, 0);
    let amount = parent.saturating_mul(Decimal::new(105, 2)).normalize();
    let raised = company.spread(amount, unit, Some(planned))?;
    writeln!(out, "Raised on 1 July to {amount}: January to June are closed\n")?;
    table::year(company, &raised, out)?;
    let mut moved = 0_usize;
    for member in table::members(&raised) {
        for month in company::months(planned).into_iter().take(MONTHS / 2) {
            let cell = Cell { member, time: month, field: 0 };
            moved = moved.saturating_add(usize::from(raised.amount(cell) != planned.amount(cell)));
        }
    }
    writeln!(out, "  {moved} closed months of anybody have changed\n")?;
    Ok(())
}

/// What people say they will sell, beside what they are asked for.
fn commitments(company: &Company, planned: &Cascade, unit: Decimal, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "Committed, from below, beside the targets from above\n")?;
    let said = company::committed(year_of(planned, 0), unit)?;
    let of = |member: usize| -> Decimal {
        let people = planned.leaves(Axis::Members, member).into_iter();
        people.filter_map(|person| said.get(company::place(planned, person)?)).sum()
    };
    let mut rows: Vec<usize> = company::teams(planned);
    rows.push(0);
    writeln!(out, "  {:<8} {:>14} {:>14} {:>13} {:>9}", "", "target", "committed", "gap", "coverage")?;
    for member in rows {
        let (target, committed) = (year_of(planned, member), of(member));
        let coverage =
            committed.checked_div(target).map(|share| share.saturating_mul(Decimal::ONE_HUNDRED).round_dp(1));
        let coverage = coverage.map_or_else(|| "–".to_owned(), |share| format!("{share} %"));
        let (name, gap) = (company.name(planned, member), target.saturating_sub(committed));
        writeln!(out, "  {name:<8} {target:>14} {committed:>14} {gap:>13} {coverage:>9}")?;
    }
    writeln!(out)?;
    Ok(())
}

fn year_of(cascade: &Cascade, member: usize) -> Decimal {
    cascade.amount(Cell { member, ..Cell::default() })
}

/// The figures as JSON: people by months.
fn line(planned: &Cascade, parent: Decimal, unit: Decimal, proposed: Option<adventure_works::Proposed>) -> String {
    let months = company::months(planned);
    let people = planned.leaves(Axis::Members, 0);
    let text = |member, time| planned.amount(Cell { member, time, field: 0 }).to_string();
    let rows: Vec<Vec<String>> =
        people.iter().map(|person| months.iter().map(|month| text(*person, *month)).collect()).collect();
    let totals: Vec<String> = people.iter().map(|person| text(*person, 0)).collect();
    let columns: Vec<String> = months.iter().map(|month| text(0, *month)).collect();
    let mut line = serde_json::json!({
        "unit": unit.to_string(), "parent": parent.to_string(), "rows": rows, "row_totals": totals, "column_totals": columns,
    });
    if let (Some(line), Some(proposed)) = (line.as_object_mut(), proposed) {
        line.insert("aw_proposed".to_owned(), proposed.rows.into_iter().collect::<serde_json::Map<_, _>>().into());
        line.insert("aw_total".to_owned(), proposed.total.to_string().into());
    }
    line.to_string()
}

/// A part of the whole that is pinned, where something stood.
fn kept(weight: attain::quantity::Fraction, stood: Option<Decimal>) -> Part {
    Part { pinned: stood, ..Part::by(weight) }
}

/// The folder's name, for messages.
fn shown(folder: &Path) -> String {
    folder.display().to_string()
}

/// An amount cut by shares of a hundred.
fn by_percent(amount: Decimal, percents: &[i64], unit: Decimal) -> Result<Vec<Decimal>, Failure> {
    let parts: Vec<Part> =
        percents.iter().map(|percent| Part::by(attain::quantity::Fraction::whole(*percent))).collect();
    Ok(split_within(amount, &parts, unit, Odd::First)?)
}
