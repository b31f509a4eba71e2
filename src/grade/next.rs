//! With which score somebody would have a better grade by quotas.

use rust_decimal::Decimal;

use crate::id::Key;
use crate::quantity::{Fraction, Outcome, Precision, Value, Why};
use crate::ranking::Contender;

use super::force::{Given, Rule, force};

/// The next better grade by quotas, and the score with which somebody would have it.
#[derive(Clone, Debug, PartialEq)]
pub struct NextGrade {
    /// The grade that one would have with that score: the next better one, or one beyond it where that has no place.
    pub grade: Value,
    /// The least score, as scores are rounded.
    pub score: Decimal,
}

/// The least score with which somebody would have a better grade, all others keeping theirs; nothing, where there is none better.
///
/// `group` are those among whom the quotas hold, and `step` is that to which scores are rounded.
///
/// ```
/// use attain::grade::{Below, Quota, Quotas, Rule, next_grade};
/// use attain::id::Key;
/// use attain::quantity::{Fraction, Value};
/// use attain::ranking::Contender;
/// use rust_decimal::Decimal;
///
/// let quota = |(grade, share): (&str, i128)| Quota { grade: Value::Text(grade.into()), share: Fraction::new(share, 100).unwrap() };
/// let quotas = Quotas::new([("A", 50), ("B", 50)].map(quota).to_vec())?;
/// let rule = Rule { quotas, then: Vec::new(), at_least: 0, below: Below::Bands };
/// let person = |(who, score)| Contender::new(Key::new(who).unwrap(), Ok(Value::Number(Fraction::whole(score))));
/// let people = [("ann", 90), ("bob", 80), ("cid", 70), ("dan", 60)].map(person).to_vec();
///
/// let next = next_grade(&people, &rule, &Key::new("dan").unwrap(), Decimal::ONE)?.unwrap();
/// assert_eq!((next.grade.to_string(), next.score.to_string()), ("A".into(), "80".into()), "equals have the better grade here");
/// assert_eq!(next_grade(&people, &rule, &Key::new("bob").unwrap(), Decimal::ONE)?, None);
/// # Ok::<(), attain::quantity::Why>(())
/// ```
pub fn next_grade(group: &[Contender], rule: &Rule, who: &Key, step: Decimal) -> Outcome<Option<NextGrade>> {
    let own = group.iter().find(|one| one.who == *who).ok_or(Why::NotAMember)?;
    let score = own.value.clone()?.amount().ok_or(Why::NotANumber)?;
    let now = place(group, rule, who, score)?;
    if now == 0 {
        return Ok(None);
    }
    let mut scores = Vec::new();
    for other in group.iter().filter(|one| one.who != *who) {
        let Some(amount) = other.value.as_ref().ok().and_then(Value::amount) else { continue };
        let above = amount.plus(Fraction::from(step), Precision::default())?;
        scores.extend([amount, above].into_iter().filter(|candidate| *candidate > score));
    }
    crate::sort::all(&mut scores);
    scores.dedup();
    // The more, the better the grade: the least that is enough is found by halves.
    let (mut low, mut high) = (0_usize, scores.len());
    while low < high {
        let middle = low.midpoint(high);
        let candidate = scores.get(middle).copied().ok_or(Why::NothingDefined)?;
        if place(group, rule, who, candidate)? < now {
            high = middle;
        } else {
            low = middle.saturating_add(1);
        }
    }
    let Some(least) = scores.get(low).copied() else { return Ok(None) };
    let found = place(group, rule, who, least)?;
    let grade = rule.quotas.list().get(found).filter(|_| found < now).map(|quota| quota.grade.clone());
    let score = least.to_decimal().ok_or(Why::Overflow)?;
    Ok(grade.map(|grade| NextGrade { grade, score }))
}

/// Which grade somebody would have with a score, counted from the best.
fn place(group: &[Contender], rule: &Rule, who: &Key, score: Fraction) -> Outcome<usize> {
    let mut people = group.to_vec();
    for one in &mut people {
        one.group = Ok(None);
        if one.who == *who {
            one.value = Ok(Value::Number(score));
        }
    }
    let forced = force(people, rule, &|_| None);
    match forced.of(who).map(|one| one.given.clone()) {
        Some(Given::Grade(grade)) => {
            let found = rule.quotas.list().iter().position(|quota| quota.grade == grade);
            found.ok_or(Why::NothingDefined)
        }
        Some(Given::Undefined(why)) => Err(why),
        Some(Given::Bands) | None => Err(Why::NothingDefined),
    }
}
