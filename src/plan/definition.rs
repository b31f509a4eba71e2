//! The file format's table of contents.

use crate::calendar::CalendarDefinition;
use crate::document::{Named, definition};
use crate::incentive::IncentiveDefinition;
use crate::kpi::KpiDefinition;
use crate::log::{KindDefinition, RecordDefinition};
use crate::org::OrgDefinition;
use crate::pipeline::PipelineDefinition;
use crate::ranking::RankingDefinition;
use crate::receivable::ReceivableSection;
use crate::review::ReviewSection;
use crate::rule::{ExchangeDefinition, RulesDefinition};
use crate::score::ScorecardDefinition;
use crate::table::TableDefinition;
use crate::target::TargetDefinition;

/// The version of the plan language that this library reads.
pub const LANGUAGE_VERSION: u32 = 1;

/// The most bytes that the text of a plan may have.
pub const PLAN_BYTES_MAX: usize = 16 * 1_024 * 1_024;

definition! {
    /// A plan as an author writes it: plain data, whatever the format that it comes in.
    pub struct PlanDefinition {
        /// The version of the plan language: 1.
        pub attain: u32,
        /// What the plan is called.
        pub name: String,
        /// The currency in which money is reckoned, such as `EUR`.
        pub currency: String,
        /// The time zone in which an instant falls on a day: a fixed offset such as `+08:00`, `UTC`, or, in a build with the
        /// feature `zones`, a name such as `Europe/Berlin`.
        pub timezone: Option<String>,
        /// To how many fractional digits a fraction is rounded where it does not fit, or is put together with others of its
        /// kind: 6 to 18; 12, where nothing is said.
        pub precision: Option<u32>,
        /// The house rules.
        pub rules: Option<RulesDefinition>,
        /// What becomes of amounts in other currencies; entries that have one are refused, where nothing is said.
        pub exchange: Option<ExchangeDefinition>,
        /// The calendar; calendar years, where nothing is said.
        pub calendar: Option<CalendarDefinition>,
        /// The organisation.
        pub org: OrgDefinition,
        /// The kinds of facts.
        pub facts: Named<KindDefinition>,
        /// The kinds of records.
        pub records: Named<RecordDefinition>,
        /// The pipelines that records go through.
        pub pipelines: Named<PipelineDefinition>,
        /// Which facts are invoices and which payments: what is owed, and for how long.
        pub receivables: ReceivableSection,
        /// What people are rated for, by whom, and what is made of it.
        pub reviews: ReviewSection,
        /// The tables.
        pub tables: Named<TableDefinition>,
        /// The KPIs.
        pub kpis: Named<KpiDefinition>,
        /// How targets of KPIs are set and read.
        pub targets: Named<TargetDefinition>,
        /// The scorecards.
        pub scorecards: Named<ScorecardDefinition>,
        /// The incentive plans.
        pub incentives: Named<IncentiveDefinition>,
        /// The rankings.
        pub rankings: Named<RankingDefinition>,
    }
}
