//! How likely records in a stage are to be won, from day to day.

use chrono::NaiveDate;

use crate::calendar::parse_day;
use crate::diagnostic::{At, Code, Problems};
use crate::document::{FormulaText, Node, Read, definition, words};
use crate::quantity::{Percent, Ratio};

words! {
    /// Which probability of a stage is meant, where it is another one from some day on.
    pub enum ProbabilityOf {
        /// That of the day asked about: a change holds for whatever is in the stage.
        Live = "live",
        /// That of the day on which the record entered the stage: a change holds for what enters from then on.
        Entered = "entered",
    }
}

definition! {
    /// A probability from a day on.
    pub struct DatedProbability {
        /// How likely a record is to be won: 0 % to 100 %.
        pub is: FormulaText,
        /// From which day on; from the beginning, where nothing is said, which only the first may leave open.
        pub from: Option<String>,
    }
}

/// A probability, as an author writes it: one, or one after the other, each from a day on.
#[derive(Clone, Debug, PartialEq)]
pub enum ProbabilityDefinition {
    /// The same on every day.
    Always(FormulaText),
    /// From some day on another one, in the order of days.
    Dated(Vec<DatedProbability>),
}

impl Default for ProbabilityDefinition {
    fn default() -> ProbabilityDefinition {
        ProbabilityDefinition::Always(FormulaText::default())
    }
}

impl From<&str> for ProbabilityDefinition {
    fn from(text: &str) -> ProbabilityDefinition {
        ProbabilityDefinition::Always(FormulaText::from(text))
    }
}

impl Read for ProbabilityDefinition {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        *self = match node {
            Node::List(_) => ProbabilityDefinition::Dated(Vec::read(node, at, problems)),
            _ => ProbabilityDefinition::Always(FormulaText::read(node, at, problems)),
        };
    }

    fn node(&self) -> Node {
        match self {
            ProbabilityDefinition::Always(text) => text.node(),
            ProbabilityDefinition::Dated(all) => all.node(),
        }
    }
}

/// How likely records in a stage are to be won: nothing, or from which day on what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likely(Vec<(NaiveDate, Ratio)>);

impl Likely {
    /// What holds on a day.
    pub fn on(&self, day: NaiveDate) -> Option<Ratio> {
        let begun = self.0.iter().take_while(|(from, _)| *from <= day);
        begun.last().map(|(_, ratio)| *ratio)
    }

    /// What holds in the end.
    pub fn last(&self) -> Option<Ratio> {
        self.0.last().map(|(_, ratio)| *ratio)
    }

    /// From which day on what, in the order of days; the least day of all stands for the beginning.
    pub fn all(&self) -> &[(NaiveDate, Ratio)] {
        &self.0
    }
}

impl ProbabilityDefinition {
    /// Reads it; reports what is wrong with it.
    pub(super) fn compile(&self, at: At<'_>, problems: &mut Problems) -> Likely {
        let mut likely = Likely::default();
        match self {
            ProbabilityDefinition::Always(text) => {
                if let Some(ratio) = ratio(text, at, problems) {
                    likely.0.push((NaiveDate::MIN, ratio));
                }
            }
            ProbabilityDefinition::Dated(all) => {
                for (index, one) in all.iter().enumerate() {
                    let place = at.index(index);
                    let from = one.begins(index, place, problems);
                    let ratio = ratio(&one.is, place.field("is"), problems);
                    let (Some(from), Some(ratio)) = (from, ratio) else { continue };
                    if likely.0.last().is_some_and(|(before, _)| *before >= from) {
                        let message = format!("`{from}` does not come after the day before it in the list");
                        problems
                            .report(Code::ValueRange, place.field("from"), message)
                            .help("write each day once, the earlier before the later");
                    }
                    likely.0.push((from, ratio));
                }
            }
        }
        likely
    }
}

impl DatedProbability {
    fn begins(&self, index: usize, at: At<'_>, problems: &mut Problems) -> Option<NaiveDate> {
        let place = at.field("from");
        let Some(text) = &self.from else {
            if index > 0 && !problems.is_unread(&place.place()) {
                problems
                    .report(Code::ValueInvalid, place, "only the first probability holds from the beginning")
                    .help("say from which day on this one does: `\"from\": \"2026-01-01\"`");
            }
            return (index == 0).then_some(NaiveDate::MIN);
        };
        let day = parse_day(text).ok();
        if day.is_none() {
            problems
                .report(Code::ValueInvalid, place, format!("`{text}` is not a day"))
                .help("write the year, the month and the day as in `2026-01-01`");
        }
        day
    }
}

/// How likely something is; nothing, where it is not written, which was reported where it is needed.
fn ratio(text: &FormulaText, at: At<'_>, problems: &mut Problems) -> Option<Ratio> {
    if text.is_empty() {
        return None;
    }
    let text = text.as_str();
    let Ok(ratio) = text.parse::<Ratio>() else {
        problems.report(Code::ValueInvalid, at, format!("`{text}` is no percentage")).help("write it like `\"60%\"`");
        return None;
    };
    if (Ratio::ZERO..=Ratio::ONE).contains(&ratio) {
        return Some(ratio);
    }
    problems
        .report(Code::ValueRange, at, format!("a probability of {} cannot be", Percent(ratio)))
        .help("write 0% to 100%");
    None
}
