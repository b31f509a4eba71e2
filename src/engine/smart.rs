//! Whether a target is one: specific, measurable, attainable, relevant and time-bound.

use chrono::NaiveDate;

use crate::error::Error;
use crate::formula::Shift;
use crate::id::Id;
use crate::kpi::{Better, Kpi, Place, When};
use crate::measure::Whose;
use crate::quantity::{Fraction, Outcome, Why};
use crate::target::MAIN_LEVEL;
use crate::target::smart::{Finding, Proposal, check};

use super::answer::amount;
use super::view::View;

/// The most past periods that a target is compared with.
pub const HISTORY_MAX: u32 = 60;

impl View {
    /// What speaks against the target for a KPI, of a person or a unit, in a period: by the thresholds that the plan sets under
    /// `check`, and by what was known on the day as of which the view is. Nothing, where nothing does.
    ///
    /// Somebody has a person's target while the person belongs somewhere, and a unit's where somebody leads it, or where the plan
    /// does not say who leads. The past are the periods of the same grain that are over, from the first in which there
    /// is a fact, and in which a person belonged somewhere, at most [`HISTORY_MAX`]. The target above is that of the unit, or of the unit above it.
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::calendar::parse_day;
    /// use attain::trace::{Language, smart_finding};
    /// use attain::{Engine, Plan};
    ///
    /// let mut engine = Engine::new(Plan::from_json(br#"{
    ///     "attain": 1, "name": "Check", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    ///     "rules": { "rounding": { "to": "0.01", "mode": "half_up", "odd": "first" } },
    ///     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    ///     "kpis": { "revenue": { "formula": "sum(order.amount)" } },
    ///     "targets": { "revenue": { "grain": "month", "unit_is": "own", "transfer": "days", "check": { "growth": "30%" } } }
    /// }"#)?);
    /// engine.record_jsonl(br#"
    ///     {"kind":"unit","id":"u1","on":"2024-01-01","unit":"company"}
    ///     {"kind":"membership","id":"m1","on":"2024-01-01","who":"ann","unit":"company"}
    ///     {"kind":"order","id":"o1","on":"2024-03-04","rep":"ann","amount":"80"}
    ///     {"kind":"target","id":"t1","on":"2025-02-20","of":"revenue","who":"ann","period":"2025-03","amount":"120"}
    /// "#, None);
    /// let view = engine.view(parse_day("2025-02-20")?);
    /// let found = view.check_target("revenue", view.person("ann")?, view.period("2025-03")?)?;
    /// let told: Vec<String> = found.iter().map(|found| smart_finding(found, Language::English)).collect();
    /// assert_eq!(told[0], "120 is 50% more than 80, the same period a year before; at most 30% is expected");
    /// assert_eq!(told[1], "the target above, which it should be a part of, has no amount: no target");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check_target(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Vec<Finding>, Error> {
        let kpi = self.kpi(kpi)?;
        let place = Place { whose, when: when.into() };
        let of = &self.plan().kpis()[kpi];
        let thresholds = self.plan().targets().iter().find(|target| target.kpi == kpi);
        let thresholds = thresholds.and_then(|target| target.check.clone()).unwrap_or_default();
        let past = self.past(place);
        let last = past.last().copied();
        let proposal = Proposal {
            unit: Some(of.formula.unit),
            owner: self.has_owner(place),
            computable: last.map_or(Ok(()), |last| computable(self.figure_at(kpi, last))),
            amount: self.target_value(kpi, MAIN_LEVEL, place).and_then(|target| amount(&target)),
            lower_is_better: of.better == Some(Better::Lower),
            last_year: self.last_year(kpi, place),
            history: past.into_iter().map(|past| self.figure_at(kpi, past)).collect(),
            parent: self.above(place).map(|above| {
                let target = self.target_value(kpi, MAIN_LEVEL, Place { whose: above, ..place });
                target.and_then(|target| amount(&target))
            }),
            period: place.when.period().map(crate::calendar::Period::span),
            as_of: self.as_of(),
        };
        Ok(check(&proposal, &thresholds))
    }

    fn figure_at(&self, kpi: Id<Kpi>, place: Place) -> Outcome<Fraction> {
        amount(&self.kpi_value(kpi, place)?)
    }

    /// Whether somebody has the targets of the one at hand.
    fn has_owner(&self, place: Place) -> bool {
        match place.whose {
            Whose::Person(person) => self.org().stays(person, place.when.span()).next().is_some(),
            Whose::Unit(unit) => {
                let day = place.when.end(self.as_of()).ok();
                self.plan().leads().is_none() || day.is_some_and(|day| self.leads(unit, day).is_some())
            }
        }
    }

    /// The unit of a person at the end of a time, also of one to come, or the one above a unit.
    fn above(&self, place: Place) -> Option<Whose> {
        let (org, span) = (self.org(), place.when.span());
        let above = match place.whose {
            Whose::Person(person) => {
                let stay = &org[org.stays(person, span).last()?];
                (0..stay.trees()).find_map(|tree| stay.unit(tree))
            }
            Whose::Unit(unit) => org.parent(unit, span.to().pred_opt()?),
        };
        above.map(Whose::Unit)
    }

    fn last_year(&self, kpi: Id<Kpi>, place: Place) -> Outcome<Fraction> {
        let when = self.shifted(place.when, &Shift::LastYear { grain: None, to_date: false })?;
        if self.is_past(when) { self.figure_at(kpi, Place { when, ..place }) } else { Err(Why::NoFacts) }
    }

    /// Whether a time is over, and facts had begun.
    fn is_past(&self, when: When) -> bool {
        let begins = self.0.cells.slots().span(0).map_or(NaiveDate::MAX, crate::calendar::Span::from);
        when.span().to().pred_opt().is_some_and(|last| begins <= last && last <= self.as_of())
    }

    /// The periods of the same grain that are over, in the order of time.
    fn past(&self, place: Place) -> Vec<Place> {
        let mut past = Vec::new();
        for steps in 1..=HISTORY_MAX {
            let shift = Shift::Prior { steps, grain: None, to_date: false };
            let Ok(when) = self.shifted(place.when, &shift) else { break };
            let belongs = match place.whose {
                Whose::Person(person) => self.org().stays(person, when.span()).next().is_some(),
                Whose::Unit(_) => true,
            };
            if belongs && self.is_past(when) {
                past.push(Place { when, ..place });
            }
        }
        past.reverse();
        past
    }
}

fn computable(figure: Outcome<Fraction>) -> Outcome<()> {
    figure.map(drop)
}
