//! Formulas about people and units: a grammar in which every part has its unit.

use super::super::words::{ROLES, quoted};
use super::{Author, Is};

impl Author {
    /// A formula that gives what is asked for.
    pub(super) fn formula(&mut self, is: Is, depth: usize) -> String {
        (self.groups_left, self.groups) = (2, 0);
        self.part(is, depth)
    }

    /// A part of a formula.
    pub(super) fn part(&mut self, is: Is, depth: usize) -> String {
        if depth == 0 || self.dice.chance(20) {
            return self.leaf(is);
        }
        let less = depth.saturating_sub(1);
        match (self.dice.below(10), is) {
            (0 | 1, _) => self.elsewhere(is, less),
            (2, _) => self.choice(is, less),
            (3 | 4, Is::Pure | Is::Money | Is::Duration) => self.grouped(is, less),
            (5, Is::Pure) => self.ranked(less),
            (6 | 7, Is::Pure | Is::Money | Is::Duration) => self.function(is, less),
            (_, Is::Pure | Is::Money | Is::Duration) => self.arithmetic(is, less),
            (_, Is::YesNo) => self.condition(less),
            (_, Is::Date) => {
                format!("({} {} {})", self.part(is, less), self.dice.word(&["+", "-"]), self.literal(Is::Duration))
            }
            _ => self.leaf(is),
        }
    }

    /// What is written as it is.
    pub(super) fn literal(&mut self, is: Is) -> String {
        match is {
            Is::Pure => self.dice.word(&["0", "1", "2", "3", "0.5", "12.5", "100", "10%", "33.3%", "150%"]).to_owned(),
            Is::Money => self.dice.word(&["0 EUR", "1 EUR", "99.95 EUR", "500 EUR", "1000 EUR", "2500 EUR"]).to_owned(),
            Is::Duration => {
                self.dice.word(&["0 days", "1 day", "10 days", "2 weeks", "36 hours", "20 minutes"]).to_owned()
            }
            Is::Date => {
                self.dice.word(&["2024-01-01", "2024-02-29", "2024-04-01", "2024-07-15", "2024-12-31"]).to_owned()
            }
            Is::Text => quoted(self.dice.word(ROLES)),
            Is::Person if self.has.leads => "manager(subject)".to_owned(),
            Is::Person => "subject.mentor".to_owned(),
            Is::Unit => "subject.home".to_owned(),
            Is::YesNo => self.dice.word(&["yes", "no"]).to_owned(),
        }
    }

    /// Something that stands by itself.
    fn leaf(&mut self, is: Is) -> String {
        for _ in 0..4 {
            let found = match self.dice.below(8) {
                0 => Some(self.literal(is)),
                1 => self.attribute(is),
                2 | 3 => self.other_kpi(is),
                4 => self.of_time(is),
                5 => self.of_target(is),
                _ => self.fold(is, 1),
            };
            if let Some(found) = found {
                return found;
            }
        }
        self.literal(is)
    }

    fn attribute(&mut self, is: Is) -> Option<String> {
        let fitting: Vec<String> = self
            .attributes
            .iter()
            .filter(|field| field.is == is)
            .map(|field| format!("subject.{}", field.name))
            .collect();
        self.dice.pick(&fitting).cloned()
    }

    fn other_kpi(&mut self, is: Is) -> Option<String> {
        let left = self.groups_left;
        let fitting: Vec<(String, usize)> = (self.kpis.iter().filter(|kpi| kpi.is == is && kpi.groups <= left))
            .map(|kpi| (kpi.name.clone(), kpi.groups))
            .chain(self.results.iter().filter(|(_, found)| *found == is).map(|(name, _)| (name.clone(), 1)))
            .collect();
        let (name, groups) = self.dice.pick(&fitting).cloned()?;
        self.note_groups(groups);
        Some(name)
    }

    /// Notes how many groups stand in each other, with those around what is being written.
    fn note_groups(&mut self, inner: usize) {
        let around = 2_usize.saturating_sub(self.groups_left);
        self.groups = self.groups.max(around.saturating_add(inner));
    }

    fn of_time(&mut self, is: Is) -> Option<String> {
        let grain = self.dice.pick(&self.grains).cloned().unwrap_or_default();
        Some(match is {
            Is::Pure => match self.dice.below(5) {
                0 => "period.index".to_owned(),
                1 => "elapsed(days)".to_owned(),
                2 if self.has.hours => "elapsed(workdays)".to_owned(),
                3 => format!("tenure({grain})"),
                _ => "active".to_owned(),
            },
            Is::Duration if self.has.hours && self.dice.chance(40) => "period.workdays".to_owned(),
            Is::Duration => "period.days".to_owned(),
            Is::Date => self.dice.word(&["period.first", "period.last", "as_of"]).to_owned(),
            Is::Money if self.has_base && self.groups_left == 2 => "base".to_owned(),
            _ => return None,
        })
    }

    fn of_target(&mut self, is: Is) -> Option<String> {
        let with = self.kpis.iter().filter(|kpi| kpi.has_targets && kpi.groups <= self.groups_left);
        let fitting: Vec<super::Kpi> = with.cloned().collect();
        let super::Kpi { name, is: of, groups, paced, .. } = self.dice.pick(&fitting).cloned()?;
        let call = match (is, self.dice.below(5)) {
            (Is::Pure, 0 | 1) => format!("attainment({name})"),
            (Is::Pure, 2) => format!("coverage({name})"),
            _ if of != is => return None,
            (_, 0) => format!("gap({name})"),
            (_, 2) if paced => format!("pace({name})"),
            (_, 3) if paced => format!("run_rate({name})"),
            _ => format!("target({name})"),
        };
        self.note_groups(groups);
        Some(call)
    }

    /// The same of another time, or of somebody else.
    fn elsewhere(&mut self, is: Is, depth: usize) -> String {
        let around = std::mem::take(&mut self.groups);
        let inner = self.part(is, depth);
        let groups = self.groups;
        self.groups = around.max(groups);
        if self.dice.chance(60) {
            let window = self.window();
            // The periods of all time are many.
            let window =
                if groups > 0 && matches!(window.as_str(), "all" | "before") { "to date".to_owned() } else { window };
            return format!("({inner})[{window}]");
        }
        let mut scopes =
            vec!["parent".to_owned(), "company".to_owned(), "subject.mentor".to_owned(), "subject.home".to_owned()];
        let level = self.dice.pick(&self.levels).cloned().unwrap_or_default();
        scopes.push(quoted(&level));
        if self.has.leads {
            scopes.push("manager(subject)".to_owned());
        }
        let left = self.groups_left;
        let keys = self.kpis.iter().filter(|kpi| matches!(kpi.is, Is::Person | Is::Unit) && kpi.groups <= left);
        scopes.extend(keys.map(|kpi| kpi.name.clone()));
        let scope = self.dice.pick(&scopes).cloned().unwrap_or_default();
        format!("(({inner}) at {scope})")
    }

    fn window(&mut self) -> String {
        let grain = self.dice.pick(&self.grains).cloned().unwrap_or_default();
        let number = self.dice.between(1, 3);
        let to_date = if self.dice.chance(30) { " to date" } else { "" };
        match self.dice.below(14) {
            0 | 1 => format!("prior{to_date}"),
            2 => format!("prior {number}{to_date}"),
            3 => format!("prior {grain}{to_date}"),
            4 => format!("last_year{to_date}"),
            5 => format!("last_year {grain}{to_date}"),
            6 | 7 => format!("{grain}{to_date}"),
            8 => "to date".to_owned(),
            9 => format!("{} {} days", self.dice.word(&["last", "next"]), self.dice.between(1, 90)),
            10 => format!(
                "{} {number} {}",
                self.dice.word(&["last", "next"]),
                self.dice.word(&["weeks", "months", "quarters", "years"])
            ),
            11 => "before".to_owned(),
            12 => "all".to_owned(),
            _ => "2024-02-01 .. 2024-06-16".to_owned(),
        }
    }

    fn choice(&mut self, is: Is, depth: usize) -> String {
        let (one, other) = (self.part(is, depth), self.part(is, depth));
        match self.dice.below(3) {
            0 => format!("coalesce({one}, {other})"),
            1 => format!("if({}, {one}, {other})", self.condition(depth)),
            _ => {
                let (first, second) = (self.condition(depth), self.condition(0));
                format!("case({first}, {one}, {second}, {other}, {})", self.part(is, 0))
            }
        }
    }

    /// A value of everybody, or of each period, put together.
    fn grouped(&mut self, is: Is, depth: usize) -> String {
        if self.groups_left == 0 {
            return self.leaf(is);
        }
        self.groups_left = self.groups_left.saturating_sub(1);
        self.note_groups(0);
        let counts = is == Is::Pure && self.dice.chance(20);
        let inner = if counts { self.dice.pick(&[Is::Money, Is::Pure]).copied().unwrap_or(is) } else { is };
        let value = self.part(inner, depth.min(1));
        self.groups_left = self.groups_left.saturating_add(1);
        let fold = if counts {
            "count"
        } else {
            self.dice.word(&["sum", "avg", "min", "max", "median", "percentile", "stddev", "trimmed"])
        };
        let parameter = match fold {
            "percentile" => ", 75",
            "trimmed" => ", 20",
            _ => "",
        };
        let mut groups = vec!["members".to_owned(), "people".to_owned()];
        if self.has.peers {
            groups.push("peers".to_owned());
        }
        // Days are many.
        groups.extend(
            self.grains.iter().filter(|grain| !matches!(grain.as_str(), "day" | "week" | "half_month")).cloned(),
        );
        let group = self.dice.pick(&groups).cloned().unwrap_or_default();
        format!("{fold}({value}{parameter} over {group})")
    }

    fn ranked(&mut self, depth: usize) -> String {
        if self.groups_left == 0 {
            return self.leaf(Is::Pure);
        }
        self.groups_left = self.groups_left.saturating_sub(1);
        self.note_groups(0);
        let is = self.dice.pick(&[Is::Money, Is::Pure]).copied().unwrap_or(Is::Pure);
        let value = self.part(is, depth.min(1));
        self.groups_left = self.groups_left.saturating_add(1);
        let group = if self.has.peers && self.dice.chance(60) { "peers" } else { "members" };
        format!("{}({value} over {group})", self.dice.word(&["rank", "percent_rank"]))
    }

    fn function(&mut self, is: Is, depth: usize) -> String {
        let value = self.part(is, depth);
        match self.dice.below(9) {
            0 => format!("abs({value})"),
            1 => format!("floor({value})"),
            2 => format!("ceil({value})"),
            3 => format!("round({value})"),
            4 if is != Is::Duration => {
                format!("round({value}, 0.1, \"{}\")", self.dice.word(&["half_even", "half_up", "down", "ceiling"]))
            }
            5 => format!("clamp({value}, {}, {})", self.literal(is), self.part(is, 0)),
            6 => format!(
                "{}({value}, {}, {})",
                self.dice.word(&["least", "greatest"]),
                self.part(is, 0),
                self.literal(is)
            ),
            7 if is == Is::Pure => match self.dice.below(3) {
                0 => format!("sqrt({value})"),
                1 => format!("ln({value})"),
                _ => format!("exp(clamp({value}, -3, 3))"),
            },
            _ => self.looked_up(is, depth).unwrap_or(value),
        }
    }

    /// What a table gives.
    fn looked_up(&mut self, is: Is, depth: usize) -> Option<String> {
        if is != Is::Pure {
            return None;
        }
        let table = self.dice.pick(&self.tables).cloned()?;
        let keys: Vec<String> = table.keys.iter().map(|key| self.part(*key, depth.min(1))).collect();
        let column = table.column.map(|column| format!(".{column}")).unwrap_or_default();
        Some(format!("{}{column}({})", table.name, keys.join(", ")))
    }

    fn arithmetic(&mut self, is: Is, depth: usize) -> String {
        let one = self.part(is, depth);
        match (self.dice.below(6), is) {
            (0, Is::Pure) => {
                let like = self.dice.pick(&[Is::Money, Is::Duration, Is::Pure]).copied().unwrap_or(Is::Pure);
                format!("({} / {})", self.part(like, depth), self.part(like, 0))
            }
            (1, Is::Pure) => format!("({one} ^ {})", self.dice.word(&["2", "0", "3"])),
            (0 | 1, Is::Duration) => format!("({} - {})", self.part(Is::Date, 0), self.part(Is::Date, 0)),
            (2, _) => format!("({one} * {})", self.part(Is::Pure, 0)),
            (3, _) => format!("({one} / {})", self.part(Is::Pure, 0)),
            (4, _) => format!("-({one})"),
            _ => format!("({one} {} {})", self.dice.word(&["+", "-"]), self.part(is, 0)),
        }
    }

    /// A condition.
    pub(super) fn condition(&mut self, depth: usize) -> String {
        let less = depth.saturating_sub(1);
        match self.dice.below(if depth == 0 { 4 } else { 8 }) {
            0 | 1 => {
                let is = self.dice.pick(&[Is::Pure, Is::Money, Is::Duration, Is::Date]).copied().unwrap_or(Is::Pure);
                let value = self.part(is, less);
                format!("({})", self.amount_test(&value, is))
            }
            2 if self.dice.chance(25) => {
                let is = self.dice.pick(&[Is::Person, Is::Unit]).copied().unwrap_or(Is::Person);
                format!("({} {} {})", self.leaf(is), self.dice.word(&["=", "!="]), self.leaf(is))
            }
            2 => {
                let value = self.leaf(Is::Text);
                format!("({})", self.text_test(&value))
            }
            3 => self.leaf(Is::YesNo),
            4 => format!("({} and {})", self.condition(less), self.condition(0)),
            5 => format!("({} or {})", self.condition(less), self.condition(0)),
            6 => format!("not ({})", self.condition(less)),
            _ => {
                let is = self.dice.pick(&[Is::Pure, Is::Money, Is::Text]).copied().unwrap_or(Is::Pure);
                format!("({} is {})", self.part(is, less), self.dice.word(&["present", "missing"]))
            }
        }
    }
}
