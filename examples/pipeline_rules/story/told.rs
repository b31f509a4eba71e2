//! What the moves tell: which were against the rules, the funnel, and what was signed.

use std::io::Write;

use attain::calendar::parse_day;
use attain::engine::{Engine, FunnelQuery, View};
use attain::report::{self, Column, TextTable};
use attain::trace::Language;

use super::{DEAL, Failure, whose};

/// Tells what became of the deals since February.
pub(crate) fn tell(engine: &Engine, out: &mut dyn Write) -> Result<(), Failure> {
    let view = engine.view(parse_day("2026-04-15")?);
    let time = view.period("2026")?;
    conformance(&view, out)?;
    let field = |name: &str| Some(name.to_owned());
    let query = FunnelQuery { amount: field("amount"), reason: field("lost_reason"), ..FunnelQuery::new(DEAL) };
    let answer = view.funnel(&query, Some(whose(&view, "company")?), time)?;
    writeln!(out, "8. The funnel of 2026, up to 15 April\n\n{}", report::funnel(&answer, Language::English))?;
    writeln!(out, "{}", report::funnel_drawn(&answer, Language::English))?;
    writeln!(out, "Why they were lost:\n\n{}", report::lost_reasons(&answer, Language::English))?;
    writeln!(out, "9. Revenue: the amounts of contracts, by the day on which they were signed\n\n{}", revenue(&view)?)?;
    Ok(())
}

/// Which moves were not as the pipeline says.
fn conformance(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let all = view.conformance(DEAL, view.period("2026")?)?;
    writeln!(
        out,
        "7. What did not conform\n\nOf {} moves {} were as the pipeline says.\n",
        all.moves,
        all.conforming()
    )?;
    let titles = ["on", "deal", "from", "to", "by", "against", "because"];
    let mut table = TextTable::new(titles.map(Column::left)).within(170);
    for deviation in &all.deviations {
        let key = |key: &Option<attain::id::Key>| key.as_ref().map_or_else(String::new, ToString::to_string);
        let reasons: Vec<String> = deviation.reasons.iter().map(ToString::to_string).collect();
        let (on, from, by) = (deviation.on.to_string(), key(&deviation.from), key(&deviation.by));
        let why = deviation.overridden.as_deref().unwrap_or("nobody says why");
        table.row([&on, deviation.record.as_str(), &from, deviation.to.as_str(), &by, &reasons.join("; "), why]);
    }
    Ok(writeln!(out, "{table}")?)
}

/// Who signed what in which month.
fn revenue(view: &View) -> Result<TextTable, Failure> {
    let months = ["2026-02", "2026-03", "2026-04"];
    let mut table = TextTable::new([Column::left("")].into_iter().chain(months.map(Column::right)));
    for who in ["company", "华东", "王芳", "陈伟", "Süd", "Jörg", "Änne"] {
        let mut cells = vec![who.to_owned()];
        for month in months {
            let outcome = view.value("revenue", whose(view, who)?, view.period(month)?)?;
            let amount = outcome.map(|value| value.amount());
            cells.push(match amount {
                Ok(Some(amount)) => report::fixed(amount, 0),
                Ok(None) => "–".to_owned(),
                Err(why) => why.to_string(),
            });
        }
        table.row(cells);
    }
    Ok(table)
}
