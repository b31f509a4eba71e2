//! A real set of orders, payments and people: the Classic Models sample of the Eclipse BIRT project. Its figures are
//! published, and were counted again from the files.
//!
//! The data is not part of the crate: it is read where `ATTAIN_DATA` names the folder that has `classicmodels`.
#![cfg(feature = "json")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop at the first surprise"
)]
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use attain::calendar::parse_day;
use attain::engine::{Engine, View};
use attain::log::{Admission, Entry};
use attain::quantity::Fraction;
use common::{engine, told, view, when, whose};

const PLAN: &str = r#"{
    "attain": 1, "name": "Classic Models", "currency": "USD",
    "rules": { "missing": "skip", "ties": "1224", "percentile": "linear" },
    "org": { "trees": { "sales": ["company", "sales", "region", "team"] }, "leads": "leads", "person": { "title": "text", "leads": "yesno" } },
    "facts": {
        "order": { "whose": "rep", "fields": { "rep": "person", "number": "text", "customer": "text", "status": "text", "required_on": "date", "shipped_on": "date" } },
        "line": { "whose": "order", "fields": { "order": "order", "product": "text", "family": "text", "pieces": "number", "price": "money", "cost": "money" } },
        "payment": { "whose": "rep", "fields": { "rep": "person", "customer": "text", "amount": "money" } } },
    "kpis": {
        "ordered":     { "formula": "sum(line.pieces * line.price)" },
        "billed":      { "formula": "sum(line.pieces * line.price where order.status != \"Cancelled\")" },
        "paid":        { "formula": "sum(payment.amount)" },
        "collection":  { "formula": "paid / billed" },
        "outstanding": { "formula": "billed - paid" },
        "shipped":     { "formula": "sum(line.pieces * line.price where order.status = \"Shipped\")" },
        "cancelled":   { "formula": "sum(line.pieces * line.price where order.status = \"Cancelled\")" },
        "on_hold":     { "formula": "sum(line.pieces * line.price where order.status = \"On Hold\")" },
        "in_process":  { "formula": "sum(line.pieces * line.price where order.status = \"In Process\")" },
        "resolved":    { "formula": "sum(line.pieces * line.price where order.status = \"Resolved\")" },
        "disputed":    { "formula": "sum(line.pieces * line.price where order.status = \"Disputed\")" },
        "cost":        { "formula": "sum(line.pieces * line.cost)" },
        "margin_rate": { "formula": "(ordered - cost) / ordered" },
        "cars":        { "formula": "sum(line.pieces * line.price where family = \"Classic Cars\")" },
        "orders":      { "formula": "count(order)" },
        "lines":       { "formula": "count(line)" },
        "average":     { "formula": "ordered / orders" },
        "customers":   { "formula": "distinct(order.customer)" },
        "again":       { "formula": "distinct(order.customer where number != first(order.number of customer)[all] at company)" },
        "new":         { "formula": "distinct(order.customer where number = first(order.number of customer)[all] at company)" },
        "repurchase":  { "formula": "again / customers" },
        "days_to_ship": { "formula": "avg(order.shipped_on - order.on where shipped_on is present)", "better": "lower" },
        "late":        { "formula": "count(order where shipped_on > required_on)" },
        "growth":      { "formula": "ordered / ordered[last_year] - 1" },
        "share":       { "formula": "ordered / ordered at company" } },
    "rankings": { "sellers": { "by": "ordered", "who": "title = \"Sales Rep\"" } }
}"#;

/// What the data comes to: KPI, of whom, when, how much.
const FIGURES: &str = "
    ordered        1002   all    9604190.61
    billed         1002   all    9365336.43
    paid           1002   all    8853839.23
    collection     1002   all    94.5384 %
    outstanding    1002   all    511497.2
    shipped        1002   all    8865094.64
    cancelled      1002   all    238854.18
    on_hold        1002   all    169575.61
    in_process     1002   all    135271.52
    resolved       1002   all    134235.88
    disputed       1002   all    61158.78
    cost           1002   all    5778310.36
    margin_rate    1002   all    39.8355 %
    cars           1002   all    3853922.49
    orders         1002   all    326
    lines          1002   all    2996
    average        1002   all    960419061/32600
    customers      1002   all    98
    again          1002   all    97
    new            1002   all    98
    repurchase     1002   all    97/98
    days_to_ship   1002   all    293/78 days
    late           1002   all    1

    ordered        1002   2003   3317348.39
    ordered        1002   2004   4515905.51
    ordered        1002   2005   1770936.71
    paid           1002   2003   3250217.7
    paid           1002   2004   4313328.25
    paid           1002   2005   1290293.28
    new            1002   2003   74
    new            1002   2004   24
    new            1002   2005   0
    growth         1002   2004   36.1300 %
    growth         1002   2003   undefined: divided by zero

    ordered        1056   all    9604190.61
    ordered        1088   all    1147176.35
    ordered        1102   all    4520712.28
    ordered        1143   all    3479191.91
    ordered        1621   all    457110.07
    paid           1102   all    4143494.8
    paid           1143   all    3245941.38
    share          1102   all    47.0702 %

    ordered        rep 1370   all   1258577.81
    paid           rep 1370   all   1112003.81
    ordered        rep 1165   all   1081530.54
    paid           rep 1165   all   989906.55
    ordered        rep 1401   all   868220.55
    paid           rep 1401   all   750201.87
    ordered        rep 1621   all   457110.07
    ordered        rep 1625   all   0
    ordered        rep 1619   all   0
    average        rep 1619   all   undefined: divided by zero
    ordered        rep 1102   all   0
";

/// From the first day of the data up to the last.
const ALL: &str = "2003-01-01 .. 2005-07-01";

#[test]
fn the_real_data_comes_to_its_published_figures() {
    let Some(view) = loaded() else { return };
    let mut wrong = Vec::new();
    for line in FIGURES.lines().filter(|line| !line.trim().is_empty()) {
        let line = line.replace("rep ", "rep_");
        let (kpi, rest) = line.trim().split_once(' ').unwrap();
        let (who, rest) = rest.trim().split_once(' ').unwrap();
        let (time, expected) = rest.trim().split_once(' ').unwrap();
        // A unit is called after who leads it.
        let who = who.strip_prefix("rep_").map_or_else(|| format!("under {who}"), str::to_owned);
        let time = if time == "all" { ALL } else { time };
        let outcome = view.value(kpi, whose(&view, &who), when(&view, time)).unwrap();
        let found = match (&outcome, expected.trim().ends_with('%')) {
            (Ok(value), true) => percent(value.amount().unwrap()),
            _ => told(outcome),
        };
        if found != expected.trim() {
            wrong.push(format!("{kpi} of {who}, {time}: {found}, and not {}", expected.trim()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(view.findings(), [], "the organisation fits together");

    let ranking = view.ranking("sellers", when(&view, ALL)).unwrap();
    let first: Vec<&str> = ranking.places.iter().take(5).map(|place| place.who.as_str()).collect();
    assert_eq!(first, ["1370", "1165", "1401", "1501", "1504"]);
    assert_eq!(ranking.places.len(), 17, "reps, two of whom have sold nothing");
}

/// A percentage with four digits, half up.
fn percent(ratio: Fraction) -> String {
    let hundredfold = ratio.times(Fraction::HUNDRED, attain::quantity::Precision::default()).unwrap();
    format!("{} %", hundredfold.to_scale(4, attain::quantity::RoundingMode::HalfUp).unwrap())
}

/// The data, recorded; nothing where nobody says where it is.
fn loaded() -> Option<View> {
    let Some(data) = std::env::var_os("ATTAIN_DATA") else {
        println!("skipped: ATTAIN_DATA does not name the folder that has `classicmodels`");
        return None;
    };
    let folder = Path::new(&data).join("classicmodels");
    let mut engine = engine(PLAN);
    organisation(&mut engine, &folder);
    let waiting = sales(&mut engine, &folder);
    assert_eq!(waiting, 0, "every entry counts");
    Some(view(&engine, "2005-06-30"))
}

/// Whoever somebody reports to leads a unit; all others belong to the unit of whom they report to.
fn organisation(engine: &mut Engine, folder: &Path) {
    let people = rows(folder, "Employees");
    let start = parse_day("2003-01-01").unwrap();
    let leaders: BTreeSet<String> = people.iter().filter_map(|person| person[6].clone()).collect();
    let unit = |leader: &str| format!("under {leader}");
    for person in &people {
        let (who, above) = (text(person, 0), person[6].as_deref());
        if leaders.contains(who) {
            let entry = Entry::new("unit").id(&format!("unit {who}")).on(start).set("unit", unit(who));
            count(
                engine,
                match above {
                    Some(above) => entry.set("under", unit(above)),
                    None => entry,
                },
            );
        }
    }
    for person in &people {
        let (who, leads) = (text(person, 0), leaders.contains(text(person, 0)));
        let own = if leads { who } else { text(person, 6) };
        let entry =
            Entry::new("membership").id(&format!("member {who}")).on(start).set("who", who).set("unit", unit(own));
        count(engine, entry.set("title", text(person, 7)).set("leads", leads));
    }
}

/// Orders, their lines, and payments; how many entries do not count.
fn sales(engine: &mut Engine, folder: &Path) -> usize {
    let reps: BTreeMap<String, String> =
        rows(folder, "Customers").into_iter().filter_map(|row| Some((row[0].clone()?, row[11].clone()?))).collect();
    let products: BTreeMap<String, Vec<Option<String>>> =
        rows(folder, "Products").into_iter().map(|row| (text(&row, 0).to_owned(), row)).collect();
    let (mut days, mut entries) = (BTreeMap::new(), Vec::new());
    for row in rows(folder, "Orders") {
        let (number, day) = (text(&row, 0).to_owned(), parse_day(text(&row, 1)).unwrap());
        let entry = Entry::new("order").id(&format!("order {number}")).on(day).set("rep", reps[text(&row, 6)].as_str());
        let entry = entry.set("number", number.as_str()).set("customer", text(&row, 6)).set("status", text(&row, 4));
        let entry = entry.set("required_on", text(&row, 2));
        entries.push(match &row[3] {
            Some(shipped) => entry.set("shipped_on", shipped.as_str()),
            None => entry,
        });
        days.insert(number, day);
    }
    for row in rows(folder, "OrderDetails") {
        let (number, product) = (text(&row, 0), &products[text(&row, 1)]);
        let entry = Entry::new("line").id(&format!("line {number}/{}", text(&row, 4))).on(days[number]);
        let entry = entry.set("order", format!("order {number}")).set("product", text(&row, 1));
        let entry = entry.set("family", text(product, 2)).set("pieces", text(&row, 2)).set("price", text(&row, 3));
        entries.push(entry.set("cost", text(product, 7)));
    }
    for row in rows(folder, "Payments") {
        let entry = Entry::new("payment").id(&format!("payment {} {}", text(&row, 0), text(&row, 1)));
        let entry = entry.on(parse_day(text(&row, 2)).unwrap()).set("rep", reps[text(&row, 0)].as_str());
        entries.push(entry.set("customer", text(&row, 0)).set("amount", text(&row, 3)));
    }
    let outcomes = entries.into_iter().map(|entry| engine.record(entry));
    outcomes.filter(|outcome| *outcome != Admission::Counted).count()
}

fn count(engine: &mut Engine, entry: Entry) {
    assert_eq!(engine.record(entry), Admission::Counted);
}

fn text(row: &[Option<String>], column: usize) -> &str {
    row[column].as_deref().unwrap()
}

/// The rows of a file: bytes of Latin-1, texts in quotes with backslashes before what is meant as it is, line breaks
/// inside of texts, and `NULL` without quotes for what is missing.
fn rows(folder: &Path, name: &str) -> Vec<Vec<Option<String>>> {
    let file: PathBuf = folder.join(format!("{name}.txt"));
    let bytes = fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let (mut rows, mut row, mut cell, mut quoted, mut inside) = (Vec::new(), Vec::new(), String::new(), false, false);
    let mut letters = bytes.iter().map(|byte| char::from(*byte));
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if inside => cell.extend(letters.next()),
            '"' => (inside, quoted) = (!inside, true),
            ',' | '\n' if !inside => {
                let missing = !quoted && cell == "NULL";
                let text = std::mem::take(&mut cell);
                row.push(Some(text).filter(|_| !missing));
                quoted = false;
                if letter == '\n' {
                    rows.push(std::mem::take(&mut row));
                }
            }
            '\r' if !inside => {}
            _ => cell.push(letter),
        }
    }
    assert!(row.is_empty() && cell.is_empty(), "{}: the last row ends with its line", file.display());
    rows
}
