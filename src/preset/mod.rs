//! Standard KPIs, as plain definitions: what is usual, under the names that a house has for its own things.
//!
//! A [`Preset`] is a formula with holes: `{order}` is a kind of fact, `{order.amount}` a field of it, `{revenue}`
//! another KPI, `{won}` a value. [`Naming`] says what a house calls them; what it does not say is called as it stands.
//! Out comes a [`KpiDefinition`](crate::kpi::KpiDefinition) like any author's: the plan, and nothing else, reads and
//! checks it, and whoever has another opinion changes a word of it. Where people mean several things by one name, each
//! is a *variant*, and its label says which.
//!
//! The catalogue as a page: [`manual::kpis`](crate::manual::kpis).
//!
//! # Example
//!
#![cfg_attr(feature = "json", doc = "```")]
#![cfg_attr(not(feature = "json"), doc = "```ignore")]
//! use attain::plan::{Plan, PlanDefinition};
//! use attain::preset::{self, Naming};
//!
//! let mut plan: PlanDefinition = serde_json::from_str(r#"{
//!     "attain": 1, "name": "Shop", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
//!     "facts": { "sale": { "whose": "rep", "fields": { "rep": "person", "net": "money", "client": "text", "no": "text" } } }
//! }"#)?;
//! let ours = Naming::new()
//!     .set("order", "sale").set("order.amount", "net").set("order.customer", "client").set("order.number", "no")
//!     .set("revenue", "销售额");
//!
//! // Whatever it needs comes with it; what is there already stays as it is.
//! assert_eq!(preset::apply(&mut plan, "average_order_value", &ours)?, "average_order_value");
//! let formula = |plan: &PlanDefinition, name: &str| plan.kpis.get(name).map(|kpi| kpi.formula.as_str().to_owned());
//! assert_eq!(formula(&plan, "average_order_value").as_deref(), Some("销售额 / orders"));
//! assert_eq!(formula(&plan, "销售额").as_deref(), Some("sum(sale.net)"));
//!
//! // A variant is named.
//! let name = preset::apply(&mut plan, "average_order_value.per_customer", &ours)?;
//! assert_eq!(name, "average_order_value_per_customer");
//! assert_eq!(plan.kpis.get(&name).unwrap().labels.get("zh").unwrap(), "客单价（每客户）");
//! Plan::compile(&plan)?;
//!
//! let error = preset::apply(&mut plan, "win_rat", &ours).unwrap_err();
//! assert_eq!(error.to_string(), "there is no preset `win_rat`; did you mean `win_rate`?");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod apply;
mod catalogue;
mod customers;
mod deals;
mod naming;
mod sales;
mod service;

pub use apply::apply;
pub use catalogue::{KPIS, Preset, Variant, kpi, kpis};
pub use naming::{Holds, Naming, TERMS, Term};
