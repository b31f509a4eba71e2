//! Whether a table fits a place that reads it with one value.

use crate::diagnostic::{At, Code, Problems};
use crate::quantity::Unit;

use super::lookup::Table;

impl Table {
    /// Whether the table can be read with one value of a unit, such as a score or what a line is paid by; reports why not.
    pub(crate) fn takes_one(&self, unit: Unit, what: &str, at: At<'_>, problems: &mut Problems) -> bool {
        let [key] = self.keys() else {
            let names: Vec<&str> = self.keys().iter().map(|key| key.name.as_str()).collect();
            let message = format!("the table has the keys `{}`, and is read with one value here", names.join("`, `"));
            problems.report(Code::TableRead, at, message).help("let a formula read it: `bonus(referrals, conversion)`");
            return false;
        };
        if !key.takes(unit) {
            let message = format!("{what} is of unit {unit}, and `{}` of unit {}", key.name, key.unit);
            problems.report(Code::FormulaUnits, at, message).help("read a table whose key is of the same unit");
            return false;
        }
        true
    }
}
