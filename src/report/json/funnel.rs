//! Funnels.

use crate::engine::{FunnelAnswer, FunnelParts, FunnelRecord, FunnelTeam};
use crate::funnel::{Beside, Bottleneck, Conversion, Count, Counted, Funnel, Reason, Whole, WinRate, Worth};
use crate::id::Key;
use crate::pipeline::{Stage, StageId, StageKind};
use crate::quantity::{Fraction, Outcome, Unit};

use super::writer::Writer;

pub(super) fn answer(json: &mut Writer, answer: &FunnelAnswer, records: bool) {
    let funnel = &answer.funnel;
    json.text("kind", &answer.kind);
    json.text_if_some("who", answer.who.as_ref().map(Key::as_str));
    json.text("time", &answer.time);
    json.text("by", funnel.asked().by.word());
    json.text("skipped", funnel.asked().skipped.word());
    let stages: Vec<(StageId, &Stage)> = funnel.stages().iter().collect();
    json.objects("stages", &stages, |json, (id, stage)| self::stage(json, answer, (*id, stage), records));
    json.object("whole", |json| {
        for whole in Whole::ALL {
            json.count(whole.word(), count(funnel.whole(*whole)));
        }
    });
    if records {
        json.object("records", |json| {
            for whole in Whole::ALL {
                behind(json, whole.word(), answer, Counted::Of(*whole));
            }
        });
    }
    json.object("win_rate", |json| {
        for rate in WinRate::ALL {
            ratio(json, rate.word(), &funnel.win_rate(*rate));
        }
    });
    json.object("cycle", |json| {
        json.count("count", funnel.cycles().len());
        json.count("unbegun", count(funnel.unbegun()));
        days(json, "mean", &funnel.mean_cycle());
        days(json, "median", &funnel.median_cycle());
    });
    values(json, answer);
    json.count("left_out", answer.left_out);
    json.object("from", |json| super::results::provenance(json, &answer.from));
}

fn stage(json: &mut Writer, answer: &FunnelAnswer, (id, stage): (StageId, &Stage), records: bool) {
    let funnel = &answer.funnel;
    json.text("stage", stage.id().as_str());
    json.text("kind", stage.kind().word());
    json.object("counts", |json| {
        for counted in Count::ALL {
            json.count(counted.word(), count(funnel.count(id, *counted)));
        }
    });
    if records {
        json.object("records", |json| {
            for counted in Count::ALL {
                behind(json, counted.word(), answer, Counted::In(id, *counted));
            }
        });
    }
    if stage.kind() != StageKind::Open {
        return;
    }
    json.object("conversion", |json| {
        for conversion in Conversion::ALL {
            ratio(json, conversion.word(), &funnel.conversion(id, *conversion));
        }
    });
    ratio(json, "loss_rate", &funnel.loss_rate(id));
    json.object("time", |json| {
        days(json, "total", &Ok(Fraction::whole(funnel.time(id))));
        days(json, "mean", &funnel.mean_time(id));
        days(json, "mean_visit", &funnel.mean_stay(id));
        days(json, "median_visit", &funnel.median_stay(id));
    });
    worth(json, "waiting", &funnel.waiting(id), answer);
    worth(json, "weighted", &funnel.weighted(id), answer);
    worth(json, "died", &funnel.died(id), answer);
}

fn values(json: &mut Writer, answer: &FunnelAnswer) {
    let (funnel, unit) = (&answer.funnel, answer.unit);
    worth(json, "won", funnel.won(), answer);
    worth(json, "lost", funnel.lost(), answer);
    worth(json, "waiting", &funnel.all_waiting(), answer);
    json.amount("weighted", &funnel.all_weighted(answer.rounding.as_ref()), unit);
    json.amount("mean_won", &funnel.mean_won(), unit);
    json.amount("velocity", &funnel.velocity(WinRate::OfClosed), unit);
    json.object("bottleneck", |json| {
        for by in Bottleneck::ALL {
            json.object(by.word(), |json| match funnel.bottleneck(*by) {
                Ok((id, held)) => {
                    json.text_if_some("stage", funnel.stages().get(id).map(|stage| stage.id().as_str()));
                    json.amount("holds_up", &Ok(held), unit);
                }
                Err(why) => json.figure_inside(&Err(why)),
            });
        }
    });
    json.objects("reasons", funnel.reasons(), |json, reason| self::reason(json, reason, answer));
}

fn reason(json: &mut Writer, reason: &Reason, answer: &FunnelAnswer) {
    match &reason.value {
        Some(value) => json.figure("why", &Ok(value.clone())),
        None => json.null("why"),
    }
    json.count("count", count(reason.count));
    worth(json, "amount", &reason.worth, answer);
}

fn worth(json: &mut Writer, name: &str, worth: &Worth, answer: &FunnelAnswer) {
    json.object(name, |json| {
        json.amount("sum", &worth.sum(answer.funnel.asked().precision), answer.unit);
        json.count("count", count(worth.count));
        json.count("lacking", count(worth.lacking));
    });
}

/// The records behind a number, unless there are none.
fn behind(json: &mut Writer, name: &str, answer: &FunnelAnswer, counted: Counted) {
    let behind = answer.records(counted);
    if behind.records.is_empty() && behind.hidden == 0 {
        return;
    }
    json.object(name, |json| {
        json.objects("records", &behind.records, record);
        json.count("hidden", behind.hidden);
    });
}

fn record(json: &mut Writer, record: &FunnelRecord) {
    json.text("record", record.record.as_str());
    json.shown("on", &record.on);
    json.text_if_some("who", record.who.as_ref().map(Key::as_str));
}

pub(super) fn team(json: &mut Writer, team: &FunnelTeam, records: bool) {
    json.object("whole", |json| answer(json, &team.whole, records));
    json.objects("members", &team.members, |json, member| {
        answer(json, member, records);
        json.object("beside", |json| beside(json, &member.funnel, &team.whole.funnel));
    });
    json.count("hidden", team.hidden);
}

pub(super) fn parts(json: &mut Writer, parts: &FunnelParts, records: bool) {
    json.text("split", &parts.split);
    json.object("whole", |json| answer(json, &parts.whole, records));
    json.objects("parts", &parts.parts, |json, part| {
        match &part.value {
            Some(value) => json.figure("value", &Ok(value.clone())),
            None => json.null("value"),
        }
        answer(json, &part.answer, records);
        json.object("beside", |json| beside(json, &part.answer.funnel, &parts.whole.funnel));
    });
}

/// The rates of a member beside those of the unit.
fn beside(json: &mut Writer, own: &Funnel, whole: &Funnel) {
    let open: Vec<(StageId, &Stage)> = own.stages().iter().filter(|(_, one)| one.kind() == StageKind::Open).collect();
    json.objects("conversion", &open, |json, (id, stage)| {
        json.text("stage", stage.id().as_str());
        compared(json, &own.beside(whole, *id, Conversion::OfEntered));
    });
    json.object("win_rate", |json| compared(json, &own.win_rate_beside(whole, WinRate::OfClosed)));
}

fn compared(json: &mut Writer, beside: &Beside) {
    ratio(json, "own", &beside.own);
    ratio(json, "all", &beside.all);
    json.amount("difference", &beside.difference, Unit::Points);
}

fn ratio(json: &mut Writer, name: &str, outcome: &Outcome<Fraction>) {
    json.amount(name, outcome, Unit::Ratio);
}

fn days(json: &mut Writer, name: &str, outcome: &Outcome<Fraction>) {
    json.amount(name, outcome, Unit::Duration);
}

fn count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
