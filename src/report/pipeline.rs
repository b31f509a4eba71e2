//! A pipeline as it is written, drawn as text.

use crate::document::{FormulaText, OneOrMany};
use crate::pipeline::{
    Mode, MovesDefinition, PipelineDefinition, ProbabilityDefinition, ProbabilityOf, Skipped, StageKind,
};
use crate::trace::{Language, width};

use super::pipeline_parts::{self, either, listed, stay};

/// A pipeline, as it is written: a line for each stage with its kind and probability, then which moves there are, who may, what is
/// asked of each, what comes of it, and what is due in each stage.
///
/// ```
/// use attain::pipeline::{MovesDefinition, PipelineDefinition, StageDefinition, StageKind};
/// use attain::report::pipeline;
/// use attain::trace::Language;
///
/// let stage = |id: &str, kind| StageDefinition { id: id.to_owned(), kind, ..StageDefinition::default() };
/// let lead = StageDefinition { probability: Some("10%".into()), ..stage("lead", StageKind::Open) };
/// let mut sales = PipelineDefinition {
///     stages: vec![lead, stage("报价", StageKind::Open), stage("won", StageKind::Won), stage("lost", StageKind::Lost)],
///     ..PipelineDefinition::default()
/// };
/// sales.moves = Some(MovesDefinition { back: Some(true), ..MovesDefinition::default() });
/// assert_eq!(pipeline(&sales, Language::English), "\
/// ┌ lead  open  10%
/// ├ 报价  open
/// ├ won   won
/// └ lost  lost
/// moves: to the next stage; back to an earlier stage
/// ");
/// ```
pub fn pipeline(definition: &PipelineDefinition, language: Language) -> String {
    let mut text = String::new();
    let ids = definition.stages.iter().map(|stage| width(&stage.id)).max().unwrap_or_default();
    let kinds = definition.stages.iter().map(|stage| width(kind(stage.kind, language))).max().unwrap_or_default();
    let last = definition.stages.len().saturating_sub(1);
    for (place, stage) in definition.stages.iter().enumerate() {
        let joint = match place {
            _ if last == 0 => "─ ",
            0 => "┌ ",
            _ if place == last => "└ ",
            _ => "├ ",
        };
        let mut more: Vec<String> = stage.probability.iter().map(|likely| probability(likely, language)).collect();
        more.extend(stage.category.clone());
        more.extend((!stage.requires.is_empty()).then(|| listed(language.pick("needs", "需要"), &stage.requires)));
        let is_kind = kind(stage.kind, language);
        let line = [
            joint,
            &stage.id,
            &" ".repeat(ids.saturating_sub(width(&stage.id)).saturating_add(2)),
            is_kind,
            &" ".repeat(kinds.saturating_sub(width(is_kind)).saturating_add(2)),
            &more.join(language.pick("; ", "；")),
        ];
        text.extend([line.concat().trim_end(), "\n"]);
    }
    text.extend([&*moves(definition, language), "\n"]);
    if definition.skipped == Some(Skipped::Absent) {
        text.push_str(language.pick("stages that were skipped count as absent\n", "跳过的阶段不计为经过\n"));
    }
    for line in rules(definition, language) {
        text.extend([&*line, "\n"]);
    }
    for edge in &definition.edges {
        text.extend([&*pipeline_parts::edge(edge, language), "\n"]);
    }
    for line in definition.stages.iter().flat_map(|stage| stay(stage, language)) {
        text.extend([&*line, "\n"]);
    }
    text
}

/// What holds for all moves: what becomes of one that may not be, who may.
fn rules(definition: &PipelineDefinition, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    let mode = definition.mode.map(|mode| match mode {
        Mode::Enforce => language.pick("a move that may not be is refused", "不合规的流转：拒绝"),
        Mode::Observe => language.pick("a move that may not be is taken, and reported", "不合规的流转：接受并报告"),
    });
    lines.extend(mode.map(str::to_owned));
    let mut who = |english: &str, chinese: &str, who: &[FormulaText]| {
        lines.push(format!("{}{}", language.pick(english, chinese), either(who, language)));
    };
    if let Some(OneOrMany(moves)) = &definition.who {
        who("who may move it: ", "操作人：", moves);
    }
    if let Some(overrides) = &definition.may_override {
        who("who may move it against the rules: ", "可破例的人：", std::slice::from_ref(overrides));
    }
    if definition.probability == Some(ProbabilityOf::Entered) {
        lines.push(language.pick("probabilities are those of the day of entry", "概率以进入阶段之日为准").to_owned());
    }
    lines
}

pub(super) fn kind(kind: StageKind, language: Language) -> &'static str {
    match kind {
        StageKind::Open => language.pick("open", "进行中"),
        StageKind::Won => language.pick("won", "赢单"),
        StageKind::Lost => language.pick("lost", "丢单"),
        StageKind::Invalid => language.pick("invalid", "无效"),
    }
}

fn probability(likely: &ProbabilityDefinition, language: Language) -> String {
    match likely {
        ProbabilityDefinition::Always(text) => text.as_str().to_owned(),
        ProbabilityDefinition::Dated(all) => {
            let mut parts = Vec::with_capacity(all.len());
            for one in all {
                let from = one.from.as_ref().map(|from| language.pick("from {} ", "自{}起 ").replace("{}", from));
                parts.push(format!("{}{}", from.unwrap_or_default(), one.is.as_str()));
            }
            parts.join(language.pick(", ", "，"))
        }
    }
}

fn moves(definition: &PipelineDefinition, language: Language) -> String {
    let title = language.pick("moves: ", "流转：");
    let Some(moves) = &definition.moves else {
        let all = definition.edges.is_empty();
        let (english, chinese) = if all { ("any", "任意") } else { ("only those below", "仅限以下") };
        return format!("{title}{}", language.pick(english, chinese));
    };
    format!("{title}{}", ways(moves, language).join(language.pick("; ", "；")))
}

fn ways(moves: &MovesDefinition, language: Language) -> Vec<String> {
    let mut ways = vec![language.pick("to the next stage", "进入下一阶段").to_owned()];
    let mut add = |is: Option<bool>, english: &str, chinese: &str| {
        ways.extend((is == Some(true)).then(|| language.pick(english, chinese).to_owned()));
    };
    add(moves.skip, "to a later stage", "可跳过阶段");
    add(moves.back, "back to an earlier stage", "可退回");
    add(moves.reopen, "open again what is closed", "可重新打开");
    if let Some(OneOrMany(from)) = &moves.lost_from {
        let (and, lost) = (language.pick(", ", "、"), language.pick("lost or invalid from ", "可丢单或无效："));
        ways.push(format!("{lost}{}", from.join(and)));
    }
    ways
}
