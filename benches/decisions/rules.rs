//! Ten rules over two ratios, questions to them, and the scan that somebody would write by hand for just these rules.

use attain::quantity::Fraction;

/// From and to in percent of what was reached and of what was collected, and the rate in tenths of a percent.
pub(crate) const RULES: [(i64, i64, i64, i64, i64); 10] = [
    (0, 50, 0, OPEN, 0),
    (50, 80, 0, 80, 10),
    (50, 80, 80, OPEN, 15),
    (80, 100, 0, 80, 20),
    (80, 100, 80, 95, 25),
    (80, 100, 95, OPEN, 30),
    (100, 125, 0, 80, 35),
    (100, 125, 80, OPEN, 50),
    (125, OPEN, 0, 95, 60),
    (125, OPEN, 95, OPEN, 80),
];

/// The end of a range that has none.
pub(crate) const OPEN: i64 = i64::MAX;

/// The rules as an author writes them into a plan, read as `read` says.
pub(crate) fn definition(read: &str) -> String {
    let end = |percent: i64| if percent == OPEN { String::new() } else { format!("{percent}%") };
    let rows = RULES.iter().map(|(from, to, low, high, rate)| {
        let (reached, collected) =
            (format!("{} .. {}", end(*from), end(*to)), format!("{} .. {}", end(*low), end(*high)));
        format!(r#"{{ "reached": "{reached}", "collected": "{collected}", "rate": "{}.{}%" }}"#, rate / 10, rate % 10)
    });
    format!(
        r#"{{ "keys": ["reached", "collected"], "read": "{read}", "boundary": "[from, to)", "rows": [{}] }}"#,
        rows.collect::<Vec<_>>().join(", ")
    )
}

/// The rate of the first rule that fits, by products that cannot overflow.
pub(crate) fn scan(reached: Fraction, collected: Fraction) -> Option<i64> {
    let rule =
        RULES.iter().find(|(from, to, low, high, _)| within(reached, *from, *to) && within(collected, *low, *high));
    rule.map(|rule| rule.4)
}

/// Whether `num / den` lies in a range of percents.
fn within(key: Fraction, from: i64, to: i64) -> bool {
    let percent = key.numerator() * 100;
    let at_least = percent >= i128::from(from) * key.denominator();
    at_least && (to == OPEN || percent < i128::from(to) * key.denominator())
}

/// Sales of people over their targets, and payments over sales.
pub(crate) fn questions() -> Vec<(Fraction, Fraction)> {
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = |below: i128| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i128::from(seed >> 33) % below
    };
    let mut question = || {
        let (sold, target) = (random(15_000_000) + 1, random(9_000_000) + 1_000_000);
        let paid = random(sold * 11 / 10) + 1;
        (Fraction::new(sold, target).expect("a quotient"), Fraction::new(paid, sold).expect("a quotient"))
    };
    (0..1_024).map(|_| question()).collect()
}
