//! The last line: all as JSON.

use std::io::Write;

use attain::engine::View;
use attain::grade::{Graded, Grades};
use attain::quantity::Outcome;
use attain::report::json;
use serde_json::{Value, json};

use super::person::{Missing, needed};
use super::{Failure, Quarter, whose};

/// Tells of each person the score, the computed and the final grade, the rank, and what is missing for the next grade.
pub(super) fn tell(view: &View, quarter: Quarter, grades: &Grades, out: &mut dyn Write) -> Result<(), Failure> {
    let mut people = Vec::with_capacity(grades.people.len());
    for one in &grades.people {
        people.push(person(view, quarter, one)?);
    }
    Ok(writeln!(out, "{}", Value::from(people))?)
}

fn person(view: &View, quarter: Quarter, one: &Graded) -> Result<Value, Failure> {
    let missing = match needed(view, (whose(view, &one.who)?, quarter))? {
        Missing::Nothing => Value::Null,
        Missing::Undefined(why) => json!({ "undefined": why.code() }),
        Missing::For { grade, score, needs } => {
            let items: Value = serde_json::from_str(&json::needs(&needs, view.plan().precision()))?;
            json!({ "grade": grade, "score": score, "items": items.get("items") })
        }
    };
    let text = |outcome: Outcome<String>| outcome.map_or_else(|why| json!({ "undefined": why.code() }), Value::from);
    Ok(json!({
        "who": one.who.as_str(),
        "score": text(one.score.clone().map(|score| score.to_string())),
        "computed": text(one.computed().map(|grade| grade.to_string())),
        "grade": text(one.grade().map(|grade| grade.to_string())),
        "rank": one.rank.clone().map(|rank| text(rank.map(|rank| rank.to_string()))),
        "missing": missing,
    }))
}
