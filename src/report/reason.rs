//! Why a move may not be, and what would cure it, in words.

use crate::id::Key;
use crate::pipeline::{Lacking, May, Reason, moment};
use crate::trace::{Language, why};

use super::pipeline::kind;

/// Why a move may not be, in words; in English those of [`Reason`] itself.
///
/// ```
/// use attain::pipeline::Reason;
/// use attain::report::{move_cure, move_reason};
/// use attain::trace::Language;
///
/// let lacking = Reason::Missing { field: "需求表".to_owned() };
/// assert_eq!(move_reason(&lacking, Language::English), "需求表 is missing");
/// assert_eq!(move_reason(&lacking, Language::Chinese), "缺少 需求表");
/// assert_eq!(move_cure(&lacking, Language::Chinese), "填写 需求表");
/// ```
pub fn move_reason(reason: &Reason, language: Language) -> String {
    if language == Language::English {
        return reason.to_string();
    }
    match reason {
        Reason::Unknown { to, .. } => format!("没有阶段 {to}"),
        Reason::Same { stage } => format!("已处于 {stage}"),
        Reason::NoStart { stage } => format!("不可从 {stage} 开始"),
        Reason::Closed { stage, kind: of } => format!("已{}（{stage}），不再变动", closed(*of)),
        Reason::Skips { over } => format!("不可跳过 {over}"),
        Reason::Back { to } => format!("不可退回 {to}"),
        Reason::NoWay { from, to } => format!("{from} 不通往 {to}"),
        Reason::When { condition } => format!("仅限：{condition}"),
        Reason::Missing { field } => format!("缺少 {field}"),
        Reason::Required { condition, undefined: None } => format!("条件不成立：{condition}"),
        Reason::Required { condition, undefined: Some(undefined) } => {
            format!("无法判断条件 {condition}：{}", why(undefined, language))
        }
        Reason::Task { task } => format!("{task} 尚未完成"),
        Reason::Earlier { since } => format!("{} 才进入当前阶段", moment(*since)),
        Reason::TooEarly { from: Ok(from) } => format!("须在当前阶段停留至 {}", moment(*from)),
        Reason::TooEarly { from: Err(undefined) } => {
            format!("无法得知须停留多久：{}", why(undefined, language))
        }
        Reason::Approval { role, state } => lacking(role, state),
        Reason::Approvals { have, need, of } => format!("须 {need} 人批准，已批准 {have} 人，尚缺：{of}"),
        Reason::NoReason => "未说明为何破例".to_owned(),
        Reason::Who { by, .. } => of_somebody(by.as_ref(), " 无权将其移至该阶段", "未写明由谁移动"),
        Reason::NoOverride { by, .. } => of_somebody(by.as_ref(), " 无权破例移动", "未写明由谁破例移动"),
    }
}

/// What would cure it, in words; in English those of [`Reason::cure`].
pub fn move_cure(reason: &Reason, language: Language) -> String {
    if language == Language::English {
        return reason.cure();
    }
    match reason {
        Reason::Unknown { nearest: Some(nearest), .. } => format!("是否指 {nearest}？"),
        Reason::Unknown { nearest: None, .. } => "写明流程中的阶段".to_owned(),
        Reason::Same { .. } => "保持不动".to_owned(),
        Reason::NoStart { .. } => "从更早的阶段开始".to_owned(),
        Reason::Closed { .. } => "另建新的记录".to_owned(),
        Reason::Skips { over } => format!("先移至 {over}"),
        Reason::Back { .. } => "保持不动，或将其关闭".to_owned(),
        Reason::NoWay { .. } => "移至可进入的阶段".to_owned(),
        Reason::When { condition } | Reason::Required { condition, .. } => format!("使条件成立：{condition}"),
        Reason::Missing { field } => format!("填写 {field}"),
        Reason::Task { task } => format!("完成 {task}"),
        Reason::Earlier { .. } => "在此之后移动".to_owned(),
        Reason::TooEarly { from: Ok(from) } => format!("等到 {}", moment(*from)),
        Reason::TooEarly { from: Err(_) } => "在日历中写明工作日".to_owned(),
        Reason::Who { by, may } | Reason::NoOverride { by, may: Some(may) } => who_may(by.as_ref(), may),
        Reason::Approval { role, state: Lacking::Early { .. } } => format!("由 {role} 再次批准"),
        Reason::Approval { role, state: Lacking::Twice { .. } } => format!("由另一人以 {role} 身份批准"),
        Reason::Approval { role, .. } => format!("由 {role} 批准"),
        Reason::Approvals { of, .. } => format!("由更多的人批准：{of}"),
        Reason::NoReason => "说明原因".to_owned(),
        Reason::NoOverride { may: None, .. } => "遵守规则，或在流程的 `may_override` 中写明谁可破例".to_owned(),
    }
}

/// Who may, as what helps.
fn who_may(by: Option<&Key>, may: &May) -> String {
    let field =
        |field: &String| if field == "owner" { "负责人".to_owned() } else { format!("{field} 所指的人") };
    let mut ways: Vec<String> = may.named.iter().map(field).collect();
    if !may.conditions.is_empty() {
        ways.push(format!("符合条件的人（{}）", may.conditions.join(" 或 ")));
    }
    let who = ways.join("或");
    if by.is_none() { format!("写明由谁移动：{who}") } else { format!("由{who}移动") }
}

fn closed(of: crate::pipeline::StageKind) -> &'static str {
    kind(of, Language::Chinese)
}

fn of_somebody(by: Option<&Key>, may_not: &str, nobody: &str) -> String {
    by.map_or_else(|| nobody.to_owned(), |by| format!("{by}{may_not}"))
}

fn lacking(role: &str, state: &Lacking) -> String {
    match state {
        Lacking::Nobody => format!("{role} 尚未批准"),
        Lacking::Refused { by } => format!("{by} 以 {role} 身份拒绝"),
        Lacking::Expired { by, on } => format!("{by} 以 {role} 身份的批准已于 {} 失效", moment(*on)),
        Lacking::Early { by } => format!("{by} 以 {role} 身份批准时，应先批准的人尚未批准"),
        Lacking::Twice { by } => format!("{by} 不可再以 {role} 身份批准"),
    }
}
