//! The entries behind a figure.

use crate::document::IS_WHOLE;
use crate::error::Error;
use crate::id::Key;
use crate::kpi::{Place, Question, When};
use crate::measure::{SliceKey, Whose};
use crate::quantity::Value;
use crate::sort;
use crate::trace::{Entry, Subject};

use super::super::seen::Sight;
use super::super::view::View;
use super::behind::{Finder, Found, What};
use super::figure::Ask;

/// How many entries of each fold a page has where nothing else is said.
pub const ENTRIES_PAGE: usize = 1_000;

/// A question for the entries behind a figure, by page.
#[derive(Clone, Debug, PartialEq)]
pub struct Drill {
    figure: String,
    place: Place,
    fields: Vec<Vec<String>>,
    key: SliceKey,
    offset: usize,
    limit: usize,
}

/// The entries behind one fold of a figure, or behind a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Behind {
    /// The fold as it is written, or the target.
    pub subject: Subject,
    /// Of whom it is.
    pub who: Key,
    /// When: the label of a period, or days.
    pub time: String,
    /// How many entries there are in all, without those that may not be seen.
    pub all: usize,
    /// How many entries come before this page.
    pub offset: usize,
    /// How many are left out because the actor may not see whose they are.
    pub hidden: usize,
    /// Whether nothing is listed or counted, because the actor may not see whose figure it is.
    pub closed: bool,
    /// The entries of this page, by day, id and who.
    pub entries: Vec<Credited>,
}

/// An entry with the one who is credited with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Credited {
    /// Who.
    pub who: Key,
    /// The entry: id, day, value, and the share that is credited.
    pub entry: Entry,
}

impl Drill {
    /// Asks for the entries behind a figure, which is written as in a [`Query`](super::Query).
    pub fn new(figure: &str, whose: Whose, when: impl Into<When>) -> Drill {
        let place = Place { whose, when: when.into() };
        let (fields, key) = (Vec::new(), SliceKey::new());
        Drill { figure: figure.to_owned(), place, fields, key, offset: 0, limit: ENTRIES_PAGE }
    }

    /// Only of the facts that have a value in a field (of one kind or of several), or have none.
    #[must_use]
    pub fn slice<F: Into<String>>(mut self, fields: impl IntoIterator<Item = F>, value: Option<Value>) -> Drill {
        let mut paths = Vec::new();
        for field in fields {
            paths.push(field.into());
        }
        self.fields.push(paths);
        self.key.push(value);
        self
    }

    /// Without so many entries at the beginning of each fold.
    #[must_use]
    pub fn offset(mut self, entries: usize) -> Drill {
        self.offset = entries;
        self
    }

    /// At most so many entries of each fold.
    #[must_use]
    pub fn limit(mut self, entries: usize) -> Drill {
        self.limit = entries;
        self
    }

    pub(in super::super) fn place(&self) -> Place {
        self.place
    }
}

impl View {
    /// The entries behind a figure: fold by fold, in the order in which its formula asks for them, and target by target.
    ///
    /// A fold over people has the entries of all of them, a score and pay those of everything that they are made of, a rank
    /// those of what is ranked.
    ///
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::calendar::parse_day;
    /// use attain::engine::query::Drill;
    /// use attain::{Engine, Plan};
    ///
    /// let plan = Plan::from_json(br#"{
    ///     "attain": 1, "name": "Drill", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    ///     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    ///     "kpis": { "mean": { "formula": "sum(order.amount) / count(order)" } }
    /// }"#)?;
    /// let mut engine = Engine::new(plan);
    /// engine.record_jsonl(br#"
    ///     {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
    ///     {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company"}
    ///     {"kind":"order","id":"o1","on":"2025-03-04","rep":"ann","amount":"300"}
    ///     {"kind":"order","id":"o2","on":"2025-03-05","rep":"ann","amount":"500"}
    /// "#, None);
    /// let view = engine.view(parse_day("2025-03-31")?);
    ///
    /// let drill = Drill::new("mean", view.unit("company")?, view.period("2025-03")?).limit(1);
    /// let behind = view.entries(&drill)?;
    /// assert_eq!(behind.len(), 2, "the sum, then the count");
    /// assert_eq!((behind[0].all, behind[0].entries.len()), (2, 1), "one of two");
    /// assert_eq!(behind[0].entries[0].entry.id.as_str(), "o1");
    /// let next = view.entries(&drill.offset(1))?;
    /// assert_eq!(next[0].entries[0].entry.id.as_str(), "o2");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn entries(&self, drill: &Drill) -> Result<Vec<Behind>, Error> {
        self.drilled(drill, None)
    }

    /// The same, as far as somebody may see it.
    pub(in super::super) fn drilled(&self, drill: &Drill, sight: Option<&Sight>) -> Result<Vec<Behind>, Error> {
        let figure = self.figure(&drill.figure)?;
        let (mut fields, mut key, mut ask) = (drill.fields.clone(), drill.key.clone(), figure.ask);
        if let Ask::Question(Question::Sliced(sliced)) = &ask {
            // What a figure is narrowed to is as good as a slice.
            for (field, value) in sliced.of.iter() {
                let targets = self.plan().targets().iter().find(|targets| targets.kpi == sliced.kpi);
                let field = targets.and_then(|targets| targets.field(field.as_str()));
                fields.extend(field.map(|field| field.paths.clone()));
                key.extend(field.map(|_| Some(Value::Text(value.as_str().into()))));
            }
            ask = Ask::Question(sliced.question.clone());
        }
        let mut finder = Finder::new(self, &fields, &key)?;
        finder.walk(&ask, drill.place);
        let mut all = Vec::new();
        let found = std::mem::take(&mut finder.found);
        for found in &found {
            all.push(self.behind(drill, &finder, found, sight));
        }
        Ok(all)
    }

    fn behind(&self, drill: &Drill, finder: &Finder<'_>, found: &Found, sight: Option<&Sight>) -> Behind {
        let (mut entries, mut hidden) = (Vec::new(), 0_usize);
        let sees = |place: Place| sight.is_none_or(|sight| sight.sees(self, place));
        let closed = !sees(found.root);
        for place in found.places.iter().filter(|_| !closed) {
            for (whose, entry) in finder.entries(&found.what, *place) {
                if sees(Place { whose, ..*place }) && !(IS_WHOLE && self.is_anonymous(&entry.id)) {
                    entries.push(Credited { who: self.key(whose).clone(), entry });
                } else {
                    hidden = hidden.saturating_add(1);
                }
            }
        }
        sort::by(&mut entries, |one, other| {
            let key = |credited: &Credited| (credited.entry.on, credited.entry.id.clone(), credited.who.clone());
            key(one).cmp(&key(other))
        });
        let all = entries.len();
        let subject = match &found.what {
            What::Fold(fold) => Subject::Fold(self.plan().folds().text(*fold).to_owned()),
            What::Committed(kpi, _) => Subject::Committed(self.plan().kpis()[*kpi].name.to_string()),
            What::Target(kpi, _, part) => Subject::Target(self.name_of_part(*kpi, part)),
            What::Compared(kpi, of, part) => of.subject(self.name_of_part(*kpi, part)),
        };
        let (who, time) = (self.key(found.root.whose).clone(), self.time(found.root.when));
        let entries = entries.into_iter().skip(drill.offset).take(drill.limit).collect();
        Behind { subject, who, time, all, offset: drill.offset, hidden, closed, entries }
    }
}
