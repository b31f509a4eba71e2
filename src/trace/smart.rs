//! What speaks against a target, in words.

use crate::quantity::{Fraction, Unit, Value};
use crate::target::smart::{Finding, Reason, Smart};

use super::language::{Language, why};
use super::text::value;

/// What a target should be, in words.
pub fn smart(letter: Smart, language: Language) -> &'static str {
    match letter {
        Smart::Specific => language.pick("specific", "具体"),
        Smart::Measurable => language.pick("measurable", "可衡量"),
        Smart::Attainable => language.pick("attainable", "可实现"),
        Smart::Relevant => language.pick("relevant", "相关"),
        Smart::TimeBound => language.pick("time-bound", "有时限"),
    }
}

/// What speaks against a target, in words, with exact figures.
pub fn smart_finding(finding: &Finding, language: Language) -> String {
    smart_finding_as(finding, language, &value)
}

/// The same with figures as `write` writes them; what the plan says itself stays as it is written there.
pub(crate) fn smart_finding_as(finding: &Finding, language: Language, write: &dyn Fn(&Value) -> String) -> String {
    let figures = Figures { unit: finding.unit, write };
    match language {
        Language::English => english(&finding.reason, &figures),
        Language::Chinese => chinese(&finding.reason, &figures),
    }
}

/// How figures are written.
struct Figures<'a> {
    unit: Unit,
    write: &'a dyn Fn(&Value) -> String,
}

impl Figures<'_> {
    fn told(&self, amount: Fraction) -> String {
        (self.write)(&self.unit.of(amount))
    }

    /// A figure that lies beyond a limit: both exactly, where they would be written alike.
    fn beyond(&self, figure: &Value, limit: &Value) -> (String, String) {
        let (written, end) = ((self.write)(figure), (self.write)(limit));
        if written == end { (value(figure), value(limit)) } else { (written, end) }
    }

    /// An amount that lies beyond a limit.
    fn amounts(&self, amount: Fraction, limit: Fraction) -> (String, String) {
        self.beyond(&self.unit.of(amount), &self.unit.of(limit))
    }

    /// By which share something is more or less than it should be at the most, which the plan says.
    fn share(&self, share: Fraction, most: Fraction) -> (String, String) {
        let (share, most) = (Value::Ratio(share), Value::Ratio(most));
        (self.beyond(&share, &most).0, value(&most))
    }
}

fn number(amount: Fraction) -> String {
    value(&Value::Number(amount))
}

fn english(reason: &Reason, figures: &Figures<'_>) -> String {
    let because = |text: &str, reason| format!("{text}: {}", why(reason, Language::English));
    match reason {
        Reason::NoKpi => "there is no KPI that the target is about".to_owned(),
        Reason::NoOwner => "nobody has the target".to_owned(),
        Reason::NoAmount(why) => because("the target has no amount", why),
        Reason::NotAnAmount(unit) => format!("the KPI is no amount but {}", unit.name()),
        Reason::NotComputable(why) => because("the KPI cannot be reckoned", why),
        Reason::Growth { amount, last_year, change, most } => {
            let way = if amount > last_year { "more" } else { "less" };
            let (amount, last_year) = (figures.told(*amount), figures.told(*last_year));
            let (change, most) = figures.share(*change, *most);
            format!(
                "{amount} is {change} {way} than {last_year}, the same period a year before; at most {most} is expected"
            )
        }
        Reason::NoYearBefore(why) => because("the same period a year before has no figure", why),
        Reason::NothingYearBefore => {
            "the same period a year before came to nothing, so there is no growth on it".to_owned()
        }
        Reason::Best { amount, best, limit } => {
            let end = if amount > limit { "at most" } else { "at least" };
            let ((amount, limit), best) = (figures.amounts(*amount, *limit), figures.told(*best));
            format!("{amount} lies beyond what is expected after the best period, {best}: {end} {limit}")
        }
        Reason::NothingBest => "the best period came to nothing, so no target is a multiple of it".to_owned(),
        Reason::Spread { amount, mean, deviation, most, periods } => {
            let way = if amount > mean { "above" } else { "below" };
            let (amount, mean, deviation) = (figures.told(*amount), figures.told(*mean), figures.told(*deviation));
            let most = number(*most);
            format!(
                "{amount} lies more than {most} standard deviations of {deviation} {way} {mean}, the mean of {periods} periods"
            )
        }
        Reason::TooLittleHistory { have, need } => {
            format!("there is too little history: {have} past periods have a figure, and {need} are needed")
        }
        Reason::NotReckoned(why) => because("what had to be compared has no figure", why),
        Reason::NoParent(why) => because("the target above, which it should be a part of, has no amount", why),
        Reason::NoPeriod => "the target has no period".to_owned(),
        Reason::Over(period) => format!("its period, {period}, is over"),
    }
}

fn chinese(reason: &Reason, figures: &Figures<'_>) -> String {
    let because = |text: &str, reason| format!("{text}：{}", why(reason, Language::Chinese));
    match reason {
        Reason::NoKpi => "没有该目标所指的关键绩效指标".to_owned(),
        Reason::NoOwner => "目标没有负责人".to_owned(),
        Reason::NoAmount(why) => because("目标没有数值", why),
        Reason::NotAnAmount(_) => "该指标不是数值".to_owned(),
        Reason::NotComputable(why) => because("该指标无法计算", why),
        Reason::Growth { amount, last_year, change, most } => {
            let way = if amount > last_year { "高" } else { "低" };
            let (amount, last_year) = (figures.told(*amount), figures.told(*last_year));
            let (change, most) = figures.share(*change, *most);
            format!("{amount} 比去年同期 {last_year} {way} {change}，预期最多 {most}")
        }
        Reason::NoYearBefore(why) => because("去年同期没有数值", why),
        Reason::NothingYearBefore => "去年同期为零，无法比较增长".to_owned(),
        Reason::Best { amount, best, limit } => {
            let (way, end) = if amount > limit { ("高", "最多") } else { ("低", "最少") };
            let ((amount, limit), best) = (figures.amounts(*amount, *limit), figures.told(*best));
            format!("{amount} {way}于按历史最佳期间 {best} 的预期：{end} {limit}")
        }
        Reason::NothingBest => "历史最佳期间为零，无法比较倍数".to_owned(),
        Reason::Spread { amount, mean, deviation, most, periods } => {
            let way = if amount > mean { "高" } else { "低" };
            let (amount, mean, deviation) = (figures.told(*amount), figures.told(*mean), figures.told(*deviation));
            let most = number(*most);
            format!("{amount} 比 {periods} 个期间的平均值 {mean} {way}出 {most} 个标准差（{deviation}）以上")
        }
        Reason::TooLittleHistory { have, need } => format!("历史太少：有数值的期间 {have} 个，需要 {need} 个"),
        Reason::NotReckoned(why) => because("需要比较的数值无法计算", why),
        Reason::NoParent(why) => because("上级目标没有数值", why),
        Reason::NoPeriod => "目标没有期间".to_owned(),
        Reason::Over(period) => format!("期间已结束：{period}"),
    }
}
