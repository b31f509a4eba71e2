//! Kinds of facts and of records, as written.

use crate::document::{FormulaText, Named, definition};
use crate::timer::Timers;

use super::duplicate::DuplicateKeys;

definition! {
    /// A kind of fact: what its entries may say.
    ///
    /// # Example
    ///
    /// ```
    /// use attain::log::KindDefinition;
    ///
    /// let order = KindDefinition {
    ///     on: Some("ordered_on".into()),
    ///     whose: Some("rep".into()),
    ///     fields: [("ordered_on", "date"), ("rep", "person"), ("amount", "money")]
    ///         .map(|(name, of)| (name, of.to_owned()))
    ///         .into(),
    ///     ..KindDefinition::default()
    /// };
    /// assert_eq!(order.fields.len(), 3);
    /// ```
    pub struct KindDefinition {
        /// The date field that is the envelope's `on`: it may be written under either name.
        pub on: Option<String>,
        /// The fields whose values, joined with `/`, make the entry's id where none is given.
        pub id: Vec<String>,
        /// Who is credited where an entry has no `credits` of its own: a field that holds a person, or one that refers
        /// to another kind, as whose entry this one is then credited.
        pub whose: Option<String>,
        /// The type of each field: `number`, `money`, `ratio`, `date`, `text`, `yesno`, `list`, `person`, `unit`, or the name of
        /// another kind, to whose entries the field refers.
        pub fields: Named<String>,
        /// A condition on the fields: entries for which it does not hold are kept and not counted.
        pub counts: Option<FormulaText>,
    }
}

definition! {
    /// A kind of record: a thing that changes, of which entries say from which day on what is so.
    ///
    /// # Example
    ///
    /// ```
    /// use attain::log::RecordDefinition;
    ///
    /// let deal = RecordDefinition {
    ///     whose: Some("owner".into()),
    ///     pipeline: Some("b2b".into()),
    ///     touch: vec!["activity".into()],
    ///     fields: [("owner", "person"), ("amount", "money")].map(|(name, of)| (name, of.to_owned())).into(),
    ///     ..RecordDefinition::default()
    /// };
    /// assert_eq!(deal.fields.len(), 2);
    /// ```
    pub struct RecordDefinition {
        /// The field of type `person` that names its owner.
        pub whose: Option<String>,
        /// The pipeline whose stages it goes through.
        pub pipeline: Option<String>,
        /// The kinds of facts that touch the record to which they refer; where none is named, its own changes do.
        pub touch: Vec<String>,
        /// What two records must not have in common: formulas of their fields, or lists of formulas that are taken together.
        pub duplicate: DuplicateKeys,
        /// What is due how long after something happened to the record; they end when it is closed, unless that starts them.
        pub timers: Timers,
        /// The type of each field, as in a kind of fact.
        pub fields: Named<String>,
        /// A condition on the fields: records for which it does not hold are kept and not counted.
        pub counts: Option<FormulaText>,
    }
}
