//! From pipelines as written to pipelines as meant.

use std::sync::Arc;

use crate::diagnostic::{At, Code, Problems};
use crate::document::Named;
use crate::id::{Arena, KEY_BYTES_MAX, Key, Name};

use super::definition::{PipelineDefinition, StageDefinition};
use super::stage::{Stage, Stages};

/// The most stages of a pipeline.
pub const STAGES_MAX: usize = 1_000;

/// The pipelines of a plan, in alphabetical order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pipelines {
    all: Vec<(Name, Arc<Stages>)>,
    /// Those that are declared but not sound, which was reported.
    broken: Vec<String>,
    /// Whether the section as a whole could not be read.
    is_unread: bool,
}

impl Pipelines {
    /// Reads the pipelines of a plan; reports everything that is wrong with them.
    pub fn compile(definitions: &Named<PipelineDefinition>, at: At<'_>, problems: &mut Problems) -> Pipelines {
        let mut pipelines = Pipelines { is_unread: problems.is_unread(&at.place()), ..Pipelines::default() };
        for (written, definition) in definitions {
            let place = at.field(written);
            let name = Name::read(written, place, problems);
            match (name, Stages::compile(definition, place, problems)) {
                (Some(name), Some(stages)) => pipelines.all.push((name, Arc::new(stages))),
                _ => pipelines.broken.push(written.clone()),
            }
        }
        pipelines
    }

    /// The stages of the pipeline called `name`.
    pub fn find(&self, name: &str) -> Option<&Arc<Stages>> {
        self.all.iter().find(|(known, _)| known.as_str() == name).map(|(_, stages)| stages)
    }

    /// Whether a pipeline is declared but not sound, which was reported.
    pub fn is_broken(&self, name: &str) -> bool {
        self.is_unread || self.broken.iter().any(|broken| broken == name)
    }

    /// The pipelines with their names, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&Name, &Stages)> {
        self.all.iter().map(|(name, stages)| (name, stages.as_ref()))
    }
}

impl Stages {
    /// Reads the stages of a pipeline; reports everything that is wrong with them.
    pub fn compile(definition: &PipelineDefinition, at: At<'_>, problems: &mut Problems) -> Option<Stages> {
        let (list, written) = (at.field("stages"), &definition.stages);
        if problems.is_unread(&list.place()) {
            return None;
        }
        if written.len() > STAGES_MAX {
            let message = format!("a pipeline has at most {STAGES_MAX} stages, this one has {}", written.len());
            problems.report(Code::ValueRange, list, message).help("write fewer");
            return None;
        }
        let before = problems.len();
        let (mut all, mut first) = (Arena::new(), None);
        for (index, stage) in written.iter().enumerate() {
            repeated(stage, written.get(..index).unwrap_or_default(), list.index(index), problems);
            let place = stage.place(index, &list);
            if let Some(stage) = stage.compile(place, problems) {
                let id = all.push(stage);
                first = first.or(Some(id));
            }
        }
        order(written, list, problems);
        let (skipped, probability) =
            (definition.skipped.unwrap_or_default(), definition.probability.unwrap_or_default());
        first.filter(|_| problems.len() == before).map(|first| Stages { all, first, skipped, probability })
    }
}

impl StageDefinition {
    /// Its place in the list of stages: by its id, where that is one.
    pub(crate) fn place<'a>(&'a self, index: usize, list: &'a At<'a>) -> At<'a> {
        if self.id.is_empty() || self.id.len() > KEY_BYTES_MAX { list.index(index) } else { list.field(&self.id) }
    }

    fn compile(&self, at: At<'_>, problems: &mut Problems) -> Option<Stage> {
        let id = at.field("id");
        let key = if problems.is_unread(&id.place()) { None } else { key(&self.id, id, problems) };
        let likely = self.probability.as_ref();
        let likely = likely.map(|likely| likely.compile(at.field("probability"), problems)).unwrap_or_default();
        Some(Stage { key: key?, kind: self.kind, likely, category: self.category.clone() })
    }
}

fn key(text: &str, at: At<'_>, problems: &mut Problems) -> Option<Key> {
    let read = Key::new(text);
    if let Err(error) = &read {
        problems.report(Code::NameInvalid, at, error.to_string()).help(error.help());
    }
    read.ok()
}

fn repeated(stage: &StageDefinition, before: &[StageDefinition], at: At<'_>, problems: &mut Problems) {
    if !stage.id.is_empty() && before.iter().any(|other| other.id == stage.id) {
        problems
            .report(Code::NameDuplicate, at, format!("two stages are called `{}`", stage.id))
            .help("give each an `id` of its own");
    }
}

/// There is an open stage, and none behind one that closes.
fn order(written: &[StageDefinition], at: At<'_>, problems: &mut Problems) {
    let stages = || written.iter().enumerate();
    if stages().any(|(index, stage)| problems.is_unread(&stage.place(index, &at).then("kind"))) {
        return;
    }
    let closed = written.iter().find(|stage| stage.kind.is_closed());
    if written.iter().all(|stage| stage.kind.is_closed()) {
        problems
            .report(Code::PipelineStages, at, "a pipeline needs an open stage, in which a record opens")
            .help("write one first: `{ \"id\": \"new\", \"kind\": \"open\" }`");
        return;
    }
    let open = stages().skip_while(|(_, stage)| !stage.kind.is_closed());
    for (index, stage) in open.filter(|(_, stage)| !stage.kind.is_closed()) {
        let closed = closed.map_or("", |closed| closed.id.as_str());
        let message = format!("the open stage `{}` stands behind `{closed}`, which closes a record", stage.id);
        problems.report(Code::PipelineStages, stage.place(index, &at), message).help("write the open stages first");
    }
}
