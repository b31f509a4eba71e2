//! The manual says what the library does: every field, word, code and function is on its page, and the plan on its pages compiles.
#![cfg(feature = "json")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use attain::calendar::{
    CalendarDefinition, EndRule, FiscalCalendar, Holidays, HoursDefinition, Pattern, Weekday, YearEndDefinition,
    YearNamed,
};
use attain::diagnostic::{At, Code, Problems};
use attain::engine::due::DueDefinition;
use attain::engine::query::{QueryDefinition, Whom};
use attain::engine::{FunnelQuery, ReceivableQuery, ReviewQuery};
use attain::formula::Function;
use attain::funnel::{Bottleneck, By, Conversion, Count, Whole, WinRate};
use attain::incentive::{ComponentDefinition, Each, IncentiveDefinition};
use attain::kpi::{Better, CreditedAs, KpiDefinition};
use attain::log::{KindDefinition, RecordDefinition, RefusalCode};
use attain::org::{Actual, OrgDefinition, PeersFields};
use attain::pipeline::{
    ApprovalDefinition, DatedProbability, EdgeDefinition, Mode, MovesDefinition, PipelineDefinition, ProbabilityOf,
    Skipped, StageDefinition, StageKind, TaskDefinition,
};
use attain::plan::{EditDefinition, Overlay, Plan, PlanDefinition};
use attain::quantity::{RoundingMode, Why};
use attain::ranking::{BadgeDefinition, Equals, Order, RankingDefinition, ThenFields};
use attain::receivable::{CollectionRate, DaysOutstanding, ReceivableDefinition};
use attain::review::{
    Again, OntoDefinition, RaterDefinition, RaterIs, ReviewDefinition, ReviewWeights, ScaleDefinition,
    SeverityDefinition, TrimDefinition,
};
use attain::rule::{
    Boundary, ExchangeDefinition, Foreign, MissingRate, OddWord, Percentile, RoundingDefinition, RulesDefinition, Ties,
};
use attain::score::{Compose, GradesDefinition, ItemDefinition, PlainCardDefinition, ScorecardDefinition, Weights};
use attain::step::StepDefinition;
use attain::table::{Edge, ReadWord, TableDefinition};
use attain::target::smart::CheckDefinition;
use attain::target::{
    Blank, DriverDefinition, Nothing, OnChange, Pace, PartsAre, SplitDefinition, TargetDefinition, Transfer,
    UnitTarget, Unknown,
};
use attain::timer::{Clock, Event, LevelDefinition, Timer, TimerDefinition};

const PLAN: &str = include_str!("../src/manual/plan.md");
const FORMULAS: &str = include_str!("../src/manual/formulas.md");
const LOG: &str = include_str!("../src/manual/log.md");
const SCORING: &str = include_str!("../src/manual/scoring.md");
const TIMERS: &str = include_str!("../src/manual/timers.md");
const DUE: &str = include_str!("../src/manual/due.md");
const FUNNEL: &str = include_str!("../src/manual/funnel.md");
const RECEIVABLES: &str = include_str!("../src/manual/receivables.md");
const REVIEWS: &str = include_str!("../src/manual/reviews.md");
const ASKING: &str = include_str!("../src/manual/asking.md");
const WHAT_IF: &str = include_str!("../src/manual/what_if.md");
const PROBLEMS: &str = include_str!("../src/manual/problems.md");

/// The name of a definition, the heading of its section, its fields.
type Definition = (&'static str, &'static str, &'static [&'static str]);

/// Each definition of the plan.
const DEFINITIONS: &[Definition] = &[
    ("PlanDefinition", "# The head", PlanDefinition::FIELDS),
    ("RulesDefinition", "# rules", RulesDefinition::FIELDS),
    ("RoundingDefinition", "## rounding", RoundingDefinition::FIELDS),
    ("ExchangeDefinition", "# exchange", ExchangeDefinition::FIELDS),
    ("MissingValue", "## missing", &["value"]),
    ("CalendarDefinition", "# calendar", CalendarDefinition::FIELDS),
    ("HoursDefinition", "## hours", HoursDefinition::FIELDS),
    ("YearEndDefinition", "## Years of whole weeks", YearEndDefinition::FIELDS),
    ("OrgDefinition", "# org", OrgDefinition::FIELDS),
    ("PeersFields", "## peers", PeersFields::FIELDS),
    ("KindDefinition", "# facts", KindDefinition::FIELDS),
    ("RecordDefinition", "# records", RecordDefinition::FIELDS),
    ("PipelineDefinition", "# pipelines", PipelineDefinition::FIELDS),
    ("StageDefinition", "## stages", StageDefinition::FIELDS),
    ("TaskDefinition", "## stages", TaskDefinition::FIELDS),
    ("MovesDefinition", "## moves", MovesDefinition::FIELDS),
    ("EdgeDefinition", "## edges", EdgeDefinition::FIELDS),
    ("ApprovalDefinition", "## edges", ApprovalDefinition::FIELDS),
    ("DatedProbability", "## probability", DatedProbability::FIELDS),
    ("ReceivableDefinition", "# receivables", ReceivableDefinition::FIELDS),
    ("ReviewDefinition", "# reviews", ReviewDefinition::FIELDS),
    ("OntoDefinition", "# reviews", OntoDefinition::FIELDS),
    ("SeverityDefinition", "# reviews", SeverityDefinition::FIELDS),
    ("ScaleDefinition", "## scales", ScaleDefinition::FIELDS),
    ("RaterDefinition", "## raters", RaterDefinition::FIELDS),
    ("TrimDefinition", "## raters", TrimDefinition::FIELDS),
    ("TableDefinition", "# tables", TableDefinition::FIELDS),
    ("KpiDefinition", "# kpis", KpiDefinition::FIELDS),
    ("TargetDefinition", "# targets", TargetDefinition::FIELDS),
    ("SplitDefinition", "## split", SplitDefinition::FIELDS),
    ("DriverDefinition", "## split", DriverDefinition::FIELDS),
    ("CheckDefinition", "## check", CheckDefinition::FIELDS),
    ("ScorecardDefinition", "# scorecards", ScorecardDefinition::FIELDS),
    ("ItemDefinition", "## items", ItemDefinition::FIELDS),
    ("StepDefinition", "## steps", StepDefinition::FIELDS),
    ("GradesDefinition", "## grades", GradesDefinition::FIELDS),
    ("IncentiveDefinition", "# incentives", IncentiveDefinition::FIELDS),
    ("ComponentDefinition", "## components", ComponentDefinition::FIELDS),
    ("RankingDefinition", "# rankings", RankingDefinition::FIELDS),
    ("ThenFields", "## then", ThenFields::FIELDS),
    ("BadgeDefinition", "## badges", BadgeDefinition::FIELDS),
];

/// The definitions of what stands beside the plan, each on a page of its own.
const BESIDE: &[(&str, Definition)] = &[
    (TIMERS, ("TimerDefinition", "# What is written", TimerDefinition::FIELDS)),
    (TIMERS, ("LevelDefinition", "## levels", LevelDefinition::FIELDS)),
    (SCORING, ("PlainCardDefinition", "# By itself", PlainCardDefinition::FIELDS)),
    (DUE, ("DueDefinition", "# In writing", DueDefinition::FIELDS)),
    (FUNNEL, ("FunnelQuery", "# In writing", FunnelQuery::FIELDS)),
    (RECEIVABLES, ("ReceivableQuery", "# In writing", ReceivableQuery::FIELDS)),
    (REVIEWS, ("ReviewQuery", "# In writing", ReviewQuery::FIELDS)),
    (ASKING, ("QueryDefinition", "# In writing", QueryDefinition::FIELDS)),
    (WHAT_IF, ("Overlay", "# Overlays", Overlay::FIELDS)),
    (WHAT_IF, ("EditDefinition", "## Edits", EditDefinition::FIELDS)),
];

/// Every definition, with its page.
fn definitions() -> impl Iterator<Item = (&'static str, Definition)> {
    let plan = DEFINITIONS.iter().map(|definition| (PLAN, *definition));
    plan.chain(BESIDE.iter().copied())
}

/// The text under a heading, up to the next one of any level, without its code.
fn section(page: &str, heading: &str) -> String {
    let text: String = page.split("```").step_by(2).collect();
    let start = format!("\n{heading}\n");
    let found = text.split_once(&start);
    assert!(found.is_some(), "the page has no section `{heading}`");
    let (_, rest) = found.unwrap_or_default();
    rest.split("\n#").next().unwrap_or(rest).to_owned()
}

/// Whatever stands in backticks.
fn quoted(text: &str) -> BTreeSet<&str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

/// The codes in the first column of a page's tables, each with the second column.
fn rows<'p>(page: &'p str, prefixes: &[&str]) -> BTreeMap<&'p str, &'p str> {
    let cells = page.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| `")?.split(" | ");
        Some((cells.next()?.trim_end_matches('`'), cells.next()?))
    });
    cells.filter(|(code, _)| prefixes.iter().any(|prefix| code.starts_with(prefix))).collect()
}

#[test]
fn every_field_of_every_definition_has_its_line() {
    for (page, (name, heading, fields)) in definitions() {
        let section = section(page, heading);
        let known = quoted(&section);
        for field in fields {
            let field = field.trim_start_matches("r#");
            assert!(known.contains(field), "`{heading}` says nothing of `{field}` of {name}");
        }
    }
}

#[test]
fn no_definition_is_forgotten() {
    let known: BTreeSet<&str> = definitions().map(|(_, (name, _, _))| name).collect();
    let mut found = BTreeSet::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![source];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(path).unwrap();
            for block in text.split("\ndefinition! {\n").skip(1) {
                let (_, named) = block.split_once("pub struct ").unwrap();
                found.insert(named.split_whitespace().next().unwrap().to_owned());
            }
        }
    }
    assert_eq!(found.iter().map(String::as_str).collect::<BTreeSet<&str>>(), known);
}

#[test]
fn every_section_of_the_plan_has_its_heading() {
    let head = ["attain", "name", "currency", "timezone", "precision"];
    for field in PlanDefinition::FIELDS.iter().filter(|field| !head.contains(field)) {
        section(PLAN, &format!("# {field}"));
    }
}

#[test]
fn every_word_that_a_field_takes_is_on_the_page() {
    fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<&'static str> {
        all.iter().copied().map(word).collect()
    }
    let sections = [
        ("# rules", words(Boundary::ALL, Boundary::word)),
        ("# rules", words(Ties::ALL, Ties::word)),
        ("# rules", words(Percentile::ALL, Percentile::word)),
        ("## rounding", words(&RoundingMode::ALL, RoundingMode::name)),
        ("## rounding", words(OddWord::ALL, OddWord::word)),
        ("## missing", vec!["zero", "skip", "hold"]),
        ("# exchange", words(Foreign::ALL, Foreign::word)),
        ("# exchange", words(MissingRate::ALL, MissingRate::word)),
        ("# exchange", vec!["fact day", "period end"]),
        ("# calendar", words(YearNamed::ALL, YearNamed::word)),
        ("# calendar", words(Holidays::ALL, Holidays::word)),
        ("# calendar", words(Pattern::ALL, Pattern::word)),
        ("# calendar", words(Weekday::ALL, Weekday::word)),
        ("## Years of whole weeks", words(EndRule::ALL, EndRule::word)),
        ("# org", words(Actual::ALL, Actual::word)),
        ("# kpis", words(Better::ALL, Better::word)),
        ("# kpis", words(CreditedAs::ALL, CreditedAs::word)),
        ("# pipelines", words(Skipped::ALL, Skipped::word)),
        ("# pipelines", words(ProbabilityOf::ALL, ProbabilityOf::word)),
        ("## stages", words(StageKind::ALL, StageKind::word)),
        ("# pipelines", words(Mode::ALL, Mode::word)),
        ("# reviews", words(Again::ALL, Again::word)),
        ("# reviews", words(ReviewWeights::ALL, ReviewWeights::word)),
        ("## raters", words(RaterIs::ALL, RaterIs::word)),
        ("## scales", words(Better::ALL, Better::word)),
        ("# tables", words(ReadWord::ALL, ReadWord::word)),
        ("# tables", words(Edge::ALL, Edge::word)),
        ("# targets", words(UnitTarget::ALL, UnitTarget::word)),
        ("# targets", words(Transfer::ALL, Transfer::word)),
        ("# targets", words(OnChange::ALL, OnChange::word)),
        ("# targets", words(Blank::ALL, Blank::word)),
        ("## split", words(PartsAre::ALL, PartsAre::word)),
        ("## split", words(Unknown::ALL, Unknown::word)),
        ("## split", words(Nothing::ALL, Nothing::word)),
        ("# targets", words(Pace::ALL, Pace::word)),
        ("# scorecards", words(Compose::ALL, Compose::word)),
        ("# scorecards", words(Weights::ALL, Weights::word)),
        ("## components", words(Each::ALL, Each::word)),
        ("# rankings", words(Order::ALL, Order::word)),
        ("# rankings", words(Equals::ALL, Equals::word)),
        ("# rankings", words(Percentile::ALL, Percentile::word)),
    ];
    let beside = [
        (TIMERS, ("# What is written", words(Event::ALL, Event::word))),
        (TIMERS, ("# What is written", words(Clock::ALL, Clock::word))),
        (FUNNEL, ("# In writing", words(By::ALL, By::word))),
        (FUNNEL, ("# What is counted", words(Count::ALL, Count::word))),
        (FUNNEL, ("# What is counted", words(Whole::ALL, Whole::word))),
        (FUNNEL, ("# Conversion", words(Conversion::ALL, Conversion::word))),
        (FUNNEL, ("# Win rate, cycle, velocity", words(WinRate::ALL, WinRate::word))),
        (FUNNEL, ("# Value and bottleneck", words(Bottleneck::ALL, Bottleneck::word))),
        (RECEIVABLES, ("# Rates and days", words(CollectionRate::ALL, CollectionRate::word))),
        (RECEIVABLES, ("# Rates and days", words(DaysOutstanding::ALL, DaysOutstanding::word))),
        (ASKING, ("# In writing", words(Whom::ALL, Whom::word))),
        (ASKING, ("# In writing", words(Order::ALL, Order::word))),
    ];
    let sections = sections.into_iter().map(|section| (PLAN, section));
    for (page, (heading, words)) in sections.chain(beside) {
        let section = section(page, heading);
        let known = quoted(&section);
        for word in words {
            assert!(known.contains(word), "`{heading}` says nothing of `{word}`");
        }
    }
}

#[test]
fn the_json_of_the_page_is_one_plan_that_compiles() {
    let parts: Vec<&str> =
        PLAN.split("```json\n").skip(1).map(|part| part.split("```").next().unwrap().trim()).collect();
    let text = format!("{{ {} }}", parts.join(",\n"));
    let plan = Plan::from_json(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(parts.len() + 4, PlanDefinition::FIELDS.len(), "one block for the head, one for each section");
    assert_eq!((plan.kpis().rows().len(), plan.tables().rows().len()), (7, 6), "one of them stands in a contest");
    assert_eq!((plan.scorecards().len(), plan.incentives().len(), plan.rankings().len()), (1, 1, 3));
}

#[test]
fn what_may_stand_instead_compiles_too() {
    let parts: Vec<&str> =
        PLAN.split("```json,instead\n").skip(1).map(|part| part.split("```").next().unwrap()).collect();
    assert_eq!(parts.len(), 4);
    for part in parts {
        let head = r#""attain": 1, "name": "Other", "currency": "EUR", "org": { "trees": { "sales": ["company"] } }"#;
        let plan = Plan::from_json(format!("{{ {head}, {part} }}").as_bytes());
        plan.unwrap_or_else(|problems| panic!("{part}{problems}"));
    }
}

#[test]
fn the_timer_of_the_page_is_one() {
    let (_, json) = TIMERS.split_once("```json\n").unwrap();
    let definition: TimerDefinition = serde_json::from_str(json.split("```").next().unwrap()).unwrap();
    let hours = r#"{ "hours": { "days": "mon .. fri", "from": "09:00", "to": "17:00" } }"#;
    let calendar: CalendarDefinition = serde_json::from_str(hours).unwrap();
    let mut problems = Problems::new();
    let calendar = FiscalCalendar::compile(&calendar, At::root(), &mut problems);
    let timer = Timer::compile(&definition, &calendar, At::root(), &mut problems);
    assert!(timer.is_some() && problems.is_empty(), "{problems}");
}

#[test]
fn the_question_about_a_funnel_of_the_page_is_one() {
    let (_, json) = FUNNEL.split_once("```json\n").unwrap();
    let query = FunnelQuery::from_json(json.split("```").next().unwrap().as_bytes());
    assert_eq!(query.unwrap_or_else(|problems| panic!("{problems}")).old, Some(90));
}

#[test]
fn the_question_about_receivables_of_the_page_is_one() {
    let (_, json) = RECEIVABLES.split_once("```json\n").unwrap();
    let query = ReceivableQuery::from_json(json.split("```").next().unwrap().as_bytes());
    assert_eq!(query.unwrap_or_else(|problems| panic!("{problems}")).invoices, Some(true));
}

#[test]
fn the_question_about_a_review_of_the_page_is_one() {
    let (_, json) = REVIEWS.split_once("```json\n").unwrap();
    let query = ReviewQuery::from_json(json.split("```").next().unwrap().as_bytes());
    assert_eq!(query.unwrap_or_else(|problems| panic!("{problems}")).raters, Some(true));
}

#[test]
fn the_overlay_of_the_page_is_one() {
    let (_, json) = WHAT_IF.split_once("```json\n").unwrap();
    let overlay = Overlay::from_json(json.split("```").next().unwrap().as_bytes());
    assert_eq!(overlay.unwrap_or_else(|problems| panic!("{problems}")).plan.len(), 3);
}

#[test]
fn every_field_is_used_in_the_plan_of_the_page() {
    let json = |page: &str| -> String {
        page.split("```json").skip(1).map(|part| part.split("```").next().unwrap()).collect()
    };
    for (page, (name, _, fields)) in definitions().filter(|(_, (name, _, _))| *name != "MissingValue") {
        let json = json(page);
        for field in fields {
            let field = field.trim_start_matches("r#");
            assert!(json.contains(&format!("\"{field}\":")), "no example has `{field}` of {name}");
        }
    }
}

#[test]
fn every_code_of_a_problem_is_on_its_page() {
    let prefixes: BTreeSet<&str> = Code::ALL.iter().filter_map(|code| code.name().split('.').next()).collect();
    let prefixes: Vec<&str> = prefixes.into_iter().collect();
    let page = rows(PROBLEMS, &prefixes);
    let all: BTreeMap<&str, &str> = Code::ALL.iter().map(|code| (code.name(), code.summary())).collect();
    assert_eq!(page, all);
}

#[test]
fn every_refusal_is_on_the_page_of_the_log() {
    let page: BTreeSet<&str> = rows(LOG, &["entry.", "log.", "review."]).into_keys().collect();
    let all: BTreeSet<&str> = RefusalCode::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(page, all);
}

#[test]
fn every_function_is_on_the_page_of_formulas() {
    let section = section(FORMULAS, "# Functions");
    let known = quoted(&section);
    for function in Function::ALL {
        let call = format!("{}(", function.word());
        assert!(known.iter().any(|quoted| quoted.starts_with(&call)), "the page says nothing of `{function}`");
    }
}

#[test]
fn every_reason_is_on_the_page_of_formulas() {
    let section = section(FORMULAS, "# Undefined, because …");
    let known = quoted(&section);
    let all = [
        Why::DividedByZero,
        Why::Overflow,
        Why::NotANumber,
        Why::NoTarget,
        Why::NotSplit,
        Why::NoCommitment,
        Why::NoFacts,
        Why::NotAMember,
        Why::NoPeers,
        Why::BeforeFirstPeriod,
        Why::OutOfTable,
        Why::TooFew { have: 1, need: 2 },
        Why::NoRate,
        Why::Missing("bonus".into()),
        Why::NothingDefined,
        Why::NoPeriod,
        Why::UnknownYear(2027),
        Why::NoWorkingHours,
        Why::Withheld,
        Why::OfPeople,
    ];
    for why in all {
        assert!(known.contains(why.code()), "the page says nothing of `{}`", why.code());
    }
}
