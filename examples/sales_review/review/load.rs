//! From a folder of three CSV files to entries.
//!
//! `order_lines.csv` goes straight through the CSV door of the engine: its header has the field names of the plan's kind `sale`.
//! `people.csv` and `quotas.csv` are turned into the log's own kinds: units, memberships and targets.

use std::collections::BTreeMap;
use std::path::Path;

use attain::calendar::{Span, parse_day};
use attain::engine::Engine;
use attain::log::Entry;

use super::{Failure, People, remarks};

/// The three files of a folder, as they are.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    /// `people.csv`.
    pub(crate) people: Vec<u8>,
    /// `quotas.csv`.
    pub(crate) quotas: Vec<u8>,
    /// `order_lines.csv`.
    pub(crate) order_lines: Vec<u8>,
}

impl Folder {
    /// Reads the files.
    pub(crate) fn read(folder: &Path) -> Result<Folder, Failure> {
        let file = |name: &str| {
            let path = folder.join(name);
            std::fs::read(&path).map_err(|error| Failure::from(format!("{}: {error}", path.display())))
        };
        Ok(Folder { people: file("people.csv")?, quotas: file("quotas.csv")?, order_lines: file("order_lines.csv")? })
    }
}

/// Records a folder; says in words what does not count.
pub(crate) fn load(folder: &Folder, people: &People, engine: &mut Engine) -> Result<Vec<String>, Failure> {
    let admissions = engine.record_batch(people.entries(), None);
    // A leader's row makes two entries, so that rows and entries are not the same here.
    let mut said = remarks::of_people(&admissions)?;
    let quotas = quotas(&folder.quotas)?;
    said.extend(remarks::of_rows("quotas.csv", &engine.record_batch(quotas, None)));
    let columns = ["order", "line", "ordered_on", "employee", "reseller", "amount", "cost"];
    has_columns("order_lines.csv", &mut reader(&folder.order_lines), &columns)?;
    let admissions = engine.record_csv("sale", &folder.order_lines, None);
    said.extend(remarks::of_rows("order_lines.csv", &admissions));
    Ok(said)
}

/// Says how many order lines lie before or after all periods.
pub(crate) fn outside(folder: &Folder, span: Span) -> Result<Option<String>, Failure> {
    let mut reader = reader(&folder.order_lines);
    has_columns("order_lines.csv", &mut reader, &["ordered_on"])?;
    // Rows that cannot be read are told when they are recorded.
    let rows = reader.deserialize::<BTreeMap<String, String>>().filter_map(Result::ok);
    let days = rows.filter_map(|row| parse_day(row.get("ordered_on")?).ok());
    let outside = days.filter(|day| !span.contains(*day)).count();
    Ok((outside > 0).then(|| format!("order_lines.csv: {outside} rows lie outside {span} and count in no period")))
}

/// A target for the KPI `sales` from each row.
fn quotas(text: &[u8]) -> Result<Vec<Entry>, Failure> {
    let row = |row: BTreeMap<String, String>| {
        let column = |name: &str| row.get(name).cloned().unwrap_or_default();
        let (employee, starts_on) = (column("employee"), column("starts_on"));
        let entry = Entry::new("target").id(&format!("quota/{employee}/{starts_on}")).set("on", starts_on.as_str());
        entry
            .set("of", "sales")
            .set("who", employee)
            .set("period", format!("quota_period {starts_on}"))
            .set("amount", column("quota"))
    };
    Ok(rows("quotas.csv", text, &["employee", "starts_on", "quota"])?.into_iter().map(row).collect())
}

/// The rows of a file, by column; it must have the columns that are named.
pub(crate) fn rows(file: &str, text: &[u8], columns: &[&str]) -> Result<Vec<BTreeMap<String, String>>, Failure> {
    let mut reader = reader(text);
    has_columns(file, &mut reader, columns)?;
    let rows = reader.deserialize().collect::<Result<Vec<BTreeMap<String, String>>, _>>();
    rows.map_err(|error| format!("{file}: {error}").into())
}

fn reader(text: &[u8]) -> csv::Reader<&[u8]> {
    csv::Reader::from_reader(text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text))
}

fn has_columns(file: &str, reader: &mut csv::Reader<&[u8]>, columns: &[&str]) -> Result<(), Failure> {
    let header = reader.headers().map_err(|error| format!("{file}: {error}"))?;
    match columns.iter().find(|column| header.iter().all(|known| known.trim() != **column)) {
        Some(missing) => {
            Err(format!("{file}: there is no column `{missing}`; the columns are {}", columns.join(", ")).into())
        }
        None => Ok(()),
    }
}
