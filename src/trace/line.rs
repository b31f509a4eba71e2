//! What a line of an explanation is called.

use super::trace::{Subject, Trace};

impl Subject {
    /// What it is, and the name of that: `item` and `growth`; the same in every language.
    pub fn code(&self) -> (&'static str, &str) {
        match self {
            Subject::Kpi(name) => ("kpi", name),
            Subject::Fold(name) => ("fold", name),
            Subject::Over(name) => ("over", name),
            Subject::Rank(group) => ("rank", group),
            Subject::PercentRank(group) => ("percent_rank", group),
            Subject::Attribute(name) => ("attribute", name),
            Subject::Period(name) => ("period", name),
            Subject::Tenure(name) => ("tenure", name),
            Subject::Manager => ("manager", ""),
            Subject::Target(name) => ("target", name),
            Subject::Attainment(name) => ("attainment", name),
            Subject::Gap(name) => ("gap", name),
            Subject::Pace(name) => ("pace", name),
            Subject::RunRate(name) => ("run_rate", name),
            Subject::Coverage(name) => ("coverage", name),
            Subject::OwnTarget(name) => ("own_target", name),
            Subject::MembersTarget(name) => ("members_target", name),
            Subject::Left(days) => ("left", days),
            Subject::Committed(name) => ("committed", name),
            Subject::Lookup(name) => ("table", name),
            Subject::Scorecard(name) => ("scorecard", name),
            Subject::Item(name, _) => ("item", name),
            Subject::Review(name) => ("review", name),
            Subject::Raters(name, ..) => ("raters", name),
            Subject::Grade(name) => ("grade", name),
            Subject::GradeBy(by) => ("grade_by", by.word()),
            Subject::Statement(name) => ("statement", name),
            Subject::Line(name) => ("line", name),
            Subject::Member(name) => ("member", name),
            Subject::BeforeSteps => ("before_steps", ""),
            Subject::Step(_) => ("step", ""),
            Subject::Base => ("base", ""),
            Subject::Rate => ("rate", ""),
            Subject::Unrounded => ("unrounded", ""),
            Subject::Other(name) => ("other", name),
        }
    }

    /// What a line about it is called among its neighbours: its code and its name, such as `item.growth`.
    pub fn line(&self) -> String {
        let (what, name) = match self {
            Subject::Step(asked) => ("step", asked.deed.word()),
            subject => subject.code(),
        };
        if name.is_empty() { what.to_owned() } else { format!("{what}.{}", escaped(name)) }
    }
}

impl Trace {
    /// Its lines, each with its path: what it and those above it are called, with `/` between them. Of neighbours that are called alike
    /// the second one has `#2` behind it, and so on; one about somebody else or another time has that behind an `@`.
    ///
    /// A path says the same line as long as the plan asks the same there, whatever the figures and whatever the language: it is what a
    /// dispute names.
    ///
    /// ```
    /// use attain::quantity::{Fraction, Value};
    /// use attain::trace::{Subject, Trace};
    ///
    /// let number = |subject, number| Trace::new(subject, Ok(Value::Number(Fraction::whole(number))));
    /// let sales = number(Subject::Kpi("sales".into()), 42).with_parts(vec![number(Subject::Fold("sum(order.amount)".into()), 42)]);
    /// let card = number(Subject::Scorecard("rep".into()), 84).with_parts(vec![
    ///     number(Subject::Item("growth".into(), None), 84).with_parts(vec![sales.clone(), sales.of("", "2024")]),
    /// ]);
    ///
    /// let paths: Vec<String> = card.lines().into_iter().map(|(path, _)| path).collect();
    /// assert_eq!(paths[1], "scorecard.rep/item.growth");
    /// assert_eq!(paths[4], "scorecard.rep/item.growth/kpi.sales@2024");
    /// assert_eq!(card.line("scorecard.rep/item.growth").unwrap().outcome, Ok(Value::Number(Fraction::whole(84))));
    /// assert!(card.line("scorecard.rep/item.calls").is_none());
    /// ```
    pub fn lines(&self) -> Vec<(String, &Trace)> {
        let mut lines = Vec::new();
        self.add(&self.subject.line(), &mut lines);
        lines
    }

    /// The line of a path.
    pub fn line(&self, path: &str) -> Option<&Trace> {
        let mut here = self;
        let mut names = path.split('/');
        names.next().filter(|first| *first == self.subject.line())?;
        for name in names {
            let found = here.names_of_parts().into_iter().position(|known| known == name)?;
            here = here.parts.get(found)?;
        }
        Some(here)
    }

    /// The same line, to be changed.
    pub(crate) fn line_mut(&mut self, path: &str) -> Option<&mut Trace> {
        let mut names = path.split('/');
        names.next().filter(|first| *first == self.subject.line())?;
        let mut here = self;
        for name in names {
            let found = here.names_of_parts().into_iter().position(|known| known == name)?;
            here = here.parts.get_mut(found)?;
        }
        Some(here)
    }

    fn add<'t>(&'t self, path: &str, lines: &mut Vec<(String, &'t Trace)>) {
        lines.push((path.to_owned(), self));
        for (name, part) in self.names_of_parts().into_iter().zip(&self.parts) {
            part.add(&format!("{path}/{name}"), lines);
        }
    }

    /// What its parts are called, each otherwise than its neighbours.
    fn names_of_parts(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::with_capacity(self.parts.len());
        let mut plain: Vec<String> = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let mut name = part.subject.line();
            for beside in [&part.who, &part.when].into_iter().filter(|beside| !beside.is_empty()) {
                name = format!("{name}@{}", escaped(beside));
            }
            let before = plain.iter().filter(|known| **known == name).count();
            names.push(if before == 0 { name.clone() } else { format!("{name}#{}", before.saturating_add(1)) });
            plain.push(name);
        }
        names
    }
}

/// A name without the strokes that part the names of a path.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
