//! The stable names of problems.

use std::fmt;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// The kind of a problem: a stable name that programs match on, while the words for people may improve.
        ///
        /// The manual's page of problems has a smallest plan for each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code, in the order in which a plan is read.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// The stable name, such as `table.gap`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Code::$variant => $name,)+
                }
            }

            /// What this kind of problem is, in a sentence.
            pub fn summary(self) -> &'static str {
                match self {
                    $(Code::$variant => concat!($($doc),+).trim_ascii(),)+
                }
            }
        }
    };
}

codes! {
    /// The document is not UTF-8 text.
    DocumentNotText = "document.not_text",
    /// The document does not parse.
    DocumentSyntax = "document.syntax",
    /// The document, or a text in it, is longer than the limit.
    DocumentTooLarge = "document.too_large",
    /// The document is nested deeper than the limit.
    DocumentTooDeep = "document.too_deep",
    /// A number has more digits than can be read exactly; write it as text.
    DocumentDigits = "document.digits",
    /// A map names the same field twice.
    DocumentDuplicateField = "document.duplicate_field",
    /// A field is not known here.
    DocumentUnknownField = "document.unknown_field",
    /// A field that is needed is not there.
    DocumentMissingField = "document.missing_field",
    /// A value is of another type than the field takes.
    DocumentWrongType = "document.wrong_type",
    /// A word is none of those that the field takes.
    DocumentUnknownWord = "document.unknown_word",
    /// The plan is written for another version of the language.
    PlanVersion = "plan.version",
    /// A name is not an identifier.
    NameInvalid = "name.invalid",
    /// A name is taken already, by the language or by another thing of the plan.
    NameTaken = "name.taken",
    /// A name is not known.
    NameUnknown = "name.unknown",
    /// Two things of one list have the same id.
    NameDuplicate = "name.duplicate",
    /// A value cannot be read: a date, an amount, a percentage, a range, a currency.
    ValueInvalid = "value.invalid",
    /// A value is out of the range that it may have.
    ValueRange = "value.range",
    /// A choice that changes what is paid is made neither here nor under `rules`.
    RuleNeeded = "rule.needed",
    /// The boundaries of a list do not rise.
    CalendarListOrder = "calendar.list_order",
    /// Working hours, days off or make-up days contradict each other.
    CalendarWorking = "calendar.working",
    /// A listed year cuts a month, a week or another year.
    CalendarYears = "calendar.years",
    /// The moves of a pipeline are not sound: none is declared, an edge leads nowhere, or a record opens in no stage.
    PipelineMoves = "pipeline.moves",
    /// No move leads to a stage of a pipeline.
    PipelineUnreachable = "pipeline.unreachable",
    /// From a stage of a pipeline no way leads to one that closes a record.
    PipelineNoEnd = "pipeline.no_end",
    /// A condition of a pipeline never holds, so that nobody ever passes, or nobody can give an approval.
    PipelineNever = "pipeline.never",
    /// An edge is never taken, because one before it always is.
    PipelineShadow = "pipeline.shadow",
    /// A later open stage is less likely to be won than one before it.
    PipelineProbability = "pipeline.probability",
    /// A pipeline has no open stage, or an open one behind one that closes a record.
    PipelineStages = "pipeline.stages",
    /// A timer counts days off and closed hours, and nothing says that it shall.
    TimerClock = "timer.clock",
    /// A kind has no field that it needs, or a field of a type that does not fit.
    FactField = "fact.field",
    /// A formula does not parse.
    FormulaSyntax = "formula.syntax",
    /// A formula is longer or deeper than the limit.
    FormulaTooLarge = "formula.too_large",
    /// A formula uses a name that is not known there.
    FormulaUnknownName = "formula.unknown_name",
    /// A formula calls a function that does not exist.
    FormulaUnknownFunction = "formula.unknown_function",
    /// A function is given too few, too many, or the wrong kind of things.
    FormulaArguments = "formula.arguments",
    /// Units do not fit together, or the formula gives another unit than is needed.
    FormulaUnits = "formula.units",
    /// Something is asked where it cannot be asked, such as a window inside a condition on one fact.
    FormulaContext = "formula.context",
    /// Formulas that need each other form a ring.
    FormulaRing = "formula.ring",
    /// A table has no rows, keys or results.
    TableEmpty = "table.empty",
    /// A row of a table has no value for a result, or a value where none belongs.
    TableCell = "table.cell",
    /// The end of a range lies before its start.
    TableCrossed = "table.crossed",
    /// A table leaves values between two rows uncovered.
    TableGap = "table.gap",
    /// Two rows of a table cover the same values.
    TableOverlap = "table.overlap",
    /// A row of a table is never reached.
    TableUnreachable = "table.unreachable",
    /// The keys or the rows of a table do not fit the way in which it is read.
    TableRead = "table.read",
    /// Weights or shares that must make 100 % do not.
    WeightsNotWhole = "weights.not_whole",
    /// Two things claim what only one can have, or a thing asks for what the plan does not offer.
    PlanConflict = "plan.conflict",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
