//! Tables of rankings: who comes first, what equals share, and who rose.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

mod common;

use attain::engine::{Engine, View};
use common::{amount, engine, member, order, told, units, view, when};

fn plan(ranking: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "Ranks", "currency": "EUR",
             "calendar": {{ "lists": {{ "heat": ["2024-01-01", "2024-02-01", "2024-03-01"] }} }},
             "org": {{ "trees": {{ "sales": ["company"] }} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)" }}, "mean": {{ "formula": "revenue / count(order)" }} }},
             "rankings": {{ "race": {{ {ranking} }} }} }}"#
    )
}

/// People with what they sold in a month; none where it is empty.
fn race(ranking: &str, sold: &[(&str, &str, &str)]) -> Engine {
    let mut engine = engine(&plan(ranking));
    units(&mut engine, &[("company", "")]);
    for who in ["ann", "bob", "cid", "dan", "eve"] {
        member(&mut engine, who, "2023-01-01", "company", r#""role":"rep""#);
    }
    for (who, on, amount) in sold {
        order(&mut engine, who, on, amount);
    }
    engine
}

fn places(view: &View, time: &str) -> String {
    let ranking = view.ranking("race", when(view, time)).unwrap();
    let place = |place: &attain::ranking::Place| {
        let rank = place.rank.clone().map_or_else(|_| "–".to_owned(), |rank| rank.to_string());
        format!("{rank} {}", place.who)
    };
    ranking.places.iter().map(place).collect::<Vec<String>>().join(", ")
}

const STRANGER: &str = "undefined: not a member at that time";

const JANUARY: [(&str, &str, &str); 4] = [
    ("bob", "2024-01-05", "90"),
    ("ann", "2024-01-06", "90"),
    ("dan", "2024-01-07", "100"),
    ("cid", "2024-01-08", "10"),
];

#[test]
fn equals_share_what_the_plan_says() {
    let table = [
        // ties, by, order; places
        ("1224", "revenue", "highest", "1 dan, 2 ann, 2 bob, 4 cid, 5 eve"),
        ("1223", "revenue", "highest", "1 dan, 2 ann, 2 bob, 3 cid, 4 eve"),
        ("average", "revenue", "highest", "1 dan, 2.5 ann, 2.5 bob, 4 cid, 5 eve"),
        ("1224", "revenue", "lowest", "1 eve, 2 cid, 3 ann, 3 bob, 5 dan"),
        ("1223", "revenue", "lowest", "1 eve, 2 cid, 3 ann, 3 bob, 4 dan"),
        ("average", "revenue", "lowest", "1 eve, 2 cid, 3.5 ann, 3.5 bob, 5 dan"),
        // Whoever has no value is last, without a rank, whichever end comes first.
        ("1224", "mean", "highest", "1 dan, 2 ann, 2 bob, 4 cid, – eve"),
        ("1224", "mean", "lowest", "1 cid, 2 ann, 2 bob, 4 dan, – eve"),
        ("average", "0 * revenue", "highest", "3 ann, 3 bob, 3 cid, 3 dan, 3 eve"),
        ("1223", "0 * revenue", "highest", "1 ann, 1 bob, 1 cid, 1 dan, 1 eve"),
        ("1224", "mean / 0", "highest", "– ann, – bob, – cid, – dan, – eve"),
    ];
    for (ties, by, order, expected) in table {
        let ranking = format!(r#""by": "{by}", "ties": "{ties}", "order": "{order}""#);
        let view = view(&race(&ranking, &JANUARY), "2024-12-31");
        assert_eq!(places(&view, "2024-01"), expected, "{ties} by {by}, {order} first");
    }
}

#[test]
fn values_are_compared_exactly() {
    // A third of 100 thrice is 100; a twelfth digit more is more.
    let sold = [("ann", "2024-01-05", "100"), ("bob", "2024-01-05", "100"), ("cid", "2024-01-05", "100.0000000001")];
    let view = view(&race(r#""by": "revenue / 3 * 3", "ties": "1224""#, &sold), "2024-12-31");
    assert_eq!(places(&view, "2024-01"), "1 cid, 2 ann, 2 bob, 4 dan, 4 eve");
    let ranking = view.ranking("race", when(&view, "2024-01")).unwrap();
    assert_eq!(told(ranking.of("ann").unwrap().value.clone()), "100");
    assert!(ranking.of("zoe").is_none());
}

#[test]
fn only_those_who_are_meant_and_there_are_ranked() {
    let mut engine = race(r#""by": "revenue", "ties": "1224", "who": "role = \"rep\"""#, &JANUARY);
    member(&mut engine, "dan", "2024-01-31", "company", r#""role":"lead""#);
    member(&mut engine, "eve", "2024-01-01", "", "");
    member(&mut engine, "zoe", "2024-02-01", "company", r#""role":"rep""#);
    let view = view(&engine, "2024-12-31");
    assert_eq!(places(&view, "2023-12"), "1 ann, 1 bob, 1 cid, 1 dan, 1 eve");
    assert_eq!(places(&view, "2024-01"), "1 ann, 1 bob, 3 cid", "dan leads at its end, eve has gone");
    assert_eq!(places(&view, "2024-02"), "1 ann, 1 bob, 1 cid, 1 zoe");
}

#[test]
fn movement_is_the_rank_before_less_the_rank_now() {
    let february = [
        ("cid", "2024-02-05", "500"),
        ("dan", "2024-02-05", "70"),
        ("zoe", "2024-02-06", "600"),
        ("bob", "2024-02-05", "1"),
    ];
    let mut engine = race(r#""by": "mean", "ties": "1224""#, &JANUARY);
    member(&mut engine, "zoe", "2024-02-01", "company", "");
    for (who, on, amount) in february {
        order(&mut engine, who, on, amount);
    }
    let view = view(&engine, "2024-12-31");
    assert_eq!(places(&view, "2024-02"), "1 zoe, 2 cid, 3 dan, 4 bob, – ann, – eve");
    let table = [
        // who, time, by how many ranks they rose
        ("cid", "2024-02", "2"),
        ("dan", "2024-02", "-2"),
        ("bob", "2024-02", "-2"),
        ("zoe", "2024-02", STRANGER),
        ("nobody", "2024-02", STRANGER),
        ("ann", "2024-02", "undefined: divided by zero"),
        ("cid", "heat 2024-02-01", "2"),
        ("cid", "heat 2024-01-01", "undefined: before the first period"),
        ("cid", "2024-02-01 .. 2024-02-20", "undefined: no such period"),
    ];
    for (who, time, expected) in table {
        assert_eq!(amount(view.rank_change("race", who, when(&view, time)).unwrap()), expected, "{who} in {time}");
    }
}
