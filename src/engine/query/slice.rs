//! Figures of the facts that have one value of a field.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::calendar::Span;
use crate::error::Error;
use crate::formula::{Elsewhere, Inputs, Program, Shift, run};
use crate::id::Id;
use crate::kpi::{Kpi, Over, Place, Question};
use crate::log::KindId;
use crate::measure::{Fold, SliceField, SliceKey, Tally, Whose, have_all};
use crate::quantity::{Outcome, Precision, Unit, Why};

use super::super::answer::Asker;
use super::super::memo::Kept;
use super::super::view::View;
use super::definition::LISTS_MAX;
use super::figure::Ask;

/// Evaluates KPIs with every fold restricted to the facts that have the same values of some fields.
#[derive(Clone, Debug)]
pub(in super::super) struct Slicer<'v> {
    pub(super) view: &'v View,
    pub(super) inside: Arc<Slicing>,
}

/// The fields by which facts are told apart, and what was answered by them.
///
/// The facts of a fold at a place are gone through once, for all values.
#[derive(Debug)]
pub(in super::super) struct Slicing {
    paths: Vec<Vec<String>>,
    pub(super) fields: Vec<SliceField>,
    folds: Kept<(Id<Fold>, Place), Slices>,
    /// Of folds that are looked at anew for each time, everybody's: they come out of one walk.
    walked: Kept<(Id<Fold>, Span), Walked>,
    kpis: Kept<(Id<Kpi>, Place, Option<SliceKey>), Outcome>,
    /// By KPI: which of the fields by which its targets are told apart each field is; nothing, where one is none.
    pub(super) of_targets: Kept<Id<Kpi>, Option<Arc<[usize]>>>,
}

/// The tallies of a fold at a place, by slice.
type Slices = Arc<BTreeMap<SliceKey, Tally>>;

/// The same of everybody.
type Walked = Arc<BTreeMap<Whose, Slices>>;

/// What was met at a place.
#[derive(Default)]
struct Met {
    /// The keys, each with whether it was asked for already.
    keys: BTreeMap<SliceKey, bool>,
    /// The KPIs that were looked into, so that each is once.
    kpis: Kept<(Id<Kpi>, Place, Option<SliceKey>), Outcome>,
    /// Whether a KPI that leads back to itself is being looked into: those below are then left for later.
    inside: bool,
    left: Vec<(Id<Kpi>, Place)>,
}

impl<'v> Slicer<'v> {
    pub(in super::super) fn new(view: &'v View, by: &[Vec<String>]) -> Result<Slicer<'v>, Error> {
        if !by.is_empty() {
            view.has_facts()?;
        }
        let mut fields = Vec::with_capacity(by.len());
        for paths in by {
            fields.push(SliceField::read(paths, view.plan().kinds())?);
        }
        let lists = fields.iter().filter(|field| field.has_lists()).count();
        if lists > LISTS_MAX {
            let message = format!("it is broken down by {lists} lists, more than {LISTS_MAX}");
            return Err(Error::limit(message));
        }
        let (folds, walked, kpis, of_targets) = Default::default();
        let inside = Slicing { paths: by.to_vec(), fields, folds, walked, kpis, of_targets };
        Ok(Slicer { view, inside: Arc::new(inside) })
    }

    /// The fields.
    pub(super) fn fields(&self) -> &[SliceField] {
        &self.inside.fields
    }

    /// Whether facts of a kind have all the fields.
    pub(in super::super) fn knows(&self, kind: KindId) -> bool {
        have_all(self.fields(), kind)
    }

    /// The values of the fields that facts behind some figures have at a place, in rising order, those without one first.
    pub(super) fn keys(&self, asks: &[&Ask], place: Place) -> Vec<SliceKey> {
        let mut met = Met::default();
        for ask in asks {
            let Ask::Question(question) = ask else { continue };
            // As a whole first, then value by value: a condition may lead to folds that the whole never asks for.
            self.meet(question, place, None, &mut met);
            while let Some(key) = met.keys.iter().find(|(_, asked)| !**asked).map(|(key, _)| key.clone()) {
                self.meet(question, place, Some(&key), &mut met);
                met.keys.insert(key, true);
            }
            met.keys.values_mut().for_each(|asked| *asked = false);
        }
        met.keys.into_keys().collect()
    }

    /// The answer to a figure for the facts of a slice.
    pub(super) fn value(&self, ask: &Ask, place: Place, key: &SliceKey) -> Outcome {
        match ask {
            Ask::Question(question) => self.answer(question, place, key),
            Ask::Rank(_) => Err(Why::NotSliced),
        }
    }

    /// The same of a question.
    pub(in super::super) fn answer(&self, question: &Question, place: Place, key: &SliceKey) -> Outcome {
        Slice { slicer: self, key: Some(key), met: None }.answer(question, &place)
    }

    fn meet(&self, question: &Question, place: Place, key: Option<&SliceKey>, met: &mut Met) {
        let mut slice = Slice { slicer: self, key, met: Some(met) };
        // It is asked for the facts that it meets.
        drop(slice.answer(question, &place));
        while let Some((kpi, place)) = slice.met.as_mut().and_then(|met| met.left.pop()) {
            drop(slice.kpi(kpi, place));
        }
    }

    fn folded(&self, fold: Id<Fold>, place: Place) -> Slices {
        if let Some(sides) = &self.view.0.sides {
            sides.folds.is_new((fold, place), ());
            let there = sides.facts.place(self.view, place);
            let slicer = sides.facts.view.slicer(&self.inside.paths).ok();
            return slicer.zip(there).map(|(slicer, there)| slicer.folded(fold, there)).unwrap_or_default();
        }
        self.inside.folds.or((fold, place), || {
            let (cells, source, span) = (&self.view.0.cells, self.view.source(), place.when.span());
            if !cells.is_by_time(fold) {
                return Arc::new(cells.slices(fold, place.whose, span, self.fields(), source));
            }
            let walked = self.inside.walked.or((fold, cells.time_of(fold, span, source)), || {
                let all = cells.all_slices(fold, span, self.fields(), source).into_iter();
                Arc::new(all.map(|(whose, slices)| (whose, Arc::new(slices))).collect())
            });
            walked.get(&place.whose).cloned().unwrap_or_default()
        })
    }
}

/// Answers the questions of formulas for the facts of one slice; for all, where there is no key.
pub(super) struct Slice<'s, 'v> {
    pub(super) slicer: &'s Slicer<'v>,
    pub(super) key: Option<&'s SliceKey>,
    /// The keys that were met; noted where somebody wants to know.
    met: Option<&'s mut Met>,
}

impl Slice<'_, '_> {
    fn fold(&mut self, id: Id<Fold>, place: Place) -> Outcome {
        let view = self.slicer.view;
        let fold = &view.plan().folds().plain[id];
        if !self.slicer.knows(fold.kind) {
            return Err(Why::NotSliced);
        }
        let slices = self.slicer.folded(id, place);
        self.meets(slices.keys().cloned());
        let Some(key) = self.key else { return view.fold_value(id, place) };
        let none = Tally::default();
        let tally = slices.get(key).unwrap_or(&none);
        tally.answer(fold.aggregate, fold.unit, view.plan().precision())
    }

    /// Notes keys that are met.
    pub(super) fn meets(&mut self, keys: impl IntoIterator<Item = SliceKey>) {
        let Some(met) = &mut self.met else { return };
        for key in keys {
            met.keys.entry(key).or_insert(false);
        }
    }

    /// Whether it is asked for the keys that it meets.
    pub(super) fn is_met(&self) -> bool {
        self.met.is_some()
    }

    pub(super) fn kpi(&mut self, kpi: Id<Kpi>, place: Place) -> Outcome {
        let slicer = self.slicer;
        let view = slicer.view;
        let descends = !view.plan().kpis()[kpi].ring.is_empty();
        match &mut self.met {
            Some(met) if descends && met.inside => {
                met.left.push((kpi, place));
                return Slice { slicer, key: self.key, met: None }.kpi(kpi, place);
            }
            Some(met) => met.inside |= descends,
            None => {
                let is_known = |kpi, place| slicer.inside.kpis.get(&(kpi, place, self.key.cloned())).is_some();
                for (kpi, place) in view.below(kpi, place, &is_known) {
                    drop(self.kept(kpi, place));
                }
            }
        }
        let value = self.kept(kpi, place);
        if let Some(met) = self.met.as_mut().filter(|_| descends) {
            met.inside = false;
        }
        value
    }

    fn kept(&mut self, kpi: Id<Kpi>, place: Place) -> Outcome {
        let slicer = self.slicer;
        let asked = (kpi, place, self.key.cloned());
        let known = match &self.met {
            Some(met) => met.kpis.get(&asked),
            None => slicer.inside.kpis.get(&asked),
        };
        if let Some(known) = known {
            return known;
        }
        let view = slicer.view;
        let value = view.or_instead(kpi, view.measured_by(kpi, place, self));
        match &self.met {
            Some(met) => met.kpis.is_new(asked, value.clone()),
            None => slicer.inside.kpis.is_new(asked, value.clone()),
        };
        value
    }

    fn over(&mut self, over: &Over, place: Place) -> Outcome {
        let view = self.slicer.view;
        let mut values = Vec::new();
        for member in view.members(over.group, place)? {
            values.push(self.run(&over.value, member));
        }
        view.put_together(over, values)
    }

    fn run(&mut self, program: &Program<Question>, place: Place) -> Outcome {
        run(program, &place, self)
    }
}

impl Inputs<Question> for Slice<'_, '_> {
    type Place = Place;

    fn answer(&mut self, question: &Question, place: &Place) -> Outcome {
        let view = self.slicer.view;
        match question {
            Question::Fold(fold) => self.fold(*fold, *place),
            Question::Kpi(kpi) => self.kpi(*kpi, *place),
            Question::Over(over) => self.over(over, *place),
            Question::Lookup { table, column, keys } => {
                let mut values = Vec::with_capacity(keys.len());
                for key in keys {
                    values.push(self.run(key, *place)?);
                }
                view.plan().tables()[*table].value(&values, *column)
            }
            Question::Target { kpi, .. }
            | Question::Attainment(kpi)
            | Question::Gap(kpi)
            | Question::Pace(kpi)
            | Question::RunRate(kpi)
            | Question::Coverage(kpi) => self.of_target(question, *kpi, *place),
            Question::Committed { .. } => Err(Why::NoCommitment),
            Question::Attribute(_)
            | Question::Period(_)
            | Question::AsOf
            | Question::Elapsed(_)
            | Question::Active
            | Question::Tenure(_)
            | Question::Manager => view.answer(question, *place),
            _ => Err(Why::NotSliced),
        }
    }

    fn shift(&mut self, shift: &Shift, place: &Place) -> Outcome<Place> {
        Asker::new(self.slicer.view).shift(shift, place)
    }

    fn elsewhere(&mut self, elsewhere: &Elsewhere, place: &Place) -> Outcome<Place> {
        Asker::new(self.slicer.view).elsewhere(elsewhere, place)
    }

    fn named(&mut self, key: &str, is: Unit, place: &Place) -> Outcome<Place> {
        Asker::new(self.slicer.view).named(key, is, place)
    }

    fn precision(&self) -> Precision {
        self.slicer.view.plan().precision()
    }
}
