//! Work, satisfaction, and how well the tool itself is used.

use crate::kpi::Better::{Higher, Lower};
use crate::quantity::Unit;

use super::catalogue::{Preset, only, variant};

/// Standard KPIs of work and service.
pub(super) const KPIS: &[Preset] = &[
    Preset {
        id: "activities",
        en: "activities",
        zh: "跟进次数",
        unit: Unit::Number,
        better: Some(Higher),
        variants: &[
            variant("all", ("of all kinds", "全部"), "count({activity})"),
            variant("of_type", ("of one kind", "单类"), "count({activity} where {activity.type} = {type})"),
        ],
        source: "How much was done; it says nothing of what came of it.",
    },
    Preset {
        id: "activity_conversion",
        en: "conversion of activities",
        zh: "跟进转化率",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[
            variant("all", ("of all kinds", "全部"), "count({activity} where {activity.led_on}) / {activities}"),
            variant(
                "of_type",
                ("of one kind", "单类"),
                "count({activity} where {activity.type} = {type} and {activity.led_on}) / count({activity} where {activity.type} = {type})",
            ),
            variant("orders", ("orders per activity", "每次跟进成单"), "{orders} / {activities}"),
        ],
        source: "Of what was done, what led on to the next step; where nobody writes that down, orders per activity.",
    },
    Preset {
        id: "on_time_follow_up",
        en: "follow-up on time",
        zh: "按时跟进率",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[only(
            "count({activity} where {activity}.on <= {activity.due_on}) / count({activity} where {activity.due_on} is present)",
        )],
        source: "Of what was due and done, what was done by its day; what was not done at all is a timer's to tell.",
    },
    Preset {
        id: "satisfaction",
        en: "satisfaction",
        zh: "客户满意度",
        unit: Unit::Number,
        better: Some(Higher),
        variants: &[only("avg({survey.satisfaction} where {survey.satisfaction} is present)")],
        source: "The mean of the answers from 1 to 5.",
    },
    Preset {
        id: "csat",
        en: "satisfied customers (CSAT)",
        zh: "满意客户占比（CSAT）",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[only("count({survey} where {survey.satisfaction} >= 4) / count({survey.satisfaction})")],
        source: "Answers of 4 and 5 on a scale of five ÷ all answers: the usual top-two-box count.",
    },
    Preset {
        id: "net_promoter_score",
        en: "net promoter score",
        zh: "净推荐值（NPS）",
        unit: Unit::Number,
        better: Some(Higher),
        variants: &[only(
            "(count({survey} where {survey.score} >= 9) - count({survey} where {survey.score} <= 6)) / count({survey.score}) * 100",
        )],
        source: "Reichheld, The One Number You Need to Grow (2003): promoters (9 and 10) less detractors (0 to 6), of a hundred answers.",
    },
    Preset {
        id: "time_to_first_win",
        en: "time to the first win",
        zh: "新人成单周期",
        unit: Unit::Duration,
        better: Some(Lower),
        variants: &[
            variant("of_person", ("of a person", "个人"), "first({order}.on)[all] - {joined_on}"),
            variant(
                "of_people",
                ("mean of people", "团队平均"),
                "avg(first({order}.on)[all] - {joined_on} over people)",
            ),
        ],
        source: "From joining to the first order; whoever has none yet is left out of the mean, so read it beside how many that are.",
    },
    Preset {
        id: "usage",
        en: "weeks with a complete record",
        zh: "完整填报周占比",
        unit: Unit::Ratio,
        better: Some(Higher),
        variants: &[only("avg(if(count({report} where {report.complete}) > 0, 100%, 0%) over week)")],
        source: "The share of the weeks wholly in the period for which there is a complete record: figures are as good as what is entered.",
    },
];
