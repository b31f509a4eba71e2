//! Who may see what: hierarchies, transfers, vacancies, leavers, and what is opened of a total.
#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::diagnostic::Code;
use attain::engine::query::{Drill, Nodes, Query};
use attain::engine::{Engine, View};
use attain::error::ErrorKind;
use attain::plan::Plan;
use attain::ranking::Order;
use attain::report::json;
use attain::trace::Language;

use common::{engine, member, order, record, told, units, view, when, whose};

fn plan(org: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "Private", "currency": "EUR",
             "rules": {{ "missing": "skip", "ties": "1224", "rounding": {{ "to": "0.01", "mode": "half_up" }} }},
             "org": {{ "trees": {{ "sales": ["company", "region", "team"], "territory": ["land"] }}, "person": {{ "mentor": "person" }},
                       "peers": "role" {org} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)" }},
                        "per_head": {{ "formula": "avg(revenue over people)" }},
                        "share": {{ "formula": "revenue / revenue at company" }},
                        "place": {{ "formula": "rank(revenue over peers)" }} }},
             "targets": {{ "revenue": {{ "grain": "month", "unit_is": "members", "transfer": "days" }} }},
             "scorecards": {{ "rep": {{ "grain": "month", "items": [ {{ "id": "place", "weight": "100%", "value": "place" }} ] }} }},
             "incentives": {{ "pay": {{ "grain": "month", "components": [ {{ "id": "all", "each": "period", "base": "revenue", "pay": "10% * base" }} ] }} }},
             "rankings": {{ "best": {{ "by": "revenue" }} }} }}"#
    )
}

const LEADS: &str = r#", "leads": "role = \"lead\"""#;

/// Private: self and managers above.
const PRIVATE: &str = r#", "may_see": "actor = subject or manager(subject) = actor or leads(actor, subject)""#;

/// Three levels: zoe at the top, nora in the north, nick in n1, sam in s1; n2 and the south are vacant. nick leads the east too,
/// a land of another tree to which tim of s1 belongs. ann moves from n1 to s1 on 15 March, leo leaves n1 on 20 March, and in
/// April nina leads n1 instead of nick.
fn company(org: &str) -> Engine {
    let mut engine = engine(&plan(&format!("{LEADS}{org}")));
    units(
        &mut engine,
        &[("all", ""), ("north", "all"), ("south", "all"), ("n1", "north"), ("n2", "north"), ("s1", "south")],
    );
    record(&mut engine, r#"{"kind":"unit","id":"east","on":"2020-01-01","unit":"east","tree":"territory"}"#);
    for (who, unit, role) in [
        ("zoe", "all", "lead"),
        ("hal", "all", "hr"),
        ("nora", "north", "lead"),
        ("nick", "n1", "lead"),
        ("ann", "n1", "rep"),
        ("leo", "n1", "rep"),
        ("vic", "n2", "rep"),
        ("sam", "s1", "lead"),
        ("tim", "s1", "rep"),
    ] {
        member(&mut engine, who, "2025-01-01", unit, &format!(r#""role":"{role}""#));
    }
    for who in ["nick", "tim"] {
        let line = format!(
            r#"{{"kind":"membership","id":"{who} east","on":"2025-01-02","who":"{who}","unit":"east","tree":"territory"}}"#
        );
        record(&mut engine, &line);
    }
    member(&mut engine, "ann", "2025-03-15", "s1", "");
    member(&mut engine, "leo", "2025-03-20", "", "");
    member(&mut engine, "nick", "2025-04-01", "north", r#""role":"rep""#);
    member(&mut engine, "nina", "2025-04-01", "n1", r#""role":"lead""#);
    for (who, on, amount) in [
        ("ann", "2025-02-10", "1"),
        ("ann", "2025-03-10", "20"),
        ("ann", "2025-03-20", "300"),
        ("leo", "2025-03-05", "4000"),
        ("vic", "2025-03-06", "50000"),
        ("tim", "2025-03-07", "600000"),
        ("nick", "2025-03-08", "7"),
    ] {
        order(&mut engine, who, on, amount);
    }
    engine
}

/// Everybody and every unit that an actor may see in a time.
fn seen(view: &View, actor: &str, time: &str) -> String {
    let seen = view.seen_by(actor).unwrap();
    let people = view.org().people().map(|(_, person)| person.key());
    let units = view.org().units().map(|(_, unit)| unit.key());
    let all: Vec<&str> = people.chain(units).map(attain::id::Key::as_str).collect();
    all.into_iter().filter(|who| seen.sees(whose(view, who), when(view, time))).collect::<Vec<&str>>().join(" ")
}

#[test]
fn whoever_leads_sees_all_below_and_nobody_sees_beside_or_above() {
    let view = view(&company(PRIVATE), "2025-05-31");
    let table = [
        ("zoe", "ann hal leo nick nora sam tim vic zoe all n1 n2 north s1 south"),
        ("nora", "leo nick nora vic n1 n2 north"),
        ("nick", "leo nick tim east n1"),
        ("sam", "ann sam tim s1"),
        ("ann", "ann"),
        ("vic", "vic"),
        ("hal", "hal"),
        ("nina", "nina"),
    ];
    for (actor, expected) in table {
        assert_eq!(seen(&view, actor, "2025-03"), expected, "{actor}");
    }
}

#[test]
fn of_a_mover_it_is_who_led_on_the_last_day_that_counts() {
    let engine = company(PRIVATE);
    let (may, mid_march) = (view(&engine, "2025-05-31"), view(&engine, "2025-03-14"));
    let sees =
        |view: &View, actor: &str, time: &str| view.seen_by(actor).unwrap().sees(whose(view, "ann"), when(view, time));
    for (view, time, who) in [
        (&may, "2025-02", "nick"),
        (&may, "2025-03", "sam"),
        (&may, "2025-03-01 .. 2025-03-15", "nick"),
        (&may, "2025-Q1", "sam"),
        (&mid_march, "2025-03", "nick"),
        (&mid_march, "2025-Q2", "nick"),
    ] {
        for actor in ["nick", "sam"] {
            assert_eq!(sees(view, actor, time), actor == who, "{actor} sees ann in {time}");
        }
    }
}

#[test]
fn vacancies_leavers_and_new_leaders() {
    let view = view(&company(PRIVATE), "2025-05-31");
    let who_sees = |who: &str, time: &str| -> String {
        let people = view.org().people().map(|(_, person)| person.key().as_str());
        let sees = |actor: &&str| view.seen_by(actor).unwrap().sees(whose(&view, who), when(&view, time));
        people.filter(sees).collect::<Vec<&str>>().join(" ")
    };
    let table = [
        ("vic", "2025-03", "nora vic zoe"),
        ("n2", "2025-03", "nora zoe"),
        ("leo", "2025-03", "leo nick nora zoe"),
        ("leo", "2025-04", "leo"),
        ("n1", "2025-03", "nick nora zoe"),
        ("n1", "2025-04", "nina nora zoe"),
        ("tim", "2025-03", "nick sam tim zoe"),
        ("tim", "2025-04", "sam tim zoe"),
        ("east", "2025-03", "nick"),
        ("east", "2025-04", ""),
        ("all", "2025-04", "zoe"),
        ("zoe", "2025-04", "zoe"),
    ];
    for (who, time, expected) in table {
        assert_eq!(who_sees(who, time), expected, "{who} in {time}");
    }
}

#[test]
fn what_is_known_of_actor_and_subject_may_decide() {
    let may_see = r#", "may_see": "actor.role = \"hr\" and subject.role != \"lead\" or subject.mentor = actor or actor.role = \"rep\" and subject is missing""#;
    let mut engine = company(may_see);
    member(&mut engine, "vic", "2025-04-01", "n2", r#""mentor":"ann""#);
    let view = view(&engine, "2025-05-31");
    assert_eq!(seen(&view, "hal", "2025-03"), "ann hal leo tim vic");
    assert_eq!(seen(&view, "ann", "2025-03"), "all east n1 n2 north s1 south", "totals of units, and of no person");
    assert_eq!(seen(&view, "ann", "2025-04"), "vic all east n1 n2 north s1 south");
    assert_eq!(seen(&view, "leo", "2025-04"), "", "whoever has left has no role any more");
    assert_eq!(seen(&view, "zoe", "2025-03"), "");
}

/// What `leo` may see of targets: their own, and not what others have, say, or promise.
#[test]
fn of_targets_one_sees_ones_own_and_not_what_is_above_or_beside() {
    let private = r#", "may_see": "actor = subject or leads(actor, subject)""#;
    let text = plan(&format!("{LEADS}{private}"));
    let text = text.replace(
        r#""transfer": "days" }"#,
        r#""transfer": "days", "on_change": "respread", "pace": "days", "split": [{ "over": "members" }] }"#,
    );
    let text = text.replace(r#""mode": "half_up" }"#, r#""mode": "half_up", "odd": "first" }"#);
    let mut engine = engine(&text);
    units(&mut engine, &[("all", ""), ("n1", "all"), ("s1", "all")]);
    for (who, unit, role) in [("nick", "n1", "lead"), ("leo", "n1", "rep"), ("ann", "n1", "rep"), ("tim", "s1", "rep")]
    {
        member(&mut engine, who, "2025-01-01", unit, &format!(r#""role":"{role}""#));
    }
    let about = |kind: &str, id: &str, by: &str, who: &str, amount: &str| {
        format!(
            r#"{{"kind":"{kind}","id":"{id}","on":"2025-02-0{}","of":"revenue","who":"{who}","period":"2025-03","by":"{by}",{amount}}}"#,
            id.len()
        )
    };
    for line in [
        about("target", "t", "nick", "n1", r#""amount":"900","why":"a secret""#),
        about("adjust", "aa", "nick", "leo", r#""add":"30""#),
        about("submit", "sss", "leo", "leo", r#""amount":"310""#),
        about("submit", "ssss", "ann", "ann", r#""amount":"250""#),
        about("adjust", "aaaaa", "ann", "ann", r#""set":"1""#),
    ] {
        record(&mut engine, &line);
    }
    let view = view(&engine, "2025-03-10");
    let march = when(&view, "2025-03");
    let (leo, ann, n1) = (whose(&view, "leo"), whose(&view, "ann"), whose(&view, "n1"));
    let seen = view.seen_by("leo").unwrap();
    assert_eq!(seen.target("revenue", leo, march).unwrap(), view.target("revenue", leo, march).unwrap());
    let parts = seen.target_parts("revenue", leo, march).unwrap().unwrap();
    assert_eq!(parts.iter().map(|part| part.amount.to_string()).collect::<Vec<String>>(), ["330"]);
    assert_eq!(seen.pace("revenue", leo, march).unwrap(), view.pace("revenue", leo, march).unwrap());
    assert_eq!(seen.run_rate("revenue", leo, march).unwrap(), view.run_rate("revenue", leo, march).unwrap());
    assert_eq!(seen.check_target("revenue", leo, march).unwrap(), view.check_target("revenue", leo, march).unwrap());
    assert_eq!(told(seen.commitment("revenue", leo, march).unwrap().counts), "310");
    // What was cut from nick's unit is told as far as it is theirs.
    let all = view.target_history("revenue", leo, march).unwrap();
    let history = seen.target_history("revenue", leo, march).unwrap();
    assert_eq!((all.len(), history.events.len(), history.hidden), (2, 2, 1));
    let [cut, own] = &history.events[..] else { panic!("{history:?}") };
    assert_eq!((cut.deed.as_ref(), cut.by.as_ref(), cut.why.as_ref()), (None, None, None));
    assert_eq!((told(cut.after.clone()).as_str(), all[0].why.as_deref()), ("300", Some("a secret")));
    assert_eq!(own, &all[1]);
    // Ann may not set her own: nobody else hears of it.
    assert_eq!(view.target_findings("revenue").unwrap().len(), 1);
    assert_eq!(seen.target_findings("revenue").unwrap(), []);
    assert_eq!(view.seen_by("nick").unwrap().target_findings("revenue").unwrap().len(), 1);
    for (hidden, whose) in [(true, ann), (true, n1)] {
        assert_eq!(seen.target_parts("revenue", whose, march).is_err_and(|error| error.is_hidden()), hidden);
        assert_eq!(seen.target_history("revenue", whose, march).is_err_and(|error| error.is_hidden()), hidden);
        assert_eq!(seen.commitment("revenue", whose, march).is_err_and(|error| error.is_hidden()), hidden);
        assert_eq!(seen.reconcile("revenue", whose, march).is_err_and(|error| error.is_hidden()), hidden);
        assert_eq!(seen.pace("revenue", whose, march).is_err_and(|error| error.is_hidden()), hidden);
        assert_eq!(seen.run_rate("revenue", whose, march).is_err_and(|error| error.is_hidden()), hidden);
        assert_eq!(seen.check_target("revenue", whose, march).is_err_and(|error| error.is_hidden()), hidden);
    }
    let nick = view.seen_by("nick").unwrap().reconcile("revenue", n1, march).unwrap();
    assert_eq!((nick.hidden, nick.reconciliation), (0, view.reconcile("revenue", n1, march).unwrap()));
}

/// Whoever sees a unit's total and not each of its people sees the sums of all, and the rows that are theirs.
#[test]
fn a_reconciliation_leaves_out_rows_and_counts_them() {
    let mut engine = company(r#", "may_see": "actor = subject or subject is missing""#);
    for (who, amount) in [("leo", "70"), ("nick", "50")] {
        record(
            &mut engine,
            &format!(
                r#"{{"kind":"submit","id":"s {who}","on":"2025-02-01","of":"revenue","who":"{who}","period":"2025-02","amount":"{amount}"}}"#
            ),
        );
    }
    let view = view(&engine, "2025-02-28");
    let (n1, time) = (whose(&view, "n1"), when(&view, "2025-02"));
    let seen = view.seen_by("leo").unwrap().reconcile("revenue", n1, time).unwrap();
    let rows: Vec<&str> = seen.reconciliation.rows.iter().map(|row| row.who.as_str()).collect();
    // Ann and nick are left out; what they promise is in the sum.
    assert_eq!((rows, seen.hidden), (vec!["n1", "leo"], 2));
    assert_eq!(told(seen.reconciliation.rows[0].commitment.counts.clone()), "120");
}

#[test]
fn a_question_about_somebody_hidden_is_an_error_of_its_own_kind() {
    let view = view(&company(PRIVATE), "2025-05-31");
    let ann = view.seen_by("ann").unwrap();
    let (own, vic, march) = (whose(&view, "ann"), whose(&view, "vic"), view.period("2025-03").unwrap());
    let error = ann.value("revenue", vic, march).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Hidden);
    assert_eq!(error.to_string(), "`ann` may not see the figures of `vic`, 2025-03");
    assert!(ann.target("revenue", vic, march).unwrap_err().is_hidden());
    assert!(ann.attainment("revenue", vic, march).unwrap_err().is_hidden());
    assert!(ann.scorecard("rep", vic, march).unwrap_err().is_hidden());
    assert!(ann.statement("pay", vic, march).unwrap_err().is_hidden());
    assert!(ann.pay("pay", None, vic, march).unwrap_err().is_hidden());
    assert!(ann.rank_change("best", "vic", march).unwrap_err().is_hidden());
    assert!(ann.explain("revenue", vic, march).unwrap_err().is_hidden());
    assert!(ann.explain_attainment("revenue", vic, march).unwrap_err().is_hidden());
    assert!(ann.explain_scorecard("rep", vic, march).unwrap_err().is_hidden());
    assert!(ann.explain_statement("pay", vic, march).unwrap_err().is_hidden());
    assert!(ann.entries(&Drill::new("revenue", vic, march)).unwrap_err().is_hidden());
    assert_eq!(told(ann.value("revenue", own, march).unwrap()), "320");
    assert_eq!(ann.pay("pay", None, own, march).unwrap(), view.pay("pay", None, own, march).unwrap());
    assert!(ann.value("revenu", own, march).unwrap_err().is_unknown());
}

#[test]
fn without_may_see_nobody_believes_to_be_protected() {
    let free = view(&company(""), "2025-05-31");
    let error = free.seen_by("ann").unwrap_err();
    assert_eq!(error.to_string(), "the plan does not say who may see whom: write a condition under `org.may_see`");
    let private = view(&company(PRIVATE), "2025-05-31");
    let error = private.seen_by("anne").unwrap_err();
    assert_eq!(error.to_string(), "there is no person `anne`; did you mean `ann`?");
}

#[test]
fn tables_breakdowns_and_rankings_leave_out_whom_one_may_not_see_and_count_them() {
    let view = view(&company(PRIVATE), "2025-03-31");
    let nora = view.seen_by("nora").unwrap();
    let march = when(&view, "2025-03");
    let query = Query::new(["revenue", "rank.best"]).during(march).sort("revenue", Order::HighestFirst);
    let table = nora.table(&query).unwrap();
    let rows: Vec<String> = table
        .rows
        .iter()
        .map(|row| format!("{} {} {}", row.who, told(row.cells[0].clone()), told(row.cells[1].clone())))
        .collect();
    assert_eq!(rows, ["vic 50000 2", "leo 4000 3", "nick 7 5", "nora 0 6"], "with the ranks among all");
    assert_eq!((table.total, table.hidden), (4, 5));
    let split = Query::new(["revenue"]).of(Nodes::keys(["north", "all"])).during(march).by("order.rep");
    let table = nora.table(&split).unwrap();
    let rows: Vec<String> =
        table.rows.iter().map(|row| format!("{:?}", row.by[0].as_ref().map(ToString::to_string))).collect();
    assert_eq!(
        (rows.join(" ").as_str(), table.hidden),
        (r#"Some("leo") Some("nick") Some("vic")"#, 2),
        "ann's share, and the company"
    );
    let best = nora.ranking("best", march).unwrap();
    let places: Vec<&str> = best.ranking.places.iter().map(|place| place.who.as_str()).collect();
    assert_eq!((places, best.hidden), (vec!["vic", "leo", "nick", "nora"], 5));
    assert_eq!(best.ranking.of("vic"), view.ranking("best", march).unwrap().of("vic"));
    assert_eq!(best.ranking.of("tim"), None);
}

/// Whoever is a rep sees the totals of units, and oneself.
const TOTALS: &str = r#", "may_see": "actor = subject or actor.role = \"rep\" and subject is missing""#;

#[test]
fn a_total_stays_a_number_and_its_hidden_parts_stay_closed() {
    let view = view(&company(TOTALS), "2025-03-31");
    let ann = view.seen_by("ann").unwrap();
    let march = when(&view, "2025-03");
    let explained =
        |kpi: &str, who: &str, language| ann.explain(kpi, whose(&view, who), march).unwrap().to_text(language);
    assert_eq!(
        explained("revenue", "n1", Language::English),
        "\
revenue of n1, 2025-03              4,027  = sum(order.amount)
└─ sum(order.amount)                4,027
   ├─ order ann 2025-03-10 20  2025-03-10  20
   └─ … and 2 more that may not be seen
"
    );
    assert_eq!(
        explained("per_head", "s1", Language::Chinese),
        "\
per_head（s1）, 2025-03             200,106.6667  = avg(revenue over people)
└─ avg over people                  200,106.6667
   ├─ ann                           320
   └─ ……还有 2 项无权查看
"
    );
    let place = ann.explain("place", whose(&view, "ann"), march).unwrap();
    let rivals = &place.parts[0];
    assert_eq!((rivals.parts.len(), rivals.hidden), (1, 3), "leo, tim and vic are peers");
    let statement = ann.explain_statement("pay", whose(&view, "s1"), march).unwrap();
    assert_eq!((statement.parts.len(), statement.hidden), (1, 2));
    let written = json::trace(&rivals.clone(), view.plan().precision());
    assert!(written.contains(r#""hidden":3"#), "{written}");
    let behind = ann.entries(&Drill::new("per_head", whose(&view, "s1"), march)).unwrap();
    assert_eq!((behind[0].all, behind[0].hidden, behind[0].entries.len()), (2, 1, 2));
}

#[test]
fn a_part_that_belongs_to_somebody_hidden_is_a_number_that_does_not_open() {
    let view = view(&company(PRIVATE), "2025-03-31");
    let ann = view.seen_by("ann").unwrap();
    let trace = ann.explain("share", whose(&view, "ann"), when(&view, "2025-03")).unwrap();
    assert_eq!(
        trace.to_text(Language::English),
        "\
share of ann, 2025-03               0.0489%  = revenue / revenue at company
├─ revenue                          320  = sum(order.amount)
│  └─ sum(order.amount)             320
│     ├─ order ann 2025-03-10 20  2025-03-10  20
│     └─ order ann 2025-03-20 300  2025-03-20  300
└─ revenue of all                   654,327  = sum(order.amount)
   └─ … its parts may not be seen
"
    );
    assert!(json::trace(&trace.parts[1], view.plan().precision()).ends_with(r#""closed":true}"#));
    let behind = ann.entries(&Drill::new("share", whose(&view, "ann"), when(&view, "2025-03"))).unwrap();
    let told: Vec<_> = behind.iter().map(|one| (one.who.as_str(), one.all, one.hidden, one.closed)).collect();
    assert_eq!(told, [("ann", 2, 0, false), ("all", 0, 0, true)], "nor is it told how many there are");
}

#[test]
fn what_cannot_decide_who_may_see_or_set_is_a_problem() {
    let problem = |leads: &str, (field, condition): (&str, &str)| -> String {
        let text = plan(&format!(r#"{leads}, "{field}": "{condition}""#));
        let problems = Plan::from_json(text.as_bytes()).unwrap_err();
        let problem = problems.iter().next().unwrap();
        assert_eq!(
            (problems.len(), problem.place().to_string().as_str()),
            (1, format!("org.{field}").as_str()),
            "{problems}"
        );
        format!("{}: {}", problem.code(), problem.message())
    };
    let figures = "formula.context: who may see cannot depend on figures, or on the time that is asked for";
    let table = [
        (LEADS, "revenue > 1000", figures),
        (LEADS, "actor = subject or rank(revenue over peers) = 1", figures),
        (LEADS, "count(order) > 0", figures),
        (LEADS, "target(revenue) > 0", figures),
        (LEADS, "active > 50%", figures),
        (LEADS, "period.days > 7 days", figures),
        (LEADS, "actr = subject", "formula.unknown_name: `actr` is not known here"),
        (LEADS, "actor.rol = \\\"hr\\\"", "formula.unknown_name: `actor.rol` is not known here"),
        (LEADS, "leads(actor)", "formula.arguments: `leads` is of the one who asks and the one who is asked about"),
        (
            LEADS,
            "leads(subject, actor)",
            "formula.arguments: `leads` is of the one who asks and the one who is asked about",
        ),
        ("", "leads(actor, subject)", "rule.needed: the plan does not say who leads"),
        ("", "manager(subject) = actor", "rule.needed: the plan does not say who leads"),
        (LEADS, "actor", "formula.units: this is a person, where yes/no is needed"),
    ];
    for (leads, condition, expected) in table {
        assert_eq!(problem(leads, ("may_see", condition)), expected, "{condition}");
        let of_setting = expected.replace("who may see", "who may set");
        assert_eq!(problem(leads, ("may_set", condition)), of_setting, "{condition}");
    }
    for leads in ["target(revenue) > 0", "revenue > 5", "count(order) > 5"] {
        let leads = format!(r#", "leads": "{leads}""#);
        let expected = "formula.context: who may set cannot depend on figures, and who leads depends on some";
        for condition in ["leads(actor, subject)", "manager(subject) = actor"] {
            assert_eq!(problem(&leads, ("may_set", condition)), expected, "{leads}: {condition}");
        }
        let text = plan(&format!(r#"{leads}, "may_set": "actor != subject""#));
        assert!(Plan::from_json(text.as_bytes()).is_ok(), "it does not ask who leads");
    }
    assert_eq!(Code::FormulaContext.name(), "formula.context");
}

#[test]
fn outside_of_may_see_there_is_no_actor() {
    let text = plan(LEADS).replace(r#""sum(order.amount)" }"#, r#""if(subject = actor, sum(order.amount), 0)" }"#);
    assert!(Plan::from_json(text.as_bytes()).is_err());
}
