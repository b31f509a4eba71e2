//! Names of things and people, in several scripts.

/// Kinds of facts.
pub(super) const KINDS: &[&str] = &["order", "payment", "visit", "订单", "Auftrag", "return_slip"];

/// Fields, by type.
pub(super) const FIELDS: &[(&str, &[&str])] = &[
    ("money", &["amount", "cost", "金额"]),
    ("number", &["pieces", "points"]),
    ("ratio", &["discount", "折扣"]),
    ("date", &["due_on", "signed_on"]),
    ("instant", &["seen_at"]),
    ("duration", &["took", "工时"]),
    ("text", &["customer", "family", "客户"]),
    ("yesno", &["urgent", "repeat"]),
    ("person", &["rep", "helper"]),
    ("unit", &["store"]),
];

/// Kinds of records.
pub(super) const RECORDS: &[&str] = &["deal", "lead", "商机"];

/// Stages of pipelines that are open, in their order.
pub(super) const OPEN: &[&str] = &["contact", "报价", "trial", "contract sent"];

/// Stages of pipelines that close a record, with what being in them means.
pub(super) const CLOSED: &[(&str, &str)] =
    &[("won", "won"), ("closed won", "won"), ("lost", "lost"), ("no budget", "lost"), ("duplicate", "invalid")];

/// KPIs.
pub(super) const KPIS: &[&str] = &[
    "revenue",
    "销售额",
    "margin",
    "orders",
    "growth",
    "Umsatz",
    "win_rate",
    "utilisation",
    "回款率",
    "breadth",
    "speed",
    "share_of",
    "quality",
    "basket",
    "reach",
    "churn",
];

/// Units of the organisation.
pub(super) const UNITS: &[&str] =
    &["north", "south", "华东", "west 1", "Süd", "team:7", "east", "华南", "key accounts", "web"];

/// People.
pub(super) const PEOPLE: &[&str] = &[
    "ann",
    "bob",
    "李雷",
    "cem",
    "韩梅梅",
    "Zoë",
    "dan",
    "eva",
    "O'Neil",
    "fay",
    "gus",
    "王芳",
    "hal",
    "ida",
    "jon",
    "kim",
];

/// What a text says.
pub(super) const TEXTS: &[&str] = &["won", "lost", "void", "Nord", "西", "a \"b\"", ""];

/// Values by which the targets of parts of the facts are told apart.
pub(super) const FIELD_VALUES: &[&str] = &["won", "lost", "Nord"];

/// Roles of people.
pub(super) const ROLES: &[&str] = &["rep", "rep", "manager", "head"];

/// Levels of people.
pub(super) const LEVELS: &[&str] = &["junior", "senior", "高级"];

/// A text as it is written in a formula.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
