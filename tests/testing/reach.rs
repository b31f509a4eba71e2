//! What random plans and logs reach: each feature often enough, and with answers that are defined.

use std::collections::{BTreeMap, BTreeSet};

use attain::View;
use attain::calendar::Span;
use attain::kpi::When;

use attain::testing::laws::Answers;
use attain::testing::{Size, Story};

/// How many stories are looked at.
const STORIES: u64 = 400;

/// What stands in a plan or in its log, and in how many of a hundred stories at least.
const FEATURES: &[(&str, usize)] = &[
    ("\"better\":", 30),
    ("\"credit\":\"overlay\"", 30),
    ("\"at_least\":", 30),
    ("\"missing\":", 40),
    ("\"show\":", 10),
    ("\"attains\":", 30),
    ("\"attains\":{", 8),
    ("as overlay", 20),
    (":\"duration\"", 25),
    ("36 hours", 20),
    ("\"took\":\"20 minutes\"", 5),
    ("2024-01-01 .. 2024-04-01", 3),
    ("\"keys\":[\"role\",\"size\"]", 3),
    ("\"records\":{\"", 75),
    ("\"pipeline\":", 60),
    ("\"touch\":", 20),
    ("\"kind\":\"move\"", 60),
    ("\"at\":\"2024", 25),
    ("(deal.", 15),
    (".status", 15),
    (".reached(", 15),
    (".passed(", 8),
    (".visits(", 15),
    (".time_in(", 5),
    (".entered_on(", 15),
    (".stage_on(", 6),
    (" on deal.", 5),
    ("deal.stage.", 3),
    ("] at company", 4),
    ("\"exchange\":{\"", 35),
    ("\"foreign\":\"skip\"", 5),
    ("period end", 6),
    ("\"refuse\"", 8),
    ("\"pace\":", 40),
    ("pace(", 3),
    ("run_rate(", 3),
    ("coverage(", 10),
    ("\"kind\":\"rate\"", 25),
    (" USD\"", 30),
    ("\"over\":\"members\"", 50),
    ("\"over\":\"members\",\"of\":\"", 15),
    ("\"over\":\"month\"", 15),
    ("\"over\":\"quarter\"", 15),
    ("\"values\":[\"won\"", 4),
    ("\"fields\":[\"", 6),
    ("\"by\":[{", 10),
    ("\"by\":\"season(period.index)\"", 4),
    ("subject.fte\"", 6),
    ("\"parts\":\"absolute\"", 6),
    ("\"missing\":\"mean\"", 18),
    ("\"nothing\":\"even\"", 40),
    ("\"nothing\":\"hold\"", 12),
    ("\"within\":\"", 12),
    ("\"uplift\":\"", 10),
    ("\"factor\":\"", 15),
    ("\"blank\":\"", 25),
    ("\"on_change\":\"respread\"", 25),
    ("\"on_change\":\"next\"", 12),
    ("\"on_change\":\"keep\"", 12),
    ("\"kind\":\"adjust\"", 45),
    ("\"effective\":", 14),
    ("\"times\":\"", 30),
    ("\"pinned\":true", 20),
    ("\"where\":{", 5),
    ("\"kind\":\"close\"", 18),
    ("\"kind\":\"open\",\"id\":\"o", 10),
    ("\"kind\":\"submit\"", 18),
];

/// What did not come out as an entry says, and in how many of a thousand stories at least it is met.
const FOUND: &[(&str, usize)] = &[("closed", 35), ("nothing_to_adjust", 50), ("not_cut", 120), ("nobody", 120)];

/// What stands in the definition of a KPI, and of how many of a hundred figures of such KPIs it is known what they are.
const DEFINED: &[(&str, usize)] = &[
    ("", 40),
    ("at_least: Some", 14),
    ("missing: Some", 60),
    ("Overlay", 30),
    ("attainment", 5),
    ("(deal", 18),
    (".deal.", 15),
];

#[test]
fn random_stories_have_every_feature_often() {
    let mut found = vec![0; FEATURES.len()];
    for seed in 0..STORIES {
        let text = serde_json::to_string(&Story::new(seed, &Size::small())).unwrap();
        for ((word, _), count) in FEATURES.iter().zip(&mut found) {
            *count += usize::from(text.contains(word));
        }
    }
    let all = usize::try_from(STORIES).unwrap();
    let shares: Vec<(&str, usize)> =
        FEATURES.iter().zip(&found).map(|((word, _), count)| (*word, count * 100 / all)).collect();
    let rare: Vec<_> = shares.iter().zip(FEATURES).filter(|((_, share), (_, least))| share < least).collect();
    assert!(rare.is_empty(), "{rare:?}");
}

/// Half a year, a period of targets, and the month before.
fn times(view: &View) -> Vec<When> {
    let (calendar, day) = (view.plan().calendar(), view.as_of());
    let back = |days| day.checked_sub_days(chrono::Days::new(days)).unwrap();
    let grains = view.plan().targets().iter().map(|target| target.grain).take(1).chain(calendar.grain("month"));
    let periods = grains.filter_map(|grain| calendar.period(grain, back(30)).ok());
    periods.map(When::from).chain(Span::new(back(180), day).map(When::from)).collect()
}

#[test]
fn a_good_share_of_figures_is_defined() {
    let mut known: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for seed in 0..STORIES / 2 {
        let story = Story::new(seed, &Size::small());
        let view = story.view().unwrap();
        let answers = Answers::of(&view, &times(&view));
        for (kpi, definition) in &story.plan.kpis {
            let written = format!("{definition:?}");
            let own = format!("{kpi} of ");
            let attained = format!("attainment {kpi} of ");
            for (what, told) in answers.iter() {
                for (word, _) in DEFINED {
                    let asked = match *word {
                        "attainment" => what.starts_with(&attained),
                        word => what.starts_with(&own) && written.contains(word),
                    };
                    if asked {
                        let (defined, all) = known.entry(word).or_default();
                        *all += 1;
                        *defined += usize::from(!told.starts_with("undefined"));
                    }
                }
            }
        }
    }
    let shares: Vec<(&str, usize)> = known.iter().map(|(word, (defined, all))| (*word, defined * 100 / all)).collect();
    let share = |word: &str| shares.iter().find(|(known, _)| *known == word).map_or(0, |(_, share)| *share);
    assert!(DEFINED.iter().all(|(word, least)| share(word) >= *least), "{shares:#?}");
}

/// What a story's targets that are cut come to: in how many stories somebody has a part that no entry names, and what did not
/// come out.
fn cut_targets(story: &Story, reached: &mut BTreeMap<&'static str, usize>) {
    let view = story.view().unwrap();
    let calendar = view.plan().calendar();
    let mut here: BTreeSet<&'static str> = BTreeSet::new();
    for target in view.plan().targets().iter().filter(|target| !target.splits.is_empty()) {
        let kpi = view.plan().kpis()[target.kpi].name.as_str();
        let found = view.target_findings(kpi).unwrap();
        here.extend(
            FOUND.iter().map(|(code, _)| *code).filter(|code| found.iter().any(|one| one.what.code() == *code)),
        );
        here.insert("cut");
        let grains = [Some(target.grain), calendar.grain("year")].into_iter().flatten();
        let mut periods = Vec::new();
        for grain in grains {
            for day in ["2024-02-10", "2024-05-10"] {
                periods.extend(calendar.period(grain, attain::calendar::parse_day(day).unwrap()).ok());
            }
        }
        for (person, of) in view.org().people() {
            let named = |entry: &attain::Entry| {
                let word = |name| entry.get(name).and_then(attain::document::Node::as_text);
                word("of") == Some(kpi) && word("who") == Some(of.key().as_str())
            };
            let is_named = story.entries().any(named);
            for period in &periods {
                let own = view.target(kpi, attain::measure::Whose::Person(person), *period).unwrap().own;
                if own.is_ok() && !is_named {
                    here.insert("had by people");
                }
            }
        }
    }
    for what in here {
        let count = reached.entry(what).or_default();
        *count = count.saturating_add(1);
    }
}

#[test]
fn targets_that_are_cut_are_often_had_and_sometimes_not_cut() {
    let mut reached = BTreeMap::new();
    for seed in 0..STORIES {
        cut_targets(&Story::new(seed, &Size::small()), &mut reached);
    }
    let often = |what: &str| reached.get(what).copied().unwrap_or_default();
    assert!(often("had by people") * 100 >= often("cut") * 15, "{reached:?}");
    let stories = usize::try_from(STORIES).unwrap();
    assert!(FOUND.iter().all(|(code, least)| often(code) * 1_000 >= least * stories), "{reached:?}");
}
