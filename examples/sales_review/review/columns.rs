//! The columns of the tables: title, and what stands in a row.

use attain::quantity::{Fraction, Outcome};
use attain::report::{Column, UNDEFINED, fixed, or_dash, percent, rise};
use attain::trace::Language;

use super::figures::Figures;
use super::nodes::{Kind, Node};

/// The titles, from the left.
pub(crate) fn titles(language: Language) -> Vec<Column> {
    let titles = match language {
        Language::English => ENGLISH,
        Language::Chinese => CHINESE,
    };
    let column = |title: &str| match title {
        // The grade stands close to its score, and has no title of its own.
        "" => Column::left(title).close(),
        _ => Column::right(title),
    };
    std::iter::once(Column::left("")).chain(titles.into_iter().map(column)).collect()
}

#[rustfmt::skip]
const ENGLISH: [&str; 13] = [
    "quota", "sales", "attained", "growth", "margin", "resellers", "avg order", "repeat", "score", "", "rank",
    "commission", "bonus",
];

#[rustfmt::skip]
const CHINESE: [&str; 13] =
    ["指标", "销售额", "达成率", "增长率", "毛利率", "经销商", "客单价", "复购率", "得分", "", "排名", "提成", "奖金"];

/// The cells of a row; units and leaders have no score, and so neither grade nor rank.
pub(crate) fn cells(depth: usize, node: &Node, figures: &Figures, language: Language) -> Vec<String> {
    let name = format!("{}{}", "  ".repeat(depth), node.title(language));
    let mut cells = vec![
        name,
        or_dash(&figures.quota, whole),
        or_dash(&figures.sales, money),
        or_dash(&figures.attainment, percent),
        or_dash(&figures.growth, percent),
        or_dash(&figures.margin_rate, percent),
        or_dash(&figures.customers, |count| fixed(count, 0)),
        or_dash(&figures.average_order_value, money),
        or_dash(&figures.repeat_rate, percent),
    ];
    cells.extend(scored(node, figures));
    cells.extend([or_dash(&figures.commission, money), bonus(&figures.bonus)]);
    cells
}

fn scored(node: &Node, figures: &Figures) -> [String; 3] {
    if node.kind != Kind::Rep {
        return Default::default();
    }
    let rank = or_dash(&figures.rank, |rank| fixed(rank, 0));
    let change = figures.rank_change.clone().map_or_else(|_| String::new(), rise);
    [
        or_dash(&figures.score, |score| fixed(score.into(), 2)),
        or_dash(&figures.grade, |grade| grade),
        // One column for both, so that ranks stand under each other whatever their change.
        format!("{rank} {change:<3}"),
    ]
}

/// Parts of a quota may have cents; to compare with sales they are not needed.
fn whole(amount: Fraction) -> String {
    fixed(amount, 0)
}

fn money(amount: Fraction) -> String {
    fixed(amount, 2)
}

/// A bonus is there or it is not.
fn bonus(bonus: &Outcome<Fraction>) -> String {
    match bonus {
        Ok(amount) if !amount.is_zero() => money(*amount),
        _ => UNDEFINED.to_owned(),
    }
}
