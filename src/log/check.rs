//! Is an entry sound by itself? All that is wrong with it, at once.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};

use crate::document::{IS_WHOLE, Node};
use crate::id::is_key;
use crate::quantity::Fraction;

use super::columns::{self, Cell, Written};
use super::credits;
use super::draft::{Cells, Correction, Deed, Draft, Part};
use super::entry::{Entry, moment_text};
use super::kind::{FieldType, Kind};
use super::own;
use super::refusal::{Refusal, RefusalCode};
use super::schema::Schema;
use super::value::{self, Read};
use super::words::Words;

/// Reads an entry by the schema alone, without looking at what the log holds.
pub(super) fn check<'e>(schema: &Schema, entry: &'e Entry) -> Result<Draft<'e>, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let table = kept(None, table(schema, entry), &mut refusals);
    let kind = table.and_then(|table| schema.kind(table));
    let words = Words::sort(entry, kind, &mut refusals);
    let mut check = Check { schema, table, kind, words, refusals };
    let draft = check.draft();
    match draft {
        Some(draft) if check.refusals.is_empty() => Ok(draft),
        _ => Err(check.refusals),
    }
}

fn table(schema: &Schema, entry: &Entry) -> Read<usize> {
    let refusal = match entry.get("kind") {
        None => Refusal::new(RefusalCode::Kind, format_args!("the entry has no `kind`"))
            .with_help("say what happened: `\"kind\": \"order\"`"),
        Some(Node::Text(name)) => match schema.find(name) {
            Some(table) => return Ok(table),
            None => Refusal::new(RefusalCode::Kind, format_args!("there is no kind {}", value::quoted(name)))
                .nearest(name, &mut schema.tables().map(Kind::name)),
        },
        Some(other) => {
            Refusal::new(RefusalCode::Kind, format_args!("{} is written where a kind belongs", other.kind()))
        }
    };
    Err(refusal.field_of("kind"))
}

/// What was read, or nothing and one refusal more.
fn kept<T>(word: Option<&str>, read: Read<T>, refusals: &mut Vec<Refusal>) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(refusal) => {
            refusals.push(match word {
                Some(word) => refusal.field_of(word),
                None => refusal,
            });
            None
        }
    }
}

/// The day on which an entry holds, and the instant, where one is written.
type When = (Option<NaiveDate>, Option<DateTime<Utc>>);

struct Check<'s, 'e> {
    schema: &'s Schema,
    table: Option<usize>,
    kind: Option<&'s Kind>,
    words: Words<'e>,
    refusals: Vec<Refusal>,
}

impl<'s, 'e> Check<'s, 'e> {
    /// The draft; `None` only where a refusal says why.
    fn draft(&mut self) -> Option<Draft<'e>> {
        let correction = self.correction();
        let deed = correction.as_ref().map(|correction| correction.deed);
        let (day, at) = self.when(deed);
        let known = self.word("known", value::moment);
        let by = self.word("by", |node| value::key(node, "the key of a person")).map(Cow::Borrowed);
        let why = self.word("why", value::text).map(Cow::Borrowed);
        let credits = self.credits(deed);
        let cells = if says_nothing(deed) { self.no_cells(deed) } else { self.cells() };
        if !says_nothing(deed) {
            self.together(day, &cells);
            self.credited(&credits);
        }
        let id = self.id(deed, (day, at), &cells);
        self.not_itself(correction.as_ref(), id.as_deref());
        Some(Draft { table: self.table?, id: id?, day, at, known, by, why, correction, credits, cells })
    }

    fn word<T>(&mut self, word: &str, read: impl Fn(&'e Node) -> Read<T>) -> Option<T> {
        let node = self.words.get(word)?;
        kept(Some(word), read(node), &mut self.refusals)
    }

    fn refuse(&mut self, code: RefusalCode, word: &str, message: fmt::Arguments<'_>, help: &str) {
        let refusal = Refusal::new(code, message).field_of(word);
        self.refusals.push(if help.is_empty() { refusal } else { refusal.with_help(help) });
    }

    fn correction(&mut self) -> Option<Correction<&'e str, Fraction>> {
        let deeds: Vec<Deed> = Deed::ALL.into_iter().filter(|deed| self.words.get(deed.word()).is_some()).collect();
        let share = self.share(&deeds);
        if let [first, second, ..] = deeds.as_slice() {
            let (first, second) = (first.word(), second.word());
            self.refuse(
                RefusalCode::Correction,
                second,
                format_args!("it cannot both `{first}` and `{second}`"),
                "record two entries",
            );
        }
        let deed = *deeds.first()?;
        if deed == Deed::Reverses && self.table.is_some_and(|table| !self.schema.is_of_facts(table)) {
            self.refuse(
                RefusalCode::Correction,
                "reverses",
                format_args!("only facts can be reversed"),
                "retract or revise it",
            );
        }
        let target = self.word(deed.word(), |node| value::key(node, "the id of an entry"))?;
        Some(Correction { deed, target, share })
    }

    fn share(&mut self, deeds: &[Deed]) -> Fraction {
        if self.words.get("share").is_some() && !deeds.contains(&Deed::Reverses) {
            self.refuse(RefusalCode::Correction, "share", format_args!("`share` goes with `reverses` alone"), "");
        }
        let share = self.word("share", value::share).unwrap_or(Fraction::ONE);
        if share > Fraction::ONE {
            let share = credits::share_text(share);
            self.refuse(
                RefusalCode::InvalidValue,
                "share",
                format_args!("{share} is more than all of it"),
                "a share is above 0 and at most 100%",
            );
        }
        share
    }

    /// The day and the instant, under the envelope's names or the kind's own. An instant says the day.
    fn when(&mut self, deed: Option<Deed>) -> When {
        let plain = [self.words.get("on").map(|node| ("on", node)), self.words.get("at").map(|node| ("at", node))];
        let own = self.own_day();
        let written: Vec<(&str, &Node)> = plain.into_iter().flatten().chain(own).collect();
        if written.is_empty() {
            self.no_day(deed);
        }
        let own_instant = self.kind.is_some_and(is_instant);
        let (mut said, mut instant) = (None, None);
        let first = written.first().map_or("on", |(name, _)| name);
        for (name, node) in written.iter().copied() {
            let is_instant = name == "at" || (own_instant && name != "on");
            let read = if is_instant { self.local(node) } else { value::day(node).map(|day| (day, None)) };
            let Some((day, at)) = kept(Some(name), read, &mut self.refusals) else { continue };
            if said.is_some_and(|said| said != day) || (at.is_some() && instant.is_some() && at != instant) {
                self.two_days(first, said, day);
            }
            (said, instant) = (said.or(Some(day)), instant.or(at));
        }
        (said, instant)
    }

    fn two_days(&mut self, name: &str, said: Option<NaiveDate>, day: NaiveDate) {
        let message = match (said, &self.schema.zone) {
            (Some(said), _) if said == day => format!("two instants of {day} are written"),
            (Some(said), Some(zone)) => format!("two days are written: {said} and {day} (where the plan is: {zone})"),
            (said, _) => format!("two days are written: {} and {day}", said.unwrap_or(day)),
        };
        self.refuse(RefusalCode::InvalidValue, name, format_args!("{message}"), "keep one");
    }

    /// The day on which an instant falls where the plan is.
    fn local(&self, node: &Node) -> Read<(NaiveDate, Option<DateTime<Utc>>)> {
        let at = value::instant(node)?;
        let Some(zone) = &self.schema.zone else {
            let refusal = Refusal::new(
                RefusalCode::NoZone,
                format_args!("the plan has no time zone in which an instant has a day"),
            );
            return Err(refusal.with_help("declare `timezone` in the plan, or write the day: `on`"));
        };
        let day = zone.day(at).ok_or_else(|| {
            Refusal::new(RefusalCode::InvalidValue, format_args!("in {zone} this is outside the years 1 to 9999"))
        })?;
        Ok((day, Some(at)))
    }

    /// The day under the kind's own name, taken out of the fields.
    fn own_day(&mut self) -> Option<(&'s str, &'e Node)> {
        let kind = self.kind?;
        let id = kind.on()?;
        let node = self.words.fields.get_mut(id.index())?.take().filter(|node| **node != Node::Null)?;
        Some((kind.get(id)?.name(), node))
    }

    fn no_day(&mut self, deed: Option<Deed>) {
        if deed != Some(Deed::Retracts) {
            let help = "write the day on which it holds: `\"on\": \"2025-08-04\"`";
            self.refuse(RefusalCode::MissingDay, "on", format_args!("the entry has no day"), help);
        }
    }

    fn credits(&mut self, deed: Option<Deed>) -> Vec<Part<&'e str, Fraction>> {
        if self.words.get("credits").is_none() {
            return Vec::new();
        }
        let wrong = if says_nothing(deed) {
            "a correction of this kind is credited as what it corrects"
        } else if self.table.is_some_and(|table| !self.schema.is_credited(table)) {
            "only facts, and records that have owners, are credited"
        } else {
            ""
        };
        if !wrong.is_empty() {
            self.refuse(RefusalCode::Credits, "credits", format_args!("{wrong}"), "leave the credits out");
        }
        self.word("credits", credits::read).unwrap_or_default()
    }

    /// A retraction or a reversal takes its fields from what it names.
    fn no_cells(&mut self, deed: Option<Deed>) -> Cells<'e> {
        let Some(kind) = self.kind else { return Vec::new() };
        let written: Vec<&str> = kind
            .words()
            .zip(&self.words.fields)
            .filter(|(_, node)| node.is_some_and(|node| *node != Node::Null))
            .map(|((_, field), _)| field.name())
            .collect();
        for name in written {
            let word = deed.map_or("", Deed::word);
            self.refuse(
                RefusalCode::Correction,
                name,
                format_args!("an entry that `{word}` another takes its fields from it"),
                "leave the field out; to change fields, revise the entry",
            );
        }
        self.words.fields.iter().map(|_| None).collect()
    }

    fn cells(&mut self) -> Cells<'e> {
        let Some((kind, table)) = self.kind.zip(self.table) else { return Vec::new() };
        let mut cells = Vec::with_capacity(self.words.fields.len());
        for ((id, field), node) in kind.words().zip(&self.words.fields) {
            let read = node.map(|node| own::cell(node, (table, id.index()), field.ty(), self.schema));
            let cell = read.and_then(|read| kept(Some(field.name()), read, &mut self.refusals));
            let cell = cell.filter(|cell| *cell != Cell::Null || own::may_be_null(table, id.index(), self.schema));
            if cell.is_none() && own::is_needed(table, id.index()) && node.is_none_or(|node| *node == Node::Null) {
                self.refusals.push(
                    Refusal::new(
                        RefusalCode::MissingField,
                        format_args!("`{}` has no `{}`", kind.name(), field.name()),
                    )
                    .field_of(field.name()),
                );
            }
            cells.push(cell);
        }
        cells
    }

    fn together(&mut self, day: Option<NaiveDate>, cells: &[Option<Written<'_>>]) {
        let Some(table) = self.table else { return };
        let together = own::together(self.schema, table, day, cells, &self.refusals);
        self.refusals.extend(together.map(|(field, refusal)| refusal.field_of(field)));
    }

    /// A fact of a kind that credits somebody must credit somebody, and overlays alone credit nobody.
    fn credited(&mut self, credits: &[Part<&str, Fraction>]) {
        let Some(kind) = self.kind else { return };
        let whose = kind
            .whose()
            .filter(|_| !kind.is_record())
            .and_then(|id| kind.get(id).map(|field| (id.index(), field.name())));
        if credits.iter().any(|part| !part.overlay) || self.refused("credits") {
            return;
        }
        match whose {
            Some((index, name)) => {
                let written = self.words.fields.get(index).copied().flatten();
                if written.is_none_or(|node| *node == Node::Null) {
                    self.refusals.push(nobody_credited(name));
                }
            }
            // What an entry of a record leaves open is its owner's.
            None if credits.is_empty() => {}
            None if IS_WHOLE && self.table.is_some_and(|table| !self.schema.is_of_facts(table)) => {}
            None => {
                let nobody = format_args!("the direct shares make 0%, not 100%");
                self.refuse(RefusalCode::Credits, "credits", nobody, "credit somebody directly");
            }
        }
    }

    fn refused(&self, word: &str) -> bool {
        self.refusals.iter().any(|refusal| refusal.field() == Some(word))
    }

    /// The id as written, or made of the fields that the kind names.
    fn id(&mut self, deed: Option<Deed>, when: When, cells: &[Option<Written<'_>>]) -> Option<Cow<'e, str>> {
        if self.words.get("id").is_some() {
            return self.word("id", |node| value::key(node, "an id")).map(Cow::Borrowed);
        }
        let kind = self.kind?;
        if deed.is_some() {
            let needed = format_args!("a correction needs an id of its own");
            self.refuse(RefusalCode::MissingId, "id", needed, "write `id`");
            return None;
        }
        if kind.id().is_empty() {
            let help = "write `id`, such as the number of the document";
            self.refuse(RefusalCode::MissingId, "id", format_args!("the entry has no id"), help);
            return None;
        }
        self.made_id(kind, when, cells).map(Cow::Owned)
    }

    fn made_id(&mut self, kind: &Kind, (day, at): When, cells: &[Option<Written<'_>>]) -> Option<String> {
        let mut parts = Vec::new();
        for id in kind.id() {
            let name = kind.get(*id).map_or("", |field| field.name());
            let part = if kind.on() == Some(*id) {
                let instant = at.filter(|_| is_instant(kind));
                instant.map(moment_text).or_else(|| day.map(|day| day.to_string()))
            } else {
                cells.get(id.index()).and_then(Option::as_ref).and_then(columns::plain)
            };
            match part {
                Some(part) => parts.push(part),
                // A missing day and a field that cannot be read are refused already.
                None if self.refused(name) || kind.on() == Some(*id) => return None,
                None => {
                    let help = format!("write `id` or `{name}`");
                    self.refuse(
                        RefusalCode::MissingId,
                        name,
                        format_args!("the entry has no id, and without `{name}` none can be made"),
                        &help,
                    );
                    return None;
                }
            }
        }
        let made = parts.join("/");
        if is_key(&made) {
            return Some(made);
        }
        self.refusals.push(value::no_key(&made, RefusalCode::MissingId).field_of("id"));
        None
    }

    fn not_itself(&mut self, correction: Option<&Correction<&str, Fraction>>, id: Option<&str>) {
        if let Some(correction) = correction.filter(|correction| Some(correction.target) == id) {
            let word = correction.deed.word();
            self.refuse(
                RefusalCode::Correction,
                word,
                format_args!("an entry cannot correct itself"),
                "give the correction an id of its own",
            );
        }
    }
}

/// A fact of a kind that credits somebody, and credits nobody.
pub(super) fn nobody_credited(name: &str) -> Refusal {
    Refusal::new(RefusalCode::Credits, format_args!("nobody is credited"))
        .with_help(&format!("write `{name}`, or `credits`"))
        .field_of(name)
}

/// Whether a kind calls the envelope's instant, and not its day, by a name of its own.
pub(super) fn is_instant(kind: &Kind) -> bool {
    kind.on().and_then(|on| kind.get(on)).is_some_and(|field| field.ty() == FieldType::Instant)
}

/// Whether such a correction has neither fields nor credits of its own.
fn says_nothing(deed: Option<Deed>) -> bool {
    matches!(deed, Some(Deed::Retracts | Deed::Reverses))
}
