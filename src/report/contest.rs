//! Contests, badges and moves of ranks as tables.

use crate::engine::{Contest, EarnedBadge};
use crate::id::Key;
use crate::quantity::{Fraction, Outcome};
use crate::ranking::{Award, Moved, Movement};
use crate::trace::{Language, amount};

use super::number::{UNDEFINED, fixed, or_dash, rise};
use super::scorecard::{label, reason, shown, shown_to};
use super::table::{TextTable, Title};

/// A contest, best first: rank, name, what is compared, the money and the trophies that are won, and among whom, where there are
/// groups. The last line is what is won in all; who has no rank comes before it, with the reason. `name` says what somebody is called.
///
/// ```
/// use attain::Plan;
/// use attain::calendar::parse_day;
/// use attain::engine::Engine;
/// use attain::report;
/// use attain::trace::Language;
/// # #[cfg(feature = "json")] {
///
/// let plan = Plan::from_json(br#"{
///     "attain": 1, "name": "Race", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
///     "facts": { "visit": { "whose": "rep", "fields": { "rep": "person" } } },
///     "rankings": { "race": { "by": "5 * count(visit)", "ties": "1224", "equals": "each",
///         "prizes": { "keys": ["rank"], "read": "only", "rows": [ { "rank": 1, "amount": 100, "cup": "gold" } ] } } }
/// }"#).unwrap();
/// let mut engine = Engine::new(plan);
/// engine.record_jsonl(br#"
///     {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
///     {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company"}
///     {"kind":"membership","id":"m2","on":"2025-01-01","who":"bob","unit":"company"}
///     {"kind":"visit","id":"v1","on":"2025-03-04","rep":"bob"}
/// "#, None);
/// let view = engine.view(parse_day("2025-03-31").unwrap());
/// let contest = view.contest("race", view.period("2025-03").unwrap()).unwrap().unwrap();
/// assert_eq!(report::contest(&contest, |who| who.to_string(), Language::English).to_string(), "\
/// rank  name    value   prize  trophy
///    1  bob         5  100.00  gold
///    2  ann         0
///       in all         100.00
/// ");
/// # }
/// ```
pub fn contest(contest: &Contest, name: impl Fn(&Key) -> String, language: Language) -> TextTable {
    let mut table = TextTable::titled(&CONTEST, language);
    for place in &contest.ranking.places {
        let award = contest.award(&place.who);
        let rank = or_dash(&place.rank, |rank| amount(rank, 1));
        let value = shown(Some(&place.value), &|value| shown_to(value, contest.ranking.show.as_ref()));
        let money = award.and_then(|award| award.amount).map(|amount| fixed(Fraction::from(amount), 2));
        let group = place.group.as_ref().map(ToString::to_string);
        let why = reason(&place.rank, language);
        let (money, group) = (money.unwrap_or_default(), group.unwrap_or_default());
        table.row([&*rank, &name(&place.who), &value, &money, &trophies(award), &group, &why]);
    }
    let paid =
        or_dash(&contest.awards.as_ref().map(|awards| Fraction::from(awards.paid)).map_err(Clone::clone), |paid| {
            fixed(paid, 2)
        });
    let why = reason(&contest.awards, language);
    table.row(["", language.pick("in all", "合计"), "", &paid, "", "", &why]);
    table
}

const CONTEST: [Title; 7] = [
    Title::right("rank", "排名"),
    Title::left("name", "姓名"),
    Title::right("value", "值"),
    Title::right("prize", "奖金"),
    Title::left("trophy", "奖品"),
    Title::left("", ""),
    Title::left("", ""),
];

fn trophies(award: Option<&Award>) -> String {
    let won = award.map(|award| award.trophies.as_slice()).unwrap_or_default();
    let won: Vec<&str> = won.iter().map(|(_, trophy)| trophy.as_str()).collect();
    won.join(", ")
}

/// Badges: a line for each, with whether it is earned, and why that is not known.
pub fn badges(badges: &[EarnedBadge], language: Language) -> TextTable {
    let mut table = TextTable::titled(&BADGES, language);
    for badge in badges {
        let earned = match badge.earned {
            Ok(true) => language.pick("earned", "已获得"),
            Ok(false) => "",
            Err(_) => UNDEFINED,
        };
        let name = label(&badge.labels, badge.id.as_str(), language);
        let time = badge.when.span().to_string();
        table.row([name, badge.ranking.as_str(), earned, &time, &reason(&badge.earned, language)]);
    }
    table
}

const BADGES: [Title; 5] = [
    Title::left("badge", "徽章"),
    Title::left("ranking", "排行"),
    Title::left("", ""),
    Title::left("in", "期间"),
    Title::left("", ""),
];

/// What became of each rank: before, after, by how much it rose or fell, and who came and left. `name` says what somebody is called.
///
/// ```
/// use attain::id::Key;
/// use attain::quantity::{Fraction, Value};
/// use attain::ranking::{Order, Ranking, moves};
/// use attain::report::rank_moves;
/// use attain::rule::Ties;
/// use attain::trace::Language;
///
/// let ranking = |values: &[(&str, i64)]| {
///     let value = |(who, value): &(&str, i64)| (Key::new(*who).unwrap(), Ok(Value::Number(Fraction::whole(*value))));
///     Ranking::new(values.iter().map(value).collect(), Order::HighestFirst, Ties::Competition)
/// };
/// let moved = moves(&ranking(&[("ann", 5), ("bob", 4)]), &ranking(&[("ann", 5), ("王芳", 9)]));
/// assert_eq!(rank_moves(&moved, |who| who.to_string(), Language::Chinese).to_string(), "\
/// 姓名  原排名  现排名
/// 王芳       –       1  新上榜
/// ann        1       2  ▼1
/// bob        2       –  落榜
/// ");
/// ```
pub fn rank_moves(moves: &[Moved], name: impl Fn(&Key) -> String, language: Language) -> TextTable {
    let mut table = TextTable::titled(&MOVES, language);
    for moved in moves {
        let rank = |rank: Option<Fraction>| rank.map_or_else(|| UNDEFINED.to_owned(), |rank| amount(rank, 1));
        table.row([&name(&moved.who), &rank(moved.before), &rank(moved.after), &movement(moved.movement, language)]);
    }
    table
}

const MOVES: [Title; 4] = [
    Title::left("name", "姓名"),
    Title::right("before", "原排名"),
    Title::right("after", "现排名"),
    Title::left("", ""),
];

fn movement(movement: Movement, language: Language) -> String {
    match (movement, movement.by()) {
        (_, Some(by)) => rise(by),
        (Movement::Enters, None) => language.pick("new", "新上榜").to_owned(),
        (Movement::Leaves, None) => language.pick("left", "落榜").to_owned(),
        (_, None) => language.pick("another group", "换组").to_owned(),
    }
}

/// What the percentile of a place is in words: `93.0 %`; a dash, where it has none.
pub(super) fn percentile(percentile: &Outcome<Fraction>) -> String {
    or_dash(percentile, super::number::percent)
}
