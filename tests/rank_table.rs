//! Tables of plain values: ranks by each rule for ties, percentiles and quartiles by each method, prizes by each way of sharing.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use attain::id::Key;
use attain::quantity::{Fraction, Outcome, RoundTo, RoundingMode, Value, Why};
use attain::ranking::{Contender, Equals, Method, Offer, Order, Ranking, rank};
use attain::rule::{OddWord, Percentile, Rounding, Ties};
use rust_decimal::Decimal;

const TABLE: &str = include_str!("tables/ranks.txt");

/// The rows of a kind, each with its number.
fn rows(kind: &str) -> Vec<(usize, Vec<&'static str>)> {
    let mut rows = Vec::new();
    for (number, line) in (1..).zip(TABLE.lines()).filter(|(_, line)| !line.starts_with('#')) {
        let mut cells = line.split('|').map(str::trim);
        if cells.next() == Some(kind) {
            rows.push((number, cells.collect()));
        }
    }
    assert!(!rows.is_empty(), "the table has no `{kind}`");
    rows
}

fn word<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str, written: &str) -> T {
    all.iter().copied().find(|known| word(*known) == written).unwrap_or_else(|| panic!("no word `{written}`"))
}

fn number(text: &str) -> Fraction {
    match text.split_once('/') {
        None => text.parse().unwrap(),
        Some((num, den)) => Fraction::new(num.parse().unwrap(), den.parse().unwrap()).unwrap(),
    }
}

fn values(text: &str) -> Vec<Outcome<Fraction>> {
    text.split_whitespace().map(|text| if text == "-" { Err(Why::NoFacts) } else { Ok(number(text)) }).collect()
}

/// What there is of each, as the table writes it.
fn same(found: &[Option<Fraction>], written: &str) -> bool {
    let written: Vec<Option<Fraction>> = values(written).into_iter().map(Result::ok).collect();
    found == written
}

/// Those of the values, in their order, called by it.
fn contenders(values: &[Outcome<Fraction>]) -> Vec<Contender> {
    let name = |place: usize| Key::new(format!("{place:03}")).unwrap();
    values
        .iter()
        .enumerate()
        .map(|(place, value)| Contender::new(name(place), value.clone().map(Value::Number)))
        .collect()
}

fn in_order<T>(ranking: &Ranking, count: usize, of: impl Fn(&attain::ranking::Place) -> T) -> Vec<T> {
    (0..count).map(|place| of(ranking.of(&format!("{place:03}")).unwrap())).collect()
}

#[test]
fn ranks_are_those_of_the_table() {
    for (line, cells) in rows("rank") {
        let [ties, order, given, expected] = cells[..] else { panic!("line {line}") };
        let (ties, order) = (word(Ties::ALL, Ties::word, ties), word(Order::ALL, Order::word, order));
        let given = values(given);
        let plain: Vec<Option<Fraction>> = rank(&given, order, ties).into_iter().map(Result::ok).collect();
        assert!(same(&plain, expected), "line {line}: {plain:?}");
        let among = Ranking::among(contenders(&given), &Method::new(order, ties));
        let ranks = in_order(&among, given.len(), |place| place.rank.clone().ok());
        assert!(same(&ranks, expected), "line {line}, among all: {ranks:?}");
        let people = contenders(&given).into_iter().map(|one| (one.who, one.value)).collect();
        let ranks = in_order(&Ranking::new(people, order, ties), given.len(), |place| place.rank.clone().ok());
        assert!(same(&ranks, expected), "line {line}, of people: {ranks:?}");
    }
}

#[test]
fn percentiles_and_quartiles_are_those_of_the_table() {
    for (line, cells) in rows("place") {
        let [method, order, given, percentiles, quartiles] = cells[..] else { panic!("line {line}") };
        let method = word(Percentile::ALL, Percentile::word, method);
        let given = values(given);
        let order = word(Order::ALL, Order::word, order);
        let ranking = Ranking::among(contenders(&given), &Method::new(order, Ties::Competition).percentile(method));
        let found = in_order(&ranking, given.len(), |place| place.standing.as_ref()?.percentile.clone().ok());
        assert!(same(&found, percentiles), "line {line}: {found:?}");
        let found = in_order(&ranking, given.len(), |place| {
            place.standing.as_ref().map(|standing| Fraction::whole(i64::from(standing.quartile)))
        });
        assert!(same(&found, quartiles), "line {line}: {found:?}");
    }
}

#[test]
fn prizes_are_those_of_the_table() {
    for (line, cells) in rows("prize") {
        let [ties, equals, rounding, offers, given, won, offered, paid] = cells[..] else { panic!("line {line}") };
        let (step, odd) = rounding.split_once(' ').unwrap();
        let to = RoundTo::new(step.parse().unwrap(), RoundingMode::HalfUp).unwrap();
        let rounding = Rounding { to, odd: Some(word(OddWord::ALL, OddWord::word, odd)) };
        let offers: Vec<Decimal> = offers.split_whitespace().map(|offer| offer.parse().unwrap()).collect();
        let offer = |place: u64| {
            let amount = usize::try_from(place).ok().and_then(|place| offers.get(place.checked_sub(1)?)).copied();
            Offer { amount, ..Offer::default() }
        };
        let given = values(given);
        let method = Method::new(Order::HighestFirst, word(Ties::ALL, Ties::word, ties));
        let ranking = Ranking::among(contenders(&given), &method);
        let awards = ranking.awards(word(Equals::ALL, Equals::word, equals), Some(&rounding), &offer).unwrap();
        let found = in_order(&ranking, given.len(), |place| {
            let award = awards.awards.iter().find(|award| award.who == place.who)?;
            award.amount.map(Fraction::from)
        });
        assert!(same(&found, won), "line {line}: {found:?}");
        assert_eq!((awards.offered, awards.paid), (offered.parse().unwrap(), paid.parse().unwrap()), "line {line}");
    }
}

#[test]
fn equals_are_told_apart_by_what_comes_next() {
    let contender = |who: &str, value: i64, then: [Option<i64>; 2]| {
        let outcome = |value: Option<i64>| value.map(|value| Value::Number(Fraction::whole(value))).ok_or(Why::NoFacts);
        let all = Contender::new(Key::new(who).unwrap(), outcome(Some(value)));
        all.then(outcome(then[0])).then(outcome(then[1]))
    };
    let all = [
        contender("eve", 5, [None, Some(1)]),
        contender("dan", 5, [Some(2), Some(9)]),
        contender("cid", 5, [Some(2), Some(1)]),
        contender("bob", 5, [Some(2), Some(9)]),
        contender("ann", 5, [Some(1), Some(3)]),
        contender("zoe", 6, [None, None]),
    ];
    // The more of the first, then the less of the second; what is undefined comes last, and then keys.
    let expected = "zoe cid bob dan ann eve";
    for (ties, ranks) in
        [(Ties::Ordinal, "1 2 3 4 5 6"), (Ties::Competition, "1 2 2 2 2 2"), (Ties::Average, "1 4 4 4 4 4")]
    {
        let method = Method::new(Order::HighestFirst, ties).then(Order::HighestFirst).then(Order::LowestFirst);
        let ranking = Ranking::among(all.to_vec(), &method);
        let names: Vec<&str> = ranking.places.iter().map(|place| place.who.as_str()).collect();
        assert_eq!(names.join(" "), expected, "{ties}");
        let found: Vec<String> = ranking.places.iter().map(|place| place.rank.clone().unwrap().to_string()).collect();
        assert_eq!(found.join(" "), ranks, "{ties}");
    }
}

#[test]
fn whoever_has_no_group_or_too_small_a_one_is_told_why() {
    let contender = |who: &str, value: Outcome<i64>, group: Outcome<&str>| {
        let value = value.map(|value| Value::Number(Fraction::whole(value)));
        Contender::new(Key::new(who).unwrap(), value).within(group.map(|group| Value::Text(group.into())))
    };
    let all = vec![
        contender("ann", Ok(5), Ok("north")),
        contender("bob", Ok(7), Ok("north")),
        contender("cid", Err(Why::NoTarget), Ok("north")),
        contender("dan", Ok(9), Ok("south")),
        contender("eve", Err(Why::NoFacts), Ok("south")),
        contender("fay", Ok(9), Err(Why::NotAMember)),
    ];
    let ranking = Ranking::among(all, &Method::new(Order::HighestFirst, Ties::Competition).at_least(2));
    let names = |places: &[attain::ranking::Place]| -> Vec<String> {
        places.iter().map(|place| place.who.to_string()).collect()
    };
    assert_eq!(names(ranking.ranked()), ["bob", "ann"]);
    assert_eq!(names(ranking.unranked()), ["cid", "dan", "eve", "fay"]);
    let rank = |who: &str| ranking.of(who).unwrap().rank.clone();
    assert_eq!(rank("ann"), Ok(Fraction::whole(2)));
    assert_eq!(rank("cid"), Err(Why::NoTarget));
    assert_eq!(rank("dan"), Err(Why::TooFew { have: 1, need: 2 }), "the value is there, and means little");
    assert_eq!(rank("eve"), Err(Why::NoFacts));
    assert_eq!(rank("fay"), Err(Why::NotAMember));
    let groups: Vec<(String, u64, u64, bool)> = ranking
        .groups
        .iter()
        .map(|group| (group.of.to_string(), group.members, group.with_value, group.is_ranked))
        .collect();
    assert_eq!(groups, [("north".to_owned(), 3, 2, true), ("south".to_owned(), 2, 1, false)]);
}

#[test]
fn a_percentile_of_one_alone_says_how_many_it_takes() {
    let one = contenders(&[Ok(Fraction::ONE)]);
    let method = Method::new(Order::HighestFirst, Ties::Competition).percentile(Percentile::Linear);
    let ranking = Ranking::among(one, &method);
    let standing = ranking.of("000").unwrap().standing.clone().unwrap();
    assert_eq!(standing.percentile, Err(Why::TooFew { have: 1, need: 2 }));
}
