//! Kinds of records, the pipelines that they go through, and what formulas may ask of them.

use crate::document::Node;

use super::super::node::{map, named, text, texts};
use super::super::words::{CLOSED, OPEN, RECORDS, quoted};
use super::shape::field_of;
use super::{Author, Is, Kind, OfRecords};

impl Author {
    /// Kinds of records with their pipelines; none, or up to two.
    pub(super) fn records(&mut self) -> (Vec<(String, Node)>, Node) {
        let (mut records, mut pipelines) = (Vec::new(), Vec::new());
        let mut names = RECORDS.to_vec();
        self.dice.shuffle(&mut names);
        let count = self.dice.word(&["", "1", "1", "1", "12"]).len();
        for name in names.into_iter().take(count) {
            let mut definition = Vec::new();
            let mut stages = Vec::new();
            if self.dice.chance(85) {
                let pipeline = format!("way_{}", pipelines.len());
                let written = self.pipeline(&mut stages);
                definition.push(("pipeline", text(pipeline.clone())));
                pipelines.push((pipeline, map([("stages", written)])));
            }
            let owned = self.dice.chance(92);
            if owned {
                definition.push(("whose", text("rep")));
            }
            let mut fields = self.fields();
            for other in &self.kinds {
                fields.push(field_of(&other.name, &other.name));
            }
            self.kinds.push(Kind { name: name.to_owned(), fields, record: Some(OfRecords { stages, owned }) });
            records.push((name.to_owned(), map(definition)));
        }
        (records, named(pipelines))
    }

    fn pipeline(&mut self, stages: &mut Vec<String>) -> Node {
        let mut written = Vec::new();
        let count = self.dice.below(OPEN.len()).saturating_add(1);
        let open = OPEN.iter().take(count).map(|id| (*id, "open"));
        let closed: Vec<(&str, &str)> = CLOSED.iter().copied().filter(|_| self.dice.chance(60)).collect();
        for (id, kind) in open.chain(closed).collect::<Vec<_>>() {
            stages.push(id.to_owned());
            let mut stage = vec![("id", text(id)), ("kind", text(kind))];
            if self.dice.chance(70) {
                stage.push(("probability", text(self.dice.word(&["0%", "10%", "33.3%", "80%", "100%"]))));
            }
            if self.dice.chance(70) {
                stage.push(("category", text(self.dice.word(&["won", "commit", "best_case"]))));
            }
            written.push(map(stage));
        }
        Node::List(written)
    }

    /// What can be said of records once all kinds are known: what touches them, which facts they refer to, which of them count.
    pub(super) fn settle(&mut self, records: &mut [(String, Node)]) {
        for (name, definition) in records {
            let facts: Vec<Kind> = self.kinds.iter().filter(|kind| kind.record.is_none()).cloned().collect();
            let touches = |kind: &&Kind| kind.fields.iter().any(|field| field.ty == *name);
            let touch: Vec<String> = facts.iter().filter(touches).map(|kind| kind.name.clone()).collect();
            let mut more = Vec::new();
            if !touch.is_empty() && self.dice.chance(60) {
                more.push(("touch", texts(&touch)));
            }
            let referred = self.dice.pick(&facts).map(|kind| kind.name.clone()).filter(|_| self.dice.chance(25));
            let Some(kind) = self.kinds.iter_mut().find(|kind| kind.name == *name) else { continue };
            kind.fields.extend(referred.map(|referred| field_of(&referred, &referred)));
            let kind = kind.clone();
            let fields = kind.fields.iter().map(|field| (field.name.clone(), text(field.ty.clone())));
            more.push(("fields", named(fields.collect())));
            if self.dice.chance(25) {
                more.push(("counts", text(self.condition_on_fact(&kind, 0))));
            }
            if let Node::Map(entries) = definition {
                entries.extend(more.into_iter().map(|(name, node)| (name.to_owned(), node)));
            }
        }
    }

    /// What every record of a kind has, by a path that leads to it.
    pub(super) fn of_records(kind: &Kind, path: &str) -> Vec<(String, Is)> {
        let Some(record) = &kind.record else { return Vec::new() };
        let mut all = vec![("opened_on".to_owned(), Is::Date), ("touched_on".to_owned(), Is::Date)];
        if record.owned {
            all.push(("owner".to_owned(), Is::Person));
        }
        if !record.stages.is_empty() {
            let words = [
                ("closed_on", Is::Date),
                ("stage", Is::Text),
                ("status", Is::Text),
                ("stage.probability", Is::Pure),
                ("stage.category", Is::Text),
            ];
            all.extend(words.map(|(word, is)| (word.to_owned(), is)));
        }
        let words = [
            ("reached", Is::YesNo),
            ("passed", Is::YesNo),
            ("entered_on", Is::Date),
            ("time_in", Is::Duration),
            ("visits", Is::Pure),
        ];
        // Each stage is asked in one way or two, so that the fields are asked as well.
        let mut ways = words.iter().cycle();
        for stage in &record.stages {
            for (function, is) in ways.by_ref().take(2) {
                all.push((format!("{function}({})", quoted(stage)), *is));
            }
        }
        all.into_iter().map(|(word, is)| (format!("{path}.{word}"), is)).collect()
    }

    /// A test of where a record is: of a stage, or of what being there means.
    pub(super) fn stage_test(&mut self, kind: &Kind, path: &str) -> Option<String> {
        let stages = &kind.record.as_ref().filter(|record| !record.stages.is_empty())?.stages;
        let (one, other) = (self.dice.pick(stages).cloned()?, self.dice.pick(stages).cloned()?);
        let (one, other) = (quoted(&one), quoted(&other));
        Some(match self.dice.below(7) {
            0 => format!("{path}.stage = {one}"),
            1 => format!("{path}.stage in ({one}, {other})"),
            2 => format!(
                "{path}.status {} \"{}\"",
                self.dice.word(&["=", "!="]),
                self.dice.word(&["open", "won", "lost"])
            ),
            3 | 4 => format!("{path}.{}({one})", self.dice.word(&["reached", "reached", "passed"])),
            5 => format!("{path}.visits({one}) > {}", self.dice.word(&["0", "1"])),
            _ => {
                let days = self.dice.word(&["0 days", "10 days", "90 days"]);
                format!("{path}.stage_on({path}.opened_on + {days}) != {one}")
            }
        })
    }
}
