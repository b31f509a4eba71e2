//! What everybody's targets come to when they are set, cut, adjusted, closed and opened: tables by hand.

#![cfg(feature = "json")]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop at the first surprise"
)]

#[path = "laws/ledger/world.rs"]
mod world;

use attain::quantity::{Fraction, Why};
use attain::target::{
    Closing, Deed, Event, Holder, Ledger, Nothing, OnChange, PartsAre, Setting, Split, TargetPlan, Unknown,
};

use world::{
    MEMBERS, QUARTER, World, amount, calendar, key, of, percent, period, person, plan, say, setting, split, unit, whole,
};

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
    ledger.take(&Event::Set(Setting { pinned: true, ..setting }), world);
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
fn what_is_nobodys_is_cut_over_time_by_the_figures_of_its_unit() {
    let mut world = company().unit("east", "company").figure_is(0, "east", Ok(Fraction::whole(1_000)));
    for (month, weight) in [(1, 1), (4, 2), (7, 3), (10, 4)] {
        world.figures.insert((1, "east".to_owned(), month), Ok(Fraction::whole(weight)));
    }
    for who in ["ann", "bob", "cid"] {
        world = world.figure_is(1, who, Ok(Fraction::ONE));
    }
    let plan = by_one(OnChange::Respread, vec![split(MEMBERS, Some(0)), split(QUARTER, Some(1))]);
    let mut ledger = Ledger::new(&plan, calendar());
    say(&mut ledger, &world, "t1", unit("company"), "2024", whole(2_000));
    assert_eq!(row(&ledger, "east"), "100 200 300 400 1000");
    assert_eq!(row(&ledger, "cid"), "25 25 25 25 100");
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
    let world = company().figure_is(0, "south", Err(Why::NoFacts));
    let mut splits = quarters_and_members();
    splits[1].missing = Unknown::Hold;
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
    let broken = company().figure_is(0, "south", Err(Why::NoFacts));
    let mut splits = quarters_and_members();
    splits[1].missing = Unknown::Hold;
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
fn who_has_a_part_of_the_year_has_none_of_what_others_below_say_themselves_that_they_have() {
    // Ann is with east in the first quarter, and with the company from then on; of its year she has an eighth at least.
    let world = World::default().unit("company", "").unit("north", "company").unit("east", "north");
    let world = world.person("ann", &[(0, "east"), (3, "company")]).person("bob", &[(0, "east")]);
    let world = world.figure_is(0, "north", Ok(Fraction::ONE));
    let [mut teams, mut others] = [split(of(0), Some(0)), split(MEMBERS, None)];
    teams.least = Some(percent(13));
    others.by = split(MEMBERS, Some(0)).by;
    others.by[0].formula = percent(40);
    others.parts = PartsAre::Absolute;
    let world = world.figure_is(0, "ann", Ok(Fraction::ZERO));
    let plan = by_one(OnChange::Respread, vec![teams, split(QUARTER, None), others]);
    let mut ledger = Ledger::new(&plan, calendar());
    say(&mut ledger, &world, "t1", unit("company"), "2024", whole(400));
    // East has 40 % of north's 87 a quarter, and bob 40 % of that.
    rows(
        &ledger,
        &[
            ("ann", "13 13 13 13 52"),
            ("north", "87 87 87 87 348"),
            ("east", "35 35 35 35 140"),
            ("bob", "14 14 14 14 56"),
        ],
    );
}

#[test]
fn limits_in_a_quarter_of_zero_are_those_of_the_side_on_which_the_other_quarters_are() {
    let mut world = company();
    for (month, weight) in [(1, 0), (4, 1), (7, 1), (10, 1)] {
        world.figures.insert((1, "north".to_owned(), month), Ok(Fraction::whole(weight)));
    }
    let mut members = split(MEMBERS, None);
    members.least = Some(percent(10));
    let plan = by_one(OnChange::Respread, vec![split(QUARTER, Some(1)), members]);
    let cut = |year: i64, pinned: i64| {
        let mut ledger = Ledger::new(&plan, calendar());
        pin(&mut ledger, &world, "t1", person("ann"), "2024-Q1", pinned);
        say(&mut ledger, &world, "t2", unit("north"), "2024", whole(year));
        ledger
    };
    // What ann has above nothing, bob has below: at least 10 % of 0, downwards as in all quarters.
    let ledger = cut(-300, 50);
    rows(
        &ledger,
        &[("north", "0 -100 -100 -100 -300"), ("ann", "50 -50 -50 -50 -100"), ("bob", "-50 -50 -50 -50 -200")],
    );
    assert_eq!(findings(&ledger), [""; 0]);
    let ledger = cut(300, -50);
    rows(&ledger, &[("north", "0 100 100 100 300"), ("ann", "-50 50 50 50 100"), ("bob", "50 50 50 50 200")]);
    assert_eq!(findings(&ledger), [""; 0]);
    // On the other side bob would have less than the least.
    let found = "t2: the target of north in 2024 was not cut: what is fixed and the least that all others may have come to 50, \
                 which is 50 more than there is";
    for (year, pinned) in [(300, 50), (-300, -50)] {
        let ledger = cut(year, pinned);
        assert_eq!(findings(&ledger), [found], "{year} {pinned}");
        assert_eq!(told(&ledger, &unit("north"), "2024"), year.to_string());
    }
}

#[test]
fn what_is_closed_for_a_team_takes_nothing_for_those_who_are_elsewhere_then() {
    // Ann is with north when the year ends, and with south before.
    let world = World::default().unit("company", "").unit("north", "company").unit("south", "company");
    let world = world.person("ann", &[(0, "south"), (6, "north")]).person("cid", &[(0, "south")]);
    let plan = by_one(OnChange::Respread, vec![split(MEMBERS, None), split(QUARTER, None)]);
    let mut ledger = Ledger::new(&plan, calendar());
    close(&mut ledger, &world, Some(unit("north")), "2024-Q1", true);
    say(&mut ledger, &world, "t1", unit("company"), "2024", whole(1_200));
    assert_eq!(row(&ledger, "company"), "150 350 350 350 1200");
    assert_eq!(row(&ledger, "north"), "- 200 200 200 600");
    assert_eq!(row(&ledger, "ann"), "- 200 200 200 600");
    assert_eq!(row(&ledger, "cid"), "150 150 150 150 600");
}

#[test]
fn members_keep_what_they_have_also_where_the_new_amount_cannot_be_cut() {
    let world = company();
    let broken = company().figure_is(1, "company", Err(Why::NoFacts));
    let mut by_figure = split(QUARTER, Some(1));
    by_figure.missing = Unknown::Hold;
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

// ------------------------------------------------------------------------------------------------------ tables by hand

/// A ledger that was told `company has 1,000 in 2024`.
fn thousand<'p>(world: &World, plan: &'p TargetPlan) -> Ledger<'p> {
    let mut ledger = Ledger::new(plan, calendar());
    say(&mut ledger, world, "t1", unit("company"), "2024", whole(1_000));
    ledger
}

#[track_caller]
fn rows(ledger: &Ledger<'_>, expected: &[(&str, &str)]) {
    let found: Vec<(&str, String)> = expected.iter().map(|(who, _)| (*who, row(ledger, who))).collect();
    let expected: Vec<(&str, String)> = expected.iter().map(|(who, row)| (*who, (*row).to_owned())).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_person_who_moves_has_a_part_of_each_team_in_its_quarters() {
    // Bob is with north in the first half, with south in the second.
    let mut world = company();
    world.nodes[4].above[6..].fill(Some(2));
    let plan = by_one(OnChange::Respread, vec![split(QUARTER, None), split(MEMBERS, None)]);
    let ledger = thousand(&world, &plan);
    // 250 a quarter, 125 a team; alone in a team, one has all of it. Of two the first has the odd one.
    rows(
        &ledger,
        &[
            ("north", "125 125 125 125 500"),
            ("ann", "63 62 125 125 375"),
            ("bob", "62 63 63 62 250"),
            ("cid", "125 125 62 63 375"),
        ],
    );
    let under: Vec<&str> = ledger
        .slots()
        .filter(|(who, _)| **who == person("bob"))
        .map(|(_, slot)| slot.part_of.as_ref().unwrap().as_str())
        .collect();
    assert_eq!(under, ["north", "north", "south", "south"]);
}

#[test]
fn three_levels_are_cut_each_by_its_own_rule() {
    let world = World::default()
        .unit("company", "")
        .unit("north", "company")
        .unit("south", "company")
        .unit("east", "north")
        .person("ann", &[(0, "east")])
        .person("bob", &[(0, "east")])
        .person("cid", &[(0, "south")])
        .figure_is(1, "north", Ok(Fraction::whole(3)))
        .figure_is(1, "south", Ok(Fraction::ONE))
        .figure_is(0, "ann", Ok(Fraction::whole(2)))
        .figure_is(0, "bob", Ok(Fraction::ONE));
    // The company by figure 1, teams evenly, all others by figure 0.
    let splits = vec![split(QUARTER, None), split(of(0), Some(1)), split(of(1), None), split(MEMBERS, Some(0))];
    let plan = by_one(OnChange::Respread, splits);
    let mut ledger = Ledger::new(&plan, calendar());
    say(&mut ledger, &world, "t1", unit("company"), "2024", whole(1_600));
    rows(
        &ledger,
        &[
            ("north", "300 300 300 300 1200"),
            ("south", "100 100 100 100 400"),
            ("east", "300 300 300 300 1200"),
            ("ann", "200 200 200 200 800"),
            ("bob", "100 100 100 100 400"),
            ("cid", "100 100 100 100 400"),
        ],
    );
}

#[test]
fn what_is_set_for_less_than_a_part_is_in_that_part() {
    let world = company();
    let plan = by_one(OnChange::Respread, vec![split(QUARTER, None)]);
    let mut ledger = Ledger::new(&plan, calendar());
    say(&mut ledger, &world, "t1", unit("company"), "2024-02", whole(50));
    say(&mut ledger, &world, "t2", unit("company"), "2024", whole(400));
    rows(&ledger, &[("company", "100 100 100 100 400")]);
    let february = ledger.amount(&unit("company"), period("2024-02").span()).unwrap();
    assert_eq!(february, Some(Fraction::whole(50)));
}

#[test]
fn absolute_parts_are_what_they_say_whatever_they_add_up_to() {
    let world = company().figure_is(3, "ann", Ok(Fraction::whole(40))).figure_is(3, "bob", Ok(Fraction::whole(70)));
    let mut say_themselves = split(of(1), Some(3));
    say_themselves.parts = PartsAre::Absolute;
    let plan = by_one(OnChange::Respread, vec![split(QUARTER, None), split(of(0), Some(0)), say_themselves]);
    let mut ledger = Ledger::new(&plan, calendar());
    let world = world.figure_is(3, "cid", Ok(Fraction::ZERO));
    say(&mut ledger, &world, "t1", unit("company"), "2024", whole(400));
    // North has 90 a quarter; its people have 110 all the same, and cid nothing of south's 10.
    rows(
        &ledger,
        &[("north", "90 90 90 90 360"), ("ann", "40 40 40 40 160"), ("bob", "70 70 70 70 280"), ("cid", "0 0 0 0 0")],
    );
    assert_eq!(findings(&ledger), [""; 0]);
}

#[test]
fn uplifts_of_two_levels_are_multiplied() {
    let [mut teams, mut people] = [split(of(0), Some(0)), split(of(1), Some(0))];
    teams.uplift = Fraction::new(5, 100).unwrap();
    people.uplift = Fraction::new(10, 100).unwrap();
    let plan = by_one(OnChange::Respread, vec![split(QUARTER, None), teams, people]);
    let ledger = thousand(&company(), &plan);
    // Of 250: 225 and 25 times 1.05; 150, 75 and 25 times 1.155.
    rows(
        &ledger,
        &[
            ("company", "250 250 250 250 1000"),
            ("north", "236.25 236.25 236.25 236.25 945"),
            ("south", "26.25 26.25 26.25 26.25 105"),
            ("ann", "173.25 173.25 173.25 173.25 693"),
            ("bob", "86.625 86.625 86.625 86.625 346.5"),
            ("cid", "28.875 28.875 28.875 28.875 115.5"),
        ],
    );
}

#[test]
fn limits_that_fight_are_told_by_how_much_and_leave_nothing_below() {
    let mut capped = split(MEMBERS, Some(0));
    capped.most = Some(amount(400));
    let plan = by_one(OnChange::Respread, vec![capped.clone()]);
    let ledger = thousand(&company(), &plan);
    let found = "t1: the target of company in 2024 was not cut: what is fixed and the most that all others may have come to 800, \
                 which is 200 less than there is";
    assert_eq!(findings(&ledger), [found]);
    assert_eq!((row(&ledger, "company").as_str(), ledger.slots().count()), ("- - - - 1000", 1));

    // Of north it is the people: 300 each come to 600, and it has 500 of the 600.
    let mut floor = split(of(1), Some(0));
    floor.least = Some(amount(300));
    let plan = by_one(OnChange::Respread, vec![split(of(0), None), floor]);
    let ledger = thousand(&company(), &plan);
    let found = "t1: the target of company in 2024 was not cut: of north, what is fixed and the least that all others may have \
                 come to 600, which is 100 more than there is";
    assert_eq!(findings(&ledger), [found]);
    assert_eq!(ledger.slots().count(), 1);
}

#[test]
fn an_undefined_figure_holds_all_or_counts_as_nothing_or_as_the_mean() {
    let world = company().figure_is(0, "south", Err(Why::NoFacts));
    for (missing, north, south) in
        [(Unknown::Zero, "1000", "0"), (Unknown::Mean, "500", "500"), (Unknown::Hold, "-", "-")]
    {
        let mut members = split(of(0), Some(0));
        members.missing = missing;
        let plan = by_one(OnChange::Respread, vec![members]);
        let ledger = thousand(&world, &plan);
        assert_eq!(["north", "south"].map(|team| told(&ledger, &unit(team), "2024")), [north, south]);
        let held = "t1: the target of company in 2024 was not cut: a figure by which it is cut is undefined: no facts";
        let expected: &[&str] = if missing == Unknown::Hold { &[held] } else { &[] };
        assert_eq!(findings(&ledger), expected);
    }
}

#[test]
fn figures_that_are_all_zero_hold_or_cut_evenly() {
    let world = company().figure_is(0, "north", Ok(Fraction::ZERO)).figure_is(0, "south", Ok(Fraction::ZERO));
    let mut members = split(of(0), Some(0));
    let plan = by_one(OnChange::Respread, vec![members.clone()]);
    let ledger = thousand(&world, &plan);
    let found =
        "t1: the target of company in 2024 was not cut: nobody has a figure above zero by which it could be cut";
    assert_eq!(findings(&ledger), [found]);

    members.nothing = Nothing::Even;
    let plan = by_one(OnChange::Respread, vec![members]);
    let ledger = thousand(&world, &plan);
    assert_eq!(["north", "south"].map(|team| told(&ledger, &unit(team), "2024")), ["500", "500"]);
}

#[test]
fn a_blank_that_clears_takes_the_parts_with_it_but_not_what_is_pinned_or_closed() {
    let world = company();
    let plan = by_one(OnChange::Respread, quarters_and_members());
    let mut ledger = thousand(&world, &plan);
    pin(&mut ledger, &world, "p1", person("bob"), "2024-Q2", 80);
    close(&mut ledger, &world, Some(unit("south")), "2024-Q1", true);
    say(&mut ledger, &world, "t2", unit("company"), "2024", Deed::Clear);
    rows(
        &ledger,
        &[
            ("company", "- - - - -"),
            ("north", "- - - - -"),
            ("ann", "- - - - -"),
            ("bob", "- 80 - - 80"),
            ("south", "25 - - - 25"),
            ("cid", "25 - - - 25"),
        ],
    );
    assert_eq!(findings(&ledger), [""; 0]);
}

#[test]
fn a_quarter_that_is_closed_for_one_team_stays_there_alone_until_it_is_opened() {
    let world = company();
    let plan = by_one(OnChange::Respread, quarters_and_members());
    let mut ledger = thousand(&world, &plan);
    close(&mut ledger, &world, Some(unit("south")), "2024-Q1", true);
    say(&mut ledger, &world, "t2", unit("company"), "2024", whole(2_000));
    rows(
        &ledger,
        &[
            ("company", "500 500 500 500 2000"),
            ("north", "475 450 450 450 1825"),
            ("south", "25 50 50 50 175"),
            ("cid", "25 50 50 50 175"),
        ],
    );
    say(&mut ledger, &world, "t3", person("cid"), "2024-Q1", whole(1));
    assert_eq!(findings(&ledger), ["t3: the target of cid in 2024-Q1 is closed, and was not changed"]);

    close(&mut ledger, &world, None, "2024", false);
    say(&mut ledger, &world, "t4", unit("company"), "2024", whole(2_000));
    rows(&ledger, &[("north", "450 450 450 450 1800"), ("cid", "50 50 50 50 200")]);
}
