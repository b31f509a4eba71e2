//! Folds over facts, and what stands inside them.

use super::super::words::{PEOPLE, TEXTS, UNITS, quoted};
use super::{Author, Is, Kind};

impl Author {
    /// A kind of which a fold is.
    fn any_kind(&mut self) -> Kind {
        let index = self.dice.below(self.kinds.len());
        self.kinds.get(index).cloned().unwrap_or_else(|| Kind { name: String::new(), fields: Vec::new(), record: None })
    }

    /// A fold over facts that gives what is asked for; nothing, where no kind has it.
    pub(super) fn fold(&mut self, is: Is, depth: usize) -> Option<String> {
        let kind = self.any_kind();
        let filter = if self.dice.chance(40) {
            format!(" where {}", self.condition_on_fact(&kind, depth))
        } else {
            String::new()
        };
        let falls = if kind.record.is_some() { 45 } else { 12 };
        let on = if self.dice.chance(falls) { format!(" on {}", self.other_day(&kind)) } else { String::new() };
        let nobodys = kind.record.as_ref().is_some_and(|record| !record.owned);
        let credit = match self.dice.below(12) {
            _ if nobodys => format!(" whose {}", self.whose(&kind)?),
            0 => " as overlay".to_owned(),
            1 => " as direct".to_owned(),
            2 => self.whose(&kind).map(|path| format!(" whose {path}")).unwrap_or_default(),
            _ => String::new(),
        };
        let rest = format!("{filter}{on}{credit}");
        match is {
            Is::Pure if self.dice.chance(50) => {
                let any = self.any_field(&kind);
                Some(match self.dice.below(3) {
                    0 => format!("count({}{rest})", kind.name),
                    1 => format!("count({any}{rest})"),
                    _ => format!("distinct({any}{rest})"),
                })
            }
            Is::Pure | Is::Money | Is::Duration => {
                let value = self.value_of_fact(&kind, is)?;
                let fold = self.dice.word(&[
                    "sum",
                    "sum",
                    "sum",
                    "avg",
                    "min",
                    "max",
                    "median",
                    "percentile",
                    "first",
                    "last",
                    "stddev",
                    "trimmed",
                ]);
                let parameter = match fold {
                    "percentile" => format!(", {}", self.dice.word(&["0", "25", "90", "100", "33.3"])),
                    "trimmed" => format!(", {}", self.dice.word(&["0", "10", "30", "49.9"])),
                    _ => String::new(),
                };
                Some(format!("{fold}({value}{parameter}{rest})"))
            }
            Is::Date => {
                let value = self.value_of_fact(&kind, is)?;
                Some(format!("{}({value}{rest})", self.dice.word(&["first", "last", "min", "max"])))
            }
            Is::Text | Is::YesNo | Is::Person | Is::Unit => {
                let value = self.value_of_fact(&kind, is)?;
                Some(format!("{}({value}{rest})", self.dice.word(&["first", "last"])))
            }
        }
    }

    /// The paths of a kind's fields that give what is asked for, those of entries that it refers to among them.
    fn paths(&self, kind: &Kind, is: Option<Is>) -> Vec<String> {
        let fits = |found: Is| is.is_none_or(|is| is == found);
        let mut paths = Vec::new();
        for field in &kind.fields {
            let path = format!("{}.{}", kind.name, field.name);
            if let Some(other) = self.kinds.iter().find(|other| other.name == field.ty) {
                let inner = other.fields.iter().filter(|inner| fits(inner.is));
                paths.extend(inner.map(|inner| format!("{path}.{}", inner.name)));
                let beside = Author::of_records(other, &path).into_iter();
                paths.extend(beside.filter(|(_, is)| fits(*is)).map(|(path, _)| path));
            }
            if fits(field.is) {
                paths.push(path);
            }
        }
        let beside = Author::of_records(kind, &kind.name).into_iter();
        paths.extend(beside.filter(|(_, is)| fits(*is)).map(|(path, _)| path));
        paths
    }

    fn any_field(&mut self, kind: &Kind) -> String {
        let paths = self.paths(kind, None);
        self.dice.pick(&paths).cloned().unwrap_or_default()
    }

    /// A value of a fact, by the full names of fields.
    fn value_of_fact(&mut self, kind: &Kind, is: Is) -> Option<String> {
        if is == Is::Duration && self.dice.chance(50) {
            return Some(format!("{} - {}", self.value_of_fact(kind, Is::Date)?, self.day_of_fact(kind)));
        }
        let paths = self.paths(kind, Some(is));
        if is == Is::Date && self.dice.chance(40) {
            return Some(self.day_of_fact(kind));
        }
        let path = self.dice.pick(&paths).cloned()?;
        let other = self.dice.pick(&paths).cloned()?;
        Some(match (self.dice.below(10), is) {
            (0, Is::Pure | Is::Money | Is::Duration) => format!("{path} - {other}"),
            (1, Is::Pure | Is::Money | Is::Duration) => format!("{path} * {}", self.literal(Is::Pure)),
            (2, Is::Pure | Is::Money | Is::Duration | Is::Date) => format!("coalesce({path}, {})", self.literal(is)),
            (3, Is::Pure | Is::Money | Is::Duration | Is::Date) => {
                // The first kind that the value names is the one that is folded: nothing is left out here.
                self.full_names = true;
                let condition = self.condition_on_fact(kind, 0);
                self.full_names = false;
                format!("if({condition}, {path}, {other})")
            }
            (4, Is::Pure) if self.dice.chance(50) => {
                let took = self.paths(kind, Some(Is::Duration));
                took.first()
                    .map_or(path, |took| format!("{took} / {}", self.dice.word(&["1 day", "4 hours", "2 weeks"])))
            }
            (4, Is::Pure) => {
                let money = self.paths(kind, Some(Is::Money));
                money.first().map_or(path, |money| format!("{money} / {}", self.literal(Is::Money)))
            }
            _ => path,
        })
    }

    fn day_of_fact(&mut self, kind: &Kind) -> String {
        let days = self.paths(kind, Some(Is::Date));
        let own = Author::own_day(kind);
        if self.dice.chance(60) { own } else { self.dice.pick(&days).cloned().unwrap_or(own) }
    }

    /// A day by which a fact may count.
    fn other_day(&mut self, kind: &Kind) -> String {
        let days = self.paths(kind, Some(Is::Date));
        match self.dice.pick(&days).cloned() {
            Some(day) if self.dice.chance(70) => day,
            _ => format!("{} + {}", Author::own_day(kind), self.dice.word(&["10 days", "2 weeks", "90 days"])),
        }
    }

    /// The day that everything of a kind has.
    fn own_day(kind: &Kind) -> String {
        format!("{}.{}", kind.name, if kind.record.is_some() { "opened_on" } else { "on" })
    }

    /// A person who may be credited.
    fn whose(&mut self, kind: &Kind) -> Option<String> {
        let persons = self.paths(kind, Some(Is::Person));
        self.dice.pick(&persons).cloned()
    }

    /// A condition on a fact.
    pub(super) fn condition_on_fact(&mut self, kind: &Kind, depth: usize) -> String {
        if depth > 0 && self.dice.chance(35) {
            let (one, other) = (self.condition_on_fact(kind, depth.saturating_sub(1)), self.condition_on_fact(kind, 0));
            return match self.dice.below(3) {
                0 => format!("({one} or {other})"),
                1 => format!("({one} and {other})"),
                _ => format!("not ({one})"),
            };
        }
        if self.dice.chance(45)
            && let Some(test) = self.test_of_record(kind)
        {
            return test;
        }
        if depth > 0
            && self.dice.chance(15)
            && let Some(test) = self.keyed(kind)
        {
            return test;
        }
        let is = match self.dice.below(9) {
            8 => Is::Duration,
            0 | 1 => Is::Money,
            2 => Is::Text,
            3 => Is::Pure,
            4 => Is::Date,
            5 => Is::Person,
            6 => Is::Unit,
            _ => Is::YesNo,
        };
        let paths = self.paths(kind, Some(is));
        let Some(path) = self.dice.pick(&paths).cloned() else {
            return format!("{} {} {}", Author::own_day(kind), self.comparison(), self.literal(Is::Date));
        };
        // Names of one's own kind may be left out.
        let own = format!("{}.", kind.name);
        let path = if !self.full_names && self.dice.chance(50) {
            path.strip_prefix(&own).unwrap_or(&path).to_owned()
        } else {
            path
        };
        match is {
            _ if self.dice.chance(8) => format!("{path} is {}", self.dice.word(&["present", "missing"])),
            Is::YesNo => path,
            // A stage that is compared with must be one.
            Is::Text if ["stage", "status"].iter().any(|word| path.ends_with(word)) => format!("{path} is present"),
            Is::Text => self.text_test(&path),
            Is::Person => format!("{path} != {}", quoted(self.dice.word(PEOPLE))),
            Is::Unit => format!("{path} = {}", quoted(self.dice.word(UNITS))),
            _ => self.amount_test(&path, is),
        }
    }

    /// A test of the record itself, or of one that a fact refers to.
    fn test_of_record(&mut self, kind: &Kind) -> Option<String> {
        let referred =
            |field: &&super::Field| self.kinds.iter().any(|other| other.name == field.ty && other.record.is_some());
        let mut ways: Vec<(String, String)> = kind
            .fields
            .iter()
            .filter(referred)
            .map(|field| (format!("{}.{}", kind.name, field.name), field.ty.clone()))
            .collect();
        if kind.record.is_some() {
            ways.push((kind.name.clone(), kind.name.clone()));
        }
        let (path, of) = self.dice.pick(&ways).cloned()?;
        let record = self.kinds.iter().find(|other| other.name == of).cloned()?;
        self.stage_test(&record, &path)
    }

    pub(super) fn text_test(&mut self, path: &str) -> String {
        let (one, other) = (quoted(self.dice.word(TEXTS)), quoted(self.dice.word(TEXTS)));
        match self.dice.below(4) {
            0 => format!("{path} != {one}"),
            1 => format!("{path} in ({one}, {other})"),
            2 => format!("{path} has {one}"),
            _ => format!("{path} = {one}"),
        }
    }

    pub(super) fn amount_test(&mut self, path: &str, is: Is) -> String {
        let (one, other) = (self.literal(is), self.literal(is));
        match self.dice.below(6) {
            0 => format!("{path} between {one} and {other}"),
            1 => format!("{path} not in ({one}, {other})"),
            _ => format!("{path} {} {one}", self.comparison()),
        }
    }

    /// A comparison with what else is known of facts that share a value.
    fn keyed(&mut self, kind: &Kind) -> Option<String> {
        let name = kind.name.clone();
        let comparison = self.comparison();
        // What refers to the one at hand, by its only field that does.
        let refers = |other: &&Kind| other.fields.iter().filter(|field| field.ty == name).count() == 1;
        let by: Vec<Kind> = self.kinds.iter().filter(|other| other.name != name).filter(refers).cloned().collect();
        if let Some(other) = self.dice.pick(&by).filter(|_| self.dice.chance(50)).cloned() {
            let number = self.dice.word(&["0", "1", "2"]);
            return Some(format!("count({} of {name})[all] at company {comparison} {number}", other.name));
        }
        // What the one at hand refers to.
        let to: Vec<String> = kind.fields.iter().map(|field| field.ty.clone()).collect();
        let to: Vec<Kind> = self.kinds.iter().filter(|other| to.contains(&other.name)).cloned().collect();
        if let Some(other) = self.dice.pick(&to).filter(|_| self.dice.chance(50)).cloned() {
            let amount = other.fields.iter().find(|field| field.is == Is::Money)?.name.clone();
            let other = other.name;
            return Some(format!("sum({other}.{amount} of {other})[all] at company {comparison} 500 EUR"));
        }
        let mut texts = kind.fields.iter().filter(|field| field.is == Is::Text && field.ty == "text");
        let key = texts.next_back()?.name.clone();
        let mut amounts = kind.fields.iter().filter(|field| field.is == Is::Money);
        let amount = amounts.next_back()?.name.clone();
        let fold = self.dice.word(&["first", "last", "sum", "max"]);
        Some(format!("{amount} {comparison} {fold}({name}.{amount} of {key})[all] at company"))
    }

    pub(super) fn comparison(&mut self) -> &'static str {
        self.dice.word(&["<", "<=", ">", ">=", "=", "!="])
    }
}
