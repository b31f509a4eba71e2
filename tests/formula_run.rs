//! Tables of formulas that are checked and run: what comes out, of which unit, and what is refused.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop at the first surprise"
)]

use attain::calendar::{Grain, parse_day};
use attain::diagnostic::{At, Code, Problems};
use attain::formula::{
    Argument, Complaint, Elsewhere, Fold, Ident, Inputs, Meaning, Names, Program, Sense, Shift, TextSpan, compile,
    holds, run,
};
use attain::quantity::{Currency, Fraction, Outcome, Unit, Value, Why};

/// Every name that the formulas of these tables know, with its unit.
const NAMES: [(&str, Unit); 17] = [
    ("seven", Unit::Number),
    ("nil", Unit::Number),
    ("quarter_of", Unit::Ratio),
    ("cash", Unit::Money),
    ("debt", Unit::Money),
    ("wait", Unit::Duration),
    ("began", Unit::Date),
    ("ended", Unit::Date),
    ("word", Unit::Text),
    ("sure", Unit::YesNo),
    ("never", Unit::YesNo),
    ("who", Unit::Person),
    ("team", Unit::OrgUnit),
    ("gone", Unit::Number),
    ("gone_cash", Unit::Money),
    ("gone_sure", Unit::YesNo),
    ("huge", Unit::Number),
];

/// Knows the names, and answers for them; the place is how many periods back is asked.
#[derive(Default)]
struct Desk {
    asked: Vec<&'static str>,
}

impl Names for Desk {
    type Question = &'static str;

    fn path(&mut self, path: &[Ident]) -> Sense<&'static str> {
        let found = NAMES.iter().find(|(name, _)| path.len() == 1 && path[0].text.as_ref() == *name);
        found.map_or(Sense::Unknown, |(question, unit)| Sense::Means(Meaning { question, unit: *unit }))
    }

    fn known(&self) -> Vec<String> {
        NAMES.iter().map(|(name, _)| (*name).to_owned()).collect()
    }

    fn currency(&self) -> Option<Currency> {
        Some("EUR".parse().unwrap())
    }

    fn fold(&mut self, _: &Fold, span: TextSpan, complaints: &mut Vec<Complaint>) -> Option<Meaning<&'static str>> {
        complaints.push(Complaint::new(Code::FormulaContext, span, "there is nothing to fold"));
        None
    }

    fn call(&mut self, _: &[Ident], _: &[Argument], _: TextSpan, _: &mut Vec<Complaint>) -> Sense<&'static str> {
        Sense::Unknown
    }

    fn grain(&mut self, name: &str) -> Option<Grain> {
        (name == "month").then_some(Grain::Month)
    }
}

impl Inputs<&'static str> for Desk {
    type Place = i64;

    fn answer(&mut self, question: &&'static str, place: &i64) -> Outcome {
        self.asked.push(question);
        let day = |text| Value::Date(parse_day(text).unwrap());
        Ok(match *question {
            "seven" => Value::Number(Fraction::whole(7)),
            "nil" => Value::Number(Fraction::ZERO),
            "quarter_of" => Value::Ratio(Fraction::new(1, 4).unwrap()),
            "cash" => Value::Money(Fraction::whole(1_000 - 100 * place)),
            "debt" => Value::Money(Fraction::new(-501, 2).unwrap()),
            "wait" => Value::Duration(Fraction::whole(3)),
            "began" => day("2024-02-28"),
            "ended" => day("2024-03-01"),
            "word" => Value::Text("bikes".into()),
            "sure" => Value::YesNo(true),
            "never" => Value::YesNo(false),
            "who" => Value::Person("ann".into()),
            "team" => Value::OrgUnit("north".into()),
            "huge" => Value::Number(Fraction::new(i128::MAX, 1).unwrap()),
            _ => return Err(Why::NoFacts),
        })
    }

    fn shift(&mut self, shift: &Shift, place: &i64) -> Outcome<i64> {
        match shift {
            Shift::Prior { steps, .. } => Ok(place + i64::from(*steps)),
            _ => Err(Why::BeforeFirstPeriod),
        }
    }

    fn elsewhere(&mut self, _: &Elsewhere, _: &i64) -> Outcome<i64> {
        Err(Why::NotAMember)
    }
}

fn checked(text: &str, unit: Option<Unit>) -> Result<Program<&'static str>, Problems> {
    let mut problems = Problems::new();
    let program = compile(text, unit, &mut Desk::default(), At::root().field("formula"), &mut problems);
    program.ok_or(problems)
}

/// What a formula comes to, in words: `money 12.5`, `undefined: divided by zero`.
fn answer(text: &str) -> String {
    let program = checked(text, None).unwrap_or_else(|problems| panic!("{text}: {problems}"));
    let outcome = run(&program, &0, &mut Desk::default());
    if let Ok(value) = &outcome {
        assert_eq!(value.unit(), program.unit, "{text}: the unit that was checked is the unit that comes out");
    }
    told(outcome)
}

fn told(outcome: Outcome) -> String {
    match outcome {
        // A ratio prints as a percentage; the tables below would rather read the number.
        Ok(Value::Ratio(ratio)) => format!("ratio {ratio}"),
        Ok(Value::Points(points)) => format!("points {points}"),
        Ok(value) => format!("{} {value}", value.unit()),
        Err(why) => format!("undefined: {why}"),
    }
}

#[track_caller]
fn all_give(table: &[(&str, &str)]) {
    let found: Vec<(&str, String)> = table.iter().map(|(text, _)| (*text, answer(text))).collect();
    let expected: Vec<(&str, String)> = table.iter().map(|(text, gives)| (*text, (*gives).to_owned())).collect();
    assert_eq!(found, expected);
}

#[test]
fn units_make_units() {
    all_give(&[
        // formula, what comes out
        ("cash / debt", "ratio -2000/501"),
        ("cash / seven", "money 1000/7"),
        ("cash / quarter_of", "money 4000"),
        ("cash * quarter_of", "money 250"),
        ("quarter_of * cash", "money 250"),
        ("seven * cash", "money 7000"),
        ("cash + debt", "money 749.5"),
        ("cash - debt", "money 1250.5"),
        ("cash + 5", "money 1005"),
        ("5 - cash", "money -995"),
        ("1000 EUR + cash", "money 2000"),
        ("-cash", "money -1000"),
        ("seven / seven", "ratio 1"),
        ("seven * seven", "number 49"),
        ("seven + quarter_of", "ratio 7.25"),
        ("quarter_of * quarter_of", "ratio 0.0625"),
        ("quarter_of * seven", "number 1.75"),
        ("quarter_of / seven", "ratio 1/28"),
        ("100% + quarter_of", "ratio 1.25"),
        ("ended - began", "duration 2 days"),
        ("began - ended", "duration -2 days"),
        ("began + wait", "date 2024-03-02"),
        ("wait + began", "date 2024-03-02"),
        ("ended - wait", "date 2024-02-27"),
        ("began + 1 day", "date 2024-02-29"),
        ("began + 1 week", "date 2024-03-06"),
        ("wait / wait", "ratio 1"),
        ("wait * seven", "duration 21 days"),
        ("wait / seven", "duration 3/7 days"),
        ("wait + 12 hours", "duration 3.5 days"),
        ("90 minutes", "duration 0.0625 days"),
        ("quarter_of ^ 2", "ratio 0.0625"),
        ("seven ^ 2", "number 49"),
        ("cash > 999", "yes/no yes"),
        ("cash[prior] + cash[prior 3 month]", "money 1600"),
    ]);
}

#[test]
fn what_lies_between_two_percentages_is_percentage_points() {
    all_give(&[
        ("seven / seven - quarter_of", "points 0.75"),
        ("quarter_of - seven / seven", "points -0.75"),
        ("-(quarter_of - seven / seven)", "points 0.75"),
        // What is written is a part of the whole: a growth, what is left.
        ("cash / cash[prior] - 100%", "ratio 1/9"),
        ("100% - quarter_of", "ratio 0.75"),
        ("quarter_of - 5%", "ratio 0.2"),
        ("seven / seven - 1", "ratio 0"),
        ("50% - 20%", "ratio 0.3"),
        // They add up among themselves, and to a percentage.
        ("(seven / seven - quarter_of) + (quarter_of - quarter_of)", "points 0.75"),
        ("(seven / seven - quarter_of) - (quarter_of - seven / seven)", "points 1.5"),
        ("quarter_of + (seven / seven - quarter_of)", "ratio 1"),
        // Of the whole they are the part that they say.
        ("(seven / seven - quarter_of) * cash", "money 750"),
        ("(seven / seven - quarter_of) / 3", "points 0.25"),
        ("(seven / seven - quarter_of) / quarter_of", "ratio 3"),
        ("(seven / seven - quarter_of) / (seven / seven - quarter_of)", "ratio 1"),
        ("cash / (seven / seven - quarter_of)", "money 4000/3"),
        ("(seven / seven - quarter_of) ^ 2", "ratio 0.5625"),
        ("seven / seven - quarter_of > 70%", "yes/no yes"),
        ("seven / seven - quarter_of = 0.75", "yes/no yes"),
        ("abs(quarter_of - seven / seven)", "points 0.75"),
        ("if(sure, quarter_of - seven / seven, 10%)", "ratio -0.75"),
        ("sqrt(seven / seven - quarter_of * seven / seven)", "points 0.866025403784"),
    ]);
    let points = |text: &str| run(&checked(text, None).unwrap(), &0, &mut Desk::default()).unwrap().to_string();
    assert_eq!(points("(quarter_of + 12%) - (quarter_of + 10%)"), "2 pp");
    assert_eq!(points("quarter_of - seven / seven / 3"), "≈-8.333333 pp", "as percentages print that do not end");
}

#[test]
fn numbers_are_exact() {
    all_give(&[
        ("1 / 3 * 3", "number 1"),
        ("1 / 3 * 3 = 1", "yes/no yes"),
        ("7 / 2", "ratio 3.5"),
        ("0.1 + 0.2", "number 0.3"),
        ("0.1 + 0.2 = 0.3", "yes/no yes"),
        ("1 - 0.9 - 0.1 = 0", "yes/no yes"),
        ("96999999999999935 / 99999999999999933 < 97%", "yes/no yes"),
        ("96999999999999935 / 99999999999999933 = 97%", "yes/no no"),
        ("97000000000000000 / 100000000000000000 = 97%", "yes/no yes"),
        ("2 ^ 10", "number 1024"),
        ("2 ^ -2", "number 0.25"),
        ("-2 ^ 2", "number -4"),
        ("(-2) ^ 3", "number -8"),
        ("seven ^ 0", "number 1"),
        ("nil ^ 0", "number 1"),
        ("10 - 3 - 2", "number 5"),
        ("100 / 10 / 2", "ratio 5"),
        ("2 + 3 * 4", "number 14"),
        ("60%", "ratio 0.6"),
        ("12.5% * 80", "number 10"),
    ]);
}

#[test]
fn what_has_no_value_says_why() {
    all_give(&[
        ("seven / 0", "undefined: divided by zero"),
        ("0 / 0", "undefined: divided by zero"),
        ("cash / nil", "undefined: divided by zero"),
        ("nil ^ -1", "undefined: divided by zero"),
        ("seven ^ 0.5", "undefined: not a number"),
        ("huge * huge", "undefined: too large a number"),
        ("huge ^ 9", "undefined: too large a number"),
        ("2 ^ 99999999999", "undefined: too large a number"),
        ("began + 999999999999 days", "undefined: too large a number"),
        ("gone + 1", "undefined: no facts"),
        ("1 / 0 + gone", "undefined: divided by zero"),
        ("gone + 1 / 0", "undefined: no facts"),
        ("-gone", "undefined: no facts"),
        ("not gone_sure", "undefined: no facts"),
        ("gone = gone", "undefined: no facts"),
        ("abs(gone)", "undefined: no facts"),
        ("greatest(1, gone)", "undefined: no facts"),
        ("clamp(seven, gone, 9)", "undefined: no facts"),
        ("gone_cash > 0", "undefined: no facts"),
        ("cash at company", "undefined: not a member at that time"),
        ("cash[all]", "undefined: before the first period"),
        ("coalesce(gone, 1 / 0)", "undefined: no facts"),
        ("gone between 1 and 2", "undefined: no facts"),
    ]);
}

#[test]
fn undefined_ends_where_the_language_says() {
    all_give(&[
        ("never and gone_sure", "yes/no no"),
        ("gone_sure and never", "yes/no no"),
        ("sure and gone_sure", "undefined: no facts"),
        ("gone_sure and sure", "undefined: no facts"),
        ("sure or gone_sure", "yes/no yes"),
        ("gone_sure or sure", "yes/no yes"),
        ("never or gone_sure", "undefined: no facts"),
        ("gone_sure or never", "undefined: no facts"),
        ("if(sure, 1, gone)", "number 1"),
        ("if(never, gone, 1)", "number 1"),
        ("if(never, 1, gone)", "undefined: no facts"),
        ("if(gone_sure, 1, 1)", "undefined: no facts"),
        ("case(never, gone, sure, 2, 1 / 0)", "ratio 2"),
        ("case(never, 1, never, 2, 3)", "number 3"),
        ("case(sure, 1, gone_sure, 2, 3)", "number 1"),
        ("case(never, 1, gone_sure, 2, 3)", "undefined: no facts"),
        ("coalesce(gone, 5)", "number 5"),
        ("coalesce(gone_cash, 0)", "money 0"),
        ("coalesce(cash, gone_cash)", "money 1000"),
        ("gone is present", "yes/no no"),
        ("gone is missing", "yes/no yes"),
        ("gone is not present", "yes/no yes"),
        ("seven is present", "yes/no yes"),
        ("seven is missing", "yes/no no"),
        ("1 / nil is present", "yes/no no"),
        ("seven in (7, gone)", "yes/no yes"),
        ("seven in (gone, 7)", "yes/no yes"),
        ("seven in (8, gone)", "undefined: no facts"),
        ("seven not in (8, gone)", "undefined: no facts"),
        ("gone in (1, 2)", "undefined: no facts"),
    ]);
}

#[test]
fn comparisons_hold_at_their_ends() {
    all_give(&[
        ("seven between 7 and 9", "yes/no yes"),
        ("seven between 5 and 7", "yes/no yes"),
        ("seven between 7.0001 and 9", "yes/no no"),
        ("seven between 5 and 6.9999", "yes/no no"),
        ("seven between 9 and 5", "yes/no no"),
        ("cash between 0 and 1000", "yes/no yes"),
        ("ended between 2024-02-29 and 2024-03-01", "yes/no yes"),
        ("seven < 7", "yes/no no"),
        ("seven <= 7", "yes/no yes"),
        ("seven > 7", "yes/no no"),
        ("seven >= 7", "yes/no yes"),
        ("seven != 7", "yes/no no"),
        ("began < ended", "yes/no yes"),
        ("debt < 0", "yes/no yes"),
        ("quarter_of = 0.25", "yes/no yes"),
        ("word = \"bikes\"", "yes/no yes"),
        ("word = \"Bikes\"", "yes/no no"),
        ("word has \"ike\"", "yes/no yes"),
        ("word has \"x\"", "yes/no no"),
        ("word has \"\"", "yes/no yes"),
        ("who = \"ann\"", "yes/no yes"),
        ("\"north\" = team", "yes/no yes"),
        ("who in (\"bob\", \"ann\")", "yes/no yes"),
        ("who not in (\"bob\", \"ann\")", "yes/no no"),
        ("sure = yes", "yes/no yes"),
        ("cash in (1000, 2000)", "yes/no yes"),
        ("not sure or sure", "yes/no yes"),
        ("not (sure or sure)", "yes/no no"),
    ]);
}

#[test]
fn functions_of_amounts_also_below_zero() {
    all_give(&[
        ("abs(-2.5)", "number 2.5"),
        ("abs(debt)", "money 250.5"),
        ("floor(2.5)", "number 2"),
        ("floor(-2.5)", "number -3"),
        ("ceil(2.5)", "number 3"),
        ("ceil(-2.5)", "number -2"),
        ("floor(-3)", "number -3"),
        ("floor(debt)", "money -251"),
        ("ceil(debt)", "money -250"),
        ("clamp(-5, -3, 3)", "number -3"),
        ("clamp(5, -3, 3)", "number 3"),
        ("clamp(-1, -3, 3)", "number -1"),
        ("clamp(quarter_of, 0, 20%)", "ratio 0.2"),
        ("least(-1, -2, 0)", "number -2"),
        ("greatest(-1, -2, 0)", "number 0"),
        ("least(quarter_of, 1)", "ratio 0.25"),
        // A literal stands beside money, on either side.
        ("least(cash, 300)", "money 300"),
        ("least(300, cash)", "money 300"),
        ("greatest(debt, 0)", "money 0"),
        ("greatest(0, debt)", "money 0"),
        ("clamp(cash, 0, 300)", "money 300"),
        ("clamp(debt, 0, 300)", "money 0"),
        ("clamp(5000, 0, cash)", "money 1000"),
        ("if(sure, 5, cash)", "money 5"),
    ]);
}

#[test]
fn a_half_goes_where_the_mode_says() {
    all_give(&[
        ("round(2.5, 1, \"half_up\")", "number 3"),
        ("round(2.5, 1, \"half_even\")", "number 2"),
        ("round(-2.5, 1, \"half_up\")", "number -3"),
        ("round(-2.5, 1, \"ceiling\")", "number -2"),
        ("round(2.4999, 1, \"half_up\")", "number 2"),
        ("round(2.001, 1, \"up\")", "number 3"),
        ("round(1/3, 0.01, \"half_up\")", "ratio 0.33"),
        ("round(2/3, 0.01, \"half_up\")", "ratio 0.67"),
        ("round(debt, 0.1, \"half_even\")", "money -250.5"),
        ("round(debt, 100, \"floor\")", "money -300"),
        ("round(debt, 1 EUR, \"half_even\")", "money -250"),
        ("round(quarter_of, 10%, \"half_up\")", "ratio 0.3"),
        ("round(quarter_of, 10%, \"half_even\")", "ratio 0.2"),
        ("round(gone, 1, \"up\")", "undefined: no facts"),
    ]);
    let table = [
        ("round(2.5)", Code::RuleNeeded),
        ("round(2.5, 0.1)", Code::RuleNeeded),
        ("round(2.5, 0, \"up\")", Code::ValueRange),
        ("round(2.5, seven, \"up\")", Code::FormulaArguments),
        ("round(2.5, -1, \"up\")", Code::ValueRange),
        ("round(2.5, 1, \"upwards\")", Code::FormulaArguments),
        ("round(seven, 1 EUR, \"up\")", Code::FormulaUnits),
        ("round(word, 1, \"up\")", Code::FormulaUnits),
        ("round(2.5, 1, \"up\", 1)", Code::FormulaArguments),
    ];
    for (text, code) in table {
        assert_eq!(complaints(text), [code], "{text}");
    }
}

#[test]
fn roots_and_logarithms_are_exact_or_the_nearest_to_twelve_digits() {
    all_give(&[
        ("sqrt(1/9)", "ratio 1/3"),
        ("sqrt(2)", "number 1.414213562373"),
        ("sqrt(0)", "number 0"),
        ("sqrt(quarter_of)", "ratio 0.5"),
        ("sqrt(-1)", "undefined: not a number"),
        ("ln(1)", "number 0"),
        ("ln(2)", "number 0.69314718056"),
        ("ln(0.5)", "number -0.69314718056"),
        ("ln(10)", "number 2.302585092994"),
        ("ln(1.1)", "number 0.095310179804"),
        ("ln(0.0000001)", "number -16.118095650958"),
        ("ln(123456789.01)", "number 18.631401766249"),
        ("ln(0.999999999999)", "number -0.000000000001"),
        ("ln(2/3)", "number -0.405465108108"),
        ("ln(0)", "undefined: not a number"),
        ("ln(-1)", "undefined: not a number"),
        ("exp(0)", "number 1"),
        ("exp(1)", "number 2.718281828459"),
        ("exp(-1)", "number 0.367879441171"),
        ("exp(1/3)", "number 1.395612425086"),
        ("exp(10)", "number 22026.465794806717"),
        ("exp(25)", "number 72004899337.385872524161"),
        ("exp(-30)", "number 0"),
        ("exp(-1000)", "number 0"),
        ("exp(1000)", "undefined: too large a number"),
        // The mean growth of two years, with one rounding and with three.
        ("sqrt(1.1 * 1.2) - 1", "number 0.148912529308"),
        ("exp((ln(1.1) + ln(1.2)) / 2) - 1", "number 0.148912529307"),
        ("ln(quarter_of)", "number -1.38629436112"),
        ("exp(gone)", "undefined: no facts"),
    ]);
    for text in ["sqrt(cash)", "ln(cash)", "exp(wait)", "ln(word)"] {
        assert_eq!(complaints(text), [Code::FormulaUnits], "{text}");
    }
}

fn complaints(text: &str) -> Vec<Code> {
    checked(text, None).unwrap_err().iter().map(attain::diagnostic::Problem::code).collect()
}

#[test]
fn what_is_not_needed_is_not_asked() {
    let table: &[(&str, &[&str])] = &[
        ("if(sure, seven, gone)", &["sure", "seven"]),
        ("case(never, cash, sure, debt, gone_cash)", &["never", "sure", "debt"]),
        ("coalesce(seven, gone)", &["seven"]),
        ("never and sure", &["never"]),
        ("sure or never", &["sure"]),
        ("seven in (7, gone)", &["seven"]),
    ];
    for (text, asked) in table {
        let mut desk = Desk::default();
        run(&checked(text, None).unwrap(), &0, &mut desk).unwrap();
        assert_eq!(desk.asked, *asked, "{text}");
    }
}

#[test]
fn units_that_do_not_fit_are_refused_where_they_stand() {
    let table = [
        // formula, the part that is complained about, or the two that do not go together
        ("1 + cash * cash", "cash & cash"),
        ("cash + seven", "cash & seven"),
        ("cash + quarter_of", "cash & quarter_of"),
        ("cash + wait", "cash & wait"),
        ("began + ended", "began & ended"),
        ("began + 3", "began & 3"),
        ("wait - began", "wait & began"),
        ("word + word", "word & word"),
        ("sure + sure", "sure & sure"),
        ("wait * wait", "wait & wait"),
        ("wait * cash", "wait & cash"),
        ("seven / cash", "seven & cash"),
        ("cash / wait", "cash & wait"),
        ("seven / wait", "seven & wait"),
        ("cash ^ 2", "cash & 2"),
        ("2 ^ quarter_of", "2 & quarter_of"),
        ("cash > seven", "cash & seven"),
        ("cash > wait", "cash & wait"),
        ("word > word", "word > word"),
        ("sure < never", "sure < never"),
        ("who = team", "who & team"),
        ("who has \"a\"", "who has \"a\""),
        ("word = seven", "word & seven"),
        ("began = \"2024-01-01\"", "began & \"2024-01-01\""),
        ("seven has word", "seven & word"),
        ("sure and seven", "seven"),
        ("seven or sure", "seven"),
        ("not cash", "cash"),
        ("-word", "word"),
        ("-sure", "sure"),
        ("-began", "began"),
        ("if(seven, 1, 2)", "seven"),
        ("if(sure, cash, seven)", "cash & seven"),
        ("case(sure, 1, cash, 2, 3)", "cash"),
        ("coalesce(cash, wait)", "cash & wait"),
        ("coalesce(1, cash, seven)", "1 & seven"),
        ("abs(word)", "word"),
        ("floor(began)", "began"),
        ("least(seven, cash)", "seven & cash"),
        ("clamp(cash, 0, seven)", "cash & seven"),
        ("seven between 1 and cash", "seven & cash"),
        ("word between \"a\" and \"b\"", "word"),
        ("seven in (1, cash)", "seven & cash"),
        ("12 USD + cash", "12 USD"),
        ("began + 1 month", "1 month"),
    ];
    for (text, part) in table {
        let Err(problems) = checked(text, None) else { panic!("{text} is taken") };
        let problem = problems.iter().next().unwrap();
        assert_eq!(problems.len(), 1, "{text}: {problems}");
        assert_eq!(problem.code(), Code::FormulaUnits, "{text}: {problem}");
        let spans = [problem.span(), problem.other_span()].into_iter().flatten();
        let parts: Vec<&str> = spans.map(|span| &text[span]).collect();
        assert_eq!(parts.join(" & "), part, "{text}: {problem}");
    }
}

#[test]
fn what_is_due_may_be_written_plainly() {
    let table = [
        // formula, unit that is due, what comes out
        ("50", Unit::Money, Ok("money 50")),
        ("50 * 3 + 1", Unit::Money, Ok("money 151")),
        ("50 EUR", Unit::Money, Ok("money 50")),
        ("cash", Unit::Money, Ok("money 1000")),
        ("-50", Unit::Money, Ok("money -50")),
        ("50 * seven", Unit::Money, Ok("money 350")),
        ("seven * 50", Unit::Money, Ok("money 350")),
        ("50 * quarter_of", Unit::Money, Ok("money 12.5")),
        ("50 / quarter_of", Unit::Money, Ok("money 200")),
        ("1000 * 1.5 ^ seven", Unit::Money, Ok("money 17085.9375")),
        // Like by like is a ratio, whatever is due.
        ("50 / seven", Unit::Money, Err("this is a ratio, where money is needed")),
        ("seven", Unit::Money, Err("this is a number, where money is needed")),
        ("seven * seven", Unit::Money, Err("this is a number, where money is needed")),
        ("seven / 50", Unit::Money, Err("this is a ratio, where money is needed")),
        ("quarter_of", Unit::Money, Err("this is a ratio, where money is needed")),
        ("50%", Unit::Money, Err("this is a ratio, where money is needed")),
        ("seven", Unit::Ratio, Ok("ratio 7")),
        ("quarter_of", Unit::Number, Ok("number 0.25")),
        ("60%", Unit::Number, Ok("number 0.6")),
        ("cash", Unit::Number, Err("this is money, where a number is needed")),
        ("cash", Unit::YesNo, Err("this is money, where yes/no is needed")),
        ("wait", Unit::Date, Err("this is a duration, where a date is needed")),
    ];
    for (text, due, gives) in table {
        let found = checked(text, Some(due)).map(|program| {
            assert_eq!(program.unit, due, "{text}");
            told(run(&program, &0, &mut Desk::default()))
        });
        let found = found.map_err(|problems| problems.iter().next().unwrap().message().to_owned());
        assert_eq!(found, gives.map(str::to_owned).map_err(str::to_owned), "{text} as {due}");
    }
}

#[test]
fn calls_and_names_that_are_not_there() {
    let table = [
        ("abs()", Code::FormulaArguments),
        ("abs(1, 2)", Code::FormulaArguments),
        ("if(sure, 1)", Code::FormulaArguments),
        ("case(sure, 1, never, 2)", Code::FormulaArguments),
        ("clamp(1, 2)", Code::FormulaArguments),
        ("abs(of: 1)", Code::FormulaArguments),
        ("sevn", Code::FormulaUnknownName),
        ("seven.seven", Code::FormulaUnknownName),
        ("grotest(1, 2)", Code::FormulaUnknownFunction),
        ("cash[prior fortnight]", Code::FormulaUnknownName),
        ("cash[last 3 hours]", Code::FormulaContext),
        ("cash[next 1.5 months]", Code::FormulaContext),
        ("cash[last 1.5 days]", Code::FormulaContext),
        ("cash at seven", Code::FormulaContext),
    ];
    for (text, code) in table {
        let problems = checked(text, None).unwrap_err();
        let codes: Vec<Code> = problems.iter().map(attain::diagnostic::Problem::code).collect();
        assert_eq!(codes, [code], "{text}: {problems}");
    }
}

#[test]
fn an_undefined_condition_does_not_hold() {
    for (text, expected) in [("sure", true), ("never", false), ("gone_sure", false), ("gone > 1 or sure", true)] {
        assert_eq!(holds(&checked(text, Some(Unit::YesNo)).unwrap(), &0, &mut Desk::default()), expected, "{text}");
    }
}
