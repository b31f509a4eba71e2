//! The rows and the formulas.

pub const ROWS: usize = 100_000;
pub const FORMULAS: usize = 20;

/// What a row has: amounts in cents, and counts.
pub type Row = [i64; 20];

pub const FIELDS: [&str; 20] = [
    "revenue",
    "target",
    "won",
    "lost",
    "open_n",
    "cycle_days",
    "mkt_cost",
    "sales_cost",
    "new_cust",
    "lost_cust",
    "cust_begin",
    "cogs",
    "billed",
    "collected",
    "sat_sum",
    "sat_n",
    "calls",
    "meetings",
    "orders",
    "discount",
];

/// The least, what is above the most, and how many digits there are after the point.
pub const RANGES: [(i64, i64, u32); 20] = [
    (1_000_000, 90_000_000, 2),
    (1_000_000, 90_000_000, 2),
    (1, 60, 0),
    (1, 90, 0),
    (1, 120, 0),
    (40, 4_000, 0),
    (10_000, 900_000, 2),
    (10_000, 900_000, 2),
    (1, 40, 0),
    (1, 20, 0),
    (50, 400, 0),
    (100_000, 900_000, 2),
    (1_000_000, 90_000_000, 2),
    (1_000_000, 80_000_000, 2),
    (10, 400, 0),
    (5, 50, 0),
    (50, 900, 0),
    (10, 200, 0),
    (1, 60, 0),
    (0, 900_000, 2),
];

pub const NAMES: [&str; FORMULAS] = [
    "attainment",
    "win_rate",
    "avg_deal",
    "cycle",
    "velocity",
    "cac",
    "margin",
    "churn",
    "arpa",
    "clv",
    "clv_cac",
    "payback",
    "collection",
    "csat",
    "meet_rate",
    "order_rate",
    "disc_rate",
    "net_rev",
    "roi",
    "score",
];

/// The formulas, where `least` writes the lesser of two; `point` stands behind whole numbers that must not be read as such.
pub fn formulas(point: &str, attainment: &str, least: impl Fn(&str, &str) -> String) -> Vec<String> {
    let score = format!(
        "attainment*0.6+{}*0.3+{}*0.1",
        least(&format!("100{point}"), &format!("win_rate*200{point}")),
        least(&format!("100{point}"), &format!("csat*10{point}"))
    );
    let plain = [
        attainment,
        "won/(won+lost)",
        "revenue/won",
        "cycle_days/won",
        "open_n*avg_deal*win_rate/cycle",
        "(mkt_cost+sales_cost)/new_cust",
        "(revenue-cogs)/revenue",
        "lost_cust/cust_begin",
        "revenue/cust_begin",
        "arpa*margin/churn",
        "clv/cac",
        "cac/(arpa*margin)",
        "collected/billed",
        "sat_sum/sat_n",
        "meetings/calls",
        "orders/meetings",
        "discount/(revenue+discount)",
        "collected-mkt_cost-sales_cost",
        "net_rev/(mkt_cost+sales_cost)*100#",
        &score,
    ];
    plain.iter().map(|text| text.replace('#', point)).collect()
}

/// Splitmix64, so that the rows are the same for ever.
struct Random(u64);

impl Random {
    fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn between(&mut self, least: i64, above: i64) -> i64 {
        least + (self.number() % (above - least) as u64) as i64
    }
}

pub fn rows(count: usize) -> Vec<Row> {
    let mut random = Random(1);
    let mut cell = |field: usize| {
        let (least, above, _) = RANGES[field];
        if field == 1 && random.between(0, 100) == 0 { 0 } else { random.between(least, above) }
    };
    (0..count).map(|_| std::array::from_fn(&mut cell)).collect()
}
