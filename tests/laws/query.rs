//! Laws of questions about many: they are the single questions, they add up, pages tile them, and nobody sees more.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use attain::engine::View;
use attain::engine::query::{Answers, Columns, Drill, Nodes, Query};
use attain::kpi::When;
use attain::measure::Whose;
use attain::quantity::{Fraction, Outcome, Precision, Value, Why};
use attain::ranking::Order;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::dump::{nodes, times};
use crate::support::generate::{plain_story, story};
use crate::support::story::{Story, day};
use crate::support::{Rules, plan};

/// Figures of each kind.
const FIGURES: [&str; 12] = [
    "sales",
    "growth",
    "per_head",
    "target(sales)",
    "attainment(sales)",
    "pace(sales)",
    "run_rate(sales)",
    "coverage(sales)",
    "score.rep",
    "pay.pay",
    "pay.pay.bonus",
    "rank.score",
];

/// KPIs that are made of the facts of a slice alone.
const OF_FACTS: [&str; 16] = [
    "sales",
    "margin",
    "margin_rate",
    "assisted",
    "customers",
    "orders",
    "order_lines",
    "large_lines",
    "mean",
    "least",
    "most",
    "middle",
    "opener",
    "closer",
    "average_order_value",
    "growth",
];

fn view(story: &Story) -> View {
    story.engine(&plan(Rules::default())).view(day(170))
}

/// Everybody and every unit, by key.
fn all(view: &View) -> Nodes {
    let mut keys: Vec<&str> = nodes(view).into_iter().map(|whose| view.name(whose)).collect();
    keys.sort_unstable();
    Nodes::keys(keys)
}

/// The single question for a figure.
fn single(view: &View, figure: usize, whose: Whose, when: When) -> Outcome {
    match FIGURES[figure] {
        "target(sales)" => view.target("sales", whose, when).unwrap().counts,
        "pace(sales)" => view.pace("sales", whose, when).unwrap(),
        "run_rate(sales)" => view.run_rate("sales", whose, when).unwrap(),
        "coverage(sales)" => view.target("sales", whose, when).unwrap().coverage,
        "attainment(sales)" => view.attainment("sales", whose, when).unwrap(),
        "score.rep" => {
            let score = view.scorecard("rep", whose, when).unwrap().and_then(|card| card.score());
            score.map(|score| Value::Number(score.into()))
        }
        "pay.pay" => view.pay("pay", None, whose, when).unwrap().map(Value::Money),
        "pay.pay.bonus" => view.pay("pay", Some("bonus"), whose, when).unwrap().map(Value::Money),
        "rank.score" => {
            let ranking = view.ranking("score", when).unwrap();
            let own = matches!(whose, Whose::Person(_)).then(|| ranking.of(view.name(whose))).flatten();
            own.map_or(Err(Why::NotAMember), |place| place.rank.clone()).map(Value::Number)
        }
        kpi => view.value(kpi, whose, when).unwrap(),
    }
}

fn sum(outcomes: impl Iterator<Item = Outcome>) -> Fraction {
    let amounts = outcomes.map(|outcome| outcome.unwrap().amount().unwrap());
    amounts.fold(Fraction::ZERO, |sum, term| sum.plus(term, Precision::default()).unwrap())
}

/// A story of which only the sales to one reseller happened.
fn only(story: &Story, reseller: &str) -> Story {
    let mut story = story.clone();
    story.sales.retain(|sale| sale.reseller == reseller);
    let kept: Vec<String> = story.sales.iter().map(|sale| sale.id.clone()).collect();
    story.corrections.retain(|correction| kept.contains(&correction.of));
    story
}

fn rows(view: &View, query: &Query) -> Answers {
    view.table(query).unwrap()
}

/// The figures of a table, beside one another, are those of columns; so is all else that both say.
fn same(table: &Answers, columns: &Columns) -> Result<(), TestCaseError> {
    prop_assert_eq!((&table.columns, &table.by), (&columns.columns, &columns.by));
    prop_assert_eq!((table.total, table.offset, table.hidden), (columns.total, columns.offset, columns.hidden));
    prop_assert_eq!(&table.from, &columns.from);
    prop_assert_eq!((columns.who.len(), columns.figures.len()), (table.rows.len(), table.columns.len()));
    for (at, row) in table.rows.iter().enumerate() {
        prop_assert_eq!((row.whose, row.when), (columns.whose[at], columns.when[at]));
        prop_assert_eq!((&row.who, &row.by), (&columns.who[at], &columns.slices[at]));
    }
    for (at, figures) in columns.figures.iter().enumerate() {
        let cells: Vec<Outcome> = table.rows.iter().map(|row| row.cells[at].clone()).collect();
        prop_assert_eq!(figures.iter().collect::<Vec<_>>(), cells, "{}", columns.columns[at].name);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn columns_are_the_table_turned(
        story in story(), by in any::<bool>(), top in 0_usize..40, offset in 0_usize..4, actor in 0_usize..6,
    ) {
        let view = view(&story);
        let mut query = Query::new(FIGURES).of(all(&view)).sort("sales", Order::HighestFirst).top(top).offset(offset);
        for when in times(&view) {
            query = query.during(when);
        }
        if by {
            query = query.by("sale.reseller");
        }
        same(&rows(&view, &query), &view.columns(&query).unwrap())?;
        let people: Vec<_> = view.org().people().map(|(_, person)| person.key().to_string()).collect();
        prop_assume!(!people.is_empty());
        let seen = view.seen_by(&people[actor % people.len()]).unwrap();
        same(&seen.table(&query).unwrap(), &seen.columns(&query).unwrap())?;
    }

    #[test]
    fn a_table_is_its_single_questions(story in story(), sorted in 0_usize..12, highest in any::<bool>()) {
        let view = view(&story);
        let order = if highest { Order::HighestFirst } else { Order::LowestFirst };
        let mut query = Query::new(FIGURES).of(all(&view)).sort(FIGURES[sorted], order);
        for when in times(&view) {
            query = query.during(when);
        }
        let table = rows(&view, &query);
        prop_assert_eq!(table.total, nodes(&view).len() * times(&view).len());
        for row in &table.rows {
            for (figure, cell) in row.cells.iter().enumerate() {
                let expected = single(&view, figure, row.whose, row.when);
                prop_assert_eq!(cell, &expected, "{} of {}, {}", FIGURES[figure], row.who, row.time);
            }
        }
        for pair in table.rows.windows(2) {
            let key = |at: usize| (pair[at].who.as_str(), pair[at].whose, pair[at].when);
            match (&pair[0].cells[sorted], &pair[1].cells[sorted]) {
                (Ok(one), Ok(other)) if one == other => prop_assert!(key(0) < key(1)),
                (Ok(one), Ok(other)) => prop_assert_eq!(one > other, highest),
                (Err(_), Err(_)) => prop_assert!(key(0) < key(1)),
                (one, _) => prop_assert!(one.is_ok(), "undefined ones come last"),
            }
        }
    }

    #[test]
    fn a_breakdown_of_sums_and_counts_adds_up_to_the_whole(
        story in story(), field in select(vec!["sale.reseller", "sale.order", "sale.on", "sale.employee", "sale.amount"]),
    ) {
        let view = view(&story);
        let kpis = ["sales", "margin", "order_lines", "assisted"];
        for when in times(&view) {
            for whose in nodes(&view) {
                let query = Query::new(kpis).of(Nodes::keys([view.name(whose)])).during(when).by(field);
                let table = rows(&view, &query);
                for (at, kpi) in kpis.into_iter().enumerate() {
                    let whole = view.value(kpi, whose, when).unwrap().unwrap().amount().unwrap();
                    let parts = sum(table.rows.iter().map(|row| row.cells[at].clone()));
                    prop_assert_eq!(parts, whole, "{} of {} by {}", kpi, view.name(whose), field);
                }
            }
        }
    }

    #[test]
    fn a_slice_is_what_would_be_had_nothing_else_happened(story in plain_story(), reseller in 0_usize..5) {
        let reseller = format!("r{reseller}");
        let (view, alone) = (view(&story), view(&only(&story, &reseller)));
        let query = |view: &View| {
            let query = Query::new(OF_FACTS).of(all(view));
            times(view).into_iter().fold(query, Query::during)
        };
        let alone = rows(&alone, &query(&alone));
        let sliced = rows(&view, &query(&view).by("sale.reseller"));
        let own = |row: &&attain::engine::query::Row| row.by[0].as_ref().is_some_and(|value| value.to_string() == reseller);
        for row in sliced.rows.iter().filter(own) {
            let same = alone.rows.iter().find(|other| (&other.who, other.whose, other.when) == (&row.who, row.whose, row.when));
            prop_assert_eq!(&row.cells, &same.unwrap().cells, "{} of {}, {}", reseller, row.who, row.time);
        }
        // And where somebody sold something to that reseller, there is a slice.
        for row in alone.rows.iter().filter(|row| row.cells[6] != Ok(Value::Number(Fraction::ZERO))) {
            let mut same = sliced.rows.iter().filter(own);
            prop_assert!(same.any(|other| (&other.who, other.whose, other.when) == (&row.who, row.whose, row.when)));
        }
    }

    #[test]
    fn pages_of_any_size_tile_the_whole(story in story(), size in 1_usize..9, top in 0_usize..30) {
        let view = view(&story);
        let when = times(&view)[0];
        let query = Query::new(["sales", "growth"]).of(all(&view)).during(when).by("sale.reseller");
        let query = query.sort("sales", Order::HighestFirst).top(top);
        let whole = rows(&view, &query);
        let mut tiles = Vec::new();
        for offset in (0..whole.rows.len() + size).step_by(size) {
            tiles.extend(rows(&view, &query.clone().offset(offset).limit(size)).rows);
        }
        prop_assert_eq!(&tiles, &whole.rows);
        prop_assert_eq!(whole.rows.len(), whole.total.min(top));
    }

    #[test]
    fn the_entries_of_a_cell_add_up_to_it_page_by_page(story in story(), size in 1_usize..6) {
        let view = view(&story);
        for when in times(&view) {
            let query = Query::new(["sales"]).of(all(&view)).during(when).by("sale.reseller");
            let table = rows(&view, &query);
            for (at, row) in table.rows.iter().enumerate() {
                let drill = table.drill(at, 0).unwrap();
                let whole = view.entries(&drill).unwrap().remove(0);
                let mut tiles = Vec::new();
                for offset in (0..whole.all).step_by(size) {
                    tiles.extend(view.entries(&drill.clone().offset(offset).limit(size)).unwrap().remove(0).entries);
                }
                prop_assert_eq!(&tiles, &whole.entries);
                let terms = tiles.iter().map(|one| {
                    let value = one.entry.value.clone().unwrap()?.amount().unwrap();
                    Ok(Value::Money(value.times(one.entry.share, Precision::default())?))
                });
                prop_assert_eq!(sum(terms), row.cells[0].clone().unwrap().amount().unwrap());
            }
        }
    }

    #[test]
    fn what_is_seen_is_a_part_of_all_and_equal_where_it_is_seen(story in story(), actor in 0_usize..6) {
        let view = view(&story);
        // A story may leave out some of the six.
        let people: Vec<_> = view.org().people().map(|(_, person)| person.key().to_string()).collect();
        prop_assume!(!people.is_empty());
        let actor = people[actor % people.len()].clone();
        let seen = view.seen_by(&actor).unwrap();
        let mut query = Query::new(FIGURES).of(all(&view)).sort("sales", Order::LowestFirst);
        for when in times(&view) {
            query = query.during(when);
        }
        let (table, whole) = (seen.table(&query).unwrap(), rows(&view, &query));
        let visible: Vec<_> = whole.rows.iter().filter(|row| seen.sees(row.whose, row.when)).cloned().collect();
        prop_assert_eq!(&table.rows, &visible);
        prop_assert_eq!(table.total + table.hidden, whole.total);
        for row in &whole.rows {
            let value = seen.value("sales", row.whose, row.when);
            prop_assert_eq!(value.as_ref().is_ok(), seen.sees(row.whose, row.when));
            if let Ok(value) = value {
                prop_assert_eq!(&value, &row.cells[0]);
                let drill = Drill::new("sales", row.whose, row.when);
                let (part, all) = (seen.entries(&drill).unwrap().remove(0), view.entries(&drill).unwrap().remove(0));
                prop_assert_eq!(part.all + part.hidden, all.all);
                prop_assert!(part.entries.iter().all(|one| all.entries.contains(one)));
                let may = |who: &str| seen.sees(view.person(who).unwrap(), row.when);
                prop_assert!(part.entries.iter().all(|one| may(one.who.as_str())));
            }
        }
        let own = view.person(&actor).unwrap();
        prop_assert!(times(&view).into_iter().all(|when| seen.sees(own, when)));
    }
}
