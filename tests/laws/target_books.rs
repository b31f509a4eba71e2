//! Laws of the book of targets: the short way by which plain targets come into it gives what a ledger gives, what is added at once is
//! what is added one by one, and everybody asked together has what each has alone.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use attain::calendar::{Span, parse_day};
use attain::engine::query::{Nodes, Query};
use attain::id::Key;
use attain::kpi::When;
use attain::log::Admission;
use attain::measure::Whose;
use attain::plan::Plan;
use attain::quantity::Fraction;
use attain::{Engine, Entry, View};
use chrono::{DateTime, Days, NaiveDate, Utc};
use proptest::prelude::*;
use proptest::sample::select;

/// What an entry about targets says; what is corrected or answered is a place among those before it.
#[derive(Clone, Debug)]
enum What {
    Target { amount: Option<i64>, level: &'static str, family: Option<&'static str>, pinned: bool },
    Adjust { percent: i64 },
    Carry,
    Close { opens: bool, everybody: bool },
    Revise { place: usize, amount: i64 },
    Retract { place: usize },
    Approve { place: usize },
}

#[derive(Clone, Debug)]
struct Said {
    what: What,
    who: &'static str,
    period: &'static str,
    /// The day on which it is said, and the moment at which it becomes known, counted from the first of January.
    on: u64,
    known: u64,
    by: Option<&'static str>,
}

/// Ann moves in mid-month, bob leaves, cid comes late, dan stays, eve goes away for some weeks, and fay is nowhere.
const PEOPLE: [&str; 6] = ["ann", "bob", "cid", "dan", "eve", "fay"];
const UNITS: [&str; 5] = ["company", "east", "west", "e1", "w1"];
const MONTHS: [&str; 4] = ["2025-01", "2025-02", "2025-03", "2025-04"];

fn said() -> impl Strategy<Value = Said> {
    let level = select(vec!["", "", "target", "stretch"]);
    let amount = prop::option::weighted(0.9, -50_000_i64..500_000);
    let family = prop::option::weighted(0.2, select(vec!["bikes", "helmets"]));
    let target = (amount, level, family, prop::bool::weighted(0.1))
        .prop_map(|(amount, level, family, pinned)| What::Target { amount, level, family, pinned });
    let what = prop_oneof![
        20 => target,
        1 => (50_i64..200).prop_map(|percent| What::Adjust { percent }),
        1 => Just(What::Carry),
        2 => (any::<bool>(), any::<bool>()).prop_map(|(opens, everybody)| What::Close { opens, everybody }),
        2 => (0_usize..30, 0_i64..90_000).prop_map(|(place, amount)| What::Revise { place, amount }),
        1 => (0_usize..30).prop_map(|place| What::Retract { place }),
        1 => (0_usize..30).prop_map(|place| What::Approve { place }),
    ];
    // Who may set targets is somebody most of the time.
    let by = prop::option::weighted(0.6, select(vec!["boss", "boss", "ann", "bob", "dan"]));
    let who = prop_oneof![4 => select(PEOPLE.to_vec()), 1 => select(UNITS.to_vec())];
    (what, who, select(MONTHS.to_vec()), select(vec![0_u64, 1, 25, 40]), 0_u64..4, by)
        .prop_map(|(what, who, period, on, known, by)| Said { what, who, period, on, known, by })
}

/// How targets are set and read.
#[derive(Clone, Debug)]
struct Rules {
    unit_is: &'static str,
    transfer: &'static str,
    more: &'static str,
    may_set: &'static str,
    /// Whether nobody moves, and no unit does: people only come and leave.
    still: bool,
}

fn rules() -> impl Strategy<Value = Rules> {
    let more = select(vec!["", "", r#", "blank": "clear""#, r#", "factor": "if(tenure(month) <= 2, 1 / 3, 1)""#]);
    let may_set = select(vec!["", "", r#""may_set": "actor.role = \"boss\"","#]);
    (select(vec!["members", "members", "own"]), select(vec!["days", "stay", "follow"]), more, may_set, any::<bool>())
        .prop_map(|(unit_is, transfer, more, may_set, still)| Rules { unit_is, transfer, more, may_set, still })
}

/// Targets that are plainly set, most of them of months: some twice, some with so many digits that they need more than 64 bits.
fn plainly_set() -> impl Strategy<Value = Said> {
    let amount = prop_oneof![30 => -50_000_i64..500_000, 1 => Just(i64::MAX), 1 => Just(i64::MIN)];
    let period = prop_oneof![20 => select(MONTHS.to_vec()), 1 => Just("2025-06")];
    let who = prop_oneof![4 => select(PEOPLE.to_vec()), 1 => select(UNITS.to_vec())];
    (amount, who, period, select(vec![0_u64, 1, 25, 40]), 0_u64..4).prop_map(|(amount, who, period, on, known)| {
        let what = What::Target { amount: Some(amount), level: "", family: None, pinned: false };
        Said { what, who, period, on, known, by: Some("boss") }
    })
}

fn plan(rules: &Rules) -> Plan {
    let Rules { unit_is, transfer, more, may_set, .. } = rules;
    let text = format!(
        r#"{{ "attain": 1, "name": "Law", "currency": "EUR",
             "rules": {{ "rounding": {{ "to": "0.01", "mode": "half_up", "odd": "first" }}, "missing": "zero" }},
             "calendar": {{ "lists": {{ "term": ["2025-01-01", "2025-02-01", "2025-04-01"] }} }},
             "org": {{ {may_set} "trees": {{ "sales": ["company", "region", "team"], "product": ["line"] }},
               "person": {{ "role": "text" }} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money", "family": "text" }} }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)" }}, "goal": {{ "formula": "target(revenue)" }},
               "stretch": {{ "formula": "target(revenue, \"stretch\")" }} }},
             "targets": {{ "revenue": {{ "grain": "month", "levels": ["target", "stretch"], "fields": ["family"],
               "unit_is": "{unit_is}", "transfer": "{transfer}"{more} }} }} }}"#
    );
    Plan::from_json(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"))
}

fn day(offset: u64) -> NaiveDate {
    parse_day("2025-01-01").unwrap().checked_add_days(Days::new(offset)).unwrap()
}

fn moment(offset: u64) -> DateTime<Utc> {
    day(offset).and_hms_opt(9, 0, 0).unwrap().and_utc()
}

fn company(still: bool) -> Vec<Entry> {
    let unit = |on: &str, unit: &str, tree: &str, under: Option<&str>| {
        let entry = Entry::new("unit").id(&format!("{unit} {on}")).on(parse_day(on).unwrap()).set("unit", unit);
        let entry = entry.set("tree", tree);
        under.map_or_else(|| entry.clone(), |under| entry.clone().set("under", under))
    };
    let member = |on: &str, who: &str, tree: &str, place: Option<&str>| {
        let entry = Entry::new("membership").id(&format!("{who} {tree} {on}")).on(parse_day(on).unwrap());
        let entry = entry.set("who", who).set("tree", tree);
        match place {
            Some(place) => entry.set("unit", place),
            None => entry.set("unit", attain::document::Node::Null),
        }
    };
    let first = "2024-06-01";
    let mut all = vec![unit(first, "company", "sales", None), unit(first, "line", "product", None)];
    for (name, under) in [("east", "company"), ("west", "company"), ("e1", "east"), ("w1", "west")] {
        all.push(unit(first, name, "sales", Some(under)));
    }
    // A team goes elsewhere within a month.
    if !still {
        all.push(unit("2025-03-11", "e1", "sales", Some("west")));
    }
    for (on, who, place) in [
        (first, "ann", Some("e1")),
        ("2025-02-12", "ann", Some("w1")),
        (first, "bob", Some("w1")),
        ("2025-03-20", "bob", None),
        ("2025-02-20", "cid", Some("e1")),
        (first, "dan", Some("e1")),
        (first, "eve", Some("w1")),
        ("2025-01-10", "eve", None),
        ("2025-02-25", "eve", Some("e1")),
    ] {
        let moves = matches!((who, on), ("ann", "2025-02-12") | ("eve", "2025-02-25"));
        if !(still && moves) {
            all.push(member(on, who, "sales", place));
        }
    }
    if !still {
        all.push(member("2025-02-04", "ann", "product", Some("line")));
    }
    all.push(member(first, "dan", "product", Some("line")));
    all.push(member(first, "boss", "sales", Some("company")).set("role", "boss"));
    all.push(Entry::new("order").id("o1").on(day(20)).set("rep", "dan").set("amount", "100"));
    all
}

fn entry(said: &Said, place: usize, all: &[Said]) -> Entry {
    let id = |place: usize| format!("s{}", place % all.len());
    let made = |kind: &str| {
        let entry = Entry::new(kind).id(&format!("s{place}")).on(day(said.on));
        said.by.map_or_else(|| entry.clone(), |by| entry.clone().by(by))
    };
    let of = |kind: &str| made(kind).set("of", "revenue").set("who", said.who).set("period", said.period);
    let cents = |amount: i64| Fraction::new(amount.into(), 100).unwrap().to_decimal().unwrap().to_string();
    match &said.what {
        What::Target { amount, level, family, pinned } => {
            let mut entry = of("target");
            if let Some(amount) = amount {
                entry = entry.set("amount", cents(*amount));
            }
            if !level.is_empty() {
                entry = entry.set("level", *level);
            }
            if let Some(family) = family {
                entry = entry.set("where", format!("family = {family}"));
            }
            if *pinned { entry.set("pinned", true) } else { entry }
        }
        What::Adjust { percent } => of("adjust").set("times", format!("{percent}%")),
        What::Carry => of("adjust").set("carry", "2025-01"),
        What::Close { opens, everybody } => {
            let entry = made(if *opens { "open" } else { "close" }).set("of", "revenue").set("period", said.period);
            if *everybody { entry } else { entry.set("who", said.who) }
        }
        What::Revise { place, amount } => of("target").set("amount", cents(*amount)).revises(&id(*place)),
        What::Retract { place } => made("target").retracts(&id(*place)),
        What::Approve { place } => made("approve").set("of", id(*place)).set("answer", "yes"),
    }
}

fn engine(rules: &Rules, all: &[Said], first: &[Entry]) -> Engine {
    let mut engine = Engine::new(plan(rules));
    engine.record_batch(first.to_vec(), None);
    let outcome = engine.record_batch(company(rules.still), None);
    assert!(outcome.iter().all(|admission| *admission == Admission::Counted), "{outcome:?}");
    // Enough of them that those who are asked together are found together.
    for place in 0..40 {
        let (who, unit) = (format!("p{place}"), if place % 2 == 0 { "e1" } else { "w1" });
        let member = Entry::new("membership").id(&format!("m{place}")).on(parse_day("2024-06-01").unwrap());
        let member = member.set("who", who.as_str()).set("unit", unit).set("tree", "sales");
        let target = Entry::new("target").id(&format!("t{place}")).on(day(0)).by("boss").set("of", "revenue");
        let target = target.set("who", who.as_str()).set("period", MONTHS[place % 4]).set("amount", "1000.10");
        let outcome = engine.record_batch([member, target], None);
        assert!(outcome.iter().all(|admission| *admission == Admission::Counted), "{outcome:?}");
    }
    for known in 0..4 {
        let of = all.iter().enumerate().filter(|(_, said)| said.known == known);
        let batch: Vec<Entry> = of.map(|(place, said)| entry(said, place, all)).collect();
        engine.record_batch(batch, Some(moment(known * 20)));
    }
    engine
}

fn everybody(view: &View) -> Vec<(String, Whose)> {
    let people = PEOPLE.iter().chain(["boss", "p0", "p1"].iter());
    let people = people.filter_map(|name| Some(((*name).to_owned(), view.person(name).ok()?)));
    let units = UNITS.iter().chain(["line"].iter());
    people.chain(units.filter_map(|name| Some(((*name).to_owned(), view.unit(name).ok()?)))).collect()
}

fn times(view: &View) -> Vec<When> {
    let span = |from: &str, to: &str| When::from(Span::new(parse_day(from).unwrap(), parse_day(to).unwrap()).unwrap());
    let asked = MONTHS.iter().chain(["2025", "2025-Q1", "term 2025-01-01", "term 2025-02-01"].iter());
    let mut times: Vec<When> = asked.map(|name| When::from(view.period(name).unwrap())).collect();
    // Whole months, one that is cut off, a day of one, and all.
    times.extend([
        span("2025-01-01", "2025-03-01"),
        span("2025-01-15", "2025-03-01"),
        span("2025-02-10", "2025-02-11"),
        span("2024-12-31", "2026-01-02"),
    ]);
    times
}

/// All there is to know of the targets of everybody.
fn told(view: &View) -> Vec<String> {
    let mut told = Vec::new();
    for (name, whose) in everybody(view) {
        for when in times(view) {
            let figures = view.target("revenue", whose, when).unwrap();
            let parts = view.target_parts("revenue", whose, when).unwrap();
            let stretch = view.value("stretch", whose, when).unwrap();
            told.push(format!("{name} {when:?} {figures:?} {stretch:?} {parts:?}"));
        }
    }
    let forced = Key::new("forced").unwrap();
    let findings = view.target_findings("revenue").unwrap();
    told.extend(findings.iter().filter(|finding| finding.id != forced).map(|finding| format!("{finding:?}")));
    told
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_plainly_set_is_what_a_ledger_has(rules in rules(), all in prop::collection::vec(said(), 1..30)) {
        // What is closed before anything is said lets nothing go by without a ledger, and changes nothing.
        let close = Entry::new("close").id("forced").on(parse_day("1990-01-01").unwrap()).set("of", "revenue");
        let (plain, forced) = (engine(&rules, &all, &[]), engine(&rules, &all, &[close.set("period", "1990-01")]));
        for as_of in [day(0), day(30), day(200)] {
            let (plain, forced) = (told(&plain.view(as_of)), told(&forced.view(as_of)));
            for (plain, forced) in plain.iter().zip(&forced) {
                prop_assert_eq!(plain, forced);
            }
            prop_assert_eq!(plain.len(), forced.len());
        }
    }

    #[test]
    fn what_is_added_at_once_is_what_is_added_one_by_one(rules in rules(), all in prop::collection::vec(said(), 1..30)) {
        let engine = engine(&rules, &all, &[]);
        let view = engine.view(day(200));
        for (name, whose) in everybody(&view) {
            for when in times(&view) {
                let counts = view.target("revenue", whose, when).unwrap().counts;
                prop_assert_eq!(view.value("goal", whose, when).unwrap(), counts, "{} {:?}", name, when);
            }
        }
    }

    #[test]
    fn what_is_found_without_a_book_is_what_a_ledger_has(
        rules in rules(),
        all in prop::collection::vec(plainly_set(), 1..60),
        still in prop::bool::weighted(0.8),
    ) {
        let rules = Rules { more: "", may_set: "", still, ..rules };
        let close = Entry::new("close").id("forced").on(parse_day("1990-01-01").unwrap()).set("of", "revenue");
        let forced = engine(&rules, &all, &[close.set("period", "1990-01")]).view(day(200));
        // Of two views that say the same one has no book yet when it is asked.
        let engine = engine(&rules, &all, &[]);
        let (one, other) = (engine.view(day(200)), engine.view_at(day(200), engine.log().len()));
        prop_assert_eq!(told(&one), told(&forced));
        for when in times(&one) {
            for nodes in [Nodes::People, Nodes::units()] {
                let rows = other.table(&Query::new(["goal"]).of(nodes).during(when)).unwrap().rows;
                for row in rows {
                    let alone = one.value("goal", row.whose, when).unwrap();
                    prop_assert_eq!(&row.cells, &vec![alone], "{} {:?}", row.who, when);
                    let counts = forced.target("revenue", row.whose, when).unwrap().counts;
                    prop_assert_eq!(&row.cells, &vec![counts], "{} {:?}", row.who, when);
                }
            }
        }
    }

    #[test]
    fn everybody_has_together_what_each_has_alone(rules in rules(), all in prop::collection::vec(said(), 1..30)) {
        let engine = engine(&rules, &all, &[]);
        let view = engine.view(day(200));
        for when in times(&view) {
            for nodes in [Nodes::People, Nodes::units()] {
                let alone = engine.view_at(day(200), engine.log().len());
                let rows = view.table(&Query::new(["goal", "stretch"]).of(nodes).during(when)).unwrap().rows;
                for row in rows {
                    let of = |kpi| alone.value(kpi, row.whose, when).unwrap();
                    prop_assert_eq!(&row.cells, &vec![of("goal"), of("stretch")], "{} {:?}", row.who, when);
                }
            }
        }
    }
}

/// Who has a target, and no other word, keeps it; who has one and a blank has none; both in one book.
#[test]
fn a_blank_clears_what_was_plainly_set() {
    let set = |who, on, amount| Said {
        what: What::Target { amount, level: "", family: None, pinned: false },
        who,
        period: "2025-01",
        on,
        known: 0,
        by: None,
    };
    let all = [set("dan", 0, Some(100)), set("ann", 0, Some(200)), set("dan", 1, None)];
    let rules =
        Rules { unit_is: "members", transfer: "days", more: r#", "blank": "clear""#, may_set: "", still: false };
    let view = engine(&rules, &all, &[]).view(day(200));
    let january = view.period("2025-01").unwrap();
    let goal = |who: &str| view.value("goal", Whose::Person(view.org().person(who).unwrap()), january).unwrap();
    assert_eq!(goal("dan"), Err(attain::quantity::Why::NoTarget));
    assert_eq!(goal("ann").unwrap().to_string(), "2");
}
