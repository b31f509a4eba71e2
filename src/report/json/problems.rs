//! What is wrong with a plan.

use serde::Serialize;

use crate::diagnostic::{Problem, Problems};

#[derive(Serialize)]
pub(super) struct List<'r> {
    count: usize,
    problems: Vec<ProblemJson<'r>>,
}

#[derive(Serialize)]
struct ProblemJson<'r> {
    code: &'static str,
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<[usize; 2]>,
    message: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'r str>,
}

/// The problems that are kept, and how many there are in all.
pub(super) fn list(problems: &Problems) -> List<'_> {
    List { count: problems.len(), problems: problems.iter().map(one).collect() }
}

fn one(problem: &Problem) -> ProblemJson<'_> {
    ProblemJson {
        code: problem.code().name(),
        path: problem.place().as_str(),
        span: problem.span().map(|span| [span.start, span.end]),
        message: problem.message(),
        help: problem.help(),
    }
}
