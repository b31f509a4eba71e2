//! Writing a what-if into a plan.

use std::collections::BTreeMap;

use crate::diagnostic::{At, Code, Problems};
use crate::document::Node;
use crate::sort;

use super::overlay::EditDefinition;
use super::overlay_place::{Found, Lost, New, Path, child, find};

/// The most edits of one what-if.
const EDITS_MAX: usize = 10_000;

/// The plan with all edits; whatever is wrong with them is reported at its place in the what-if.
///
/// Where a place is not there, nothing is said of the things around it in the plan: what was meant by the edit is not known.
pub(super) fn apply(edits: &[EditDefinition], plan: Node, at: At<'_>, problems: &mut Problems) -> Node {
    if edits.len() > EDITS_MAX {
        let message = format!("{} edits are more than the limit of {EDITS_MAX}", edits.len());
        problems.report(Code::DocumentTooLarge, at, message).help("write one edit of the place around many");
        return plan;
    }
    let mut work = Work { plan, edited: BTreeMap::new(), removed: Vec::new() };
    for (index, edit) in edits.iter().enumerate() {
        work.edit(edit, at.index(index), problems);
    }
    work.done()
}

/// A plan while it is edited: what goes stays until the end, so that positions are what they were.
struct Work<'e> {
    plan: Node,
    /// The places that were edited, as they are written.
    edited: BTreeMap<Path, &'e str>,
    removed: Vec<Path>,
}

impl<'e> Work<'e> {
    fn edit(&mut self, edit: &'e EditDefinition, at: At<'_>, problems: &mut Problems) {
        let remove = edit.remove == Some(true);
        if remove == edit.set.is_some() {
            return neither_or_both(remove, at, problems);
        }
        match find(&self.plan, &edit.at, edit.set.as_ref()) {
            Err(lost) => no_place(lost, at, problems),
            Ok(found) => {
                if let Some(earlier) = self.conflict(&found.path) {
                    return twice(&edit.at, earlier, at, problems);
                }
                self.edited.insert(found.path.clone(), &edit.at);
                match &edit.set {
                    Some(value) => put(&mut self.plan, &found, value),
                    None => self.removed.push(found.path),
                }
            }
        }
    }

    /// An edit of the same place, or of one around or inside it.
    fn conflict(&self, path: &Path) -> Option<&'e str> {
        let around = (0..=path.len()).find_map(|length| self.edited.get(path.get(..length)?));
        let inside = || self.edited.range(path.clone()..).next().filter(|(other, _)| other.starts_with(path));
        around.or_else(|| inside().map(|(_, written)| written)).copied()
    }

    fn done(mut self) -> Node {
        // From the back, so that what goes does not move what is still to go.
        sort::all(&mut self.removed);
        for path in self.removed.iter().rev() {
            take(&mut self.plan, path);
        }
        self.plan
    }
}

fn neither_or_both(both: bool, at: At<'_>, problems: &mut Problems) {
    if both {
        let message = "`set` and `remove` are both written, and one excludes the other";
        problems.report(Code::PlanConflict, at, message).help("keep one of the two");
    } else {
        problems
            .report(Code::DocumentMissingField, at.field("set"), "`set` is missing")
            .help("write what belongs in the place, `\"set\": …`, or `\"remove\": true`");
    }
}

fn no_place(lost: Lost, at: At<'_>, problems: &mut Problems) {
    problems.report(Code::NameUnknown, at.field("at"), lost.message).help(lost.help);
    // Sections hold things that are apart from each other.
    if lost.around.as_str().contains('.') {
        problems.misplaced(lost.around);
    }
}

fn twice(written: &str, earlier: &str, at: At<'_>, problems: &mut Problems) {
    let message = if written == earlier {
        format!("`{written}` is edited twice")
    } else {
        format!("`{written}` is edited, and so is `{earlier}`")
    };
    problems
        .report(Code::PlanConflict, at.field("at"), message)
        .help("keep one of the two edits, with all that is meant to be there");
}

fn put(plan: &mut Node, found: &Found, value: &Node) {
    let (last, outer) = match found.path.split_last() {
        Some((last, outer)) => (*last, outer),
        None => return,
    };
    let Some(around) = reach(plan, outer) else { return };
    match (around, &found.new) {
        (Node::Map(fields), Some(New::Field(name))) => fields.push((name.clone(), value.clone())),
        (Node::List(items), Some(New::Item)) => items.push(value.clone()),
        (around, _) => {
            if let Some(there) = child_mut(around, last) {
                *there = value.clone();
            }
        }
    }
}

fn take(plan: &mut Node, path: &[usize]) {
    let Some((&last, outer)) = path.split_last() else { return };
    match reach(plan, outer) {
        Some(Node::Map(fields)) if last < fields.len() => {
            fields.remove(last);
        }
        Some(Node::List(items)) if last < items.len() => {
            items.remove(last);
        }
        _ => {}
    }
}

fn reach<'n>(plan: &'n mut Node, path: &[usize]) -> Option<&'n mut Node> {
    path.iter().try_fold(plan, |here, position| child_mut(here, *position))
}

fn child_mut(node: &mut Node, position: usize) -> Option<&mut Node> {
    match node {
        Node::Map(fields) => fields.get_mut(position).map(|(_, value)| value),
        Node::List(items) => items.get_mut(position),
        _ => None,
    }
}

/// The places in which two plans differ, with what is written in each of them; nothing, where one has no such place.
pub(crate) fn places<'n>(
    before: Option<&'n Node>,
    after: Option<&'n Node>,
    at: At<'_>,
    found: &mut Vec<(String, Option<&'n Node>, Option<&'n Node>)>,
) {
    match (before, after) {
        (Some(before), Some(after)) if before == after => {}
        (Some(Node::Map(one)), Some(Node::Map(other))) => {
            for (name, value) in one {
                let there = other.iter().find(|(known, _)| known == name).map(|(_, value)| value);
                places(Some(value), there, at.field(name), found);
            }
            for (name, value) in other.iter().filter(|(name, _)| one.iter().all(|(known, _)| known != name)) {
                places(None, Some(value), at.field(name), found);
            }
        }
        (Some(Node::List(one)), Some(Node::List(other))) if is_named(one) && is_named(other) => {
            for item in one {
                let there = other.iter().find(|known| known.get("id") == item.get("id"));
                places(Some(item), there, named(item, &at), found);
            }
            let is_new = |item: &&Node| one.iter().all(|known| known.get("id") != item.get("id"));
            for item in other.iter().filter(is_new) {
                places(None, Some(item), named(item, &at), found);
            }
        }
        (Some(before @ Node::List(one)), Some(after @ Node::List(other))) if one.len() == other.len() => {
            for index in 0..one.len() {
                places(child(before, index), child(after, index), at.index(index), found);
            }
        }
        (before, after) => found.push((at.place().as_str().to_owned(), before, after)),
    }
}

/// Whether the things of a list are told apart by their `id`.
fn is_named(items: &[Node]) -> bool {
    items.iter().all(|item| matches!(item.get("id"), Some(Node::Text(_))))
}

fn named<'a>(item: &'a Node, at: &'a At<'a>) -> At<'a> {
    match item.get("id") {
        Some(Node::Text(id)) => at.field(id),
        _ => *at,
    }
}
