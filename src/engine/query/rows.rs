//! Rows: who and when, their order, and the page that is asked for.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::calendar::Period;
use crate::document::IS_WHOLE;
use crate::error::Error;
use crate::id::Key;
use crate::kpi::{Place, When};
use crate::measure::{SliceKey, Whose};
use crate::quantity::{Outcome, Outcomes, Unit, Value};
use crate::ranking::Order;
use crate::sort;

use super::super::column::{MANY, Of, Together};
use super::super::seen::Sight;
use super::super::view::{View, place_of};
use super::answers::{Answers, Column, Columns, Row};
use super::definition::{CELLS_MAX, Nodes, Query, ROWS_MAX};
use super::figure::{Ask, Figure};
use super::slice::Slicer;

/// A row before its figures are known.
struct Spot {
    place: Place,
    /// Where the one at hand stands in a list of keys.
    listed: usize,
    slice: SliceKey,
}

/// A question whose names are found.
struct Asked<'v> {
    view: &'v View,
    sight: Option<&'v Sight>,
    figures: Vec<Figure>,
    sort: Option<(usize, Order)>,
    slicer: Option<Slicer<'v>>,
    hidden: usize,
}

impl View {
    /// The answers to a question about many people or units, times and figures at once.
    ///
    /// An error where it names something that the plan or the organisation does not have, and where it is about more than
    /// [`ROWS_MAX`] rows or asks for more than [`CELLS_MAX`] cells at once.
    pub fn table(&self, query: &Query) -> Result<Answers, Error> {
        self.answers(query, None)
    }

    /// The same, as far as somebody may see it.
    pub(in super::super) fn answers(&self, query: &Query, sight: Option<&Sight>) -> Result<Answers, Error> {
        let (asked, page, total) = Asked::page(self, query, sight)?;
        let mut rows = Vec::with_capacity(page.len());
        if IS_WHOLE && page.len() >= MANY {
            let places: Vec<Place> = page.iter().map(|spot| spot.place).collect();
            let (columns, _) = asked.columns(&places, &page);
            for (at, spot) in page.into_iter().enumerate() {
                rows.push(asked.row(spot, columns.iter().filter_map(|column| column.get(at)).collect()));
            }
        } else {
            for spot in page {
                let cells = asked.figures.iter().map(|figure| asked.value(figure, &spot)).collect();
                rows.push(asked.row(spot, cells));
            }
        }
        let Asked { figures, slicer, hidden, .. } = asked;
        Ok(Answers {
            columns: figures.into_iter().map(|figure| figure.column).collect(),
            by: fields(query, slicer.as_ref()),
            rows,
            total,
            offset: query.offset,
            hidden,
            from: self.provenance(),
            precision: self.plan().precision(),
            paths: query.by.clone(),
        })
    }

    /// The same, figure by figure: for many rows at once, and without a value made for each cell.
    ///
    /// What can be asked, in which order the rows are, and what is an error is as for [`View::table`]; of a person or unit at a time, the
    /// figures are the same.
    ///
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::calendar::parse_day;
    /// use attain::engine::query::{Nodes, Query};
    /// use attain::{Engine, Plan};
    ///
    /// let plan = Plan::from_json(br#"{
    ///     "attain": 1, "name": "Many", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    ///     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    ///     "kpis": { "revenue": { "formula": "sum(order.amount)" }, "deal": { "formula": "avg(order.amount)" } }
    /// }"#)?;
    /// let mut engine = Engine::new(plan);
    /// engine.record_jsonl(br#"
    ///     {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
    ///     {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company"}
    ///     {"kind":"membership","id":"m2","on":"2025-01-01","who":"bob","unit":"company"}
    ///     {"kind":"order","id":"o1","on":"2025-03-04","rep":"ann","amount":"300"}
    ///     {"kind":"order","id":"o2","on":"2025-03-05","rep":"ann","amount":"500"}
    /// "#, None);
    /// let view = engine.view(parse_day("2025-03-31")?);
    /// let query = Query::new(["revenue", "deal"]).of(Nodes::People).during(view.period("2025-03")?);
    /// let columns = view.columns(&query)?;
    /// assert_eq!(columns.who[0].as_str(), "ann");
    /// let [revenue, deal] = columns.figures.as_slice() else { panic!("two figures were asked for") };
    /// assert_eq!(revenue.get(0).unwrap()?.to_string(), "800");
    /// assert_eq!(deal.get(1).unwrap().unwrap_err().code(), "no_facts");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn columns(&self, query: &Query) -> Result<Columns, Error> {
        self.answered(query, None)
    }

    /// The same, as far as somebody may see it.
    pub(in super::super) fn answered(&self, query: &Query, sight: Option<&Sight>) -> Result<Columns, Error> {
        let (asked, page, total) = Asked::page(self, query, sight)?;
        let places: Vec<Place> = page.iter().map(|spot| spot.place).collect();
        let (figures, together) = asked.columns(&places, &page);
        let who = match together.and_then(|together| together.keys(self)) {
            Some(all) => Arc::clone(all),
            None => places.iter().map(|place| self.key(place.whose).clone()).collect(),
        };
        let by = fields(query, asked.slicer.as_ref());
        let mut columns = Columns {
            columns: asked.figures.into_iter().map(|figure| figure.column).collect(),
            by,
            whose: Vec::with_capacity(page.len()),
            who,
            when: Vec::with_capacity(page.len()),
            slices: Vec::with_capacity(page.len()),
            figures,
            total,
            offset: query.offset,
            hidden: asked.hidden,
            from: self.provenance(),
        };
        for Spot { place, slice, .. } in page {
            columns.whose.push(place.whose);
            columns.when.push(place.when);
            columns.slices.push(slice);
        }
        Ok(columns)
    }

    /// The times of a question.
    fn asked_times(&self, query: &Query) -> Result<Vec<When>, Error> {
        if query.times.is_empty() {
            return Err(Error::invalid("the question does not say when: name a period or a span of days"));
        }
        let Some(name) = &query.grain else { return Ok(query.times.clone()) };
        let calendar = self.plan().calendar();
        let Some(grain) = calendar.grain(name) else {
            return Err(Error::unknown("grain", name, crate::diagnostic::nearest(name, calendar.grain_names())));
        };
        let mut times = Vec::new();
        for when in &query.times {
            let span = when.span();
            let inside = |period: &Period| period.span().overlap(span) == Some(period.span());
            let parts = calendar.parts(span, grain)?;
            times.extend(parts.into_iter().filter(inside).map(When::from));
        }
        Ok(times)
    }

    /// The key of a person or a unit.
    pub(in super::super) fn key(&self, whose: Whose) -> &Key {
        match whose {
            Whose::Person(person) => self.org()[person].key(),
            Whose::Unit(unit) => self.org()[unit].key(),
        }
    }
}

impl<'v> Asked<'v> {
    fn new(view: &'v View, query: &Query, sight: Option<&'v Sight>) -> Result<Asked<'v>, Error> {
        let mut figures = Vec::with_capacity(query.figures.len());
        for figure in &query.figures {
            let figure = view.figure(figure)?;
            let name = &figure.column.name;
            if figures.iter().any(|known: &Figure| known.column.name == *name) {
                return Err(Error::invalid(format!("`{name}` is asked for twice")));
            }
            figures.push(figure);
        }
        if figures.is_empty() {
            return Err(Error::invalid("the question asks for no figure: name a KPI"));
        }
        let sort = match &query.sort {
            Some((figure, order)) => {
                let known = figures.iter().map(|figure| figure.column.name.as_str()).collect();
                Some((place_of("figure among those asked for", figure, known)?, *order))
            }
            None => None,
        };
        let slicer = if query.by.is_empty() { None } else { Some(Slicer::new(view, &query.by)?) };
        Ok(Asked { view, sight, figures, sort, slicer, hidden: 0 })
    }

    /// A question with the rows of its page, and how many there are in all.
    fn page(view: &'v View, query: &Query, sight: Option<&'v Sight>) -> Result<(Asked<'v>, Vec<Spot>, usize), Error> {
        let mut asked = Asked::new(view, query, sight)?;
        let mut spots = asked.spots(query)?;
        asked.put_in_order(&mut spots);
        let total = spots.len();
        spots.truncate(query.top.unwrap_or(total));
        let page: Vec<Spot> = spots.into_iter().skip(query.offset).take(query.limit.unwrap_or(total)).collect();
        let cells = page.len().saturating_mul(asked.figures.len());
        if cells > CELLS_MAX {
            let message =
                format!("{cells} cells are asked for at once, more than {CELLS_MAX}: ask for pages of fewer rows");
            return Err(Error::limit(message));
        }
        Ok((asked, page, total))
    }

    /// The figures of rows, each beside one another; and those of whom they are, where these are found together.
    fn columns(&self, places: &[Place], page: &[Spot]) -> (Vec<Arc<Outcomes>>, Option<Together>) {
        let together = self.view.together(places).filter(|_| self.slicer.is_none());
        let mut columns = Vec::with_capacity(self.figures.len());
        for figure in &self.figures {
            let (of, question) = match &figure.ask {
                Ask::Question(question) => (None, Some(question)),
                Ask::Rank(ranking) => (Some(Of::Rank(*ranking)), None),
            };
            let known = together.as_ref().and_then(|some| self.view.figures_of(of, question, some));
            let each = || Arc::new(page.iter().map(|spot| self.value(figure, spot)).collect());
            columns.push(known.unwrap_or_else(each));
        }
        (columns, together)
    }

    /// All rows that may be seen.
    fn spots(&mut self, query: &Query) -> Result<Vec<Spot>, Error> {
        let mut spots = Vec::new();
        for when in self.view.asked_times(query)? {
            for (listed, whose) in self.view.nodes(&query.nodes, when)?.into_iter().enumerate() {
                let listed = if matches!(query.nodes, Nodes::Keys(_)) { listed } else { 0 };
                let place = Place { whose, when };
                if !self.sees(place) {
                    self.hidden = self.hidden.saturating_add(1);
                    continue;
                }
                if self.slicer.is_none() {
                    spots.push(Spot { place, listed, slice: SliceKey::new() });
                }
                for slice in self.slices(place) {
                    spots.push(Spot { place, listed, slice });
                }
                if spots.len().saturating_add(self.hidden) > ROWS_MAX {
                    return Err(Error::limit(format!("the question is about more than {ROWS_MAX} rows")));
                }
            }
        }
        Ok(spots)
    }

    fn sees(&self, place: Place) -> bool {
        self.sight.is_none_or(|sight| sight.sees(self.view, place))
    }

    /// The slices at a place that may be seen, where it is broken down.
    fn slices(&mut self, place: Place) -> Vec<SliceKey> {
        let Some(slicer) = &self.slicer else { return Vec::new() };
        let asks: Vec<&Ask> = self.figures.iter().map(|figure| &figure.ask).collect();
        let mut slices = slicer.keys(&asks, place);
        let all = slices.len();
        slices.retain(|slice| slice.iter().flatten().all(|value| self.sees_value(value, place.when)));
        self.hidden = self.hidden.saturating_add(all.saturating_sub(slices.len()));
        slices
    }

    /// Whether a value of a field may be seen: one that is the key of somebody is as little seen as that one.
    fn sees_value(&self, value: &Value, when: When) -> bool {
        let org = self.view.org();
        let whose = match value {
            Value::Person(key) => org.person(key).map(Whose::Person),
            Value::OrgUnit(key) => org.unit(key).map(Whose::Unit),
            _ => None,
        };
        whose.is_none_or(|whose| self.sees(Place { whose, when }))
    }

    fn value(&self, figure: &Figure, spot: &Spot) -> Outcome {
        match &self.slicer {
            Some(slicer) => slicer.value(&figure.ask, spot.place, &spot.slice),
            None => self.view.figure_value(figure, spot.place),
        }
    }

    fn put_in_order(&self, spots: &mut Vec<Spot>) {
        let view = self.view;
        // People are in the order of their keys, and so are units.
        let whose = |one: Whose, other: Whose| match (one, other) {
            (Whose::Person(_), Whose::Person(_)) | (Whose::Unit(_), Whose::Unit(_)) => one.cmp(&other),
            _ => view.key(one).cmp(view.key(other)).then_with(|| one.cmp(&other)),
        };
        let by_key = |one: &Spot, other: &Spot| {
            // Equals of a sorted list are in the order of keys, as everywhere.
            let listed = if self.sort.is_none() { one.listed.cmp(&other.listed) } else { Ordering::Equal };
            let key = || whose(one.place.whose, other.place.whose).then_with(|| one.place.when.cmp(&other.place.when));
            listed.then_with(key).then_with(|| one.slice.cmp(&other.slice))
        };
        sort::by(spots, by_key);
        let Some((figure, order)) = self.sort else { return };
        let Some(figure) = self.figures.get(figure) else { return };
        let mut valued: Vec<(Outcome, Spot)> = Vec::with_capacity(spots.len());
        for spot in spots.drain(..) {
            valued.push((self.value(figure, &spot), spot));
        }
        sort::by(&mut valued, |(one, _), (other, _)| compare(one, other, order));
        spots.extend(valued.into_iter().map(|(_, spot)| spot));
    }

    fn row(&self, spot: Spot, cells: Vec<Outcome>) -> Row {
        let Place { whose, when } = spot.place;
        let (who, time) = (self.view.key(whose).clone(), self.view.time(when));
        Row { whose, who, when, time, by: spot.slice, cells }
    }
}

/// Undefined values come last, whatever the order.
fn compare(one: &Outcome, other: &Outcome, order: Order) -> Ordering {
    match (one, other) {
        (Ok(one), Ok(other)) => {
            let rising = one.compare(other).unwrap_or_else(|| one.cmp(other));
            if order == Order::HighestFirst { rising.reverse() } else { rising }
        }
        (one, other) => one.is_err().cmp(&other.is_err()),
    }
}

/// The columns of the fields by which it is broken down: each is called as it was first written.
fn fields(query: &Query, slicer: Option<&Slicer<'_>>) -> Vec<Column> {
    let mut columns = Vec::with_capacity(query.by.len());
    for (at, paths) in query.by.iter().enumerate() {
        let unit = slicer.and_then(|slicer| slicer.fields().get(at)).and_then(crate::measure::SliceField::unit);
        let name = paths.first().cloned().unwrap_or_default();
        columns.push(Column {
            name,
            unit: unit.unwrap_or(Unit::Text),
            show: None,
            labels: crate::document::Named::new(),
        });
    }
    columns
}
