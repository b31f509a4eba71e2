//! The same thing twice, as a table.

use crate::engine::Duplicates;
use crate::id::Key;
use crate::quantity::Value;
use crate::trace::Language;

use super::table::{TextTable, Title};

/// Records that have a key in common: a line for each, with what they have in common, whose they are and since when.
pub fn duplicates(groups: &[Duplicates], language: Language) -> TextTable {
    let mut table = TextTable::titled(&TITLES, language);
    for group in groups {
        let values = group.values.iter().map(Value::to_string).collect::<Vec<_>>().join(language.pick(", ", "、"));
        for one in &group.records {
            let key = |key: Option<&Key>| key.map_or_else(String::new, Key::to_string);
            let (stage, owner, since) = (key(one.stage.as_ref()), key(one.owner.as_ref()), one.since.to_string());
            table.row([&group.kind, &group.key, &values, one.record.as_str(), &stage, &owner, &since]);
        }
    }
    table
}

const TITLES: [Title; 7] = [
    Title::left("kind", "类别"),
    Title::left("key", "查重项"),
    Title::left("value", "相同值"),
    Title::left("record", "记录"),
    Title::left("stage", "阶段"),
    Title::left("owner", "负责人"),
    Title::left("since", "起始日期"),
];
