//! Rankings of units and within groups, contests with prizes, badges: asked of an engine, with numbers worked out by hand.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use attain::diagnostic::Code;
use attain::engine::query::{Nodes, Query};
use attain::engine::{Contest, Engine, View};
use attain::id::Key;
use attain::plan::Plan;
use attain::quantity::{Fraction, Outcome, Precision, Why};
use attain::ranking::{Movement, Ranking, affected};
use attain::report::{self, Standing, json};
use attain::trace::Language;

use common::{amount, engine, member, record, told, units, view, when, whose};

const HEAD: &str = r#""attain": 1, "name": "Contests", "currency": "EUR",
    "rules": { "rounding": { "to": "0.01", "mode": "half_up", "odd": "first" } },
    "org": { "trees": { "sales": ["company", "region", "team"], "zones": ["zone"] }, "person": { "level": "text" },
             "peers": "subject.level", "may_see": "actor = subject" },
    "facts": { "visit": { "whose": "rep", "fields": { "rep": "person" } },
               "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "points": "number" } } },
    "kpis": { "revenue": { "formula": "sum(order.amount)" }, "mean": { "formula": "avg(order.amount)" },
              "sure": { "formula": "avg(order.amount)", "at_least": 2 } }"#;

fn plan(rankings: &str) -> String {
    format!(r#"{{ {HEAD}, "rankings": {{ {rankings} }} }}"#)
}

/// Two regions with two teams each; what everybody sold in July 2025 and how often they visited customers.
///
/// west: one (ann 90, bob 90), two (cid 40); east: three (dan 90, eve nothing), four (fay 10).
fn world(rankings: &str) -> Engine {
    let mut engine = engine(&plan(rankings));
    units(&mut engine, &[("all", ""), ("west", "all"), ("east", "all")]);
    units(&mut engine, &[("one", "west"), ("two", "west"), ("three", "east"), ("four", "east")]);
    let people = [
        ("ann", "one", "senior"),
        ("bob", "one", "junior"),
        ("cid", "two", "senior"),
        ("dan", "three", "senior"),
        ("eve", "three", "junior"),
        ("fay", "four", ""),
    ];
    for (who, unit, level) in people {
        let level = if level.is_empty() { String::new() } else { format!(r#""level":"{level}""#) };
        member(&mut engine, who, "2025-01-01", unit, &level);
    }
    for (who, on, amount, points) in [
        ("ann", "2025-07-03", 90, 7),
        ("bob", "2025-07-02", 60, 4),
        ("bob", "2025-07-20", 30, 1),
        ("cid", "2025-07-04", 40, 2),
        ("dan", "2025-07-31", 90, 3),
        ("fay", "2025-07-05", 10, 1),
        ("eve", "2025-06-05", 500, 9),
        ("fay", "2025-06-05", 300, 9),
    ] {
        let id = format!("{who} {on}");
        record(
            &mut engine,
            &format!(
                r#"{{"kind":"order","id":"{id}","on":"{on}","rep":"{who}","amount":"{amount}","points":{points}}}"#
            ),
        );
    }
    for (who, day) in [("ann", 1), ("ann", 2), ("bob", 3), ("cid", 9), ("cid", 10), ("cid", 11), ("eve", 12)] {
        let line = format!(r#"{{"kind":"visit","id":"visit {who} {day}","on":"2025-07-{day:02}","rep":"{who}"}}"#);
        record(&mut engine, &line);
    }
    engine
}

fn listed(ranking: &Ranking) -> String {
    let place = |place: &attain::ranking::Place| {
        let rank = place.rank.clone().map_or_else(|_| "–".to_owned(), |rank| rank.to_string());
        match &place.group {
            None => format!("{rank} {}", place.who),
            Some(group) => format!("{group}: {rank} {}", place.who),
        }
    };
    ranking.places.iter().map(place).collect::<Vec<String>>().join(", ")
}

fn ranked(ranking: &str) -> String {
    let view = view(&world(&format!(r#""race": {{ {ranking} }}"#)), "2025-12-31");
    listed(&view.ranking("race", when(&view, "2025-07")).unwrap())
}

#[test]
fn each_is_ranked_among_whom_the_plan_says() {
    let table = [
        (
            r#""by": "revenue", "ties": "1224", "within": "region""#,
            "east: 1 dan, east: 2 fay, east: 3 eve, west: 1 ann, west: 1 bob, west: 3 cid",
        ),
        (
            r#""by": "revenue", "ties": "1224", "within": "team""#,
            "four: 1 fay, one: 1 ann, one: 1 bob, three: 1 dan, three: 2 eve, two: 1 cid",
        ),
        // fay has no level: there is nobody to rank her among.
        (
            r#""by": "revenue", "ties": "1223", "within": "peers""#,
            "junior: 1 bob, junior: 2 eve, senior: 1 ann, senior: 1 dan, senior: 2 cid, – fay",
        ),
        (
            r#""by": "revenue", "ties": "1224", "within": "subject.level""#,
            "junior: 1 bob, junior: 2 eve, senior: 1 ann, senior: 1 dan, senior: 3 cid, – fay",
        ),
        (
            r#""by": "revenue", "ties": "1224", "within": "revenue > 50""#,
            "no: 1 cid, no: 2 fay, no: 3 eve, yes: 1 ann, yes: 1 bob, yes: 1 dan",
        ),
        // A group with fewer who have a value is not ranked, and all of it is told.
        (
            r#""by": "mean", "ties": "1224", "within": "region", "at_least": 3"#,
            "west: 1 ann, west: 2 bob, west: 3 cid, east: – dan, east: – eve, east: – fay",
        ),
        (r#""by": "mean", "ties": "1224", "at_least": 6"#, "– ann, – bob, – cid, – dan, – eve, – fay"),
        (r#""by": "mean", "ties": "1224", "at_least": 5"#, "1 ann, 1 dan, 3 bob, 4 cid, 5 fay, – eve"),
        // Units.
        (r#""by": "revenue", "ties": "1224", "of": "team""#, "1 one, 2 three, 3 two, 4 four"),
        (
            r#""by": "revenue", "ties": "1224", "of": "team", "within": "region""#,
            "east: 1 three, east: 2 four, west: 1 one, west: 2 two",
        ),
        (r#""by": "revenue", "ties": "1224", "of": "region", "who": "revenue > 100""#, "1 west"),
        // 220 in four orders, 100 in two.
        (r#""by": "revenue / count(order)", "ties": "1224", "of": "region", "order": "lowest""#, "1 east, 2 west"),
        // The KPI has a smallest sample of its own: only bob has two orders.
        (r#""by": "sure", "ties": "1224""#, "1 bob, – ann, – cid, – dan, – eve, – fay"),
    ];
    // One world for each: what stands in the plan is what differs.
    for (ranking, expected) in table {
        assert_eq!(ranked(ranking), expected, "{ranking}");
    }
}

#[test]
fn equals_are_told_apart_and_shown_as_the_plan_says() {
    let table = [
        (r#""ties": "1234", "then": ["count(visit)"]"#, "1 ann, 2 bob, 3 dan, 4 cid, 5 fay, 6 eve"),
        (
            r#""ties": "1234", "then": [{ "by": "count(visit)", "order": "lowest" }]"#,
            "1 dan, 2 bob, 3 ann, 4 cid, 5 fay, 6 eve",
        ),
        // Who had sold the last of it first: an earlier day comes first.
        (r#""ties": "1234", "then": ["last(order.on)"]"#, "1 ann, 2 bob, 3 dan, 4 cid, 5 fay, 6 eve"),
        (
            r#""ties": "1234", "then": [{ "by": "last(order.on)", "order": "highest" }]"#,
            "1 dan, 2 bob, 3 ann, 4 cid, 5 fay, 6 eve",
        ),
        // Nothing differs: keys do.
        (r#""ties": "1234", "then": ["0"]"#, "1 ann, 2 bob, 3 dan, 4 cid, 5 fay, 6 eve"),
        // Elsewhere it is the order in which equals are shown.
        (
            r#""ties": "1224", "then": [{ "by": "count(visit)", "order": "lowest" }]"#,
            "1 dan, 1 bob, 1 ann, 4 cid, 5 fay, 6 eve",
        ),
        (r#""ties": "average", "then": ["count(order)"]"#, "2 bob, 2 ann, 2 dan, 4 cid, 5 fay, 6 eve"),
    ];
    for (ranking, expected) in table {
        assert_eq!(ranked(&format!(r#""by": "revenue", {ranking}"#)), expected, "{ranking}");
    }
}

const RACE: &str = r#""race": { "by": "5 * count(visit) + sum(order.points)", "during": "2025-07-01 .. 2025-08-01", "ties": "1224",
    "equals": "split", "who": "level is present",
    "prizes": { "keys": ["rank"], "read": "only", "boundary": "[from, to)",
                "rows": [ { "rank": 1, "amount": 500, "cup": "gold" }, { "rank": 2, "amount": 250.01, "cup": "silver" },
                          { "rank": "3 .. 5", "amount": 100, "cup": "" } ] },
    "badges": [ { "id": "walker", "when": "count(visit) >= 2", "labels": { "en": "on foot", "zh": "勤访" } },
                { "id": "seller", "when": "mean > 80" } ] }"#;

/// Who wins what, with what is offered and paid.
fn won(contest: &Contest) -> String {
    let awards = contest.awards.as_ref().unwrap();
    let award = |award: &attain::ranking::Award| {
        let cups: Vec<&str> = award.trophies.iter().map(|(_, cup)| cup.as_str()).collect();
        let amount = award.amount.map_or_else(|| "–".to_owned(), |amount| amount.to_string());
        format!("{} {amount} {}", award.who, cups.join("+")).trim_end().to_owned()
    };
    let all: Vec<String> = awards.awards.iter().map(award).collect();
    format!("{}; {} of {}", all.join(", "), awards.paid, awards.offered)
}

#[test]
fn a_contest_gives_points_for_what_is_done_and_prizes_by_rank() {
    let engine = world(RACE);
    // Points: ann 10 + 7, bob 5 + 5, cid 15 + 2, dan 3, eve 5; fay has no level.
    let late = view(&engine, "2025-08-15");
    let july = when(&late, "2025-07");
    let contest = late.contest("race", july).unwrap().unwrap();
    assert_eq!(listed(&contest.ranking), "1 ann, 1 cid, 3 bob, 4 eve, 5 dan");
    // 750.01 for the first two: one cent is odd, and the first of the equals has it. A cup is not cut.
    assert_eq!(won(&contest), "ann 375.01 gold, cid 375.00 gold, bob 100.00, eve 100.00; 950.01 of 950.01");
    assert!(contest.is_over);
    // Whatever part of it is asked for, it is the whole contest; before its end it is what would be won.
    for time in ["2025-07-10 .. 2025-07-12", "2025", "2025-Q3"] {
        assert_eq!(late.contest("race", when(&late, time)).unwrap(), Ok(contest.clone()), "{time}");
    }
    let early = view(&engine, "2025-07-03");
    let contest = early.contest("race", july).unwrap().unwrap();
    assert_eq!(won(&contest), "ann 500.00 gold, bob 250.01 silver, cid 66.67, dan 66.67, eve 66.66; 950.01 of 950.01");
    assert!(!contest.is_over);
    assert!(view(&engine, "2025-07-31").contest("race", july).unwrap().unwrap().is_over, "its last day is seen");
    assert_eq!(late.contest("race", when(&late, "2025-08")).unwrap(), Err(Why::NoPeriod), "no day in common");
    assert!(late.contest("rase", july).unwrap_err().to_string().contains("race"));
}

#[test]
fn outside_of_its_time_nobody_is_ranked() {
    let view = view(&world(RACE), "2025-12-31");
    let listed = |time: &str| listed(&view.ranking("race", when(&view, time)).unwrap());
    assert_eq!(listed("2025-06"), "");
    assert_eq!(listed("2025"), "1 ann, 1 cid, 3 bob, 4 eve, 5 dan");
    // Of a longer or a shorter time, the days that both have: up to the third, ann 10 + 7, bob 5 + 4.
    assert_eq!(listed("2025-06-20 .. 2025-07-04"), "1 ann, 2 bob, 3 cid, 3 dan, 3 eve");
}

#[test]
fn a_contest_without_a_time_of_its_own_is_one_in_each_time() {
    let race = r#""race": { "by": "revenue", "ties": "1224", "equals": "each",
        "prizes": { "keys": ["rank"], "read": "first", "rows": [ { "rank": [1, 2], "amount": 10 } ] } },
        "plain": { "by": "revenue", "ties": "1224" }"#;
    let view = view(&world(race), "2025-12-31");
    let contest = |time: &str| view.contest("race", when(&view, time)).unwrap().unwrap();
    assert_eq!(won(&contest("2025-07")), "ann 10, bob 10, dan 10; 30 of 20");
    assert_eq!(won(&contest("2025-06")), "eve 10, fay 10; 20 of 20");
    assert_eq!(view.contest("plain", when(&view, "2025-07")).unwrap(), Err(Why::NothingDefined), "nothing is offered");
}

#[test]
fn prizes_are_won_within_each_group() {
    let race = r#""race": { "by": "revenue", "ties": "1224", "equals": "split", "within": "region",
        "prizes": { "keys": ["rank"], "read": "only", "rows": [ { "rank": 1, "amount": 25.01 } ] } }"#;
    let view = view(&world(race), "2025-12-31");
    let contest = view.contest("race", when(&view, "2025-07")).unwrap().unwrap();
    assert_eq!(won(&contest), "dan 25.01, ann 12.51, bob 12.50; 50.02 of 50.02");
}

#[test]
fn a_badge_needs_no_membership_and_says_what_earned_it() {
    let view = view(&world(RACE), "2025-12-31");
    let badges = |who: &str, time: &str| -> String {
        let all = view.badges(whose(&view, who), when(&view, time)).into_iter();
        let all = all.map(|badge| {
            format!("{} {}", badge.id, badge.earned.map_or_else(|why| why.to_string(), |yes| yes.to_string()))
        });
        all.collect::<Vec<String>>().join(", ")
    };
    assert_eq!(badges("ann", "2025-07"), "walker true, seller true");
    assert_eq!(badges("cid", "2025"), "walker true, seller false");
    assert_eq!(badges("eve", "2025-07"), "walker false, seller no facts");
    // fay is no member of the contest; a unit may earn one too.
    assert_eq!(badges("fay", "2025-07"), "walker false, seller false");
    assert_eq!(badges("west", "2025-07"), "walker true, seller false", "220 in four orders");
    assert_eq!(badges("ann", "2025-08"), "", "the contest is over");
    let walker = view.badges(whose(&view, "ann"), when(&view, "2025-07")).remove(0);
    assert_eq!((told(walker.by[0].outcome.clone()), walker.by[0].entries.len()), ("2".to_owned(), 2));
    assert_eq!(walker.when.span().to_string(), "2025-07-01 to 2025-07-31");
}

fn moved(view: &View, name: &str, time: &str) -> String {
    let moves = view.rank_moves(name, when(view, time)).unwrap().unwrap();
    let told = |moved: &attain::ranking::Moved| {
        let by = moved.movement.by().map(|by| format!(" {by}")).unwrap_or_default();
        format!("{} {}{by}", moved.who, moved.movement.code())
    };
    moves.iter().map(told).collect::<Vec<String>>().join(", ")
}

#[test]
fn what_became_of_each_rank_is_told() {
    let rankings = r#""race": { "by": "mean", "ties": "1224" }, "inside": { "by": "revenue", "ties": "1224", "within": "team" },
                      "teams": { "by": "revenue", "ties": "1224", "of": "team" }"#;
    let mut engine = world(rankings);
    member(&mut engine, "bob", "2025-07-01", "two", r#""level":"junior""#);
    let now = view(&engine, "2025-12-31");
    // In June only eve and fay had sold something.
    assert_eq!(
        moved(&now, "race", "2025-07"),
        "ann enters, dan enters, bob enters, cid enters, fay falls -3, eve leaves"
    );
    assert_eq!(
        moved(&now, "inside", "2025-07"),
        "fay stays 0, ann stays 0, dan rises 1, eve falls -1, bob changes_group, cid falls -1"
    );
    assert_eq!(
        moved(&now, "teams", "2025-07"),
        "two rises 2, one rises 1, three falls -1, four falls -2",
        "bob takes his 90 to two"
    );
    let change = |name: &str, who: &str| amount(now.rank_change(name, who, when(&now, "2025-07")).unwrap());
    assert_eq!(change("inside", "dan"), "1");
    assert_eq!(change("inside", "bob"), "undefined: not a member at that time", "the two ranks are of different teams");
    assert_eq!(change("teams", "one"), "1");
    assert_eq!(now.rank_moves("race", when(&now, "2025-07-01 .. 2025-07-05")).unwrap(), Err(Why::NoPeriod));
}

#[test]
fn whose_rank_was_affected_between_two_views_is_told() {
    let mut engine = world(r#""race": { "by": "revenue", "ties": "1224" }"#);
    let before = view(&engine, "2025-12-31");
    record(&mut engine, r#"{"kind":"order","id":"late","on":"2025-07-06","rep":"cid","amount":"50.5","points":1}"#);
    let after = view(&engine, "2025-12-31");
    let july = when(&after, "2025-07");
    let moves = after.rank_moves_since(&before, "race", july).unwrap();
    assert_eq!(moves.len(), 6);
    let moved = affected(&before.ranking("race", july).unwrap(), &after.ranking("race", july).unwrap());
    let moved: Vec<(&str, Movement)> = moved.iter().map(|moved| (moved.who.as_str(), moved.movement)).collect();
    let one = Fraction::ONE;
    assert_eq!(
        moved,
        [
            ("cid", Movement::Rises(Fraction::whole(3))),
            ("ann", Movement::Falls(one)),
            ("bob", Movement::Falls(one)),
            ("dan", Movement::Falls(one)),
        ]
    );
}

#[test]
fn what_may_not_be_seen_is_left_out_and_counted() {
    let view = view(&world(RACE), "2025-12-31");
    let (ann, july) = (view.seen_by("ann").unwrap(), when(&view, "2025-07"));
    let seen = ann.contest("race", july).unwrap().unwrap();
    assert_eq!((won(&seen.contest), seen.hidden), ("ann 375.01 gold; 950.01 of 950.01".to_owned(), 4));
    assert_eq!(listed(&seen.contest.ranking), "1 ann");
    assert_eq!(ann.badges(whose(&view, "ann"), july).unwrap().len(), 2);
    assert!(ann.badges(whose(&view, "bob"), july).unwrap_err().is_hidden());
    assert!(ann.rank_moves_since(&view, "race", july).unwrap().iter().all(|moved| moved.who.as_str() == "ann"));
}

#[test]
fn units_have_ranks_and_people_have_none_among_them() {
    let view = view(&world(r#""teams": { "by": "revenue", "ties": "1224", "of": "team" }"#), "2025-12-31");
    let rank =
        |who: &str| -> Outcome<Fraction> { view.rank("teams", whose(&view, who), when(&view, "2025-07")).unwrap() };
    assert_eq!(rank("three"), Ok(Fraction::whole(2)));
    assert_eq!(rank("ann"), Err(Why::NotAMember));
    assert_eq!(rank("west"), Err(Why::NotAMember), "it is of another level");
    let query = Query::new(["rank.teams"]).of(Nodes::level("team"));
    let table = view.table(&query.during(when(&view, "2025-07"))).unwrap();
    assert_eq!(table.rows.len(), 4);
}

#[test]
fn a_leaderboard_has_groups_and_percentiles_where_the_ranking_has() {
    let ranking = r#""race": { "by": "mean", "ties": "1224", "within": "region", "percentile": "linear", "labels": { "zh": "竞赛" } }"#;
    let view = view(&world(ranking), "2025-12-31");
    let july = when(&view, "2025-07");
    let ranking = view.ranking("race", july).unwrap();
    let standing = |who: &Key| Standing { name: who.to_string(), change: Err(Why::NotAMember) };
    assert_eq!(
        report::leaderboard(&ranking, standing, Language::English).to_string(),
        "\
rank   name  value  percentile  quartile  among
   1   dan   90.00     100.0 %         1  east
   2   fay   10.00       0.0 %         4  east
   1   ann   90.00     100.0 %         1  west
   2   bob   45.00      50.0 %         2  west
   3   cid   40.00       0.0 %         4  west
   –   eve       –                        east   no facts
"
    );
    let plan = &view.plan().rankings()[0];
    let written = json::ranking(plan, &ranking, Precision::default());
    assert!(written.starts_with(concat!(
        r#"{"ranking":"race","labels":{"zh":"竞赛"},"order":"highest","ties":"1224","percentile":"linear","groups":["#,
        r#"{"of":{"value":"east","unit":"unit"},"members":3,"with_value":2,"ranked":true},"#
    )), "{written}");
    assert!(written.contains(
        r#""group":{"value":"west","unit":"unit"},"percentile":{"value":"0.5","unit":"ratio"},"quartile":2}"#
    ));
}

#[test]
fn contests_and_badges_read_in_both_languages_and_as_json() {
    let view = view(&world(RACE), "2025-12-31");
    let july = when(&view, "2025-07");
    let contest = view.contest("race", july).unwrap().unwrap();
    assert_eq!(
        report::contest(&contest, ToString::to_string, Language::Chinese).to_string(),
        "\
排名  姓名  值    奖金  奖品
   1  ann   17  375.01  gold
   1  cid   17  375.00  gold
   3  bob   10  100.00
   4  eve    5  100.00
   5  dan    3
      合计      950.01
"
    );
    let badges = view.badges(whose(&view, "ann"), july);
    assert_eq!(
        report::badges(&badges, Language::English).to_string(),
        "\
badge    ranking          in
on foot  race     earned  2025-07-01 to 2025-07-31
seller   race     earned  2025-07-01 to 2025-07-31
"
    );
    let precision = Precision::default();
    let written = json::contest(&view.plan().rankings()[0], &contest, precision);
    assert!(written.contains(r#""during":{"from":"2025-07-01","to":"2025-08-01"},"over":true,"equals":"split","offered":{"value":"950.01","unit":"money"}"#), "{written}");
    assert!(written.contains(
        r#"{"who":"ann","rank":{"value":"1","unit":"number"},"places":{"first":1,"last":2},"amount":{"value":"375.01","unit":"money"},"trophies":{"cup":"gold"}}"#
    ), "{written}");
    let written = json::badges(&badges, precision);
    assert!(
        written.starts_with(
            r#"{"badges":[{"badge":"walker","labels":{"en":"on foot","zh":"勤访"},"ranking":"race","during":"#
        ),
        "{written}"
    );
    let written = json::rank_moves(&Err(Why::NoPeriod), precision);
    assert_eq!(written, r#"{"undefined":"no_period","why":"no such period"}"#);
}

/// What is wrong with a ranking: code, place and help.
fn problems(ranking: &str) -> Vec<(Code, String, String)> {
    let problems = Plan::from_json(plan(&format!(r#""race": {{ "by": "revenue", {ranking} }}"#)).as_bytes());
    let told = |problem: &attain::diagnostic::Problem| {
        (problem.code(), problem.place().as_str().to_owned(), problem.help().unwrap_or_default().to_owned())
    };
    problems.err().map(|problems| problems.iter().map(told).collect()).unwrap_or_default()
}

#[test]
fn what_is_not_sound_is_refused_at_its_place_with_a_remedy() {
    let prize = |rest: &str| {
        format!(r#""ties": "1224", "equals": "each", "prizes": {{ "keys": ["rank"], "read": "first", {rest} }}"#)
    };
    let table = [
        (r#""ties": "1234""#.to_owned(), Code::RuleNeeded, "then", "at last, keys"),
        (r#""ties": "1224", "then": ["subject.level"]"#.to_owned(), Code::FormulaUnits, "then[0]", "an amount or a day"),
        (r#""ties": "1224", "then": [{ "by": "revenu" }]"#.to_owned(), Code::FormulaUnknownName, "then[0]", "revenue"),
        (r#""ties": "1224", "of": "teem""#.to_owned(), Code::NameUnknown, "of", "`team`"),
        (r#""ties": "1224", "within": "teem""#.to_owned(), Code::FormulaUnknownName, "within", ""),
        (r#""ties": "1224", "of": "team", "within": "peers""#.to_owned(), Code::PlanConflict, "within", "level above"),
        (r#""ties": "1224", "during": "july""#.to_owned(), Code::ValueInvalid, "during", "two days"),
        (r#""ties": "1224", "during": "2025-07-01 .. 2025-07-01""#.to_owned(), Code::ValueInvalid, "during", "two days"),
        (r#""ties": "1224", "equals": "each""#.to_owned(), Code::PlanConflict, "equals", "prizes"),
        (r#""ties": "1224", "rounding": { "to": 1, "mode": "up" }"#.to_owned(), Code::PlanConflict, "rounding", "prizes"),
        (r#""ties": "1224", "prizes": { "keys": ["rank"], "read": "first", "rows": [ { "rank": 1, "amount": 5 } ] }"#.to_owned(),
         Code::RuleNeeded, "equals", "`\"split\"`"),
        (r#""ties": "average", "equals": "each", "prizes": { "keys": ["rank"], "read": "first", "rows": [ { "rank": 1, "amount": 5 } ] }"#.to_owned(),
         Code::PlanConflict, "equals", "split"),
        (prize(r#""rows": [ { "rank": 1, "amount": -5 } ]"#), Code::ValueRange, "prizes", "won"),
        (prize(r#""rows": [ { "rank": 1, "days": 5 } ]"#), Code::FormulaUnits, "prizes", "`amount`"),
        (prize(r#""rows": [ { "rank": "gold", "amount": 5 } ]"#), Code::PlanConflict, "prizes", "`\"keys\": [\"rank\"]`"),
        (r#""ties": "1224", "badges": [ { "id": "a", "when": "yes" }, { "id": "a", "when": "revenue" } ]"#.to_owned(),
         Code::NameDuplicate, "badges[1].id", "once"),
        (r#""ties": "1224", "badges": [ { "id": "a", "when": "revenue" } ]"#.to_owned(), Code::FormulaUnits, "badges.a.when", ""),
        (r#""ties": "1225""#.to_owned(), Code::DocumentUnknownWord, "ties", "`1224`"),
    ];
    for (ranking, code, place, help) in table {
        let found = problems(&ranking);
        let place = format!("rankings.race.{place}");
        let is = |(known, at, remedy): &(Code, String, String)| *known == code && *at == place && remedy.contains(help);
        assert!(found.iter().any(is), "{ranking}: {found:?}");
    }
    assert_eq!(problems(&prize(r#""rows": [ { "rank": 1, "amount": "5 EUR", "cup": "gold" } ]"#)), []);
    assert_eq!(
        problems(
            r#""ties": "1234", "then": ["count(visit)"], "prizes": { "keys": ["rank"], "read": "step", "boundary": "[from, to)", "above": "undefined", "rows": [ { "rank": "1 .. 3", "amount": 5 } ] }"#
        ),
        []
    );
}

#[test]
fn a_house_that_lets_no_two_share_a_rank_needs_what_tells_them_apart_in_each_ranking() {
    let house = |ranking: &str, kpi: &str| {
        let head = HEAD
            .replace(r#""rules": {"#, r#""rules": { "ties": "1234","#)
            .replace(r#""mean":"#, &format!(r#"{kpi} "mean":"#));
        Plan::from_json(
            format!(r#"{{ {head}, "rankings": {{ "race": {{ "by": "revenue" {ranking} }} }} }}"#).as_bytes(),
        )
    };
    assert_eq!(house(r#", "then": ["mean"]"#, "").unwrap().rankings().len(), 1);
    assert_eq!(house("", "").unwrap_err().iter().next().unwrap().place().as_str(), "rankings.race.then");
    let problems = house(r#", "ties": "1224""#, r#""place": { "formula": "rank(revenue over peers)" },"#).unwrap_err();
    assert_eq!(problems.iter().next().unwrap().code(), Code::PlanConflict, "formulas have no `then`");
}
