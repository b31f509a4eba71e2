//! Reading scorecards, each after those whose scores it asks for.

use crate::diagnostic::{At, Code, Problems};
use crate::document::{IS_WHOLE, Node, Read};
use crate::formula::{Expr, ExprKind, parse};
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
use crate::grade::{Calibration, Force};
use crate::score::{Card, ScorecardDefinition};

use super::definition::PlanDefinition;
use super::names::PlanNames;
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
use super::seeing;
use super::seeing::Leading;

/// How far scorecards may lead from one to the next.
const CHAIN_MAX: usize = 8;

/// The scorecards, in the order of their names.
pub(super) fn compile(
    definition: &PlanDefinition,
    leading: Leading<'_>,
    names: &mut PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> Vec<Card> {
    let written: Vec<_> = definition.scorecards.iter().collect();
    let mut cards: Vec<Card> = Vec::new();
    for position in order(definition, names, at, problems) {
        let Some((name, card)) = written.get(position) else { continue };
        let read = Card::compile(name, card, names, at.field(name), problems);
        let read = beyond(read, card, leading, names, at.field(name), problems);
        match read {
            Some(card) => {
                names.add_scores(position, &card);
                let place = cards.partition_point(|known| IS_WHOLE && known.name < card.name);
                cards.insert(if IS_WHOLE { place } else { cards.len() }, card);
            }
            None => names.add_broken_score(name),
        }
    }
    cards
}

/// What the grades of a card say of others: quotas, and who may change a grade.
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
fn beyond(
    read: Option<Card>,
    definition: &ScorecardDefinition,
    leading: Leading<'_>,
    names: &mut PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Card> {
    let Some(grades) = &definition.grades else { return read };
    let place = at.field("grades");
    let calibration = grades.calibrate.as_ref().map(|written| {
        let may = seeing::may(
            written.may.as_str(),
            "who may change a grade",
            leading,
            names,
            place.field("calibrate").field("may"),
            problems,
        );
        may.map(|may| Calibration { may, quotas: written.quotas.unwrap_or_default() })
    });
    let card = read?;
    let force = grades.force.as_ref().zip(card.grades).map(|(force, table)| {
        let table = names.tables[table].clone();
        Force::compile(force, (&table, card.rounding.odd), names, place.field("force"), problems)
    });
    Some(Card {
        force: force.map_or(Some(None), |force| force.map(Some))?,
        calibration: calibration.map_or(Some(None), |calibration| calibration.map(Some))?,
        ..card
    })
}

/// What is written of others was reported.
#[cfg(all(feature = "capi", not(feature = "analysis")))]
fn beyond(
    read: Option<Card>,
    _: &ScorecardDefinition,
    _: Leading<'_>,
    _: &mut PlanNames<'_>,
    _: At<'_>,
    _: &mut Problems,
) -> Option<Card> {
    read
}

/// In which order scorecards are read: each after those that it names; reports those that lead back to themselves.
fn order(definition: &PlanDefinition, known: &mut PlanNames<'_>, at: At<'_>, problems: &mut Problems) -> Vec<usize> {
    let names: Vec<&str> = definition.scorecards.keys().map(String::as_str).collect();
    if !IS_WHOLE {
        return (0..names.len()).collect();
    }
    let mut needs: Vec<Vec<usize>> = Vec::with_capacity(names.len());
    for card in definition.scorecards.values() {
        let mut found = Vec::new();
        of_node(&card.node(), &names, &mut found);
        needs.push(found);
    }
    let mut way = Way { names: &names, needs: &needs, path: Vec::new(), done: Vec::new(), lost: Vec::new() };
    for position in 0..names.len() {
        way.visit(position, at, problems);
    }
    for card in &way.lost {
        known.add_broken_score(way.name(*card));
    }
    way.done
}

struct Way<'w> {
    names: &'w [&'w str],
    needs: &'w [Vec<usize>],
    /// The cards that lead to the one at hand.
    path: Vec<usize>,
    done: Vec<usize>,
    /// Those that were complained about: there is no result of their names.
    lost: Vec<usize>,
}

impl Way<'_> {
    fn visit(&mut self, card: usize, at: At<'_>, problems: &mut Problems) {
        if let Some(start) = self.path.iter().position(|on| *on == card) {
            self.ring(start, at, problems);
            return;
        }
        if self.done.contains(&card) {
            return;
        }
        if self.path.len() >= CHAIN_MAX {
            let message = format!("scorecards ask for each other's scores, more than {CHAIN_MAX} in a row");
            problems
                .report(Code::ValueRange, at.field(self.name(card)), message)
                .help("let one of them ask for the figures themselves");
            self.lost.push(card);
            return;
        }
        self.path.push(card);
        for need in self.needs.get(card).into_iter().flatten() {
            self.visit(*need, at, problems);
        }
        self.path.pop();
        self.done.push(card);
    }

    fn ring(&mut self, start: usize, at: At<'_>, problems: &mut Problems) {
        let ring = self.path.get(start..).unwrap_or_default();
        let first = ring.first().copied().unwrap_or_default();
        let way: Vec<&str> = ring.iter().chain([&first]).map(|card| self.name(*card)).collect();
        let message = format!("the score leads back to itself: `{}`", way.join("` → `"));
        problems
            .report(Code::FormulaRing, at.field(self.name(first)), message)
            .help("let one of them ask for the figures themselves");
        self.lost.extend_from_slice(self.path.get(start..).unwrap_or_default());
    }

    fn name(&self, card: usize) -> &str {
        self.names.get(card).copied().unwrap_or_default()
    }
}

/// Notes the cards whose scores or grades are named somewhere in a document.
fn of_node(node: &Node, names: &[&str], found: &mut Vec<usize>) {
    match node {
        Node::Text(text) if text.contains("score.") || text.contains("grade.") => {
            if let Ok(expr) = parse(text) {
                of_formula(&expr, names, found);
            }
        }
        Node::List(items) => items.iter().for_each(|item| of_node(item, names, found)),
        Node::Map(fields) => fields.iter().for_each(|(_, value)| of_node(value, names, found)),
        _ => {}
    }
}

fn of_formula(expr: &Expr, names: &[&str], found: &mut Vec<usize>) {
    match &expr.kind {
        ExprKind::Path(path) => {
            if let [first, card, ..] = path.as_slice()
                && matches!(first.text.as_ref(), "score" | "grade")
                && let Ok(card) = names.binary_search(&card.text.as_ref())
                && !found.contains(&card)
            {
                found.push(card);
            }
        }
        // Inside a fold over facts names are fields.
        ExprKind::Fold(fold) if fold.over.is_none() => {}
        _ => expr.children().into_iter().for_each(|child| of_formula(child, names, found)),
    }
}
