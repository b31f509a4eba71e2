//! The stages of one pipeline, as meant.

use std::ops::Index;

use chrono::NaiveDate;

use crate::id::{Arena, Id, Key};
use crate::quantity::Ratio;

use super::definition::{Skipped, StageKind};
use super::probability::{Likely, ProbabilityOf};

/// A stage, found once and then used without looking it up again. It belongs to its pipeline alone; a later stage has the
/// greater id.
pub type StageId = Id<Stage>;

/// The stages of a pipeline, in their order: open ones first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stages {
    pub(super) all: Arena<Stage>,
    pub(super) first: StageId,
    pub(super) skipped: Skipped,
    pub(super) probability: ProbabilityOf,
}

/// A stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    pub(super) key: Key,
    pub(super) kind: StageKind,
    pub(super) likely: Likely,
    pub(super) category: Option<String>,
}

impl Stages {
    /// The stage called `id`.
    pub fn find(&self, id: &str) -> Option<StageId> {
        self.all.find(|stage| stage.key.as_str() == id)
    }

    /// The stage at `id`; `None` where the id belongs to another pipeline and lies beyond this one's stages.
    pub fn get(&self, id: StageId) -> Option<&Stage> {
        self.all.rows().get(id.index())
    }

    /// The stages with their ids, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (StageId, &Stage)> {
        self.all.iter()
    }

    /// The stage in which a record opens where nothing else is said: the first one.
    pub fn first(&self) -> StageId {
        self.first
    }

    /// How many stages there are: one at least.
    #[expect(clippy::len_without_is_empty, reason = "there is always a stage")]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// What is so of a stage that was skipped.
    pub fn skipped(&self) -> Skipped {
        self.skipped
    }

    /// Which probability of a stage is meant, where it is another one from some day on.
    pub fn probability_of(&self) -> ProbabilityOf {
        self.probability
    }

    /// How likely a record is to be won that entered a stage on one day and is looked at on another.
    pub fn probability(&self, stage: StageId, entered: NaiveDate, asked: NaiveDate) -> Option<Ratio> {
        let day = match self.probability {
            ProbabilityOf::Live => asked,
            ProbabilityOf::Entered => entered,
        };
        self.get(stage)?.likely.on(day)
    }

    /// Whether a stage lies beyond another one: it stands later, and is open or won.
    pub fn is_beyond(&self, stage: StageId, other: StageId) -> bool {
        stage > other && matches!(self.kind(stage), Some(StageKind::Open | StageKind::Won))
    }

    /// What being in a stage means.
    pub(super) fn kind(&self, id: StageId) -> Option<StageKind> {
        self.get(id).map(Stage::kind)
    }
}

impl Index<StageId> for Stages {
    type Output = Stage;

    fn index(&self, id: StageId) -> &Stage {
        &self.all[id]
    }
}

impl Stage {
    /// What entries and formulas call it.
    pub fn id(&self) -> &Key {
        &self.key
    }

    /// What being in it means.
    pub fn kind(&self) -> StageKind {
        self.kind
    }

    /// How likely a record in it is to be won, where that is said; where it is another one from some day on, the last of them.
    pub fn probability(&self) -> Option<Ratio> {
        self.likely.last()
    }

    /// How likely a record in it is to be won, from day to day.
    pub fn likely(&self) -> &Likely {
        &self.likely
    }

    /// The category of a forecast to which a record in it belongs, where one is said.
    pub fn category(&self) -> Option<&str> {
        self.category.as_deref()
    }
}
