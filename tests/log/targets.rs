//! Targets and what is said of them: why they are refused, and what stands.

use attain::document::Node;
use attain::id::{Key, Name};
use attain::log::{Admission, Answer, Change, Entry, Log, Refusal, TEXT_BYTES_MAX, WHERE_FIELDS_MAX, Waiting};
use attain::quantity::{Fraction, Value};

use super::{amounts, day, empty_log, json, moment, order, shown};

/// An entry of a built-in kind about the revenue of ann in the third quarter.
fn said(kind: &str, id: &str) -> Entry {
    Entry::new(kind).id(id).on(day(1)).set("of", "revenue").set("who", "ann").set("period", "2025-Q3")
}

fn answer(id: &str, of: &str, answer: &str) -> Entry {
    Entry::new("approve").id(id).on(day(2)).set("of", of).set("answer", answer)
}

fn narrowed(fields: &[(&str, &str)]) -> Node {
    Node::Map(fields.iter().map(|(name, value)| ((*name).to_owned(), Node::from(*value))).collect())
}

fn refusals(log: &mut Log, entry: Entry) -> Vec<String> {
    match log.record(entry, None) {
        Admission::Refused(refusals) => refusals.iter().map(Refusal::to_string).collect(),
        other => vec![other.to_string()],
    }
}

#[test]
fn refusals_teach() {
    let map = "write `{\"family\": \"bikes\", \"region\": \"north\"}`, in a cell `family = bikes; region = north`";
    let blank =
        "write `amount`, or say under the plan's `targets` what a blank means: `\"blank\": \"keep\"` or `\"clear\"`";
    let target = || said("target", "x").set("amount", "1");
    let many = (0..=WHERE_FIELDS_MAX).map(|number| (format!("f{number}"), Node::from("a"))).collect();
    let cases: Vec<(Entry, String)> = vec![
        (said("target", "x"), format!("amount: `target` of `revenue` has no `amount`\n  help: {blank}")),
        (
            said("target", "x").set("amount", Node::Null),
            format!("amount: `target` of `revenue` has no `amount`\n  help: {blank}"),
        ),
        (target().set("where", "bikes"), format!("where: `bikes` names no fields\n  help: {map}")),
        (target().set("where", ""), format!("where: `` names no fields\n  help: {map}")),
        (target().set("where", "a = 1;"), format!("where: `a = 1;` names no fields\n  help: {map}")),
        (target().set("where", true), format!("where: yes or no is written where a map of fields belongs\n  help: {map}")),
        (
            target().set("where", Node::Map(vec![("lines".to_owned(), Node::from(7))])),
            "where: `lines`: a number is written where a text belongs\n  help: write the value of a field as a text".to_owned(),
        ),
        (
            target().set("where", narrowed(&[("a b", "1")])),
            "where: `a b` is not a name: a name starts with a letter or `_`, and goes on with letters, digits and `_`\n  help: write it like `a_b`".to_owned(),
        ),
        (
            target().set("where", "a = 1; a = 1"),
            "where: `a` is written twice\n  help: keep one of the two".to_owned(),
        ),
        (
            target().set("where", Node::Map(many)),
            "where: 9 fields are named, more than the limit of 8\n  help: name those fields that tell it from others".to_owned(),
        ),
        (
            said("adjust", "x"),
            "set: `adjust` has neither `set` nor `add`, `times` or `carry`\n  help: write one of them: the amount that holds instead, what is added, a factor such as `110%`, or the period whose shortfall or surplus is carried into this one".to_owned(),
        ),
        (
            said("adjust", "x").set("set", "1").set("times", "2"),
            "times: it cannot both `set` and `times`\n  help: keep one of the two, or record two entries".to_owned(),
        ),
        (
            said("adjust", "x").set("times", "-0.10"),
            "times: `-0.1` is below zero, and no factor\n  help: write `110%` for a tenth more, `0.9` for a tenth less".to_owned(),
        ),
        (answer("x", "o1", "maybe"), "answer: `maybe` is no answer\n  help: write `yes`, `no` or `withdrawn`".to_owned()),
    ];
    for (entry, expected) in cases {
        assert_eq!(refusals(&mut empty_log(), entry), [expected]);
    }
}

#[test]
fn what_a_where_holds_has_its_limit() {
    let target = |bytes: usize| {
        let value = "x".repeat(bytes);
        said("target", "t").set("amount", "1").set("where", narrowed(&[("family", &value), ("region", &value)]))
    };
    assert_eq!(shown(&empty_log().record(target(TEXT_BYTES_MAX / 2), None)), "entry.too_large where");
    assert_eq!(shown(&empty_log().record(target(TEXT_BYTES_MAX / 2 - 20), None)), "counted");
}

#[test]
fn a_blank_target_is_taken_where_the_plan_says_what_it_means() {
    let mut log = empty_log().with_blank_targets(["revenue".parse().unwrap()]);
    for blank in [said("target", "t1"), said("target", "t2").set("amount", Node::Null)] {
        assert_eq!(log.record(blank, None), Admission::Counted);
    }
    assert_eq!(log.record(said("target", "t1").set("amount", Node::Null), None), Admission::Exists);
    assert_eq!(shown(&log.record(said("target", "t1").set("amount", "0"), None)), "exists differently: amount");
    assert_eq!(shown(&log.record(said("target", "x").set("of", "calls"), None)), "entry.missing_field amount");
    assert_eq!(
        shown(&log.record(said("submit", "x"), None)),
        "entry.missing_field amount",
        "a commitment is never blank"
    );
    log.record(said("target", "v1").set("amount", "7").revises("t1"), None);
    log.record(said("target", "v2").revises("v1"), None);
    log.record(said("target", "v3").set("amount", "0").revises("t2"), None);
    let of = |upto: usize| -> Vec<Option<String>> {
        log.standing(upto).targets().into_iter().map(|target| target.amount.map(|amount| amount.to_string())).collect()
    };
    assert_eq!(of(3), [Some("7".to_owned()), None]);
    assert_eq!(of(5), [None, Some("0".to_owned())], "zero is an amount");
    let described = log.entry(0).unwrap();
    assert_eq!(described.get("amount"), None);
    assert_eq!(log.record(described, None), Admission::Exists);
}

#[test]
fn any_characters_survive_in_a_where() {
    let table: &[&[(&str, &str)]] = &[
        &[("family", "bikes")],
        &[("产品", "自行车"), ("Größe", "XL"), ("a", "")],
        &[("family", "=;:\"{}\\"), ("region", "5:north=3:abc")],
        &[("a", " b "), ("b", "line\nbreak\t\0"), ("c", "\u{1f6b2}")],
    ];
    let mut log = empty_log();
    for (number, fields) in table.iter().enumerate() {
        let target = said("target", &format!("t{number}")).set("amount", "1").set("where", narrowed(fields));
        assert_eq!(log.record(target, None), Admission::Counted);
    }
    for (number, (fields, target)) in table.iter().zip(log.clone().standing(table.len()).targets()).enumerate() {
        let mut sorted: Vec<(String, String)> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        sorted.sort();
        let found: Vec<(String, String)> =
            target.of_fields.into_iter().map(|(name, value)| (name.as_str().to_owned(), value)).collect();
        assert_eq!(found, sorted);
        let described = log.entry(number).unwrap();
        let borrowed: Vec<(&str, &str)> = sorted.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(described.get("where"), Some(&narrowed(&borrowed)));
        assert_eq!(log.record(described, None), Admission::Exists);
    }
}

#[test]
fn every_kind_stands_as_it_was_written() {
    let mut log = empty_log();
    let lines = r#"
        {"kind":"target","id":"t1","on":"2025-08-01","of":"销售额","who":"李雷","period":"2025-Q3","amount":"500 USD","level":"底线","where":{"产品":"自行车"},"pinned":"yes","by":"韩梅梅","why":"新区"}
        {"kind":"adjust","id":"a1","on":"2025-08-02","of":"销售额","who":"李雷","period":"2025-Q3","set":"60%","by":"韩梅梅","why":"春节"}
        {"kind":"adjust","id":"a2","on":"2025-08-03","of":"销售额","who":"李雷","period":"2025-Q3","add":"-3","effective":"2025-09-01","level":"底线"}
        {"kind":"adjust","id":"a3","on":"2025-08-03","of":"销售额","who":"李雷","period":"2025-Q3","times":"12.5%","where":{"产品":"自行车"}}
        {"kind":"submit","id":"s1","on":"2025-08-04","of":"销售额","who":"李雷","period":"2025-Q3","amount":"450.50","level":"承诺","by":"李雷"}
        {"kind":"open","id":"k1","on":"2025-08-06","of":"销售额","who":"李雷","period":"2025-Q3","why":"更正"}
        {"kind":"close","id":"k2","on":"2025-08-05","of":"销售额","period":"2025-Q3"}
        {"kind":"approve","id":"y1","on":"2025-08-07","of":"a1","as":"总监","answer":"withdrawn","by":"王芳"}"#;
    for line in lines.lines().filter(|line| !line.is_empty()) {
        assert_eq!(log.record(json(line), None), Admission::Counted, "{line}");
    }
    let number = |num, den| Fraction::new(num, den).unwrap();
    let text = |text: Option<&str>| text.map(str::to_owned);
    let standing = log.standing(log.len());

    let target = standing.targets().remove(0);
    assert_eq!((target.of.as_str(), target.who.as_str(), target.period.as_str()), ("销售额", "李雷", "2025-Q3"));
    assert_eq!(target.amount, Some(Value::Money(number(500, 1))));
    assert_eq!((target.level.as_ref().map(Name::as_str), target.pinned), (Some("底线"), true));
    assert_eq!(target.of_fields, [("产品".parse().unwrap(), "自行车".to_owned())]);
    assert_eq!((target.by.as_ref().map(Key::as_str), target.why), (Some("韩梅梅"), text(Some("新区"))));

    let adjustments = standing.adjustments();
    let changes: Vec<(&Change, String, bool, usize)> = adjustments
        .iter()
        .map(|said| (&said.change, said.effective.to_string(), said.level.is_some(), said.of_fields.len()))
        .collect();
    let (set, add) = (Change::Set(Value::Ratio(number(3, 5))), Change::Add(Value::Number(number(-3, 1))));
    let times = Change::Times(number(1, 8));
    assert_eq!(
        changes,
        [
            (&set, "2025-08-02".to_owned(), false, 0),
            (&add, "2025-09-01".to_owned(), true, 0),
            (&times, "2025-08-03".to_owned(), false, 1),
        ]
    );
    assert_eq!((adjustments[0].why.as_deref(), adjustments[1].why.as_deref()), (Some("春节"), None));

    let submitted = standing.submissions().remove(0);
    assert_eq!((submitted.amount, submitted.who.as_str()), (Value::Number(number(901, 2)), "李雷"));
    assert_eq!(submitted.level.as_ref().map(Name::as_str), Some("承诺"));

    let closings: Vec<(String, bool, Option<String>)> = standing
        .closings()
        .into_iter()
        .map(|said| (said.id.to_string(), said.closes, said.who.map(|who| who.to_string())))
        .collect();
    assert_eq!(closings, [("k2".to_owned(), true, None), ("k1".to_owned(), false, text(Some("李雷")))]);

    let approval = standing.approvals().remove(0);
    assert_eq!(
        (approval.of.as_str(), approval.role.as_deref(), approval.answer),
        ("a1", Some("总监"), Answer::Withdrawn)
    );
    assert_eq!(Answer::ALL.map(Answer::name), ["yes", "no", "withdrawn"]);
    drop(standing);
    for position in 0..log.len() {
        assert_eq!(log.record(log.entry(position).unwrap(), None), Admission::Exists);
    }
}

/// How many entries of each of the kinds stand, with the amount, the answer or whether it closes.
fn standing(log: &Log) -> Vec<String> {
    let standing = log.standing(log.len());
    let mut all = Vec::new();
    all.extend(standing.targets().iter().map(|said| format!("{} {}", said.id, said.amount.as_ref().unwrap())));
    all.extend(
        standing
            .adjustments()
            .iter()
            .map(|said| format!("{} {:?}", said.id, said.change != Change::Times(Fraction::ONE))),
    );
    all.extend(standing.submissions().iter().map(|said| format!("{} {}", said.id, said.amount)));
    all.extend(standing.closings().iter().map(|said| format!("{} {}", said.id, said.period)));
    all.extend(standing.approvals().iter().map(|said| format!("{} {}", said.id, said.answer.name())));
    all
}

#[test]
fn each_is_corrected_like_any_other_entry() {
    let entries = |id: &dyn Fn(&str) -> String, amount: &str, period: &str| {
        let factor = if amount == "1" { "1" } else { "2" };
        let word = if amount == "1" { "yes" } else { "no" };
        [
            said("target", &id("t")).set("amount", amount),
            said("adjust", &id("a")).set("times", factor),
            said("submit", &id("s")).set("amount", amount),
            said("close", &id("c")).set("period", period),
            said("open", &id("o")).set("period", period),
            answer(&id("y"), "t", word),
        ]
    };
    let mut log = empty_log();
    log.record_batch(entries(&|id| id.to_owned(), "1", "2025-Q3"), Some(moment("2025-08-01T00:00:00Z")));
    let before = ["t 1", "a false", "s 1", "c 2025-Q3", "o 2025-Q3", "y yes"];
    assert_eq!(standing(&log), before);

    let revisions = entries(&|id| format!("{id}2"), "5", "2025-Q4");
    let revisions = revisions.into_iter().zip(["t", "a", "s", "c", "o", "y"]).map(|(entry, of)| entry.revises(of));
    for admission in log.record_batch(revisions, Some(moment("2025-08-02T00:00:00Z"))) {
        assert_eq!(admission, Admission::Counted);
    }
    assert_eq!(standing(&log), ["t 5", "a true", "s 5", "c 2025-Q4", "o 2025-Q4", "y no"], "they keep their ids");
    assert_eq!(log.standing(log.len()).targets()[0].known, Some(moment("2025-08-01T00:00:00Z")));

    let kinds =
        ["target", "adjust", "submit", "close", "open", "approve"].into_iter().zip(["t", "a", "s", "c", "o", "y"]);
    let retracts = |id: &str, kind: &str, of: &str| Entry::new(kind).id(&format!("{id}{of}")).retracts(of);
    for (kind, of) in kinds.clone() {
        log.record(retracts("back ", kind, &format!("{of}2")), None);
    }
    assert_eq!(standing(&log), before, "a retracted revision");
    for (kind, of) in kinds {
        log.record(retracts("gone ", kind, of), None);
    }
    assert_eq!(standing(&log), Vec::<String>::new());
}

#[test]
fn the_fields_of_a_revision_come_with_its_by_and_why() {
    let mut log = empty_log();
    log.record(said("target", "t").set("amount", "1").by("ann").why("first"), None);
    log.record(said("target", "v").set("amount", "2").by("bob").revises("t"), None);
    let target = log.standing(2).targets().remove(0);
    assert_eq!((target.id.as_str(), target.by.as_ref().map(Key::as_str), target.why), ("t", Some("bob"), None));
}

#[test]
fn an_answer_stands_as_long_as_what_it_answers() {
    let waiting = |log: &Log| -> Vec<String> {
        let all = log.waiting(log.len()).into_iter();
        let reasons = |all: Vec<Waiting>| all.iter().map(Waiting::to_string).collect::<Vec<_>>().join("; ");
        all.map(|(id, reasons_of)| format!("{id}: {}", reasons(reasons_of))).collect()
    };
    let ids = |log: &Log| -> Vec<String> {
        log.standing(log.len()).approvals().into_iter().map(|said| said.id.to_string()).collect()
    };
    let mut log = empty_log();
    log.record_batch([answer("y1", "o1", "yes"), answer("y2", "y1", "no"), answer("y3", "p1", "yes")], None);
    let payment = Entry::new("payment").id("p1").on(day(9)).set("order", "o1").set("amount", "5");
    log.record(payment, None);
    assert_eq!(ids(&log), Vec::<String>::new());
    let before = [
        "p1: `o1` does not stand yet",
        "y1: `o1` does not stand yet",
        "y2: `y1` does not stand yet",
        "y3: `p1` does not stand yet",
    ];
    assert_eq!(waiting(&log), before);
    log.record(order("o1", "100"), None);
    assert_eq!((ids(&log).len(), waiting(&log)), (3, Vec::new()));
    // A revision is part of what it revises; a reversal is a fact of its own; a retraction is nothing that could be answered.
    log.record(order("v1", "120").revises("o1"), None);
    log.record(Entry::new("order").id("r1").on(day(9)).reverses("o1", Some("25%")), None);
    log.record_batch([answer("y4", "v1", "yes"), answer("y5", "r1", "yes"), answer("y6", "d1", "yes")], None);
    assert_eq!(ids(&log), ["y1", "y2", "y3", "y4", "y5"]);
    log.record(Entry::new("order").id("d1").retracts("v1"), None);
    assert_eq!(ids(&log), ["y1", "y2", "y3", "y5"]);
    log.record(Entry::new("order").id("d2").retracts("o1"), None);
    assert_eq!((ids(&log), amounts(&log, "order")), (Vec::new(), Vec::new()));
    assert_eq!(
        waiting(&log)[1..],
        [
            "y1: `o1` does not stand yet",
            "y2: `y1` does not stand yet",
            "y3: `p1` does not stand yet",
            "y4: `v1` does not stand yet",
            "y5: `r1` does not stand yet",
            "y6: `d1` cannot be named so: it is of another kind, a correction, or without that stage",
        ]
    );
}

#[test]
fn a_moment_ends_where_the_next_begins() {
    let (june, july, august) =
        (moment("2025-06-30T00:00:00Z"), moment("2025-07-31T00:00:00Z"), moment("2025-08-31T00:00:00Z"));
    let target = |id: &str| said("target", id).set("amount", "1");
    let mut log = empty_log();
    assert_eq!(log.moment_end(0), 0, "of an empty log");
    log.record_batch([target("t0"), target("t1")], None);
    assert_eq!([0, 1].map(|position| log.moment_end(position)), [2, 2], "no moment is named yet");
    log.record_batch([target("t2"), said("adjust", "a3").set("times", 2)], Some(june));
    log.record_batch([target("t4")], Some(july));
    log.record_batch([target("t5").revises("t2"), said("adjust", "a6").set("add", 1).revises("a3")], Some(july));
    log.record_batch([target("t7")], Some(august));
    let ends: Vec<usize> = (0..9).map(|position| log.moment_end(position)).collect();
    assert_eq!(ends, [2, 2, 4, 4, 7, 7, 7, 8, 8]);

    let known = |upto: usize| -> Vec<(String, usize)> {
        let standing = log.standing(upto);
        let mut all: Vec<(String, usize)> =
            standing.targets().into_iter().map(|said| (said.id.to_string(), said.known_upto)).collect();
        all.extend(standing.adjustments().into_iter().map(|said| (said.id.to_string(), said.known_upto)));
        all
    };
    let of = |all: &[(&str, usize)]| -> Vec<(String, usize)> {
        all.iter().map(|(id, upto)| ((*id).to_owned(), *upto)).collect()
    };
    let all = of(&[("t0", 2), ("t1", 2), ("t2", 4), ("t4", 7), ("t7", 8), ("a3", 4)]);
    assert_eq!(known(8), all, "a revised entry keeps the moment of its original");
    assert_eq!(known(5), of(&[("t0", 2), ("t1", 2), ("t2", 4), ("t4", 5), ("a3", 4)]), "no later than the prefix");
}

#[cfg(feature = "csv")]
#[test]
fn every_kind_comes_as_csv() {
    let mut log = empty_log().with_blank_targets(["销售额".parse().unwrap()]);
    let tables = [
        (
            "target",
            "id,on,of,who,period,amount,pinned,where\n\
             t1,2025-08-01,销售额,李雷,2025-Q3,500,yes,产品 = 自行车; region = north\n\
             t2,2025-08-01,销售额,李雷,2025-Q4,,,\n\
             t3,2025-08-01,销售额,李雷,2025-Q4,1,no,自行车\n",
            "counted, counted, entry.invalid_value where",
        ),
        (
            "adjust",
            "id,on,of,who,period,set,add,times,effective\n\
             a1,2025-08-01,销售额,李雷,2025-Q3,,,110%,2025-09-01\n\
             a2,2025-08-01,销售额,李雷,2025-Q3,5,6,,\n\
             a3,2025-08-01,销售额,李雷,2025-Q3,,,,\n",
            "counted, entry.invalid_value add, entry.missing_field set",
        ),
        ("submit", "id,on,of,who,period,amount\ns1,2025-08-01,销售额,李雷,2025-Q3,450\n", "counted"),
        ("close", "id,on,of,who,period\nc1,2025-08-01,销售额,,2025-Q3\n", "counted"),
        ("open", "id,on,of,who,period\nc2,2025-08-01,销售额,李雷,2025-Q3\n", "counted"),
        ("approve", "id,on,of,as,answer\ny1,2025-08-02,t1,,yes\n", "counted"),
    ];
    for (kind, rows, expected) in tables {
        let read = attain::log::read_csv(kind, rows.as_bytes());
        let outcomes: Vec<String> = read.into_iter().map(|entry| shown(&log.record(entry.unwrap(), None))).collect();
        assert_eq!(outcomes.join(", "), expected, "{kind}");
    }
    let standing = log.standing(log.len());
    let targets: Vec<(Option<String>, bool, usize)> = standing
        .targets()
        .into_iter()
        .map(|said| (said.amount.map(|amount| amount.to_string()), said.pinned, said.of_fields.len()))
        .collect();
    assert_eq!(targets, [(Some("500".to_owned()), true, 2), (None, false, 0)]);
    assert_eq!(standing.closings().iter().map(|said| said.who.is_some()).collect::<Vec<_>>(), [false, true]);
}
