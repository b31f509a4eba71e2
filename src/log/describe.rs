//! What was recorded, given back; and compared with what is sent again.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::document::Node;
use crate::id::Key;
use crate::quantity::{Fraction, List};

use super::columns::{Cell, Written};
use super::credits::share_text;
use super::draft::{Correction, Deed, Draft, Part};
use super::entry::{Entry, moment_text};
use super::kind::FieldType;
use super::length;
use super::own;
use super::store::{Line, Log, code};
use super::table::Table;

impl Log {
    /// The entry at a position as a host would write it, in one form however it was written: the day as `on` or the
    /// instant as `at`, percentages with their sign, credits by person, the moment at which it became known.
    ///
    /// Recorded again, it exists. `None` beyond the end of the log.
    pub fn entry(&self, position: usize) -> Option<Entry> {
        let line = self.line(code(position))?;
        let table = self.tables.get(line.table())?;
        let kind = self.schema.kind(line.table())?;
        let mut words = vec![("kind".to_owned(), Node::from(kind.name()))];
        let mut say = |word: &str, value: Option<Node>| words.extend(value.map(|value| (word.to_owned(), value)));
        say("id", self.names.ids.get(line.id).map(|id| Node::from(id.as_str())));
        // The day follows from the instant.
        let at = table.instant(line.row());
        say("on", table.day(line.row()).filter(|_| at.is_none()).map(Node::from));
        say("at", at.map(|at| Node::from(moment_text(at))));
        say("known", self.known_at(position).map(|moment| Node::from(moment_text(moment))));
        say("by", self.by(line).map(|by| Node::from(by.as_str())));
        say("why", self.why(line).map(|why| Node::from(why.as_ref())));
        if let Some(correction) = self.written_correction(code(position)) {
            say(correction.deed.word(), Some(Node::from(correction.target)));
            let reverses = correction.deed == Deed::Reverses;
            say("share", reverses.then(|| Node::from(share_text(correction.share))));
        }
        say("credits", table.written_credits(line.row(), &self.names).and_then(credits_node));
        for (id, field) in kind.words() {
            let cell = table.cell(line.row(), id.index(), &self.names);
            let own = cell.as_ref().and_then(|cell| own::given_back((line.table(), id.index()), cell));
            say(field.name(), own.or_else(|| cell.map(|cell| cell_node(&cell, field.ty()))));
        }
        Some(Entry::of_words(words))
    }

    /// The first word in which an entry differs from the one at a position; when it became known does not matter.
    pub(super) fn difference(&self, position: u32, draft: &Draft<'_>) -> Option<String> {
        let line = self.line(position)?;
        if line.table() != draft.table {
            return Some("kind".to_owned());
        }
        let table = self.tables.get(draft.table)?;
        let envelope = [
            ("on", table.day(line.row()) == draft.day),
            ("at", table.instant(line.row()) == draft.at),
            ("by", self.by(line).map(Key::as_str) == draft.by.as_deref()),
            ("why", self.why(line).map(AsRef::as_ref) == draft.why.as_deref()),
        ];
        let word = envelope.iter().find(|(_, same)| !same).map(|(word, _)| *word);
        let word = word.or_else(|| correction_difference(self.written_correction(position), draft));
        let credits = || !self.has_credits(table, line, &draft.credits);
        let word = word.or_else(|| credits().then_some("credits"));
        word.map(str::to_owned).or_else(|| self.field_difference(line, draft))
    }

    fn has_credits(&self, table: &Table, line: Line, sent: &[Part<&str, Fraction>]) -> bool {
        let known = table.credits(line.row());
        let is = |known: &Part<u32, u32>, sent: &Part<&str, Fraction>| {
            let who = self.names.persons.get(known.who).is_some_and(|who| who.as_str() == sent.who);
            who && self.names.shares.get(known.share) == Some(&sent.share) && known.overlay == sent.overlay
        };
        known.len() == sent.len() && known.iter().zip(sent).all(|(known, sent)| is(known, sent))
    }

    fn field_difference(&self, line: Line, draft: &Draft<'_>) -> Option<String> {
        let table = self.tables.get(draft.table)?;
        let kind = self.schema.kind(draft.table)?;
        let differs = |index: usize| {
            let sent = draft.cells.get(index).and_then(Option::as_ref);
            table.cell(line.row(), index, &self.names).as_ref() != sent
        };
        kind.words().find(|(id, _)| differs(id.index())).map(|(_, field)| field.name().to_owned())
    }

    pub(super) fn by(&self, line: Line) -> Option<&Key> {
        self.names.persons.get(line.by)
    }

    pub(super) fn why(&self, line: Line) -> Option<&Arc<str>> {
        self.names.reasons.get(line.why)
    }

    fn written_correction(&self, position: u32) -> Option<Correction<&str, Fraction>> {
        let correction = self.correction(position)?;
        let target = self.names.ids.get(correction.target)?.as_str();
        Some(Correction { deed: correction.deed, target, share: *self.names.shares.get(correction.share)? })
    }
}

fn correction_difference(known: Option<Correction<&str, Fraction>>, draft: &Draft<'_>) -> Option<&'static str> {
    match (known, &draft.correction) {
        (None, None) => None,
        (Some(known), Some(sent)) if known.deed == sent.deed && known.target == sent.target => {
            (known.share != sent.share).then_some("share")
        }
        (_, Some(sent)) => Some(sent.deed.word()),
        (Some(known), None) => Some(known.deed.word()),
    }
}

fn credits_node(credits: Vec<Part<&str, Fraction>>) -> Option<Node> {
    let credit = |share: Part<&str, Fraction>| {
        let mut words = vec![("who".to_owned(), Node::from(share.who))];
        words.push(("share".to_owned(), Node::from(share_text(share.share))));
        words.extend(share.overlay.then(|| ("as".to_owned(), Node::from("overlay"))));
        Node::Map(words)
    };
    (!credits.is_empty()).then(|| Node::List(credits.into_iter().map(credit).collect()))
}

/// The ratio from which on it is given back as a plain number.
const PERCENTED_MAX: i64 = 1_000_000_000_000;

/// A value as authors write it; numbers as text, so that no reader rounds them.
fn cell_node(cell: &Written<'_>, ty: FieldType) -> Node {
    match cell {
        Cell::Null => Node::Null,
        // A percentage has two digits more before its point, for which there must be room when it is read again.
        Cell::Decimal(number) if ty == FieldType::Ratio && number.abs() < Decimal::from(PERCENTED_MAX) => {
            Node::from(share_text(Fraction::from(*number)))
        }
        Cell::Decimal(number) if ty == FieldType::Duration => Node::from(length::text(*number)),
        Cell::Decimal(number) => Node::from(number.normalize().to_string()),
        Cell::Foreign(number, currency) => Node::from(format!("{} {currency}", number.normalize())),
        Cell::Day(day) => Node::from(*day),
        Cell::Instant(at) => Node::from(moment_text(*at)),
        Cell::YesNo(yes) => Node::Bool(*yes),
        Cell::Text(text) if ty == FieldType::List => {
            let list = List::kept(text.as_ref().into());
            Node::List(list.members().map(Node::from).collect())
        }
        Cell::Text(text) | Cell::Key(text) => Node::from(text.as_ref()),
    }
}
