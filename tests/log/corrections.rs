//! What stands once entries correct each other, and what waits.

use attain::id::Key;
use attain::log::{Admission, Entry, Waiting};

use super::{amounts, credits, day, empty_log, moment, order, shown};

#[test]
fn what_waits_counts_as_soon_as_what_it_names_has_come() {
    let mut log = empty_log();
    let payment = Entry::new("payment").id("p1").on(day(9)).set("order", "o1").set("amount", "50");
    let better = order("v1", "120").revises("o1");
    assert_eq!(shown(&log.record(&payment, None)), "waiting: `o1` does not stand yet");
    assert_eq!(shown(&log.record(&better, None)), "waiting: `o1` does not stand yet");
    assert_eq!(log.waiting(log.len()).len(), 2);
    assert!(amounts(&log, "payment").is_empty() && amounts(&log, "order").is_empty());
    assert_eq!(log.record(order("o1", "100"), None), Admission::Counted);
    assert_eq!(amounts(&log, "order"), ["o1 1 120"]);
    assert_eq!(amounts(&log, "payment"), ["p1 1 50"]);
    assert_eq!(credits(&log, "payment"), ["p1 ann 1"]);
    assert_eq!(log.waiting(log.len()), []);
    assert_eq!(log.waiting(2).len(), 2, "a prefix waits as it did");
}

#[test]
fn what_refers_to_a_retracted_entry_waits_again() {
    let mut log = empty_log();
    log.record(order("o1", "100"), None);
    log.record(Entry::new("payment").id("p1").on(day(9)).set("order", "o1").set("amount", "50"), None);
    log.record(Entry::new("order").id("d1").retracts("o1"), None);
    assert!(amounts(&log, "payment").is_empty());
    let key = |text: &str| Key::new(text).unwrap();
    assert_eq!(log.waiting(log.len()), [(key("p1"), vec![Waiting::Entry(key("o1"))])]);
    log.record(Entry::new("order").id("d2").retracts("d1"), None);
    assert_eq!(amounts(&log, "payment"), ["p1 1 50"]);
}

/// Entries, and what then stands among orders.
#[test]
fn corrections() {
    let reverses =
        |id: &str, of: &str, share: &str, on: u32| Entry::new("order").id(id).on(day(on)).reverses(of, Some(share));
    let retracts = |id: &str, of: &str| Entry::new("order").id(id).retracts(of);
    let base = || vec![order("o1", "100")];
    let with = |more: Vec<Entry>| [base(), more].concat();
    let cases: Vec<(&str, Vec<Entry>, &[&str])> = vec![
        ("nothing", base(), &["o1 1 100"]),
        ("a revision holds", with(vec![order("v1", "120").revises("o1")]), &["o1 1 120"]),
        (
            "the later of two by id",
            with(vec![order("v2", "130").revises("o1"), order("v1", "120").revises("o1")]),
            &["o1 1 130"],
        ),
        (
            "a revision of a revision",
            with(vec![order("v2", "120").revises("o1"), order("v1", "130").revises("v2")]),
            &["o1 1 130"],
        ),
        ("a retracted revision", with(vec![order("v1", "120").revises("o1"), retracts("d1", "v1")]), &["o1 1 100"]),
        (
            "a retracted revision with its own",
            with(vec![order("v1", "120").revises("o1"), order("v2", "130").revises("v1"), retracts("d1", "v1")]),
            &["o1 1 100"],
        ),
        ("an entry goes with its revisions", with(vec![order("v1", "120").revises("o1"), retracts("d1", "o1")]), &[]),
        ("a retraction retracted", with(vec![retracts("d1", "o1"), retracts("d2", "d1")]), &["o1 1 100"]),
        ("and that once more", with(vec![retracts("d1", "o1"), retracts("d2", "d1"), retracts("d3", "d2")]), &[]),
        ("a return", with(vec![reverses("r1", "o1", "25%", 10)]), &["o1 1 100", "r1 -0.25 100"]),
        (
            "a return of all",
            with(vec![Entry::new("order").id("r1").on(day(10)).reverses("o1", None)]),
            &["o1 1 100", "r1 -1 100"],
        ),
        (
            "a return before its sale comes first",
            with(vec![reverses("r1", "o1", "25%", 1)]),
            &["r1 -0.25 100", "o1 1 100"],
        ),
        (
            "a return of what was revised",
            with(vec![reverses("r1", "o1", "1/3", 10), order("v1", "120").revises("o1")]),
            &["o1 1 120", "r1 -1/3 120"],
        ),
        (
            "a return that names the revision",
            with(vec![order("v1", "120").revises("o1"), reverses("r1", "v1", "1/3", 10)]),
            &["o1 1 120", "r1 -1/3 120"],
        ),
        ("a return of what never was", with(vec![reverses("r1", "o1", "25%", 10), retracts("d1", "o1")]), &[]),
        ("a retracted return", with(vec![reverses("r1", "o1", "25%", 10), retracts("d1", "r1")]), &["o1 1 100"]),
        (
            "returns of more than all: by day, then by id",
            with(vec![
                reverses("r3", "o1", "20%", 12),
                reverses("r2", "o1", "30%", 11),
                reverses("r1", "o1", "80%", 10),
            ]),
            &["o1 1 100", "r1 -0.8 100", "r3 -0.2 100"],
        ),
        (
            "a return of a return waits for ever",
            with(vec![reverses("r1", "o1", "25%", 10), reverses("r2", "r1", "50%", 11)]),
            &["o1 1 100", "r1 -0.25 100"],
        ),
        (
            "a revision of a return waits for ever",
            with(vec![reverses("r1", "o1", "25%", 10), order("v1", "1").revises("r1")]),
            &["o1 1 100", "r1 -0.25 100"],
        ),
        (
            "revisions in a ring wait for ever",
            with(vec![order("a", "1").revises("b"), order("b", "2").revises("a")]),
            &["o1 1 100"],
        ),
        ("retractions of each other wait for ever", with(vec![retracts("a", "b"), retracts("b", "a")]), &["o1 1 100"]),
        (
            "what leads into a ring waits too",
            with(vec![retracts("a", "b"), retracts("b", "a"), retracts("c", "a"), retracts("d", "c")]),
            &["o1 1 100"],
        ),
    ];
    for (name, entries, expected) in cases {
        let mut log = empty_log();
        log.record_batch(&entries, None);
        assert_eq!(amounts(&log, "order"), expected, "{name}");
        let mut backwards = empty_log();
        backwards.record_batch(entries.iter().rev(), None);
        assert_eq!(amounts(&backwards, "order"), expected, "{name}, backwards");
        assert_eq!(backwards.waiting(backwards.len()), log.waiting(log.len()), "{name}, backwards");
    }
}

#[test]
fn what_waits_says_for_what() {
    let mut log = empty_log();
    let retracts = |id: &str, of: &str| Entry::new("order").id(id).retracts(of);
    log.record_batch([order("o1", "100"), retracts("a", "b"), retracts("b", "a"), retracts("c", "a")], None);
    log.record(Entry::new("order").id("r1").on(day(10)).reverses("o1", Some("80%")), None);
    log.record(Entry::new("order").id("r2").on(day(11)).reverses("o1", Some("30%")), None);
    log.record(Entry::new("payment").id("p1").on(day(12)).set("order", "r2").set("amount", "1"), None);
    let waiting: Vec<String> = log
        .waiting(log.len())
        .iter()
        .map(|(id, waiting)| format!("{id}: {}", waiting.iter().map(Waiting::to_string).collect::<Vec<_>>().join("; ")))
        .collect();
    assert_eq!(
        waiting,
        [
            "a: it and `b` correct each other in a ring",
            "b: it and `a` correct each other in a ring",
            "c: `a` does not stand yet",
            "p1: `r2` does not stand yet",
            "r2: more than all of `o1` would be reversed",
        ]
    );
}

#[test]
fn the_revision_that_became_known_later_holds() {
    let (june, july) = (moment("2025-06-30T00:00:00Z"), moment("2025-07-31T00:00:00Z"));
    let mut log = empty_log();
    log.record(order("o1", "100"), Some(june));
    log.record(order("v2", "120").revises("o1"), Some(june));
    log.record(order("v1", "110").revises("o1"), Some(july));
    assert_eq!(amounts(&log, "order"), ["o1 1 110"]);
    let standing = log.standing(log.position_at(june));
    assert_eq!(standing.upto(), 2);
    let (kind, _) = log.kinds().find("order").unwrap();
    let fact = standing.facts(kind).next().unwrap();
    assert_eq!((fact.position(), fact.known()), (1, Some(june)));
}
