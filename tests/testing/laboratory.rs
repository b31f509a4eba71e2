//! Laws of plans and logs that nobody wrote.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeSet;

use attain::document::Node;
use attain::formula::{Expr, ExprKind, Scope, parse};
use attain::kpi::When;
use attain::log::{Batch, ColumnSlice, Entry, EntryIds, Values};
use attain::plan::PlanDefinition;
use attain::target::ByDefinition;
use attain::testing::laws::Answers;
use attain::testing::{Size, Story};
use attain::{Engine, Plan, View};
use proptest::prelude::*;

fn story() -> impl Strategy<Value = Story> {
    any::<u64>().prop_map(|seed| Story::new(seed, &Size::small()))
}

/// Every text in a plan that is a formula.
fn formulas(definition: &PlanDefinition) -> Vec<String> {
    fn walk(value: &serde_json::Value, found: &mut Vec<String>) {
        const WORDS: [&str; 14] = [
            "formula", "value", "when", "who", "counts", "by", "base", "pay", "cap", "floor", "set", "times", "add",
            "attains",
        ];
        match value {
            serde_json::Value::Object(map) => {
                for (name, value) in map {
                    let text = value.as_str().filter(|_| WORDS.contains(&name.as_str()));
                    found.extend(text.map(str::to_owned));
                    walk(value, found);
                }
            }
            serde_json::Value::Array(list) => list.iter().for_each(|value| walk(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(&serde_json::to_value(definition).unwrap(), &mut found);
    found
}

/// Months and the year around the day as of which is asked, and days that are no period.
fn times(view: &View) -> Vec<When> {
    let calendar = view.plan().calendar();
    let day = view.as_of();
    let names = ["month", "quarter", "year"];
    let periods = names.iter().filter_map(|name| calendar.period(calendar.grain(name)?, day).ok());
    let span = attain::calendar::Span::new(day - chrono::Days::new(200), day - chrono::Days::new(20));
    periods.map(When::from).chain(span.map(When::from)).collect()
}

fn answers(engine: &Engine, story: &Story) -> Answers {
    let view = engine.view(story.as_of);
    Answers::of(&view, &times(&view))
}

/// The KPIs that a formula names.
fn named(expr: &Expr, plan: &PlanDefinition) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    expr.walk(&mut |expr| {
        if let ExprKind::Path(path) | ExprKind::At { scope: Scope::Path(path), .. } = &expr.kind {
            found.extend(path.first().map(|first| first.text.to_string()).filter(|name| plan.kpis.contains_key(name)));
        }
    });
    found
}

/// The formulas by which the targets of a KPI are cut.
fn cut_by(plan: &PlanDefinition, kpi: &str) -> Vec<String> {
    let mut formulas = Vec::new();
    for split in plan.targets.get(kpi).into_iter().flat_map(|target| &target.split) {
        match &split.by {
            None => {}
            Some(ByDefinition::One(text)) => formulas.push(text.as_str().to_owned()),
            Some(ByDefinition::Blend(all)) => formulas.extend(all.iter().map(|one| one.by.as_str().to_owned())),
        }
    }
    formulas
}

/// A plan with one KPI, and what that needs.
fn only(plan: &PlanDefinition, kpi: &str) -> PlanDefinition {
    let mut needed = BTreeSet::from([kpi.to_owned()]);
    loop {
        let formulas = needed.iter().map(|name| plan.kpis.get(name).unwrap().formula.as_str().to_owned());
        let formulas = formulas.chain(needed.iter().flat_map(|name| cut_by(plan, name)));
        let more: Vec<String> = formulas.flat_map(|formula| named(&parse(&formula).unwrap(), plan)).collect();
        let before = needed.len();
        needed.extend(more);
        if needed.len() == before {
            break;
        }
    }
    let mut small = plan.clone();
    for name in plan.kpis.keys().filter(|name| !needed.contains(*name)) {
        small.kpis.remove(name);
        small.targets.remove(name);
    }
    for name in plan.scorecards.keys() {
        small.scorecards.remove(name);
    }
    for name in plan.incentives.keys() {
        small.incentives.remove(name);
    }
    for name in plan.rankings.keys() {
        small.rankings.remove(name);
    }
    small
}

/// A column of values of one type, and whether each is there.
#[derive(Default)]
struct Column {
    decimals: Vec<i64>,
    days: Vec<i32>,
    codes: Vec<u32>,
    yes: Vec<u8>,
    valid: Vec<u8>,
}

/// Twelve decimals are enough for all that stories say.
fn mantissa(text: &str) -> i64 {
    let (text, more) = text.strip_suffix('%').map_or((text, 12), |percent| (percent, 10));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{part:0<more$}").parse().unwrap()
}

/// A length of time in days.
fn days(text: &str) -> i64 {
    match text.split_once(' ') {
        None => mantissa(text),
        Some((amount, "hours")) => mantissa(amount) / 24,
        Some((amount, "weeks")) => mantissa(amount) * 7,
        Some((amount, _)) => mantissa(amount),
    }
}

impl Column {
    fn push(&mut self, engine: &mut Engine, kind: &str, field: &str, ty: &str, node: Option<&Node>) {
        self.valid.push(u8::from(node.is_some()));
        let text = node.and_then(Node::as_text).unwrap_or_default();
        match ty {
            "number" | "money" | "ratio" => self.decimals.push(if text.is_empty() { 0 } else { mantissa(text) }),
            "duration" => self.decimals.push(if text.is_empty() { 0 } else { days(text) }),
            "date" => self.days.push(attain::calendar::parse_day(text).map_or(0, since_1970)),
            "yesno" => self.yes.push(u8::from(node == Some(&Node::Bool(true)))),
            _ => self.codes.push(match (node, ty) {
                (None, _) => 0,
                (_, "person") => engine.register_person(text).unwrap().get(),
                (_, "unit") => engine.register_unit(text).unwrap().get(),
                (_, "text") => engine.register_text(kind, field, text).unwrap().get(),
                _ => engine.register_id(text).unwrap().get(),
            }),
        }
    }

    fn slice<'c>(&'c self, field: &'c str, ty: &str) -> ColumnSlice<'c> {
        let values = match ty {
            "number" | "money" | "ratio" | "duration" => Values::Decimals { mantissas: &self.decimals, scale: 12 },
            "date" => Values::Days(&self.days),
            "yesno" => Values::YesNo(&self.yes),
            _ => Values::Codes(&self.codes),
        };
        ColumnSlice { field, values, valid: Some(&self.valid) }
    }
}

fn since_1970(day: chrono::NaiveDate) -> i32 {
    i32::try_from((day - attain::calendar::parse_day("1970-01-01").unwrap()).num_days()).unwrap()
}

/// Plain facts of a kind, as columns.
fn record_columns(engine: &mut Engine, plan: &PlanDefinition, kind: &str, facts: &[&Entry]) {
    let fields = &plan.facts.get(kind).unwrap().fields;
    let text = |entry: &Entry, word: &str| entry.get(word).and_then(Node::as_text).unwrap().to_owned();
    let ids: Vec<u32> = facts.iter().map(|fact| engine.register_id(&text(fact, "id")).unwrap().get()).collect();
    let day = |fact: &&Entry| since_1970(attain::calendar::parse_day(&text(fact, "on")).unwrap());
    let on: Vec<i32> = facts.iter().map(day).collect();
    let own_day = plan.facts.get(kind).unwrap().on.clone();
    let mut columns = Vec::new();
    for (field, ty) in fields.iter().filter(|(field, _)| own_day.as_ref() != Some(field)) {
        let mut column = Column::default();
        for fact in facts {
            column.push(engine, kind, field, ty, fact.get(field));
        }
        columns.push((field, ty, column));
    }
    let slices: Vec<ColumnSlice<'_>> = columns.iter().map(|(field, ty, column)| column.slice(field, ty)).collect();
    let batch = Batch { kind, ids: EntryIds::Codes(&ids), on: &on, columns: &slices };
    engine.record_columns(&batch, None).unwrap();
}

/// Whether a fact can come as a row.
fn is_plain(entry: &Entry, plan: &PlanDefinition) -> bool {
    let kind = entry.get("kind").and_then(Node::as_text).and_then(|kind| plan.facts.get(kind));
    let beside = ["credits", "revises", "retracts", "reverses", "why"];
    // Minutes are no decimal part of a day, and columns know one currency.
    let by_other_doors = |(_, node): (&str, &Node)| {
        node.as_text().is_some_and(|text| [" minutes", " USD", " CHF"].iter().any(|of| text.ends_with(of)))
    };
    kind.is_some_and(|kind| kind.fields.values().all(|ty| ty != "instant"))
        && !entry.iter().any(by_other_doors)
        && beside.iter().all(|word| entry.get(word).is_none())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn a_formula_that_is_printed_reads_as_the_same_one(story in story()) {
        for formula in formulas(&story.plan) {
            let Ok(expr) = parse(&formula) else { continue };
            let printed = expr.to_string();
            prop_assert_eq!(&parse(&printed).unwrap(), &expr, "{}", formula);
            prop_assert_eq!(parse(&printed).unwrap().to_string(), printed);
        }
    }

    #[test]
    fn a_plan_that_compiles_never_meets_a_wrong_unit(story in story()) {
        // The root, the logarithm and the power of a number may be none; nothing else is ever not a number.
        let may_be_none = formulas(&story.plan).iter().any(|formula| formula.contains("sqrt(") || formula.contains("ln("));
        let engine = story.engine().unwrap();
        for (what, told) in answers(&engine, &story).iter() {
            prop_assert!(may_be_none || told != "undefined: not a number", "{}", what);
        }
    }

    #[test]
    fn a_kpi_alone_is_what_it_is_in_the_whole_plan(story in story()) {
        let whole = answers(&story.engine().unwrap(), &story);
        for kpi in story.plan.kpis.keys() {
            let small = Story { plan: only(&story.plan, kpi), ..story.clone() };
            let alone = answers(&small.engine().unwrap(), &small);
            let about = |(what, _): &(&str, &str)| what.starts_with(&format!("{kpi} of "));
            let both: [Vec<(&str, &str)>; 2] = [whole.iter().filter(about).collect(), alone.iter().filter(about).collect()];
            prop_assert_eq!(&both[0], &both[1]);
        }
    }

    #[test]
    fn facts_in_columns_are_facts_one_by_one(story in story()) {
        let plan = Plan::compile(&story.plan).unwrap();
        let (mut single, mut columns) = (Engine::new(plan.clone()), Engine::new(plan));
        for entry in story.entries().filter(|entry| !is_plain(entry, &story.plan)) {
            single.record(entry.clone());
            columns.record(entry.clone());
        }
        for kind in story.plan.facts.keys() {
            let of_kind = |entry: &&Entry| entry.get("kind").and_then(Node::as_text) == Some(kind.as_str());
            let plain: Vec<&Entry> = story.entries().filter(of_kind).filter(|entry| is_plain(entry, &story.plan)).collect();
            if plain.is_empty() {
                continue;
            }
            for entry in &plain {
                single.record((*entry).clone());
            }
            record_columns(&mut columns, &story.plan, kind, &plain);
        }
        prop_assert_eq!(answers(&single, &story), answers(&columns, &story));
    }
}
