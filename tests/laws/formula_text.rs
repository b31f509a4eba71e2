//! The text of formulas: what is printed reads back, and no text does harm.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use attain::formula::{
    Argument, BinaryOp, CreditWord, DurationUnit, Expr, ExprKind, Fold, FoldFunction, Group, Ident, Scope, TextSpan,
    Window, parse,
};
use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_printed_reads_back_as_the_same_formula(formula in formula()) {
        let text = formula.to_string();
        let read = parse(&text).map_err(|error| TestCaseError::fail(format!("{text}: {error} at {:?}", error.span())))?;
        prop_assert_eq!(&read, &formula, "{}", text);
        prop_assert_eq!(read.to_string(), text);
    }

    #[test]
    fn formulas_that_say_the_same_hash_and_print_alike(formula in formula()) {
        let moved = parse(&format!("  (\n{formula} )")).unwrap();
        prop_assert_eq!(hash(&moved), hash(&formula));
        prop_assert_eq!(moved.to_string(), formula.to_string());
    }

    #[test]
    fn every_part_reads_back_from_its_own_place(formula in formula()) {
        let text = formula.to_string();
        let whole = parse(&text).unwrap();
        let mut parts = Vec::new();
        whole.walk(&mut |part| parts.push(part));
        for part in parts {
            let written = &text[part.span.start..part.span.end];
            prop_assert_eq!(&parse(written).unwrap(), part, "{} in {}", written, &text);
        }
    }

    #[test]
    fn parts_lie_inside_what_they_are_parts_of(formula in formula()) {
        let whole = parse(&formula.to_string()).unwrap();
        let mut stray = Vec::new();
        whole.walk(&mut |outer| {
            stray.extend(outer.children().into_iter().map(|inner| inner.span).filter(|inner| !inside(*inner, outer.span)));
        });
        prop_assert_eq!(stray, vec![]);
    }

    #[test]
    fn any_bytes_are_safe_to_read(bytes in vec(any::<u8>(), 0..200)) {
        safe(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn any_text_is_safe_to_read(text in ".{0,80}") {
        safe(&text)?;
    }

    #[test]
    fn any_row_of_words_and_signs_is_safe_to_read(words in vec((select(SOUP), any::<bool>()), 0..40)) {
        let text: String = words.into_iter().map(|(word, blank)| if blank { format!("{word} ") } else { word.to_owned() }).collect();
        safe(&text)?;
    }

    #[test]
    fn a_slip_of_the_finger_is_safe_to_read(formula in formula(), at in any::<proptest::sample::Index>(), typed in option::of(select(SOUP))) {
        let mut letters: Vec<String> = formula.to_string().chars().map(String::from).collect();
        let at = at.index(letters.len());
        letters[at] = typed.unwrap_or_default().to_owned();
        safe(&letters.concat())?;
    }
}

/// Either a formula that prints and reads back, or an error whose place is in the text.
fn safe(text: &str) -> Result<(), TestCaseError> {
    match parse(text) {
        Ok(formula) => {
            let printed = formula.to_string();
            let again = parse(&printed).map_err(|error| TestCaseError::fail(format!("{printed}: {error}")))?;
            prop_assert_eq!(again, formula, "{}", printed);
        }
        Err(error) => {
            let TextSpan { start, end } = error.span();
            prop_assert!(text.get(start..end).is_some(), "{:?}: {:?}", text, error);
            prop_assert!(start < end || end == text.len(), "{:?}: {:?}", text, error);
            prop_assert!(!error.message().is_empty() && !error.message().ends_with('.'), "{:?}", error);
        }
    }
    Ok(())
}

fn inside(inner: TextSpan, outer: TextSpan) -> bool {
    outer.start <= inner.start && inner.start < inner.end && inner.end <= outer.end
}

fn hash(formula: &Expr) -> u64 {
    let mut hasher = DefaultHasher::new();
    formula.hash(&mut hasher);
    hasher.finish()
}

/// Any tree that the parser could make.
fn formula() -> impl Strategy<Value = Expr> {
    leaf().prop_recursive(5, 40, 4, branch).prop_map(expr)
}

fn leaf() -> BoxedStrategy<ExprKind> {
    prop_oneof![
        number().prop_map(ExprKind::Number),
        (number(), "[A-Z]{3}")
            .prop_filter("an operator is no currency", |(_, code)| !["AND", "HAS", "NOT", "YES"]
                .contains(&code.as_str()))
            .prop_map(|(amount, code)| ExprKind::Money { amount, currency: code.parse().unwrap() }),
        number().prop_map(ExprKind::Percent),
        (number(), unit()).prop_map(|(amount, of)| ExprKind::Duration { amount, of }),
        day().prop_map(ExprKind::Date),
        text().prop_map(|text| ExprKind::Text(text.into())),
        any::<bool>().prop_map(ExprKind::YesNo),
        path().prop_map(ExprKind::Path),
    ]
    .boxed()
}

fn branch(inner: BoxedStrategy<ExprKind>) -> BoxedStrategy<ExprKind> {
    let part = inner.prop_map(expr).boxed();
    let boxed = part.clone().prop_map(Box::new).boxed();
    prop_oneof![
        (call_path(), vec((option::of(any_word()), part.clone()), 0..4)).prop_map(|(path, arguments)| ExprKind::Call {
            path,
            arguments: arguments.into_iter().map(|(name, value)| Argument { name, value }).collect(),
        }),
        fold(part.clone()).prop_map(|fold| ExprKind::Fold(Box::new(fold))),
        boxed.clone().prop_map(ExprKind::Not),
        boxed.clone().prop_map(ExprKind::Negate),
        (operator(), boxed.clone(), boxed.clone()).prop_map(|(op, left, right)| ExprKind::Binary { op, left, right }),
        (operator(), boxed.clone(), boxed.clone()).prop_map(|(op, left, right)| ExprKind::Binary { op, left, right }),
        (boxed.clone(), vec(part, 1..4), any::<bool>()).prop_map(|(value, list, negated)| ExprKind::In {
            value,
            list,
            negated
        }),
        (boxed.clone(), boxed.clone(), boxed.clone()).prop_map(|(value, low, high)| ExprKind::Between {
            value,
            low,
            high
        }),
        (boxed.clone(), any::<bool>()).prop_map(|(value, missing)| ExprKind::Present { value, missing }),
        (boxed.clone(), window()).prop_map(|(value, window)| ExprKind::Window { value, window }),
        (boxed, scope()).prop_map(|(value, scope)| ExprKind::At { value, scope }),
    ]
    .boxed()
}

fn fold(part: BoxedStrategy<Expr>) -> impl Strategy<Value = Fold> {
    let clauses = (option::of(part.clone()), option::of(path()), option::of(part.clone()), option::of(path()));
    let credit = option::of(select(&[CreditWord::Direct, CreditWord::Overlay][..]));
    (select(FoldFunction::ALL), part, number(), clauses, credit, option::of(group())).prop_map(
        |(function, value, number, (filter, of, on, whose), credit, over)| {
            let parameter = function.needs_number().then_some(number);
            let bare =
                Fold { function, value, parameter, filter: None, of: None, on: None, whose: None, credit: None, over };
            match (function.needs_group(), &bare.over) {
                (_, Some(_)) => bare,
                (true, None) => Fold { over: Some(Group::Peers), ..bare },
                (false, None) => Fold { filter, of, on, whose, credit, ..bare },
            }
        },
    )
}

fn window() -> impl Strategy<Value = Window> {
    prop_oneof![
        (prop_oneof![Just(1), 1..=u32::MAX], option::of(grain()), any::<bool>())
            .prop_map(|(steps, grain, to_date)| Window::Prior { steps, grain, to_date }),
        (option::of(grain()), any::<bool>()).prop_map(|(grain, to_date)| Window::LastYear { grain, to_date }),
        (grain(), any::<bool>()).prop_map(|(grain, to_date)| Window::Grain { grain, to_date }),
        Just(Window::ToDate),
        (any::<bool>(), number().prop_filter("some time", |amount| !amount.is_zero()), unit())
            .prop_map(|(last, amount, of)| Window::Rolling { last, amount, of }),
        Just(Window::Before),
        Just(Window::All),
        (day(), day())
            .prop_filter("some day", |(one, other)| one != other)
            .prop_map(|(one, other)| Window::Between(one.min(other), one.max(other))),
    ]
}

fn scope() -> impl Strategy<Value = Scope> {
    prop_oneof![
        Just(Scope::Parent),
        Just(Scope::Company),
        text().prop_map(|level| Scope::Level(level.into())),
        path().prop_filter("a word of its own", |path| own_word(path)).prop_map(Scope::Path),
        call_path().prop_filter("a word of its own", |path| own_word(path)).prop_map(|path| {
            let kind = ExprKind::Call { path, arguments: Vec::new() };
            Scope::Call(Box::new(expr(kind)))
        }),
    ]
}

fn own_word(path: &[Ident]) -> bool {
    path.len() > 1 || !["parent", "company"].contains(&&*path[0].text)
}

fn group() -> impl Strategy<Value = Group> {
    prop_oneof![Just(Group::Members), Just(Group::People), Just(Group::Peers), grain().prop_map(Group::Grain)]
}

fn operator() -> impl Strategy<Value = BinaryOp> {
    use BinaryOp::{
        Add, And, Divide, Equal, Greater, GreaterOrEqual, Has, Less, LessOrEqual, Multiply, NotEqual, Or, Power,
        Subtract,
    };
    let all = [
        And,
        Or,
        Add,
        Subtract,
        Multiply,
        Divide,
        Power,
        Equal,
        NotEqual,
        Less,
        LessOrEqual,
        Greater,
        GreaterOrEqual,
        Has,
    ];
    select(all.to_vec())
}

fn unit() -> impl Strategy<Value = DurationUnit> {
    select(DurationUnit::ALL)
}

/// Any text, often with what needs an escape, and with control characters.
fn text() -> impl Strategy<Value = String> {
    let letter = prop_oneof![any::<char>(), select(&['"', '\\', '\n', '\r', '\t', '\0', 'n'][..])];
    vec(letter, 0..12).prop_map(|letters| letters.into_iter().collect())
}

/// A number of up to 28 digits, with its point anywhere.
fn number() -> impl Strategy<Value = Decimal> {
    let digits = prop_oneof![0i128..1000, 0..10i128.pow(28)];
    (digits, 0u32..=28).prop_map(|(digits, scale)| Decimal::from_i128_with_scale(digits, scale))
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (1i32..=9999, 1u32..=366).prop_filter_map("not every year has as many days", |(y, d)| NaiveDate::from_yo_opt(y, d))
}

fn path() -> impl Strategy<Value = Vec<Ident>> {
    (name(), vec(any_word(), 0..3)).prop_map(|(first, mut rest)| {
        rest.insert(0, first);
        rest
    })
}

/// A call by the name of a fold would be a fold.
fn call_path() -> impl Strategy<Value = Vec<Ident>> {
    path().prop_filter("no fold", |path| path.len() > 1 || FoldFunction::named(&path[0].text).is_none())
}

fn name() -> impl Strategy<Value = Ident> {
    select(NAMES).prop_map(ident)
}

/// After a dot, and before a colon, words of the grammar are names too.
fn any_word() -> impl Strategy<Value = Ident> {
    prop_oneof![select(NAMES), select(RESERVED)].prop_map(ident)
}

fn grain() -> impl Strategy<Value = Ident> {
    select(&["quarter", "year", "quota_period", "季度", "date", "present", "days"][..]).prop_map(ident)
}

fn ident(text: &str) -> Ident {
    Ident { text: text.into(), span: TextSpan::default() }
}

fn expr(kind: ExprKind) -> Expr {
    Expr { kind, span: TextSpan::default() }
}

/// Names of several scripts, and words of the grammar that are names where nothing else can be meant.
const NAMES: &[&str] = &[
    "revenue",
    "order",
    "销售额",
    "回款率",
    "Umsatz_netto",
    "выручка",
    "إيرادات",
    "売上高",
    "विक्रय",
    "_x1",
    "é",
    "e\u{301}",
    "present",
    "missing",
    "prior",
    "last",
    "next",
    "all",
    "before",
    "to",
    "date",
    "days",
    "working",
    "USD",
    "members",
    "people",
    "peers",
    "parent",
    "company",
    "direct",
    "overlay",
    "sum",
    "count",
    "first",
    "rank",
    "if",
    "last_year",
    "true",
];

const RESERVED: &[&str] = &[
    "and", "as", "at", "between", "has", "in", "is", "no", "not", "of", "on", "or", "over", "where", "whose", "yes",
    "AND",
];

const SOUP: &[&str] = &[
    "and",
    "as",
    "at",
    "between",
    "has",
    "in",
    "is",
    "no",
    "not",
    "of",
    "on",
    "or",
    "over",
    "where",
    "whose",
    "yes",
    "AND",
    "present",
    "prior",
    "last",
    "next",
    "to",
    "date",
    "days",
    "working",
    "USD",
    "members",
    "parent",
    "direct",
    "sum",
    "count",
    "percentile",
    "rank",
    "min",
    "销售额",
    "x",
    "(",
    ")",
    "[",
    "]",
    ",",
    ":",
    ".",
    "..",
    "+",
    "-",
    "*",
    "/",
    "^",
    "=",
    "!=",
    "<",
    "<=",
    "≥",
    "（",
    "）",
    "×",
    "%",
    "\"",
    "\"won\"",
    "\\",
    "1",
    "2",
    "90",
    "0.5",
    "60%",
    "2025-07-01",
    "2025-7-1",
    "&&",
    "'",
    "\u{200b}",
    "！",
    "\n",
];
