//! Who is compared with whom.

use crate::diagnostic::{At, Code, Problems};
use crate::formula::{Program, compile as compile_formula};
use crate::id::Arena;
use crate::kpi::{Group, Kpi, Question};
use crate::org::PeersDefinition;
use crate::quantity::Unit;

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
    let programs = std::iter::once(&peers.by).chain(peers.who.as_ref());
    let mut seen = vec![false; names.kpis.len()];
    if programs.into_iter().any(|program| asks_peers(program, &names.kpis, &mut seen)) {
        problems
            .report(Code::FormulaRing, at, "who is a peer cannot depend on a comparison with peers")
            .help("let it depend on attributes, targets or figures of one's own");
        return None;
    }
    Some(peers)
}

/// Whether a formula is, directly or through KPIs, about peers.
///
/// Each KPI is looked into once: two that each need the one before twice would else be looked into a million times after
/// twenty.
fn asks_peers(program: &Program<Question>, kpis: &Arena<Kpi>, seen: &mut [bool]) -> bool {
    let mut asks = false;
    program.questions(&mut |question| {
        asks |= match question {
            Question::Over(over) => over.group == Group::Peers || asks_peers(&over.value, kpis, seen),
            Question::Kpi(kpi) | Question::Attainment(kpi) | Question::Gap(kpi) => {
                let seen_before = seen.get_mut(kpi.index()).is_none_or(|seen| std::mem::replace(seen, true));
                !seen_before && asks_peers(&kpis[*kpi].formula, kpis, seen)
            }
            Question::Lookup { keys, .. } => keys.iter().any(|key| asks_peers(key, kpis, seen)),
            _ => false,
        };
    });
    asks
}
