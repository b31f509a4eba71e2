//! Smaller stories.

use super::Story;

impl Story {
    /// How many entries it has.
    pub fn len(&self) -> usize {
        self.entries().count()
    }

    /// Whether nothing happens.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same story without one entry; nothing, where it has no such one.
    ///
    /// ```
    /// use attain::testing::{Size, Story};
    ///
    /// let story = Story::new(5, &Size::small());
    /// assert_eq!(story.without(0).map(|story| story.len()), story.len().checked_sub(1));
    /// assert_eq!(story.without(story.len()), None);
    /// ```
    #[must_use]
    pub fn without(&self, index: usize) -> Option<Story> {
        let mut smaller = self.clone();
        let mut index = index;
        for batch in &mut smaller.batches {
            if index < batch.entries.len() {
                batch.entries.remove(index);
                smaller.batches.retain(|batch| !batch.entries.is_empty());
                return Some(smaller);
            }
            index = index.saturating_sub(batch.entries.len());
        }
        None
    }

    /// The same story without one of what its plan names: a KPI, a section of targets, a scorecard, an incentive, a ranking,
    /// a table, a kind, a pipeline. What needs it no longer compiles: [`Story::shrunk`] passes over such stories.
    fn without_named(&self, index: usize) -> Option<Story> {
        let mut smaller = self.clone();
        let plan = &mut smaller.plan;
        let mut index = index;
        macro_rules! take {
            ($($section:ident),*) => {
                $(
                    if let Some(name) = plan.$section.keys().nth(index).cloned() {
                        plan.$section.remove(&name);
                        return Some(smaller);
                    }
                    index = index.saturating_sub(plan.$section.len());
                )*
            };
        }
        take!(rankings, incentives, scorecards, kpis, targets, tables, facts, records, pipelines);
        let _ = index;
        None
    }

    /// The smallest story that is still wrong, as far as one gets by leaving out entries and parts of the plan one by one.
    ///
    /// `wrong` is only asked about stories whose plan compiles. A story that is not wrong is given back as it is.
    ///
    /// ```
    /// use attain::testing::{Size, Story};
    ///
    /// let has_a_return = |story: &Story| story.entries().any(|entry| entry.get("reverses").is_some());
    /// let story = (0..).map(|seed| Story::new(seed, &Size::small())).find(has_a_return).unwrap();
    /// assert_eq!(story.shrunk(has_a_return).len(), 1);
    /// ```
    #[must_use]
    pub fn shrunk(&self, mut wrong: impl FnMut(&Story) -> bool) -> Story {
        let mut best = self.clone();
        let mut is_wrong = |story: &Story| crate::plan::Plan::compile(&story.plan).is_ok() && wrong(story);
        loop {
            let before = best.clone();
            for cut in [Story::without_named, Story::without] {
                let mut index = 0;
                while let Some(smaller) = cut(&best, index) {
                    if is_wrong(&smaller) {
                        best = smaller;
                    } else {
                        index = index.saturating_add(1);
                    }
                }
            }
            if best == before {
                return best;
            }
        }
    }
}
