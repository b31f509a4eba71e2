//! Eighty people in four teams and nine hundred orders of all sorts, with a KPI for each way in which facts are folded.

#![allow(dead_code, reason = "each test uses some of it")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use std::fmt::Write;

pub(crate) const PEOPLE: usize = 80;
pub(crate) const ORDERS: usize = 900;

/// Every aggregate, and conditions and values of every form that is read off columns, beside some that are not.
pub(crate) const FORMULAS: [&str; 30] = [
    "sum(order.amount)",
    "sum(order.amount where status = \"won\")",
    "sum(order.amount where status != \"won\")",
    "sum(order.amount where status in (\"won\", \"open\") and amount > 100)",
    "sum(order.amount where status = \"never said\")",
    "sum(order.amount where not (discount > 5%))",
    "sum(order.amount where discount > 5% or status = \"won\")",
    "sum(order.amount - order.cost)",
    "sum(order.amount * order.pieces)",
    "sum(order.amount * order.discount where discount is present)",
    "sum(order.discount)",
    "count(order)",
    "count(order.discount)",
    "count(order where closed - opened >= 10 days)",
    "count(order where closed > 2025-06-15)",
    "count(order where order.on < opened)",
    "count(order where discount is present)",
    "avg(order.amount where status = \"won\")",
    "avg(order.pieces)",
    "avg(order.discount)",
    "median(order.closed - order.opened)",
    "median(order.amount where status = \"won\")",
    "percentile(order.amount, 90)",
    "stddev(order.amount)",
    "min(order.amount)",
    "max(order.closed - order.opened where status = \"won\")",
    "distinct(order.customer)",
    "distinct(order.closed where status = \"won\")",
    "last(order.amount)",
    "sum(order.amount / 7)",
];

/// KPIs of others, in windows and scopes, with samples, stand-ins, targets and branches.
pub(crate) const MADE: [&str; 16] = [
    r#""formula": "k0 / k11""#,
    r#""formula": "k0 / k11", "at_least": 4"#,
    r#""formula": "k17", "at_least": 5, "missing": "zero""#,
    r#""formula": "k0[prior]""#,
    r#""formula": "k0[year to date] - k0""#,
    r#""formula": "k17[last 90 days]""#,
    r#""formula": "k0 / (k0 at company)""#,
    r#""formula": "if(k11 > 3, k0, k17 at company)""#,
    r#""formula": "coalesce(k4 / k12, k17)""#,
    r#""formula": "if(k11 > 2 and k0 / k11 > 200, 1, 2)""#,
    r#""formula": "target(k0)""#,
    r#""formula": "attainment(k0)""#,
    r#""formula": "k0 - target(k0)""#,
    r#""formula": "avg(k0 over peers)""#,
    r#""formula": "m0 + m8""#,
    r#""formula": "least(k0, k24 * 3, 400)""#,
];

pub(crate) fn plan() -> String {
    let plain = FORMULAS.iter().map(|formula| format!("\"formula\": {formula:?}"));
    let all = plain.enumerate().map(|(at, kpi)| format!("\"k{at}\": {{ {kpi} }}"));
    let made = MADE.iter().enumerate().map(|(at, kpi)| format!("\"m{at}\": {{ {kpi} }}"));
    let kpis: Vec<String> = all.chain(made).collect();
    format!(
        r#"{{ "attain": 1, "name": "Everybody", "currency": "EUR",
            "rules": {{ "percentile": "linear", "missing": "skip", "rounding": {{ "to": "0.01", "mode": "half_up" }} }},
            "org": {{ "trees": {{ "sales": ["company", "team"] }}, "peers": {{ "by": "role", "who": "role = \"rep\"" }} }},
            "targets": {{ "k0": {{ "grain": "month", "unit_is": "members", "transfer": "days" }} }},
            "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money", "cost": "money", "pieces": "number",
              "discount": "ratio", "status": "text", "customer": "text", "opened": "date", "closed": "date" }} }} }},
            "kpis": {{ {} }} }}"#,
        kpis.join(", ")
    )
}

/// Four teams; every tenth person changes in May, and every fifteenth leaves in September.
pub(crate) fn company() -> String {
    let mut lines = String::from("{\"kind\":\"unit\",\"id\":\"u\",\"on\":\"1700-01-01\",\"unit\":\"company\"}\n");
    let mut line = |text: String| writeln!(lines, "{text}").unwrap();
    for team in 0..4 {
        line(format!(r#"{{"kind":"unit","id":"u{team}","on":"1700-01-01","unit":"t{team}","under":"company"}}"#));
    }
    for person in 0..PEOPLE {
        let role = if person % 7 == 0 { "lead" } else { "rep" };
        let joins = |id: &str, on: &str, unit: usize| {
            format!(
                r#"{{"kind":"membership","id":"{id}{person}","on":"{on}","who":"p{person}","unit":"t{unit}","role":"{role}"}}"#
            )
        };
        line(joins("m", "1700-01-01", person % 4));
        if person % 10 == 3 {
            line(joins("n", "2025-05-16", (person + 1) % 4));
        }
        if person % 15 == 7 {
            line(format!(
                r#"{{"kind":"membership","id":"e{person}","on":"2025-09-11","who":"p{person}","unit":null}}"#
            ));
        }
    }
    lines
}

/// Orders of all sorts: some without a value, below zero, of several people, taken back, put right or retracted.
pub(crate) fn orders() -> Vec<String> {
    orders_of(ORDERS)
}

/// Those among them that are plain: of one person each, and never corrected.
pub(crate) fn plain_orders() -> Vec<String> {
    let odd = ["credits", "reverses", "retracts", "revises"];
    orders().into_iter().filter(|line| !odd.iter().any(|word| line.contains(&format!("\"{word}\"")))).collect()
}

/// So many of them.
pub(crate) fn orders_of(count: usize) -> Vec<String> {
    let mut state = 7_u64;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((state >> 33) % below).unwrap()
    };
    let mut lines = Vec::new();
    let day = |number: usize| format!("2025-{:02}-{:02}", number / 28 % 12 + 1, number % 28 + 1);
    for order in 0..count {
        let (on, who) = (random(336), random(PEOPLE as u64));
        let cents = i64::try_from(random(60_000)).unwrap() - 5_000;
        let mut line = format!(
            r#"{{"kind":"order","id":"o{order}","on":"{}","rep":"p{who}","amount":"{}","pieces":"{}","customer":"c{}","opened":"{}""#,
            day(on),
            format_args!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100),
            random(9),
            random(40),
            day(on.saturating_sub(random(40))),
        );
        let mut says = |name: &str, value: String| write!(line, r#","{name}":"{value}""#).unwrap();
        if random(9) > 0 {
            says("status", ["won", "lost", "open"][random(3)].to_owned());
        }
        if random(3) > 0 {
            says("discount", format!("{}%", random(20)));
        }
        if random(30) > 0 {
            says("cost", format!("{}", random(90)));
            says("closed", day(on + random(5)));
        }
        if order % 40 == 11 {
            let other = (who + 1) % PEOPLE;
            write!(line, r#","credits":[{{"who":"p{who}","share":"70%"}},{{"who":"p{other}","share":"30%"}}]"#)
                .unwrap();
        }
        lines.push(line + "}");
        let of = random(order as u64 + 1);
        match order % 50 {
            17 => lines.push(format!(
                r#"{{"kind":"order","id":"r{order}","on":"{}","reverses":"o{of}","share":"1/3"}}"#,
                day(on)
            )),
            29 => lines.push(format!(r#"{{"kind":"order","id":"x{order}","retracts":"o{of}"}}"#)),
            43 => lines.push(format!(
                r#"{{"kind":"order","id":"v{order}","revises":"o{of}","on":"{}","rep":"p{}","amount":"77.70","pieces":"2","customer":"c1","status":"won","opened":"2025-01-01","closed":"2025-01-09"}}"#,
                day(on),
                random(PEOPLE as u64)
            )),
            _ => {}
        }
    }
    // On the last day and on the one after it of those who leave, and on both sides of a move.
    for (number, person) in (0..PEOPLE).filter(|person| person % 15 == 7 || person % 10 == 3).enumerate() {
        for on in ["2025-05-15", "2025-05-16", "2025-09-10", "2025-09-11"] {
            lines.push(format!(
                r#"{{"kind":"order","id":"e{number} {on}","on":"{on}","rep":"p{person}","amount":"3.10","pieces":"1","customer":"c9","status":"won","opened":"{on}","closed":"{on}"}}"#
            ));
        }
    }
    lines
}
