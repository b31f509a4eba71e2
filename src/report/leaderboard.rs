//! A ranking as a table.

use crate::document::IS_WHOLE;
use crate::id::Key;
use crate::quantity::{Fraction, Outcome};
use crate::ranking::{Place, Ranking};
use crate::trace::{Language, amount};

use super::contest::percentile;
use super::number::{or_dash, rise};
use super::scorecard::{reason, shown, shown_to};
use super::table::{TextTable, Title};

/// What a leaderboard says of somebody beside the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What people call them.
    pub name: String,
    /// By how many ranks they rose since the period before; undefined for newcomers.
    pub change: Outcome<Fraction>,
}

/// A ranking, best first: rank, change since the period before, name, and what is compared.
///
/// `standing` says what a person is called and how the rank changed. Who has no rank comes last, with the reason. Where a ranking
/// has groups, percentiles and quartiles, they stand beside the values.
///
/// ```
/// use attain::id::Key;
/// use attain::quantity::{Fraction, Value, Why};
/// use attain::ranking::{Order, Ranking};
/// use attain::report::{Standing, leaderboard};
/// use attain::rule::Ties;
/// use attain::trace::Language;
///
/// let key = |text: &str| Key::new(text).unwrap();
/// let score = |points| Ok(Value::Number(Fraction::whole(points)));
/// let values = vec![(key("ann"), score(97)), (key("bo"), score(103)), (key("cy"), Err(Why::NoFacts))];
/// let ranking = Ranking::new(values, Order::HighestFirst, Ties::Competition);
/// let standing = |who: &Key| Standing { name: who.to_string(), change: Ok(Fraction::whole(1)) };
///
/// assert_eq!(leaderboard(&ranking, standing, Language::English).to_string(), "\
/// rank     name  value
///    1 ▲1  bo      103
///    2 ▲1  ann      97
///    –     cy        –  no facts
/// ");
/// ```
pub fn leaderboard(ranking: &Ranking, standing: impl Fn(&Key) -> Standing, language: Language) -> TextTable {
    if IS_WHOLE && (ranking.percentile.is_some() || !ranking.groups.is_empty()) {
        return beside(ranking, &standing, language);
    }
    let mut table = TextTable::titled(&TITLES, language);
    for place in &ranking.places {
        let [rank, change, name, value] = told(place, ranking, standing(&place.who));
        table.row([&*rank, &change, &name, &value, &reason(&place.rank, language)]);
    }
    table
}

/// The same with what stands beside the values.
fn beside(ranking: &Ranking, standing: &dyn Fn(&Key) -> Standing, language: Language) -> TextTable {
    let mut titles = TITLES.to_vec();
    titles.splice(4..4, MORE);
    let mut table = TextTable::titled(&titles, language);
    for place in &ranking.places {
        let [rank, change, name, value] = told(place, ranking, standing(&place.who));
        let [percentile, quartile, group] = more(place);
        let why = reason(&place.rank, language);
        table.row([rank, change, name, value, percentile, quartile, group, why]);
    }
    table
}

/// The rank, how it changed, the name, and the value.
fn told(place: &Place, ranking: &Ranking, Standing { name, change }: Standing) -> [String; 4] {
    // Who has no rank has not moved either.
    let change = if place.rank.is_ok() { change.map(rise).unwrap_or_default() } else { String::new() };
    let rank = or_dash(&place.rank, |rank| amount(rank, 1));
    let value = shown(Some(&place.value), &|value| shown_to(value, ranking.show.as_ref()));
    [rank, change, name, value]
}

/// The percentile, the quartile, and among whom it is.
fn more(place: &Place) -> [String; 3] {
    let standing = place.standing.as_ref();
    let percentile = standing.map(|standing| percentile(&standing.percentile)).unwrap_or_default();
    let quartile = standing.map(|standing| standing.quartile.to_string()).unwrap_or_default();
    [percentile, quartile, place.group.as_ref().map(ToString::to_string).unwrap_or_default()]
}

const MORE: [Title; 3] =
    [Title::right("percentile", "百分位"), Title::right("quartile", "四分位"), Title::left("among", "组别")];

const TITLES: [Title; 5] = [
    Title::right("rank", "排名"),
    Title::close(),
    Title::left("name", "姓名"),
    Title::right("value", "值"),
    Title::left("", ""),
];
