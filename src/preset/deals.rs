//! Deals, leads and trials.

use crate::kpi::Better::{Higher, Lower};
use crate::quantity::Unit;

use super::catalogue::{Preset, of_records, only, variant};

/// Standard KPIs of deals, leads and trials.
pub(super) const KPIS: &[Preset] = &[
    Preset {
        id: "win_rate",
        en: "win rate",
        zh: "赢单率",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[
            variant(
                "won_of_closed",
                ("of deals closed in the period", "占本期关闭商机"),
                "count({deal} where {deal.status} = {won} on {deal.closed_on}) / count({deal} where {deal.status} in ({won}, {lost}) on {deal.closed_on})",
            ),
            variant(
                "won_of_all",
                ("of deals opened in the period", "占本期新增商机"),
                "count({deal} where {deal.status} = {won} on {deal.opened_on}) / count({deal} on {deal.opened_on})",
            ),
            variant(
                "amount_of_closed",
                ("of the amount closed in the period", "占本期关闭金额"),
                "sum({deal.amount} where {deal.status} = {won} on {deal.closed_on}) / sum({deal.amount} where {deal.status} in ({won}, {lost}) on {deal.closed_on})",
            ),
        ],
        source: "By closing day it says how decisions went in the period; by opening day it follows those of one period, and rises as they close (records are seen as they stood at the end of the time asked for).",
    },
    Preset {
        id: "loss_rate",
        en: "loss rate",
        zh: "输单率",
        unit: Unit::Ratio,
        better: Some(Lower),
        variants: &[
            variant(
                "lost_of_closed",
                ("of deals closed in the period", "占本期关闭商机"),
                "count({deal} where {deal.status} = {lost} on {deal.closed_on}) / count({deal} where {deal.status} in ({won}, {lost}) on {deal.closed_on})",
            ),
            variant(
                "lost_of_all",
                ("of deals opened in the period", "占本期新增商机"),
                "count({deal} where {deal.status} = {lost} on {deal.opened_on}) / count({deal} on {deal.opened_on})",
            ),
        ],
        source: "The other side of the win rate; of deals opened it is not 100 % − that, for some are open.",
    },
    Preset {
        id: "lead_conversion",
        en: "lead conversion",
        zh: "线索转化率",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[
            variant(
                "cohort",
                ("of leads of the period", "按本期线索"),
                "count({lead} where {lead.converted_on} is present on {lead.opened_on}) / count({lead} on {lead.opened_on})",
            ),
            variant(
                "activity",
                ("conversions ÷ leads of the period", "本期转化÷本期线索"),
                "count({lead} on {lead.converted_on}) / count({lead} on {lead.opened_on})",
            ),
            of_records(
                "reached",
                ("of leads of the period, by stage", "按本期线索的阶段"),
                "count({lead} where reached({converted}) on {lead.opened_on}) / count({lead} on {lead.opened_on})",
            ),
        ],
        source: "By cohort no lead counts twice; by activity a good month may convert more leads than it got.",
    },
    Preset {
        id: "trial_conversion",
        en: "trial conversion",
        zh: "试用转化率",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[
            variant(
                "cohort",
                ("of trials of the period", "按本期试用"),
                "count({trial} where {trial.bought_on} is present on {trial.started_on}) / count({trial} on {trial.started_on})",
            ),
            variant(
                "activity",
                ("purchases ÷ trials of the period", "本期购买÷本期试用"),
                "count({trial} on {trial.bought_on}) / count({trial} on {trial.started_on})",
            ),
        ],
        source: "Who bought of those who began to try in the period.",
    },
    Preset {
        id: "stage_conversion",
        en: "stage conversion",
        zh: "阶段转化率",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[
            of_records(
                "passed",
                ("of deals that entered it in the period", "按本期进入该阶段的商机"),
                "count({deal} where passed({stage}) on entered_on({stage})) / count({deal} on entered_on({stage}))",
            ),
            of_records(
                "reached",
                ("of deals opened in the period that reached it", "按本期新增商机到达该阶段"),
                "count({deal} where reached({stage}) on {deal.opened_on}) / count({deal} on {deal.opened_on})",
            ),
            variant(
                "by_dates",
                ("of deals that entered it in the period, by two dates", "按进入与离开日期"),
                "count({deal} where {deal.left_on} is present on {deal.entered_on}) / count({deal} on {deal.entered_on})",
            ),
        ],
        source: "Of the deals that entered the stage in the period, those that went on; or of the deals opened, those that came so far.",
    },
    Preset {
        id: "time_in_stage",
        en: "time in a stage",
        zh: "阶段停留时长",
        unit: Unit::Duration,
        better: Some(Lower),
        variants: &[of_records("usual", ("", ""), "avg({deal}.time_in({stage}) on entered_on({stage}))")],
        source: "Of the deals that entered the stage in the period; one that is still in it counts up to the end of the time asked for.",
    },
    Preset {
        id: "pipeline_value",
        en: "value of the pipeline",
        zh: "商机金额",
        unit: Unit::Money,
        better: Some(Higher),
        variants: &[
            of_records("open", ("open", "进行中"), "sum({deal.amount} where {deal.status} = {open})"),
            of_records(
                "weighted",
                ("weighted by probability", "按赢率加权"),
                "sum({deal.amount} * {deal}.stage.probability where {deal.status} = {open})",
            ),
        ],
        source: "What is open at the end of the time asked for, whole, or by the probability that the pipeline gives to each stage.",
    },
    Preset {
        id: "sales_cycle",
        en: "sales cycle",
        zh: "销售周期",
        unit: Unit::Duration,
        better: Some(Lower),
        variants: &[
            variant(
                "won",
                ("of deals won", "赢单"),
                "avg({deal.closed_on} - {deal.opened_on} where {deal.status} = {won} on {deal.closed_on})",
            ),
            variant(
                "closed",
                ("of all deals closed", "全部关闭"),
                "avg({deal.closed_on} - {deal.opened_on} where {deal.status} in ({won}, {lost}) on {deal.closed_on})",
            ),
            variant(
                "median_won",
                ("median of deals won", "赢单中位数"),
                "median({deal.closed_on} - {deal.opened_on} where {deal.status} = {won} on {deal.closed_on})",
            ),
        ],
        source: "From opening to closing, of the deals that closed in the period; one deal of years moves the mean and not the median.",
    },
    Preset {
        id: "sales_velocity",
        en: "sales velocity, a day",
        zh: "销售速度（每天）",
        unit: Unit::Money,
        better: Some(Higher),
        variants: &[only(
            "count({deal} on {deal.opened_on}) * {win_rate} * avg({deal.amount} where {deal.status} = {won} on {deal.closed_on}) / ({sales_cycle} / 1 day)",
        )],
        source: "Opportunities × win rate × average deal ÷ length of the cycle: the usual formula of sales operations, in money a day.",
    },
    Preset {
        id: "pipeline_coverage",
        en: "pipeline coverage",
        zh: "商机覆盖率",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[
            variant(
                "of_gap",
                ("of what is still to do", "占剩余目标"),
                "sum({deal.amount} where {deal.status} = {open} on {deal.expected_on}) / gap({revenue})",
            ),
            variant(
                "of_target",
                ("of the target", "占目标"),
                "sum({deal.amount} where {deal.status} = {open} on {deal.expected_on}) / target({revenue})",
            ),
        ],
        source: "Open deals that should close in the period ÷ what is still to be sold in it; three times is a usual rule of thumb. Needs targets for revenue.",
    },
    Preset {
        id: "first_response_rate",
        en: "first-response rate",
        zh: "线索跟进及时率",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[only(
            "count({lead} where {lead.response} <= {in_time} on {lead.opened_on}) / count({lead} on {lead.opened_on})",
        )],
        source: "Of the leads of the period, those answered in time; one that nobody answered was not.",
    },
    Preset {
        id: "response_time",
        en: "response time",
        zh: "首次响应时长",
        unit: Unit::Duration,
        better: Some(Lower),
        variants: &[
            variant(
                "mean",
                ("mean", "平均"),
                "avg({lead.response} where {lead.response} is present on {lead.opened_on})",
            ),
            variant(
                "median",
                ("median", "中位数"),
                "median({lead.response} where {lead.response} is present on {lead.opened_on})",
            ),
        ],
        source: "Of the leads that were answered; read it beside the first-response rate, which has the others.",
    },
];
