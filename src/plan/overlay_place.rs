//! Finding a place in a plan by its name.

use crate::diagnostic::{Place, remedy};
use crate::document::Node;

/// The way to a place: the position of each thing in what is around it.
pub(super) type Path = Vec<usize>;

/// A place of a plan that is named by an edit.
pub(super) struct Found {
    /// The way to it. Of a thing that is not there yet, it ends behind the last one that is.
    pub path: Path,
    /// Where the thing would be put that is not there yet.
    pub new: Option<New>,
}

/// A thing that is put where nothing is yet.
pub(super) enum New {
    /// A field of a map, of this name.
    Field(String),
    /// The next thing of a list.
    Item,
}

/// Why a place is not there: what is wrong and what would help, and the innermost place around it that is there.
pub(super) struct Lost {
    pub message: String,
    pub help: String,
    pub around: Place,
}

/// A step on the way: a name, or a number in brackets.
enum Step<'a> {
    Name(&'a str),
    Number(usize),
}

/// Finds the place called `at`; what is not there yet is found where it would be put with `value`.
pub(super) fn find(plan: &Node, at: &str, value: Option<&Node>) -> Result<Found, Lost> {
    let steps = steps(at).ok_or_else(|| Lost {
        message: format!("`{at}` is not written as places are"),
        help: "write names with dots between them, and numbers in brackets: `tables.points.rows[2]`".to_owned(),
        around: Place::default(),
    })?;
    let (mut here, mut place, mut path) = (plan, Place::default(), Path::new());
    for (index, step) in steps.iter().enumerate() {
        let Some(position) = position(here, step) else {
            let is_last = index.saturating_add(1) == steps.len();
            let new = value.filter(|_| is_last).and_then(|value| new(here, step, value));
            let new = new.ok_or_else(|| lost(here, &place, step))?;
            path.push(children(here));
            return Ok(Found { path, new: Some(new) });
        };
        path.push(position);
        place = match step {
            Step::Name(name) => place.field(name),
            Step::Number(number) => place.index(*number),
        };
        here = child(here, position).unwrap_or(&Node::Null);
    }
    Ok(Found { path, new: None })
}

/// The thing at a position of a map or a list.
pub(super) fn child(node: &Node, position: usize) -> Option<&Node> {
    match node {
        Node::Map(fields) => fields.get(position).map(|(_, value)| value),
        Node::List(items) => items.get(position),
        _ => None,
    }
}

fn children(node: &Node) -> usize {
    match node {
        Node::Map(fields) => fields.len(),
        Node::List(items) => items.len(),
        _ => 0,
    }
}

fn steps(at: &str) -> Option<Vec<Step<'_>>> {
    let mut steps = Vec::new();
    for part in at.split('.') {
        let mut rest = part.split('[');
        let name = rest.next().filter(|name| !name.is_empty())?;
        steps.push(Step::Name(name));
        for number in rest {
            steps.push(Step::Number(number.strip_suffix(']')?.parse().ok()?));
        }
    }
    Some(steps)
}

fn position(node: &Node, step: &Step<'_>) -> Option<usize> {
    match (node, step) {
        (Node::Map(fields), Step::Name(name)) => fields.iter().position(|(field, _)| field == name),
        (Node::List(items), Step::Name(name)) => items.iter().position(|item| id(item) == Some(name)),
        (Node::List(items), Step::Number(number)) => (*number < items.len()).then_some(*number),
        _ => None,
    }
}

/// Whether a value may be put where nothing is yet, and under what name.
fn new(node: &Node, step: &Step<'_>, value: &Node) -> Option<New> {
    match (node, step) {
        (Node::Map(_), Step::Name(name)) => Some(New::Field((*name).to_owned())),
        (Node::List(_), Step::Name(name)) => (id(value) == Some(name)).then_some(New::Item),
        (Node::List(items), Step::Number(number)) => (*number == items.len()).then_some(New::Item),
        _ => None,
    }
}

fn id(item: &Node) -> Option<&str> {
    match item.get("id") {
        Some(Node::Text(id)) => Some(id),
        _ => None,
    }
}

fn lost(node: &Node, place: &Place, step: &Step<'_>) -> Lost {
    let at = if place.as_str().is_empty() { "the plan".to_owned() } else { format!("`{place}`") };
    let (message, help) = match (node, step) {
        (Node::Map(fields), Step::Name(name)) => {
            let known = fields.iter().map(|(field, _)| field.as_str());
            (format!("{at} has no `{name}`"), remedy(name, known))
        }
        (Node::List(items), Step::Name(name)) => {
            let known: Vec<&str> = items.iter().filter_map(id).collect();
            let help = if known.is_empty() && !items.is_empty() {
                format!("name it by its number, counted from 0: `{place}[0]`")
            } else {
                remedy(name, known)
            };
            (format!("{at} has nothing whose `id` is `{name}`"), help)
        }
        (Node::List(items), Step::Number(number)) => {
            let help = format!("it has {}, counted from 0", items.len());
            (format!("{at} has no [{number}]"), help)
        }
        (Node::Map(_), Step::Number(_)) => (format!("{at} is no list"), "name what is inside it".to_owned()),
        _ => (format!("{at} is {}, and nothing is inside it", node.kind()), "end the place there".to_owned()),
    };
    Lost { message, help, around: place.clone() }
}
