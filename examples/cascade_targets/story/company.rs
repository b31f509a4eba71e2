//! A company that nobody knows: four teams of five, and what they sold last year.

/// Somebody who sells.
pub(crate) struct Rep {
    /// The name, which is also the key.
    pub(crate) name: &'static str,
    /// What they sold last year, in thousands; nothing, of who is new.
    pub(crate) sold: i64,
    /// What they commit to, in hundredths of the company's year; nothing is said, where there is none.
    pub(crate) commits: Option<i64>,
}

/// What the months of last year came to, in hundredths of the year.
pub(crate) const SEASON: [i64; 12] = [6, 6, 9, 7, 8, 10, 6, 5, 10, 9, 10, 14];

/// Who joins in March, with a ramp.
pub(crate) const HIRE: &str = "Mia";

/// What the hire is assumed to have sold last year.
pub(crate) const ASSUMED: i64 = 500_000;

/// Whose year is agreed upon, at 2 % of the company's, whatever the others have.
pub(crate) const PINNED: &str = "Kai";

/// Who works half the time.
pub(crate) const HALF: [&str; 3] = ["Ida", "Jörg", "李娜"];

/// The head of sales, and the controller.
pub(crate) const HEAD: &str = "沈静";
pub(crate) const CONTROLLER: &str = "Özlem";

/// The teams, and who is in them.
pub(crate) const TEAMS: [(&str, [Rep; 5]); 4] = [
    ("North", [rep("Bärbel", 820, 8), rep("Bob", 610, 7), rep("Eve", 455, 5), rep("Ida", 240, 2), rep(HIRE, 0, 3)]),
    (
        "South",
        [rep("Carl", 700, 8), rep("Dörte", 690, 7), rep("Finn", 505, 5), rep("Greta", 380, 4), rep("Jörg", 150, 0)],
    ),
    (
        "East",
        [rep("王芳", 930, 10), rep("张伟", 560, 6), rep("李娜", 310, 3), rep("刘洋", 275, 3), rep("陈静", 200, 2)],
    ),
    ("West", [rep(PINNED, 600, 2), rep("Léa", 585, 7), rep("Nils", 430, 6), rep("Olga", 390, 5), rep("Paul", 170, 2)]),
];

const fn rep(name: &'static str, sold: i64, commits: i64) -> Rep {
    Rep { name, sold, commits: if commits > 0 { Some(commits) } else { None } }
}

/// Everybody who sells, team by team.
pub(crate) fn reps() -> impl Iterator<Item = (&'static str, &'static Rep)> {
    TEAMS.iter().flat_map(|(team, reps)| reps.iter().map(move |rep| (*team, rep)))
}

/// The company, then each team before its people, with how many stand above.
pub(crate) fn everybody() -> Vec<(usize, &'static str)> {
    let mut all = vec![(0, "company")];
    for (team, reps) in &TEAMS {
        all.push((1, *team));
        all.extend(reps.iter().map(|rep| (2, rep.name)));
    }
    all
}
