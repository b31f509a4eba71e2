//! Who is compared with whom, and who leads.

use crate::diagnostic::{At, Code, Problems};
use crate::document::FormulaText;
use crate::formula::{Program, compile as compile_formula};
use crate::id::Arena;
use crate::kpi::{Group, Kpi, Question, Ranked, RuleNames};
use crate::org::PeersDefinition;
use crate::quantity::Unit;

use crate::target::{Split, TargetPlan};

use super::names::{Context, PlanNames};

/// Who is compared with whom: those with equal values of `by`, for whom `who` holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Peers {
    /// The value that is equal among peers.
    pub by: Program<Question>,
    /// Who makes up the group; everybody where nothing is said.
    pub who: Option<Program<Question>>,
}

pub(super) fn compile(
    definition: &PeersDefinition,
    names: &mut PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Peers> {
    names.context = Context::about_people();
    let by = compile_formula(definition.by.as_str(), None, names, at.field("by"), problems);
    let who = definition.who.as_ref();
    let who = who.map(|who| compile_formula(who.as_str(), Some(Unit::YesNo), names, at.field("who"), problems));
    names.context = Context::default();
    let peers = Peers { by: by?, who: who.map_or(Some(None), |who| who.map(Some))? };
    let mut asks = Asks::new(&names.kpis, None, is_about_peers);
    if peers.programs().any(|program| asks.about(program)) {
        problems
            .report(Code::FormulaRing, at, "who is a peer cannot depend on a comparison with peers")
            .help("let it depend on attributes, targets or figures of one's own");
        return None;
    }
    Some(peers)
}

/// Who leads.
pub(super) fn leads(
    text: Option<&FormulaText>,
    peers: Option<&Peers>,
    names: &mut PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Program<Question>> {
    let leads = names.who(text?.as_str(), at, problems)?;
    if Asks::new(&names.kpis, peers, |question| *question == Question::Manager).about(&leads) {
        problems
            .report(Code::FormulaRing, at, "who leads cannot depend on who leads whom")
            .help("let it depend on attributes, such as `role = \"manager\"`");
        return None;
    }
    Some(leads)
}

impl Peers {
    fn programs(&self) -> impl Iterator<Item = &Program<Question>> {
        std::iter::once(&self.by).chain(&self.who)
    }
}

fn is_about_peers(question: &Question) -> bool {
    match question {
        Question::Over(over) => over.group == Group::Peers,
        Question::Rank(among) => among.group == Ranked::Peers,
        _ => false,
    }
}

/// Whether a formula asks something, directly or through KPIs and peers.
///
/// Each KPI is looked into once: two that each need the one before twice would else be looked into a million times after
/// twenty.
struct Asks<'k> {
    kpis: &'k Arena<Kpi>,
    /// Looked into where a formula is about peers.
    peers: Option<&'k Peers>,
    seen: Vec<bool>,
    what: fn(&Question) -> bool,
}

impl<'k> Asks<'k> {
    fn new(kpis: &'k Arena<Kpi>, peers: Option<&'k Peers>, what: fn(&Question) -> bool) -> Asks<'k> {
        Asks { kpis, peers, seen: vec![false; kpis.len()], what }
    }

    fn about(&mut self, program: &Program<Question>) -> bool {
        let mut asks = false;
        program.questions(&mut |question| asks |= (self.what)(question) || self.inside(question));
        asks
    }

    fn inside(&mut self, question: &Question) -> bool {
        let peers = self.peers.filter(|_| is_about_peers(question));
        // Who is a peer depends on no comparison with peers, so this ends.
        let of_peers = peers.is_some_and(|peers| peers.programs().any(|program| self.about(program)));
        of_peers
            || match question {
                Question::Over(over) => self.about(&over.value),
                Question::Rank(among) => self.about(&among.value),
                Question::Kpi(kpi) | Question::Attainment(kpi) | Question::Gap(kpi) | Question::RunRate(kpi) => {
                    let kpis = self.kpis;
                    let seen_before = self.seen.get_mut(kpi.index()).is_none_or(|seen| std::mem::replace(seen, true));
                    !seen_before && self.about(&kpis[*kpi].formula)
                }
                Question::Sliced(sliced) => (self.what)(&sliced.question) || self.inside(&sliced.question),
                Question::Lookup { keys, .. } => keys.iter().any(|key| self.about(key)),
                _ => false,
            }
    }
}

/// Whether formulas by which targets are cut ask for no target: else a target could be cut by itself.
pub(super) fn asks_no_targets(
    plan: &TargetPlan,
    peers: Option<&Peers>,
    names: &PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> bool {
    let is_target = |question: &Question| {
        matches!(
            question,
            Question::Target { .. }
                | Question::Attainment(_)
                | Question::Gap(_)
                | Question::Pace(_)
                | Question::RunRate(_)
                | Question::Coverage(_)
                // People commit to something when they know their targets.
                | Question::Committed { .. }
        )
    };
    let mut asks = Asks::new(&names.kpis, peers, is_target);
    let mut sound = true;
    for formula in plan.formulas() {
        sound &= !asks.about(formula);
    }
    if !sound {
        problems
            .report(Code::FormulaRing, at, "a target cannot be cut by what asks for a target or a commitment")
            .help("let it be cut by figures such as `revenue[last_year]`");
    }
    sound
}

/// Whether who leads depends on figures.
pub(super) fn asks_figures(leads: &Program<Question>, peers: Option<&Peers>, names: &PlanNames<'_>) -> bool {
    let is_figure = |question: &Question| {
        let of_target = matches!(question, Question::Target { .. } | Question::Attainment(_) | Question::Gap(_));
        of_target || matches!(question, Question::Fold(_) | Question::Result(_))
    };
    Asks::new(&names.kpis, peers, is_figure).about(leads)
}

/// Whether formulas by which targets are cut ask for figures of facts.
pub(super) fn asks_facts(plan: &TargetPlan, peers: Option<&Peers>, names: &PlanNames<'_>) -> bool {
    let mut asks = Asks::new(&names.kpis, peers, |question| matches!(question, Question::Fold(_)));
    let mut formulas = plan.splits.iter().flat_map(Split::formulas);
    formulas.any(|formula| asks.about(formula))
}
