//! Who has which share of an entry.

use std::fmt;

use crate::document::Node;
use crate::quantity::Fraction;
use crate::sort;

use super::CREDITS_MAX;
use super::draft::Part;
use super::refusal::{Refusal, RefusalCode};
use super::value::{self, Read};

/// Reads the credits of an entry: no person twice in one role, direct shares that make exactly 100 % where there are any.
pub(super) fn read(node: &Node) -> Read<Vec<Part<&str, Fraction>>> {
    let Node::List(items) = node else {
        return Err(credits(format_args!("{} is written where a list of credits belongs", node.kind())));
    };
    if items.len() > CREDITS_MAX {
        return Err(Refusal::new(
            RefusalCode::TooLarge,
            format_args!("{} people are credited, more than the limit of {CREDITS_MAX}", items.len()),
        ));
    }
    let mut all: Vec<Part<&str, Fraction>> = Vec::with_capacity(items.len());
    for item in items {
        let share = one(item)?;
        if all.iter().any(|known| known.who == share.who && known.overlay == share.overlay) {
            return Err(credits(format_args!("`{}` is credited twice", share.who)).with_help("add the two shares up"));
        }
        all.push(share);
    }
    whole(&all)?;
    // The order in which people are written means nothing.
    sort::by(&mut all, |a, b| (a.overlay, a.who).cmp(&(b.overlay, b.who)));
    Ok(all)
}

fn credits(message: fmt::Arguments<'_>) -> Refusal {
    Refusal::new(RefusalCode::Credits, message)
        .with_help("write a list: [{\"who\": \"ann\", \"share\": \"60%\"}, {\"who\": \"bob\", \"share\": \"40%\"}]")
}

/// The words of a credit.
const WORDS: [&str; 3] = ["who", "share", "as"];

fn one(item: &Node) -> Read<Part<&str, Fraction>> {
    let Node::Map(words) = item else {
        return Err(credits(format_args!("{} is written where a credit belongs", item.kind())));
    };
    for (at, (word, _)) in words.iter().enumerate() {
        if !WORDS.contains(&word.as_str()) {
            return Err(credits(format_args!("a credit has no `{word}`")).nearest(word, &mut WORDS.into_iter()));
        }
        if words.iter().take(at).any(|(earlier, _)| earlier == word) {
            return Err(credits(format_args!("a credit has `{word}` twice")));
        }
    }
    let who = item.get("who").ok_or_else(|| credits(format_args!("a credit does not say `who`")))?;
    let share = item.get("share").ok_or_else(|| credits(format_args!("a credit does not say which `share`")))?;
    Ok(Part { who: value::key(who, "the key of a person")?, share: value::share(share)?, overlay: role(item)? })
}

fn role(item: &Node) -> Read<bool> {
    match item.get("as") {
        None => Ok(false),
        Some(Node::Text(role)) if role == "direct" => Ok(false),
        Some(Node::Text(role)) if role == "overlay" => Ok(true),
        Some(other) => Err(credits(format_args!("`{other}` is neither `direct` nor `overlay`"))),
    }
}

/// Direct shares make exactly 100 %; overlays are free.
fn whole(all: &[Part<&str, Fraction>]) -> Read<()> {
    let direct: Vec<Fraction> = all.iter().filter(|share| !share.overlay).map(|share| share.share).collect();
    if direct.is_empty() {
        return Ok(());
    }
    match sum(&direct) {
        Some(Fraction::ONE) => Ok(()),
        Some(other) => Err(credits(format_args!("the direct shares make {}, not 100%", share_text(other)))
            .with_help("change them to make exactly 100%; thirds are written `1/3`")),
        None => Err(credits(format_args!("the shares are too fine to be added up exactly"))),
    }
}

/// The exact sum; `None` where it outgrows 127 bits.
pub(super) fn sum(shares: &[Fraction]) -> Option<Fraction> {
    shares.iter().try_fold(Fraction::ZERO, |sum, share| {
        let left = sum.numerator().checked_mul(share.denominator())?;
        let right = share.numerator().checked_mul(sum.denominator())?;
        Fraction::new(left.checked_add(right)?, sum.denominator().checked_mul(share.denominator())?)
    })
}

/// The most digits after the point that a percentage may be read with.
const SHARE_DIGITS_MAX: u32 = 12;

/// A share as authors write it: `60%`, or `1/3` where no percentage is exact.
pub(super) fn share_text(share: Fraction) -> String {
    let hundredfold = share.numerator().checked_mul(100).and_then(|part| Fraction::new(part, share.denominator()));
    match hundredfold.and_then(Fraction::to_decimal).map(|percent| percent.normalize()) {
        Some(percent) if percent.scale() <= SHARE_DIGITS_MAX => format!("{percent}%"),
        _ => format!("{}/{}", share.numerator(), share.denominator()),
    }
}
