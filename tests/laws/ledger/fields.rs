//! Laws of targets that are cut over a field: whatever the order of the cuts, both margins add up.

use std::collections::BTreeMap;

use attain::calendar::{Period, parse_day};
use attain::formula::Program;
use attain::id::Key;
use attain::kpi::Question;
use attain::quantity::{Fraction, Outcome, Precision};
use attain::target::{
    Closing, Deed, Event, Ground, Holder, Ledger, OfFields, OnChange, Over, Setting, Split, Spot, TargetField,
    TargetPlan,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::checks::sum;
use super::generate::{plain, worlds};
use super::world::{MEMBERS, MONTH, QUARTER, World, calendar, key, of, period, plan, unit};

const VALUES: [&str; 3] = ["bikes", "helmets", "头盔"];

/// A world in which figures differ by the part of the facts.
struct Shop<'w>(&'w World);

impl Ground for Shop<'_> {
    fn members(&self, unit: &Key, when: Period) -> Vec<Holder> {
        self.0.members(unit, when)
    }

    fn above(&self, who: &Holder, when: Period) -> Vec<Key> {
        self.0.above(who, when)
    }

    fn level(&self, unit: &Key, when: Period) -> Option<(usize, usize)> {
        self.0.level(unit, when)
    }

    fn figure(&self, formula: &Program<Question>, whose: &Holder, when: Period) -> Outcome<Fraction> {
        self.0.figure(formula, whose, when)
    }

    fn figure_of(&self, formula: &Program<Question>, (whose, when, of): Spot<'_>) -> Outcome<Fraction> {
        let times: usize = of.iter().map(|(_, value)| value.len()).sum();
        self.0.figure(formula, whose, when)?.times(Fraction::whole(1 + times as i64), Precision::MAX)
    }
}

fn bikes(value: usize) -> OfFields {
    vec![("family".parse().unwrap(), VALUES[value].to_owned())].into()
}

fn field_split() -> impl Strategy<Value = Split> {
    (plain(Over::Field(0)), 1_usize..=3).prop_map(|(split, count)| {
        let values = VALUES[..count].iter().map(|value| (*value).to_owned()).collect();
        Split { values, ..split }
    })
}

fn plans() -> impl Strategy<Value = TargetPlan> {
    let field = Over::Field(0);
    let overs = select(vec![
        vec![field, QUARTER, MEMBERS],
        vec![QUARTER, field, MEMBERS],
        vec![MEMBERS, field, QUARTER],
        vec![QUARTER, MEMBERS, MONTH, field],
        vec![of(0), field, MEMBERS],
        vec![field],
    ]);
    let splits = overs.prop_flat_map(|overs| {
        let splits = overs.into_iter().map(|over| match over {
            Over::Field(_) => field_split().boxed(),
            over => plain(over).boxed(),
        });
        splits.collect::<Vec<_>>()
    });
    let on_change = select(vec![OnChange::Respread, OnChange::Next]);
    (splits, on_change, select(vec!["0.01", "1", "100"])).prop_map(|(splits, on_change, step)| {
        let fields = vec![TargetField { name: "family".parse().unwrap(), paths: Vec::new() }];
        TargetPlan { fields, ..plan(step, on_change, splits) }
    })
}

/// An amount, and the value that it is of; nothing, where it is of everything.
fn events() -> impl Strategy<Value = Vec<(i64, Option<usize>, bool)>> {
    vec((0_i64..1_000, proptest::option::weighted(0.4, 0_usize..3), proptest::bool::weighted(0.2)), 1..5)
}

fn set(index: usize, amount: i64, of_fields: OfFields) -> Event {
    let (who, from) = (unit("company"), parse_day(if index > 1 { "2024-04-01" } else { "2023-12-01" }).unwrap());
    let (id, deed) = (key(&format!("e{index}")), Deed::Set(Fraction::whole(amount * 100)));
    Event::Set(Setting { id, who, period: period("2024"), of_fields, deed, pinned: false, from })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_is_cut_over_a_field_adds_up_by_value_by_member_and_by_time(
        world in worlds(),
        plan in plans(),
        events in events(),
    ) {
        let shop = Shop(&world);
        let mut ledger = Ledger::new(&plan, calendar());
        let count = plan.values("family").unwrap().len();
        for (index, (amount, value, closes)) in events.into_iter().enumerate() {
            let part = value.filter(|value| *value < count).map_or_else(OfFields::default, bikes);
            ledger.take(&set(index, amount, part.clone()), &shop);
            let is_cut = ledger.findings().is_empty();
            // What is nobody's, or could not be cut, is no part of anything.
            prop_assume!(is_cut);
            let year = period("2024").span();
            let company = ledger.amount_of(&unit("company"), year, &part).unwrap();
            prop_assert_eq!(company, Some(Fraction::whole(amount * 100)), "{:?}", part);
            let mut members: BTreeMap<(Key, OfFields, Period), Vec<Fraction>> = BTreeMap::new();
            for (who, slot) in ledger.slots() {
                let by_value = (0..count).filter_map(|value| ledger.amount_of(who, slot.period.span(), &bikes(value)).unwrap());
                let whole = ledger.amount(who, slot.period.span()).unwrap().unwrap();
                prop_assert_eq!(whole, sum(by_value), "{} {}", who.key(), slot.period.span());
                if let Some(unit) = &slot.part_of {
                    let place = (unit.clone(), slot.of_fields.clone(), slot.period);
                    members.entry(place).or_default().push(slot.amount().unwrap());
                }
            }
            for ((unit, of, period), parts) in members {
                let whole = ledger.amount_of(&Holder::Unit(unit.clone()), period.span(), &of).unwrap();
                prop_assert_eq!(whole, Some(sum(parts)), "{} {:?} {}", unit, of, period.span());
            }
            if closes {
                let (id, span) = (key(&format!("c{index}")), period("2024-Q4").span());
                ledger.take(&Event::Close(Closing { id, who: None, span, closes: true }), &shop);
            }
        }
    }
}
