//! Texts for people, in two languages.

use crate::quantity::Why;

/// A language in which texts for people are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese (simplified).
    Chinese,
}

impl Language {
    /// The language of a code: `en`, `zh`.
    pub fn from_code(code: &str) -> Option<Language> {
        match code {
            "en" => Some(Language::English),
            "zh" => Some(Language::Chinese),
            _ => None,
        }
    }

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Chinese => "zh",
        }
    }

    /// One of two texts.
    pub(crate) fn pick<'t>(self, english: &'t str, chinese: &'t str) -> &'t str {
        match self {
            Language::English => english,
            Language::Chinese => chinese,
        }
    }
}

/// Why there is no value, in words.
pub fn why(why: &Why, language: Language) -> String {
    if language == Language::English {
        return why.to_string();
    }
    match why {
        Why::DividedByZero => "除数为零".to_owned(),
        Why::Overflow => "数值过大".to_owned(),
        Why::NotANumber => "无法得出数值".to_owned(),
        Why::NoTarget => "没有目标".to_owned(),
        Why::NotSplit => "上级目标无法分解".to_owned(),
        Why::NoCommitment => "没有承诺".to_owned(),
        Why::NoFacts => "没有事实".to_owned(),
        Why::NotAMember => "当时不在组织内".to_owned(),
        Why::NoPeers => "没有可比较的同组人员".to_owned(),
        Why::BeforeFirstPeriod => "早于第一个期间".to_owned(),
        Why::OutOfTable => "不在表的范围内".to_owned(),
        Why::TooFew { have, need } => format!("样本太少：{have}，至少需要 {need}"),
        Why::NoRate => "没有汇率".to_owned(),
        Why::Missing(name) => format!("缺少 `{name}`"),
        Why::NothingDefined => "没有一项有值".to_owned(),
        Why::NoPeriod => "没有这样的期间".to_owned(),
        Why::UnknownYear(year) => format!("{year} 年的工作日未知"),
        Why::NoWorkingHours => "没有工作时间".to_owned(),
        Why::NotSliced => "不能按该字段细分".to_owned(),
        Why::WeightsNotWhole => "权重之和不为 100%".to_owned(),
        Why::Withheld => "人数太少，匿名不公开".to_owned(),
        Why::OfPeople => "仅对个人计算".to_owned(),
        Why::KeptBySlot => "仅按时段保存".to_owned(),
    }
}
