//! Quotas for a third year of a company that Microsoft invented, from its first two, by `adventure_works.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use attain::calendar::parse_day;
use attain::engine::{Engine, View};
use attain::log::{Admission, Entry};
use attain::plan::{Overlay, Plan};
use attain::quantity::{Fraction, RoundingMode};
use attain::report::{Column, TextTable, fixed};
use rust_decimal::Decimal;

use super::{Failure, amount, log};

/// The day on which the quotas are set: two years are over.
const SET: &str = "2012-12-28";

/// The third year, and its quota periods.
const YEAR: &str = "quota_year 2012-12-28";
const PERIODS: [&str; 4] = ["2012-12-28", "2013-03-30", "2013-06-30", "2013-09-28"];

/// Nothing is known but who sells.
const EVENLY: &[u8] = br#"{ "overlay": "evenly", "plan": [
    { "at": "targets.sales.split", "set": [{ "over": "quota_period" }, { "over": "members" }] } ] }"#;

/// What is proposed: of each seller, by key, four quotas.
pub(crate) struct Proposed {
    pub(crate) rows: Vec<(String, serde_json::Value)>,
    pub(crate) total: Decimal,
}

/// Proposes quotas, and writes them beside an even split.
pub(crate) fn tell(folder: &Path, out: &mut dyn Write) -> Result<Proposed, Failure> {
    let sellers = Sellers::read(folder)?;
    let engine = engine(&sellers)?;
    let even = engine.fork_with(&Overlay::from_json(EVENLY)?)?.engine;
    let day = parse_day(SET)?;
    let (view, even) = (engine.view(day), even.view(day));
    let total = quota(&view, "company", YEAR)?;
    let all = fixed(total, 0);
    writeln!(out, "8. AdventureWorks: quotas for a third year, by a plan and in whole thousands\n")?;
    writeln!(
        out,
        "What was sold in the second year and a tenth more, {all}: into periods by the season of both years, and over"
    )?;
    writeln!(
        out,
        "its sellers by what each sold in the second (70 %) and the first (30 %); last, the year cut evenly\n"
    )?;
    let titles = PERIODS.into_iter().chain(["year", "evenly"]).map(Column::right);
    let mut table = TextTable::new([Column::left("")].into_iter().chain(titles));
    let mut rows = Vec::new();
    for (key, name) in &sellers.names {
        let quotas = PERIODS.map(|from| quota(&view, key, &format!("quota_period {from}")));
        let quotas = quotas.into_iter().collect::<Result<Vec<Fraction>, Failure>>()?;
        let years = [quota(&view, key, YEAR)?, quota(&even, key, YEAR)?];
        let amounts = quotas.iter().chain(&years).map(|amount| fixed(*amount, 0));
        table.row([format!("{key} {name}")].into_iter().chain(amounts));
        let texts: Vec<String> = quotas.iter().map(Fraction::to_string).collect();
        rows.push((key.clone(), texts.into()));
    }
    writeln!(out, "{table}")?;
    let total = total.to_scale(0, RoundingMode::HalfUp).map_err(|why| why.to_string())?;
    Ok(Proposed { rows, total })
}

/// The plan; who sells, what they sold, and the third year's target.
fn engine(sellers: &Sellers) -> Result<Engine, Failure> {
    let mut engine = Engine::new(Plan::from_json(include_bytes!("../adventure_works.json"))?);
    log::record(&mut engine, sellers.members.clone())?;
    let refused = engine.record_csv("sale", &sellers.sales, None);
    if let Some(row) = refused.iter().position(|admission| *admission != Admission::Counted) {
        return Err(format!("order_lines.csv, row {}: {:?}", row.saturating_add(2), refused.get(row)).into());
    }
    let view = engine.view(parse_day(SET)?);
    let proposal = view.value("proposal", view.unit("company")?, view.period(YEAR)?)?;
    let proposal = amount(proposal, "what is proposed")?.to_string();
    let year = Entry::new("target").id("third year").on(parse_day(SET)?).set("of", "sales").set("who", "company");
    log::record(
        &mut engine,
        vec![year.set("period", YEAR).set("amount", proposal).why("a tenth more than last year")],
    )?;
    Ok(engine)
}

fn quota(view: &View, who: &str, when: &str) -> Result<Fraction, Failure> {
    let whose = super::whose(view, who)?;
    amount(view.target("sales", whose, view.period(when)?)?.own, &format!("the quota of {who} in {when}"))
}

/// Whoever sold something: all of them right under the company, so that each is measured against all others.
struct Sellers {
    names: BTreeMap<String, String>,
    members: Vec<Entry>,
    sales: Vec<u8>,
}

impl Sellers {
    fn read(folder: &Path) -> Result<Sellers, Failure> {
        let file = |name: &str| {
            let path = folder.join(name);
            std::fs::read(&path).map_err(|error| Failure::from(format!("{}: {error}", path.display())))
        };
        let sales = file("order_lines.csv")?;
        let sold: BTreeSet<String> = rows(&sales)?.iter().filter_map(|row| row.get("employee").cloned()).collect();
        let mut sellers = Sellers { names: BTreeMap::new(), members: Vec::new(), sales };
        let first = parse_day("2010-01-01")?;
        sellers.members.push(Entry::new("unit").id("company").on(first).set("unit", "company"));
        for row in rows(&file("people.csv")?)? {
            let column = |name: &str| row.get(name).map_or("", String::as_str);
            let (key, name) = (column("employee"), column("name"));
            if sold.contains(key) && sellers.names.insert(key.to_owned(), name.to_owned()).is_none() {
                let member = Entry::new("membership").id(&format!("member/{key}")).on(first).set("who", key);
                sellers.members.push(member.set("unit", "company").set("name", name));
            }
        }
        Ok(sellers)
    }
}

/// The rows of a file, by column.
fn rows(text: &[u8]) -> Result<Vec<BTreeMap<String, String>>, Failure> {
    Ok(csv::Reader::from_reader(text).deserialize().collect::<Result<_, _>>()?)
}
