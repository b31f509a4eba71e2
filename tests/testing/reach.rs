//! What random plans and logs reach: each feature often enough, and with answers that are defined.

use std::collections::BTreeMap;

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
];

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
    let rare = shares.iter().zip(FEATURES).any(|((_, share), (_, least))| share < least);
    assert!(!rare, "{shares:#?}");
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
