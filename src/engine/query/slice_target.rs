//! Targets of a part of the facts, and figures against them.

use std::sync::Arc;

use crate::error::Error;
use crate::id::Id;
use crate::kpi::{Kpi, OfFields, Place, Question, Sliced};
use crate::measure::{SliceField, SliceKey};
use crate::plan::tells_apart;
use crate::quantity::{Outcome, Value, Why};
use crate::target::{MAIN_LEVEL, TargetPlan};

use super::super::view::View;
use super::slice::{Slice, Slicer};

impl View {
    /// What tells facts apart by fields; what it answers is kept.
    pub(in super::super) fn slicer(&self, by: &[Vec<String>]) -> Result<Slicer<'_>, Error> {
        let slicings = &self.0.memo.slicings;
        if let Some(inside) = slicings.get(&by.to_vec()) {
            return Ok(Slicer { view: self, inside });
        }
        let slicer = Slicer::new(self, by)?;
        let inside = slicings.or(by.to_vec(), || Arc::clone(&slicer.inside));
        Ok(Slicer { view: self, inside })
    }

    /// The same for the fields of a part, with the values.
    pub(in super::super) fn slicer_of(&self, targets: &TargetPlan, of: &OfFields) -> Outcome<(Slicer<'_>, SliceKey)> {
        let (mut by, mut key) = (Vec::with_capacity(of.len()), SliceKey::with_capacity(of.len()));
        for (name, value) in of.iter() {
            by.push(targets.field(name.as_str()).ok_or(Why::NotSliced)?.paths.clone());
            key.push(Some(Value::Text(value.as_str().into())));
        }
        self.has_facts().map_err(|_| Why::KeptBySlot)?;
        Ok((self.slicer(&by).map_err(|_| Why::NotSliced)?, key))
    }

    /// The same for all facts that have the fields, also for those that the KPI of the targets does not fold.
    pub(in super::super) fn slicer_of_all(&self, of: &OfFields) -> Outcome<(Slicer<'_>, SliceKey)> {
        let (mut by, mut key) = (Vec::with_capacity(of.len()), SliceKey::with_capacity(of.len()));
        for (name, value) in of.iter() {
            let mut paths = Vec::new();
            for (_, kind) in self.plan().kinds().iter() {
                let is_text = kind.field(name.as_str()).is_some_and(|(_, field)| tells_apart(field.ty()));
                paths.extend(is_text.then(|| format!("{}.{name}", kind.name())));
            }
            by.push(paths);
            key.push(Some(Value::Text(value.as_str().into())));
        }
        self.has_facts().map_err(|_| Why::KeptBySlot)?;
        Ok((self.slicer(&by).map_err(|_| Why::NotSliced)?, key))
    }

    /// The name of a KPI, with the part of the facts that is meant: `revenue, family: bikes`.
    pub(in super::super) fn name_of_part(&self, kpi: Id<Kpi>, of: &OfFields) -> String {
        let mut name = self.plan().kpis()[kpi].name.to_string();
        for (field, value) in of.iter() {
            for text in [", ", field.as_str(), ": ", value] {
                name.push_str(text);
            }
        }
        name
    }

    /// What is asked of a part of the facts.
    pub(in super::super) fn sliced_value(&self, sliced: &Sliced, place: Place) -> Outcome {
        match &sliced.question {
            Question::Target { kpi, level } => {
                let level = level.as_ref().map_or(MAIN_LEVEL, |level| level.as_str());
                self.target_of_part(*kpi, level, &sliced.of, place)
            }
            Question::Pace(kpi) => self.pace_value(*kpi, &sliced.of, place),
            Question::Coverage(kpi) => self.coverage_value(*kpi, &sliced.of, place),
            question => {
                let targets = self.plan().targets().iter().find(|targets| targets.kpi == sliced.kpi);
                let (slicer, key) = self.slicer_of(targets.ok_or(Why::NoTarget)?, &sliced.of)?;
                slicer.answer(question, place, &key)
            }
        }
    }
}

impl Slicer<'_> {
    /// Which part of the facts a slice is for the targets of a KPI; nothing, where those are told apart by other fields.
    pub(super) fn part(&self, kpi: Id<Kpi>, key: &SliceKey) -> Option<OfFields> {
        let (targets, places) = self.of_targets(kpi)?;
        let mut part = Vec::with_capacity(key.len());
        for (place, value) in places.iter().zip(key) {
            let Some(Value::Text(value)) = value else { return None };
            part.push((targets.fields.get(*place)?.name.clone(), value.to_string()));
        }
        crate::sort::all(&mut part);
        Some(part.into())
    }

    /// The slice in which a part of the facts lies.
    fn key(&self, kpi: Id<Kpi>, part: &OfFields) -> Option<SliceKey> {
        let (targets, places) = self.of_targets(kpi)?;
        let mut key = SliceKey::with_capacity(places.len());
        for place in places.iter() {
            let name = &targets.fields.get(*place)?.name;
            let (_, value) = part.iter().find(|(known, _)| known == name)?;
            key.push(Some(Value::Text(value.as_str().into())));
        }
        Some(key)
    }

    fn of_targets(&self, kpi: Id<Kpi>) -> Option<(&TargetPlan, Arc<[usize]>)> {
        let plan = self.view.plan();
        let targets = plan.targets().iter().find(|targets| targets.kpi == kpi)?;
        let places = self.inside.of_targets.or(kpi, || {
            let mut places = Vec::with_capacity(self.fields().len());
            for field in self.fields() {
                let is = |paths: &[String]| SliceField::read(paths, plan.kinds()).is_ok_and(|read| field.has(&read));
                places.push(targets.fields.iter().position(|known| is(&known.paths))?);
            }
            Some(places.into())
        });
        Some((targets, places?))
    }
}

impl Slice<'_, '_> {
    /// A target of the slice, or a figure against it.
    pub(super) fn of_target(&mut self, question: &Question, kpi: Id<Kpi>, place: Place) -> Outcome {
        let view = self.slicer.view;
        // Nobody set a target for some of the facts, unless targets are told apart by these fields.
        self.slicer.of_targets(kpi).ok_or(Why::NoTarget)?;
        if self.is_met() {
            self.meet_targets(question, kpi, place);
        }
        let Some(key) = self.key else { return view.answer(question, place) };
        let of = self.slicer.part(kpi, key).ok_or(Why::NoTarget)?;
        let target = || view.target_of_part(kpi, MAIN_LEVEL, &of, place);
        match question {
            Question::Target { level, .. } => {
                let level = level.as_ref().map_or(MAIN_LEVEL, |level| level.as_str());
                view.target_of_part(kpi, level, &of, place)
            }
            Question::Pace(_) => view.pace_value(kpi, &of, place),
            Question::Coverage(_) => view.coverage_value(kpi, &of, place),
            Question::Attainment(_) => view.attained_by(kpi, self.kpi(kpi, place)?, target()?, place),
            Question::RunRate(_) => view.rate_between(kpi, &self.kpi(kpi, place)?, &target()?, place),
            _ => view.gap_between(&self.kpi(kpi, place)?, &target()?),
        }
    }

    /// Notes the slices for which there is a target.
    fn meet_targets(&mut self, question: &Question, kpi: Id<Kpi>, place: Place) {
        let (slicer, view) = (self.slicer, self.slicer.view);
        let level = match question {
            Question::Target { level: Some(level), .. } => level.as_str(),
            _ => MAIN_LEVEL,
        };
        let parts = view.book(kpi).map_or(&[][..], |book| book.parts());
        for part in parts {
            let Some(key) = slicer.key(kpi, part) else { continue };
            let Some(whole) = slicer.part(kpi, &key) else { continue };
            if view.target_of_part(kpi, level, &whole, place).is_ok() {
                self.meets([key]);
            }
        }
        if let Question::Attainment(_) | Question::Gap(_) | Question::RunRate(_) = question {
            drop(self.kpi(kpi, place));
        }
    }
}
