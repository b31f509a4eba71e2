//! Laws of KPIs that call themselves over members: what the engine gives is what plain recursion gives.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use attain::calendar::parse_day;
use attain::log::Admission;
use attain::{Engine, Entry, Plan, View};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

const PLAN: &str = r#"{
    "attain": 1, "name": "Laws", "currency": "EUR", "rules": { "missing": "skip" },
    "org": { "trees": { "sales": ["company"] } },
    "facts": { "order": { "whose": "rep", "fields": { "rep": "person" } } },
    "kpis": {
        "orders": { "formula": "count(order)" },
        "load": { "formula": "sum(load over members) * 2 + orders" },
        "steep": { "formula": "coalesce(max(steep over members), orders) + 1" },
        "even": { "formula": "sum(odd over members) + orders" },
        "odd": { "formula": "sum(even over members) + 1" } }
}"#;

/// A tree: over each unit but the first an earlier one, the unit of each person, and where some of them move on a day.
#[derive(Clone, Debug)]
struct Tree {
    above: Vec<usize>,
    homes: Vec<usize>,
    moves: Vec<(usize, usize, u32)>,
}

fn tree() -> impl Strategy<Value = Tree> {
    let units = vec(any::<Index>(), 0..12);
    let people = vec(any::<Index>(), 1..10);
    let moves = vec((any::<Index>(), any::<Index>(), 2_u32..31), 0..5);
    (units, people, moves).prop_map(|(units, people, moves)| {
        let above: Vec<usize> = units.iter().enumerate().map(|(at, index)| index.index(at + 1)).collect();
        let count = above.len() + 1;
        let homes: Vec<usize> = people.iter().map(|index| index.index(count)).collect();
        let moves = moves.iter().map(|(who, to, day)| (who.index(homes.len()), to.index(count), *day)).collect();
        Tree { above, homes, moves }
    })
}

impl Tree {
    fn engine(&self) -> Engine {
        let mut engine = Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap());
        let start = parse_day("2025-01-01").unwrap();
        for unit in 0..=self.above.len() {
            let entry = Entry::new("unit").id(&format!("unit {unit}")).on(start).set("unit", format!("u{unit}"));
            let above = unit.checked_sub(1).map(|at| format!("u{}", self.above[at]));
            engine.record(above.map_or(entry.clone(), |above| entry.set("under", above)));
        }
        let member = |id: String, who: usize, unit: usize, on: &str| {
            let entry = Entry::new("membership").id(&id).on(parse_day(on).unwrap());
            entry.set("who", format!("p{who}")).set("unit", format!("u{unit}"))
        };
        for (who, home) in self.homes.iter().enumerate() {
            engine.record(member(format!("m{who}"), who, *home, "2025-01-01"));
        }
        for (at, (who, to, day)) in self.moves.iter().enumerate() {
            engine.record(member(format!("move {at:02}"), *who, *to, &format!("2025-03-{day:02}")));
        }
        engine
    }

    /// Where somebody is at the end of March: the last move by day, then by id.
    fn home(&self, who: usize) -> usize {
        let moves = self.moves.iter().enumerate().filter(|(_, (mover, ..))| *mover == who);
        moves.max_by_key(|(at, (_, _, day))| (*day, *at)).map_or(self.homes[who], |(_, (_, to, _))| *to)
    }

    fn members(&self, unit: usize) -> (Vec<usize>, Vec<usize>) {
        let units = (1..=self.above.len()).filter(|below| self.above[below - 1] == unit).collect();
        let people = (0..self.homes.len()).filter(|who| self.home(*who) == unit).collect();
        (units, people)
    }

    /// A figure of a unit by plain recursion, of what each person has and of what the facts of a unit come to.
    fn naive(&self, unit: usize, of: &dyn Fn(&[i64], Option<usize>) -> i64, person: &dyn Fn(usize) -> i64) -> i64 {
        let (units, people) = self.members(unit);
        let mut below: Vec<i64> = units.into_iter().map(|unit| self.naive(unit, of, person)).collect();
        below.extend(people.into_iter().map(person));
        of(&below, Some(unit))
    }
}

fn of(view: &View, kpi: &str, key: &str) -> i64 {
    let whose = view.unit(key).or_else(|_| view.person(key)).unwrap();
    let value = view.value(kpi, whose, view.period("2025-03").unwrap()).unwrap().unwrap();
    i64::try_from(value.amount().unwrap().numerator()).unwrap()
}

fn check(tree: &Tree, view: &View) -> Result<(), TestCaseError> {
    for who in 0..tree.homes.len() {
        let key = format!("p{who}");
        let orders = of(view, "orders", &key);
        prop_assert_eq!(of(view, "load", &key), orders);
        prop_assert_eq!(of(view, "steep", &key), orders + 1);
    }
    let orders = |unit: Option<usize>| of(view, "orders", &format!("u{}", unit.unwrap()));
    let own = |who: usize| of(view, "orders", &format!("p{who}"));
    for unit in 0..=tree.above.len() {
        let key = format!("u{unit}");
        let load = |below: &[i64], unit| below.iter().sum::<i64>() * 2 + orders(unit);
        prop_assert_eq!(of(view, "load", &key), tree.naive(unit, &load, &own));
        let steep = |below: &[i64], unit| below.iter().max().copied().unwrap_or_else(|| orders(unit)) + 1;
        prop_assert_eq!(of(view, "steep", &key), tree.naive(unit, &steep, &|who| own(who) + 1));
        prop_assert_eq!(of(view, "even", &key), turns(tree, unit, true, &orders, &own));
        prop_assert_eq!(of(view, "odd", &key), turns(tree, unit, false, &orders, &own));
    }
    Ok(())
}

/// Two KPIs that ask each other, each the other one of those below.
fn turns(
    tree: &Tree,
    unit: usize,
    even: bool,
    orders: &dyn Fn(Option<usize>) -> i64,
    own: &dyn Fn(usize) -> i64,
) -> i64 {
    let (units, people) = tree.members(unit);
    let below: i64 = units.into_iter().map(|unit| turns(tree, unit, !even, orders, own)).sum();
    let people: i64 = people.into_iter().map(|who| if even { 1 } else { own(who) }).sum();
    below + people + if even { orders(Some(unit)) } else { 1 }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn a_kpi_that_calls_itself_is_what_plain_recursion_gives(
        tree in tree(), orders in vec((any::<Index>(), 1_u32..32), 0..20), batch in 1_usize..6,
    ) {
        let mut engine = tree.engine();
        let as_of = parse_day("2025-03-31").unwrap();
        check(&tree, &engine.view(as_of))?;
        for (at, orders) in orders.chunks(batch).enumerate() {
            for (number, (who, day)) in orders.iter().enumerate() {
                let day = parse_day(&format!("2025-03-{day:02}")).unwrap();
                let order = Entry::new("order").id(&format!("o{at}/{number}")).on(day);
                let who = format!("p{}", who.index(tree.homes.len()));
                prop_assert_eq!(engine.record(order.set("rep", who)), Admission::Counted);
            }
            check(&tree, &engine.view(as_of))?;
        }
        let fresh = engine.view_at(as_of, engine.log().len());
        check(&tree, &fresh)?;
    }
}
