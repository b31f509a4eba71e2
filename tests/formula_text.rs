//! The text of formulas, case by case.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests stop at the first surprise"
)]

use std::sync::Arc;

use attain::formula::{
    Argument, BinaryOp, CreditWord, DEPTH_MAX, DurationUnit, Expr, ExprKind, Fold, FoldFunction, FormulaErrorKind,
    Group, Ident, LENGTH_MAX, LEVELS_MAX, NODES_MAX, Scope, TextSpan, Window, parse,
};
use chrono::NaiveDate;
use rust_decimal::Decimal;

#[test]
fn operators_hold_together_as_the_grammar_says() {
    let table = [
        ("a or b and c", "a or (b and c)"),
        ("a or b or c", "(a or b) or c"),
        ("a and b and c", "(a and b) and c"),
        ("not a = b and c", "(not (a = b)) and c"),
        ("not a or b", "(not a) or b"),
        ("a = b + c", "a = (b + c)"),
        ("a + b < c * d", "(a + b) < (c * d)"),
        ("a - b - c", "(a - b) - c"),
        ("a - b + c", "(a - b) + c"),
        ("a + b * c", "a + (b * c)"),
        ("a / b / c", "(a / b) / c"),
        ("a / b * c", "(a / b) * c"),
        ("-a + b", "(-a) + b"),
        ("-a * b", "(-a) * b"),
        ("a * -b", "a * (-b)"),
        ("a - -b", "a - (-b)"),
        ("-a ^ b", "-(a ^ b)"),
        ("a ^ b ^ c", "a ^ (b ^ c)"),
        ("a ^ -b ^ c", "a ^ (-(b ^ c))"),
        ("a * b ^ c", "a * (b ^ c)"),
        ("a ^ b[prior]", "a ^ (b[prior])"),
        ("a / b at company", "a / (b at company)"),
        ("a at company[prior]", "(a at company)[prior]"),
        ("a[prior] at company", "(a[prior]) at company"),
        ("-a[prior]", "-(a[prior])"),
        ("a between b and c and d", "(a between b and c) and d"),
        ("a + b between c - d and e", "(a + b) between (c - d) and e"),
        ("not a in (b) or c", "(not (a in (b))) or c"),
        ("a + b in (c + d, e)", "(a + b) in ((c + d), (e))"),
        ("a is present and b is missing", "(a is present) and (b is missing)"),
        ("a + b is missing", "(a + b) is missing"),
        ("a has b + c", "a has (b + c)"),
    ];
    for (short, long) in table {
        assert_eq!(read(short), read(long), "{short}");
        assert_eq!(read(long).to_string(), short);
    }
}

#[test]
fn parentheses_that_matter_stay() {
    for text in [
        "(a or b) and c",
        "not (a and b)",
        "(not a) = b",
        "a - (b - c)",
        "a / (b * c)",
        "(a + b) * c",
        "(-a) ^ b",
        "(a ^ b) ^ c",
        "-(-a)",
        "not (not a)",
        "(a + b)[prior]",
        "(a * b) at company",
        "(a < b) = c",
        "(a = b) in (c, (d or e))",
        "-(a + b)",
        "(a between b and c) = d",
        "a between (b and c) and d",
    ] {
        assert_eq!(read(text).to_string(), text);
    }
}

/// Two levels of every construct, one at every place of the other.
#[test]
fn every_construct_inside_every_other_reads_back() {
    let name = || expr(ExprKind::Path(path("a")));
    let mut pairs = 0;
    for outer in constructs(&name()) {
        for place in 0..outer.children().len() {
            for inner in constructs(&name()) {
                let formula = with_child(&outer, place, &inner);
                let text = formula.to_string();
                assert_eq!(read(&text), formula, "{text}");
                pairs += 1;
            }
        }
    }
    assert_eq!(pairs, 45 * 26);
}

#[test]
fn different_formulas_are_not_equal() {
    let mut all = constructs(&read("a"));
    all.extend(constructs(&read("b")).into_iter().filter(|formula| !formula.children().is_empty()));
    all.extend(
        [
            "a",
            "A",
            "a.b",
            "1.5",
            "1 USD",
            "1 EUR",
            "1 day",
            "2 days",
            "2025-07-01",
            "\"a\"",
            "yes",
            "no",
            "a[prior]",
            "a[prior 2]",
            "a[last 1 day]",
            "a[next 1 day]",
            "a at company",
            "a at \"a\"",
            "a is present",
            "f(x: a)",
            "f(a, a)",
            "avg(a)",
            "sum(a as direct)",
            "sum(a as overlay)",
            "sum(a over people)",
            "sum(a over members)",
            "percentile(a, 1)",
        ]
        .map(read),
    );
    for (i, one) in all.iter().enumerate() {
        for (j, other) in all.iter().enumerate() {
            assert_eq!(one == other, i == j, "{one} and {other}");
        }
    }
}

/// One of every construct, with `part` at all of its places.
fn constructs(part: &Expr) -> Vec<Expr> {
    let boxed = || Box::new(part.clone());
    let mut all: Vec<ExprKind> =
        OPERATORS.iter().map(|op| ExprKind::Binary { op: *op, left: boxed(), right: boxed() }).collect();
    all.extend([
        ExprKind::Number(Decimal::TEN),
        ExprKind::Percent(Decimal::TEN),
        ExprKind::Not(boxed()),
        ExprKind::Negate(boxed()),
        ExprKind::In { value: boxed(), list: vec![part.clone(), part.clone()], negated: false },
        ExprKind::In { value: boxed(), list: vec![part.clone()], negated: true },
        ExprKind::Between { value: boxed(), low: boxed(), high: boxed() },
        ExprKind::Present { value: boxed(), missing: true },
        ExprKind::Window { value: boxed(), window: Window::All },
        ExprKind::At { value: boxed(), scope: Scope::Parent },
        ExprKind::Call { path: path("f"), arguments: vec![Argument { name: None, value: part.clone() }] },
        ExprKind::Fold(Box::new(Fold {
            filter: Some(part.clone()),
            of: Some(path("order")),
            on: Some(part.clone()),
            ..Fold { value: part.clone(), ..bare(FoldFunction::Sum, "a") }
        })),
    ]);
    all.into_iter().map(expr).collect()
}

/// The same with another part at a place.
fn with_child(outer: &Expr, place: usize, child: &Expr) -> Expr {
    let mut places = 0..;
    let mut pick = |part: &mut Expr| {
        if places.next() == Some(place) {
            *part = child.clone();
        }
    };
    let mut changed = outer.clone();
    match &mut changed.kind {
        ExprKind::Not(value)
        | ExprKind::Negate(value)
        | ExprKind::Present { value, .. }
        | ExprKind::Window { value, .. }
        | ExprKind::At { value, .. } => pick(value),
        ExprKind::Binary { left, right, .. } => [left, right].into_iter().for_each(|part| pick(part)),
        ExprKind::Between { value, low, high } => [value, low, high].into_iter().for_each(|part| pick(part)),
        ExprKind::In { value, list, .. } => {
            pick(value);
            list.iter_mut().for_each(pick);
        }
        ExprKind::Call { arguments, .. } => arguments.iter_mut().for_each(|argument| pick(&mut argument.value)),
        ExprKind::Fold(fold) => {
            pick(&mut fold.value);
            fold.filter.iter_mut().chain(&mut fold.on).for_each(pick);
        }
        _ => {}
    }
    changed
}

const OPERATORS: &[BinaryOp] = &[
    BinaryOp::And,
    BinaryOp::Or,
    BinaryOp::Add,
    BinaryOp::Subtract,
    BinaryOp::Multiply,
    BinaryOp::Divide,
    BinaryOp::Power,
    BinaryOp::Equal,
    BinaryOp::NotEqual,
    BinaryOp::Less,
    BinaryOp::LessOrEqual,
    BinaryOp::Greater,
    BinaryOp::GreaterOrEqual,
    BinaryOp::Has,
];

#[test]
fn other_spellings_say_the_same() {
    for (written, printed) in [
        ("a == b", "a = b"),
        ("a <> b", "a != b"),
        ("a ≠ b", "a != b"),
        ("a ≤ b", "a <= b"),
        ("a ≥ b", "a >= b"),
        ("a × b ÷ c − d", "a * b / c - d"),
        ("销售额（当月，类别：\"自行车\"）", "销售额(当月, 类别: \"自行车\")"),
        ("（a＋b）＊c", "(a + b) * c"),
        ("销售额 ＞＝ 100％", "销售额 >= 100%"),
        ("a！＝b", "a != b"),
        ("销售额［prior］", "销售额[prior]"),
        ("a\u{3000}+\tb\r\n- c", "a + b - c"),
        ("order . amount", "order.amount"),
        ("1.50", "1.5"),
        ("1000.00 USD", "1000 USD"),
        ("0.0%", "0%"),
        ("1 days + 2 day", "1 day + 2 days"),
        ("2 working day", "2 working days"),
        ("a is not missing", "a is present"),
        ("a is not present", "a is missing"),
        ("a[prior 1]", "a[prior]"),
        ("a[2025-07-01..2025-10-01]", "a[2025-07-01 .. 2025-10-01]"),
        ("f ( )", "f()"),
    ] {
        assert_eq!(read(written).to_string(), printed);
    }
}

#[test]
fn literals_are_what_they_say() {
    let number = |text: &str| Decimal::from_str_exact(text).unwrap();
    for (text, kind) in [
        ("0", ExprKind::Number(number("0"))),
        ("12.5", ExprKind::Number(number("12.5"))),
        ("9999999999999999999999999999", ExprKind::Number(number("9999999999999999999999999999"))),
        ("0.0000000000000000000000000001", ExprKind::Number(number("0.0000000000000000000000000001"))),
        ("60%", ExprKind::Percent(number("60"))),
        ("33.333%", ExprKind::Percent(number("33.333"))),
        ("1000 USD", ExprKind::Money { amount: number("1000"), currency: "USD".parse().unwrap() }),
        ("2025-07-01", ExprKind::Date(day(2025, 7, 1))),
        ("2024-02-29", ExprKind::Date(day(2024, 2, 29))),
        ("yes", ExprKind::YesNo(true)),
        ("no", ExprKind::YesNo(false)),
        (r#""""#, ExprKind::Text("".into())),
        (r#""a \"b\" \\ c\nd""#, ExprKind::Text("a \"b\" \\ c\nd".into())),
        (r#""赢单（大）''“”""#, ExprKind::Text("赢单（大）''“”".into())),
        ("order.amount", ExprKind::Path(path("order.amount"))),
        ("order.count.where.on.and", ExprKind::Path(path("order.count.where.on.and"))),
        ("sum", ExprKind::Path(path("sum"))),
        ("USD", ExprKind::Path(path("USD"))),
    ] {
        assert_eq!(read(text).kind, kind, "{text}");
    }
}

#[test]
fn durations_know_singular_plural_and_working_time() {
    for (text, of) in [
        ("minute minutes", DurationUnit::Minute),
        ("hour hours", DurationUnit::Hour),
        ("day days", DurationUnit::Day),
        ("week weeks", DurationUnit::Week),
        ("month months", DurationUnit::Month),
        ("quarter quarters", DurationUnit::Quarter),
        ("year years", DurationUnit::Year),
        ("working hour|working hours", DurationUnit::WorkingHour),
        ("working day|working days", DurationUnit::WorkingDay),
    ] {
        let words: Vec<&str> = if text.contains('|') { text.split('|').collect() } else { text.split(' ').collect() };
        for (word, shown) in [(words[0], words[1]), (words[1], words[1])] {
            let amount = Decimal::new(15, 1);
            let formula = read(&format!("1.5 {word}"));
            assert_eq!(formula.kind, ExprKind::Duration { amount, of });
            assert_eq!(formula.to_string(), format!("1.5 {shown}"));
        }
    }
}

#[test]
fn a_minus_makes_a_date_only_without_blanks() {
    assert!(matches!(read("2025-07-01").kind, ExprKind::Date(_)));
    assert!(matches!(read("2025 - 7 - 1").kind, ExprKind::Binary { op: BinaryOp::Subtract, .. }));
    assert!(matches!(read("100-12-31").kind, ExprKind::Binary { op: BinaryOp::Subtract, .. }));
    assert_eq!(read("closed_on-2025-07-01"), read("closed_on - 2025-07-01"));
    assert!(matches!(read("x2025-12").kind, ExprKind::Binary { op: BinaryOp::Subtract, .. }));
}

#[test]
fn windows() {
    let grain = |text: &str| Some(ident(text));
    let table = [
        ("prior", Window::Prior { steps: 1, grain: None, to_date: false }),
        ("prior 3", Window::Prior { steps: 3, grain: None, to_date: false }),
        ("prior quarter", Window::Prior { steps: 1, grain: grain("quarter"), to_date: false }),
        ("prior 2 quarter", Window::Prior { steps: 2, grain: grain("quarter"), to_date: false }),
        ("prior to date", Window::Prior { steps: 1, grain: None, to_date: true }),
        ("prior 2 year to date", Window::Prior { steps: 2, grain: grain("year"), to_date: true }),
        ("last_year", Window::LastYear { grain: None, to_date: false }),
        ("last_year month", Window::LastYear { grain: grain("month"), to_date: false }),
        ("last_year to date", Window::LastYear { grain: None, to_date: true }),
        ("last_year 季度 to date", Window::LastYear { grain: grain("季度"), to_date: true }),
        ("quota_period", Window::Grain { grain: ident("quota_period"), to_date: false }),
        ("year to date", Window::Grain { grain: ident("year"), to_date: true }),
        ("date to date", Window::Grain { grain: ident("date"), to_date: true }),
        ("to date", Window::ToDate),
        ("last 90 days", Window::Rolling { last: true, amount: Decimal::from(90), of: DurationUnit::Day }),
        ("next 1 quarter", Window::Rolling { last: false, amount: Decimal::ONE, of: DurationUnit::Quarter }),
        (
            "last 4 working hours",
            Window::Rolling { last: true, amount: Decimal::from(4), of: DurationUnit::WorkingHour },
        ),
        ("before", Window::Before),
        ("all", Window::All),
        ("2025-07-01 .. 2025-10-01", Window::Between(day(2025, 7, 1), day(2025, 10, 1))),
    ];
    for (text, window) in table {
        let text = format!("x[{text}]");
        let value = Box::new(expr(ExprKind::Path(path("x"))));
        assert_eq!(read(&text).kind, ExprKind::Window { value, window }, "{text}");
        assert_eq!(read(&text).to_string(), text);
    }
}

#[test]
fn scopes() {
    let table = [
        ("parent", Scope::Parent),
        ("company", Scope::Company),
        ("\"region\"", Scope::Level("region".into())),
        ("team", Scope::Path(path("team"))),
        ("order.team", Scope::Path(path("order.team"))),
        ("parent.team", Scope::Path(path("parent.team"))),
        ("manager(subject)", Scope::Call(Box::new(read("manager(subject)")))),
        ("org.head(x + 1)", Scope::Call(Box::new(read("org.head(x + 1)")))),
    ];
    for (text, scope) in table {
        let text = format!("x at {text}");
        let value = Box::new(expr(ExprKind::Path(path("x"))));
        assert_eq!(read(&text).kind, ExprKind::At { value, scope }, "{text}");
        assert_eq!(read(&text).to_string(), text);
    }
}

#[test]
fn folds() {
    let x = || bare(FoldFunction::Sum, "x");
    let table = [
        ("sum(x)", x()),
        ("count(deal)", bare(FoldFunction::Count, "deal")),
        ("sum(x where yes)", Fold { filter: Some(expr(ExprKind::YesNo(true))), ..x() }),
        ("sum(x of order.customer)", Fold { of: Some(path("order.customer")), ..x() }),
        ("sum(x on paid_on)", Fold { on: Some(expr(ExprKind::Path(path("paid_on")))), ..x() }),
        ("sum(x whose owner)", Fold { whose: Some(path("owner")), ..x() }),
        ("sum(x as direct)", Fold { credit: Some(CreditWord::Direct), ..x() }),
        ("sum(x as overlay)", Fold { credit: Some(CreditWord::Overlay), ..x() }),
        ("sum(x over members)", Fold { over: Some(Group::Members), ..x() }),
        ("sum(x over people)", Fold { over: Some(Group::People), ..x() }),
        ("sum(x over peers)", Fold { over: Some(Group::Peers), ..x() }),
        ("sum(x over quota_period)", Fold { over: Some(Group::Grain(ident("quota_period"))), ..x() }),
        (
            "sum(x where yes of order on no whose order.rep as overlay)",
            Fold {
                filter: Some(expr(ExprKind::YesNo(true))),
                of: Some(path("order")),
                on: Some(expr(ExprKind::YesNo(false))),
                whose: Some(path("order.rep")),
                credit: Some(CreditWord::Overlay),
                ..x()
            },
        ),
        ("percentile(x, 90)", Fold { parameter: Some(Decimal::from(90)), ..bare(FoldFunction::Percentile, "x") }),
        (
            "trimmed(x, 10 over people)",
            Fold { parameter: Some(Decimal::TEN), over: Some(Group::People), ..bare(FoldFunction::Trimmed, "x") },
        ),
        ("rank(x over peers)", Fold { over: Some(Group::Peers), ..bare(FoldFunction::Rank, "x") }),
        ("percent_rank(x over peers)", Fold { over: Some(Group::Peers), ..bare(FoldFunction::PercentRank, "x") }),
    ];
    for (text, fold) in table {
        assert_eq!(read(text).kind, ExprKind::Fold(Box::new(fold)), "{text}");
        assert_eq!(read(text).to_string(), text);
    }
    for function in FoldFunction::ALL {
        assert_eq!(FoldFunction::named(function.name()), Some(*function));
    }
}

#[test]
fn after_a_dot_and_before_a_colon_every_word_is_a_name() {
    let argument = |name: Option<&str>, text: &str| Argument { name: name.map(ident), value: read(text) };
    let expected = ExprKind::Call {
        path: path("order.count"),
        arguments: vec![argument(None, "x"), argument(Some("where"), "1"), argument(Some("product"), "\"bikes\"")],
    };
    let text = "order.count(x, where: 1, product: \"bikes\")";
    assert_eq!(read(text).kind, expected);
    assert_eq!(read(text).to_string(), text);
    assert!(matches!(read("sum.x(1)").kind, ExprKind::Call { .. }));
}

#[test]
fn places_are_bytes_of_the_authors_text() {
    let text = "(销售额 + 1) * sum( order.额 )";
    let whole = read(text);
    let mut written = Vec::new();
    whole.walk(&mut |part| written.push(&text[part.span.start..part.span.end]));
    assert_eq!(written, [text, "销售额 + 1", "销售额", "1", "sum( order.额 )", "order.额"]);
    let ExprKind::Path(names) = &read("a. 额").kind else { panic!("a path") };
    assert_eq!(names.iter().map(|name| (name.span.start, name.span.end)).collect::<Vec<_>>(), [(0, 1), (3, 6)]);
}

/// Every formula of the plan that the manual shows, and those of its tables.
#[test]
fn the_formulas_of_a_whole_plan() {
    for text in [
        "role = \"manager\"",
        "subject.level",
        "manager(subject) = actor",
        "status != \"void\"",
        "amount > 0 and signed_offer is present",
        "amount > 500000",
        "sum(order.amount)",
        "sum(payment.amount) / sum(order.gross)",
        "revenue / revenue[last_year] - 100%",
        "revenue / revenue at company",
        "distinct(order.customer)",
        "count(deal where stage = \"won\" on closed_on) / count(deal where status in (\"won\", \"lost\") on closed_on)",
        "avg(deal.closed_on - deal.opened_on where stage = \"won\" on closed_on)",
        "count(activity where done_on <= deal.expected_on) / count(activity)",
        "ramp(tenure(month)) * active",
        "season(period.index)",
        "revenue[last_year]",
        "subject.fte",
        "role = \"rep\"",
        "attainment(revenue)",
        "100% + growth",
        "on_time",
        "20 * avg(review.score where relation = \"manager\")",
        "20 * avg(review.score where relation = \"peer\")",
        "collection < 80%",
        "manager(order.rep)",
        "100%",
        "order.amount",
        "order.amount / target(revenue)[quota_period]",
        "clamp(sum(payment.amount of order)[all] / order.gross, 0, 1)",
        "order.family = \"bikes\"",
        "50",
        "attainment(revenue) >= 100%",
        "2000 * coefficient(attainment(revenue), collection)",
        "2000 * active",
        "2% * base",
        "coalesce(category, stage.category)",
        "coalesce(probability, stage.probability)",
        "attainment(revenue) < elapsed(workdays) - 10%",
        "yes",
        "sum(order.amount) / target(revenue)",
        "x[year to date]",
        "avg(x over peers)",
        "order != first(order.number of customer)[all] at company",
        "performance.bonus(referrals, conversion)",
        "rank(x over peers)",
        "score.rep.process",
        "forecast.quarter.commit",
        "target(x, \"stretch\")",
        "target(x, product: \"bikes\")",
        "count(deal where reached(\"proposal\") on opened_on)",
        "count(deal where reached(\"proposal\") on entered_on(\"proposal\"))",
        "coalesce(deal.probability, stage.probability)",
        "1 / 3 * 3",
        "96999999999999935 / 99999999999999933",
    ] {
        assert_eq!(read(text).to_string(), text);
    }
}

/// The wrong place stands between `⟦` and `⟧`; then what is said, and what would make it right.
#[test]
fn bad_formulas() {
    for row in BAD.trim().split("\n\n") {
        let lines: Vec<&str> = row.lines().collect();
        let (marked, message, help) = (lines[0], lines[1], lines.get(2).copied());
        let text = marked.replace(['⟦', '⟧'], "");
        let start = marked.find('⟦').unwrap();
        let end = marked.find('⟧').unwrap() - '⟦'.len_utf8();
        let error = parse(&text).expect_err(&text);
        assert_eq!(error.message(), message, "{text}");
        assert_eq!(error.help(), help.map(|help| help.trim_start_matches("help: ")), "{text}");
        assert_eq!(error.span(), TextSpan { start, end }, "{text}");
        assert_eq!(error.kind(), FormulaErrorKind::Syntax, "{text}");
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn a_new_line_ends_a_text_that_was_not_closed() {
    let error = parse("stage = \"won\n and x = \"y\"").unwrap_err();
    assert_eq!(error.span(), TextSpan { start: 8, end: 9 });
    assert_eq!(error.message(), "this text is never closed");
}

#[test]
fn long_words_are_cut_in_messages() {
    let error = parse(&format!("a {}", "b".repeat(150))).unwrap_err();
    assert_eq!(error.message(), format!("no operator stands between `a` and `{}…`", "b".repeat(40)));
    let error = parse(&"名".repeat(100)).unwrap_err();
    assert_eq!(error.message(), format!("`{}…` is too long for a name", "名".repeat(40)));
}

#[test]
fn limits_are_exact() {
    let refused = |text: &str| parse(text).err().map(|error| error.kind());
    let long = |bytes: usize| format!("1{}", " ".repeat(bytes - 1));
    assert_eq!(refused(&long(LENGTH_MAX)), None);
    assert_eq!(refused(&long(LENGTH_MAX + 1)), Some(FormulaErrorKind::TooLong));
    assert_eq!(refused(&format!("1{}额", " ".repeat(LENGTH_MAX - 2))), Some(FormulaErrorKind::TooLong));

    for (open, close) in [("(", ")"), ("f(", ")"), ("sum(", ")"), ("x in ((", "))"), ("x ^ ", "")] {
        let nested = |levels: usize| format!("{}1{}", open.repeat(levels), close.repeat(levels));
        assert_eq!(refused(&nested(DEPTH_MAX)), None, "{open}");
        assert_eq!(refused(&nested(DEPTH_MAX + 1)), Some(FormulaErrorKind::TooDeep), "{open}");
    }
    for more in [" + x", " or x", "[prior]", " at company"] {
        assert_eq!(refused(&format!("x{}", more.repeat(LEVELS_MAX - 1))), None, "{more}");
        assert_eq!(refused(&format!("x{}", more.repeat(LEVELS_MAX))), Some(FormulaErrorKind::TooDeep), "{more}");
    }
    let tall = |levels: usize| format!("(x{})", " + x".repeat(levels - 1));
    for around in [
        "not _",
        "-_",
        "_ and x",
        "x and _",
        "_ ^ x",
        "x ^ _",
        "_ < x",
        "x < _",
        "_ in (x)",
        "x in (x, _, x)",
        "_ is present",
        "_ between x and x",
        "x between _ and x",
        "x between x and _",
        "_[all]",
        "_ at parent",
        "f(x, _, x)",
        "sum(_)",
        "sum(x where _)",
        "sum(x on _)",
        "sum(x where _ on x)",
        "sum(_ over people)",
    ] {
        assert_eq!(refused(&around.replace('_', &tall(LEVELS_MAX - 1))), None, "{around}");
        assert_eq!(refused(&around.replace('_', &tall(LEVELS_MAX))), Some(FormulaErrorKind::TooDeep), "{around}");
    }
    let list = |items: usize| format!("x in (1{})", ",1".repeat(items - 1));
    assert_eq!(refused(&list(NODES_MAX - 2)), None);
    assert_eq!(refused(&list(NODES_MAX - 1)), Some(FormulaErrorKind::TooLong));
}

/// The worst that the parser lets through, and the worst that it meets, on a small stack.
#[test]
fn hostile_formulas_do_not_exhaust_the_stack() {
    let small = std::thread::Builder::new().stack_size(1 << 20);
    small.spawn(hostile_formulas).unwrap().join().unwrap();
}

fn hostile_formulas() {
    let most = LENGTH_MAX;
    for (open, unit) in [
        ("(", 1),
        ("-", 1),
        ("- ", 2),
        ("not ", 4),
        ("f(", 2),
        ("sum(", 4),
        ("x[", 2),
        ("x^", 2),
        ("1+", 2),
        ("x in(", 5),
        ("\"", 1),
    ] {
        let text = open.repeat(most / unit);
        assert!(parse(&text).is_err(), "{open}");
        assert!(parse(&format!("{}1", open.repeat(most / unit - 1))).is_err(), "{open}");
    }
    let links = LEVELS_MAX - DEPTH_MAX - 2;
    let tall =
        format!("{}{}{}{}", "sum(f(".repeat(DEPTH_MAX / 2), "-x", "[prior]".repeat(links), "))".repeat(DEPTH_MAX / 2));
    let formula = read(&tall);
    assert_eq!(formula.to_string(), tall);
    assert_eq!(formula.clone(), formula);
    let mut parts = 0;
    formula.walk(&mut |_| parts += 1);
    assert_eq!(parts, LEVELS_MAX);
}

fn read(text: &str) -> Expr {
    parse(text).unwrap_or_else(|error| panic!("{text}: {error} at {:?}", error.span()))
}

fn bare(function: FoldFunction, value: &str) -> Fold {
    let value = expr(ExprKind::Path(path(value)));
    Fold { function, value, parameter: None, filter: None, of: None, on: None, whose: None, credit: None, over: None }
}

fn path(text: &str) -> Vec<Ident> {
    text.split('.').map(ident).collect()
}

fn ident(text: &str) -> Ident {
    Ident { text: Arc::from(text), span: TextSpan::default() }
}

fn expr(kind: ExprKind) -> Expr {
    Expr { kind, span: TextSpan::default() }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

const BAD: &str = include_str!("tables/bad_formulas.txt");
