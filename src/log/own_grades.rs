//! What an adjustment of a grade, and a dispute, ask of their fields beyond a type.

use crate::document::Node;
use crate::id::Name;

use super::columns::Written;
use super::refusal::{Refusal, RefusalCode};
use super::schema::field;
use super::value::{self, Read};

/// What stands before the name of a scorecard where its grade is meant.
pub(super) const GRADE: &str = "grade.";

/// The scorecard whose grade is meant; nothing, where something else is.
pub(super) fn card(of: &str) -> Option<Name> {
    Name::new(of.strip_prefix(GRADE)?).ok()
}

/// What is adjusted: the targets of a KPI, or the grade of a scorecard.
pub(super) fn adjusted(node: &Node) -> Read<&str> {
    let text = value::text(node)?;
    match Name::new(text.strip_prefix(GRADE).unwrap_or(text)) {
        Ok(_) => Ok(text),
        Err(error) => Err(Refusal::new(RefusalCode::InvalidValue, format_args!("{error}"))),
    }
}

/// A grade: a text, or a number where grades are numbers.
pub(super) fn grade(node: &Node) -> Read<&str> {
    match node.as_text() {
        Some(text) if !text.is_empty() => Ok(text),
        Some(_) => {
            let refusal = Refusal::new(RefusalCode::InvalidValue, format_args!("an empty text is no grade"));
            Err(refusal.with_help("write the grade that holds instead"))
        }
        None => Err(value::wrong_type(node, "a grade")),
    }
}

/// What goes with targets alone.
const OF_TARGETS: [(&str, usize); 8] = [
    ("set", field::AMOUNT),
    ("add", field::ADJUST_ADD),
    ("times", field::ADJUST_TIMES),
    ("carry", field::ADJUST_CARRY),
    ("level", field::LEVEL),
    ("where", field::WHERE),
    ("effective", field::ADJUST_EFFECTIVE),
    ("only", field::ADJUST_ONLY),
];

/// What is wrong with an adjustment as one of a grade; nothing, where it is none. The error is what it is where it is one and sound.
pub(super) fn of_grade<'c>(
    of: Option<&Written<'c>>,
    written: &dyn Fn(&str, usize) -> bool,
) -> Result<Option<(&'static str, Refusal)>, ()> {
    let is_of_grade = matches!(of, Some(super::columns::Cell::Text(of)) if of.starts_with(GRADE));
    let has_grade = written("to", field::ADJUST_TO);
    match (is_of_grade, has_grade) {
        (true, false) => {
            let refusal = Refusal::new(RefusalCode::MissingField, format_args!("`adjust` of a grade has no `to`"));
            Ok(Some(("to", refusal.with_help("write the grade that holds instead"))))
        }
        (true, true) => match OF_TARGETS.into_iter().find(|(name, index)| written(name, *index)) {
            Some((name, _)) => {
                let message = format_args!("a grade is adjusted by `to` alone, and `{name}` is about targets");
                let refusal = Refusal::new(RefusalCode::InvalidValue, message);
                Ok(Some((name, refusal.with_help("leave it out"))))
            }
            None => Err(()),
        },
        (false, true) => {
            let message = format_args!("`to` is a grade, and `of` names no grade of a scorecard");
            let refusal = Refusal::new(RefusalCode::InvalidValue, message);
            Ok(Some(("to", refusal.with_help("write `of` like `grade.rep`, or `set` instead of `to`"))))
        }
        (false, false) => Ok(None),
    }
}
