//! Tables, read row by row.

use attain::document::Node;
use attain::rule::Boundary;
use attain::table::{Edge, ReadWord, TableDefinition};

use super::Interpreter;
use super::value::{Number, Out, V, fitted, number, zero};

/// The rows of a table of one key that rise along it.
struct Ladder {
    read: ReadWord,
    rate: bool,
    upper_in: bool,
    below: Edge,
    above: Edge,
    rows: Vec<Rung>,
    precision: usize,
}

struct Rung {
    from: Option<Number>,
    to: Option<Number>,
    value: V,
}

fn text(node: &Node) -> String {
    match node {
        Node::Text(text) | Node::Number(text) => text.clone(),
        other => panic!("{other:?}"),
    }
}

fn out_of_table() -> String {
    "out_of_table".to_owned()
}

impl Interpreter<'_> {
    /// What a table gives as a function.
    pub(crate) fn looked_up(&self, table: &TableDefinition, column: Option<&str>, keys: &[V]) -> Out {
        let column = Interpreter::column(table, column);
        if table.read.chooses() {
            return self.chosen(table, &column, keys);
        }
        let ladder = self.ladder(table, &column);
        let at = keys[0].amount()?;
        if table.read.accumulates() {
            let start = if ladder.read == ReadWord::Slices && ladder.rows[0].from.is_none() {
                ladder.total(&zero())?
            } else {
                zero()
            };
            return fitted(ladder.total(&at)? - start, self.precision).map(V::Number);
        }
        ladder.value(&at)
    }

    fn column(table: &TableDefinition, column: Option<&str>) -> String {
        let results = table.rows[0].keys().find(|name| !table.keys.contains(name));
        column.map_or_else(|| results.unwrap().clone(), str::to_owned)
    }

    fn boundary(&self, table: &TableDefinition) -> Boundary {
        let house = self.plan.rules.as_ref().and_then(|rules| rules.boundary);
        table.boundary.or(house).unwrap()
    }

    fn chosen(&self, table: &TableDefinition, column: &str, keys: &[V]) -> Out {
        let upper_in = self.boundary(table) == Boundary::UpperIn;
        let fits = |cell: Option<&Node>, key: &V| match cell {
            None => true,
            Some(Node::List(values)) => values.iter().any(|value| same(&text(value), key)),
            Some(cell) => {
                let written = text(cell);
                match (ends(&written), key) {
                    (None, _) => same(&written, key),
                    (Some((from, to)), V::Number(key)) => {
                        let (from, to) = (from.map(number), to.map(number));
                        within(from.as_ref(), to.as_ref(), key, upper_in)
                    }
                    // A range of days holds its first day and not its last, whatever the boundary.
                    (Some((from, to)), V::Date(key)) => {
                        let day = |text| attain::calendar::parse_day(text).unwrap();
                        from.is_none_or(|from| day(from) <= *key) && to.is_none_or(|to| *key < day(to))
                    }
                    (_, key) => panic!("{key:?} in {written}"),
                }
            }
        };
        let asks = |row: &attain::document::Named<Node>| table.keys.iter().filter(|key| row.contains_key(key)).count();
        let mut matching: Vec<_> = table
            .rows
            .iter()
            .filter(|row| table.keys.iter().zip(keys).all(|(name, key)| fits(row.get(name), key)))
            .collect();
        if table.read == ReadWord::Specific {
            matching.sort_by_key(|row| std::cmp::Reverse(asks(row)));
        }
        let row = matching.first().ok_or_else(out_of_table)?;
        Ok(V::Number(number(&text(row.get(column).unwrap()))))
    }

    fn ladder(&self, table: &TableDefinition, column: &str) -> Ladder {
        let mut rows: Vec<Rung> = Vec::new();
        for row in &table.rows {
            let cell = text(row.get(&table.keys[0]).unwrap());
            let (from, to) = ends(&cell).unwrap_or((Some(&cell), Some(&cell)));
            let (from, to) = (from.map(number), to.map(number));
            let written = text(row.get(column).unwrap());
            let numeric = written.chars().next().is_some_and(|first| first.is_ascii_digit() || first == '-');
            let value = if numeric { V::Number(number(&written)) } else { V::Text(written) };
            rows.push(Rung { from, to, value });
        }
        rows.sort_by(|one, other| one.from.cmp(&other.from));
        Ladder {
            read: table.read,
            rate: column == "rate",
            upper_in: self.boundary(table) == Boundary::UpperIn,
            below: table.below.unwrap_or(Edge::Undefined),
            above: table.above.unwrap_or(Edge::Undefined),
            rows,
            precision: self.precision,
        }
    }

    /// What a table pays for a line that starts at zero: on the base, where `by` is another thing.
    pub(crate) fn paid_by_table(&self, table: &TableDefinition, by: &Number, base: Option<&Number>) -> Out<Number> {
        let rate = table.rows[0].contains_key("rate");
        let ladder = self.ladder(table, if rate { "rate" } else { "amount" });
        if !table.read.accumulates() {
            return ladder.value(by)?.amount();
        }
        // Before the first line nothing was had.
        let had = |at: &Number| match ladder.read {
            ReadWord::Whole | ReadWord::Passed if *at == zero() => Ok(zero()),
            _ => ladder.total(at),
        };
        let moved = fitted(had(by)? - had(&zero())?, self.precision)?;
        match base {
            Some(base) if rate && *base == zero() => Ok(zero()),
            Some(base) if rate => {
                let times = super::value::divided(base, by, self.precision)?;
                fitted(moved * times, self.precision)
            }
            _ => Ok(moved),
        }
    }
}

/// The ends of a range as they are written.
fn ends(cell: &str) -> Option<(Option<&str>, Option<&str>)> {
    let (from, to) = cell.split_once("..")?;
    let end = |text: &str| !text.is_empty();
    Some((Some(from.trim()).filter(|text| end(text)), Some(to.trim()).filter(|text| end(text))))
}

fn same(cell: &str, key: &V) -> bool {
    match key {
        V::Number(key) => number(cell) == *key,
        V::Date(key) => attain::calendar::parse_day(cell).unwrap() == *key,
        V::Text(key) => cell == key,
        V::YesNo(key) => cell == if *key { "yes" } else { "no" },
    }
}

/// Whether a key is in a range; to which of two rows their boundary belongs is declared.
fn within(from: Option<&Number>, to: Option<&Number>, key: &Number, upper_in: bool) -> bool {
    let above = from.is_none_or(|from| if upper_in { key > from } else { key >= from });
    let below = to.is_none_or(|to| if upper_in { key <= to } else { key < to });
    above && below
}

impl Ladder {
    fn start(&self) -> Option<&Number> {
        self.rows[0].from.as_ref()
    }

    fn end(&self) -> Option<&Number> {
        self.rows[self.rows.len() - 1].to.as_ref()
    }

    fn row(&self, at: &Number) -> Option<usize> {
        self.rows.iter().position(|row| within(row.from.as_ref(), row.to.as_ref(), at, self.upper_in))
    }

    fn is_below(&self, at: &Number) -> bool {
        self.start().is_some_and(|start| at <= start)
    }

    /// What is read off a row, or off the line.
    fn value(&self, at: &Number) -> Out {
        let last = self.rows.len() - 1;
        if self.read == ReadWord::Line {
            let (start, end) = (self.start().unwrap(), self.end().unwrap());
            if at >= start && at <= end {
                let high = self.rows.iter().position(|row| at <= row.from.as_ref().unwrap()).unwrap().max(1);
                return self.straight(high - 1, high, at);
            }
            let (edge, outermost, next) = if at < start { (self.below, 0, 1) } else { (self.above, last, last - 1) };
            return match edge {
                Edge::Undefined => Err(out_of_table()),
                Edge::Zero => Ok(V::Number(zero())),
                Edge::Flat => Ok(self.rows[outermost].value.clone()),
                Edge::Extend => self.straight(outermost.min(next), outermost.max(next), at),
                Edge::Mirror => Ok(V::Number(-self.value(&-at.clone())?.amount()?)),
            };
        }
        if let Some(row) = self.row(at) {
            return Ok(self.rows[row].value.clone());
        }
        let (edge, outermost) = if self.is_below(at) { (self.below, 0) } else { (self.above, last) };
        match edge {
            Edge::Undefined => Err(out_of_table()),
            Edge::Zero => Ok(V::Number(zero())),
            Edge::Flat | Edge::Extend => Ok(self.rows[outermost].value.clone()),
            // A rate stays, as its base has the other sign.
            Edge::Mirror if self.rate && *at == zero() => Ok(self.rows[0].value.clone()),
            Edge::Mirror if self.rate => self.value(&-at.clone()),
            Edge::Mirror if *at == zero() => Ok(V::Number(zero())),
            Edge::Mirror => Ok(V::Number(-self.value(&-at.clone())?.amount()?)),
        }
    }

    fn straight(&self, low: usize, high: usize, at: &Number) -> Out {
        let point =
            |row: usize| Ok::<_, String>((self.rows[row].from.clone().unwrap(), self.rows[row].value.amount()?));
        let ((x0, y0), (x1, y1)) = (point(low)?, point(high)?);
        fitted(&y0 + (y1 - &y0) * (at - &x0) / (x1 - &x0), self.precision).map(V::Number)
    }

    fn amount(&self, row: usize) -> Number {
        self.rows[row].value.amount().unwrap()
    }

    /// The total since the start: T.
    fn total(&self, at: &Number) -> Out<Number> {
        let last = self.rows.len() - 1;
        let continuous = matches!(self.read, ReadWord::Slices | ReadWord::Above);
        // Where T runs on, it has one value at an end of the table, whichever row the end belongs to.
        if continuous && self.start() == Some(at) {
            return Ok(self.on(0, at));
        }
        if self.read == ReadWord::Slices && self.end() == Some(at) {
            return Ok(self.on(last, at));
        }
        if let Some(row) = self.row(at) {
            return fitted(self.on(row, at), self.precision);
        }
        let total = if self.is_below(at) {
            let start = self.start().unwrap();
            match self.below {
                Edge::Undefined => return Err(out_of_table()),
                Edge::Extend => self.on(0, at),
                Edge::Flat => self.on(0, start),
                Edge::Zero if continuous => self.on(0, start),
                Edge::Zero => zero(),
                Edge::Mirror if *at == zero() => zero(),
                Edge::Mirror => -self.total(&-at.clone())?,
            }
        } else {
            let end = self.end().unwrap();
            match self.above {
                Edge::Undefined | Edge::Mirror => return Err(out_of_table()),
                Edge::Extend => self.on(last, at),
                Edge::Flat => self.on(last, end),
                // Nothing more comes to what is had by the end.
                Edge::Zero if matches!(self.read, ReadWord::Slices | ReadWord::Passed) => self.on(last, end),
                Edge::Zero if self.read == ReadWord::Above => self.on(0, self.rows[0].to.as_ref().unwrap_or(end)),
                Edge::Zero => zero(),
            }
        };
        fitted(total, self.precision)
    }

    /// T in a row.
    fn on(&self, row: usize, at: &Number) -> Number {
        let zero_from = |row: usize| self.rows[row].from.clone().unwrap_or_else(zero);
        match self.read {
            ReadWord::Whole if self.rate => self.amount(row) * at,
            ReadWord::Whole => self.amount(row),
            ReadWord::Passed => (0..=row).fold(zero(), |sum, row| sum + self.amount(row)),
            ReadWord::Above if row == 0 => self.amount(0) * (at - zero_from(0)),
            ReadWord::Above => {
                let first_end = self.rows[0].to.clone().unwrap();
                self.amount(0) * (&first_end - zero_from(0)) + self.amount(row) * (at - first_end)
            }
            ReadWord::Slices => {
                let slice = |row: usize, upto: &Number| {
                    let from = zero_from(row);
                    if self.rate {
                        return self.amount(row) * (upto - from);
                    }
                    match &self.rows[row].to {
                        Some(to) => self.amount(row) * (upto - &from) / (to - &from),
                        None => zero(),
                    }
                };
                let full = |row: usize| slice(row, self.rows[row].to.as_ref().unwrap());
                (0..row).fold(slice(row, at), |sum, row| sum + full(row))
            }
            other => panic!("{other:?} has no total"),
        }
    }
}
