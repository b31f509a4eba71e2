//! A change as text.

use std::fmt::Write;

use crate::document::Node;
use crate::quantity::{Fraction, Outcome, Value};
use crate::trace::{Language, value, why, width};

use super::change::{
    Belonging, Cause, Change, Effect, EntryChange, Listed, Part, PersonChange, PlaceChange, Side, TargetChange,
};

/// The most rows of each kind that the text has of a part.
const ROWS_MAX: usize = 12;

/// What stands where there is nothing.
const NOTHING: &str = "–";

impl Change {
    /// The change as text: the earlier figure, what each cause did to it, the later figure. Of what is behind a part the first rows
    /// are written out, and the others counted.
    ///
    /// # Example
    ///
    /// ```
    /// use attain::change::{Cause, Change, Listed, Part, Side};
    /// use attain::quantity::{Fraction, Value};
    /// use attain::trace::Language;
    ///
    /// let money = |amount: i64| Value::Money(Fraction::whole(amount));
    /// let side = |amount: i64| Side {
    ///     when: "2025-03".into(), as_of: Default::default(), outcome: Ok(money(amount)), from: Default::default(),
    /// };
    /// let change = Change {
    ///     figure: "revenue".into(),
    ///     labels: Default::default(),
    ///     who: "ann".into(),
    ///     before: side(900),
    ///     after: side(1_200),
    ///     difference: Ok(money(300)),
    ///     parts: vec![Part {
    ///         causes: vec![Cause::Facts],
    ///         before: money(900),
    ///         after: money(1_200),
    ///         difference: money(300),
    ///         entries: Listed::default(),
    ///         targets: Listed::default(),
    ///         places: Listed::default(),
    ///         people: Listed::default(),
    ///     }],
    ///     rounded: false,
    /// };
    /// assert_eq!(change.to_text(Language::English), "\
    /// revenue of ann                         +300
    /// ├─ before, 2025-03 (as of 1970-01-01)  900
    /// ├─ facts                               +300
    /// └─ after, 2025-03 (as of 1970-01-01)   1,200
    /// ");
    /// ```
    pub fn to_text(&self, language: Language) -> String {
        let title = self.title(language);
        let before = side(&self.before, language.pick("before", "之前"), language);
        let after = side(&self.after, language.pick("after", "之后"), language);
        let names: Vec<String> = self.parts.iter().map(|part| causes(&part.causes, language)).collect();
        let inner = names.iter().chain([&before, &after]).map(|name| width(name).saturating_add(3));
        let column = inner.chain([width(&title)]).max().unwrap_or_default().saturating_add(2);
        let mut text = String::new();
        let mut row = |joint: &str, label: &str, figure: &str| {
            let label = format!("{joint}{label}");
            let pad = column.saturating_sub(width(&label));
            let _ = writeln!(text, "{label}{:pad$}{figure}", "");
        };
        row("", &title, &difference(&self.difference, language));
        row("├─ ", &before, &outcome(&self.before.outcome, language));
        for (part, name) in self.parts.iter().zip(&names) {
            row("├─ ", name, &difference(&Ok(part.difference.clone()), language));
            let rows = part.rows(language);
            let last = rows.len().saturating_sub(1);
            for (index, line) in rows.iter().enumerate() {
                // What is written in a plan may have lines of its own.
                row(if index == last { "│  └─ " } else { "│  ├─ " }, &line.replace('\n', " "), "");
            }
        }
        row("└─ ", &after, &outcome(&self.after.outcome, language));
        text.lines().map(str::trim_end).fold(String::new(), |text, line| text + line + "\n")
    }

    fn title(&self, language: Language) -> String {
        let what = self.labels.get(language.code()).unwrap_or(&self.figure);
        match language {
            Language::English => format!("{what} of {}", self.who),
            Language::Chinese => format!("{what}（{}）", self.who),
        }
    }
}

fn side(side: &Side, word: &str, language: Language) -> String {
    match language {
        Language::English => format!("{word}, {} (as of {})", side.when, side.as_of),
        Language::Chinese => format!("{word}，{}（截至 {}）", side.when, side.as_of),
    }
}

fn causes(causes: &[Cause], language: Language) -> String {
    let names: Vec<&str> = causes.iter().map(|cause| cause.name(language)).collect();
    names.join(language.pick(" and ", "与"))
}

impl Cause {
    /// What people call it.
    pub fn name(self, language: Language) -> &'static str {
        match self {
            Cause::Facts => language.pick("facts", "事实"),
            Cause::Targets => language.pick("targets", "目标"),
            Cause::Policy => language.pick("policy", "方案"),
            Cause::People => language.pick("people", "人员"),
            Cause::Calendar => language.pick("calendar", "日历"),
        }
    }
}

impl Part {
    /// What is behind it, line by line.
    fn rows(&self, language: Language) -> Vec<String> {
        let mut rows = Vec::new();
        add(&mut rows, &self.entries, &|row| entry(row, language), ("more entries", "条其他记录"), language);
        add(&mut rows, &self.targets, &|row| target(row, language), ("more targets", "个其他目标"), language);
        add(&mut rows, &self.places, &place, ("more places of the plan", "处其他方案内容"), language);
        add(
            &mut rows,
            &self.people,
            &|row| person(row, language),
            ("more people and units", "个其他人员或单元"),
            language,
        );
        rows
    }
}

fn add<T>(
    rows: &mut Vec<String>,
    listed: &Listed<T>,
    line: &dyn Fn(&T) -> String,
    more: (&str, &str),
    language: Language,
) {
    rows.extend(listed.rows.iter().take(ROWS_MAX).map(line));
    let left = listed.count.saturating_sub(listed.rows.len().min(ROWS_MAX));
    if left > 0 {
        rows.push(format!("{left} {}", language.pick(more.0, more.1)));
    }
}

fn entry(row: &EntryChange, language: Language) -> String {
    let on = |effect: &Option<Effect>| effect.as_ref().map(|effect| effect.on);
    let (before, after) = (on(&row.before), on(&row.after));
    let day = match (before, after) {
        (Some(before), Some(after)) if before != after => format!("{before} → {after}"),
        (before, after) => before.or(after).map(|day| day.to_string()).unwrap_or_default(),
    };
    let effect = |effect: &Option<Effect>| effect.as_ref().map_or(NOTHING.to_owned(), |effect| said(effect, language));
    format!("{}  {day}  {}  {} → {}", row.id, row.fold, effect(&row.before), effect(&row.after))
}

fn said(effect: &Effect, language: Language) -> String {
    let mut text = match &effect.value {
        Some(known) => outcome(known, language),
        None => language.pick("counted", "计入").to_owned(),
    };
    if effect.share != Fraction::ONE {
        let _ = write!(text, " × {}", value(&Value::Ratio(effect.share)));
    }
    text
}

fn target(row: &TargetChange, language: Language) -> String {
    let amount = |amount: &Option<Value>| amount.as_ref().map_or(NOTHING.to_owned(), value);
    let (before, after) = (amount(&row.before), amount(&row.after));
    match language {
        Language::English => format!("{}  {} of {}  {before} → {after}", row.id, row.of, row.who),
        Language::Chinese => format!("{}  {}（{}）  {before} → {after}", row.id, row.of, row.who),
    }
}

fn place(row: &PlaceChange) -> String {
    let node = |node: &Option<Node>| node.as_ref().map_or(NOTHING.to_owned(), ToString::to_string);
    format!("{}  {} → {}", row.place, node(&row.before), node(&row.after))
}

fn person(row: &PersonChange, language: Language) -> String {
    let side = |side: &Option<Belonging>| {
        side.as_ref().map_or(NOTHING.to_owned(), |side| belonging(side, row.is_unit, language))
    };
    format!("{}  {}  {} → {}", row.id, row.who, side(&row.before), side(&row.after))
}

fn belonging(side: &Belonging, is_unit: bool, language: Language) -> String {
    let place = match (&side.unit, is_unit, language) {
        (Some(unit), false, Language::English) => format!("in {unit}"),
        (Some(unit), false, Language::Chinese) => format!("在 {unit}"),
        (Some(unit), true, Language::English) => format!("under {unit}"),
        (Some(unit), true, Language::Chinese) => format!("隶属 {unit}"),
        (None, ..) => NOTHING.to_owned(),
    };
    let mut text = match language {
        Language::English => format!("{place} from {}", side.on),
        Language::Chinese => format!("自 {} 起{place}", side.on),
    };
    if let Some(until) = side.until {
        let _ = match language {
            Language::English => write!(text, " until {until}"),
            Language::Chinese => write!(text, "，至 {until}"),
        };
    }
    for (name, known) in &side.attributes {
        let _ = write!(text, "{}{name} {}", language.pick(", ", "，"), value(known));
    }
    text
}

fn outcome(outcome: &Outcome, language: Language) -> String {
    match (outcome, language) {
        (Ok(known), _) => value(known),
        (Err(reason), Language::English) => format!("undefined: {}", why(reason, language)),
        (Err(reason), Language::Chinese) => format!("无值：{}", why(reason, language)),
    }
}

/// A difference with its sign.
fn difference(difference: &Outcome, language: Language) -> String {
    let Ok(known) = difference else { return outcome(difference, language) };
    let text = value(known);
    let is_more = known.amount().is_some_and(|amount| !amount.is_zero() && !amount.is_negative());
    let sign = if is_more { "+" } else { "" };
    let text = match language {
        Language::English => text,
        Language::Chinese => text.replace(" pp", " 个百分点"),
    };
    format!("{sign}{text}")
}
