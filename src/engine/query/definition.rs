//! A question as its author writes it.

use crate::kpi::When;
use crate::ranking::Order;

/// The most cells, rows times figures, that one answer may have; ask for a page of what has more.
pub const CELLS_MAX: usize = 1_000_000;

/// The most rows that one question may be about, before it is cut into pages.
pub const ROWS_MAX: usize = 1_000_000;

/// The most fields of type `list` by which one question may be broken down: a fact is in a slice for each combination of members.
pub const LISTS_MAX: usize = 2;

/// Whom a question is about, as of the time asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Nodes {
    /// Everybody who belongs somewhere within the time.
    #[default]
    People,
    /// All units that exist on the last day that counts: of a tree, at a level, or simply all.
    Units {
        /// The name of the tree; all trees where nothing is said.
        tree: Option<String>,
        /// The name of the level; all levels where nothing is said.
        level: Option<String>,
    },
    /// The units and people directly under a unit.
    Members(String),
    /// The people at and below a unit, on their last day within the time.
    PeopleOf(String),
    /// These people and units, in this order, whether they belong anywhere or not.
    Keys(Vec<String>),
}

impl Nodes {
    /// All units of all trees.
    pub fn units() -> Nodes {
        Nodes::Units { tree: None, level: None }
    }

    /// The units of a level, such as `region`, of whichever tree has it.
    pub fn level(level: impl Into<String>) -> Nodes {
        Nodes::Units { tree: None, level: Some(level.into()) }
    }

    /// The units of a tree.
    pub fn tree(tree: impl Into<String>) -> Nodes {
        Nodes::Units { tree: Some(tree.into()), level: None }
    }

    /// These people and units. A person and a unit of one key: the person is meant.
    pub fn keys<K: Into<String>>(keys: impl IntoIterator<Item = K>) -> Nodes {
        let mut all = Vec::new();
        for key in keys {
            all.push(key.into());
        }
        Nodes::Keys(all)
    }
}

/// A question about many at once.
///
/// Figures are written as in formulas: a KPI (`revenue`), `target(revenue)`, `target(revenue, "stretch")`,
/// `attainment(revenue)`, `gap(revenue)`, `pace(revenue)`, `run_rate(revenue)`, `coverage(revenue)`, results (`score.rep`,
/// `score.rep.process`, `grade.rep`, `pay.rep_pay`, `pay.rep_pay.commission`), what is known of people (`subject.role`, `manager(subject)`), and `rank.` with the name of a
/// ranking.
///
/// Nothing is looked up before the question is asked, so a query may be kept and asked of many views.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    pub(super) figures: Vec<String>,
    pub(super) nodes: Nodes,
    pub(super) times: Vec<When>,
    pub(super) grain: Option<String>,
    pub(super) by: Vec<Vec<String>>,
    pub(super) sort: Option<(String, Order)>,
    pub(super) top: Option<usize>,
    pub(super) offset: usize,
    pub(super) limit: Option<usize>,
}

impl Query {
    /// Asks for figures, in this order.
    pub fn new<F: Into<String>>(figures: impl IntoIterator<Item = F>) -> Query {
        let mut query = Query::default();
        for figure in figures {
            query.figures.push(figure.into());
        }
        query
    }

    /// Of whom; of everybody, where nothing is said.
    #[must_use]
    pub fn of(mut self, nodes: Nodes) -> Query {
        self.nodes = nodes;
        self
    }

    /// For a period or a span of days; each call adds one.
    #[must_use]
    pub fn during(mut self, when: impl Into<When>) -> Query {
        self.times.push(when.into());
        self
    }

    /// For each period of a grain that lies wholly inside the times, instead of the times themselves: `month`.
    #[must_use]
    pub fn over(mut self, grain: impl Into<String>) -> Query {
        self.grain = Some(grain.into());
        self
    }

    /// Broken down by a field of a kind, its kind first: `order.product`. A second call makes a cross table.
    #[must_use]
    pub fn by(self, field: impl Into<String>) -> Query {
        self.by_any([field])
    }

    /// The same where several kinds have the field: `order.product`, and `payment.order.product` for payments.
    #[must_use]
    pub fn by_any<F: Into<String>>(mut self, fields: impl IntoIterator<Item = F>) -> Query {
        let mut paths = Vec::new();
        for field in fields {
            paths.push(field.into());
        }
        self.by.push(paths);
        self
    }

    /// Sorted by one of the figures; undefined ones come last, equals in the order of keys.
    #[must_use]
    pub fn sort(mut self, figure: impl Into<String>, order: Order) -> Query {
        self.sort = Some((figure.into(), order));
        self
    }

    /// Only so many rows, from the first.
    #[must_use]
    pub fn top(mut self, rows: usize) -> Query {
        self.top = Some(rows);
        self
    }

    /// Without so many rows at the beginning.
    #[must_use]
    pub fn offset(mut self, rows: usize) -> Query {
        self.offset = rows;
        self
    }

    /// At most so many rows on this page; without it all of them, if they are not more than [`CELLS_MAX`] cells.
    #[must_use]
    pub fn limit(mut self, rows: usize) -> Query {
        self.limit = Some(rows);
        self
    }
}
