//! A ranking as a table.

use crate::id::Key;
use crate::quantity::{Fraction, Outcome};
use crate::ranking::Ranking;
use crate::trace::{Language, amount};

use super::number::{or_dash, rise};
use super::scorecard::{figure, reason};
use super::table::{Column, TextTable};

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
/// `standing` says what a person is called and how the rank changed. Who has no rank comes last, with the reason.
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
    let mut table = TextTable::new([
        Column::right(language.pick("rank", "排名")),
        Column::left("").close(),
        Column::left(language.pick("name", "姓名")),
        Column::right(language.pick("value", "值")),
        Column::left(""),
    ]);
    for place in &ranking.places {
        let Standing { name, change } = standing(&place.who);
        // Who has no rank has not moved either.
        let change = place.rank.clone().and(change).map_or_else(|_| String::new(), rise);
        let rank = or_dash(&place.rank, |rank| amount(rank, 1));
        let value = or_dash(&place.value, |value| figure(&value));
        table.row([rank, change, name, value, reason(&place.rank, language)]);
    }
    table
}
