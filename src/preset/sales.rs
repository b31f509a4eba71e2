//! Sales and money.

use crate::kpi::Better::{Higher, Lower};
use crate::quantity::Unit;

use super::catalogue::{Preset, only, variant};

/// Standard KPIs of sales and money.
pub(super) const KPIS: &[Preset] = &[
    Preset {
        id: "revenue",
        en: "revenue",
        zh: "销售额",
        unit: Unit::Money,
        better: Some(Higher),
        variants: &[only("sum({order.amount})")],
        source: "The credited shares of all that was ordered; what comes back counts on the day on which it does.",
    },
    Preset {
        id: "orders",
        en: "orders",
        zh: "订单数",
        unit: Unit::Number,
        better: Some(Higher),
        variants: &[only("count({order})")],
        source: "Each order once, also where several share it; a return does not undo that an order was taken.",
    },
    Preset {
        id: "average_order_value",
        en: "average order value",
        zh: "客单价",
        unit: Unit::Money,
        better: Some(Higher),
        variants: &[
            variant("per_order", ("per order", "每单"), "{revenue} / {orders}"),
            variant("per_customer", ("per customer", "每客户"), "{revenue} / {customers}"),
        ],
        source: "Revenue ÷ orders in e-commerce; 客单价 in Chinese retail is often per customer who bought, so both are here by name.",
    },
    Preset {
        id: "gross_margin",
        en: "gross margin",
        zh: "毛利",
        unit: Unit::Money,
        better: Some(Higher),
        variants: &[only("{revenue} - sum({order.cost})")],
        source: "Revenue less the cost of what was sold, as in an income statement.",
    },
    Preset {
        id: "gross_margin_rate",
        en: "gross margin rate",
        zh: "毛利率",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[only("{gross_margin} / {revenue}")],
        source: "Gross margin ÷ revenue; of a unit it is the unit's own two sums, never a mean of rates.",
    },
    Preset {
        id: "growth",
        en: "growth",
        zh: "增长率",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[
            variant("year_on_year", ("year on year", "同比"), "{revenue} / {revenue}[last_year] - 1"),
            variant("on_period_before", ("on the period before", "环比"), "{revenue} / {revenue}[prior] - 1"),
            variant(
                "quarter_on_quarter",
                ("quarter on quarter", "季度环比"),
                "{revenue}[quarter] / {revenue}[prior quarter] - 1",
            ),
            variant(
                "year_to_date",
                ("year to date", "年初至今同比"),
                "{revenue}[year to date] / {revenue}[last_year year to date] - 1",
            ),
        ],
        source: "Now ÷ then − 1: 同比 compares with the year before, 环比 with the period before. Undefined where there was nothing then.",
    },
    Preset {
        id: "market_share",
        en: "market share",
        zh: "市场份额",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[
            variant("of_market", ("of the market", "占市场"), "{revenue} / sum({market.amount}) at company"),
            variant("of_company", ("of the company", "占公司"), "{revenue} / {revenue} at company"),
        ],
        source: "Own sales ÷ all sales of the market in the same period; figures of the market are facts of their own kind.",
    },
    Preset {
        id: "billed",
        en: "billed",
        zh: "开票额",
        unit: Unit::Money,
        better: Some(Higher),
        variants: &[only("sum({invoice.amount})")],
        source: "What was invoiced, on the day of the invoice; what is taken back of it counts on the day on which it is.",
    },
    Preset {
        id: "fell_due",
        en: "fell due",
        zh: "到期应收",
        unit: Unit::Money,
        better: None,
        variants: &[only("sum({invoice.amount} on {invoice.due_on})")],
        source: "Invoices by the last day on which they may be paid. What of each is open on a day, and since when, no formula can say: the plan's receivables do.",
    },
    Preset {
        id: "collected",
        en: "collected",
        zh: "回款额",
        unit: Unit::Money,
        better: Some(Higher),
        variants: &[only("sum({payment.amount})")],
        source: "What came in, on the day on which it did, whenever it was ordered.",
    },
    Preset {
        id: "collection_rate",
        en: "collection rate",
        zh: "回款率",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[
            variant("of_orders", ("of what was ordered", "占订单额"), "{collected} / {revenue}"),
            variant("of_due", ("of what fell due", "占到期应收"), "{collected} / {fell_due}"),
            variant("of_billed", ("of what was billed", "占开票额"), "{collected} / {billed}"),
        ],
        source: "Collected ÷ ordered in the same period is what sales plans pay by; against what fell due is the credit manager's.",
    },
    Preset {
        id: "days_to_collect",
        en: "days to collect",
        zh: "回款周期",
        unit: Unit::Duration,
        better: Some(Lower),
        variants: &[
            variant("of_payments", ("of payments", "按到账"), "avg({payment}.on - {payment.ordered_on})"),
            variant(
                "sales_outstanding",
                ("sales outstanding", "应收账款周转天数"),
                "({revenue}[before] + {revenue} - {collected}[before] - {collected}) / {revenue} * period.days",
            ),
        ],
        source: "The mean wait of what was paid says nothing of what was not: days sales outstanding (receivables at the end ÷ revenue × days) does.",
    },
    Preset {
        id: "revenue_per_head",
        en: "revenue per head",
        zh: "人均成单额",
        unit: Unit::Money,
        better: Some(Higher),
        variants: &[
            variant("people", ("per person", "每人"), "{revenue} / count(active over people)"),
            variant("present", ("per person present", "按在岗人数"), "{revenue} / sum(active over people)"),
            variant("full_posts", ("per full post", "按全职当量"), "{revenue} / sum({fte} over people)"),
        ],
        source: "Of a unit: its revenue ÷ its people, counted by heads, by days of membership, or by full posts. A person alone has none.",
    },
];
