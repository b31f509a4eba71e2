//! Which figures hang on nobody's facts but on one's own.
//!
//! A unit's own facts are those of everybody at and below it. Where a fact comes, the figures of whoever it belongs to change, and of
//! these columns nobody else's.

use crate::formula::Program;
use crate::id::Id;
use crate::kpi::{Kpi, Question};
use crate::measure::Fold;
use crate::plan::Plan;
use crate::score::{Card, is_plain, programs};

use super::Of;

/// What columns hang on; nothing, where they hang on the facts of others too.
#[derive(Debug)]
pub(in super::super) struct Own {
    kpis: Vec<Option<Hangs>>,
    cards: Vec<Option<Hangs>>,
    rankings: Vec<Option<Hangs>>,
    /// The KPIs whose targets are multiplied by what a formula gives, which may ask of facts.
    multiplied: Vec<Id<Kpi>>,
}

/// What a column hangs on.
#[derive(Clone, Debug, Default)]
pub(super) struct Hangs {
    pub folds: Vec<Id<Fold>>,
    /// Whether it hangs on facts of another time than its own.
    pub elsewhen: bool,
}

impl Hangs {
    fn add(&mut self, other: &Hangs) {
        self.folds.extend(&other.folds);
        self.elsewhen |= other.elsewhen;
    }
}

impl Own {
    pub(in super::super) fn new(plan: &Plan) -> Own {
        let multiplied = plan.targets().iter().filter(|target| target.factor.is_some()).map(|target| target.kpi);
        let mut own = Own {
            kpis: vec![None; plan.kpis().rows().len()],
            cards: Vec::new(),
            rankings: Vec::new(),
            multiplied: multiplied.collect(),
        };
        let reader = Reader { plan };
        // A KPI stands behind those that it names; one that leads back to itself never comes to an end.
        for _ in 0..own.kpis.len() {
            let mut changed = false;
            for (id, kpi) in plan.kpis().iter() {
                if own.kpis.get(id.index()).is_some_and(Option::is_none)
                    && let Some(found) = reader.kpi(kpi, &own)
                    && let Some(known) = own.kpis.get_mut(id.index())
                {
                    *known = Some(found);
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        own.cards = plan.scorecards().iter().map(|card| reader.card(card, &own)).collect();
        let ranking =
            |ranking: &crate::ranking::RankingPlan| reader.all(std::iter::once(&ranking.by).chain(&ranking.who), &own);
        own.rankings = plan.rankings().iter().map(ranking).collect();
        own
    }

    /// Whether the targets for a KPI are what was said, and multiplied by nothing.
    pub(super) fn has_plain_targets(&self, kpi: Id<Kpi>) -> Option<()> {
        (!self.multiplied.contains(&kpi)).then_some(())
    }

    /// Whether a column hangs on facts of another time than its own, or of others.
    pub(super) fn is_wide(&self, of: &Of) -> bool {
        match of {
            Of::Target(kpi, _) => self.has_plain_targets(*kpi).is_none(),
            of => self.hangs(of).is_none_or(|hangs| hangs.elsewhen),
        }
    }

    /// What a column hangs on; nothing, where it hangs on the facts of others too.
    pub(super) fn hangs(&self, of: &Of) -> Option<&Hangs> {
        let found = match of {
            Of::Attainment(kpi) | Of::Gap(kpi) if self.has_plain_targets(*kpi).is_none() => return None,
            Of::Kpi(kpi) | Of::Attainment(kpi) | Of::Gap(kpi) => self.kpis.get(kpi.index()),
            Of::Score(card) => self.cards.get(*card),
            Of::Rank(ranking) => self.rankings.get(*ranking),
            Of::Fold(_) | Of::Target(..) => return None,
        };
        found.and_then(Option::as_ref)
    }
}

struct Reader<'p> {
    plan: &'p Plan,
}

impl Reader<'_> {
    fn kpi(&self, kpi: &Kpi, own: &Own) -> Option<Hangs> {
        self.all(std::iter::once(&kpi.formula).chain(&kpi.attains), own).filter(|_| kpi.ring.is_empty())
    }

    fn card(&self, card: &Card, own: &Own) -> Option<Hangs> {
        if !is_plain(card) {
            return None;
        }
        let mut all = programs(card);
        all.extend(card.who.iter().chain(&card.during));
        self.all(all.into_iter(), own)
    }

    fn all<'a>(&self, all: impl Iterator<Item = &'a Program<Question>>, own: &Own) -> Option<Hangs> {
        let mut hangs = Hangs::default();
        for program in all {
            hangs.elsewhen |= program.has_windows();
            if !program.is_of_one() {
                return None;
            }
            let mut fine = true;
            program.questions(&mut |question| fine &= self.question(question, own, &mut hangs).is_some());
            if !fine {
                return None;
            }
        }
        Some(hangs)
    }

    /// Notes the folds of a question; nothing, where it is about others.
    fn question(&self, question: &Question, own: &Own, hangs: &mut Hangs) -> Option<()> {
        match question {
            Question::Fold(fold) => hangs.folds.push(*fold),
            Question::Kpi(kpi) => hangs.add(own.kpis.get(kpi.index())?.as_ref()?),
            Question::Attainment(kpi) | Question::Gap(kpi) => {
                own.has_plain_targets(*kpi)?;
                hangs.add(own.kpis.get(kpi.index())?.as_ref()?);
            }
            Question::Target { kpi, .. } => own.has_plain_targets(*kpi)?,
            Question::Attribute(_) | Question::Period(_) | Question::AsOf | Question::Elapsed(_) | Question::Active => {
            }
            Question::Lookup { keys, .. } => hangs.add(&self.all(keys.iter(), own)?),
            Question::Result(id) => match self.plan.results().get(id.index())? {
                crate::plan::ResultOf::Score(card) => hangs.add(own.cards.get(*card)?.as_ref()?),
                _ => return None,
            },
            _ => return None,
        }
        Some(())
    }
}
