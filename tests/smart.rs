//! What speaks against a target: cases by hand, in words, and what is wrong with how a check is written.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use attain::calendar::{Span, parse_day};
use attain::diagnostic::{At, Problems};
use attain::quantity::{Fraction, Outcome, Unit, Why};
use attain::target::smart::{CheckDefinition, Proposal, Smart, Thresholds, check};
use attain::trace::{Language, smart, smart_finding};

/// Whether lower is better; the amount, a year before, the past; growth, best and z, how much past is needed; what is found.
type Case =
    (bool, &'static str, &'static str, &'static [&'static str], [&'static str; 3], usize, &'static [&'static str]);

/// Growth, best, z and history as they are written; what is wrong with them.
type Written = (&'static str, &'static str, &'static str, Option<u32>, &'static [&'static str]);

fn amount(text: &str) -> Fraction {
    text.parse().unwrap()
}

fn known(text: &str) -> Outcome<Fraction> {
    if text == "-" { Err(Why::NoFacts) } else { Ok(amount(text)) }
}

fn span(from: &str, to: &str) -> Option<Span> {
    Span::new(parse_day(from).unwrap(), parse_day(to).unwrap())
}

/// A target against which nothing speaks, unless it is compared.
fn proposal() -> Proposal {
    Proposal {
        unit: Some(Unit::Money),
        owner: true,
        computable: Ok(()),
        amount: Ok(amount("120")),
        lower_is_better: false,
        last_year: Ok(amount("100")),
        history: ["80", "90", "100"].map(known).to_vec(),
        parent: Some(Ok(amount("500"))),
        period: span("2026-01-01", "2026-02-01"),
        as_of: parse_day("2025-12-15").unwrap(),
    }
}

fn thresholds(growth: &str, best: &str, z: &str, history: usize) -> Thresholds {
    let read = |text: &str| (text != "-").then(|| amount(text));
    Thresholds { growth: read(growth), best: read(best), z: read(z), history }
}

fn codes(proposal: &Proposal, thresholds: &Thresholds) -> Vec<&'static str> {
    check(proposal, thresholds).iter().map(|finding| finding.reason.code()).collect()
}

#[test]
fn what_is_not_said_of_a_target_is_told_letter_by_letter() {
    let none = Thresholds::default();
    assert_eq!(codes(&proposal(), &none), [""; 0]);
    let day = |text: &str| parse_day(text).unwrap();
    let cases = [
        (Proposal { unit: None, ..proposal() }, Smart::Specific, "no_kpi"),
        (Proposal { owner: false, ..proposal() }, Smart::Specific, "no_owner"),
        (Proposal { amount: Err(Why::NoTarget), ..proposal() }, Smart::Measurable, "no_amount"),
        (Proposal { unit: Some(Unit::Text), ..proposal() }, Smart::Measurable, "not_an_amount"),
        (Proposal { unit: Some(Unit::Date), ..proposal() }, Smart::Measurable, "not_an_amount"),
        (Proposal { computable: Err(Why::DividedByZero), ..proposal() }, Smart::Measurable, "not_computable"),
        (Proposal { parent: Some(Err(Why::NoTarget)), ..proposal() }, Smart::Relevant, "no_parent"),
        (Proposal { period: None, ..proposal() }, Smart::TimeBound, "no_period"),
        (Proposal { period: span("2026-01-01", "2026-01-01"), ..proposal() }, Smart::TimeBound, "no_period"),
        (Proposal { as_of: day("2026-02-01"), ..proposal() }, Smart::TimeBound, "over"),
    ];
    for (proposal, letter, code) in cases {
        assert_eq!(codes(&proposal, &none), [code]);
        assert_eq!(check(&proposal, &none).first().unwrap().letter(), letter, "{code}");
    }
    let sound = [Proposal { parent: None, ..proposal() }, Proposal { as_of: day("2026-01-31"), ..proposal() }];
    assert!(sound.iter().all(|proposal| codes(proposal, &none).is_empty()), "at the top; on its last day");
    let bare = Proposal {
        unit: None,
        owner: false,
        computable: Err(Why::NoFacts),
        amount: Err(Why::NoTarget),
        parent: Some(Err(Why::NoTarget)),
        period: None,
        ..proposal()
    };
    let all = ["no_kpi", "no_owner", "no_amount", "not_computable", "no_parent", "no_period"];
    assert_eq!(codes(&bare, &thresholds("0", "1", "1", 2)), all, "in the order of the letters");
}

#[test]
fn a_target_is_compared_with_the_year_before_the_best_period_and_the_mean() {
    #[rustfmt::skip]
    let table: &[Case] = &[
        // 20 % more than 100.
        (false, "120", "100", &[], ["0.2", "-", "-"], 0, &[]),
        (false, "120.01", "100", &[], ["0.2", "-", "-"], 0, &["growth"]),
        (false, "100", "100", &[], ["0", "-", "-"], 0, &[]),
        (false, "5", "100", &[], ["0", "-", "-"], 0, &[]),
        (true, "80", "100", &[], ["0.2", "-", "-"], 0, &[]),
        (true, "79.99", "100", &[], ["0.2", "-", "-"], 0, &["growth"]),
        (true, "500", "100", &[], ["0.2", "-", "-"], 0, &[]),
        // A loss of 100 may become one of 80.
        (false, "-80", "-100", &[], ["0.2", "-", "-"], 0, &[]),
        (false, "-79", "-100", &[], ["0.2", "-", "-"], 0, &["growth"]),
        (false, "1", "0", &[], ["0.2", "-", "-"], 0, &["nothing_year_before"]),
        (false, "1", "-", &[], ["0.2", "-", "-"], 0, &["no_year_before"]),
        (false, "1", "-", &[], ["-", "-", "-"], 0, &[]),
        // A fifth beyond the best: 100, or the least, 80.
        (false, "120", "-", &["80", "100", "90"], ["-", "1.2", "-"], 3, &[]),
        (false, "121", "-", &["80", "100", "90"], ["-", "1.2", "-"], 3, &["best"]),
        (true, "64", "-", &["80", "100", "90"], ["-", "1.2", "-"], 3, &[]),
        (true, "63", "-", &["80", "100", "90"], ["-", "1.2", "-"], 3, &["best"]),
        // Nine tenths of the best.
        (false, "90", "-", &["80", "100", "90"], ["-", "0.9", "-"], 3, &[]),
        (false, "91", "-", &["80", "100", "90"], ["-", "0.9", "-"], 3, &["best"]),
        (false, "-45", "-", &["-50", "-60"], ["-", "1.2", "-"], 2, &[]),
        (false, "-39", "-", &["-50", "-60"], ["-", "1.2", "-"], 2, &["best"]),
        (false, "1", "-", &["0", "0"], ["-", "1.2", "-"], 2, &["nothing_best"]),
        // 80, 90, 100: the mean is 90, the deviation 10.
        (false, "110", "-", &["80", "90", "100"], ["-", "-", "2"], 3, &[]),
        (false, "110.01", "-", &["80", "90", "100"], ["-", "-", "2"], 3, &["spread"]),
        (false, "10", "-", &["80", "90", "100"], ["-", "-", "2"], 3, &[]),
        (true, "70", "-", &["80", "90", "100"], ["-", "-", "2"], 3, &[]),
        (true, "69.99", "-", &["80", "90", "100"], ["-", "-", "2"], 3, &["spread"]),
        (true, "500", "-", &["80", "90", "100"], ["-", "-", "2"], 3, &[]),
        // 1 and 2: the mean is 3/2, the variance 1/2; 2.2 is √0.98 deviations off, 2.21 √1.0082.
        (false, "2.2", "-", &["1", "2"], ["-", "-", "1"], 2, &[]),
        (false, "2.21", "-", &["1", "2"], ["-", "-", "1"], 2, &["spread"]),
        // Always the same: anything harder stands out.
        (false, "90", "-", &["90", "90"], ["-", "-", "3"], 2, &[]),
        (false, "90.01", "-", &["90", "90"], ["-", "-", "3"], 2, &["spread"]),
        // What has no figure is no history.
        (false, "1", "-", &["80", "-", "90"], ["-", "1.2", "2"], 3, &["too_little_history"]),
        (false, "1", "-", &["80", "-", "90", "70"], ["-", "1.2", "2"], 3, &[]),
        (false, "1", "-", &["80"], ["-", "-", "2"], 0, &["too_little_history"]),
        (false, "1", "-", &[], ["-", "1.2", "-"], 0, &["too_little_history"]),
        (false, "900", "100", &["80", "90", "100"], ["0.2", "1.2", "2"], 3, &["growth", "best", "spread"]),
        (false, "900", "100", &["80"], ["0.2", "1.2", "2"], 3, &["growth", "too_little_history"]),
    ];
    for (lower, target, last_year, history, [growth, best, z], need, expected) in table {
        let proposal = Proposal {
            amount: known(target),
            lower_is_better: *lower,
            last_year: known(last_year),
            history: history.iter().map(|text| known(text)).collect(),
            ..proposal()
        };
        let found = codes(&proposal, &thresholds(growth, best, z, *need));
        assert_eq!(found, *expected, "{target} after {last_year}, {history:?}, by {growth} {best} {z}");
    }
}

#[test]
fn findings_say_what_was_compared_with_what_in_both_languages() {
    let told = |proposal: &Proposal, thresholds: &Thresholds, language: Language| -> Vec<String> {
        let line = |one: attain::target::smart::Finding| {
            format!("{}: {}", smart(one.letter(), language), smart_finding(&one, language))
        };
        check(proposal, thresholds).into_iter().map(line).collect()
    };
    let all = thresholds("0.3", "1.1", "2", 3);
    let hard = Proposal { amount: Ok(amount("1500")), last_year: Ok(amount("1000")), ..proposal() };
    assert_eq!(
        told(&hard, &all, Language::English),
        [
            "attainable: 1,500 is 50% more than 1,000, the same period a year before; at most 30% is expected",
            "attainable: 1,500 lies beyond what is expected after the best period, 100: at most 110",
            "attainable: 1,500 lies more than 2 standard deviations of 10 above 90, the mean of 3 periods",
        ]
    );
    assert_eq!(
        told(&hard, &all, Language::Chinese),
        [
            "可实现: 1,500 比去年同期 1,000 高 50%，预期最多 30%",
            "可实现: 1,500 高于按历史最佳期间 100 的预期：最多 110",
            "可实现: 1,500 比 3 个期间的平均值 90 高出 2 个标准差（10）以上",
        ]
    );
    let low = Proposal {
        unit: Some(Unit::Ratio),
        lower_is_better: true,
        amount: Ok(amount("0.02")),
        last_year: Ok(amount("0.05")),
        history: ["0.04", "0.05", "0.06"].map(known).to_vec(),
        parent: Some(Err(Why::NoTarget)),
        as_of: parse_day("2026-03-01").unwrap(),
        ..proposal()
    };
    assert_eq!(
        told(&low, &all, Language::English),
        [
            "attainable: 2% is 60% less than 5%, the same period a year before; at most 30% is expected",
            "attainable: 2% lies beyond what is expected after the best period, 4%: at least 3.6%",
            "attainable: 2% lies more than 2 standard deviations of 1% below 5%, the mean of 3 periods",
            "relevant: the target above, which it should be a part of, has no amount: no target",
            "time-bound: its period, 2026-01-01 to 2026-01-31, is over",
        ]
    );
    let bare = Proposal { unit: Some(Unit::Text), owner: false, history: vec![known("5"), known("-")], ..proposal() };
    assert_eq!(
        told(&bare, &thresholds("-", "2", "-", 4), Language::English),
        [
            "specific: nobody has the target",
            "measurable: the KPI is no amount but text",
            "attainable: there is too little history: 1 past periods have a figure, and 4 are needed",
        ]
    );
    assert_eq!(
        told(&bare, &thresholds("-", "2", "-", 4), Language::Chinese),
        ["具体: 目标没有负责人", "可衡量: 该指标不是数值", "可实现: 历史太少：有数值的期间 1 个，需要 4 个"]
    );
}

#[test]
fn a_check_is_read_with_everything_that_is_wrong_with_it() {
    let read = |growth: &str, best: &str, z: &str, history: Option<u32>| {
        let text = |text: &str| (!text.is_empty()).then(|| text.into());
        let definition = CheckDefinition { growth: text(growth), best: text(best), z: text(z), history };
        let mut problems = Problems::new();
        let read = definition.compile(At::root(), &mut problems);
        let told = |problem: &attain::diagnostic::Problem| format!("{}: {}", problem.place(), problem.code().name());
        (read, problems.iter().map(told).collect::<Vec<String>>())
    };
    let (sound, problems) = read("30%", "120%", "2.5", Some(6));
    assert_eq!((sound, problems), (thresholds("0.3", "1.2", "2.5", 6), Vec::new()));
    assert_eq!(read("0", "", "", None), (thresholds("0", "-", "-", 0), Vec::new()));
    let cases: [Written; 8] = [
        ("-1%", "", "", None, &["growth: value.range"]),
        ("a third", "", "", None, &["growth: value.invalid"]),
        ("", "0", "", Some(3), &["best: value.range"]),
        ("", "", "-2", Some(3), &["z: value.range"]),
        ("", "120%", "", None, &["history: rule.needed"]),
        ("", "", "2", Some(1), &["history: value.range"]),
        ("30%", "", "", Some(6), &["history: plan.conflict"]),
        (
            "x",
            "0%",
            "y",
            None,
            &["growth: value.invalid", "z: value.invalid", "best: value.range", "history: rule.needed"],
        ),
    ];
    for (growth, best, z, history, expected) in cases {
        assert_eq!(read(growth, best, z, history).1, expected, "{growth} {best} {z} {history:?}");
    }
}
