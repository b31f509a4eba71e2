//! House rules, the calendar, the organisation and the kinds of facts.

use crate::document::Node;

use super::super::node::{map, named, text, texts};
use super::super::words;
use super::{Author, Field, Is, Kind};

impl Author {
    pub(super) fn rules(&mut self) -> Node {
        map([
            ("rounding", self.rounding()),
            ("boundary", text(self.dice.word(&["[from, to)", "(from, to]"]))),
            ("missing", self.missing()),
            ("ties", text(self.dice.word(&["1224", "1223", "average"]))),
            ("percentile", text(self.dice.word(&["linear", "nearest"]))),
        ])
    }

    /// What becomes of amounts in other currencies; nothing, where there are none.
    pub(super) fn exchange(&mut self) -> Option<Node> {
        if !self.dice.chance(45) {
            return None;
        }
        if self.dice.chance(20) {
            return Some(map([("foreign", text("skip"))]));
        }
        let at = self.dice.word(&["fact day", "fact day", "period end", "2024-03-15"]);
        let missing = if at == "period end" { "hold" } else { self.dice.word(&["hold", "refuse"]) };
        Some(map([("foreign", text("convert")), ("at", text(at)), ("missing", text(missing))]))
    }

    pub(super) fn rounding(&mut self) -> Node {
        let mode = self.dice.word(&["half_up", "half_even", "up", "down", "ceiling", "floor"]);
        map([
            ("to", text(self.dice.word(&["0.01", "1", "0.05", "10"]))),
            ("mode", text(mode)),
            ("odd", text(self.dice.word(&["first", "last"]))),
        ])
    }

    pub(super) fn missing(&mut self) -> Node {
        match self.dice.below(7) {
            0 => text("zero"),
            1..=3 => text("skip"),
            4 | 5 => text("hold"),
            _ => map([("value", Node::from(self.dice.between(-5, 50)))]),
        }
    }

    /// A calendar of months or of weeks; nothing, where the usual one will do.
    pub(super) fn calendar(&mut self) -> Option<Node> {
        let built_in = ["day", "week", "half_month", "month", "quarter", "half", "year"];
        self.grains = built_in.iter().map(|grain| (*grain).to_owned()).collect();
        if self.dice.chance(25) {
            return None;
        }
        let mut fields = vec![("year_named", text(self.dice.word(&["end", "start"])))];
        if self.dice.chance(25) {
            self.grains.retain(|grain| grain != "half_month");
            fields.push(("pattern", text(self.dice.word(&["4-4-5", "4-5-4", "5-4-4"]))));
            let last = [
                ("weekday", text(self.dice.word(&["saturday", "sunday", "friday"]))),
                ("month", Node::from(self.dice.between(1, 12))),
                ("rule", text(self.dice.word(&["nearest", "last"]))),
            ];
            fields.push(("last", map(last)));
        } else {
            fields.push(("year_starts", text(self.dice.word(&["01-01", "04-01", "07-01", "02-15", "12-28"]))));
            fields.push(("week_starts", text(self.dice.word(&["monday", "sunday", "saturday", "wednesday"]))));
        }
        if self.dice.chance(60) {
            let bounds = ["2024-01-10", "2024-02-29", "2024-04-01", "2024-07-15", "2024-12-30"];
            fields.push(("lists", map([("quota_period", texts(bounds))])));
            self.grains.push("quota_period".to_owned());
        }
        if self.dice.chance(50) {
            self.has.hours = true;
            fields
                .push(("hours", map([("days", text(self.dice.word(&["mon .. fri", "sun .. thu", "mon, wed, sat"])))])));
            if self.dice.chance(60) {
                fields.push(("off", texts(["2024-01-01", "2024-02-10 .. 2024-02-18", "2024-12-25"])));
                fields.push(("worked", texts(["2024-02-18", "2024-03-02"])));
            }
        }
        Some(map(fields))
    }

    pub(super) fn org(&mut self) -> Node {
        let levels = ["company", "region", "team", "squad"];
        let depth = self.dice.below(3).saturating_add(2);
        self.levels = levels.iter().take(depth).map(|level| (*level).to_owned()).collect();
        let mut trees = vec![("sales".to_owned(), texts(&self.levels))];
        if self.dice.chance(35) {
            trees.push(("产品".to_owned(), texts(["line", "brand"])));
        }
        let mut fields = vec![("trees", named(trees)), ("person", self.attributes())];
        if self.dice.chance(40) {
            fields.push(("actual", text(self.dice.word(&["then", "now"]))));
        }
        if self.dice.chance(60) {
            self.has.leads = true;
            fields.push(("leads", text("role = \"manager\"")));
        }
        if self.dice.chance(70) {
            self.has.peers = true;
            let by = self.dice.word(&["role", "level", "subject.level", "yes"]);
            let who = self.dice.word(&["role = \"rep\"", "fte > 0.5", "role != \"head\" or certified"]);
            let peers = if self.dice.chance(50) { map([("by", text(by)), ("who", text(who))]) } else { text(by) };
            fields.push(("peers", peers));
        }
        map(fields)
    }

    fn attributes(&mut self) -> Node {
        let all = [
            ("level", "text", Is::Text),
            ("fte", "number", Is::Pure),
            ("quota_share", "ratio", Is::Pure),
            ("bonus", "money", Is::Money),
            ("joined_on", "date", Is::Date),
            ("certified", "yesno", Is::YesNo),
            ("mentor", "person", Is::Person),
            ("home", "unit", Is::Unit),
        ];
        let field = |(name, ty, is): (&str, &str, Is)| Field { name: name.to_owned(), ty: ty.to_owned(), is };
        self.attributes = all.into_iter().map(field).collect();
        let written = self.attributes.iter().map(|field| (field.name.clone(), text(field.ty.clone())));
        let written = named(written.collect());
        self.attributes.push(field(("role", "text", Is::Text)));
        written
    }

    pub(super) fn facts(&mut self) -> Node {
        let mut names = words::KINDS.to_vec();
        self.dice.shuffle(&mut names);
        let count = self.dice.below(self.size.kinds.max(1)).saturating_add(1);
        let mut kinds = Vec::new();
        for name in names.into_iter().take(count) {
            kinds.push((name.to_owned(), self.kind(name)));
        }
        named(kinds)
    }

    /// Fields of every type that is not another kind.
    pub(super) fn fields(&mut self) -> Vec<Field> {
        let mut fields = Vec::new();
        for (ty, known) in words::FIELDS {
            for (at, field) in known.iter().enumerate() {
                // Everything has an amount, a text and somebody.
                let needed = at == 0 && matches!(*ty, "money" | "text" | "person");
                if needed || self.dice.chance(35) {
                    fields.push(field_of(field, ty));
                }
            }
        }
        fields
    }

    fn kind(&mut self, name: &str) -> Node {
        let mut fields = self.fields();
        let mut add = |name: &str, ty: &str| fields.push(field_of(name, ty));
        let others: Vec<(String, bool)> =
            self.kinds.iter().map(|kind| (kind.name.clone(), kind.record.is_some())).collect();
        let mut whose = "rep".to_owned();
        for (referred, is_record) in others {
            if self.dice.chance(50) {
                add(&referred, &referred);
                // The owner of a record changes: nobody is credited as it.
                if !is_record && self.dice.chance(50) {
                    whose = referred;
                }
            }
        }
        let kind = Kind { name: name.to_owned(), fields, record: None };
        let written = kind.fields.iter().map(|field| (field.name.clone(), text(field.ty.clone()))).collect();
        let mut definition = vec![("fields", named(written))];
        if self.dice.chance(90) {
            definition.push(("whose", text(whose)));
        }
        let day = kind.fields.iter().find(|field| field.ty == "date").map(|field| field.name.clone());
        if let Some(day) = day.filter(|_| self.dice.chance(50)) {
            definition.push(("on", text(day)));
        }
        self.kinds.push(kind.clone());
        if self.dice.chance(30) {
            definition.push(("counts", text(self.condition_on_fact(&kind, 0))));
        }
        map(definition)
    }
}

/// A field of a type; one that refers to another kind is called like it.
pub(super) fn field_of(name: &str, ty: &str) -> Field {
    let is = match ty {
        "money" => Is::Money,
        "number" | "ratio" => Is::Pure,
        "date" | "instant" => Is::Date,
        "duration" => Is::Duration,
        "yesno" => Is::YesNo,
        "person" => Is::Person,
        "unit" => Is::Unit,
        _ => Is::Text,
    };
    Field { name: name.to_owned(), ty: ty.to_owned(), is }
}
