//! What everybody's targets come to when they are set, cut, adjusted, closed and opened: tables by hand.

#![cfg(feature = "json")]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop at the first surprise"
)]

#[path = "laws/ledger/world.rs"]
mod world;

use attain::quantity::Fraction;
use attain::target::{Closing, Deed, Event, Holder, Ledger, OnChange, Split, TargetPlan};

use world::{MEMBERS, QUARTER, World, calendar, key, of, period, person, plan, say, setting, split, unit, whole};

const QUARTERS: [&str; 4] = ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"];

/// The company with the teams north (ann, bob) and south (cid), whose figures 0 are 600, 300 and 100.
fn company() -> World {
    World::default()
        .unit("company", "")
        .unit("north", "company")
        .unit("south", "company")
        .person("ann", &[(0, "north")])
        .person("bob", &[(0, "north")])
        .person("cid", &[(0, "south")])
        .figure_is(0, "ann", Ok(Fraction::whole(600)))
        .figure_is(0, "bob", Ok(Fraction::whole(300)))
        .figure_is(0, "cid", Ok(Fraction::whole(100)))
        .figure_is(0, "north", Ok(Fraction::whole(900)))
        .figure_is(0, "south", Ok(Fraction::whole(100)))
}

fn by_one(on_change: OnChange, splits: Vec<Split>) -> TargetPlan {
    plan("1", on_change, splits)
}

/// What somebody has in a period, in words.
fn told(ledger: &Ledger<'_>, who: &Holder, when: &str) -> String {
    ledger.amount(who, period(when).span()).unwrap().map_or("-".to_owned(), |amount| amount.to_string())
}

/// What somebody has in the quarters and in the year.
fn row(ledger: &Ledger<'_>, who: &str) -> String {
    let holder = if ["company", "north", "south", "east"].contains(&who) { unit(who) } else { person(who) };
    let row = QUARTERS.iter().chain(&["2024"]).map(|when| told(ledger, &holder, when));
    row.collect::<Vec<_>>().join(" ")
}

fn findings(ledger: &Ledger<'_>) -> Vec<String> {
    ledger.findings().iter().map(ToString::to_string).collect()
}

fn pin(ledger: &mut Ledger<'_>, world: &World, id: &str, who: Holder, when: &str, amount: i64) {
    let setting = setting(id, who, when, whole(amount));
    ledger.take(&Event::Set(attain::target::Setting { pinned: true, ..setting }), world);
}

fn close(ledger: &mut Ledger<'_>, world: &World, who: Option<Holder>, when: &str, closes: bool) {
    ledger.take(&Event::Close(Closing { id: key("c"), who, span: period(when).span(), closes }), world);
}

fn quarters_and_members() -> Vec<Split> {
    vec![split(QUARTER, None), split(MEMBERS, Some(0))]
}

fn members_and_quarters() -> Vec<Split> {
    vec![split(MEMBERS, Some(0)), split(QUARTER, None)]
}

// ------------------------------------------------------------------------------------------------ what went wrong once

#[test]
fn a_unit_that_never_has_members_leaves_a_finding_as_one_that_has_none_for_a_quarter() {
    let world = company().unit("east", "company").figure_is(0, "east", Ok(Fraction::whole(1_000)));
    let plan = by_one(OnChange::Respread, vec![split(MEMBERS, Some(0))]);
    let mut ledger = Ledger::new(&plan, calendar());
    say(&mut ledger, &world, "t1", unit("company"), "2024", whole(2_000));
    assert_eq!(told(&ledger, &unit("east"), "2024"), "1000");
    assert_eq!(findings(&ledger), ["t1: 1000 of the target of company in 2024 is nobody's: east has no members then"]);
}

#[test]
fn a_finding_about_nobody_names_the_period_that_has_no_members() {
    let world = company().unit("east", "company").figure_is(0, "east", Ok(Fraction::whole(1_000)));
    let world = world.person("dan", &[(0, "east"), (3, "south"), (6, "east")]).figure_is(0, "dan", Ok(Fraction::ONE));
    let plan = by_one(OnChange::Respread, quarters_and_members());
    let mut ledger = Ledger::new(&plan, calendar());
    say(&mut ledger, &world, "t1", unit("company"), "2024", whole(800));
    assert_eq!(row(&ledger, "east"), "100 100 100 100 400");
    assert_eq!(row(&ledger, "dan"), "100 0 100 100 300");
    let found = "t1: 100 of the target of company in 2024-Q2 is nobody's: east has no members then";
    assert_eq!(findings(&ledger), [found]);
}

#[test]
fn below_a_team_whose_quarter_is_pinned_everybody_keeps_that_quarter() {
    let world = company();
    let plan = by_one(OnChange::Respread, quarters_and_members());
    let mut ledger = Ledger::new(&plan, calendar());
    say(&mut ledger, &world, "t1", unit("company"), "2024", whole(1_000 * 4));
    pin(&mut ledger, &world, "t2", unit("north"), "2024-Q1", 600);
    say(&mut ledger, &world, "t3", unit("company"), "2024", whole(2_000 * 4));
    assert_eq!(row(&ledger, "north"), "600 1800 1800 1800 6000");
    assert_eq!(row(&ledger, "south"), "1400 200 200 200 2000");
    assert_eq!(row(&ledger, "ann"), "400 1200 1200 1200 4000");
    assert_eq!(row(&ledger, "bob"), "200 600 600 600 2000");
}

#[test]
fn below_a_team_whose_quarter_is_pinned_everybody_keeps_it_when_members_are_cut_before_time() {
    let world = company();
    let plan = by_one(OnChange::Respread, members_and_quarters());
    let mut ledger = Ledger::new(&plan, calendar());
    say(&mut ledger, &world, "t1", unit("company"), "2024", whole(4_000));
    pin(&mut ledger, &world, "t2", unit("north"), "2024-Q1", 600);
    say(&mut ledger, &world, "t3", unit("company"), "2024", whole(8_000));
    // North has 7,200 in the year, of which 600 stay: 4,800 of ann's less 400 are cut over three quarters, and so on.
    assert_eq!(row(&ledger, "north"), "600 2200 2200 2200 7200");
    assert_eq!(row(&ledger, "ann"), "400 1467 1467 1466 4800");
    assert_eq!(row(&ledger, "bob"), "200 733 733 734 2400");
    assert_eq!(row(&ledger, "company"), "800 2400 2400 2400 8000");
}

#[test]
fn whose_whole_year_is_pinned_keeps_each_quarter_of_it_and_the_company_has_their_sum() {
    let world = company();
    let plan = by_one(OnChange::Respread, members_and_quarters());
    let mut ledger = Ledger::new(&plan, calendar());
    for (quarter, amount) in QUARTERS.iter().zip([10, 20, 30, 40]) {
        pin(&mut ledger, &world, &format!("p{amount}"), unit("south"), quarter, amount);
    }
    say(&mut ledger, &world, "t1", unit("company"), "2024", whole(1_300));
    assert_eq!(row(&ledger, "south"), "10 20 30 40 100");
    assert_eq!(row(&ledger, "north"), "300 300 300 300 1200");
    assert_eq!(row(&ledger, "company"), "310 320 330 340 1300");
}

#[test]
fn a_rule_for_a_level_below_counts_wherever_it_stands() {
    let world = company();
    let splits = vec![split(of(1), Some(0)), split(QUARTER, None), split(of(0), Some(0))];
    let plan = by_one(OnChange::Respread, splits);
    let mut ledger = Ledger::new(&plan, calendar());
    say(&mut ledger, &world, "t1", unit("company"), "2024", whole(4_000));
    assert_eq!(row(&ledger, "ann"), "600 600 600 600 2400");
    assert_eq!(row(&ledger, "cid"), "100 100 100 100 400");
}

#[test]
fn what_was_not_cut_is_no_longer_undefined_when_it_is_cleared_and_still_is_when_a_part_is_set() {
    let world = company().figure_is(0, "south", Err(attain::quantity::Why::NoFacts));
    let mut splits = quarters_and_members();
    splits[1].missing = attain::target::Unknown::Hold;
    let plan = by_one(OnChange::Respread, splits);
    let mut ledger = Ledger::new(&plan, calendar());
    say(&mut ledger, &world, "t1", unit("company"), "2024", whole(4_000));
    assert_eq!((row(&ledger, "company").as_str(), ledger.broken().len()), ("- - - - 4000", 1));
    // A quarter of north is set by itself; those of all others are undefined as before.
    say(&mut ledger, &world, "t2", unit("company"), "2024-Q1", whole(500));
    assert!(ledger.broken().iter().any(|broken| broken.span == period("2024").span()));
    say(&mut ledger, &world, "t3", unit("company"), "2024", Deed::Clear);
    assert_eq!((row(&ledger, "company").as_str(), ledger.broken()), ("- - - - -", &[][..]));
}

#[test]
fn what_was_not_cut_is_cut_as_new_also_where_the_next_period_has_the_difference() {
    let broken = company().figure_is(0, "south", Err(attain::quantity::Why::NoFacts));
    let mut splits = quarters_and_members();
    splits[1].missing = attain::target::Unknown::Hold;
    let plan = by_one(OnChange::Next, splits);
    let mut ledger = Ledger::new(&plan, calendar());
    say(&mut ledger, &broken, "t1", unit("company"), "2024", whole(4_000));
    say(&mut ledger, &company(), "t2", unit("company"), "2024", Deed::Add(Fraction::whole(400)));
    assert_eq!(row(&ledger, "company"), "1100 1100 1100 1100 4400");
    assert_eq!(row(&ledger, "cid"), "110 110 110 110 440");
}

#[test]
fn the_next_period_has_the_difference_also_where_it_is_cut_no_further() {
    let world = company();
    let plan = by_one(OnChange::Next, vec![split(QUARTER, None)]);
    let mut ledger = Ledger::new(&plan, calendar());
    say(&mut ledger, &world, "t1", unit("company"), "2024", whole(400));
    say(&mut ledger, &world, "t2", unit("company"), "2024", whole(450));
    assert_eq!(row(&ledger, "company"), "150 100 100 100 450");
}

#[test]
fn who_has_a_part_of_the_year_has_none_of_a_quarter_elsewhere() {
    // Ann is with the company when the year ends; of its year she has half, and so nothing of north's first two quarters.
    let world = World::default().unit("company", "").unit("north", "company");
    let world = world.person("ann", &[(0, "north"), (6, "company")]).person("bob", &[(6, "north")]);
    let plan = by_one(OnChange::Respread, vec![split(of(0), None), split(QUARTER, None), split(MEMBERS, None)]);
    let mut ledger = Ledger::new(&plan, calendar());
    say(&mut ledger, &world, "t1", unit("company"), "2024", whole(800));
    assert_eq!(row(&ledger, "ann"), "100 100 100 100 400");
    assert_eq!(row(&ledger, "bob"), "- - 100 100 200");
    let found = ["2024-Q1", "2024-Q2"]
        .map(|when| format!("t1: 100 of the target of company in {when} is nobody's: north has no members then"));
    assert_eq!(findings(&ledger), found);
}

#[test]
fn members_keep_what_they_have_also_where_the_new_amount_cannot_be_cut() {
    let world = company();
    let broken = company().figure_is(1, "company", Err(attain::quantity::Why::NoFacts));
    let mut by_figure = split(QUARTER, Some(1));
    by_figure.missing = attain::target::Unknown::Hold;
    let plan = by_one(OnChange::Keep, vec![by_figure, split(MEMBERS, Some(0))]);
    let mut ledger = Ledger::new(&plan, calendar());
    let even = world.figure_is(1, "company", Ok(Fraction::ONE));
    say(&mut ledger, &even, "t1", unit("company"), "2024", whole(4_000));
    say(&mut ledger, &broken, "t2", unit("company"), "2024", whole(5_000));
    assert_eq!(row(&ledger, "company"), "- - - - 5000");
    assert_eq!(row(&ledger, "ann"), "600 600 600 600 2400");
}

#[test]
fn a_team_that_was_set_itself_leaves_nothing_with_those_who_left_when_the_company_is_set() {
    let plan = by_one(OnChange::Respread, vec![split(QUARTER, None), split(MEMBERS, None)]);
    let mut ledger = Ledger::new(&plan, calendar());
    say(&mut ledger, &company(), "t1", unit("north"), "2024-Q1", whole(100));
    assert_eq!(row(&ledger, "bob"), "50 - - - 50");
    // Since then it became known that bob was never there.
    let mut world = company();
    world.nodes[4].above = [None; 12];
    say(&mut ledger, &world, "t2", unit("company"), "2024-Q1", whole(300));
    assert_eq!(row(&ledger, "ann"), "150 - - - 150");
    assert_eq!(row(&ledger, "bob"), "- - - - -");
}

#[test]
fn a_pinned_part_keeps_its_sign_where_less_than_nothing_is_cut() {
    let world = company();
    let plan = by_one(OnChange::Respread, vec![split(MEMBERS, None)]);
    let mut ledger = Ledger::new(&plan, calendar());
    pin(&mut ledger, &world, "t1", person("ann"), "2024", 50);
    say(&mut ledger, &world, "t2", unit("north"), "2024", whole(-100));
    assert_eq!(told(&ledger, &person("ann"), "2024"), "50");
    assert_eq!(told(&ledger, &person("bob"), "2024"), "-150");
    assert_eq!(findings(&ledger), [""; 0]);

    let plan = by_one(OnChange::Respread, members_and_quarters());
    let mut ledger = Ledger::new(&plan, calendar());
    pin(&mut ledger, &world, "t1", person("cid"), "2024-Q2", 50);
    say(&mut ledger, &world, "t2", unit("south"), "2024", whole(-100));
    assert_eq!(row(&ledger, "south"), "-50 50 -50 -50 -100");
}
