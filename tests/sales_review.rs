//! The sales review, run as its example runs it: on the demo against goldens, on changed copies against sums made by hand, and on
//! the data set that `ATTAIN_DATA` names.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

#[path = "../examples/sales_review/review/mod.rs"]
#[allow(dead_code, reason = "shared with other examples, which need more of it")]
mod review;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use attain::calendar::{Grain, Period, parse_day};
use attain::measure::Whose;
use attain::plan::Plan;
use attain::quantity::Fraction;
use review::{Folder, Review, Streams};
use serde_json::Value;

/// What a run gives: exit code, output, what was said on stderr.
fn run(arguments: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut streams = Streams { out: &mut out, err: &mut err, watched: false };
    let code = review::run(arguments.iter().map(OsString::from), &mut streams);
    (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn demo() -> (Plan, Folder) {
    let folder = root().join("examples/data/demo");
    let plan = Plan::from_json(&fs::read(folder.join("plan.json")).unwrap()).unwrap();
    (plan, Folder::read(&folder).unwrap())
}

/// Compares with the golden file; with `UPDATE_GOLDEN=1` it writes the file instead.
fn golden(name: &str, text: &str) {
    let file = root().join("tests/scenarios/demo").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, text).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    for (line, (expected, found)) in (1..).zip(expected.lines().zip(text.lines())) {
        assert_eq!(expected, found, "{name}, line {line}; UPDATE_GOLDEN=1 writes the file again");
    }
    assert_eq!(expected, text, "{name} has another number of lines; UPDATE_GOLDEN=1 writes the file again");
}

#[test]
fn the_demo_prints_what_its_goldens_say() {
    let cases: [(&str, &[&str]); 7] = [
        ("period_3.en.txt", &["--period", "3"]),
        ("period_3.zh.txt", &["--period", "3", "--lang", "zh"]),
        ("span.en.txt", &["--period", "span"]),
        ("span.zh.txt", &["--period", "span", "--lang", "zh"]),
        ("explain_107.en.txt", &["--explain", "rep:107", "--period", "3"]),
        ("explain_107.zh.txt", &["--explain", "rep:107", "--period", "3", "--lang", "zh"]),
        ("review.jsonl", &["--json"]),
    ];
    for (name, arguments) in cases {
        let (code, out, _) = run(arguments);
        assert_eq!(code, 0, "{name}");
        golden(name, &out);
    }
}

#[test]
fn tables_fit_a_terminal_of_140_columns() {
    for language in ["en", "zh"] {
        let (_, out, _) = run(&["--lang", language]);
        assert!(out.lines().count() > 9 * 15, "nine tables of the whole company");
        let widest = out.lines().max_by_key(|line| attain::trace::width(line)).unwrap();
        assert!(attain::trace::width(widest) <= 140, "{widest}");
    }
}

#[test]
fn whoever_does_not_belong_in_a_period_is_left_out_of_its_table_and_stays_in_the_json_lines() {
    let (_, table, _) = run(&["--period", "2"]);
    let (_, lines, _) = run(&["--period", "2", "--json"]);
    assert!(!table.contains("נועם אלקיים"), "hired in period 3");
    assert!(lines.contains("\"rep:110\""));
    let (_, table, _) = run(&["--period", "7"]);
    assert!(
        table.contains("* प्रिया देशपांडे has a quota of 58,000 and belonged to no unit"),
        "she left in period 6: {table}"
    );
}

#[test]
fn a_mover_stands_in_the_unit_of_the_period_and_a_note_tells_of_the_move() {
    let (_, before, _) = run(&["--period", "3"]);
    let (_, within, _) = run(&["--period", "4"]);
    let place = |table: &str, name: &str| table.find(name).unwrap();
    assert!(place(&before, "Олена") < place(&before, "Καλλιόπη"), "still in the first team");
    assert!(place(&within, "Олена") > place(&within, "Καλλιόπη"), "in the second team at the end");
    assert!(within.contains("moved from Jürgen Weißhaupt's team to Καλλιόπη Σταματάκη's team on 2023-12-04"));
}

#[test]
fn entries_that_do_not_count_are_told_on_stderr_and_counted_when_they_are_many() {
    let (_, _, err) = run(&["--json"]);
    assert_eq!(err.lines().count(), 3, "{err}");
    assert!(err.contains("`112` belongs to no unit on 2024-06-17"), "{err}");
    let (plan, mut folder) = demo();
    for line in 0..15 {
        folder.order_lines.extend(
            format!("LATE,{line},2025-03-01,105,AT01,10.00,5.00\nGONE,{line},2024-09-01,112,IN01,1,1\n").bytes(),
        );
    }
    let (_, remarks) = Review::of(plan, &folder).unwrap();
    let mut err = Vec::new();
    review::remarks::write(&remarks, &mut err).unwrap();
    let err = String::from_utf8(err).unwrap();
    assert!(
        err.starts_with("18 entries do not count:\n"),
        "2 of the demo, 15 of a leaver, 1 for all that come too late: {err}"
    );
    assert!(err.ends_with("\n  … and 8 more\n"), "{err}");
    assert_eq!(err.lines().count(), 12);
}

#[test]
fn what_cannot_be_read_or_asked_for_ends_with_a_message_and_exit_code_2() {
    let scratch = Scratch::new("arguments");
    let broken = scratch.write(
        "broken.json",
        r#"{"attain":1,"name":"x","currency":"EUR","kpis":{"a":{"formula":"sum("},"b":{"formula":"c"}}}"#,
    );
    let thin = scratch
        .write("thin.json", r#"{"attain":1,"name":"thin","currency":"EUR","org":{"trees":{"sales":["company"]}}}"#);
    let cases: [(&[&str], &[&str]); 11] = [
        (&["--perod", "3"], &["there is no argument `--perod`"]),
        (&["--period"], &["`--period` needs a value"]),
        (&["--period", "9"], &["there is no quota period `9`", "up to 8"]),
        (&["--lang", "fr"], &["there is no language `fr`", "`en` or `zh`"]),
        (&["--json", "--explain", "rep:105"], &["one of --json and --explain"]),
        (&["--explain", "rep:999"], &["there is no node `rep:999`", "rep:105"]),
        (&["--data", "/nowhere/at/all"], &["/nowhere/at/all", "plan.json", "--plan FILE"]),
        (&["--data", "/nowhere/at/all", "--plan", &demo_plan()], &["people.csv"]),
        (&["--plan", "/nowhere/plan.json"], &["/nowhere/plan.json"]),
        (&["--plan", &broken], &["3 problems in the plan", "org", "kpis.a.formula", "kpis.b.formula"]),
        (&["--plan", &thin], &["it lacks", "`quota_period`", "`span`", "the KPI `repeat_rate`", "the scorecard `rep`"]),
    ];
    for (arguments, expected) in cases {
        let (code, out, err) = run(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {err}");
        for text in expected {
            assert!(err.contains(text), "{arguments:?}: {err}");
        }
    }
    assert_eq!(run(&["--help"]).0, 0);
}

#[test]
fn files_that_cannot_be_read_end_with_a_message_and_exit_code_2() {
    let cases = [
        ("people.csv", "employee,name\n1,A\n", "there is no column `manager`"),
        ("people.csv", "employee,name,manager,hired_on\n1,A,,yesterday\n", "people.csv, row 2"),
        ("people.csv", "employee,name,manager,hired_on\n1,A,2,2020-01-01\n", "everybody has a manager"),
        (
            "people.csv",
            "employee,name,manager,hired_on\n1,A,,2020-01-01\n2,B,3,2020-01-01\n",
            "row 3: there is nobody `3`",
        ),
        ("quotas.csv", "employee,starts_on,quota\n105,2023-01-30\n", "quotas.csv"),
        ("order_lines.csv", "order,line,ordered_on,employee,reseller,amount\n", "there is no column `cost`"),
    ];
    for (index, (file, text, expected)) in cases.into_iter().enumerate() {
        let scratch = Scratch::new(&format!("rows_{index}"));
        for name in ["people.csv", "quotas.csv", "order_lines.csv", "plan.json"] {
            fs::copy(root().join("examples/data/demo").join(name), scratch.0.join(name)).unwrap();
        }
        scratch.write(file, text);
        let (code, out, err) = run(&["--data", scratch.0.to_str().unwrap()]);
        assert_eq!((code, out.as_str()), (2, ""), "{file}: {err}");
        assert!(err.contains(expected), "{file}: {err}");
    }
}

#[test]
fn rows_that_are_refused_are_told_and_the_others_count() {
    let scratch = Scratch::new("refused");
    for name in ["people.csv", "plan.json"] {
        fs::copy(root().join("examples/data/demo").join(name), scratch.0.join(name)).unwrap();
    }
    scratch.write("quotas.csv", "employee,starts_on,quota\n105,2023-01-30,a lot\n105,2023-05-02,9\n105,2023-05-01,9\n");
    let lines =
        "A,1,2023-02-30,105,R,1,1\nB,1,2023-02-03,105,R,1..0,1\nC,1,2023-02-03,105\nD,1,2023-05-03,105,R,12,4\n";
    scratch.write("order_lines.csv", &format!("order,line,ordered_on,employee,reseller,amount,cost\n{lines}"));
    let (code, out, err) = run(&["--data", scratch.0.to_str().unwrap(), "--json"]);
    let totals = out.lines().last().unwrap();
    assert_eq!(code, 0, "{err}");
    assert!(
        totals.starts_with(r#"{"sales":"12","quota":"9","people":1,"orders":1,"order_lines":1,"resellers":1,"#),
        "{totals}"
    );
    for place in ["quotas.csv, row 2: refused", "quotas.csv, row 3: refused"] {
        assert!(err.contains(place), "{place}: {err}");
    }
    for row in 2..=4 {
        assert!(err.contains(&format!("order_lines.csv, row {row}: refused")), "{row}: {err}");
    }
}

/// The review follows its files: what is dropped, moved, taken back or transferred is what changes, and nothing else.
#[test]
fn a_changed_copy_gives_the_sums_made_by_hand() {
    let (plan, mut folder) = demo();
    let text = String::from_utf8(folder.order_lines.clone()).unwrap();
    let (header, rows) = text.split_once('\n').unwrap();
    let mut changed = vec![header.to_owned()];
    for row in rows.lines() {
        let order = row.split(',').next().unwrap();
        match order {
            // Dropped: 10,080.00 + 859.20 of 105 in period 3.
            "LB-1023" => {}
            // Moved from the first day of period 3 to the last of period 2: 1,680.00 + 1,145.00 of 109.
            "LB-1021" => changed.push(row.replace("2023-08-07", "2023-08-06")),
            _ => changed.push(row.to_owned()),
        }
    }
    // Taken back: 500.25 and 99.75 of 111 in period 3.
    changed.push("BACK-1,1,2023-08-07,111,HQ02,-500.25,-300.00".to_owned());
    changed.push("BACK-1,2,2023-10-29,111,HQ02,-99.75,-60.00".to_owned());
    folder.order_lines = (changed.join("\n") + "\n").into_bytes();
    // Transferred in mid-period 3 (84 days): 106 goes from 102 to 104 on 2023-09-18, after 42 of them.
    let people = String::from_utf8(folder.people.clone()).unwrap();
    let stay = "106,Łukasz Brzęczyński,Account Manager,102,2020-11-02,0.02,3000,\n";
    assert!(people.contains(stay));
    folder.people = people
        .replace(stay, &format!("{stay}106,Łukasz Brzęczyński,Account Manager,104,2023-09-18,0.02,3000,\n"))
        .into_bytes();

    let (review, _) = Review::of(plan, &folder).unwrap();
    let sales = |node: &str, period| figure(&review, "sales", node, period);
    // 105: 87,807.2338 − 10,939.20. 109: 105,554.805 − 2,825.00, and as much more in period 2.
    assert_eq!(sales("rep:105", 3), "76868.0338");
    assert_eq!(sales("rep:109", 3), "102729.805");
    assert_eq!(sales("rep:109", 2), "114916.69", "112,091.69 + 2,825.00");
    assert_eq!(sales("rep:111", 3), "52835.16", "53,435.16 − 600.00");
    // 106 sold 79,525.8212 in period 3 whoever leads; team 102 keeps what was before the move.
    assert_eq!(sales("rep:106", 3), "79525.8212");
    let before = by_hand(&folder.order_lines, "106", "2023-08-07", "2023-09-18");
    let after = by_hand(&folder.order_lines, "106", "2023-09-18", "2023-10-30");
    assert_eq!(before + after, "79525.8212".parse().unwrap());
    // Team 102: 13,016.94 + 76,868.0338 + 68,457.98 and the part of 106. Team 104: the part of 106, and 600.00 less.
    let team_102 = "158342.9538".parse::<rust_decimal::Decimal>().unwrap() + before;
    let team_104 = "327500.562".parse::<rust_decimal::Decimal>().unwrap() + after;
    assert_eq!(sales("team:102", 3), team_102.normalize().to_string());
    assert_eq!(sales("team:104", 3), team_104.normalize().to_string());
    // The company: 761,455.177 − 10,939.20 − 2,825.00 − 600.00; over the span the move of an order changes nothing.
    assert_eq!(sales("company", 3), "747090.977");
    assert_eq!(sales("company", 0), "6844324.584", "6,855,863.784 − 10,939.20 − 600.00");
    // The quota of 96,000 is cut by days, 42 of 84 on either side: 263,000 − 48,000 and 349,000 + 48,000.
    let quota = |unit: &str| target(&review, unit, 3);
    assert_eq!((quota("team:102"), quota("team:104")), ("215000".to_owned(), "397000".to_owned()));
    assert_eq!(quota("rep:106"), "96000");
}

/// Which quarter a sale falls into depends on whose quarters they are.
#[test]
fn sales_by_calendar_quarter_are_not_those_of_the_quota_periods_of_the_demo() {
    let (plan, folder) = demo();
    let (review, _) = Review::of(plan, &folder).unwrap();
    let quarters = ["2023-01-01", "2023-04-01"].map(|day| quarter_sales(&review, day));
    assert_eq!(quarters, ["429094.1545", "641926.5261"]);
    let periods = [1, 2].map(|period| figure(&review, "sales", "company", period));
    assert_eq!(periods, ["623163.6", "815243.8386"]);
    // The last calendar quarter has sales, and no quota starts in it.
    assert_eq!(quarter_sales(&review, "2025-01-01"), "377489.5217");
    assert_eq!(starting_quotas(&folder, "2025-01-01", "2025-04-01"), "0".parse().unwrap());
    assert_eq!(starting_quotas(&folder, "2023-07-01", "2023-10-01"), "795000".parse().unwrap());
}

#[test]
fn the_real_data_gives_its_control_totals() {
    let Some((plan, folder)) = adventure_works() else { return };
    let (review, remarks) = Review::of(plan, &folder).unwrap();
    assert_eq!(remarks, Vec::<String>::new());
    let lines = json(&review);
    let totals = lines.last().unwrap();
    assert_eq!(totals["sales"], "44210112.2857");
    assert_eq!(totals["quota"], "52474000");
    for (field, count) in [("people", 14), ("orders", 1994), ("order_lines", 30129), ("resellers", 428)] {
        assert_eq!(totals[field], count, "{field}");
    }
    let periods = [
        ("3886000", "3193633.9687", "0.821831"),
        ("5627000", "4871801.3366", "0.865790"),
        ("4750000", "4069186.0383", "0.856671"),
        ("5068000", "4153820.4239", "0.819617"),
        ("10537000", "8880239.4384", "0.842767"),
        ("8654000", "7041183.7534", "0.813633"),
        ("5913000", "5266343.505", "0.890638"),
        ("8039000", "6733903.8214", "0.837654"),
    ];
    assert_eq!(totals["periods"].as_array().unwrap().len(), periods.len());
    for (found, (quota, sales, attainment)) in totals["periods"].as_array().unwrap().iter().zip(periods) {
        assert_eq!([&found["quota"], &found["sales"], &found["attainment"]], [quota, sales, attainment]);
    }
    let company = line(&lines, "7", "company");
    assert_eq!((&company["commission"], &company["bonus"]), (&"73567.96".into(), &"3500".into()));
    assert_eq!(line(&lines, "8", "team:294")["attainment"], Value::Null, "undefined, and not 0 %");
}

#[test]
fn the_real_data_gives_the_row_of_blythe() {
    let Some((plan, folder)) = adventure_works() else { return };
    let (review, _) = Review::of(plan, &folder).unwrap();
    let (mut out, periods) = (Vec::new(), review.periods.chosen(Some("7")).unwrap());
    review::tables::write(&review, &periods, attain::trace::Language::English, &mut out).unwrap();
    let table = String::from_utf8(out).unwrap();
    let row = table.lines().find(|line| line.contains("Michael Blythe")).unwrap();
    let words = row.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(
        words,
        "Michael Blythe 729,000 682,990.09 93.7 % −30.4 % 2.5 % 38 17,973.42 94.7 % 86.13 B 7 = 8,195.88 –"
    );
    let company = table.lines().find(|line| line.starts_with("company")).unwrap();
    assert!(company.ends_with("73,567.96 3,500.00"), "{company}");
    assert!(!table.contains("Abbas"), "he came in the next period");
}

#[test]
fn sales_by_calendar_quarter_are_not_those_of_the_quota_periods_of_the_real_data() {
    let Some((plan, folder)) = adventure_works() else { return };
    let (review, _) = Review::of(plan, &folder).unwrap();
    assert_eq!(["2011-01-01", "2011-04-01"].map(|day| quarter_sales(&review, day)), ["3549026.3863", "4027080.3403"]);
    assert_eq!([1, 2].map(|period| figure(&review, "sales", "company", period)), ["3193633.9687", "4871801.3366"]);
    let quotas = [("2011-07-01", "2011-10-01"), ("2011-04-01", "2011-07-01"), ("2012-10-01", "2013-01-01")];
    let quotas = quotas.map(|(from, to)| starting_quotas(&folder, from, to));
    assert_eq!(quotas, ["9818000", "0", "0"].map(|amount| amount.parse().unwrap()));
}

/// The real data, where `ATTAIN_DATA` names the folder that has it.
fn adventure_works() -> Option<(Plan, Folder)> {
    let Some(data) = std::env::var_os("ATTAIN_DATA") else {
        println!("skipped: ATTAIN_DATA does not name the folder that has `adventure_works`");
        return None;
    };
    let plan = fs::read(root().join("examples/plans/adventure_works.json")).unwrap();
    let folder = Folder::read(&Path::new(&data).join("adventure_works")).unwrap();
    Some((Plan::from_json(&plan).unwrap(), folder))
}

fn demo_plan() -> String {
    root().join("examples/data/demo/plan.json").to_str().unwrap().to_owned()
}

fn json(review: &Review) -> Vec<Value> {
    let mut out = Vec::new();
    review::lines::write(review, &review.periods.chosen(None).unwrap(), &mut out).unwrap();
    String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn line<'l>(lines: &'l [Value], period: &str, node: &str) -> &'l Value {
    lines.iter().find(|line| line["period"] == period && line["node"] == node).unwrap()
}

/// A quota period by its number, the span by 0.
fn period(review: &Review, number: usize) -> Period {
    match number.checked_sub(1) {
        Some(at) => review.periods.parts()[at].1,
        None => review.periods.span(),
    }
}

fn whose(review: &Review, node: &str) -> Whose {
    match node.split_once(':') {
        Some(("rep" | "own", person)) => review.view.person(person).unwrap(),
        _ => review.view.unit(node).unwrap(),
    }
}

fn figure(review: &Review, kpi: &str, node: &str, number: usize) -> String {
    let value = review.view.value(kpi, whose(review, node), period(review, number)).unwrap().unwrap();
    plain(value.amount().unwrap())
}

fn target(review: &Review, node: &str, number: usize) -> String {
    let target = review.view.target("sales", whose(review, node), period(review, number)).unwrap();
    plain(target.counts.unwrap().amount().unwrap())
}

fn quarter_sales(review: &Review, day: &str) -> String {
    let quarter = review.view.plan().calendar().period(Grain::Quarter, parse_day(day).unwrap()).unwrap();
    let value = review.view.value("sales", review.view.unit("company").unwrap(), quarter).unwrap().unwrap();
    plain(value.amount().unwrap())
}

fn plain(amount: Fraction) -> String {
    amount.to_decimal().unwrap().normalize().to_string()
}

/// The amounts of somebody's lines from a day on and before another, added up.
fn by_hand(order_lines: &[u8], employee: &str, from: &str, to: &str) -> rust_decimal::Decimal {
    let rows = review::load::rows("order_lines.csv", order_lines, &[]).unwrap();
    let theirs = rows.iter().filter(|row| row["employee"] == employee);
    let within = theirs.filter(|row| (from..to).contains(&row["ordered_on"].as_str()));
    within.map(|row| row["amount"].parse::<rust_decimal::Decimal>().unwrap()).sum()
}

/// The quotas that start from a day on and before another, added up.
fn starting_quotas(folder: &Folder, from: &str, to: &str) -> rust_decimal::Decimal {
    let rows = review::load::rows("quotas.csv", &folder.quotas, &[]).unwrap();
    let within = rows.iter().filter(|row| (from..to).contains(&row["starts_on"].as_str()));
    within.map(|row| row["quota"].parse::<rust_decimal::Decimal>().unwrap()).sum()
}

/// A folder that is gone when the test is over.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("sales_review_{name}"));
        fs::create_dir_all(&folder).unwrap();
        Scratch(folder)
    }

    fn write(&self, name: &str, text: &str) -> String {
        let file = self.0.join(name);
        fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
