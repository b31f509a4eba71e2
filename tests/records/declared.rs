//! What authors may declare.

use super::*;

/// The problems of a plan with these sections.
fn problems(sections: &str) -> Vec<String> {
    let plan = format!(
        r#"{{ "attain": 1, "name": "P", "currency": "USD", "org": {{ "trees": {{ "sales": ["company"] }} }}, {sections} }}"#
    );
    let problems = Plan::from_json(plan.as_bytes()).err().unwrap_or_default();
    problems.iter().map(|problem| format!("{} {problem}", problem.code())).collect()
}

/// Sections of a plan, and what is wrong with them.
const WRONG: &[(&str, &[&str])] = &[
    (r#""records": { "deal": { "fields": {} } }"#, &[]),
    (
        r#""records": { "deal": { "fields": { "a": "number" }, "id": ["a"] } }"#,
        &[
            "document.unknown_field records.deal.id: `id` is not known here\n  help: there are `counts`, `duplicate`, `fields`, `pipeline`, \
               `timers`, `touch`, `whose`",
        ],
    ),
    (
        r#""records": { "order": { "fields": {} } }, "facts": { "order": { "fields": {} } }"#,
        &["name.taken records.order: a kind of fact is called `order` already\n  help: call one of the two otherwise"],
    ),
    (
        r#""records": { "move": { "fields": {} } }"#,
        &["name.taken records.move: `move` is a word of the language\n  help: call the kind otherwise, such as \
               `move_entry`"],
    ),
    (
        r#""records": { "deal": { "fields": { "of": "text", "stage": "text", "opened_on": "date" } } }"#,
        &[
            "name.taken records.deal.fields.of: every entry has `of` already\n  help: call the field otherwise, \
                 such as `of_`",
            "name.taken records.deal.fields.opened_on: every record has `opened_on` already\n  help: call the field \
                 otherwise, such as `opened_on_`",
            "name.taken records.deal.fields.stage: every record has `stage` already\n  help: call the field \
                 otherwise, such as `stage_`",
        ],
    ),
    (
        r#""records": { "deal": { "fields": { "owner": "person" } } }"#,
        &["name.taken records.deal.fields.owner: every record has `owner` already\n  help: let `whose` name this \
               field, or call it otherwise"],
    ),
    (r#""records": { "deal": { "whose": "owner", "fields": { "owner": "person" } } }"#, &[]),
    (
        r#""records": { "deal": { "whose": "amount", "fields": { "amount": "money" } } }"#,
        &["fact.field records.deal.whose: `amount` is an amount of money, not a person\n  help: name a field of type \
               `person`, or one that refers to another kind"],
    ),
    (
        r#""records": { "deal": { "whose": "of_", "fields": { "of_": "lead" } }, "lead": { "fields": {} } }"#,
        &["fact.field records.deal.whose: `of_` is the id of an entry, not a person\n  help: name a field of type \
               `person`"],
    ),
    (
        r#""records": { "deal": { "fields": {} } }, "facts": { "call": { "whose": "deal", "fields": { "deal": "deal" } } }"#,
        &["fact.field facts.call.whose: `deal` refers to a record, whose owner may change\n  help: name a field of \
               type `person`"],
    ),
    (
        r#""records": { "deal": { "pipeline": "b2", "fields": {} } },
               "pipelines": { "b2b": { "stages": [{ "id": "new", "kind": "open" }] } }"#,
        &["name.unknown records.deal.pipeline: there is no pipeline `b2`\n  help: did you mean `b2b`?"],
    ),
    (
        r#""records": { "deal": { "touch": ["call", "lead", "visit", "order", "order"], "fields": {} }, "lead": { "fields": {} } },
               "facts": { "visit": { "fields": {} }, "order": { "fields": { "deal": "deal" } } }"#,
        &[
            "name.unknown records.deal.touch[0]: there is no kind of fact `call`\n  help: there are `order`, `visit`",
            "fact.field records.deal.touch[1]: `lead` is a kind of record: facts alone touch a record\n  help: name a \
                 kind under `facts`",
            "fact.field records.deal.touch[2]: no field of `visit` refers to `deal`\n  help: give it one: `\"deal\": \
                 \"deal\"`",
            "name.duplicate records.deal.touch[4]: `order` is named twice\n  help: keep one of the two",
        ],
    ),
    (
        r#""records": { "deal": { "fields": { "seen": "instant" } } }"#,
        &["plan.conflict records.deal.fields.seen: an instant falls on a day only in a time zone, and the plan has \
               none\n  help: write `\"timezone\": \"+08:00\"` at the head of the plan, or let the field be a `date`"],
    ),
    (
        r#""records": { "deal": { "counts": "amout > 0", "fields": { "amount": "money" } } }"#,
        &["formula.unknown_name records.deal.counts: `amout` is not known here\n  help: did you mean `amount`?"],
    ),
    (
        r#""records": { "deal": { "fields": { "to": "leed" } }, "lead": { "fields": {} } }"#,
        &["name.unknown records.deal.fields.to: there is no type `leed`\n  help: did you mean `lead`?"],
    ),
    // What is complained about once is not complained about again.
    (
        r#""records": { "deal": { "pipeline": "b2b", "fields": {} } }, "pipelines": { "b2b": { "stages": [] } }"#,
        &["pipeline.stages pipelines.b2b.stages: a pipeline needs an open stage, in which a record opens\n  help: \
               write one first: `{ \"id\": \"new\", \"kind\": \"open\" }`"],
    ),
    (
        r#""pipelines": { "b2b": { "stages": [{ "id": "new", "kind": "opne", "chores": [] }, { "kind": "won" }] } }"#,
        &[
            "document.missing_field pipelines.b2b.stages[1].id: `id` is missing\n  help: write `\"id\": …` here",
            "document.unknown_field pipelines.b2b.stages.new.chores: `chores` is not known here\n  help: there are `category`, \
                 `id`, `kind`, `may_start`, `probability`, `requires`, `stay`, `tasks`, `timers`",
            "document.unknown_word pipelines.b2b.stages.new.kind: `opne` is none of `open`, `won`, `lost`, \
                 `invalid`\n  help: did you mean `open`?",
        ],
    ),
];

#[test]
fn what_a_kind_of_record_can_get_wrong() {
    for (sections, expected) in WRONG {
        let mut found = problems(sections);
        let mut expected: Vec<&str> = expected.to_vec();
        found.sort();
        expected.sort_unstable();
        assert_eq!(found, expected, "{sections}");
    }
}

#[test]
fn kinds_of_facts_and_of_records_stand_together() {
    let engine = engine();
    let kinds = engine.log().kinds();
    let told: Vec<String> = kinds
        .iter()
        .map(|(_, kind)| {
            let stages = kind.stages().map_or(0, attain::pipeline::Stages::len);
            let touched: Vec<&str> = kind.touched_by().iter().map(|by| kinds[*by].name()).collect();
            format!("{} {} {stages} {touched:?} {}", kind.name(), kind.is_record(), kind.fields().count())
        })
        .collect();
    assert_eq!(
        told,
        [
            "activity false 0 [] 3",
            "customer true 0 [] 2",
            "deal true 5 [\"activity\", \"visit\"] 10",
            "visit false 0 [] 2",
            "潜客 true 2 [] 2",
        ]
    );
    assert!(kinds.find("deal").unwrap().1.field("of").is_none());
    assert!(kinds.find("deal").unwrap().1.field("stage").is_none());
    let plan = engine.plan();
    assert_eq!(plan.pipelines().iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["b2b", "线索"]);
}
