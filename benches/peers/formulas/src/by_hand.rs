//! The formulas by hand, in `rust_decimal`, each quotient rounded to nine places.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::Sums;
use crate::rows::{RANGES, Row};

pub type Inputs = [Decimal; 20];

pub fn inputs(rows: &[Row]) -> Vec<Inputs> {
    rows.iter().map(|row| std::array::from_fn(|field| Decimal::new(row[field], RANGES[field].2))).collect()
}

fn figures(row: &Inputs) -> Inputs {
    let [
        revenue,
        target,
        won,
        lost,
        open,
        days,
        marketing,
        sales,
        new,
        gone,
        begin,
        cogs,
        billed,
        collected,
        points,
        surveys,
        calls,
        meetings,
        orders,
        discount,
    ] = *row;
    let (number, rounded) = (|mantissa, scale| Decimal::new(mantissa, scale), |value: Decimal| value.round_dp(9));
    let attainment = if target.is_zero() {
        Decimal::ZERO
    } else {
        rounded(revenue / target).max(Decimal::ZERO).min(number(15, 1)) * number(100, 0)
    };
    let (win_rate, average, cycle) = (rounded(won / (won + lost)), rounded(revenue / won), rounded(days / won));
    let velocity = rounded(rounded(open * average * win_rate) / cycle);
    let (cac, margin) = (rounded((marketing + sales) / new), rounded((revenue - cogs) / revenue));
    let (churn, arpa) = (rounded(gone / begin), rounded(revenue / begin));
    let (clv, csat) = (rounded(rounded(arpa * margin) / churn), rounded(points / surveys));
    let net = collected - marketing - sales;
    let hundred = number(100, 0);
    let score = attainment * number(6, 1)
        + (win_rate * number(200, 0)).min(hundred) * number(3, 1)
        + (csat * number(10, 0)).min(hundred) * number(1, 1);
    [
        attainment,
        win_rate,
        average,
        cycle,
        velocity,
        cac,
        margin,
        churn,
        arpa,
        clv,
        rounded(clv / cac),
        rounded(cac / rounded(arpa * margin)),
        rounded(collected / billed),
        csat,
        rounded(meetings / calls),
        rounded(orders / meetings),
        rounded(discount / (revenue + discount)),
        net,
        rounded(net / (marketing + sales)) * hundred,
        score,
    ]
}

pub fn sums(rows: &[Inputs]) -> Sums {
    let mut sums = [0.0; 20];
    for row in rows {
        for (sum, figure) in sums.iter_mut().zip(figures(row)) {
            *sum += figure.mantissa().to_f64().unwrap_or(f64::NAN) / 10_f64.powi(figure.scale() as i32);
        }
    }
    sums
}
