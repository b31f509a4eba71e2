//! Reading a plan in the order in which a person reads it.

use std::sync::Arc;

use crate::calendar::{CalendarDefinition, FiscalCalendar, Grain, Zone};
use crate::diagnostic::{At, Code, Problems};
use crate::document::Named;
use crate::formula::{Names, Program, compile as compile_formula};
use crate::incentive::IncentivePlan;
use crate::kpi::Question;
use crate::log::{FieldType, Kinds};
use crate::measure::FactNames;
use crate::org::{OrgDefinition, OrgPlan};
use crate::pipeline::Pipelines;
use crate::quantity::{Currency, Precision, Unit};
use crate::ranking::RankingPlan;
use crate::rule::{Exchange, Rules, RulesDefinition};
use crate::table::Table;
use crate::target::{About, TargetPlan};

use super::cards;
use super::definition::{LANGUAGE_VERSION, PlanDefinition};
use super::duplicates;
use super::gates;
use super::names::PlanNames;
use super::peers::{self, Peers};
use super::plan::{Ground, Parts};
use super::receivables;
use super::reviews;
use super::seeing;
use super::target_fields;
use super::timers;

pub(super) fn compile(owned: PlanDefinition, problems: &mut Problems) -> Option<Parts> {
    let (definition, root) = (&owned, At::root());
    version(definition, root, problems);
    let Head { currency, zone, precision, rules, exchange } = Head::compile(definition, root, problems);
    let calendar = calendar(definition, root.field("calendar"), problems);
    let org = OrgPlan::compile(&definition.org, root.field("org"), problems);
    let (pipelines, kinds) = kinds(definition, root, problems);
    let mut names = PlanNames::new(definition, rules, calendar, org.attributes().clone(), kinds, currency, problems);
    let mut ground = ground(definition, precision.unwrap_or_default(), &mut names, root, problems);
    let OfPeople { peers, leads, may_see, may_set } =
        OfPeople::compile(&definition.org, &mut names, root.field("org"), problems);
    let said = (&pipelines, (leads.as_ref(), peers.as_ref()));
    reviews::may(&mut ground.reviews, definition, (said.1.0, said.1.1), &mut names, root.field("reviews"), problems);
    let gates = gates::compile(definition, said, &mut names, root.field("pipelines"), problems);
    let targets = targets(definition, peers.as_ref(), &mut names, root.field("targets"), problems);
    let cards = cards::compile(definition, &mut names, root.field("scorecards"), problems);
    let incentives = section(&definition.incentives, root.field("incentives"), problems, |name, plan, at, problems| {
        IncentivePlan::compile(name, plan, &mut names, at, problems)
    });
    names.add_pay(&incentives);
    names.add_broken_pay(definition);
    let rankings = section(&definition.rankings, root.field("rankings"), problems, |name, ranking, at, problems| {
        RankingPlan::compile(name, ranking, &mut names, at, problems)
    });
    let PlanNames { rules, grains, calendar, kinds, tables, table_ids, folds, kpis, results, result_names, .. } = names;
    Some(Parts {
        fingerprint: fingerprint(&owned),
        definition: owned,
        currency: currency?,
        zone,
        precision: precision?,
        org,
        targets,
        peers,
        leads,
        may_see,
        may_set,
        cards,
        incentives,
        rankings,
        exchange,
        rules,
        grains,
        calendar,
        kinds,
        pipelines,
        gates,
        ground,
        tables,
        table_names: table_ids,
        folds,
        kpis,
        results,
        result_names,
    })
}

/// What all others stand on: which facts count, tables and KPIs; and timers, keys, receivables and reviews, which need no more than
/// records and facts.
fn ground(
    definition: &PlanDefinition,
    precision: Precision,
    names: &mut PlanNames<'_>,
    root: At<'_>,
    problems: &mut Problems,
) -> Ground {
    names.precision = precision;
    counts(definition, names, root, problems);
    let timers = timers::compile(definition, names, root, problems);
    let duplicates = duplicates::compile(definition, names, root, problems);
    let receivables = receivables::compile(definition, names, root.field("receivables"), problems);
    let reviews = reviews::compile(definition, names, root.field("reviews"), problems);
    tables(definition, names, root.field("tables"), problems);
    crate::kpi::compile(&definition.kpis, names, root.field("kpis"), problems);
    Ground { timers, receivables, reviews, duplicates }
}

/// What the organisation says of people that needs figures, or that figures need.
struct OfPeople {
    peers: Option<Peers>,
    leads: Option<Program<Question>>,
    may_see: Option<Program<Question>>,
    may_set: Option<Program<Question>>,
}

impl OfPeople {
    fn compile(org: &OrgDefinition, names: &mut PlanNames<'_>, at: At<'_>, problems: &mut Problems) -> OfPeople {
        let peers = org.peers.as_ref();
        let peers = peers.and_then(|written| peers::compile(written, names, at.field("peers"), problems));
        let leads = peers::leads(org.leads.as_ref(), peers.as_ref(), names, at.field("leads"), problems);
        let may_see = seeing::may_see(org.may_see.as_ref(), names, at.field("may_see"), problems);
        let leading = (leads.as_ref(), peers.as_ref());
        let may_set = seeing::may_set(org.may_set.as_ref(), leading, names, at.field("may_set"), problems);
        OfPeople { peers, leads, may_see, may_set }
    }
}

fn calendar(definition: &PlanDefinition, at: At<'_>, problems: &mut Problems) -> FiscalCalendar {
    let usual = CalendarDefinition::default();
    FiscalCalendar::compile(definition.calendar.as_ref().unwrap_or(&usual), at, problems)
}

/// The pipelines, and the kinds of facts and of records.
fn kinds(definition: &PlanDefinition, root: At<'_>, problems: &mut Problems) -> (Pipelines, Arc<Kinds>) {
    let pipelines = Pipelines::compile(&definition.pipelines, root.field("pipelines"), problems);
    let kinds = Kinds::compile_all(&definition.facts, &definition.records, &pipelines, root, problems);
    let kinds = reviews::kinds(kinds, definition, root.field("reviews"), problems);
    (pipelines, Arc::new(kinds))
}

/// What is said before the first section.
struct Head {
    currency: Option<Currency>,
    zone: Option<Zone>,
    precision: Option<Precision>,
    rules: Rules,
    exchange: Option<Exchange>,
}

impl Head {
    fn compile(definition: &PlanDefinition, root: At<'_>, problems: &mut Problems) -> Head {
        let usual = RulesDefinition::default();
        let rules = definition.rules.as_ref().unwrap_or(&usual);
        let exchange = definition.exchange.as_ref();
        Head {
            currency: currency(definition, root, problems),
            zone: zone(definition, root, problems),
            precision: precision(definition, root, problems),
            rules: Rules::compile(rules, root.field("rules"), problems),
            exchange: exchange.and_then(|exchange| exchange.compile(root.field("exchange"), problems)),
        }
    }
}

fn version(definition: &PlanDefinition, root: At<'_>, problems: &mut Problems) {
    let written = definition.attain;
    if written != LANGUAGE_VERSION {
        let message =
            format!("the plan is written for version {written} of the language, and this is {LANGUAGE_VERSION}");
        problems.report(Code::PlanVersion, root.field("attain"), message).help("write `\"attain\": 1`");
    }
}

fn currency(definition: &PlanDefinition, root: At<'_>, problems: &mut Problems) -> Option<Currency> {
    let read = definition.currency.parse::<Currency>();
    read.map_err(|error| {
        problems
            .report(Code::ValueInvalid, root.field("currency"), error.to_string())
            .help("write its three letters, such as `EUR`");
    })
    .ok()
}

/// The time zone; where there is none, no kind may have instants.
fn zone(definition: &PlanDefinition, root: At<'_>, problems: &mut Problems) -> Option<Zone> {
    let place = root.field("timezone");
    let Some(written) = &definition.timezone else {
        if !problems.is_unread(&place.place()) {
            for (kind, of) in &definition.facts {
                no_instants(&of.fields, root.field("facts").field(kind), problems);
            }
            for (kind, of) in &definition.records {
                no_instants(&of.fields, root.field("records").field(kind), problems);
            }
        }
        return None;
    };
    let read = written.parse::<Zone>();
    read.map_err(|error| {
        problems.report(Code::ValueInvalid, place, error.to_string()).help(error.help());
    })
    .ok()
}

fn no_instants(fields: &Named<String>, at: At<'_>, problems: &mut Problems) {
    for (field, ty) in fields {
        if FieldType::from_word(ty) == Some(FieldType::Instant) {
            let place = at.then("fields").field(field);
            let message = "an instant falls on a day only in a time zone, and the plan has none";
            problems
                .report(Code::PlanConflict, place, message)
                .help("write `\"timezone\": \"+08:00\"` at the head of the plan, or let the field be a `date`");
        }
    }
}

fn precision(definition: &PlanDefinition, root: At<'_>, problems: &mut Problems) -> Option<Precision> {
    let Some(written) = definition.precision else {
        return Some(Precision::default());
    };
    let read = u8::try_from(written).ok().and_then(Precision::new);
    if read.is_none() {
        let message = format!("a precision of {written} digits cannot be had");
        problems.report(Code::ValueRange, root.field("precision"), message).help("write 6 to 18; 12 is usual");
    }
    read
}

/// Checks under which condition facts of a kind count; folds take it in as their own.
fn counts(definition: &PlanDefinition, names: &mut PlanNames<'_>, at: At<'_>, problems: &mut Problems) {
    let kinds = Arc::clone(&names.kinds);
    for (id, kind) in kinds.iter() {
        let (of_fact, of_record) = (definition.facts.get(kind.name()), definition.records.get(kind.name()));
        let (section, text) = if kind.is_record() {
            ("records", of_record.and_then(|kind| kind.counts.as_ref()))
        } else {
            ("facts", of_fact.and_then(|kind| kind.counts.as_ref()))
        };
        let (section, Some(text)) = (at.field(section), text) else { continue };
        let place = section.field(kind.name());
        let mut inside = FactNames::new(&kinds, id, &names.rules, names.currency, &mut names.folds);
        compile_formula(text.as_str(), Some(Unit::YesNo), &mut inside, place.field("counts"), problems);
    }
}

fn tables(definition: &PlanDefinition, names: &mut PlanNames<'_>, at: At<'_>, problems: &mut Problems) {
    for (name, table) in &definition.tables {
        let place = at.field(name);
        PlanNames::check_table(name, place, problems);
        match Table::compile_in(table, &names.rules, names.basis(), place, problems) {
            Some(table) => names.add_table(name, table),
            None => names.add_broken(name),
        }
    }
}

fn targets(
    definition: &PlanDefinition,
    peers: Option<&Peers>,
    names: &mut PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> Vec<TargetPlan> {
    let levels: Vec<Vec<&str>> =
        definition.org.trees.values().map(|levels| levels.iter().map(String::as_str).collect()).collect();
    let mut read = Vec::new();
    for (name, target) in &definition.targets {
        let place = at.field(name);
        let kpi = names.kpis.find(|kpi| kpi.name.as_str() == name);
        if kpi.is_none() && !definition.kpis.contains_key(name) && !names.lost("kpis") {
            let known = definition.kpis.keys().map(String::as_str);
            problems.report(Code::NameUnknown, place, format!("there is no KPI `{name}`")).nearest(name, known);
        }
        // Where its list was complained about, any other grain will do to find out about the rest.
        let broken = names.is_broken_grain(&target.grain);
        let grain = if broken { names.calendar.grain_name(Grain::Month).to_owned() } else { target.grain.clone() };
        names.used_grain(&grain);
        names.check_pace(target.pace, place, problems);
        let calendar = names.calendar.clone();
        let kpi = kpi.map(|kpi| (kpi, names.kpis[kpi].formula.unit));
        let fields =
            target_fields::read(&target.fields, name, kpi.map(|(kpi, _)| kpi), names, place.field("fields"), problems);
        let about = About { kpi, fields: &fields, calendar: &calendar, levels: &levels, grain: Some(&grain) };
        let plan = TargetPlan::compile(target, about, names, place, problems);
        let plan = plan.filter(|plan| target_fields::are_known(plan, names, place.field("split"), problems));
        let plan = plan.filter(|plan| peers::asks_no_targets(plan, peers, names, place, problems));
        let by_facts = plan.as_ref().is_some_and(|plan| peers::asks_facts(plan, peers, names));
        let better = kpi.and_then(|(kpi, _)| names.kpis[kpi].better);
        read.extend(plan.map(|plan| TargetPlan { by_facts, better, ..plan }));
    }
    read
}

/// Reads each entry of a section.
fn section<D, T>(
    definitions: &Named<D>,
    at: At<'_>,
    problems: &mut Problems,
    mut read: impl FnMut(&str, &D, At<'_>, &mut Problems) -> Option<T>,
) -> Vec<T> {
    let mut all = Vec::new();
    for (name, definition) in definitions {
        all.extend(read(name, definition, at.field(name), problems));
    }
    all
}

#[cfg(feature = "json")]
fn fingerprint(definition: &PlanDefinition) -> String {
    use sha2::{Digest, Sha256};
    use std::fmt::Write;

    let text = serde_json::to_string(definition).unwrap_or_default();
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(not(feature = "json"))]
fn fingerprint(_: &PlanDefinition) -> String {
    String::new()
}
