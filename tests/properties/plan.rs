//! The text of a plan is a plan or problems; a plan is printed as one that is the same.

use attain::calendar::CalendarDefinition;
use attain::document::{Node, Read, from_json};
use attain::engine::query::{Nodes, Query};
use attain::incentive::{ComponentDefinition, IncentiveDefinition};
use attain::kpi::KpiDefinition;
use attain::log::{KindDefinition, RecordDefinition};
use attain::org::OrgDefinition;
use attain::pipeline::{EdgeDefinition, MovesDefinition, PipelineDefinition, StageDefinition};
use attain::plan::PLAN_BYTES_MAX;
use attain::ranking::{BadgeDefinition, RankingDefinition};
use attain::receivable::ReceivableDefinition;
use attain::rule::RulesDefinition;
use attain::score::{ItemDefinition, ScorecardDefinition};
use attain::step::StepDefinition;
use attain::table::TableDefinition;
use attain::target::{SplitDefinition, TargetDefinition};
use attain::testing::laws::Trial;
use attain::testing::{Size, Story};
use attain::timer::TimerDefinition;
use attain::{Engine, Plan, PlanDefinition};

use super::{Traits, lawful, must, told};

/// How large the log is that is made for a plan that compiles.
fn small() -> Size {
    Size { people: 2, units: 2, facts: 4, targets: 3, corrections: 2, batches: 1, ..Size::small() }
}

pub(super) fn hold(input: &[u8], laws: bool) -> Result<Traits, String> {
    let mut traits = Traits::new();
    match Plan::from_json(input) {
        Err(problems) => {
            told(&problems, &mut traits)?;
            let again = Plan::from_json(input).err();
            must(again.as_ref() == Some(&problems), || "again: other problems".to_owned())?;
            for problem in problems.iter().filter(|problem| problem.place().as_str().is_empty()) {
                let end = problem.span().map_or(0, |span| span.start);
                must(end <= input.len(), || format!("span: beyond the document: {problem}"))?;
            }
        }
        Ok(plan) => {
            traits.insert("compiles".to_owned());
            printed(&plan)?;
            sections(&plan, &mut traits);
            fields(&plan.definition().node(), &mut traits);
            lived(&plan, input.len() as u64, laws, &mut traits)?;
        }
    }
    Ok(traits)
}

/// What is printed of a plan is read as the same plan: the fingerprint is that of all its text. A number with a point may come back as
/// the text of that number, which is read alike.
fn printed(plan: &Plan) -> Result<(), String> {
    let text = serde_json::to_string(plan.definition()).map_err(|error| format!("print: {error}"))?;
    if text.len() > PLAN_BYTES_MAX || from_json(text.as_bytes(), PLAN_BYTES_MAX).is_err() {
        return Err(format!("print: what is printed is no document: {text}"));
    }
    let again = Plan::from_json(text.as_bytes()).map_err(|problems| format!("print: {problems}\n{text}"))?;
    must(again.fingerprint() == plan.fingerprint(), || format!("print: another fingerprint\n{text}"))?;
    let read: PlanDefinition = serde_json::from_str(&text).map_err(|error| format!("serde: {error}\n{text}"))?;
    let compiled = Plan::compile(&read).map_err(|problems| format!("compile: {problems}\n{text}"))?;
    must(compiled.fingerprint() == plan.fingerprint(), || format!("compile: another fingerprint\n{text}"))
}

/// Which fields are written in a plan that compiles, as far as a name is that of a field.
fn fields(node: &Node, traits: &mut Traits) {
    match node {
        Node::List(items) => items.iter().for_each(|item| fields(item, traits)),
        Node::Map(written) => {
            for (name, value) in written {
                if FIELDS.iter().any(|fields| fields.contains(&name.as_str())) {
                    traits.insert(format!("has {name}"));
                }
                fields(value, traits);
            }
        }
        _ => {}
    }
}

/// The fields of what a plan is made of.
const FIELDS: &[&[&str]] = &[
    PlanDefinition::FIELDS,
    RulesDefinition::FIELDS,
    CalendarDefinition::FIELDS,
    OrgDefinition::FIELDS,
    KindDefinition::FIELDS,
    RecordDefinition::FIELDS,
    PipelineDefinition::FIELDS,
    StageDefinition::FIELDS,
    EdgeDefinition::FIELDS,
    MovesDefinition::FIELDS,
    TimerDefinition::FIELDS,
    ReceivableDefinition::FIELDS,
    TableDefinition::FIELDS,
    KpiDefinition::FIELDS,
    TargetDefinition::FIELDS,
    SplitDefinition::FIELDS,
    ScorecardDefinition::FIELDS,
    ItemDefinition::FIELDS,
    StepDefinition::FIELDS,
    IncentiveDefinition::FIELDS,
    ComponentDefinition::FIELDS,
    RankingDefinition::FIELDS,
    BadgeDefinition::FIELDS,
];

fn sections(plan: &Plan, traits: &mut Traits) {
    let definition = plan.definition();
    let lengths = [
        ("records", definition.records.len()),
        ("pipelines", definition.pipelines.len()),
        ("tables", definition.tables.len()),
        ("kpis", definition.kpis.len()),
        ("targets", definition.targets.len()),
        ("scorecards", definition.scorecards.len()),
        ("incentives", definition.incentives.len()),
        ("rankings", definition.rankings.len()),
        ("timers", plan.timers().len()),
        ("receivables", plan.receivables().len()),
        ("duplicates", plan.duplicates().len()),
    ];
    traits.extend(
        lengths.iter().filter(|(_, length)| *length > 0).map(|(name, length)| format!("{name} {}", length.ilog2())),
    );
}

/// A log for the plan is recorded, told again and recorded as the same, and asked.
fn lived(plan: &Plan, seed: u64, laws: bool, traits: &mut Traits) -> Result<(), String> {
    let story = Story::about(plan, seed, &small());
    let engine = story.engine().map_err(|problems| format!("story: {problems}"))?;
    let mut again = Engine::new(plan.clone());
    again.record_jsonl(engine.to_jsonl().as_bytes(), None);
    must(again.log().len() == engine.log().len(), || format!("export: some is refused of\n{}", engine.to_jsonl()))?;
    let (one, other) = (engine.view(story.as_of), again.view(story.as_of));
    let period = one.period("2024-03-01").map_err(|error| format!("period: {error}"))?;
    for kpi in plan.kpis().rows() {
        let query = Query::new([kpi.name.as_str()]).of(Nodes::People).during(period);
        let (Ok(one), Ok(other)) = (one.table(&query), other.table(&query)) else { continue };
        must(one.rows == other.rows, || format!("export: `{}` is another", kpi.name.as_str()))?;
        let reasons = one.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| cell.as_ref().err());
        traits.extend(reasons.map(|why| format!("undefined {}", why.code())));
    }
    for ranking in plan.rankings() {
        let _ = one.ranking(ranking.name.as_str(), period);
    }
    if !laws {
        return Ok(());
    }
    lawful(&Trial::on(&story).map_err(|problems| format!("story: {problems}"))?)
}
