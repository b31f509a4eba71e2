//! A unit's figures are those of the stays in it.

use std::collections::{BTreeMap, BTreeSet};

use attain::calendar::Span;
use attain::engine::View;
use attain::id::{Id, Key};
use attain::kpi::When;
use attain::measure::Whose;
use attain::org::{Person, Unit};
use attain::quantity::{Fraction, Outcome, Precision, Value};
use attain::trace::Entry;
use proptest::prelude::*;

use crate::support::dump::{Days, nodes, periods, times};
use crate::support::generate::{plain_story, story};
use crate::support::story::{Correction, CreditSaid, Deed, MoveSaid, Sale, Story, Under, UnitSaid, day};
use crate::support::{Rules, plan};

/// The pieces of the stays of people in a unit, or below it, within a time: cut where anybody or any unit moves.
fn pieces(view: &View, unit: Id<Unit>, span: Span) -> Vec<(Id<Person>, Span)> {
    let org = view.org();
    let tree = org[unit].tree();
    let mut found = Vec::new();
    for (_, leaf) in org.leaves() {
        let (Some(own), Some(inside)) = (leaf.unit(tree), leaf.span().overlap(span)) else { continue };
        let mut cuts: Vec<_> = org.unit_days().filter(|day| inside.contains(*day)).collect();
        cuts.extend([inside.from(), inside.to()]);
        cuts.sort_unstable();
        cuts.dedup();
        for pair in cuts.windows(2) {
            if org.path(own, pair[0]).contains(&unit) {
                found.push((leaf.person(), Span::new(pair[0], pair[1]).unwrap()));
            }
        }
    }
    found
}

/// The entries behind the fold of a KPI that is one fold.
fn entries(view: &View, kpi: &str, whose: Whose, when: impl Into<When>) -> Vec<Entry> {
    view.explain(kpi, whose, when).unwrap().parts[0].entries.clone()
}

fn amount(outcome: Outcome) -> Outcome<Fraction> {
    outcome.map(|value| value.amount().unwrap())
}

fn sum(terms: impl IntoIterator<Item = Fraction>) -> Fraction {
    terms.into_iter().fold(Fraction::ZERO, |sum, term| sum.plus(term, Precision::default()).unwrap())
}

fn value(view: &View, kpi: &str, whose: Whose, when: impl Into<When>) -> Outcome<Fraction> {
    amount(view.value(kpi, whose, when).unwrap())
}

/// What is known of one sale: its day, its id, its amount and reseller.
type Seen = BTreeMap<String, (chrono::NaiveDate, Fraction)>;

fn check_unit(view: &View, unit: Id<Unit>, when: When) -> Result<(), TestCaseError> {
    let (whose, pieces) = (Whose::Unit(unit), pieces(view, unit, when.span()));
    let each = |kpi: &str| -> Vec<Outcome<Fraction>> {
        pieces.iter().map(|(person, span)| value(view, kpi, Whose::Person(*person), *span)).collect()
    };
    for kpi in ["sales", "margin", "assisted"] {
        prop_assert_eq!(value(view, kpi, whose, when), Ok(sum(each(kpi).into_iter().map(Result::unwrap))), "{}", kpi);
    }
    let mut seen = Seen::new();
    let mut resellers: BTreeSet<Value> = BTreeSet::new();
    for (person, span) in &pieces {
        for entry in entries(view, "mean", Whose::Person(*person), *span) {
            if !entry.share.is_negative() {
                let amount = amount(entry.value.clone().unwrap()).unwrap();
                seen.insert(entry.id.as_str().to_owned(), (entry.on.unwrap(), amount));
            }
        }
        let customers = entries(view, "customers", Whose::Person(*person), *span);
        resellers.extend(customers.into_iter().filter(|e| !e.share.is_negative()).map(|e| e.value.unwrap().unwrap()));
    }
    let count = |count: usize| Fraction::whole(i64::try_from(count).unwrap());
    prop_assert_eq!(value(view, "customers", whose, when), Ok(count(resellers.len())));
    prop_assert_eq!(value(view, "order_lines", whose, when), Ok(count(seen.len())));
    let mut amounts: Vec<Fraction> = seen.values().map(|(_, amount)| *amount).collect();
    amounts.sort();
    let mean = sum(amounts.iter().copied()).over(count(amounts.len()), Precision::default());
    let outermost = |ends: Option<(&String, &(chrono::NaiveDate, Fraction))>| ends.map(|(_, (_, amount))| *amount);
    prop_assert_eq!(value(view, "mean", whose, when).ok(), mean.ok());
    prop_assert_eq!(value(view, "least", whose, when).ok(), amounts.first().copied());
    prop_assert_eq!(value(view, "most", whose, when).ok(), amounts.last().copied());
    let middle = [amounts.len().saturating_sub(1) / 2, amounts.len() / 2].map(|at| amounts.get(at).copied());
    let middle = middle[0]
        .zip(middle[1])
        .map(|(low, high)| sum([low, high]).over(Fraction::whole(2), Precision::default()).unwrap());
    prop_assert_eq!(value(view, "middle", whose, when).ok(), middle);
    let first = outermost(seen.iter().min_by_key(|(id, (day, _))| (*day, (*id).clone())));
    let last = outermost(seen.iter().max_by_key(|(id, (day, _))| (*day, (*id).clone())));
    prop_assert_eq!(value(view, "opener", whose, when).ok(), first);
    prop_assert_eq!(value(view, "closer", whose, when).ok(), last);
    Ok(())
}

fn check_time(view: &View, whose: Whose, parts: &[Span]) -> Result<(), TestCaseError> {
    let whole = Span::new(parts[0].from(), parts[parts.len() - 1].to()).unwrap();
    for kpi in ["sales", "margin", "order_lines", "assisted", "large_lines"] {
        let each = parts.iter().map(|part| value(view, kpi, whose, *part).unwrap());
        prop_assert_eq!(value(view, kpi, whose, whole), Ok(sum(each)), "{} of {}", kpi, view.name(whose));
    }
    Ok(())
}

/// The sales of somebody in some days.
fn sold(story: &Story, name: &str, span: Span) -> Outcome {
    let view = story.engine(&plan(Rules::default())).view(day(170));
    let whose = view.person(name).or_else(|_| view.unit(name)).unwrap();
    view.value("sales", whose, span).unwrap()
}

/// The story without a sale or a return; without a sale, there is no return of it either.
fn without(story: &Story, id: &str) -> Story {
    let mut without = story.clone();
    without.sales.retain(|sale| sale.id != id);
    without.corrections.retain(|one| one.id != id && one.of != id);
    without
}

/// The entries whose removal changes the sales of somebody in some days.
///
/// A sale is taken out of the story that has no return of it: with it, what both of them add may come to nothing, as where a
/// third of a sale is a unit's, and half of two thirds of it is returned there after another of the three has moved in.
fn that_matter(story: &Story, name: &str, span: Span) -> BTreeSet<String> {
    let all = sold(story, name, span);
    let mut matter = BTreeSet::new();
    for sale in &story.sales {
        let returned = story.corrections.iter().find(|one| one.of == sale.id);
        let unreturned = returned.map(|one| sold(&without(story, &one.id), name, span));
        if sold(&without(story, &sale.id), name, span) != *unreturned.as_ref().unwrap_or(&all) {
            matter.insert(sale.id.clone());
        }
    }
    for one in &story.corrections {
        if sold(&without(story, &one.id), name, span) != all {
            matter.insert(one.id.clone());
        }
    }
    matter
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_units_figure_is_put_together_from_the_stays_in_it_after_all_transfers(story in story()) {
        let view = story.engine(&plan(Rules::default())).view(day(170));
        for when in times(&view) {
            for (unit, _) in view.org().units() {
                check_unit(&view, unit, when)?;
            }
        }
    }

    #[test]
    fn figures_of_all_periods_or_of_any_days_add_up_to_those_of_the_span(
        story in story(), mut cuts in proptest::collection::btree_set(-30_i64..180, 2..9),
    ) {
        let view = story.engine(&plan(Rules::default())).view(day(170));
        let quarters: Vec<Span> = periods(&view).iter().map(|period| period.span()).collect();
        let cuts: Vec<i64> = std::iter::from_fn(|| cuts.pop_first()).collect();
        let days: Vec<Span> = cuts.windows(2).map(|pair| Days(pair[0], pair[1]).span()).collect();
        for whose in nodes(&view) {
            check_time(&view, whose, &quarters)?;
            check_time(&view, whose, &days)?;
        }
        let span = view.period("span 2024-01-10").unwrap();
        let company = view.unit("company").unwrap();
        let each = quarters.iter().map(|quarter| value(&view, "sales", company, *quarter).unwrap());
        prop_assert_eq!(value(&view, "sales", company, span), Ok(sum(each)));
    }

    #[test]
    fn an_explanation_lists_exactly_the_entries_without_which_the_figure_would_be_another(
        story in plain_story(), who in 0_usize..16, from in 0_i64..80, days in 20_i64..100,
    ) {
        let view = story.engine(&plan(Rules::default())).view(day(170));
        let nodes = nodes(&view);
        let whose = nodes[who % nodes.len()];
        let span = Days(from, from + days).span();
        let trace = view.explain("sales", whose, span).unwrap();
        let listed: BTreeSet<String> = trace.entry_ids().into_iter().map(ToString::to_string).collect();
        prop_assert_eq!(listed, that_matter(&story, view.name(whose), span));
        let terms = trace.parts[0].entries.iter().map(|entry| {
            amount(entry.value.clone().unwrap()).unwrap().times(entry.share, Precision::default()).unwrap()
        });
        prop_assert_eq!(amount(trace.outcome.clone()), Ok(sum(terms)), "and they add up to it");
    }
}

#[test]
fn a_sale_and_its_return_are_listed_where_they_come_to_nothing() {
    let unit = |index: usize, unit: &str, under: Under| UnitSaid {
        id: format!("u{index}"),
        on: day(0),
        tree: "sales".to_owned(),
        unit: unit.to_owned(),
        under,
    };
    let north = |under: &str| Under::Unit(under.to_owned());
    let joins = |(id, who, unit, on): (&str, &str, &str, i64)| MoveSaid {
        id: id.to_owned(),
        on: day(on),
        who: who.to_owned(),
        unit: Some(unit.to_owned()),
        ..MoveSaid::default()
    };
    let sale = |id: &str, on: i64, amount: &str| Sale {
        id: id.to_owned(),
        on: day(on),
        order: "o1".to_owned(),
        reseller: "r1".to_owned(),
        amount: amount.to_owned(),
        cost: "0".to_owned(),
        employee: None,
        credits: Vec::new(),
    };
    let thirds = ["ann", "eve", "cem"].map(|who| CreditSaid { who: who.to_owned(), share: "1/3", overlay: false });
    let deed = Deed::Reverses { on: day(30), share: "50%" };
    let story = Story {
        units: vec![
            unit(0, "company", Under::Top),
            unit(1, "north", north("company")),
            unit(2, "south", north("company")),
        ],
        moves: [
            ("m0", "ann", "north", 0),
            ("m1", "eve", "south", 0),
            ("m2", "cem", "south", 0),
            ("m3", "eve", "north", 20),
        ]
        .map(joins)
        .to_vec(),
        sales: vec![
            Sale { credits: thirds.to_vec(), ..sale("s0", 10, "900") },
            Sale { employee: Some("ann".to_owned()), ..sale("s1", 12, "70") },
        ],
        corrections: vec![Correction { id: "c0".to_owned(), of: "s0".to_owned(), kind: "sale", deed }],
        ..Story::default()
    };
    // North has 300 by ann, less 150 of hers and 150 of eve's, who came after the sale: 70 by ann is left.
    let span = Days(0, 60).span();
    let of = |story: &Story| amount(sold(story, "north", span));
    let whole = |number: i64| Ok(Fraction::whole(number));
    assert_eq!((of(&story), of(&without(&story, "s0"))), (whole(70), whole(70)));
    assert_eq!(of(&without(&story, "c0")), whole(370));
    let view = story.engine(&plan(Rules::default())).view(day(170));
    let trace = view.explain("sales", view.unit("north").unwrap(), span).unwrap();
    let listed: BTreeSet<&str> = trace.entry_ids().into_iter().map(Key::as_str).collect();
    assert_eq!(listed, ["c0", "s0", "s1"].into());
    assert_eq!(that_matter(&story, "north", span), ["c0", "s0", "s1"].map(str::to_owned).into());
}
