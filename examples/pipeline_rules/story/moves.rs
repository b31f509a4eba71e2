//! Moves: refused with every reason and its cure, cured, made against the rules, approved.

use std::io::Write;

use attain::document::Node;
use attain::engine::{Engine, MoveVerdict};
use attain::log::{Admission, Refusal};
use attain::report::{Column, TextTable};

use super::log::{Wanted, entry, say};
use super::{Failure, MANAGER};

/// Tells what became of four moves.
pub(crate) fn tell(engine: &mut Engine, out: &mut dyn Write) -> Result<(), Failure> {
    cured(engine, out)?;
    overridden(engine, out)?;
    approved(engine, out)
}

/// No design without a form.
fn cured(engine: &mut Engine, out: &mut dyn Write) -> Result<(), Failure> {
    let wanted = |by, at| Wanted { deal: "Köln", to: "design", by, at, overrides: None };
    writeln!(out, "2. A move that is refused, and cured\n")?;
    attempt(engine, wanted("Jörg", "2026-03-05 10:00"), out)?;
    writeln!(out, "The form is filled in, and whoever owns the deal moves it.\n")?;
    say(engine, entry("deal", "Köln/form", "2026-03-06 09:30").set("of", "Köln").set("requirements", "K-17.pdf"))?;
    attempt(engine, wanted("Änne", "2026-03-06 10:00"), out)?;
    let quote = Wanted { to: "quote", ..wanted("Änne", "2026-04-01 11:00") };
    say(engine, quote.entry())
}

/// A customer who signs today.
fn overridden(engine: &mut Engine, out: &mut dyn Write) -> Result<(), Failure> {
    let why = Some("the customer signs today, and legal has read the draft");
    let wanted = |by, at| Wanted { deal: "苏州", to: "contract", by, at, overrides: why };
    writeln!(out, "3. A move against the rules\n")?;
    attempt(engine, wanted("王芳", "2026-03-17 10:00"), out)?;
    attempt(engine, wanted(MANAGER, "2026-03-17 11:00"), out)?;
    let production = Wanted { to: "production", overrides: None, ..wanted("王芳", "2026-03-25 09:00") };
    say(engine, production.entry())
}

/// Legal first, then finance.
fn approved(engine: &mut Engine, out: &mut dyn Write) -> Result<(), Failure> {
    let wanted = |at| Wanted { deal: "宁波", to: "contract", by: "陈伟", at, overrides: None };
    writeln!(out, "4. A move that is approved: 600,000, so by finance too\n")?;
    attempt(engine, wanted("2026-03-19 10:00"), out)?;
    say(engine, entry("deal", "宁波/signed", "2026-03-24 09:00").set("of", "宁波").set("signed_on", "2026-03-24"))?;
    approve(engine, "finance", "周敏", "2026-03-23 10:00", out)?;
    approve(engine, "legal", "Özlem", "2026-03-24 10:00", out)?;
    writeln!(out)?;
    attempt(engine, wanted("2026-03-24 11:00"), out)?;
    approve(engine, "finance", "周敏", "2026-03-24 14:00", out)?;
    writeln!(out)?;
    attempt(engine, wanted("2026-03-24 15:00"), out)
}

fn approve(engine: &mut Engine, role: &str, by: &str, at: &str, out: &mut dyn Write) -> Result<(), Failure> {
    let answer = entry("approve", &format!("宁波/{role} {at}"), at).set("of", "宁波").set("as", role);
    say(engine, answer.set("answer", "yes").by(by))?;
    Ok(writeln!(out, "{at}  {by} approves it as {role}")?)
}

/// Asks what would be, then tells it to the log, which must say the same.
fn attempt(engine: &mut Engine, wanted: Wanted, out: &mut dyn Write) -> Result<(), Failure> {
    let Wanted { deal, to, by, at, overrides } = wanted;
    let asked = wanted.asked()?;
    let verdict = engine.view(asked.at.date()).check_move(&asked)?;
    let from = verdict.from.as_ref().map_or("nothing", |from| from.as_str());
    writeln!(out, "{at}  {by} moves {deal} from {from} to {to}: {}", answer(&verdict))?;
    if let Some(why) = overrides {
        writeln!(out, "Against the rules, because: {why}")?;
    }
    if !verdict.reasons.is_empty() {
        writeln!(out, "{}", reasons(&verdict))?;
    }
    let effects: Vec<String> = verdict.effects.iter().map(effect).collect();
    if verdict.is_allowed() && !effects.is_empty() {
        writeln!(out, "Now to be done: {}", effects.join(", "))?;
    }
    let admission = engine.record(wanted.entry());
    writeln!(out, "{}\n", said(&verdict, &admission)?)?;
    Ok(())
}

fn answer(verdict: &MoveVerdict) -> &'static str {
    match (verdict.is_allowed(), verdict.is_overridden) {
        (true, true) => "allowed, against the rules",
        (true, false) => "allowed",
        (false, _) => "refused",
    }
}

/// Every reason, with its cure.
fn reasons(verdict: &MoveVerdict) -> TextTable {
    let mut table = TextTable::new([Column::left("why not"), Column::left("what helps")]);
    for reason in &verdict.reasons {
        table.row([reason.to_string(), reason.cure()]);
    }
    table
}

/// `create order`.
fn effect(node: &Node) -> String {
    let Node::Map(fields) = node else { return String::new() };
    let words = fields.iter().map(|(what, of)| format!("{what} {}", of.as_text().unwrap_or_default()));
    words.collect::<Vec<String>>().join(" ")
}

/// What the log says of it: what the view said.
fn said(verdict: &MoveVerdict, admission: &Admission) -> Result<String, Failure> {
    match admission {
        Admission::Counted if verdict.is_allowed() => Ok("The log takes it.".to_owned()),
        Admission::Refused(refusals) if !verdict.is_allowed() => {
            let (log, view) = (refusals.iter().map(Refusal::message), &verdict.reasons);
            if !log.eq(view.iter().map(ToString::to_string)) {
                return Err(format!("the log has other reasons: {refusals:?}").into());
            }
            let messages: Vec<&str> = refusals.iter().map(Refusal::message).collect();
            Ok(format!("The log refuses it: {}.", messages.join("; ")))
        }
        other => Err(format!("the log says otherwise: {other:?}").into()),
    }
}
