//! The explanation itself: from two quota periods of a team to words and a line of figures.
//!
//! ```text
//! review -> attainment in two periods -> change -> its parts -> the tree of the later one -> a late correction -> change
//! ```

use std::io::Write;

use attain::calendar::Period;
use attain::change::Change;
use attain::engine::query::Drill;
use attain::engine::{Engine, View};
use attain::log::Admission;
use attain::measure::Whose;
use attain::quantity::Fraction;
use attain::trace::{self, Language};
use rust_decimal::Decimal;

use crate::changes::{self, Asked, Example, Names};
use crate::review::readable::Readable;
use crate::review::{Failure, Review, nodes, tables};

/// The example.
pub(crate) const EXAMPLE: Example =
    Example { name: "explain_a_number", help: HELP, arguments: &["--team", "--from", "--to"], tell };

const HELP: &str = "\
explain_a_number: why a team's attainment is another one than before, and what a late correction did to it

usage: explain_a_number [--data DIR] [--plan FILE] [--team UNIT] [--from N] [--to N] [--language en|zh]

  --data DIR       the folder with people.csv, quotas.csv and order_lines.csv; the demo company where it is not given
  --plan FILE      the plan; DIR/plan.json where it is not given
  --team UNIT      the team, such as team:102; one whose people changed, or else the first, where it is not given
  --from N         the quota period that is compared with; the one before, where it is not given
  --to N           the quota period; the one in which the team's people changed, where it is not given
  --language LANG  en (English) or zh (中文)

It ends with one JSON line of the figures. The exit code is 0, or 2 where something could not be read or asked for.
";

const ATTAINMENT: &str = "attainment(sales)";

fn tell(review: &Review, asked: &Asked, out: &mut dyn Write) -> Result<(), Failure> {
    let (team, from, to) = question(review, asked)?;
    let names = Names::of(review, asked.language)?;
    let view = &review.view;
    let attainment = view.change(view, ATTAINMENT, &team, from.1, to.1)?;
    let sales = view.change(view, "sales", &team, from.1, to.1)?;
    writeln!(out, "{}", heading(names.name(&team), asked))?;
    for (name, period) in [&from, &to] {
        writeln!(out, "{}", tables::heading(review, name, *period, asked.language))?;
    }
    writeln!(out)?;
    write_changes(&attainment, &sales, &names, asked, out)?;

    let whose = view.unit(&team)?;
    writeln!(out, "{}\n", asked.pick("How the later figure came about", "后一数字的由来"))?;
    let tree = view.explain_attainment("sales", whose, to.1)?;
    writeln!(out, "{}", Readable::new(review).trace(tree).to_text(asked.language))?;

    let late = Late::of(review, whose, to.1)?;
    let then = [ATTAINMENT, "sales"].map(|figure| view.change(&late.view, figure, &team, to.1, to.1));
    let [corrected, sold] = then;
    let (corrected, sold) = (corrected?, sold?);
    writeln!(out, "{}\n", late.told(asked))?;
    write_changes(&corrected, &sold, &names, asked, out)?;

    let line = |change: &Change| changes::line(change, review);
    writeln!(
        out,
        "{{\"team\":{},\"from\":{},\"to\":{},\"attainment\":{},\"sales\":{},\"correction\":{{\"entry\":{},\"was\":\"{}\",\"is\":\"{}\",\"attainment\":{},\"sales\":{}}}}}",
        changes::quoted(&team),
        changes::quoted(&from.0),
        changes::quoted(&to.0),
        line(&attainment),
        line(&sales),
        changes::quoted(&late.id),
        late.was.normalize(),
        late.is.normalize(),
        line(&corrected),
        line(&sold),
    )?;
    Ok(())
}

fn heading(team: &str, asked: &Asked) -> String {
    match asked.language {
        Language::English => format!("Why is the attainment of {team} another one than before?\n"),
        Language::Chinese => format!("{team}的达成率为何与之前不同？\n"),
    }
}

/// The attainment by causes, and the sales as a sum.
fn write_changes(
    attainment: &Change,
    sales: &Change,
    names: &Names,
    asked: &Asked,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    writeln!(out, "{}", names.readable(attainment.clone()).to_text(asked.language))?;
    let said = asked.pick("The sales, to the cent: ", "销售额，分毫不差：");
    writeln!(out, "{said}{}\n", changes::sum(sales))?;
    Ok(())
}

type Named = (String, Period);

/// Which team, and which two periods.
fn question(review: &Review, asked: &Asked) -> Result<(String, Named, Named), Failure> {
    let periods = review.periods.parts();
    let one = |name: &str| {
        let found = periods.iter().find(|(known, _)| known == name).cloned();
        found.ok_or_else(|| {
            Failure::from(format!("there is no quota period `{name}`; it is a number up to {}", periods.len()))
        })
    };
    let before = |(_, period): &Named| {
        let at = periods.iter().position(|(_, known)| known == period).and_then(|at| at.checked_sub(1));
        at.and_then(|at| periods.get(at)).cloned()
    };
    let to = asked.word("--to").map(one).transpose()?;
    let to_say = || Failure::from("there is no earlier quota period to compare with; name one with --from");
    let (team, to) = match (asked.word("--team"), to) {
        (Some(team), Some(to)) => (team.to_owned(), to),
        (team, to) => moved(review, team, to.as_ref())?,
    };
    let from = match asked.word("--from") {
        Some(name) => one(name)?,
        None => before(&to).ok_or_else(to_say)?,
    };
    review.view.unit(&team)?;
    Ok((team, from, to))
}

/// A team and a period in which its people make a difference to its attainment: the first, or simply the first team and the last
/// period.
fn moved(review: &Review, team: Option<&str>, to: Option<&Named>) -> Result<(String, Named), Failure> {
    let nodes = nodes::all(review)?;
    let teams = nodes.iter().filter(|node| node.kind == nodes::Kind::Team).map(|node| node.id.as_str());
    let teams: Vec<&str> = teams.filter(|known| team.is_none_or(|team| team == *known)).collect();
    let pairs = review.periods.parts().windows(2);
    let pairs: Vec<&[Named]> = pairs.filter(|pair| to.is_none_or(|to| pair.get(1) == Some(to))).collect();
    for team in &teams {
        for pair in &pairs {
            let [from, to] = pair else { continue };
            let change = review.view.change(&review.view, ATTAINMENT, team, from.1, to.1)?;
            let mut parts = change.parts.iter();
            let is_of_people = |part: &attain::change::Part| part.causes == [attain::change::Cause::People];
            if parts.any(|part| is_of_people(part) && !changes::amount(&part.difference).is_zero()) {
                return Ok(((*team).to_owned(), to.clone()));
            }
        }
    }
    let last = to.or(review.periods.parts().last()).cloned();
    match (team.or(teams.first().copied()), last) {
        (Some(team), Some(last)) => Ok((team.to_owned(), last)),
        _ => Err("there is no team to ask about".into()),
    }
}

/// A correction that comes late: the largest order line of the team in the period was entered with twice its amount.
struct Late {
    id: String,
    was: Decimal,
    is: Decimal,
    view: View,
}

impl Late {
    fn of(review: &Review, whose: Whose, period: Period) -> Result<Late, Failure> {
        let drill = Drill::new("sales", whose, period).limit(usize::MAX);
        let behind = review.view.entries(&drill)?.into_iter().flat_map(|behind| behind.entries).map(|one| one.entry);
        let sized = behind.filter_map(|entry| {
            let amount = changes::amount(entry.value.as_ref()?.as_ref().ok()?).to_decimal()?;
            (entry.share == Fraction::ONE).then(|| (amount, std::cmp::Reverse(entry.id.to_string())))
        });
        let (was, std::cmp::Reverse(id)) = sized.max().ok_or("the team sold nothing in the period")?;
        let log = review.engine.log();
        let entry = log.find(&id).and_then(|position| log.entry(position)).ok_or("the order line is not in the log")?;
        let is = was.checked_div(Decimal::TWO).ok_or("the amount cannot be halved")?;
        let corrected = entry.id(&format!("{id} corrected")).revises(&id).set("amount", is.normalize().to_string());
        let mut engine: Engine = review.engine.clone();
        match engine.record(corrected) {
            Admission::Counted => {}
            other => return Err(format!("the correction does not count: {other:?}").into()),
        }
        Ok(Late { id, was, is, view: engine.view(review.view.as_of()) })
    }

    fn told(&self, asked: &Asked) -> String {
        let [was, is] = [self.was, self.is].map(|amount| trace::amount(Fraction::from(amount), 4));
        match asked.language {
            Language::English => {
                format!("A late correction: order line {} was entered with {was}, and is {is}.", self.id)
            }
            Language::Chinese => format!("迟到的更正：订单行 {} 曾录为 {was}，实为 {is}。", self.id),
        }
    }
}
