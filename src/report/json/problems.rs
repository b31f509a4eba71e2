//! What is wrong with a plan.

use crate::diagnostic::Problem;

use super::writer::Writer;

pub(super) fn problem(json: &mut Writer, problem: &Problem) {
    json.text("code", problem.code().name());
    json.text("path", problem.place().as_str());
    json.span("span", problem.span().as_ref());
    json.span("other_span", problem.other_span().as_ref());
    json.text("message", problem.message());
    json.text_if_some("help", problem.help());
}
