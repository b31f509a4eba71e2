//! From moves as written to moves as meant.

use std::sync::Arc;

use crate::calendar::FiscalCalendar;
use crate::diagnostic::{At, Code, Problems};
use crate::document::OneOrMany;
use crate::formula::Program;
use crate::quantity::Unit;
use crate::rule::needed;

use super::super::definition::{MovesDefinition, PipelineDefinition, StageKind};
use super::super::stage::{StageId, Stages};
use super::Gate;
use super::approval::Approvals;
use super::edge::{Edge, OfStage, Requirement};
use super::lint;
use super::read::{Reading, stage_named};
use super::way::{Bar, MORE, PLACES, Way, Ways};
use super::who::{Who, WhoRule};

/// The most edges of a pipeline.
pub const EDGES_MAX: usize = 1_000;

/// The most approvals of one edge.
pub const APPROVALS_MAX: usize = 32;

/// Whoever reads the formulas of a gate: it knows the fields of the record, and who people are.
pub trait Reader {
    /// What can be asked of a record.
    type Deal: Clone + PartialEq;
    /// What can be asked of who moves it.
    type Who: Clone + PartialEq;

    /// A formula about a record, of a unit where one is needed.
    fn formula(
        &mut self,
        text: &str,
        unit: Option<Unit>,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Program<Self::Deal>>;

    /// A condition on who does something.
    fn who(&mut self, text: &str, at: At<'_>, problems: &mut Problems) -> Option<WhoRule<Self::Deal, Self::Who>>;

    /// The place of the field that a formula is, and nothing else: below 62, as [`Case::filled`](super::Case::filled) has it. Nothing,
    /// where it is none, or fields have no places.
    fn place(&self, formula: &Program<Self::Deal>) -> Option<u32> {
        let _ = formula;
        None
    }

    /// Whether people have roles.
    fn has_roles(&self) -> bool;

    /// The calendar by which time is counted.
    fn calendar(&self) -> &FiscalCalendar;
}

impl<C: Clone + PartialEq, W: Clone + PartialEq> Gate<C, W> {
    /// Reads what a pipeline says of moves; reports everything that is wrong with it. Nothing, where it says nothing of them.
    pub fn compile<R: Reader<Deal = C, Who = W>>(
        definition: &PipelineDefinition,
        stages: &Arc<Stages>,
        reader: &mut R,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Gate<C, W>> {
        if !definition.has_gate() {
            return None;
        }
        let before = problems.len();
        let why = "what becomes of a move that may not be is open";
        let mode = needed(definition.mode, None, "mode", why, at.field("mode"), problems);
        if definition.moves.is_none() && definition.edges.is_empty() {
            problems
                .report(Code::PipelineMoves, at, "no move is declared, so that a record could never leave its stage")
                .help("write `\"moves\": { \"skip\": false, \"back\": false, \"lost_from\": \"any\", \"reopen\": false }`");
        }
        let mut reading = Reading { reader, stages, problems };
        let who = reading.who_of(definition.who.as_ref(), at.field("who"));
        let of_stages = of_stages(definition, &mut reading, at);
        let edges = edges(definition, who.as_ref(), &mut reading, at);
        let may_override = definition.may_override.clone().map(|text| OneOrMany(vec![text]));
        let may_override = reading.who_of(may_override.as_ref(), at.field("may_override"));
        let moves = definition.moves.as_ref().and_then(|moves| Moves::read(moves, stages, at.field("moves"), problems));
        if problems.len() > before {
            return None;
        }
        let plain = Edge {
            from: None,
            to: stages.first(),
            event: None,
            when: None,
            requires: Vec::new(),
            who: who.unwrap_or_else(Who::everybody),
            approvals: Approvals::none(),
            effects: Vec::new(),
        };
        let ways = ways(stages, moves.as_ref(), &edges, &plain, &of_stages, reader);
        let gate = Gate { stages: Arc::clone(stages), mode: mode?, of_stages, edges, plain, ways, may_override };
        lint::check(&gate, definition, reader.has_roles(), at, problems);
        (problems.len() == before).then_some(gate)
    }
}

impl PipelineDefinition {
    /// Whether it says anything of moves.
    pub fn has_gate(&self) -> bool {
        let of_stage = |stage: &super::super::StageDefinition| {
            stage.may_start.is_some() || !stage.requires.is_empty() || !stage.tasks.is_empty() || stage.stay.is_some()
        };
        let of_moves = self.moves.is_some() || !self.edges.is_empty() || self.who.is_some();
        self.mode.is_some() || of_moves || self.may_override.is_some() || self.stages.iter().any(of_stage)
    }
}

/// What is asked in each stage.
fn of_stages<R: Reader>(
    definition: &PipelineDefinition,
    reading: &mut Reading<'_, R>,
    at: At<'_>,
) -> Vec<OfStage<R::Deal>> {
    let list = at.field("stages");
    let any_start = definition.stages.iter().any(|stage| stage.may_start.is_some());
    let mut all = Vec::with_capacity(definition.stages.len());
    for (index, stage) in definition.stages.iter().enumerate() {
        let place = stage.place(index, &list);
        let (at_least, at_most) = reading.stay(stage.stay.as_deref(), place.field("stay"));
        let may_start = if any_start { stage.may_start == Some(true) } else { index == 0 };
        if may_start && stage.kind.is_closed() {
            let message = format!("`{}` closes a record, and none opens closed", stage.id);
            reading.problems.report(Code::PipelineMoves, place.field("may_start"), message).help("leave it out");
        }
        all.push(OfStage {
            may_start,
            requires: reading.requirements(&stage.requires, place.field("requires")),
            tasks: reading.tasks(&stage.tasks, place.field("tasks")),
            at_least,
            at_most,
        });
    }
    if any_start && !all.iter().any(|of| of.may_start) {
        reading
            .problems
            .report(Code::PipelineMoves, list, "a record may open in no stage")
            .help("write `\"may_start\": true` in one of them");
    }
    all
}

/// The edges that are written.
fn edges<R: Reader>(
    definition: &PipelineDefinition,
    who: Option<&Who<R::Deal, R::Who>>,
    reading: &mut Reading<'_, R>,
    at: At<'_>,
) -> Vec<Edge<R::Deal, R::Who>> {
    let list = at.field("edges");
    if definition.edges.len() > EDGES_MAX {
        let message = format!("a pipeline has at most {EDGES_MAX} edges, this one has {}", definition.edges.len());
        reading.problems.report(Code::ValueRange, list, message).help("let `from` name several stages");
        return Vec::new();
    }
    if definition.who.is_none()
        && (definition.moves.is_some() || definition.edges.iter().any(|edge| edge.who.is_none()))
    {
        reading
            .problems
            .report(Code::RuleNeeded, at, "who may move a record is open, and no `who` says it")
            .help("write `\"who\": \"actor = owner\"` here, or `\"who\": \"yes\"` where everybody may");
    }
    let mut all = Vec::new();
    for (index, edge) in definition.edges.iter().enumerate() {
        all.extend(reading.edge(edge, who, list.index(index)));
    }
    all
}

/// Which moves there are by where a stage stands.
struct Moves {
    skip: bool,
    back: bool,
    reopen: bool,
    /// The open stages from which a record may be lost.
    lost_from: Vec<StageId>,
}

impl Moves {
    fn read(written: &MovesDefinition, stages: &Stages, at: At<'_>, problems: &mut Problems) -> Option<Moves> {
        let mut yes_or_no = |written: Option<bool>, field: &'static str, why: &str| {
            needed(written, None, field, why, at.field(field), problems)
        };
        let skip = yes_or_no(written.skip, "skip", "stages may be skipped, or not");
        let back = yes_or_no(written.back, "back", "a record may go back, or not");
        let reopen = yes_or_no(written.reopen, "reopen", "what is closed may be opened again, or not");
        let why = "from where a record may be lost is open";
        let lost = needed(written.lost_from.clone(), None, "lost_from", why, at.field("lost_from"), problems)?;
        let open = || stages.iter().filter(|(_, stage)| stage.kind() == StageKind::Open).map(|(id, _)| id);
        let mut lost_from = Vec::new();
        match lost.0.as_slice() {
            [only] if only == "any" && stages.find("any").is_none() => lost_from.extend(open()),
            [only] if only == "none" && stages.find("none").is_none() => {}
            named => {
                for (index, name) in named.iter().enumerate() {
                    lost_from.extend(stage_named(stages, name, at.field("lost_from").index(index), problems));
                }
            }
        }
        Some(Moves { skip: skip?, back: back?, reopen: reopen?, lost_from })
    }

    /// Whether it leads from one stage to another, or why not.
    fn way(&self, from: StageId, to: StageId, stages: &Stages) -> Result<(), Bar> {
        let kind = |stage: StageId| stages.kind(stage).unwrap_or_default();
        let only = |is: bool, bar: Bar| if is { Ok(()) } else { Err(bar) };
        if kind(from).is_closed() {
            return only(self.reopen && kind(to) == StageKind::Open, Bar::Closed);
        }
        match kind(to) {
            StageKind::Lost | StageKind::Invalid => only(self.lost_from.contains(&from), Bar::NoWay),
            _ if to < from => only(self.back, Bar::Back),
            StageKind::Open => only(self.skip || from.index().checked_add(1) == Some(to.index()), Bar::Skips),
            // To each that is won, once all open stages are passed.
            StageKind::Won => {
                let mut between = stages.iter().filter(|(id, stage)| *id > from && stage.kind() == StageKind::Open);
                only(self.skip || between.next().is_none(), Bar::Skips)
            }
        }
    }
}

/// The fields that must have a value for a move along an edge, by their places; [`MORE`], where more is asked than that.
fn needs<R: Reader>(
    edge: &Edge<R::Deal, R::Who>,
    from: Option<&OfStage<R::Deal>>,
    to: Option<&OfStage<R::Deal>>,
    reader: &R,
) -> u64 {
    let to = to.filter(|_| edge.is_free() && from.is_some_and(OfStage::is_left_freely));
    let Some(to) = to else { return MORE };
    let bit = |requirement: &Requirement<R::Deal>| {
        let place = reader.place(&requirement.program).filter(|_| requirement.is_value);
        place.filter(|place| *place < PLACES).and_then(|place| 1_u64.checked_shl(place)).unwrap_or(MORE)
    };
    edge.requires.iter().chain(&to.requires).fold(0, |needs, requirement| needs | bit(requirement))
}

fn ways<R: Reader>(
    stages: &Stages,
    moves: Option<&Moves>,
    edges: &[Edge<R::Deal, R::Who>],
    plain: &Edge<R::Deal, R::Who>,
    of_stages: &[OfStage<R::Deal>],
    reader: &R,
) -> Ways {
    let all: Vec<StageId> = stages.iter().map(|(id, _)| id).collect();
    let of = |stage: StageId| of_stages.get(stage.index());
    Ways::new(&all, |from, to| {
        if from == to {
            return (Way::No(Bar::Same), Vec::new(), MORE);
        }
        let leading = || edges.iter().enumerate().filter(|(_, edge)| edge.leads(from, to));
        let places: Vec<u32> = leading().filter_map(|(place, _)| u32::try_from(place).ok()).collect();
        let way = moves.map_or(Err(Bar::NoWay), |moves| moves.way(from, to, stages));
        // The first edge is the one that is meant, where it has no condition.
        let first = leading().next().map(|(_, edge)| edge).or(way.is_ok().then_some(plain));
        let needs = first.map_or(MORE, |edge| needs(edge, of(from), of(to), reader));
        (way.map_or_else(Way::No, |()| Way::Plain), places, needs)
    })
}
