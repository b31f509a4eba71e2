//! Who there is: the rows of `people.csv`, and the units and memberships they make.

use std::collections::{BTreeMap, BTreeSet};

use attain::calendar::parse_day;
use attain::log::Entry;
use chrono::NaiveDate;

use super::Failure;
use super::load::rows;

/// A row of `people.csv`: a person's stay under a manager, from a day on.
#[derive(Clone, Debug)]
struct Stay {
    employee: String,
    name: String,
    manager: String,
    hired_on: NaiveDate,
    row: BTreeMap<String, String>,
}

/// The people of a folder, in the order of the file.
#[derive(Clone, Debug)]
pub(crate) struct People {
    stays: Vec<Stay>,
}

impl People {
    /// Reads the file.
    pub(crate) fn read(text: &[u8]) -> Result<People, Failure> {
        let mut stays = Vec::new();
        for (line, row) in (2_usize..).zip(rows("people.csv", text, &["employee", "name", "manager", "hired_on"])?) {
            let column = |name: &str| row.get(name).cloned().unwrap_or_default();
            let hired_on = column("hired_on");
            let hired_on = parse_day(&hired_on).map_err(|error| format!("people.csv, row {line}: {error}"))?;
            let (employee, name, manager) = (column("employee"), column("name"), column("manager"));
            stays.push(Stay { employee, name, manager, hired_on, row });
        }
        let people = People { stays };
        people.check()?;
        Ok(people)
    }

    /// One person leads the company, and everybody else has a manager whom the file knows.
    fn check(&self) -> Result<(), Failure> {
        let heads: Vec<&str> = self.ids().into_iter().filter(|id| self.is_head(id)).collect();
        match heads.as_slice() {
            [_] => {}
            [] => {
                return Err(
                    "people.csv: everybody has a manager; one row has none, of whoever leads the company".into()
                );
            }
            [one, other, ..] => {
                return Err(format!("people.csv: `{one}` and `{other}` have no manager; one leads the company").into());
            }
        }
        for (line, stay) in (2_usize..).zip(&self.stays) {
            if !stay.manager.is_empty() && self.last(&stay.manager).is_none() {
                return Err(
                    format!("people.csv, row {line}: there is nobody `{}` to be a manager", stay.manager).into()
                );
            }
        }
        Ok(())
    }

    /// The people, each once, in the order of the file.
    pub(crate) fn ids(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        self.stays.iter().map(|stay| stay.employee.as_str()).filter(|id| seen.insert(*id)).collect()
    }

    /// What a person is called.
    pub(crate) fn name<'p>(&'p self, employee: &'p str) -> &'p str {
        self.last(employee).map_or(employee, |stay| &stay.name)
    }

    /// Who somebody's last manager is.
    pub(crate) fn manager(&self, employee: &str) -> Option<&str> {
        self.last(employee).map(|stay| stay.manager.as_str())
    }

    fn last(&self, employee: &str) -> Option<&Stay> {
        self.stays.iter().filter(|stay| stay.employee == employee).max_by_key(|stay| stay.hired_on)
    }

    /// Who leads: the head, whoever reports to the head, and whoever somebody reports to.
    pub(crate) fn leads(&self, employee: &str) -> bool {
        let mut stays = self.stays.iter();
        stays.any(|stay| stay.manager == employee || (stay.employee == employee && self.is_head(&stay.manager)))
            || self.is_head(employee)
    }

    /// Whether a person has no manager.
    pub(crate) fn is_head(&self, employee: &str) -> bool {
        self.stays.iter().any(|stay| stay.employee == employee && stay.manager.is_empty())
    }

    /// The unit that a leader leads.
    pub(crate) fn unit(&self, leader: &str) -> String {
        if self.is_head(leader) { "company".to_owned() } else { format!("team:{leader}") }
    }

    /// Units and memberships.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        let start = self.stays.iter().map(|stay| stay.hired_on).min().unwrap_or_default();
        let mut introduced = BTreeSet::new();
        let mut entries = Vec::new();
        for (index, stay) in self.stays.iter().enumerate() {
            let leads = self.leads(&stay.employee);
            if leads {
                // A unit is there from the first day of all: its people may be older than its leader's stay.
                let first = introduced.insert(stay.employee.as_str());
                entries.push(self.introduction(index, stay, if first { start } else { stay.hired_on }));
            }
            entries.push(self.membership(index, stay, leads));
        }
        entries
    }

    fn introduction(&self, index: usize, stay: &Stay, on: NaiveDate) -> Entry {
        let unit = Entry::new("unit").id(&format!("unit/{index}")).on(on).set("unit", self.unit(&stay.employee));
        if stay.manager.is_empty() { unit } else { unit.set("under", self.unit(&stay.manager)) }
    }

    fn membership(&self, index: usize, stay: &Stay, leads: bool) -> Entry {
        let unit = self.unit(if leads { &stay.employee } else { &stay.manager });
        let role = match () {
            () if self.is_head(&stay.employee) => "head",
            () if leads => "manager",
            () => "rep",
        };
        let mut entry = Entry::new("membership").id(&format!("membership/{index}")).on(stay.hired_on);
        entry = entry.set("who", stay.employee.as_str()).set("unit", unit).set("role", role);
        let fields = ["name", "title", "commission_rate", "bonus"].map(|field| (field, field));
        for (column, field) in fields.into_iter().chain([("left_on", "until")]) {
            if let Some(value) = stay.row.get(column).filter(|value| !value.is_empty()) {
                entry = entry.set(field, value.as_str());
            }
        }
        entry
    }
}
