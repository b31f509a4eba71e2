//! A value, or why there is none.

use std::ffi::{CStr, c_char};

use crate::quantity::{Fraction, Outcome, Unit, Value, Why};

use super::day::{ATTAIN_DATE_NONE, attain_date, number};
use super::number::attain_fraction;

/// A value, or why there is none.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct attain_value {
    /// The amount, exactly: of money in major units, of a ratio 1 for 100 %, of a duration in days; yes is 1, no is 0. 0 where
    /// there is no value, and where the value is a day, a text, a list or a key.
    pub amount: attain_fraction,
    /// What it is of: one of `ATTAIN_UNIT_…`; 0 where there is no value.
    pub unit: i32,
    /// Why there is no value: one of `ATTAIN_WHY_…`; 0 where there is one.
    pub undefined: i32,
    /// The day, where the value is one; else `ATTAIN_DATE_NONE`.
    pub day: attain_date,
    /// 0.
    pub reserved: u32,
}

/// A pure number.
pub const ATTAIN_UNIT_NUMBER: i32 = 1;
/// A number that prints as a percent.
pub const ATTAIN_UNIT_RATIO: i32 = 2;
/// An amount in the plan's currency.
pub const ATTAIN_UNIT_MONEY: i32 = 3;
/// A length of time, in days.
pub const ATTAIN_UNIT_DURATION: i32 = 4;
/// A day.
pub const ATTAIN_UNIT_DATE: i32 = 5;
/// A text; ask for the value as JSON.
pub const ATTAIN_UNIT_TEXT: i32 = 6;
/// Yes or no.
pub const ATTAIN_UNIT_YES_NO: i32 = 7;
/// A person, by key; ask for the value as JSON.
pub const ATTAIN_UNIT_PERSON: i32 = 8;
/// A unit of the organisation, by key; ask for the value as JSON.
pub const ATTAIN_UNIT_ORG_UNIT: i32 = 9;
/// Percentage points, by which one percentage differs from another: 0.02 is 2 of them.
pub const ATTAIN_UNIT_POINTS: i32 = 10;
/// Texts, each once; ask for the value as JSON.
pub const ATTAIN_UNIT_LIST: i32 = 11;

/// A divisor is zero.
pub const ATTAIN_WHY_DIVIDED_BY_ZERO: i32 = 1;
/// The number does not fit.
pub const ATTAIN_WHY_OVERFLOW: i32 = 2;
/// The operation has no answer among the numbers.
pub const ATTAIN_WHY_NOT_A_NUMBER: i32 = 3;
/// Nobody set a target.
pub const ATTAIN_WHY_NO_TARGET: i32 = 4;
/// Nothing happened of which an average, a least or a median could be taken.
pub const ATTAIN_WHY_NO_FACTS: i32 = 5;
/// The person does not belong to the organisation at that time.
pub const ATTAIN_WHY_NOT_A_MEMBER: i32 = 6;
/// Nobody can be compared with.
pub const ATTAIN_WHY_NO_PEERS: i32 = 7;
/// The window lies before the first period of the calendar.
pub const ATTAIN_WHY_BEFORE_FIRST_PERIOD: i32 = 8;
/// No row of the table is for this value.
pub const ATTAIN_WHY_OUT_OF_TABLE: i32 = 9;
/// Fewer cases than the plan asks for.
pub const ATTAIN_WHY_TOO_FEW: i32 = 10;
/// No exchange rate is known for the day.
pub const ATTAIN_WHY_NO_RATE: i32 = 11;
/// A field or an attribute has no value.
pub const ATTAIN_WHY_MISSING: i32 = 12;
/// None of the alternatives, or of the members, has a value.
pub const ATTAIN_WHY_NOTHING_DEFINED: i32 = 13;
/// There is no such period in the calendar.
pub const ATTAIN_WHY_NO_PERIOD: i32 = 14;
/// Nobody said which days of the year are worked.
pub const ATTAIN_WHY_UNKNOWN_YEAR: i32 = 15;
/// The calendar does not say which days, or hours, are worked.
pub const ATTAIN_WHY_NO_WORKING_HOURS: i32 = 16;
/// It cannot be broken down by the field: it is made of other facts.
pub const ATTAIN_WHY_NOT_SLICED: i32 = 17;
/// Only what each period of the plan has in all is known.
pub const ATTAIN_WHY_KEPT_BY_SLOT: i32 = 18;
/// The target above it could not be cut.
pub const ATTAIN_WHY_NOT_SPLIT: i32 = 19;
/// Nobody committed to anything.
pub const ATTAIN_WHY_NO_COMMITMENT: i32 = 20;
/// The weights, as they are for the one at hand, do not make 100 %, or one of them is below zero.
pub const ATTAIN_WHY_WEIGHTS_NOT_WHOLE: i32 = 21;
/// It is told to nobody, because it would tell what a few people said.
pub const ATTAIN_WHY_WITHHELD: i32 = 22;
/// Only a person has such a figure, and this is asked of a unit.
pub const ATTAIN_WHY_OF_PEOPLE: i32 = 23;

impl attain_value {
    pub(super) fn of(outcome: &Outcome) -> attain_value {
        match outcome {
            Ok(value) => attain_value::known(value),
            Err(why) => attain_value { undefined: reason(why), ..attain_value::nothing() },
        }
    }

    pub(super) fn of_amount(outcome: Outcome<Fraction>, unit: Unit) -> attain_value {
        attain_value::of(&outcome.map(|amount| unit.of(amount)))
    }

    fn nothing() -> attain_value {
        let amount = attain_fraction::of(Fraction::ZERO);
        attain_value { amount, unit: 0, undefined: 0, day: ATTAIN_DATE_NONE, reserved: 0 }
    }

    fn known(value: &Value) -> attain_value {
        let amount = match value {
            Value::YesNo(true) => Fraction::ONE,
            other => other.amount().unwrap_or(Fraction::ZERO),
        };
        let day = match value {
            Value::Date(day) => number(*day),
            _ => ATTAIN_DATE_NONE,
        };
        attain_value { amount: attain_fraction::of(amount), unit: unit(value.unit()), day, ..attain_value::nothing() }
    }
}

pub(super) fn unit(unit: Unit) -> i32 {
    match unit {
        Unit::Number => ATTAIN_UNIT_NUMBER,
        Unit::Ratio => ATTAIN_UNIT_RATIO,
        Unit::Points => ATTAIN_UNIT_POINTS,
        Unit::Money => ATTAIN_UNIT_MONEY,
        Unit::Duration => ATTAIN_UNIT_DURATION,
        Unit::Date => ATTAIN_UNIT_DATE,
        Unit::Text => ATTAIN_UNIT_TEXT,
        Unit::YesNo => ATTAIN_UNIT_YES_NO,
        Unit::Person => ATTAIN_UNIT_PERSON,
        Unit::OrgUnit => ATTAIN_UNIT_ORG_UNIT,
        Unit::List => ATTAIN_UNIT_LIST,
    }
}

fn reason(why: &Why) -> i32 {
    match why {
        Why::DividedByZero => ATTAIN_WHY_DIVIDED_BY_ZERO,
        Why::Overflow => ATTAIN_WHY_OVERFLOW,
        Why::NotANumber => ATTAIN_WHY_NOT_A_NUMBER,
        Why::NoTarget => ATTAIN_WHY_NO_TARGET,
        Why::NoFacts => ATTAIN_WHY_NO_FACTS,
        Why::NotAMember => ATTAIN_WHY_NOT_A_MEMBER,
        Why::NoPeers => ATTAIN_WHY_NO_PEERS,
        Why::BeforeFirstPeriod => ATTAIN_WHY_BEFORE_FIRST_PERIOD,
        Why::OutOfTable => ATTAIN_WHY_OUT_OF_TABLE,
        Why::TooFew { .. } => ATTAIN_WHY_TOO_FEW,
        Why::NoRate => ATTAIN_WHY_NO_RATE,
        Why::Missing(_) => ATTAIN_WHY_MISSING,
        Why::NothingDefined => ATTAIN_WHY_NOTHING_DEFINED,
        Why::NoPeriod => ATTAIN_WHY_NO_PERIOD,
        Why::UnknownYear(_) => ATTAIN_WHY_UNKNOWN_YEAR,
        Why::NoWorkingHours => ATTAIN_WHY_NO_WORKING_HOURS,
        Why::NotSliced => ATTAIN_WHY_NOT_SLICED,
        Why::KeptBySlot => ATTAIN_WHY_KEPT_BY_SLOT,
        Why::NotSplit => ATTAIN_WHY_NOT_SPLIT,
        Why::NoCommitment => ATTAIN_WHY_NO_COMMITMENT,
        Why::WeightsNotWhole => ATTAIN_WHY_WEIGHTS_NOT_WHOLE,
        Why::Withheld => ATTAIN_WHY_WITHHELD,
        Why::OfPeople => ATTAIN_WHY_OF_PEOPLE,
    }
}

/// The name of a reason, such as `no_target`, as it stands in JSON; empty for 0 and for what is no reason. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn attain_why_name(undefined: i32) -> *const c_char {
    let name: &CStr = match undefined {
        ATTAIN_WHY_DIVIDED_BY_ZERO => c"divided_by_zero",
        ATTAIN_WHY_OVERFLOW => c"overflow",
        ATTAIN_WHY_NOT_A_NUMBER => c"not_a_number",
        ATTAIN_WHY_NO_TARGET => c"no_target",
        ATTAIN_WHY_NO_FACTS => c"no_facts",
        ATTAIN_WHY_NOT_A_MEMBER => c"not_a_member",
        ATTAIN_WHY_NO_PEERS => c"no_peers",
        ATTAIN_WHY_BEFORE_FIRST_PERIOD => c"before_first_period",
        ATTAIN_WHY_OUT_OF_TABLE => c"out_of_table",
        ATTAIN_WHY_TOO_FEW => c"too_few",
        ATTAIN_WHY_NO_RATE => c"no_rate",
        ATTAIN_WHY_MISSING => c"missing",
        ATTAIN_WHY_NOTHING_DEFINED => c"nothing_defined",
        ATTAIN_WHY_NO_PERIOD => c"no_period",
        ATTAIN_WHY_UNKNOWN_YEAR => c"unknown_year",
        ATTAIN_WHY_NO_WORKING_HOURS => c"no_working_hours",
        ATTAIN_WHY_NOT_SLICED => c"not_sliced",
        ATTAIN_WHY_KEPT_BY_SLOT => c"kept_by_slot",
        ATTAIN_WHY_NOT_SPLIT => c"not_split",
        ATTAIN_WHY_NO_COMMITMENT => c"no_commitment",
        ATTAIN_WHY_WEIGHTS_NOT_WHOLE => c"weights_not_whole",
        ATTAIN_WHY_WITHHELD => c"withheld",
        ATTAIN_WHY_OF_PEOPLE => c"of_people",
        _ => c"",
    };
    name.as_ptr()
}
