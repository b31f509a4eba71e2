//! Ranks among people and units.

use std::sync::Arc;

use crate::diagnostic::Code;
use crate::formula::{Complaint, Fold, FoldFunction, Group as WrittenGroup, Meaning, TextSpan, is_amount};
use crate::kpi::{Among, Question, Ranked};
use crate::quantity::Unit;
use crate::rule::Ties;

use super::PlanNames;

impl PlanNames<'_> {
    /// `rank(revenue over peers)`, `percent_rank(revenue over members)`.
    pub(super) fn rank(
        &mut self,
        fold: &Fold,
        group: &WrittenGroup,
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Meaning<Question>> {
        let value = self.of_each(&fold.value, complaints);
        let group = self.ranked(group, fold.function, span, complaints);
        let ties = self.rules.ties;
        if ties == Some(Ties::Ordinal) {
            let message = "a formula cannot say by what equals are told apart, and `rules.ties` is `1234`";
            let help = "write `\"ties\": \"1224\"`, `\"1223\"` or `\"average\"` under `rules`, and `1234` in the rankings that have a `then`";
            Complaint::add(complaints, Code::PlanConflict, span, message, help);
            return None;
        }
        if ties.is_none() {
            let message = "two may have the same value, and no `ties` says what to do";
            let help = "write `\"ties\": \"1224\"`, `\"1223\"` or `\"average\"` under `rules`";
            Complaint::add(complaints, Code::RuleNeeded, span, message, help);
        }
        let value = value?;
        if !is_amount(value.unit) {
            let message = format!("{} cannot be ranked", value.unit.name());
            Complaint::add(complaints, Code::FormulaUnits, fold.value.span, message, "rank by an amount");
            return None;
        }
        let share = fold.function == FoldFunction::PercentRank;
        let unit = if share { Unit::Ratio } else { Unit::Number };
        let question = Question::Rank(Arc::new(Among { value, group: group?, ties: ties?, share }));
        Some(Meaning { question, unit })
    }

    fn ranked(
        &mut self,
        group: &WrittenGroup,
        function: FoldFunction,
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Ranked> {
        match group {
            WrittenGroup::Members => Some(Ranked::Members),
            WrittenGroup::Peers => self.group(group, span, complaints).map(|_| Ranked::Peers),
            WrittenGroup::People | WrittenGroup::Grain(_) => {
                let name = function.name();
                let message = format!("`{name}` is of the one who is asked about, among others like that one");
                let help = format!(
                    "write `{name}(… over peers)`, or `{name}(… over members)` for those directly under the same unit"
                );
                Complaint::add(complaints, Code::FormulaContext, span, message, help);
                None
            }
        }
    }
}
