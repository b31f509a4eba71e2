//! Any company, any plan and anything that may be said.

use std::fmt;

use attain::calendar::{Grain, parse_day};
use attain::quantity::Fraction;
use attain::rule::OddWord;
use attain::target::{
    Closing, Deed, Event, Holder, Nothing, OfFields, OnChange, Over, PartsAre, Setting, Split, SplitShare, TargetPlan,
    Unknown,
};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::world::{
    MEMBERS, MONTH, Node, QUARTER, World, amount, calendar, figure, key, of, percent, period, person, plan, unit,
};

/// A company, a plan, and what is said.
#[derive(Clone)]
pub(super) struct Case {
    pub world: World,
    pub plan: TargetPlan,
    pub events: Vec<Event>,
}

/// In a few lines, which a person can read.
impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nseed {}", self.world.seed)?;
        for node in &self.world.nodes {
            let above: Vec<&str> = node
                .above
                .iter()
                .map(|above| above.map_or("-", |above| self.world.nodes[above].who.key().as_str()))
                .collect();
            let is_same = above.iter().all(|one| *one == above[0]);
            writeln!(f, "{} under {}", node.who.key(), if is_same { above[0].to_owned() } else { above.join(" ") })?;
        }
        writeln!(f, "{:?} by {} {:?}", self.plan.on_change, self.plan.rounding.to.step(), self.plan.grain)?;
        for split in &self.plan.splits {
            let by: Vec<_> = split.by.iter().map(|share| share.formula.as_constant()).collect();
            let limits = [&split.least, &split.most].map(|limit| limit.as_ref().and_then(|limit| limit.as_constant()));
            let (missing, nothing) = (split.missing, split.nothing);
            writeln!(
                f,
                "{:?} {by:?} {:?} {missing:?} {nothing:?} {limits:?} +{}",
                split.over, split.parts, split.uplift
            )?;
        }
        for event in &self.events {
            match event {
                Event::Set(Setting { id, who, period, deed, pinned, from, .. }) => {
                    let when = calendar().label(*period);
                    let pinned = if *pinned { " pinned" } else { "" };
                    writeln!(f, "{id} {} {when} {deed:?}{pinned} from {from}", who.key())?;
                }
                Event::Close(closing) => {
                    writeln!(f, "{} closes {} {:?} {}", closing.id, closing.closes, closing.who, closing.span)?;
                }
            }
        }
        Ok(())
    }
}

pub(super) fn cases() -> impl Strategy<Value = Case> {
    (worlds(), plans()).prop_flat_map(|(world, plan)| {
        let events = events(&world, &plan);
        events.prop_map(move |events| Case { world: world.clone(), plan: plan.clone(), events })
    })
}

/// One to four levels of units with people in some of them, of whom some move and some are away.
pub(super) fn worlds() -> impl Strategy<Value = World> {
    let units = vec(any::<Index>(), 0..6);
    let move_ = (0_usize..12, weighted(0.7, any::<Index>()));
    let people = vec((any::<Index>(), vec(move_, 0..3)), 0..8);
    (units, people, any::<u64>()).prop_map(|(units, people, seed)| {
        let mut world = World { seed, ..World::default() }.unit("company", "");
        let mut levels = vec![0];
        for (index, under) in units.into_iter().enumerate() {
            let may: Vec<usize> = (0..levels.len()).filter(|unit| levels[*unit] < 3).collect();
            let under = may[under.index(may.len())];
            levels.push(levels[under] + 1);
            world.nodes.push(Node { who: unit(&format!("unit{index}")), above: [Some(under); 12] });
        }
        for (index, (under, moves)) in people.into_iter().enumerate() {
            let mut above = [Some(under.index(levels.len())); 12];
            for (from, to) in moves {
                above[from..].fill(to.map(|to| to.index(levels.len())));
            }
            world.nodes.push(Node { who: person(&format!("person{index}")), above });
        }
        world
    })
}

fn shares() -> impl Strategy<Value = Vec<SplitShare>> {
    let one = |number: i64, weight: (i128, i128)| SplitShare {
        formula: figure(number),
        weight: Fraction::new(weight.0, weight.1).unwrap(),
    };
    prop_oneof![
        2 => Just(Vec::new()),
        4 => (0_i64..3).prop_map(move |number| vec![one(number, (1, 1))]),
        1 => Just(vec![one(0, (7, 10)), one(1, (3, 10))]),
    ]
}

/// A cut without limits, of parts that add up.
pub(super) fn plain(over: Over) -> impl Strategy<Value = Split> {
    let missing = select(vec![Unknown::Zero, Unknown::Mean, Unknown::Hold]);
    (shares(), missing, any::<bool>()).prop_map(move |(by, missing, even)| Split {
        over,
        values: Vec::new(),
        by,
        parts: PartsAre::Relative,
        missing,
        nothing: if even { Nothing::Even } else { Nothing::Hold },
        least: None,
        most: None,
        uplift: Fraction::ZERO,
    })
}

fn any_split(over: Over) -> impl Strategy<Value = Split> {
    let of_members = matches!(over, Over::Members { .. });
    let limits = prop_oneof![
        6 => Just((None, None)),
        1 => (1_i64..15).prop_map(|least| (Some(percent(least)), None)),
        1 => (30_i64..90).prop_map(|most| (None, Some(percent(most)))),
        1 => (0_i64..50, 100_i64..30_000).prop_map(|(least, most)| (Some(amount(least)), Some(amount(most)))),
    ];
    let uplift = prop_oneof![3 => Just(0), 1 => 1_i128..30];
    (plain(over), limits, uplift, 0_u8..8).prop_map(move |(split, (least, most), uplift, absolute)| {
        let uplift = if of_members { Fraction::new(uplift, 100).unwrap() } else { Fraction::ZERO };
        if of_members && absolute == 0 {
            let by = vec![SplitShare { formula: percent(40), weight: Fraction::ONE }];
            return Split { by, parts: PartsAre::Absolute, uplift, ..split };
        }
        Split { least, most, uplift, ..split }
    })
}

/// Cuts over quarters, months and members, some of them, in any order.
pub(super) fn plans() -> impl Strategy<Value = TargetPlan> {
    let overs = select(vec![
        vec![QUARTER, MEMBERS],
        vec![MEMBERS, QUARTER],
        vec![QUARTER, MONTH, MEMBERS],
        vec![QUARTER, MEMBERS, MONTH],
        vec![MEMBERS, QUARTER, MONTH],
        vec![of(0), QUARTER, MEMBERS],
        vec![of(1), QUARTER, of(0), MEMBERS],
        vec![MEMBERS, of(0), MONTH],
        vec![MEMBERS],
        vec![MONTH],
        vec![QUARTER, of(0)],
        vec![],
    ]);
    let splits = overs.prop_flat_map(|overs| overs.into_iter().map(any_split).collect::<Vec<_>>());
    let on_change = select(vec![OnChange::Respread, OnChange::Respread, OnChange::Next, OnChange::Keep]);
    let grain = select(vec![Grain::Quarter, Grain::Month]);
    (splits, on_change, select(vec!["0.01", "1", "100"]), grain, any::<bool>()).prop_map(
        |(splits, on_change, step, grain, first)| {
            let mut plan = plan(step, on_change, splits);
            plan.grain = grain;
            plan.rounding.odd = Some(if first { OddWord::First } else { OddWord::Last });
            plan
        },
    )
}

fn deeds() -> impl Strategy<Value = Deed> {
    let amount = prop_oneof![
        8 => (0_i64..1_000).prop_map(|amount| Fraction::whole(amount * 100)),
        2 => (0_i128..1_000_000).prop_map(|amount| Fraction::new(amount, 100).unwrap()),
        1 => (-100_000_i64..0).prop_map(Fraction::whole),
    ];
    let more = (-2_000_i64..20_000).prop_map(|more| Deed::Add(Fraction::whole(more)));
    let times = (0_i128..300).prop_map(|percent| Deed::Times(Fraction::new(percent, 100).unwrap()));
    prop_oneof![6 => amount.prop_map(Deed::Set), 2 => more, 1 => times, 1 => Just(Deed::Clear)]
}

/// A period that is no shorter than those into which targets are cut.
fn periods(plan: &TargetPlan) -> Vec<String> {
    let mut periods = vec!["2024".to_owned(); 6];
    let has = |grain: Grain| plan.splits.iter().any(|split| split.over == Over::Grain(grain));
    if has(Grain::Quarter) || has(Grain::Month) {
        periods.extend((1..=4).map(|quarter| format!("2024-Q{quarter}")));
    }
    if has(Grain::Month) {
        periods.extend((1..=12).map(|month| format!("2024-{month:02}")));
    }
    periods
}

/// Anything that may be said, each entry with its number.
pub(super) fn events(world: &World, plan: &TargetPlan) -> impl Strategy<Value = Vec<Event>> + use<> {
    let holders: Vec<Holder> = world.nodes.iter().map(|node| node.who.clone()).collect();
    // The company is named more often than anybody else.
    let who = prop_oneof![select(holders[..1].to_vec()), select(holders.clone())];
    let from = select(vec!["2023-12-01", "2023-12-01", "2024-01-01", "2024-04-01", "2024-06-15", "2024-10-01"]);
    let set = (who, select(periods(plan)), deeds(), 0_u8..4, from);
    let close = (weighted(0.6, select(holders)), select(periods(plan)), 0_u8..3);
    let event = prop_oneof![
        5 => set.prop_map(|set| (Some(set), None)),
        1 => close.prop_map(|close| (None, Some(close))),
    ];
    vec(event, 1..8).prop_map(|said| {
        let mut events = Vec::new();
        for (index, said) in said.into_iter().enumerate() {
            let id = key(&format!("e{index}"));
            match said {
                (Some((who, when, deed, pinned, from)), _) => {
                    let (period, from) = (period(&when), parse_day(from).unwrap());
                    let (pinned, of_fields) = (pinned == 0, OfFields::default());
                    events.push(Event::Set(Setting { id, who, period, of_fields, deed, pinned, from }));
                }
                (_, Some((who, when, opens))) => {
                    events.push(Event::Close(Closing { id, who, span: period(&when).span(), closes: opens > 0 }));
                }
                _ => {}
            }
        }
        events
    })
}
