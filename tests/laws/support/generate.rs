//! Random stories.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

use super::story::{Correction, CreditSaid, Deed, MoveSaid, Sale, Story, TargetSaid, Under, UnitSaid, day};

/// The first day of the plan's quota periods, and the day after the last.
pub const BOUNDS: [i64; 5] = [9, 50, 60, 107, 154];

pub const PEOPLE: [&str; 6] = ["ann", "bob", "cem", "дан", "eve", "方"];

/// The units of both trees, each after the one that it stands under.
const UNITS: [(&str, &str, Option<&str>); 10] = [
    ("sales", "company", None),
    ("sales", "north", Some("company")),
    ("sales", "south", Some("company")),
    ("sales", "north one", Some("north")),
    ("sales", "north two", Some("north")),
    ("sales", "south one", Some("south")),
    ("product", "drinks", None),
    ("product", "tea", Some("drinks")),
    ("product", "coffee", Some("drinks")),
    ("product", "green tea", Some("tea")),
];

/// What reorganisations do: units move, to another depth too, end, and come back; none of them makes a ring.
const CHANGES: [(&str, &str, Option<&str>); 10] = [
    ("sales", "north one", Some("south")),
    ("sales", "north one", Some("north two")),
    ("sales", "north two", Some("company")),
    ("sales", "south one", Some("north")),
    ("sales", "south", Some("north")),
    ("sales", "south", Some("company")),
    ("sales", "south one", None),
    ("sales", "south one", Some("south")),
    ("product", "green tea", Some("coffee")),
    ("product", "tea", None),
];

const SALES_UNITS: [&str; 6] = ["company", "north", "south", "north one", "north two", "south one"];
const PRODUCT_UNITS: [&str; 4] = ["drinks", "tea", "coffee", "green tea"];

/// A story in which everything may happen.
pub fn story() -> impl Strategy<Value = Story> {
    (units(), moves(), targets(), vec(sale(), 1..40)).prop_flat_map(|(units, moves, targets, sales)| {
        let sales = numbered(sales);
        let story = Story { units, moves, targets, sales, corrections: Vec::new() };
        vec(correction(&story), 0..8)
            .prop_map(move |corrections| Story { corrections: named(corrections), ..story.clone() })
    })
}

/// A story without corrections, but with returns: at most one of each sale, and never of all of it.
pub fn plain_story() -> impl Strategy<Value = Story> {
    (story(), vec((any::<prop::sample::Index>(), -11_i64..170, select(vec!["25%", "50%", "1/3"])), 0..6)).prop_map(
        |(mut story, returns)| {
            story.corrections.clear();
            for (index, (sale, on, share)) in returns.into_iter().enumerate() {
                let of = story.sales[sale.index(story.sales.len())].id.clone();
                if story.corrections.iter().all(|other: &Correction| other.of != of) {
                    let deed = Deed::Reverses { on: day(on), share };
                    story.corrections.push(Correction { id: format!("c{index}"), of, kind: "sale", deed });
                }
            }
            story
        },
    )
}

pub fn units() -> impl Strategy<Value = Vec<UnitSaid>> {
    vec((select(&CHANGES[..]), change_day()), 0..5).prop_map(|changes| {
        let first = UNITS.iter().map(|unit| (*unit, -60));
        let all = first.chain(changes).enumerate();
        all.map(|(index, ((tree, unit, under), on))| UnitSaid {
            id: format!("u{index:02}"),
            on: day(on),
            tree: tree.to_owned(),
            unit: unit.to_owned(),
            under: match under {
                Some(under) => Under::Unit(under.to_owned()),
                None if on == -60 => Under::Top,
                None => Under::Ends,
            },
        })
        .collect()
    })
}

/// A day, often one beside a boundary of the calendar.
fn change_day() -> impl Strategy<Value = i64> {
    prop_oneof![-11_i64..170, (select(&BOUNDS[..]), -1_i64..=1).prop_map(|(bound, beside)| bound + beside)]
}

fn moves() -> impl Strategy<Value = Vec<MoveSaid>> {
    (vec((select(&SALES_UNITS[..]), -40_i64..70), PEOPLE.len()), vec(one_move(), 0..10)).prop_map(|(joins, moves)| {
        let first = PEOPLE.iter().zip(joins).map(|(who, (unit, on))| MoveSaid {
            on: day(on),
            who: (*who).to_owned(),
            unit: Some(unit.to_owned()),
            role: Some(if unit == "company" { "head" } else { "rep" }.to_owned()),
            commission_rate: Some("2.5%".to_owned()),
            bonus: Some("1000".to_owned()),
            ..MoveSaid::default()
        });
        let all = first.chain(moves).enumerate();
        all.map(|(index, one)| MoveSaid { id: format!("m{index:02}"), ..one }).collect()
    })
}

/// A transfer in one of the trees, a leave or a rehire, with or without a change of what is known of the person.
fn one_move() -> impl Strategy<Value = MoveSaid> {
    let place = prop_oneof![
        5 => select(&SALES_UNITS[..]).prop_map(|unit| (Some(unit.to_owned()), None)),
        3 => select(&PRODUCT_UNITS[..]).prop_map(|unit| (Some(unit.to_owned()), Some("product".to_owned()))),
        1 => Just((None, None)),
        1 => Just((None, Some("product".to_owned()))),
        1 => Just((Some("nowhere".to_owned()), Some("sales".to_owned()))),
        // A unit of the other tree.
        1 => Just((Some("north".to_owned()), Some("product".to_owned()))),
    ];
    let role = weighted(0.2, select(vec!["rep", "lead"]).prop_map(str::to_owned));
    let rate = weighted(0.2, select(vec!["0%", "1.75%", "3%"]).prop_map(str::to_owned));
    let bonus = weighted(0.2, select(vec!["0", "250.5"]).prop_map(str::to_owned));
    (select(&PEOPLE[..]), change_day(), place, weighted(0.2, 1_i64..60), role, rate, bonus).prop_map(
        |(who, on, (unit, tree), lasts, role, commission_rate, bonus)| MoveSaid {
            id: String::new(),
            on: day(on),
            who: who.to_owned(),
            unit,
            tree,
            until: lasts.map(|days| day(on + days)),
            role,
            commission_rate,
            bonus,
        },
    )
}

fn targets() -> impl Strategy<Value = Vec<TargetSaid>> {
    let who = select([&PEOPLE[..], &["company", "north one"]].concat());
    let one = (who, select(&BOUNDS[..4]), 0_i64..40, 1_i64..500_000);
    vec(one, 0..16).prop_map(|targets| {
        let all = targets.into_iter().enumerate();
        all.map(|(index, (who, period, later, cents))| TargetSaid {
            id: format!("t{index:02}"),
            on: day(period + later / 20 * later),
            who: who.to_owned(),
            period: day(period),
            amount: amount(cents),
        })
        .collect()
    })
}

fn amount(cents: i64) -> String {
    Decimal::new(cents, 2).to_string()
}

/// A sale or a return of somebody, or of several; the amount is never zero.
pub fn sale() -> impl Strategy<Value = Sale> {
    let cents = prop_oneof![8 => 1_i64..200_000, 2 => -50_000_i64..0, 1 => Just(50_000_i64)];
    (change_day(), 0_u8..12, 0_u8..5, cents, 0_i64..1_000, credits()).prop_map(
        |(on, order, reseller, cents, cost, (employee, credits))| Sale {
            id: String::new(),
            on: day(on),
            order: format!("o{order}"),
            reseller: format!("r{reseller}"),
            amount: amount(cents),
            cost: amount(cost * cents.signum()),
            employee,
            credits,
        },
    )
}

fn numbered(sales: Vec<Sale>) -> Vec<Sale> {
    sales.into_iter().enumerate().map(|(index, sale)| Sale { id: format!("s{index:02}"), ..sale }).collect()
}

/// Alone, 60 to 40, by thirds, and each with a share on top.
fn credits() -> impl Strategy<Value = (Option<String>, Vec<CreditSaid>)> {
    let shares: Vec<&'static [&'static str]> = vec![&[], &[], &[], &["60%", "40%"], &["1/3", "1/3", "1/3"]];
    let people: Vec<&'static str> = PEOPLE.to_vec();
    (select(shares), Just(people).prop_shuffle(), weighted(0.3, select(vec!["10%", "100%", "1/3"]))).prop_map(
        |(shares, people, overlay)| {
            let direct = shares.iter().zip(&people).map(|(share, who)| (*share, *who, false));
            // The one who is credited on top may be credited directly too.
            let overlay = overlay.into_iter().map(|share| (share, people[2], true));
            let credits =
                direct.chain(overlay).map(|(share, who, overlay)| CreditSaid { who: who.to_owned(), share, overlay });
            (shares.is_empty().then(|| people[0].to_owned()), credits.collect())
        },
    )
}

/// A correction of something in the story, or of another correction.
fn correction(story: &Story) -> impl Strategy<Value = Correction> + use<> {
    let sales: Vec<String> = story.sales.iter().map(|sale| sale.id.clone()).collect();
    let others = story.units.iter().map(|unit| (unit.id.clone(), "unit")).skip(UNITS.len());
    let others = others.chain(story.moves.iter().map(|one| (one.id.clone(), "membership")));
    let others = others.chain(story.targets.iter().map(|target| (target.id.clone(), "target")));
    let others: Vec<(String, &'static str)> = others.collect();
    let corrections: Vec<String> = (0..8).map(|index| format!("c{index}")).collect();
    let any_sale = prop_oneof![6 => select(sales), 1 => select(corrections.clone())];
    let retracted = prop_oneof![
        2 => any_sale.clone().prop_map(|of| (of, "sale")),
        1 => select(others),
        2 => select(corrections).prop_map(|of| (of, "sale")),
    ];
    let share = select(vec!["25%", "50%", "1/3", "100%"]);
    prop_oneof![
        (any_sale.clone(), sale()).prop_map(|(of, sale)| (of, "sale", Deed::Revises(sale))),
        retracted.prop_map(|(of, kind)| (of, kind, Deed::Retracts)),
        (any_sale, change_day(), share).prop_map(|(of, on, share)| (of, "sale", Deed::Reverses { on: day(on), share })),
    ]
    .prop_map(|(of, kind, deed)| Correction { id: String::new(), of, kind, deed })
}

/// Corrections with their names; one that would correct itself is left out.
fn named(corrections: Vec<Correction>) -> Vec<Correction> {
    let all = corrections.into_iter().enumerate();
    let all = all.map(|(index, correction)| Correction { id: format!("c{index}"), ..correction });
    all.filter(|correction| correction.id != correction.of).collect()
}
