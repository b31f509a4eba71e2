//! What stands after corrections, worked out by looking things up over and over.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::number::{Number, number, whole};
use crate::support::story::{Correction, Deed, Sale, Story};

/// A sale or a return that stands.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub(crate) id: String,
    pub(crate) on: NaiveDate,
    pub(crate) order: String,
    pub(crate) reseller: String,
    pub(crate) amount: Number,
    pub(crate) cost: Number,
    /// Who, the share, and whether it is on top.
    pub(crate) credits: Vec<(String, Number, bool)>,
    pub(crate) factor: Number,
    pub(crate) is_return: bool,
}

struct Corrections<'s>(&'s Story);

/// The story without what was retracted, and its facts.
pub(crate) fn standing(story: &Story) -> (Story, Vec<Fact>) {
    let corrections = Corrections(story);
    let mut left = story.clone();
    left.units.retain(|unit| !corrections.is_retracted(&unit.id));
    left.moves.retain(|one| !corrections.is_retracted(&one.id));
    left.targets.retain(|target| !corrections.is_retracted(&target.id));
    let mut facts = Vec::new();
    for sale in story.sales.iter().filter(|sale| !corrections.is_retracted(&sale.id)) {
        let content = corrections.content(sale);
        facts.push(fact(&sale.id, content.on, content, whole(1), false));
        for (id, on, share) in corrections.returns(sale) {
            facts.push(fact(&id, on, content, -share, true));
        }
    }
    (left, facts)
}

fn fact(id: &str, on: NaiveDate, sale: &Sale, factor: Number, is_return: bool) -> Fact {
    let written = sale.credits.iter().map(|one| (one.who.clone(), number(one.share), one.overlay));
    let mut credits: Vec<(String, Number, bool)> = written.collect();
    if credits.iter().all(|(_, _, overlay)| *overlay) {
        credits.extend(sale.employee.iter().map(|who| (who.clone(), whole(1), false)));
    }
    Fact {
        id: id.to_owned(),
        on,
        order: sale.order.clone(),
        reseller: sale.reseller.clone(),
        amount: number(&sale.amount),
        cost: number(&sale.cost),
        credits,
        factor,
        is_return,
    }
}

impl<'s> Corrections<'s> {
    fn find(&self, id: &str) -> Option<&'s Correction> {
        self.0.corrections.iter().find(|one| one.id == id)
    }

    /// The kind of a plain entry.
    fn plain(&self, id: &str) -> Option<&'static str> {
        let story = self.0;
        let kinds = [
            ("sale", story.sales.iter().any(|sale| sale.id == id)),
            ("unit", story.units.iter().any(|unit| unit.id == id)),
            ("membership", story.moves.iter().any(|one| one.id == id)),
            ("target", story.targets.iter().any(|target| target.id == id)),
        ];
        kinds.into_iter().find(|(_, is)| *is).map(|(kind, _)| kind)
    }

    /// The plain entry from which a correction hangs; nothing where it waits.
    fn root(&self, correction: &Correction) -> Option<&'s str> {
        let mut seen = BTreeSet::new();
        let mut here = self.find(&correction.id)?;
        while seen.insert(here.id.as_str()) {
            if let Some(kind) = self.plain(&here.of) {
                return (kind == here.kind).then_some(here.of.as_str());
            }
            let above = self.find(&here.of)?;
            let fits = matches!(here.deed, Deed::Retracts) || matches!(above.deed, Deed::Revises(_));
            if above.kind != here.kind || !fits {
                return None;
            }
            here = above;
        }
        None
    }

    fn is_retracted(&self, id: &str) -> bool {
        let all = self.0.corrections.iter().filter(|one| one.of == id && matches!(one.deed, Deed::Retracts));
        all.filter(|one| self.root(one).is_some()).any(|one| !self.is_retracted(&one.id))
    }

    /// Whether it, or anything from which it hangs, was retracted.
    fn is_dead(&self, id: &str) -> bool {
        self.is_retracted(id) || self.find(id).is_some_and(|one| self.is_dead(&one.of))
    }

    fn stands(&self, one: &Correction) -> bool {
        self.root(one).is_some() && !self.is_dead(&one.id)
    }

    /// The fields that hold: of the revision with the greatest id, and of its own revision in turn.
    fn content(&self, sale: &'s Sale) -> &'s Sale {
        let (mut id, mut content) = (sale.id.as_str(), sale);
        loop {
            let revisions = self.0.corrections.iter().filter(|one| one.of == id && self.stands(one));
            let revisions = revisions.filter_map(|one| match &one.deed {
                Deed::Revises(sale) => Some((one.id.as_str(), sale)),
                _ => None,
            });
            let Some((next, fields)) = revisions.max_by_key(|(id, _)| *id) else { return content };
            (id, content) = (next, fields);
        }
    }

    /// What was sent back, by day and id, as far as there was something left.
    fn returns(&self, sale: &Sale) -> Vec<(String, NaiveDate, Number)> {
        let all = self.0.corrections.iter().filter(|one| self.root(one) == Some(&sale.id) && self.stands(one));
        let mut returns: Vec<(NaiveDate, String, Number)> = Vec::new();
        for one in all {
            if let Deed::Reverses { on, share } = &one.deed {
                returns.push((*on, one.id.clone(), number(share)));
            }
        }
        returns.sort();
        let mut left = whole(1);
        let mut taken = Vec::new();
        for (on, id, share) in returns {
            if share <= left {
                left -= &share;
                taken.push((id, on, share));
            }
        }
        taken
    }
}
