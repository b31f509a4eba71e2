//! Which aggregate a fold asks for, and the unit of its answer.

use rust_decimal::Decimal;

use crate::diagnostic::Code;
use crate::formula::{Complaint, FoldFunction, TextSpan, is_amount};
use crate::quantity::{Fraction, Precision, Unit};
use crate::rule::Rules;

use super::fold::Aggregate;

/// The aggregate of a median or a percentile; complains where no method is declared.
pub(crate) fn percentile(
    function: FoldFunction,
    parameter: Option<Decimal>,
    rules: &Rules,
    span: TextSpan,
    complaints: &mut Vec<Complaint>,
) -> Option<Aggregate> {
    let percent = match function {
        FoldFunction::Median => Some(Decimal::from(50)),
        _ => parameter.filter(|percent| *percent >= Decimal::ZERO && *percent <= Decimal::ONE_HUNDRED),
    };
    let Some(percent) = percent else {
        let complaint = Complaint::new(Code::FormulaArguments, span, "a percentile needs a number from 0 to 100");
        complaints.push(complaint.help("write `percentile(order.amount, 90)`"));
        return None;
    };
    let Some(method) = rules.percentile else {
        let message = "a percentile may fall between two values, and no rule says what it then is";
        let complaint = Complaint::new(Code::RuleNeeded, span, message);
        complaints.push(complaint.help("write `\"percentile\": \"linear\"` or `\"nearest\"` under `rules`"));
        return None;
    };
    let share = Fraction::from(percent).over(Fraction::HUNDRED, Precision::default()).ok()?;
    Some(Aggregate::Percentile { share, method })
}

/// The aggregate of a mean without the outermost values.
pub(crate) fn trimmed(
    parameter: Option<Decimal>,
    span: TextSpan,
    complaints: &mut Vec<Complaint>,
) -> Option<Aggregate> {
    let percent = parameter.filter(|percent| *percent >= Decimal::ZERO && *percent < Decimal::from(50));
    let Some(percent) = percent else {
        let complaint = Complaint::new(
            Code::FormulaArguments,
            span,
            "what is left out at either end is a number of percent, from 0 to below 50",
        );
        complaints.push(complaint.help("write `trimmed(order.amount, 10)`"));
        return None;
    };
    Fraction::from(percent).over(Fraction::HUNDRED, Precision::default()).ok().map(Aggregate::Trimmed)
}

/// The unit of the answer; complains where the aggregate cannot be taken of such values.
pub(crate) fn result_unit(
    aggregate: Aggregate,
    value: Option<Unit>,
    span: TextSpan,
    complaints: &mut Vec<Complaint>,
) -> Option<Unit> {
    let message = match (aggregate, value) {
        (Aggregate::Count, _) | (Aggregate::Distinct, Some(_)) => return Some(Unit::Number),
        (Aggregate::First | Aggregate::Last, Some(unit)) => return Some(unit),
        (Aggregate::Min | Aggregate::Max, Some(unit)) if is_amount(unit) || unit == Unit::Date => return Some(unit),
        (
            Aggregate::Sum | Aggregate::Avg | Aggregate::Percentile { .. } | Aggregate::Stddev | Aggregate::Trimmed(_),
            Some(unit),
        ) if is_amount(unit) => return Some(unit),
        (_, Some(unit)) => format!("`{}` cannot be taken of {}", aggregate.word(), unit.name()),
        (_, None) => "this is of facts as a whole, where a value of each is needed".to_owned(),
    };
    let help = match value {
        Some(Unit::List) => {
            "count those that have a member, `count(order where tags has \"vip\")`, or the members: `distinct(order.tags)`"
        }
        _ => "name a field that holds an amount",
    };
    complaints.push(Complaint::new(Code::FormulaUnits, span, message).help(help));
    None
}
