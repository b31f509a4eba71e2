//! What formulas compute with.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use super::{Fraction, List, Percent, Ratio};

/// What a value is of. Units are checked when a plan is read, so a formula that runs never meets a
/// wrong one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A pure number, such as a count.
    Number,
    /// A number that prints as a percent.
    Ratio,
    /// By how much one percentage differs from another: percentage points.
    Points,
    /// An amount in the plan's currency.
    Money,
    /// A length of time, in days.
    Duration,
    /// A day.
    Date,
    /// A text.
    Text,
    /// Yes or no.
    YesNo,
    /// A person, by key.
    Person,
    /// A unit of the organisation, by key.
    OrgUnit,
    /// Texts, each once.
    List,
}

impl Unit {
    /// All units.
    pub const ALL: [Unit; 11] = [
        Unit::Number,
        Unit::Ratio,
        Unit::Points,
        Unit::Money,
        Unit::Duration,
        Unit::Date,
        Unit::Text,
        Unit::YesNo,
        Unit::Person,
        Unit::OrgUnit,
        Unit::List,
    ];

    /// The word for it in messages: `number`, `yes/no`, `unit`.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Number => "number",
            Unit::Ratio => "ratio",
            Unit::Points => "points",
            Unit::Money => "money",
            Unit::Duration => "duration",
            Unit::Date => "date",
            Unit::Text => "text",
            Unit::YesNo => "yes/no",
            Unit::Person => "person",
            Unit::OrgUnit => "unit",
            Unit::List => "list",
        }
    }
}

impl Unit {
    /// An amount of this unit; a pure number, where the unit is not one of amounts.
    ///
    /// ```
    /// use attain::quantity::{Fraction, Unit, Value};
    ///
    /// assert_eq!(Unit::Money.of(Fraction::ONE), Value::Money(Fraction::ONE));
    /// ```
    pub fn of(self, amount: Fraction) -> Value {
        match self {
            Unit::Ratio => Value::Ratio(amount),
            Unit::Points => Value::Points(amount),
            Unit::Money => Value::Money(amount),
            Unit::Duration => Value::Duration(amount),
            _ => Value::Number(amount),
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A value of a formula, with its unit.
///
/// ```
/// use attain::quantity::{Fraction, Unit, Value};
///
/// let attained = Value::Ratio(Fraction::new(21, 25).unwrap());
/// assert_eq!(attained.unit(), Unit::Ratio);
/// assert_eq!(attained.to_string(), "84%");
/// assert!(attained.compare(&Value::Number(Fraction::ONE)).unwrap().is_lt());
/// assert_eq!(attained.compare(&Value::YesNo(true)), None);
/// ```
///
/// The order of values is that of keys in a table: by unit first. Whether one amount is less than another is
/// [`Value::compare`]'s business.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A pure number.
    Number(Fraction),
    /// A number that prints as a percent: 0.84 is 84 %.
    Ratio(Fraction),
    /// Percentage points, as a part of the whole: 0.02 is 2 of them, from 10 % to 12 %.
    Points(Fraction),
    /// An amount in the plan's currency, in major units.
    Money(Fraction),
    /// A length of time, in days.
    Duration(Fraction),
    /// A day.
    Date(NaiveDate),
    /// A text.
    Text(Arc<str>),
    /// Yes or no.
    YesNo(bool),
    /// A person, by key.
    Person(Arc<str>),
    /// A unit of the organisation, by key.
    OrgUnit(Arc<str>),
    /// Texts, each once.
    List(List),
}

impl Value {
    /// What the value is of.
    pub fn unit(&self) -> Unit {
        match self {
            Value::Number(_) => Unit::Number,
            Value::Ratio(_) => Unit::Ratio,
            Value::Points(_) => Unit::Points,
            Value::Money(_) => Unit::Money,
            Value::Duration(_) => Unit::Duration,
            Value::Date(_) => Unit::Date,
            Value::Text(_) => Unit::Text,
            Value::YesNo(_) => Unit::YesNo,
            Value::Person(_) => Unit::Person,
            Value::OrgUnit(_) => Unit::OrgUnit,
            Value::List(_) => Unit::List,
        }
    }

    /// How much it is: the number of a number, ratio, amount of money or duration, in the unit's
    /// own measure; of percentage points the part of the whole that they are.
    pub fn amount(&self) -> Option<Fraction> {
        match self {
            Value::Number(amount)
            | Value::Ratio(amount)
            | Value::Points(amount)
            | Value::Money(amount)
            | Value::Duration(amount) => Some(*amount),
            _ => None,
        }
    }

    /// Which of two values is larger, if they are of one unit; numbers, ratios and percentage points compare too.
    ///
    /// Days compare by time, no comes before yes, and texts and keys go by their Unicode code
    /// points, which is the same everywhere.
    pub fn compare(&self, other: &Value) -> Option<Ordering> {
        use Value::{Date, Duration, List, Money, Number, OrgUnit, Person, Points, Ratio, Text, YesNo};
        match (self, other) {
            (Number(a) | Ratio(a) | Points(a), Number(b) | Ratio(b) | Points(b))
            | (Money(a), Money(b))
            | (Duration(a), Duration(b)) => Some(a.cmp(b)),
            (Date(a), Date(b)) => Some(a.cmp(b)),
            (YesNo(a), YesNo(b)) => Some(a.cmp(b)),
            (List(a), List(b)) => Some(a.cmp(b)),
            (Text(a), Text(b)) | (Person(a), Person(b)) | (OrgUnit(a), OrgUnit(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

/// Money prints without its currency, which is the plan's; a ratio as a percent, and what lies between two of them in percentage
/// points: `2 pp`.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Number(number) | Value::Money(number) => number.fmt(f),
            Value::Ratio(ratio) => Percent(Ratio::from(*ratio)).fmt(f),
            Value::Points(points) => f.pad(Percent(Ratio::from(*points)).to_string().replace('%', " pp").as_str()),
            Value::Duration(days) if *days == Fraction::ONE => f.pad("1 day"),
            Value::Duration(days) => f.pad(&format!("{days} days")),
            Value::Date(date) => fmt::Display::fmt(date, f),
            Value::Text(text) | Value::Person(text) | Value::OrgUnit(text) => f.pad(text),
            Value::List(list) => list.fmt(f),
            Value::YesNo(yes) => f.pad(if *yes { "yes" } else { "no" }),
        }
    }
}
