//! What an author declared, but not soundly: it was reported, so whoever uses it hears no more of it.

use std::collections::BTreeSet;

use crate::calendar::{CalendarDefinition, FiscalCalendar};
use crate::diagnostic::{At, Problems};
use crate::document::IS_WHOLE;
use crate::org::Attributes;

use super::definition::PlanDefinition;

/// The names of things that are declared but not sound.
///
/// A plan with a name in here has a problem already, so keeping silent never lets it pass.
#[derive(Debug, Default)]
pub(super) struct Broken {
    /// Tables, KPIs, attributes as `subject.role`, results as `score.rep`.
    names: BTreeSet<String>,
    lists: BTreeSet<String>,
    /// KPIs whose targets, or the levels of those, could not be read.
    targets: BTreeSet<String>,
    levels: BTreeSet<String>,
    /// The same of the fields that they are told apart by.
    fields: BTreeSet<String>,
    /// Whether something is said of working days, but not soundly which weekdays are worked.
    week: bool,
    /// Whether who leads could not be read.
    leads: bool,
    /// Sections that could not be read as a whole: nobody knows what they declare.
    sections: Vec<&'static str>,
}

impl Broken {
    /// What is known to be broken once the calendar and the organisation are read.
    pub(super) fn new(
        definition: &PlanDefinition,
        calendar: &FiscalCalendar,
        attributes: &Attributes,
        problems: &Problems,
    ) -> Broken {
        let root = At::root();
        let mut broken = Broken::default();
        for section in PlanDefinition::FIELDS {
            if problems.is_unread(&root.then(section)) {
                broken.sections.push(*section);
            }
        }
        if problems.is_unread(&root.field("calendar").then("lists")) {
            broken.sections.push("calendar");
        }
        if problems.is_unread(&root.field("org").then("person")) {
            broken.sections.push("org");
        }
        broken.leads = problems.is_unread(&root.field("org").then("leads"));
        broken.week = calendar.working().is_none() && definition.calendar.as_ref().is_some_and(speaks_of_working_days);
        for name in definition.calendar.iter().flat_map(|calendar| calendar.lists.keys()) {
            if calendar.grain(name).is_none() {
                broken.lists.insert(name.clone());
            }
        }
        for name in definition.org.person.keys() {
            if attributes.find(name).is_none() {
                broken.names.insert(format!("subject.{name}"));
            }
        }
        for kpi in definition.targets.keys() {
            let targets = root.field("targets");
            let place = targets.field(kpi);
            if problems.is_unread(&place.place()) {
                broken.targets.insert(kpi.clone());
            }
            if problems.is_unread(&place.then("levels")) {
                broken.levels.insert(kpi.clone());
            }
            if problems.is_unread(&place.then("fields")) {
                broken.fields.insert(kpi.clone());
            }
        }
        broken
    }

    /// Notes one more.
    pub(super) fn add(&mut self, name: &str) {
        self.names.insert(name.to_owned());
    }

    /// Whether a section as a whole could not be read.
    pub(super) fn section(&self, section: &str) -> bool {
        self.sections.contains(&section)
    }

    /// Whether a path of a formula leads to something broken; in conditions on people a plain name is an attribute too.
    pub(super) fn path(&self, path: &str, people: bool) -> bool {
        let of_person = |name: &str| self.section("org") || self.names.contains(&format!("subject.{name}"));
        match path.split_once('.') {
            None => self.section("kpis") || self.names.contains(path) || people && of_person(path),
            Some(("subject" | "actor", rest)) => of_person(rest),
            Some(("score" | "grade", _)) => self.section("scorecards") || self.result(path),
            Some(("review", _)) if IS_WHOLE => self.section("reviews") || self.result(path),
            Some(("pay", _)) => self.section("incentives") || self.result(path),
            Some(_) => false,
        }
    }

    /// A result, or a part of one: `score.rep.process` is broken where `score.rep` is.
    fn result(&self, path: &str) -> bool {
        let mut parts = path.splitn(3, '.');
        let whole = [parts.next(), parts.next()].into_iter().flatten().collect::<Vec<&str>>().join(".");
        self.names.contains(&whole)
    }

    /// Whether a table is broken.
    pub(super) fn table(&self, name: &str) -> bool {
        self.section("tables") || self.names.contains(name)
    }

    /// Whether a grain is broken.
    pub(super) fn grain(&self, name: &str) -> bool {
        self.section("calendar") || self.lists.contains(name)
    }

    /// Whether the working days are broken.
    pub(super) fn week(&self) -> bool {
        self.section("calendar") || self.week
    }

    /// Whether who leads could not be read.
    pub(super) fn leads(&self) -> bool {
        self.leads
    }

    /// Whether a KPI, or its targets, are broken.
    pub(super) fn target(&self, kpi: &str) -> bool {
        self.path(kpi, false) || self.section("targets") || self.targets.contains(kpi)
    }

    /// Whether the levels of the targets of a KPI could not be read.
    pub(super) fn levels(&self, kpi: &str) -> bool {
        self.levels.contains(kpi)
    }

    /// Whether the fields by which the targets of a KPI are told apart could not be read.
    pub(super) fn fields(&self, kpi: &str) -> bool {
        self.fields.contains(kpi)
    }
}

fn speaks_of_working_days(calendar: &CalendarDefinition) -> bool {
    let days = !calendar.off.is_empty() || !calendar.worked.is_empty();
    days || calendar.hours.is_some() || calendar.holidays.is_some() || calendar.known.is_some()
}
