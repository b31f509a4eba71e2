//! Between what the parts of a target lie.

use crate::diagnostic::{At, Code, Problems};
use crate::document::FormulaText;
use crate::formula::Program;
use crate::kpi::{Question, RuleNames};
use crate::quantity::Unit;

/// The ends of a range, each of which is a formula.
pub(super) type Ends = (Option<Program<Question>>, Option<Program<Question>>);

/// Reads a range; reports what is wrong with it.
pub(super) fn within(
    written: Option<&FormulaText>,
    unit: Unit,
    names: &mut impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Ends> {
    let Some(text) = written.map(FormulaText::as_str) else { return Some((None, None)) };
    let Some((before, after)) = halves(text) else {
        problems
            .report(Code::ValueInvalid, at, format!("`{text}` is no range"))
            .help("write two formulas with `..` between them, such as `80% * revenue[last_year] .. 40%`");
        return None;
    };
    let mut end = |text: &str| {
        if text.trim().is_empty() {
            return Some(None);
        }
        let program = names.formula(text, None, None, at, problems)?;
        if program.unit != Unit::Ratio && program.unit != unit && program.unit != Unit::Number {
            let message = format!("{} is neither a share nor of the unit of the targets", program.unit.name());
            problems.report(Code::FormulaUnits, at, message).help("write a share of the whole, or an amount");
            return None;
        }
        Some(Some(program))
    };
    let (least, most) = (end(&before), end(&after));
    Some((least?, most?))
}

/// What stands before and behind the `..` that is in no bracket and no text; each where it stood, so that spans point at it.
fn halves(text: &str) -> Option<(String, String)> {
    let (mut depth, mut quoted) = (0_i32, false);
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'(' | b'[' if !quoted => depth = depth.saturating_add(1),
            b')' | b']' if !quoted => depth = depth.saturating_sub(1),
            b'.' if !quoted && depth == 0 && bytes.get(at.saturating_add(1)) == Some(&b'.') => {
                let (before, after) = (text.get(..at)?, text.get(at.saturating_add(2)..)?);
                let spaces = " ".repeat(text.len().saturating_sub(after.len()));
                return Some((before.to_owned(), format!("{spaces}{after}")));
            }
            _ => {}
        }
    }
    None
}
