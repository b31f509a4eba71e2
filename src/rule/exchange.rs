//! What becomes of amounts in other currencies.

use chrono::NaiveDate;

use crate::calendar::parse_day;
use crate::diagnostic::{At, Code, Problems};
use crate::document::{HOW_WHOLE, IS_WHOLE, definition, words};

definition! {
    /// What becomes of amounts in another currency than the plan's; without it, entries with such amounts are refused.
    pub struct ExchangeDefinition {
        /// Whether they are converted, or their facts left out.
        pub foreign: Foreign,
        /// The day whose rate holds: `fact day`, `period end`, or a fixed day such as `2025-07-01`.
        pub at: Option<String>,
        /// What becomes of an amount for which no rate is known.
        pub missing: Option<MissingRate>,
        /// The day whose rate holds for targets: `set day`, `period start`, or a fixed day; without it, they are in the plan's currency.
        pub targets: Option<String>,
    }
}

words! {
    /// What becomes of facts with an amount in another currency.
    pub enum Foreign {
        /// Their amounts are converted.
        Convert = "convert",
        /// They are left out of every figure.
        Skip = "skip",
    }
}

words! {
    /// What becomes of an amount for which no rate is known.
    pub enum MissingRate {
        /// Figures that need it are undefined.
        Hold = "hold",
        /// Its fact, or its target, waits, and counts nowhere before a rate comes.
        Refuse = "refuse",
    }
}

/// What becomes of amounts in another currency, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exchange {
    /// Facts that have one are left out of every figure.
    Skip,
    /// They are converted.
    Convert {
        /// The day whose rate holds.
        at: RateDay,
        /// What becomes of one for which no rate is known.
        missing: MissingRate,
        /// The day whose rate holds for a target; nothing, where those are in the plan's currency.
        targets: Option<TargetRateDay>,
    },
}

impl Exchange {
    /// Whether facts wait for their rates.
    pub fn waits(self) -> bool {
        matches!(self, Exchange::Convert { missing: MissingRate::Refuse, .. })
    }

    /// The day whose rate holds for what is said of targets; nothing, where that is in the plan's currency.
    pub fn of_targets(self) -> Option<TargetRateDay> {
        match self {
            Exchange::Convert { targets, .. } if IS_WHOLE => targets,
            Exchange::Convert { .. } | Exchange::Skip => None,
        }
    }
}

/// The day whose rate holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateDay {
    /// The fact's own day; of a reversal, that of the fact which it undoes.
    Fact,
    /// The last day of the time that is asked for.
    PeriodEnd,
    /// This day.
    Fixed(NaiveDate),
}

/// The day whose rate holds for what is said of a target in another currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetRateDay {
    /// The day on which it is said.
    Set,
    /// The first day of the target's period.
    PeriodStart,
    /// This day.
    Fixed(NaiveDate),
}

/// The words that [`RateDay`] has, beside a day.
const RATE_DAYS: [&str; 2] = ["fact day", "period end"];

/// The words that [`TargetRateDay`] has, beside a day.
const TARGET_RATE_DAYS: [&str; 2] = ["set day", "period start"];

impl ExchangeDefinition {
    /// Reads the definition; reports everything that is wrong with it.
    pub fn compile(&self, at: At<'_>, problems: &mut Problems) -> Option<Exchange> {
        if !IS_WHOLE && self.targets.is_some() {
            let message = "this library was built without what targets in other currencies need";
            problems.report(Code::PlanConflict, at.field("targets"), message).help(HOW_WHOLE);
            return None;
        }
        match self.foreign {
            Foreign::Skip => {
                self.skips(at, problems);
                Some(Exchange::Skip)
            }
            Foreign::Convert => {
                let day = self.rate_day(at, problems);
                let missing = self.missing_rate(at, problems);
                let targets = self.targets.as_deref().filter(|_| IS_WHOLE);
                let targets = targets.and_then(|day| target_rate_day(day, at, problems));
                let (day, missing) = (day?, missing?);
                waits_for_one(day, missing, at, problems);
                let is_read = targets.is_some() || self.targets.is_none();
                is_read.then_some(Exchange::Convert { at: day, missing, targets })
            }
        }
    }

    /// Where nothing is converted, nothing is said of rates.
    fn skips(&self, at: At<'_>, problems: &mut Problems) {
        // What could not be read was not `skip`.
        let written =
            [("at", self.at.is_some()), ("missing", self.missing.is_some()), ("targets", self.targets.is_some())];
        for (field, _) in written.into_iter().filter(|(_, written)| *written) {
            let message = format!("`{field}` is about rates, and facts in other currencies are left out");
            problems
                .report(Code::PlanConflict, at.field(field), message)
                .help(format!("leave `{field}` out, or write `\"foreign\": \"convert\"`"));
        }
    }

    fn rate_day(&self, at: At<'_>, problems: &mut Problems) -> Option<RateDay> {
        let help = "write `\"fact day\"`, `\"period end\"` or a day such as `\"2025-07-01\"`";
        let written = said(self.at.as_deref(), "at", help, at, problems)?;
        match written {
            "fact day" => Some(RateDay::Fact),
            "period end" => Some(RateDay::PeriodEnd),
            day => fixed(day, RATE_DAYS, at.field("at"), problems).map(RateDay::Fixed),
        }
    }

    fn missing_rate(&self, at: At<'_>, problems: &mut Problems) -> Option<MissingRate> {
        let help = "write `\"hold\"` (figures that need it are undefined) or `\"refuse\"` (its fact waits for it)";
        said(self.missing, "missing", help, at, problems)
    }
}

/// What goes with `convert` has no default: it changes what is paid.
fn said<T>(written: Option<T>, field: &str, help: &str, at: At<'_>, problems: &mut Problems) -> Option<T> {
    let place = at.field(field);
    let unread = problems.is_unread(&place.place()) || problems.is_unread(&at.then("foreign"));
    if written.is_none() && !unread {
        let message = format!("amounts are converted, and no `{field}` says how");
        problems.report(Code::RuleNeeded, place, message).help(help);
    }
    written
}

fn target_rate_day(written: &str, at: At<'_>, problems: &mut Problems) -> Option<TargetRateDay> {
    match written {
        "set day" => Some(TargetRateDay::Set),
        "period start" => Some(TargetRateDay::PeriodStart),
        day => fixed(day, TARGET_RATE_DAYS, at.field("targets"), problems).map(TargetRateDay::Fixed),
    }
}

/// A day, where none of the words is written.
fn fixed(written: &str, words: [&str; 2], at: At<'_>, problems: &mut Problems) -> Option<NaiveDate> {
    let day = parse_day(written).ok();
    if day.is_none() {
        let [one, other] = words;
        let message = format!("`{written}` is neither `{one}`, `{other}` nor a day");
        let near = crate::diagnostic::nearest(written, words).map(|near| format!("did you mean `{near}`?"));
        let help = near.unwrap_or_else(|| "a day is written `2025-07-01`".to_owned());
        problems.report(Code::ValueInvalid, at, message).help(help);
    }
    day
}

/// A fact can wait for the one rate that it needs, not for that of every period in which somebody may ask for it.
fn waits_for_one(day: RateDay, missing: MissingRate, at: At<'_>, problems: &mut Problems) {
    if (day, missing) == (RateDay::PeriodEnd, MissingRate::Refuse) {
        let message = "at the end of each period a fact needs another rate, so it cannot wait for one";
        problems.report(Code::PlanConflict, at.field("missing"), message).help("write `\"missing\": \"hold\"`");
    }
}
