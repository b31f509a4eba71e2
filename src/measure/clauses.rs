//! What stands behind the value of a fold over facts: by which day, whose, of what; and which aggregate it is.

use crate::diagnostic::Code;
use crate::formula::{
    Complaint, CreditWord, Expr, Fold as Written, FoldFunction, Ident, Meaning, Names, Program, Sense, TextSpan, check,
    dotted,
};
use crate::id::Id;
use crate::log::FieldType;
use crate::quantity::Unit;

use super::aggregate::{percentile, trimmed};
use super::extract::FactNames;
use super::fact::{FactQuestion, FieldPath};
use super::fold::{Aggregate, Way};

impl FactNames<'_> {
    /// By which day and whose a fold goes, none for those of its kind; an error, and a complaint, where that cannot be.
    pub(super) fn way(
        &mut self,
        written: &Written,
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Result<Option<Id<Way>>, ()> {
        if written.of.is_some() && !self.inner {
            let message = "`of` is about a fact, and here there is none at hand";
            complaints.push(Complaint::new(Code::FormulaContext, span, message).help("leave this part out"));
            return Err(());
        }
        self.owned(written, span, complaints).ok_or(())?;
        let on = written.on.as_ref().map(|on| self.on(on, complaints).ok_or(())).transpose();
        let whose = written.whose.as_ref();
        let whose = whose.map(|whose| self.whose(whose, written.credit, complaints).ok_or(())).transpose();
        let (on, whose) = (on?, whose?);
        let on = on.filter(|on| on.as_question() != Some(&FactQuestion::Day));
        let own = on.is_none() && whose.is_none();
        Ok((!own).then(|| self.folds.ways.intern(Way { kind: self.kind, on, whose })))
    }

    fn on(&mut self, on: &Expr, complaints: &mut Vec<Complaint>) -> Option<Program<FactQuestion>> {
        let program = check(on, Some(Unit::Date), self, complaints)?;
        if is_inner(&program) {
            let message = "the day by which a fact falls into a period is told from its fields alone";
            let complaint = Complaint::new(Code::FormulaContext, on.span, message);
            complaints.push(complaint.help("name a field that holds a date"));
            return None;
        }
        Some(program)
    }

    fn whose(
        &mut self,
        path: &[Ident],
        credit: Option<CreditWord>,
        complaints: &mut Vec<Complaint>,
    ) -> Option<FieldPath> {
        let span = whole(path);
        if credit == Some(CreditWord::Overlay) {
            let message = "whom `whose` names is credited with the whole, directly, and not on top";
            let complaint = Complaint::new(Code::FormulaContext, span, message);
            complaints.push(complaint.help("leave out `as overlay`, or `whose`"));
            return None;
        }
        let complaint = match self.path(path) {
            Sense::Means(Meaning { question: FactQuestion::Field(field), unit: Unit::Person }) => return Some(field),
            Sense::Broken => return None,
            Sense::Means(_) => {
                let message = format!("`{}` does not name a person, who could be credited", dotted(path));
                let persons = self.persons();
                let help = if persons.is_empty() {
                    "let the kind have a field of type `person`".to_owned()
                } else {
                    format!("write one of `{}`", persons.join("`, `"))
                };
                Complaint::new(Code::FormulaUnits, span, message).help(help)
            }
            Sense::Unknown => {
                let (name, persons) = (dotted(path), self.persons());
                let remedy = crate::diagnostic::remedy(&name, persons.iter().map(String::as_str));
                Complaint::new(Code::FormulaUnknownName, span, format!("`{name}` is not known here")).help(remedy)
            }
        };
        complaints.push(complaint);
        None
    }

    /// Complains where nobody owns the records of a kind, and so nobody could be credited.
    fn owned(&self, written: &Written, span: TextSpan, complaints: &mut Vec<Complaint>) -> Option<()> {
        let kind = self.kind()?;
        if self.inner || !kind.is_record() || kind.whose().is_some() || written.whose.is_some() {
            return Some(());
        }
        if self.kinds.is_broken(kind.name(), Some("owner")) {
            return None;
        }
        let message = format!("nobody owns a `{}`, so nobody has a figure of it", kind.name());
        let complaint = Complaint::new(Code::FormulaContext, span, message);
        complaints
            .push(complaint.help("let its kind name a field of type `person` under `whose`, or write `whose …` here"));
        None
    }

    /// The fields of the kind that name a person.
    fn persons(&self) -> Vec<String> {
        let fields = self.kind().into_iter().flat_map(crate::log::Kind::fields);
        let persons = fields.filter(|(_, field)| field.ty() == FieldType::Person);
        persons.map(|(_, field)| field.name().to_owned()).collect()
    }

    pub(super) fn aggregate(
        &self,
        written: &Written,
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Aggregate> {
        Some(match written.function {
            FoldFunction::Sum => Aggregate::Sum,
            FoldFunction::Count => Aggregate::Count,
            FoldFunction::Distinct => Aggregate::Distinct,
            FoldFunction::Avg => Aggregate::Avg,
            FoldFunction::Min => Aggregate::Min,
            FoldFunction::Max => Aggregate::Max,
            FoldFunction::First => Aggregate::First,
            FoldFunction::Last => Aggregate::Last,
            FoldFunction::Median | FoldFunction::Percentile => {
                percentile(written.function, written.parameter, self.rules, span, complaints)?
            }
            FoldFunction::Stddev => Aggregate::Stddev,
            FoldFunction::Trimmed => trimmed(written.parameter, span, complaints)?,
            FoldFunction::Rank | FoldFunction::PercentRank => {
                let complaint = Complaint::new(Code::FormulaUnknownFunction, span, "there is no such fold over facts");
                complaints.push(complaint.help(
                    "write `sum`, `count`, `avg`, `min`, `max`, `distinct`, `first`, `last`, `median`, `percentile`, `stddev` or `trimmed`",
                ));
                return None;
            }
        })
    }
}

/// Whether a formula asks a fold inside the one at hand.
pub(super) fn is_inner(program: &Program<FactQuestion>) -> bool {
    let mut inner = false;
    program.questions(&mut |question| inner |= matches!(question, FactQuestion::Keyed { .. }));
    inner
}

/// Where a path is written.
fn whole(path: &[Ident]) -> TextSpan {
    let start = path.first().map_or(0, |first| first.span.start);
    TextSpan { start, end: path.last().map_or(start, |last| last.span.end) }
}
