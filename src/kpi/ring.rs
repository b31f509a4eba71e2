//! KPIs that lead back to themselves over members: checked together, by supposing what they are of.

use crate::diagnostic::{Code, Problems};
use crate::document::Named;
use crate::formula::Program;
use crate::id::{Id, Name};
use crate::quantity::Unit;

use super::compile::{Checking, KpiNames};
use super::definition::KpiDefinition;
use super::fields;
use super::order::Way;
use super::question::{Kpi, Question};

/// How many KPIs of a ring may be asked over members before it is known what they are of.
pub const RING_MAX: usize = 3;

/// How many bytes of formulas are read, over and over, until units are found that fit.
const READ_MAX: usize = 4_000_000;

/// The KPIs of a ring while they are checked.
struct Ring<'c> {
    /// Each with its position among all, in their order.
    kpis: Vec<(usize, Name, &'c KpiDefinition)>,
    /// Of which it is to be supposed what they are of: they are asked before they are checked.
    open: Vec<usize>,
}

/// The formulas of a ring, and where what was supposed of one is not what it gives.
struct Trial {
    formulas: Vec<Program<Question>>,
    differs: Option<(usize, Unit, Unit)>,
}

impl<'c, N: KpiNames> Checking<'c, N> {
    /// Checks KPIs that lead back to themselves, in an order in which each comes after those that it needs of the one at hand.
    pub(super) fn ring(&mut self, kpis: &[usize], problems: &mut Problems) {
        let mut sound = true;
        let mut ring = Ring { kpis: Vec::with_capacity(kpis.len()), open: Vec::new() };
        for kpi in kpis.iter().copied() {
            let name = self.checked(kpi, problems);
            sound = sound && self.in_depth(kpi, problems);
            match name.zip(self.definitions.get(self.name(kpi))) {
                Some((name, definition)) => ring.kpis.push((kpi, name, definition)),
                None => sound = false,
            }
        }
        ring.open = self.open(kpis);
        let units = if sound && self.is_small(&ring, problems) { self.units(&ring) } else { None };
        let formulas = units.and_then(|units| self.formulas(&ring, &units, problems));
        let Some(formulas) = formulas else {
            for kpi in kpis {
                self.names.declare_broken(self.name(*kpi));
            }
            return;
        };
        self.settle(&ring, formulas, problems);
    }

    /// The KPIs that are asked over members by one that does not come after them.
    fn open(&self, kpis: &[usize]) -> Vec<usize> {
        let mut open = Vec::new();
        for (at, kpi) in kpis.iter().enumerate() {
            let later = kpis.get(at..).unwrap_or_default();
            for need in self.needs.get(*kpi).into_iter().flatten() {
                if need.way == Way::Down && later.contains(&need.kpi) && !open.contains(&need.kpi) {
                    open.push(need.kpi);
                }
            }
        }
        open
    }

    fn is_small(&self, ring: &Ring<'_>, problems: &mut Problems) -> bool {
        let fits = ring.open.len() <= RING_MAX;
        if let (false, Some((kpi, ..))) = (fits, ring.kpis.first()) {
            let count = ring.open.len();
            let message = format!("{count} KPIs ask each other over members, more than {RING_MAX}");
            problems
                .report(Code::FormulaTooLarge, self.at.field(self.name(*kpi)).field("formula"), message)
                .help("let one of them ask the others of the one at hand, and itself over members");
        }
        fits
    }

    /// What the open ones are of: the first units that fit all formulas; where none do, those of which there is least to say.
    fn units(&mut self, ring: &Ring<'c>) -> Option<Vec<Unit>> {
        let mut best: Option<(usize, Vec<usize>)> = None;
        let mut digits = vec![0_usize; ring.open.len()];
        let length = ring.kpis.iter().fold(0_usize, |sum, (.., kpi)| sum.saturating_add(kpi.formula.as_str().len()));
        let mut read = 0_usize;
        loop {
            read = read.saturating_add(length);
            let mut problems = Problems::new();
            let fits = self.trial(ring, &units_of(&digits), &mut problems).is_some_and(|trial| trial.differs.is_none());
            let count = if fits { 0 } else { problems.len().saturating_add(1) };
            if best.as_ref().is_none_or(|(least, _)| count < *least) {
                best = Some((count, digits.clone()));
            }
            if fits || !next(&mut digits) || read > READ_MAX {
                return best.map(|(_, digits)| units_of(&digits));
            }
        }
    }

    /// The formulas, where the open KPIs are of the units supposed.
    fn trial(&mut self, ring: &Ring<'c>, units: &[Unit], problems: &mut Problems) -> Option<Trial> {
        let supposed =
            |kpi: usize| ring.open.iter().position(|open| *open == kpi).and_then(|at| units.get(at)).copied();
        for (kpi, name, _) in &ring.kpis {
            self.suppose(name, supposed(*kpi).unwrap_or(Unit::Number));
        }
        let mut trial = Trial { formulas: Vec::with_capacity(ring.kpis.len()), differs: None };
        let mut sound = true;
        for (kpi, name, definition) in &ring.kpis {
            let Some(formula) = self.formula(*kpi, definition, problems) else {
                sound = false;
                continue;
            };
            match supposed(*kpi) {
                Some(unit) if unit != formula.unit => {
                    trial.differs = trial.differs.or(Some((*kpi, unit, formula.unit)));
                }
                Some(_) => {}
                None => self.suppose(name, formula.unit),
            }
            trial.formulas.push(formula);
        }
        sound.then_some(trial)
    }

    fn suppose(&mut self, name: &Name, unit: Unit) {
        let asked = Program::asking(Question::AsOf, unit);
        self.names.suppose(Kpi::new(name.clone(), asked, Named::new()));
    }

    /// The formulas of a ring; reports what is wrong with them.
    fn formulas(&mut self, ring: &Ring<'c>, units: &[Unit], problems: &mut Problems) -> Option<Vec<Program<Question>>> {
        let trial = self.trial(ring, units, problems)?;
        let Some((kpi, asked, gives)) = trial.differs else { return Some(trial.formulas) };
        let name = self.name(kpi);
        let message = format!("`{name}` is asked of members as {asked}, and gives {gives}");
        problems
            .report(Code::FormulaUnits, self.at.field(name).field("formula"), message)
            .help("let it give what it takes its members to be of");
        None
    }

    /// Declares the KPIs of a ring: first the formulas, for what else is said of one may look into all of them.
    fn settle(&mut self, ring: &Ring<'c>, formulas: Vec<Program<Question>>, problems: &mut Problems) {
        let (mut kpis, mut ids): (Vec<Kpi>, Vec<Id<Kpi>>) = (Vec::new(), Vec::new());
        for ((_, name, definition), formula) in ring.kpis.iter().zip(formulas) {
            let kpi = Kpi::new(name.clone(), formula, definition.labels.clone());
            ids.push(self.names.suppose(kpi.clone()));
            kpis.push(kpi);
        }
        for ((_, name, definition), mut kpi) in ring.kpis.iter().zip(kpis) {
            fields::read(&mut kpi, definition, self.names, self.at.field(name.as_str()), problems);
            kpi.ring.clone_from(&ids);
            self.names.suppose(kpi);
        }
    }
}

fn units_of(digits: &[usize]) -> Vec<Unit> {
    digits.iter().map(|digit| Unit::ALL.get(*digit).copied().unwrap_or(Unit::Number)).collect()
}

/// The next of all combinations of units; whether there is one.
fn next(digits: &mut [usize]) -> bool {
    for digit in digits.iter_mut().rev() {
        *digit = digit.saturating_add(1);
        if *digit < Unit::ALL.len() {
            return true;
        }
        *digit = 0;
    }
    false
}
