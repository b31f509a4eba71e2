//! A what-if, as written: other things in places of the plan, and entries that come after the log.

use crate::document::{Node, definition};
use crate::log::Entry;

#[cfg(feature = "json")]
use super::definition::PLAN_BYTES_MAX;

definition! {
    /// A what-if: what would be if the plan said something else in some places, and if some entries had come too.
    ///
    /// [`Plan::overlaid`](super::Plan::overlaid) makes the plan that comes out, and
    /// [`Engine::fork_with`](crate::engine::Engine::fork_with) an engine that answers for it; the originals stay as they are.
    ///
    /// # Example
    ///
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::plan::Overlay;
    ///
    /// let read = Overlay::from_json(br#"{
    ///     "overlay": "raise",
    ///     "entries": [ { "kind": "order", "id": "never", "retracts": "o7" } ],
    ///     "plan": [ { "at": "incentives.pay.components.commission.pay", "set": "6% * base" } ]
    /// }"#)?;
    /// let made = Overlay::new("raise")
    ///     .entry(&attain::Entry::new("order").id("never").retracts("o7"))
    ///     .set("incentives.pay.components.commission.pay", "6% * base");
    /// assert_eq!(read, made);
    /// # Ok::<(), attain::Problems>(())
    /// ```
    pub struct Overlay {
        /// What it is called.
        pub overlay: String,
        /// Entries that are recorded after those of the log, as [`Entry`] reads them; they may revise and retract others.
        pub entries: Vec<Node>,
        /// What is written in places of the plan; all of it holds together.
        pub plan: Vec<EditDefinition>,
    }
}

definition! {
    /// Another thing in a place of a plan, or nothing in it.
    pub struct EditDefinition {
        /// The place: fields by dots, things in a list by their `id` or else by their number, counted from 0:
        /// `scorecards.rep.items.results.weight`, `tables.points.rows[2]`.
        pub at: String,
        /// What is written there in place of what was; a name that is not there yet is added.
        pub set: Option<Node>,
        /// Whether what is there goes.
        pub remove: Option<bool>,
    }
}

impl Overlay {
    /// A what-if that changes nothing yet.
    pub fn new(name: &str) -> Overlay {
        Overlay { overlay: name.to_owned(), ..Overlay::default() }
    }

    /// Reads a what-if from JSON text of at most [`PLAN_BYTES_MAX`] bytes; the error lists everything that is wrong with its form.
    #[cfg(feature = "json")]
    pub fn from_json(text: &[u8]) -> Result<Overlay, crate::diagnostic::Problems> {
        use crate::document::Read;

        let node = crate::document::from_json(text, PLAN_BYTES_MAX)?;
        let mut problems = crate::diagnostic::Problems::new();
        let overlay = Overlay::read(&node, crate::diagnostic::At::root(), &mut problems);
        if problems.is_empty() { Ok(overlay) } else { Err(problems) }
    }

    /// With an entry more.
    #[must_use]
    pub fn entry(mut self, entry: &Entry) -> Overlay {
        self.entries.push(entry.to_node());
        self
    }

    /// With something else in a place of the plan.
    #[must_use]
    pub fn set(mut self, at: &str, value: impl Into<Node>) -> Overlay {
        self.plan.push(EditDefinition { at: at.to_owned(), set: Some(value.into()), remove: None });
        self
    }

    /// Without what is in a place of the plan.
    #[must_use]
    pub fn remove(mut self, at: &str) -> Overlay {
        self.plan.push(EditDefinition { at: at.to_owned(), set: None, remove: Some(true) });
        self
    }
}
