//! The example about rules of a pipeline, run as it runs: against its golden, and on the data set that `ATTAIN_DATA` names.

#![cfg(all(feature = "csv", feature = "json"))]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

#[path = "../examples/pipeline_rules/story/mod.rs"]
mod story;

use std::fs;
use std::path::PathBuf;

fn told(data: Option<PathBuf>) -> String {
    let mut out = Vec::new();
    story::tell(data, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_deals_are_told_as_their_golden_says() {
    let text = told(None);
    let golden = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios/pipelines/rules.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(golden.parent().unwrap()).unwrap();
        fs::write(&golden, &text).unwrap();
    }
    assert_eq!(text, fs::read_to_string(&golden).unwrap().replace("\r\n", "\n"));
}

/// What the story is about, whatever else its golden says.
#[test]
fn the_rules_that_are_asked_for_hold() {
    let text = told(None);
    for expected in [
        // Every reason at once, from the view and from the log.
        "The log refuses it: Jörg may not move it there; requirements is missing.\n",
        "it stays where it is until 2026-03-20 14:00; legal has not approved it; finance has not approved it; signed_on is missing.\n",
        "王芳 may not move it against the rules",
        "林慧 moves 苏州 from quote to contract: allowed, against the rules\n",
        "Of 34 moves 33 were as the pipeline says.\n",
        // Thursday 15:00 and two working days, over a weekend and a holiday.
        "2026-04-07 15:00  Österle  deal  design    Jörg   follow_up        due\n",
        // Thursday 16:00 and 24 hours.
        "2026-04-10 16:00  Böhm     deal  lead      Jörg   first_follow_up  due\n",
        "Jörg has 0 open deals and 0 timers, and 0 timers are nobody's\n",
        "company        0  1,130,000        0\n",
    ] {
        assert!(text.contains(expected), "{expected}\nis not in\n{text}");
    }
    assert!(text.lines().last().unwrap().starts_with("Left out: "));
    let elsewhere = told(Some(PathBuf::from("nowhere")));
    assert_eq!(text, elsewhere, "a folder that does not hold the data set");
}

#[test]
fn the_opportunities_of_the_data_set_come_to_what_was_published() {
    let Some(data) = std::env::var_os("ATTAIN_DATA").map(PathBuf::from).filter(|data| data.join("maven_crm").is_dir())
    else {
        println!("left out: ATTAIN_DATA names no folder with maven_crm");
        return;
    };
    let text = told(Some(data));
    let expected = concat!(
        r#"{"won":4238,"lost":2473,"win_rate":"0.631501","cycle_mean":"51.781973","cycle_median":"57","by_month":{"#,
        r#""2017-03":"0.820711","2017-04":"0.486348","2017-05":"0.544099","2017-06":"0.828393","2017-07":"0.491228","#,
        r#""2017-08":"0.568153","2017-09":"0.792126","2017-10":"0.492933","2017-11":"0.528646","2017-12":"0.784946"}}"#
    );
    assert_eq!(text.lines().last().unwrap(), expected);
}
