//! Receivables of people, units and customers in a plan, reckoned by hand.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::engine::{Engine, ReceivableAnswer, ReceivableQuery, View};
use attain::plan::Plan;
use attain::receivable::{CollectionRate, Flow};
use attain::report::{self, json};
use attain::trace::Language;

use common::{amount, engine, member, record, units, view, when, whose};

/// `HEAD` and `MORE` stand for what a test says besides.
const PLAN: &str = r#"{ "attain": 1, "name": "Cash", "currency": "CNY", HEAD
    "org": { "trees": { "sales": ["company", "team"] }, "leads": "role = \"manager\"", "may_see": "actor = subject or leads(actor, subject)" },
    "facts": {
        "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } },
        "invoice": { "whose": "order", "counts": "status != \"void\"", "fields": { "order": "order", "amount": "money",
            "discount": "money", "due_on": "date", "customer": "text", "status": "text" } },
        "payment": { "whose": "invoice", "fields": { "invoice": "invoice", "amount": "money", "customer": "text" } } },
    "receivables": { "dues": { "invoice": "invoice", "amount": "amount - coalesce(discount, 0)", "due": "due_on",
        "payment": "payment", "paid": "amount" MORE } } }"#;

const LOG: &str = r#"
{"kind":"order","id":"o1","on":"2025-01-02","amount":"1500","credits":[{"who":"ann","share":"60%"},{"who":"cy","share":"40%"}]}
{"kind":"order","id":"o2","on":"2025-01-03","amount":"400","rep":"bob"}
{"kind":"invoice","id":"i1","on":"2025-01-10","order":"o1","amount":"1000","due_on":"2025-02-09","customer":"甲","status":"sent"}
{"kind":"invoice","id":"i2","on":"2025-02-01","order":"o1","amount":"550","discount":"50","due_on":"2025-03-03","customer":"甲","status":"sent"}
{"kind":"invoice","id":"i3","on":"2025-01-15","order":"o2","amount":"400","due_on":"2025-01-31","customer":"乙","status":"sent"}
{"kind":"invoice","id":"i4","on":"2025-01-16","order":"o2","amount":"9000","due_on":"2025-01-31","customer":"乙","status":"void"}
{"kind":"payment","id":"p1","on":"2025-02-05","invoice":"i1","amount":"300"}
{"kind":"payment","id":"p2","on":"2025-02-20","invoice":"i1","amount":"500"}
{"kind":"payment","id":"p3","on":"2025-01-20","invoice":"i2","amount":"100"}
{"kind":"payment","id":"p4","on":"2025-02-10","invoice":"i4","amount":"20","customer":"乙"}
{"kind":"invoice","id":"r1","on":"2025-02-15","reverses":"i3","share":"25%"}
{"kind":"payment","id":"b1","on":"2025-02-25","reverses":"p1"}
{"kind":"payment","id":"p5","on":"2025-02-12","amount":"30","credits":[{"who":"bob","share":"100%"}]}"#;

fn plan(head: &str, more: &str) -> String {
    PLAN.replace("HEAD", head).replace("MORE", more)
}

fn people(plan: &str) -> Engine {
    let mut engine = engine(plan);
    units(&mut engine, &[("company", ""), ("north", "company"), ("south", "company")]);
    member(&mut engine, "mia", "2024-01-01", "north", r#""role":"manager""#);
    for (who, unit) in [("ann", "north"), ("bob", "north"), ("cy", "south")] {
        member(&mut engine, who, "2024-01-01", unit, "");
    }
    engine
}

fn cash() -> Engine {
    let mut engine = people(&plan("", ""));
    record(&mut engine, LOG.trim());
    engine
}

fn asked(view: &View, who: &str, time: &str) -> ReceivableAnswer {
    let query = ReceivableQuery { invoices: Some(true), ..ReceivableQuery::new("dues").by("customer") };
    let whose = (!who.is_empty()).then(|| whose(view, who));
    view.receivables(&query, whose, when(view, time)).unwrap()
}

/// Billed, received, early, returned, unmatched, due in the time; open, overdue, overpaid at its end.
fn figures(flow: &Flow) -> [String; 9] {
    let end = &flow.closing;
    [
        &flow.billed,
        &flow.received,
        &flow.early,
        &flow.returned,
        &flow.unmatched,
        &flow.due,
        &end.open,
        &end.overdue,
        &end.overpaid,
    ]
    .map(|sum| amount(sum.value()))
}

#[test]
fn of_people_and_units() {
    let view = view(&cash(), "2025-03-31");
    let rows = [
        // The order's shares go on to its invoices, and these to payments; of bob a quarter of 400 is taken back.
        ("ann", "2025-02", ["300", "480", "0", "180", "0", "600", "540", "300", "0"]),
        ("cy", "2025-02", ["200", "320", "0", "120", "0", "400", "360", "200", "0"]),
        ("bob", "2025-02", ["0", "0", "0", "0", "50", "0", "300", "300", "0"]),
        ("north", "2025-02", ["300", "480", "0", "180", "50", "600", "840", "600", "0"]),
        ("company", "2025-02", ["500", "800", "0", "300", "50", "1000", "1200", "800", "0"]),
        ("", "2025-02", ["500", "800", "0", "300", "50", "1000", "1200", "800", "0"]),
        ("company", "2025-01", ["1400", "0", "100", "0", "0", "400", "1400", "0", "0"]),
        ("mia", "2025-02", ["0", "0", "0", "0", "0", "0", "0", "0", "0"]),
    ];
    for (who, time, expected) in rows {
        assert_eq!(figures(&asked(&view, who, time).flow), expected, "{who} {time}");
    }
    let february = asked(&view, "company", "2025-02").flow;
    assert_eq!(amount(february.collection_rate(CollectionRate::InPeriod)), "0.5", "(800 − 300) / 1000");
    assert_eq!(amount(february.credited.value()), "100");
    // On 3 March the second is due, and not overdue before the fourth.
    for (as_of, overdue) in [("2025-03-03", "800"), ("2025-03-04", "1200")] {
        let view = common::view(&cash(), as_of);
        assert_eq!(amount(asked(&view, "company", "2025-03").flow.closing.overdue.value()), overdue, "{as_of}");
    }
}

#[test]
fn the_parts_make_the_whole() {
    let view = view(&cash(), "2025-03-31");
    let answer = asked(&view, "company", "2025-02");
    let told: Vec<(String, [String; 9])> = answer
        .groups
        .iter()
        .map(|group| (group.value.as_ref().map(ToString::to_string).unwrap_or_default(), figures(&group.flow)))
        .collect();
    let rows = [
        ("", ["0", "0", "0", "0", "30", "0", "0", "0", "0"]),
        ("乙", ["0", "0", "0", "0", "20", "0", "300", "300", "0"]),
        ("甲", ["500", "800", "0", "300", "0", "1000", "900", "500", "0"]),
    ];
    assert_eq!(told, rows.map(|(value, figures)| (value.to_owned(), figures.map(str::to_owned))));
    let ids: Vec<&str> = answer.invoices.iter().map(|invoice| invoice.id.as_str()).collect();
    assert_eq!(ids, ["i3", "i1", "i2"], "overdue for 28 and 19 days, and not");
    assert_eq!(answer.invoices.iter().map(|one| one.overdue.unwrap()).collect::<Vec<_>>(), [28, 19, -3]);
}

#[test]
fn as_it_was_known() {
    let mut engine = cash();
    let position = engine.log().len();
    record(&mut engine, r#"{"kind":"payment","id":"p9","on":"2025-02-14","invoice":"i1","amount":"111"}"#);
    let open = |view: &View| amount(asked(view, "company", "2025-02").flow.closing.open.value());
    assert_eq!(open(&view(&engine, "2025-03-31")), "1089");
    assert_eq!(open(&engine.view_at(view(&engine, "2025-03-31").as_of(), position)), "1200");
    // Up to the day as of which is asked, and no later day.
    assert_eq!(open(&view(&engine, "2025-02-12")), "1500", "1000 − 300 + 500 − 100 + 400");
    let early = view(&engine, "2025-02-12");
    let error = early.receivables(&ReceivableQuery::new("dues"), None, when(&early, "2025-03")).unwrap_err();
    assert_eq!(error.to_string(), "2025-03 begins after the day as of which is asked, 2025-02-12");
}

#[test]
fn what_cannot_be_told_is_told_apart() {
    let head = r#""exchange": { "foreign": "convert", "at": "fact day", "missing": "hold" },"#;
    let mut engine = people(&plan(head, ""));
    record(&mut engine, LOG.trim());
    record(
        &mut engine,
        r#"{"kind":"invoice","id":"i7","on":"2025-02-01","order":"o2","due_on":"2025-02-02","status":"sent"}
{"kind":"invoice","id":"i8","on":"2025-02-01","order":"o2","amount":"5 USD","status":"sent"}
{"kind":"invoice","id":"i9","on":"2025-02-01","order":"o2","amount":"7","status":"sent"}"#,
    );
    let view = view(&engine, "2025-03-31");
    let answer = asked(&view, "bob", "2025-02");
    let untold: Vec<String> =
        answer.untold.iter().map(|one| format!("{}: {}", one.id.as_ref().unwrap(), one.why)).collect();
    assert_eq!(untold, ["i7: `amount` is missing", "i8: no exchange rate"]);
    assert_eq!(amount(answer.flow.closing.undated.value()), "7", "nobody said when it is due");
    assert_eq!(asked(&view, "cy", "2025-02").untold.len(), 0, "they are none of theirs");

    let skip = people(&plan(r#""exchange": { "foreign": "skip" },"#, ""));
    let mut skip = skip;
    record(&mut skip, LOG.trim());
    skip.record_jsonl(
        br#"{"kind":"invoice","id":"i8","on":"2025-02-01","order":"o2","amount":"5 USD","status":"sent"}"#,
        None,
    );
    assert_eq!(asked(&common::view(&skip, "2025-03-31"), "bob", "2025-02").left_out, 1);
}

#[test]
fn who_may_see_what() {
    let view = view(&cash(), "2025-03-31");
    let query = ReceivableQuery { invoices: Some(true), ..ReceivableQuery::new("dues") };
    let february = when(&view, "2025-02");
    let ann = view.seen_by("ann").unwrap();
    assert!(ann.receivables(&query, None, february).unwrap_err().is_hidden());
    assert!(ann.receivables(&query, Some(whose(&view, "bob")), february).unwrap_err().is_hidden());
    let own = ann.receivables(&query, Some(whose(&view, "ann")), february).unwrap();
    assert_eq!((own.invoices.len(), own.hidden), (2, 0));
    let mia = view.seen_by("mia").unwrap();
    let north = mia.receivables(&query, Some(whose(&view, "north")), february).unwrap();
    assert_eq!((north.invoices.len(), north.hidden), (3, 0));
}

#[test]
fn what_is_asked_wrongly() {
    let view = view(&cash(), "2025-03-31");
    let error =
        |query: &ReceivableQuery| view.receivables(query, None, when(&view, "2025-02")).unwrap_err().to_string();
    assert_eq!(error(&ReceivableQuery::new("due")), "there is no receivables `due`; did you mean `dues`?");
    assert_eq!(
        error(&ReceivableQuery::new("dues").by("custmer")),
        "there is no field `custmer`; did you mean `customer`?"
    );
    assert!(ReceivableQuery::from_json(br#"{ "off": "dues" }"#).is_err());
}

#[test]
fn in_words() {
    let mut engine = cash();
    record(&mut engine, r#"{"kind":"invoice","id":"i9","on":"2025-02-03","order":"o2","amount":"7","status":"sent"}"#);
    let view = view(&engine, "2025-05-05");
    let answer = asked(&view, "company", "2025-05");
    assert_eq!(
        report::receivables(&answer, Language::English).to_string(),
        "\
customer        billed   due  received  rate      open  no due day  not due  1–30  31–60   61–90  over 90
(nothing said)    0.00  0.00      0.00     –      7.00        7.00     0.00  0.00   0.00    0.00     0.00
乙                0.00  0.00      0.00     –    300.00        0.00     0.00  0.00   0.00    0.00   300.00
甲                0.00  0.00      0.00     –    900.00        0.00     0.00  0.00   0.00  900.00     0.00
all               0.00  0.00      0.00     –  1,207.00        7.00     0.00  0.00   0.00  900.00   300.00
"
    );
    assert_eq!(
        report::open_invoices(&answer, Language::Chinese).to_string(),
        "\
发票      开票日      到期日        未收  逾期天数  账龄
i3    乙  2025-01-15  2025-01-31  300.00        94  90 天以上
i1    甲  2025-01-10  2025-02-09  500.00        85  61–90
i2    甲  2025-02-01  2025-03-03  400.00        63  61–90
i9        2025-02-03  –             7.00         –
"
    );
    let february = asked(&view, "company", "2025-02");
    let english = report::receivables_summary(&february, Language::English).to_string();
    let chinese = report::receivables_summary(&february, Language::Chinese).to_string();
    let number =
        |line: &str| line.split("  ").filter(|part| !part.is_empty()).nth(1).unwrap_or_default().trim().to_owned();
    let numbers = |text: &str| text.lines().map(number).collect::<Vec<String>>();
    // 507 less 100 were billed; 1207 / 407 × 28; 7, 500, 300 and 0.4 of 1000, billed on 10 January, which is 49 days back.
    let expected = "507.00,100.00,0.00,800.00,0.00,300.00,50.00,1/000.00,1/207.00,800.00,7.00,0.00,0.00,50.0 %,50.0 %,38.5 %,\
        42.9 %,35.4,33.5,83.0,89.7,49.4,28.0,55.0";
    let expected: Vec<String> = expected.split(',').map(|number| number.replace('/', ",")).collect();
    assert_eq!(numbers(&english), expected);
    assert_eq!(numbers(&chinese), expected);
    assert!(english.starts_with("billed  ") && chinese.starts_with("开票  "));
    let told = json::receivables(&answer, view.plan().precision());
    assert!(told.contains(r#""bands":[{"from":1,"to":30,"#), "{told}");
}

#[test]
fn problems_of_the_definition() {
    let problems = |from: &str, to: &str| -> Vec<String> {
        let text = plan("", "").replace(from, to);
        assert!(text.contains(to), "{from}");
        let Err(problems) = Plan::from_json(text.as_bytes()) else { return Vec::new() };
        problems.iter().map(|one| format!("{}: {}", one.place(), one.message())).collect()
    };
    let rows: &[(&str, &str, &[&str])] = &[
        (
            r#"{ "invoice": "invoice", "amount": "amount -"#,
            r#"{ "invoice": "invoce", "amount": "amount -"#,
            &["receivables.dues.invoice: there is no kind of fact `invoce`"],
        ),
        (
            r#""payment": "payment""#,
            r#""payment": "order""#,
            &["receivables.dues.of: no field of `order` refers to `invoice`"],
        ),
        (r#""paid": "amount""#, r#""paid": "amont""#, &["receivables.dues.paid: `amont` is not known here"]),
        (r#""paid": "amount""#, r#""paid": "customer""#, &["receivables.dues.paid: text cannot be owed"]),
        (r#""due": "due_on""#, r#""due": "customer""#, &["receivables.dues.due: this is text, where a date is needed"]),
        (
            r#""paid": "amount""#,
            r#""paid": "amount", "of": "customer""#,
            &["receivables.dues.of: `customer` of `payment` does not refer to `invoice`"],
        ),
        (
            r#""paid": "amount""#,
            r#""paid": "amount", "of": "invoyce""#,
            &["receivables.dues.of: `payment` has no field `invoyce`"],
        ),
        (
            r#""paid": "amount""#,
            r#""paid": "amount", "bands": [30, 30]"#,
            &["receivables.dues.bands: the last days of the bands do not rise from 1 on, or are more than 32"],
        ),
    ];
    for (from, to, expected) in rows {
        assert_eq!(problems(from, to), *expected, "{to}");
    }
}
