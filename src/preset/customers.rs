//! Customers: who is new, who stays, what they are worth.

use crate::kpi::Better::{Higher, Lower};
use crate::quantity::Unit;

use super::catalogue::{Preset, only, variant};

/// Standard KPIs of customers.
pub(super) const KPIS: &[Preset] = &[
    Preset {
        id: "customers",
        en: "customers",
        zh: "客户数",
        unit: Unit::Number,
        better: Some(Higher),
        variants: &[only("distinct({order.customer})")],
        source: "Whoever ordered in the period, each once.",
    },
    Preset {
        id: "new_customers",
        en: "new customers",
        zh: "新客户数",
        unit: Unit::Number,
        better: Some(Higher),
        variants: &[only(
            "distinct({order.customer} where {order.number} = first({order.number} of {order/customer})[all] at company)",
        )],
        source: "Whose first order, with anyone in the company, falls into the period.",
    },
    Preset {
        id: "new_customer_rate",
        en: "rate of new customers",
        zh: "新客户率",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[only("{new_customers} / {customers}")],
        source: "New customers ÷ customers of the same period.",
    },
    Preset {
        id: "repurchase_rate",
        en: "repurchase rate",
        zh: "复购率",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[
            variant(
                "of_customers",
                ("of customers", "按客户"),
                "distinct({order.customer} where {order.number} != first({order.number} of {order/customer})[all] at company) / {customers}",
            ),
            variant(
                "of_orders",
                ("of orders", "按订单"),
                "count({order} where {order.number} != first({order.number} of {order/customer})[all] at company) / {orders}",
            ),
        ],
        source: "Of those who bought in the period, who bought not for the first time; by orders it is the share of orders that were no first ones.",
    },
    Preset {
        id: "customer_contribution",
        en: "contribution of a customer group",
        zh: "客户贡献度",
        unit: Unit::Ratio,
        better: None,
        variants: &[
            variant(
                "of_revenue",
                ("of revenue", "占销售额"),
                "sum({order.amount} where {order.segment} = {segment}) / {revenue}",
            ),
            variant(
                "of_margin",
                ("of gross margin", "占毛利"),
                "sum({order.amount} - {order.cost} where {order.segment} = {segment}) / {gross_margin}",
            ),
        ],
        source: "What one group of customers brings ÷ what all bring. A great share is a success and a risk.",
    },
    Preset {
        id: "renewal_rate",
        en: "renewal rate",
        zh: "续费率",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[
            variant(
                "by_contracts",
                ("by contracts", "按合同数"),
                "count({contract} where {contract.renewed} on {contract.due_on}) / count({contract} on {contract.due_on})",
            ),
            variant(
                "by_amount",
                ("by amount", "按金额"),
                "sum({contract.amount} where {contract.renewed} on {contract.due_on}) / sum({contract.amount} on {contract.due_on})",
            ),
        ],
        source: "Of the contracts that ran out in the period, those that were renewed; one that is still open is not renewed yet.",
    },
    Preset {
        id: "retention_rate",
        en: "retention rate",
        zh: "客户留存率",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[only(
            "distinct({contract.customer} where {contract.renewed} on {contract.due_on}) / distinct({contract.customer} on {contract.due_on})",
        )],
        source: "Of the customers who could leave in the period, those who stayed. Customers who never had to decide are in neither number.",
    },
    Preset {
        id: "churn_rate",
        en: "churn rate",
        zh: "客户流失率",
        unit: Unit::Ratio,
        better: Some(Lower),
        variants: &[
            variant("of_customers", ("of customers", "按客户"), "1 - {retention_rate}"),
            variant(
                "of_amount",
                ("of amount", "按金额"),
                "sum({contract.amount} where not {contract.renewed} on {contract.due_on}) / sum({contract.amount} on {contract.due_on})",
            ),
        ],
        source: "Of the customers, or the amounts, that could leave in the period, those that did.",
    },
    Preset {
        id: "customer_lifetime_value",
        en: "customer lifetime value",
        zh: "客户终身价值",
        unit: Unit::Money,
        better: Some(Higher),
        variants: &[
            variant(
                "margin_over_churn",
                ("margin of the period ÷ churn of the period", "本期毛利÷本期流失率"),
                "{gross_margin} / {customers} / {churn_rate}",
            ),
            variant(
                "of_cohort",
                ("so far, of those won in the period", "本期新增客户累计"),
                "sum({order.amount} on {order.won_on}) / distinct({order.customer} on {order.won_on})",
            ),
        ],
        source: "Margin per customer ÷ churn expects the period at hand to go on for ever; what a cohort has brought so far expects nothing.",
    },
    Preset {
        id: "customer_acquisition_cost",
        en: "customer acquisition cost",
        zh: "获客成本",
        unit: Unit::Money,
        better: Some(Lower),
        variants: &[only("sum({spending.amount}) / {new_customers}")],
        source: "What was spent in the period ÷ customers won in it; where winning takes long, ask for longer periods.",
    },
    Preset {
        id: "customer_recency",
        en: "time since the last order",
        zh: "最近购买间隔",
        unit: Unit::Duration,
        better: Some(Lower),
        variants: &[only("as_of - last({order}.on)[all]")],
        source: "The R of RFM. Broken down by customer it is each one's own; of a person it is that of whoever bought last.",
    },
    Preset {
        id: "customer_frequency",
        en: "orders in twelve months",
        zh: "十二个月购买次数",
        unit: Unit::Number,
        better: Some(Higher),
        variants: &[only("{orders}[last 12 months]")],
        source: "The F of RFM, broken down by customer.",
    },
    Preset {
        id: "customer_value",
        en: "revenue in twelve months",
        zh: "十二个月购买金额",
        unit: Unit::Money,
        better: Some(Higher),
        variants: &[only("{revenue}[last 12 months]")],
        source: "The M of RFM, broken down by customer.",
    },
    Preset {
        id: "customer_band",
        en: "customer value band",
        zh: "客户价值分层",
        unit: Unit::Text,
        better: None,
        variants: &[only(
            "case({customer_recency} > {stale}, \"gone\", {customer_recency} > {recent}, \"fading\", \
             {customer_frequency} >= {frequent} and {customer_value} >= {valuable}, \"best\", \
             {customer_value} >= {valuable}, \"large\", {customer_frequency} >= {frequent}, \"loyal\", \"active\")",
        )],
        source: "Recency, frequency, monetary value (RFM) as bands with written bounds, broken down by customer; quintiles would move whenever others buy.",
    },
];
