//! Somebody leaves: what is open is listed and handed over, and nothing is left behind.

use std::io::Write;

use attain::calendar::parse_day;
use attain::engine::due::DueQuery;
use attain::engine::{Engine, View};
use attain::log::Entry;
use attain::report::{Column, TextTable};
use chrono::NaiveDate;

use super::log::{entry, say};
use super::{DEAL, Failure, MANAGER, whose};

const LEAVER: &str = "Jörg";

/// The last day, and that from which on they are gone.
const LAST: &str = "2026-04-15";
const GONE: &str = "2026-04-16";

/// Who takes over what.
const HEIRS: [(&str, &str); 3] = [("Böhm", "Änne"), ("Gärtner", "王芳"), ("Österle", "Änne")];

/// An open deal.
struct Open {
    deal: String,
    stage: String,
    amount: String,
}

/// Tells how deals are handed over.
pub(crate) fn tell(engine: &mut Engine, out: &mut dyn Write) -> Result<(), Failure> {
    let (last, gone) = (parse_day(LAST)?, parse_day(GONE)?);
    let before = engine.view(last);
    let open = deals(engine, LEAVER, last)?;
    writeln!(out, "6. {LEAVER} leaves on {LAST}\n\n{}", table(&open))?;
    for Open { deal, .. } in &open {
        let (_, heir) = HEIRS.iter().find(|(of, _)| of == deal).ok_or("a deal has no heir")?;
        let id = format!("{deal}/handed over");
        say(engine, entry("deal", &id, "2026-04-15 17:00").set("of", deal.as_str()).set("owner", *heir).by(MANAGER))?;
        writeln!(out, "{deal} goes to {heir}")?;
    }
    let leaves = Entry::new("membership").id("member/Jörg leaves").on(gone).set("who", LEAVER);
    say(engine, leaves.set("unit", attain::document::Node::Null))?;
    let after = engine.view(gone);
    left(engine, &after, gone, out)?;
    let signed = |view: &View| -> Result<String, Failure> {
        Ok(view
            .value("revenue", whose(view, LEAVER)?, view.period("2026-03")?)?
            .map_or_else(|why| why.to_string(), |is| is.to_string()))
    };
    writeln!(
        out,
        "What {LEAVER} signed in March stays with them: {} before, {} now\n",
        signed(&before)?,
        signed(&after)?
    )?;
    Ok(())
}

/// What is left with whoever has gone.
fn left(engine: &Engine, view: &View, gone: NaiveDate, out: &mut dyn Write) -> Result<(), Failure> {
    let deals = deals(engine, LEAVER, gone)?.len();
    let list = view.due(&DueQuery::new().kind(DEAL))?;
    let due = list.rows.iter().filter(|row| row.owner.as_ref().is_some_and(|owner| owner.as_str() == LEAVER)).count();
    let nobody = view.due(&DueQuery::new().kind(DEAL).unowned())?.total;
    writeln!(out, "\nOn {GONE} {LEAVER} has {deals} open deals and {due} timers, and {nobody} timers are nobody's")?;
    Ok(())
}

/// The open deals that somebody owns when a day ends.
fn deals(engine: &Engine, owner: &str, day: NaiveDate) -> Result<Vec<Open>, Failure> {
    let plan = engine.plan();
    let (kind, fields) = plan.kinds().find(DEAL).ok_or("the plan has no deals")?;
    let (amount, _) = fields.field("amount").ok_or("deals have no amount")?;
    let standing = engine.log().standing(usize::MAX);
    let text = |outcome: attain::Outcome| outcome.map_or_else(|_| "–".to_owned(), |value| value.to_string());
    let states = standing.records(kind).filter_map(|record| record.on(day));
    let owned = states.filter(|state| state.owner().is_some_and(|who| who.as_str() == owner));
    let open = owned.filter(|state| state.status().is_ok_and(|status| status.to_string() == "open"));
    let told = open.map(|state| Open {
        deal: state.record().key().to_string(),
        stage: text(state.stage()),
        amount: text(state.value(amount)),
    });
    Ok(told.collect())
}

fn table(open: &[Open]) -> TextTable {
    let mut table = TextTable::new([Column::left("open deal"), Column::left("stage"), Column::right("amount")]);
    for Open { deal, stage, amount } in open {
        table.row([deal, stage, amount]);
    }
    table
}
