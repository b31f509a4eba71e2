//! Targets that a plan cuts: over periods and members, set anew, adjusted, closed.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

mod common;

use attain::engine::{Engine, View};
use attain::quantity::Why;
use attain::trace::Language;
use common::{engine, member, order, record, told, units, view, when, whose};

/// The company with the teams north (ann, bob) and south (cid), of whom ann sold 600 last year, bob 300, cid 100.
fn company(targets: &str) -> Engine {
    company_with(targets, r#""tables": { "#)
}

/// The same with more tables.
fn company_with(targets: &str, tables: &str) -> Engine {
    let plan = format!(
        r#"{{ "attain": 1, "name": "Split", "currency": "EUR",
             "rules": {{ "rounding": {{ "to": "1", "mode": "half_up", "odd": "first" }}, "missing": "zero" }},
             "org": {{ "trees": {{ "sales": ["company", "team"] }}, "person": {{ "fte": "number" }} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             {tables} "season": {{ "keys": ["index"], "read": "only", "rows": [
                 {{ "index": [1, 2, 3], "weight": 20 }}, {{ "index": 4, "weight": 40 }} ] }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)" }} }},
             "targets": {{ "revenue": {{ "grain": "quarter", "unit_is": "own", "transfer": "days", {targets} }} }} }}"#
    );
    let mut engine = engine(&plan);
    units(&mut engine, &[("company", ""), ("north", "company"), ("south", "company")]);
    for (who, unit, sold) in [("ann", "north", "600"), ("bob", "north", "300"), ("cid", "south", "100")] {
        member(&mut engine, who, "2023-01-01", unit, r#""fte":1"#);
        order(&mut engine, who, "2023-06-01", sold);
    }
    engine
}

const SPLIT: &str = r#""on_change": "respread", "split": [
    { "over": "quarter", "by": "season(period.index)" },
    { "over": "members", "by": "revenue[last_year year]" } ]"#;

fn set(engine: &mut Engine, id: &str, on: &str, who: &str, period: &str, amount: &str) {
    let line = format!(
        r#"{{"kind":"target","id":"{id}","on":"{on}","of":"revenue","who":"{who}","period":"{period}","amount":"{amount}"}}"#
    );
    record(engine, &line);
}

/// What each has in the quarters of 2024, and in the year.
fn row(view: &View, who: &str) -> [String; 5] {
    ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2024"]
        .map(|period| told(view.target("revenue", whose(view, who), when(view, period)).unwrap().counts))
}

#[track_caller]
fn rows(engine: &Engine, expected: &[(&str, [&str; 5])]) {
    let view = view(engine, "2024-12-31");
    let found: Vec<(&str, [String; 5])> = expected.iter().map(|(who, _)| (*who, row(&view, who))).collect();
    let expected: Vec<(&str, [String; 5])> = expected.iter().map(|(who, row)| (*who, row.map(str::to_owned))).collect();
    assert_eq!(found, expected);
    let findings = view.target_findings("revenue").unwrap();
    assert!(findings.is_empty(), "{}", findings.iter().map(|finding| finding.to_string() + "\n").collect::<String>());
}

#[test]
fn a_year_is_cut_into_quarters_and_over_members_down_to_people() {
    let mut engine = company(SPLIT);
    set(&mut engine, "t1", "2023-12-01", "company", "2024", "1000");
    rows(
        &engine,
        &[
            ("company", ["200", "200", "200", "400", "1000"]),
            ("north", ["180", "180", "180", "360", "900"]),
            ("south", ["20", "20", "20", "40", "100"]),
            ("ann", ["120", "120", "120", "240", "600"]),
            ("bob", ["60", "60", "60", "120", "300"]),
            ("cid", ["20", "20", "20", "40", "100"]),
        ],
    );
}

/// The same with the year set: 1,000.
fn year(targets: &str) -> Engine {
    let mut engine = company(targets);
    set(&mut engine, "t1", "2023-12-01", "company", "2024", "1000");
    engine
}

#[test]
fn raised_in_july_what_is_over_stays_and_the_rest_is_cut_anew() {
    let mut engine = year(SPLIT);
    set(&mut engine, "t2", "2024-07-01", "company", "2024", "1120");
    // 720 are left for two quarters, 20 : 40.
    rows(
        &engine,
        &[
            ("company", ["200", "200", "240", "480", "1120"]),
            ("north", ["180", "180", "216", "432", "1008"]),
            ("ann", ["120", "120", "144", "288", "672"]),
            ("cid", ["20", "20", "24", "48", "112"]),
        ],
    );
    // As of June nothing of it was said.
    let june = view(&engine, "2024-06-30");
    assert_eq!(row(&june, "ann"), ["120", "120", "120", "240", "600"]);
}

#[test]
fn where_nothing_counts_of_what_is_open_it_is_cut_evenly_if_the_plan_says_so() {
    // All was sold in the second quarter, which is over in July.
    let by =
        r#""on_change": "respread", "split": [ { "over": "quarter", "by": "revenue[last_year]", "nothing": "even" } ]"#;
    let mut engine = year(by);
    assert_eq!(row(&view(&engine, "2024-12-31"), "company"), ["0", "1000", "0", "0", "1000"]);
    set(&mut engine, "t2", "2024-07-01", "company", "2024", "1120");
    assert_eq!(row(&view(&engine, "2024-12-31"), "company"), ["0", "1000", "60", "60", "1120"]);
}

#[test]
fn what_is_closed_stays_although_it_is_not_over() {
    let mut engine = year(SPLIT);
    record(&mut engine, r#"{"kind":"close","id":"c1","on":"2024-01-01","of":"revenue","period":"2024-Q4"}"#);
    set(&mut engine, "t2", "2024-01-02", "company", "2024", "1120");
    let third = ["240", "240", "240", "400", "1120"];
    rows(&engine, &[("company", third), ("north", ["216", "216", "216", "360", "1008"])]);

    // A quarter that is closed takes nothing, until it is opened again.
    let refused =
        r#"{"kind":"adjust","id":"a1","on":"2024-01-03","of":"revenue","who":"ann","period":"2024-Q4","add":"5"}"#;
    record(&mut engine, refused);
    let found = |engine: &Engine| -> Vec<String> {
        let view = view(engine, "2024-12-31");
        view.target_findings("revenue").unwrap().iter().map(ToString::to_string).collect()
    };
    assert_eq!(found(&engine), ["a1: the target of ann in 2024-Q4 is closed, and was not changed"]);
    record(&mut engine, r#"{"kind":"open","id":"o1","on":"2024-01-02","of":"revenue","period":"2024"}"#);
    // Opened on the day before: the adjustment counts, and so does what t2 says, which came before the opening.
    assert_eq!(found(&engine), [] as [&str; 0]);
    assert_eq!(row(&view(&engine, "2024-12-31"), "ann")[3], "274");
}

#[test]
fn the_difference_goes_to_the_next_period_where_the_plan_says_so() {
    let mut engine = year(&SPLIT.replace("respread", "next"));
    set(&mut engine, "t2", "2024-04-01", "company", "2024", "1100");
    rows(
        &engine,
        &[
            ("company", ["200", "300", "200", "400", "1100"]),
            ("north", ["180", "270", "180", "360", "990"]),
            ("bob", ["60", "90", "60", "120", "330"]),
        ],
    );
}

#[test]
fn members_keep_what_they_have_where_the_plan_says_so() {
    let mut engine = year(&SPLIT.replace("respread", "keep"));
    set(&mut engine, "t2", "2024-01-01", "company", "2024", "1100");
    rows(&engine, &[("company", ["220", "220", "220", "440", "1100"]), ("north", ["180", "180", "180", "360", "900"])]);
    let view = view(&engine, "2024-12-31");
    let figures = view.target("revenue", whose(&view, "company"), when(&view, "2024")).unwrap();
    assert_eq!([figures.own, figures.members, figures.gap].map(told), ["1100", "1000", "-100"]);
}

#[test]
fn what_is_pinned_is_had_whatever_the_others_have() {
    let mut engine = year(SPLIT);
    let pinned = r#"{"kind":"target","id":"p1","on":"2023-12-02","of":"revenue","who":"bob","period":"2024-Q1","amount":"90","pinned":true}"#;
    record(&mut engine, pinned);
    // Bob has more, nobody less: a gap, until the company is set anew.
    rows(&engine, &[("north", ["180", "180", "180", "360", "900"]), ("bob", ["90", "60", "60", "120", "330"])]);
    set(&mut engine, "t2", "2023-12-03", "company", "2024", "1000");
    rows(
        &engine,
        &[
            ("north", ["180", "180", "180", "360", "900"]),
            ("ann", ["90", "120", "120", "240", "570"]),
            ("bob", ["90", "60", "60", "120", "330"]),
        ],
    );
    // More than there is: nothing is cut, and it is said what fights.
    let more = pinned.replace("p1", "p2").replace("\"90\"", "\"190\"").replace("12-02", "12-04");
    record(&mut engine, &more);
    set(&mut engine, "t3", "2023-12-05", "company", "2024", "1000");
    let view = view(&engine, "2024-12-31");
    let found: Vec<String> = view.target_findings("revenue").unwrap().iter().map(ToString::to_string).collect();
    let fights = "t3: the target of company in 2024 was not cut: of north, what is fixed and the least that all others may have \
                  come to 190, which is 10 more than there is";
    assert_eq!(found, [fights]);
    let undefined = "undefined: the target above could not be cut";
    assert_eq!(row(&view, "company"), [undefined, undefined, undefined, undefined, "1000"]);
    assert_eq!(row(&view, "ann"), [undefined; 5]);
    assert_eq!(row(&view, "bob"), ["190", undefined, undefined, undefined, "190"]);
}

#[test]
fn adjustments_add_set_and_multiply_and_are_cut_like_targets() {
    let mut engine = year(SPLIT);
    let adjust = |id: &str, who: &str, period: &str, change: &str| {
        format!(
            r#"{{"kind":"adjust","id":"{id}","on":"2023-12-05","of":"revenue","who":"{who}","period":"{period}",{change}}}"#
        )
    };
    record(&mut engine, &adjust("a1", "north", "2024-Q1", r#""add":"18""#));
    record(&mut engine, &adjust("a2", "cid", "2024-Q2", r#""times":"150%""#));
    record(&mut engine, &adjust("a3", "bob", "2024-Q3", r#""set":"1""#));
    rows(
        &engine,
        &[
            ("company", ["200", "200", "200", "400", "1000"]),
            ("north", ["198", "180", "180", "360", "918"]),
            ("ann", ["132", "120", "120", "240", "612"]),
            ("bob", ["66", "60", "1", "120", "247"]),
            ("cid", ["20", "30", "20", "40", "110"]),
        ],
    );
    // What was never set cannot be adjusted; of another day, it counts from that day on.
    let mut empty = company(SPLIT);
    record(&mut empty, &adjust("a1", "north", "2024", r#""add":"18""#));
    let empty = view(&empty, "2024-12-31");
    assert_eq!(
        empty.target_findings("revenue").unwrap()[0].to_string(),
        "a1: north has no target in 2024 that could be adjusted"
    );
}

#[test]
fn what_becomes_known_later_moves_nobodys_target() {
    let mut engine = company(SPLIT);
    let at = |moment: &str, line: &str| format!(r#"{{"known":"{moment}T00:00:00Z",{}"#, line.trim_start_matches('{'));
    let target = r#"{"kind":"target","id":"t1","on":"2023-12-01","of":"revenue","who":"company","period":"2024","amount":"1000"}"#;
    record(&mut engine, &at("2023-12-01", target));
    let late = r#"{"kind":"order","id":"late","on":"2023-06-02","rep":"cid","amount":"9000"}"#;
    record(&mut engine, &at("2024-02-01", late));
    rows(&engine, &[("ann", ["120", "120", "120", "240", "600"]), ("cid", ["20", "20", "20", "40", "100"])]);

    // Set anew, it is cut by what is known now: 600 : 300 : 9,100.
    let again = target.replace("t1", "t2").replace("2023-12-01", "2024-02-02");
    record(&mut engine, &at("2024-02-02", &again));
    rows(&engine, &[("ann", ["12", "12", "12", "24", "60"]), ("cid", ["182", "182", "182", "364", "910"])]);
}

#[test]
fn a_target_is_multiplied_for_people_by_what_the_plan_says() {
    let mut engine = company(&format!(r#"{SPLIT}, "factor": "active""#));
    let target = r#"{"known":"2023-12-01T00:00:00Z","kind":"target","id":"t1","on":"2023-12-01","of":"revenue","who":"company","period":"2024","amount":"1000"}"#;
    record(&mut engine, target);
    // Bob leaves after 45 of the 91 days of the second quarter; nobody knew when the target was cut.
    let leaves =
        r#"{"known":"2024-05-16T00:00:00Z","kind":"membership","id":"b2","on":"2024-05-16","who":"bob","unit":null}"#;
    record(&mut engine, leaves);
    let view = view(&engine, "2024-12-31");
    assert_eq!(row(&view, "ann"), ["120", "120", "120", "240", "600"]);
    // 60 × 45/91 = 2700/91.
    assert_eq!(row(&view, "bob"), ["60", "2700/91", "0", "0", "8160/91"]);
    // His team's own target stays; its members have less.
    let figures = view.target("revenue", whose(&view, "north"), when(&view, "2024-Q3")).unwrap();
    assert_eq!([figures.own, figures.members, figures.gap].map(told), ["180", "120", "-60"]);
}

#[test]
fn a_part_is_explained_up_to_the_target_that_was_set() {
    let mut engine = year(SPLIT);
    set(&mut engine, "t2", "2023-12-02", "north", "2024-Q2", "210");
    let view = view(&engine, "2024-12-31");
    let (ann, time) = (whose(&view, "ann"), when(&view, "2024-H1"));
    let trace = view.explain_within("target(revenue)", ann, time, attain::trace::Limits::default()).unwrap();
    assert_eq!(
        trace.to_text(attain::trace::Language::English),
        "\
target for revenue of ann, 2024-H1      260
├─ own target for revenue of north      390
│  ├─ own target for revenue of company 400
│  │  ├─ t1  200
│  │  └─ t1  200
│  ├─ t1  180
│  └─ t2  210
├─ t1  120
└─ t2  140
"
    );
}

#[test]
fn a_hire_who_is_known_beforehand_is_cut_by_capacity_and_ramped() {
    let capacity = r#""on_change": "respread", "factor": "ramp(tenure(month))", "split": [
        { "over": "quarter", "by": "season(period.index)" },
        { "over": "members", "by": "subject.fte * active", "missing": "hold" } ]"#;
    let ramp = r#""tables": { "ramp": { "keys": ["month"], "read": "step", "boundary": "[from, to)", "rows": [
        { "month": "1 .. 4", "share": "50%" }, { "month": "4 ..", "share": "100%" } ] }, "#;
    let mut engine = company_with(capacity, ramp);
    // Dan is to come on 1 July, half of the time, to the south; on 1 December it is known.
    member(&mut engine, "dan", "2024-07-01", "south", r#""fte":"0.5""#);
    set(&mut engine, "t1", "2023-12-01", "south", "2024", "1000");
    // The south has 200, 200, 200, 400; from July on 1 : 0.5, and Dan's first three months count half.
    rows(
        &engine,
        &[
            ("south", ["200", "200", "200", "400", "1000"]),
            ("cid", ["200", "200", "133", "267", "800"]),
            ("dan", ["undefined: no target", "undefined: no target", "33.5", "133", "166.5"]),
        ],
    );
    let view = view(&engine, "2024-12-31");
    let figures = view.target("revenue", whose(&view, "south"), when(&view, "2024-Q3")).unwrap();
    assert_eq!([figures.own, figures.members, figures.gap].map(told), ["200", "166.5", "-33.5"]);
}

#[test]
fn a_unit_and_a_person_who_are_called_the_same_are_two() {
    let mut engine = company(SPLIT);
    units(&mut engine, &[("eve", "company")]);
    member(&mut engine, "eve", "2023-01-01", "eve", r#""fte":1"#);
    order(&mut engine, "eve", "2023-06-02", "1000");
    set(&mut engine, "t1", "2023-12-01", "company", "2024", "1000");
    let view = view(&engine, "2024-12-31");
    let year = when(&view, "2024");
    for whose in [view.unit("eve").unwrap(), view.person("eve").unwrap()] {
        assert_eq!(told(view.target("revenue", whose, year).unwrap().own), "500");
    }
    let figures = view.target("revenue", view.unit("company").unwrap(), year).unwrap();
    assert_eq!([figures.own, figures.members].map(told), ["1000", "1000"]);
}

#[test]
fn who_has_left_leaves_nothing_where_targets_are_multiplied() {
    let ramp = r#""tables": { "ramp": { "keys": ["month"], "read": "step", "boundary": "[from, to)", "rows": [
        { "month": "1 ..", "share": "100%" } ] }, "#;
    let mut engine = company_with(&format!(r#"{SPLIT}, "factor": "ramp(tenure(month)) * active""#), ramp);
    let target = r#"{"known":"2023-12-01T00:00:00Z","kind":"target","id":"t1","on":"2023-12-01","of":"revenue","who":"company","period":"2024","amount":"1000"}"#;
    record(&mut engine, target);
    let leaves =
        r#"{"known":"2024-07-01T00:00:00Z","kind":"membership","id":"b2","on":"2024-07-01","who":"bob","unit":null}"#;
    record(&mut engine, leaves);
    // Tenure is undefined once he is gone; the team's sum is not.
    let view = view(&engine, "2024-12-31");
    assert_eq!(row(&view, "bob"), ["60", "60", "0", "0", "120"]);
    let figures = view.target("revenue", whose(&view, "north"), when(&view, "2024-Q3")).unwrap();
    assert_eq!([figures.own, figures.members].map(told), ["180", "120"]);
}

#[test]
fn what_a_target_is_made_of_can_be_asked() {
    let split =
        SPLIT.replace(r#""by": "revenue[last_year year]" }"#, r#""by": "revenue[last_year year]", "uplift": "10%" }"#);
    let mut engine = company(&split);
    let agreed = r#"{"kind":"target","id":"p1","on":"2023-12-01","of":"revenue","who":"bob","period":"2024-Q1","amount":"121","pinned":true}"#;
    record(&mut engine, agreed);
    set(&mut engine, "t1", "2023-12-02", "company", "2024", "1000");
    let view = view(&engine, "2024-12-31");
    let parts = |who: &str, period: &str| -> Vec<String> {
        let shares = view.target_parts("revenue", whose(&view, who), when(&view, period)).unwrap().unwrap();
        let unit = |unit: Option<&attain::id::Key>| unit.map_or("itself".to_owned(), ToString::to_string);
        shares
            .iter()
            .map(|one| format!("{} {} ×{} of {}", one.id, one.amount, one.uplift, unit(one.part_of.as_ref())))
            .collect()
    };
    // North has 180 and a tenth more, 198; bob's 121 are 100 of it without two levels of a tenth, so ann has the other 80.
    assert_eq!(parts("north", "2024-Q1"), ["t1 198 ×1.1 of company"]);
    assert_eq!(parts("ann", "2024-Q1"), ["t1 96.8 ×1.21 of north"]);
    assert_eq!(parts("bob", "2024-H1"), ["p1 121 ×1 of itself", "t1 72.6 ×1.21 of north"]);
    let none = view.target_parts("revenue", whose(&view, "ann"), when(&view, "2023-Q1")).unwrap();
    assert_eq!(none, Err(attain::Why::NoTarget));
}

/// What a row has that is undefined, with the reason; `told` says the same of whatever is.
fn reason(view: &View, who: &str, period: &str) -> Vec<Result<String, Why>> {
    let figures = view.target("revenue", whose(view, who), when(view, period)).unwrap();
    [figures.own, figures.members].map(|figure| figure.map(|value| value.to_string())).to_vec()
}

#[test]
fn a_part_times_its_uplift_that_is_too_large_is_undefined_and_not_missing() {
    // Ann's part, 600,000,000,000,000,000,000,000,005, times 1.123456789012345678 has 45 digits and cannot be said; cid's can.
    let targets = r#""on_change": "respread", "split": [
        { "over": "members", "by": "revenue[last_year year]", "uplift": "12.3456789012345678%" } ]"#;
    let mut engine = company(targets);
    set(&mut engine, "t1", "2023-12-01", "north", "2024-Q1", "900000000000000000");
    for (id, change) in [("a1", r#""times":"1000000000""#), ("a2", r#""add":"7""#)] {
        let about = r#""of":"revenue","who":"north","period":"2024-Q1""#;
        record(&mut engine, &format!(r#"{{"kind":"adjust","id":"{id}","on":"2023-12-02",{about},{change}}}"#));
    }
    set(&mut engine, "t2", "2023-12-01", "south", "2024-Q1", "1000");
    let at_end = view(&engine, "2024-12-31");
    let huge = Ok("900000000000000000000000007".to_owned());
    for (who, own, members) in [
        ("north", huge.clone(), Err(Why::Overflow)),
        ("ann", Err(Why::Overflow), Err(Why::Overflow)),
        ("bob", Err(Why::Overflow), Err(Why::Overflow)),
        ("south", Ok("1000".to_owned()), Ok("1123.456789012345678".to_owned())),
        ("cid", Ok("1123.456789012345678".to_owned()), Ok("1123.456789012345678".to_owned())),
        ("company", Err(Why::NoTarget), Err(Why::Overflow)),
    ] {
        assert_eq!(reason(&at_end, who, "2024-Q1"), [own, members], "{who}");
    }
    // What cannot be said is no zero in a longer time either, and may be set anew.
    assert_eq!(reason(&at_end, "ann", "2024")[0], Err(Why::Overflow));
    set(&mut engine, "t3", "2024-01-02", "ann", "2024-Q1", "500");
    assert_eq!(reason(&view(&engine, "2024-12-31"), "ann", "2024-Q1")[0], Ok("500".to_owned()));
}

/// What did not come out as entries say.
fn found(engine: &Engine, as_of: &str) -> Vec<String> {
    let view = view(engine, as_of);
    let findings = view.target_findings("revenue").unwrap();
    findings.iter().map(|found| format!("{found} [{}]", found.what.code())).collect()
}

#[test]
fn a_time_that_is_cut_by_days_to_come_is_found_once() {
    let split = SPLIT.replace("season(period.index)", "revenue[last_year]");
    let mut engine = company(&split);
    for (on, sold) in [("2023-02-01", "100"), ("2023-08-01", "100"), ("2023-11-01", "200"), ("2023-12-10", "300")] {
        order(&mut engine, "ann", on, sold);
    }
    // By then 100, 1,000, 100 and 200; the 300 of 10 December are not there yet.
    set(&mut engine, "t1", "2023-12-01", "company", "2024", "1400");
    assert_eq!(row(&view(&engine, "2024-12-31"), "company"), ["100", "1000", "100", "200", "1400"]);
    let early = "t1: the target of company in 2024 was cut by what was known when it was set: the figure of 2024-Q4 asks for days to 2023-12-31 [ahead]";
    assert_eq!(found(&engine, "2024-12-31"), [early]);
    let all = view(&engine, "2024-12-31");
    let chinese = attain::report::target_findings(all.target_findings("revenue").unwrap(), Language::Chinese);
    assert_eq!(
        chinese,
        "t1：company 2024 的目标按设定时已知的数值分解：2024-Q4 的数值取自截至 2023-12-31 的日期，当时尚未结束\n  \
         待这些日期结束后重新设定，或按已结束日期的数值分解\n"
    );
    // The target counts, with what is said of it beside it.
    let events = all.target_history("revenue", whose(&all, "company"), when(&all, "2024")).unwrap();
    assert_eq!(events.iter().map(|event| (event.counted, event.findings.len())).collect::<Vec<_>>(), [(true, 1)]);
    // Set anew on the last of these days, and cut by whatever was sold.
    set(&mut engine, "t2", "2023-12-31", "company", "2024", "1700");
    assert_eq!(row(&view(&engine, "2024-12-31"), "company"), ["100", "1000", "100", "500", "1700"]);
    assert_eq!(found(&engine, "2024-12-31"), [early]);
}

#[test]
fn days_to_come_are_found_only_where_a_figure_could_change() {
    // A quarter's own revenue is not there before the quarter is over; of a single quarter that is open, it changes nothing.
    let split = SPLIT.replace("season(period.index)", "if(revenue > 0, 2, 1)");
    let mut engine = company(&split);
    set(&mut engine, "t1", "2024-10-01", "company", "2024-Q4", "10");
    assert_eq!(found(&engine, "2024-12-31"), [] as [&str; 0]);
    set(&mut engine, "t2", "2024-07-01", "company", "2024-H2", "10");
    let second = "t2: the target of company in 2024-H2 was cut by what was known when it was set: the figure of 2024-Q3 asks for days to 2024-09-30 [ahead]";
    assert_eq!(found(&engine, "2024-09-30"), [second]);
    // Of windows that end with what is known, and of days by which facts fall into times that are yet to come, all is known.
    for by in [
        "1 + revenue[to date]",
        "1 + revenue[last 12 months]",
        "1 + revenue[all]",
        "1 + sum(order.amount on order.on + 400 days)",
    ] {
        let mut engine = company(&SPLIT.replace("season(period.index)", by));
        set(&mut engine, "t1", "2023-12-01", "company", "2024", "1000");
        assert_eq!(found(&engine, "2024-12-31"), [] as [&str; 0], "{by}");
    }
}
