//! What is wrong with the kinds that a plan declares.

use attain::log::{FieldType, KindDefinition};

use super::{compiled, definition, empty_log};

type Definitions = Vec<(&'static str, KindDefinition)>;

/// A definition, and the problems that it has.
#[test]
fn definitions_are_refused_with_their_places() {
    let one = |kind: KindDefinition| vec![("order", kind)];
    let ring = |of: &str| definition("", &[], "of_", &[("of_", of)]);
    let cases: Vec<(Definitions, &[&str])> = vec![
        (one(definition("on", &["on", "n"], "", &[("on", "date"), ("n", "text")])), &[]),
        (one(definition("", &[], "", &[("金额", "money")])), &[]),
        (
            vec![("my order", definition("", &[], "", &[]))],
            &[
                "name.invalid facts.my order: `my order` is not a name: a name starts with a letter or `_`, and goes on with letters, digits and `_`\n  help: write it like `my_order`",
            ],
        ),
        (
            vec![("target", definition("", &[], "", &[]))],
            &[
                "name.taken facts.target: `target` is a word of the language\n  help: call the kind otherwise, such as `target_entry`",
            ],
        ),
        (
            one(definition("", &[], "", &[("share", "ratio")])),
            &[
                "name.taken facts.order.fields.share: every entry has `share` already\n  help: call the field otherwise, such as `share_`",
            ],
        ),
        (
            one(definition("", &[], "", &[("on", "date")])),
            &[
                "name.taken facts.order.fields.on: every entry has `on` already\n  help: call the field otherwise, such as `on_`",
            ],
        ),
        (
            one(definition("", &[], "", &[("amount", "mony")])),
            &["name.unknown facts.order.fields.amount: there is no type `mony`\n  help: did you mean `money`?"],
        ),
        (
            one(definition("", &[], "", &[("parent", "ordr")])),
            &["name.unknown facts.order.fields.parent: there is no type `ordr`\n  help: did you mean `order`?"],
        ),
        (
            one(definition("amount", &[], "", &[("amount", "money")])),
            &[
                "fact.field facts.order.on: `amount` is an amount of money, not a day\n  help: name a field of type `date` or `instant`, or leave `on` out: the envelope has a day of its own",
            ],
        ),
        (
            one(definition("", &[], "amount", &[("amount", "money")])),
            &[
                "fact.field facts.order.whose: `amount` is an amount of money, not a person\n  help: name a field of type `person`, or one that refers to another kind",
            ],
        ),
        (
            one(definition("", &["numbr"], "", &[("number", "text")])),
            &["fact.field facts.order.id[0]: `order` has no field `numbr`\n  help: did you mean `number`?"],
        ),
        (
            one(ring("order")),
            &[
                "fact.field facts.order.whose: `order` would be credited as each other, in a ring\n  help: let one of them name a field of type `person`",
            ],
        ),
        (
            vec![("a", ring("b")), ("b", ring("c")), ("c", ring("a")), ("d", ring("a"))],
            &[
                "fact.field facts.a.whose: `a`, `b`, `c` would be credited as each other, in a ring\n  help: let one of them name a field of type `person`",
            ],
        ),
    ];
    for (definitions, expected) in cases {
        assert_eq!(compiled(&definitions).1, expected);
    }
}

#[test]
fn kinds_are_found_by_name_and_by_id() {
    let log = empty_log();
    let names: Vec<&str> = log.kinds().iter().map(|(_, kind)| kind.name()).collect();
    assert_eq!(names, ["call", "order", "payment"]);
    let (order, kind) = log.kinds().find("order").unwrap();
    assert_eq!(log.kinds()[order].whose(), kind.field("rep").map(|(id, _)| id));
    let (_, payment) = log.kinds().find("payment").unwrap();
    assert_eq!(payment.field("order").unwrap().1.ty(), FieldType::Reference(order));
    assert!(log.kinds().find("membership").is_none());
}
