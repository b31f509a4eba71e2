//! Questions set aside while a formula is checked.
//!
//! Each context has questions of its own; a formula is checked in the same way for all of them, and asks by position.

use crate::calendar::Grain;
use crate::quantity::{Currency, RoundingMode};

use super::super::ast::{Argument, Expr, Fold, Ident, TextSpan};
use super::complaint::Complaint;
use super::names::{Meaning, Names, Sense};

/// A question that was set aside, by its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Asked(pub usize);

/// Names whose questions are set aside.
pub(super) struct Aside<'n, N: Names> {
    names: &'n mut N,
    questions: Vec<N::Question>,
}

impl<'n, N: Names> Aside<'n, N> {
    pub(super) fn new(names: &'n mut N) -> Aside<'n, N> {
        Aside { names, questions: Vec::new() }
    }

    /// The questions, by their positions.
    pub(super) fn into_questions(self) -> Vec<N::Question> {
        self.questions
    }

    fn meaning(&mut self, meaning: Meaning<N::Question>) -> Meaning<Asked> {
        let asked = Asked(self.questions.len());
        self.questions.push(meaning.question);
        Meaning { question: asked, unit: meaning.unit }
    }

    fn sense(&mut self, sense: Sense<N::Question>) -> Sense<Asked> {
        match sense {
            Sense::Unknown => Sense::Unknown,
            Sense::Broken => Sense::Broken,
            Sense::Means(meaning) => Sense::Means(self.meaning(meaning)),
        }
    }
}

impl<N: Names> Names for Aside<'_, N> {
    type Question = Asked;

    fn path(&mut self, path: &[Ident]) -> Sense<Asked> {
        let sense = self.names.path(path);
        self.sense(sense)
    }

    fn known(&self) -> Vec<String> {
        self.names.known()
    }

    fn currency(&self) -> Option<Currency> {
        self.names.currency()
    }

    fn fold(&mut self, fold: &Fold, span: TextSpan, complaints: &mut Vec<Complaint>) -> Option<Meaning<Asked>> {
        let meaning = self.names.fold(fold, span, complaints)?;
        Some(self.meaning(meaning))
    }

    fn call(
        &mut self,
        path: &[Ident],
        arguments: &[Argument],
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Sense<Asked> {
        let sense = self.names.call(path, arguments, span, complaints);
        self.sense(sense)
    }

    fn whole(&mut self, expr: &Expr, complaints: &mut Vec<Complaint>) -> Sense<Asked> {
        let sense = self.names.whole(expr, complaints);
        self.sense(sense)
    }

    fn functions(&self) -> Vec<String> {
        self.names.functions()
    }

    fn grain(&mut self, name: &str) -> Option<Grain> {
        self.names.grain(name)
    }

    fn grain_help(&self, name: &str) -> String {
        self.names.grain_help(name)
    }

    fn is_broken_grain(&self, name: &str) -> bool {
        self.names.is_broken_grain(name)
    }

    fn rounding(&self) -> Option<RoundingMode> {
        self.names.rounding()
    }

    fn levels(&self) -> Option<Vec<String>> {
        self.names.levels()
    }

    fn fixed(&self) -> Option<&'static str> {
        self.names.fixed()
    }
}
