//! The what-if itself: an overlay and a transfer, a fork, and for everybody what they would change.
//!
//! ```text
//! review -> overlay + transfer -> fork -> change of score and pay, for each node -> table | the two units of the transfer | JSON line
//! ```

use std::fmt::Write as _;
use std::io::Write;

use attain::calendar::Period;
use attain::change::{Cause, Change};
use attain::engine::View;
use attain::log::{Admission, Entry};
use attain::measure::Whose;
use attain::plan::Overlay;
use attain::quantity::{Fraction, Outcome, Precision, Value};
use attain::report::{Column, TextTable, UNDEFINED, fixed};
use attain::trace::Language;
use chrono::{Days, NaiveDate};

use crate::changes::{self, Asked, Example, Names};
use crate::review::nodes::{self, Kind, Node};
use crate::review::{Failure, Review, tables};

/// The example.
pub(crate) const EXAMPLE: Example =
    Example { name: "what_if", help: HELP, arguments: &["--overlay", "--period", "--move", "--into"], tell };

const HELP: &str = "\
what_if: what another plan and a transfer in mid-period would have changed, for whom, in the score and in the pay

usage: what_if [--data DIR] [--plan FILE] [--overlay FILE] [--period N] [--move ID] [--into UNIT] [--language en|zh]

  --data DIR       the folder with people.csv, quotas.csv and order_lines.csv; the demo company where it is not given
  --plan FILE      the plan; DIR/plan.json where it is not given
  --overlay FILE   the what-if; other weights and a higher commission where it is not given
  --period N       the quota period; the third, or the next with two teams, where it is not given
  --move ID        who is transferred in the middle of the period; the first rep where it is not given
  --into UNIT      to which unit, such as team:104; the last other team where it is not given
  --language LANG  en (English) or zh (中文)

It ends with one JSON line of the figures. The exit code is 0, or 2 where something could not be read or asked for.
";

/// The figures that are compared.
const FIGURES: [&str; 2] = ["score.rep", "pay.pay"];

/// What is assumed.
struct Assumed {
    overlay: Overlay,
    name: String,
    period: (String, Period),
    who: String,
    from: String,
    into: String,
    on: NaiveDate,
}

/// What would change for somebody: the score and the pay.
struct Row {
    node: Node,
    changes: [Change; 2],
}

fn tell(review: &Review, asked: &Asked, out: &mut dyn Write) -> Result<(), Failure> {
    let names = Names::of(review, asked.language)?;
    let assumed = Assumed::of(review, asked)?;
    let fork = review.engine.fork_with(&assumed.overlay)?;
    if let Some(other) = fork.admissions.iter().find(|admission| **admission != Admission::Counted) {
        return Err(format!("an entry of the what-if does not count: {other:?}").into());
    }
    let after = fork.engine.view(review.view.as_of());
    let rows = rows(review, &after, assumed.period.1)?;

    writeln!(out, "{}", tables::heading(review, &assumed.period.0, assumed.period.1, asked.language))?;
    writeln!(out, "{}\n", assumed.told(&names, asked))?;
    write!(out, "{}", table(&rows, &names, asked))?;
    writeln!(out, "{}\n", adding_up(&rows, asked)?)?;
    writeln!(out, "{}\n", asked.pick("What the transfer does to the two units", "调动对两个单元的影响"))?;
    let mut units = Vec::new();
    for unit in [&assumed.from, &assumed.into] {
        let change = review.view.change(&after, "attainment(sales)", unit, assumed.period.1, assumed.period.1)?;
        writeln!(out, "{}", names.readable(change.clone()).to_text(asked.language))?;
        units.push(change);
    }
    writeln!(out, "{}", line(&assumed, &rows, &units, review)?)?;
    Ok(())
}

impl Assumed {
    fn of(review: &Review, asked: &Asked) -> Result<Assumed, Failure> {
        let text = match asked.word("--overlay") {
            Some(file) => std::fs::read(file).map_err(|error| format!("{file}: {error}"))?,
            None => include_bytes!("../overlay.json").to_vec(),
        };
        let overlay = Overlay::from_json(&text)?;
        let period = period(review, asked)?;
        let nodes = nodes::within(review, period.1.span())?;
        let first = nodes.iter().find(|(_, node)| node.kind == Kind::Rep).map(|(_, node)| node.employee.clone());
        let who = asked.word("--move").map(str::to_owned).or(first).ok_or("there is nobody to transfer")?;
        let half = u64::try_from(period.1.days()).unwrap_or_default() / 2;
        let on = period.1.first().checked_add_days(Days::new(half)).ok_or("the period has no middle")?;
        let from = unit_of(review, &who, on)?;
        let mut teams = nodes.iter().rev().map(|(_, node)| node).filter(|node| node.kind == Kind::Team);
        let last = teams.find(|team| team.id != from).map(|team| team.id.clone());
        let into = asked.word("--into").map(str::to_owned).or(last).ok_or("there is no team to transfer to")?;
        review.view.unit(&into)?;
        let entry = Entry::new("membership").id("what if/transfer").on(on);
        let entry = entry.set("who", who.as_str()).set("unit", into.as_str()).set("role", "rep");
        let name = overlay.overlay.clone();
        Ok(Assumed { overlay: overlay.entry(&entry), name, period, who, from, into, on })
    }

    fn told(&self, names: &Names, asked: &Asked) -> String {
        let (who, from, into) = (names.name(&self.who), names.name(&self.from), names.name(&self.into));
        let Assumed { name, on, .. } = self;
        match asked.language {
            Language::English => format!("What if: {name}; {who} moves from {from} to {into} on {on}."),
            Language::Chinese => format!("假如：{name}；{who}于 {on} 从{from}调往{into}。"),
        }
    }
}

/// The quota period that is asked for: the third, or the first later one that has two teams.
fn period(review: &Review, asked: &Asked) -> Result<(String, Period), Failure> {
    if let Some(name) = asked.word("--period") {
        return review.periods.one(Some(name));
    }
    for period in review.periods.parts().iter().skip(2) {
        let nodes = nodes::within(review, period.1.span())?;
        if nodes.iter().filter(|(_, node)| node.kind == Kind::Team).count() > 1 {
            return Ok(period.clone());
        }
    }
    Err("no quota period has two teams; name one with --period".into())
}

/// The unit in which somebody belongs on a day.
fn unit_of(review: &Review, who: &str, day: NaiveDate) -> Result<String, Failure> {
    let Whose::Person(person) = review.view.person(who)? else { return Err("units are not transferred".into()) };
    let org = review.view.org();
    let unit = org.leaf(person, day).and_then(|leaf| org[leaf].unit(0));
    let unit = unit.ok_or_else(|| format!("`{who}` belongs nowhere on {day}"))?;
    Ok(org[unit].key().as_str().to_owned())
}

/// Everybody for whom something changes.
fn rows(review: &Review, after: &View, period: Period) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    let comparison = review.view.compare(after, period, period);
    for (_, node) in nodes::within(review, period.span())? {
        let key = if node.is_person() { &node.employee } else { &node.id };
        let [score, pay] = FIGURES.map(|figure| comparison.change(figure, key));
        let changes = [score?, pay?];
        if changes.iter().any(|change| change.parts.iter().any(|part| !is_nothing(&part.difference))) {
            rows.push(Row { node, changes });
        }
    }
    Ok(rows)
}

fn is_nothing(value: &Value) -> bool {
    changes::amount(value).is_zero()
}

/// The causes that make a difference to somebody.
fn causes(rows: &[Row], figure: usize) -> Vec<Cause> {
    let makes = |cause: &Cause| rows.iter().any(|row| !row.part(figure, *cause).is_zero());
    Cause::ALL.into_iter().filter(makes).collect()
}

impl Row {
    /// What a cause does to a figure.
    fn part(&self, figure: usize, cause: Cause) -> Fraction {
        let parts = self.changes.get(figure).map_or(&[][..], |change| &change.parts);
        let own = parts.iter().find(|part| part.causes.first() == Some(&cause));
        own.map_or(Fraction::ZERO, |part| changes::amount(&part.difference))
    }
}

fn table(rows: &[Row], names: &Names, asked: &Asked) -> TextTable {
    let mut columns = vec![Column::left("")];
    let titles = [asked.pick("score", "得分"), asked.pick("pay", "薪酬")];
    for (figure, title) in titles.into_iter().enumerate() {
        columns.push(Column::right(title));
        columns.extend(causes(rows, figure).into_iter().map(|cause| Column::right(cause.name(asked.language))));
        columns.push(Column::right("="));
    }
    let mut table = TextTable::new(columns);
    for row in rows {
        let key = if row.node.is_person() { &row.node.employee } else { &row.node.id };
        let mut cells = vec![names.name(key).to_owned()];
        for (figure, change) in row.changes.iter().enumerate() {
            cells.push(figure_text(&change.before.outcome));
            cells.extend(causes(rows, figure).into_iter().map(|cause| signed(row.part(figure, cause))));
            cells.push(figure_text(&change.after.outcome));
        }
        table.row(cells);
    }
    table
}

fn figure_text(outcome: &Outcome) -> String {
    outcome.as_ref().map_or_else(|_| UNDEFINED.to_owned(), |value| fixed(changes::amount(value), 2))
}

fn signed(difference: Fraction) -> String {
    let sign = if difference.signum() > 0 { "+" } else { "" };
    if difference.is_zero() { String::new() } else { format!("{sign}{}", fixed(difference, 2)) }
}

/// That what the people are paid more or less is what the company pays more or less.
fn adding_up(rows: &[Row], asked: &Asked) -> Result<String, Failure> {
    let pay = |row: &Row| row.changes[1].difference.as_ref().map_or(Fraction::ZERO, changes::amount);
    let mut people = Fraction::ZERO;
    for row in rows.iter().filter(|row| row.node.is_person()) {
        people = people.plus(pay(row), Precision::default()).map_err(|why| why.to_string())?;
    }
    let company = rows.iter().find(|row| row.node.kind == Kind::Company).map_or(Fraction::ZERO, pay);
    if people != company {
        return Err(format!("the people are paid {people} more, and the company pays {company}").into());
    }
    let (count, more) = (rows.iter().filter(|row| row.node.is_person()).count(), signed(company));
    Ok(match asked.language {
        Language::English => format!("The company pays {more}, which is what its {count} people are paid more, added."),
        Language::Chinese => format!("公司多付 {more}，恰为 {count} 人所增之和。"),
    })
}

/// The figures as JSON: for everybody both figures before, by cause, and after.
fn line(assumed: &Assumed, rows: &[Row], units: &[Change], review: &Review) -> Result<String, Failure> {
    let mut text = format!(
        "{{\"period\":{},\"moved\":{},\"on\":\"{}\",\"changes\":[",
        changes::quoted(&assumed.period.0),
        changes::quoted(&assumed.who),
        assumed.on
    );
    for (index, row) in rows.iter().enumerate() {
        let comma = if index > 0 { "," } else { "" };
        write!(text, "{comma}{{\"node\":{}", changes::quoted(&row.node.id))?;
        for (figure, (name, change)) in ["score", "pay"].into_iter().zip(&row.changes).enumerate() {
            if let (Ok(before), Ok(after)) = (&change.before.outcome, &change.after.outcome) {
                write!(text, ",\"{name}\":{{\"before\":\"{before}\"")?;
                for cause in causes(rows, figure) {
                    write!(text, ",\"{}\":\"{}\"", cause.word(), row.part(figure, cause))?;
                }
                write!(text, ",\"after\":\"{after}\"}}")?;
            }
        }
        text.push('}');
    }
    text.push_str("],\"units\":[");
    let units: Vec<String> = units.iter().map(|change| changes::line(change, review)).collect();
    text.push_str(&units.join(","));
    text.push_str("]}");
    Ok(text)
}
