//! Is a batch of columns one at all, and which of its rows are unsound?

use rust_decimal::Decimal;

use crate::sort;

use super::batch::{Batch, ColumnSlice, EntryIds, Refused, SCALE_MAX, SeriesCode, Values};
use super::columns::{day_of, from_1970};
use super::kind::{FieldType, Kind};
use super::length;
use super::refusal::{Refusal, RefusalCode};
use super::scaled::all_below;
use super::store::{Log, index};
use super::value::{self, quoted};

/// A batch that fits the log in all its sizes and codes: its columns by the fields of the kind.
pub(super) struct Fitting<'b> {
    pub(super) table: usize,
    pub(super) rows: usize,
    /// One for each field of the kind.
    pub(super) columns: Vec<Option<Fit<'b>>>,
}

/// A column that fits its field.
#[derive(Clone, Copy)]
pub(super) struct Fit<'b> {
    pub(super) values: Values<'b>,
    /// None where every row says something.
    pub(super) valid: Option<&'b [u8]>,
    /// Whether the values are days, which the log keeps in minutes.
    pub(super) lengths: bool,
}

impl Fit<'_> {
    /// Whether a row says something.
    pub(super) fn says(&self, row: usize) -> bool {
        self.valid.is_none_or(|valid| valid.get(row) == Some(&1))
    }
}

/// The reasons why rows are unsound, each with its row.
pub(super) type Unsound = Vec<(usize, Refusal)>;

impl Log {
    /// The table of a kind of facts.
    pub(super) fn facts_of(&self, kind: &str) -> Result<(usize, &Kind), Refusal> {
        let found = self.schema.find(kind).filter(|table| self.schema.is_of_facts(*table));
        let found = found.and_then(|table| self.schema.kind(table).map(|kind| (table, kind)));
        if let Some((_, kind)) = found.filter(|(_, kind)| kind.is_review()) {
            let message = format_args!("`{}` does not come in columns", kind.name());
            let help = "record its entries one by one, as lines of JSON or as rows of CSV";
            return Err(Refusal::new(RefusalCode::ReviewForm, message).with_help(help).field_of("kind"));
        }
        found.ok_or_else(|| {
            if self.schema.find(kind).is_some_and(|table| self.schema.records(table).is_some()) {
                let message = format_args!("{} is a kind of record, which does not come in columns", quoted(kind));
                let help = "record its entries one by one, as lines of JSON or as rows of CSV";
                return Refusal::new(RefusalCode::Kind, message).with_help(help).field_of("kind");
            }
            let mut known = self.schema.kinds.iter().filter(|(_, kind)| !kind.is_record()).map(|(_, kind)| kind.name());
            Refusal::new(RefusalCode::Kind, format_args!("the plan declares no kind {}", quoted(kind)))
                .nearest(kind, &mut known)
                .field_of("kind")
        })
    }

    /// Fits a batch to the log; every reason why it is none, where it is none.
    pub(super) fn fit<'b>(&self, batch: &Batch<'b>) -> Result<Fitting<'b>, Refused> {
        let (table, kind) = self.facts_of(batch.kind).map_err(|refusal| vec![refusal])?;
        let (rows, mut refusals) = (batch.on.len(), Vec::new());
        refusals.extend(self.fit_ids(&batch.ids, rows).map(|refusal| refusal.field_of("id")));
        let mut columns: Vec<Option<Fit<'b>>> = kind.fields().map(|_| None).collect();
        for column in batch.columns {
            let found = kind.field(column.field).filter(|(id, _)| kind.on() != Some(*id));
            let Some((id, field)) = found else {
                refusals.push(super::words::unknown(column.field, kind));
                continue;
            };
            let wrong = column.valid.and_then(|valid| bytes(valid, rows, None));
            let wrong = wrong.or_else(|| self.fit_values(column, rows, field.ty(), (table, id.index())));
            refusals.extend(wrong.map(|refusal| refusal.field_of(column.field)));
            match columns.get_mut(id.index()) {
                Some(slot @ None) => *slot = Some(fit(column.values, column.valid, field.ty())),
                _ => refusals.push(twice(column.field)),
            }
        }
        if refusals.is_empty() { Ok(Fitting { table, rows, columns }) } else { Err(refusals) }
    }

    fn fit_ids(&self, ids: &EntryIds<'_>, rows: usize) -> Option<Refusal> {
        match ids {
            EntryIds::Numbers { series, numbers } => size(numbers.len(), rows).or_else(|| self.fit_series(*series)),
            EntryIds::Codes(codes) => size(codes.len(), rows).or_else(|| known(codes, self.names.ids.len(), None)),
        }
    }

    fn fit_series(&self, series: SeriesCode) -> Option<Refusal> {
        (index(series.0) >= self.names.ids.series()).then(|| unknown(series.0))
    }

    fn fit_values(
        &self,
        column: &ColumnSlice<'_>,
        rows: usize,
        ty: FieldType,
        place: (usize, usize),
    ) -> Option<Refusal> {
        let valid = column.valid;
        match (ty, &column.values) {
            (
                FieldType::Number | FieldType::Money | FieldType::Ratio | FieldType::Duration,
                Values::Decimals { mantissas, scale },
            ) => size(mantissas.len(), rows).or_else(|| too_fine(*scale)),
            (FieldType::Date, Values::Days(days)) => size(days.len(), rows),
            (FieldType::YesNo, Values::YesNo(yes)) => bytes(yes, rows, valid),
            (FieldType::Text | FieldType::List, Values::Codes(codes)) => {
                let column = self.tables.get(place.0).and_then(|table| table.column(place.1));
                let texts = column.map_or(0, super::columns::Column::texts);
                size(codes.len(), rows).or_else(|| known(codes, texts, valid))
            }
            (FieldType::Person | FieldType::Unit | FieldType::Reference(_), Values::Codes(codes)) => {
                size(codes.len(), rows).or_else(|| known(codes, self.names.len(ty), valid))
            }
            (FieldType::Reference(_), Values::Numbers { series, numbers }) => {
                size(numbers.len(), rows).or_else(|| self.fit_series(*series))
            }
            (_, values) => Some(Refusal::new(
                RefusalCode::WrongType,
                format_args!("{} are given where {} belongs", what(values), ty.expects()),
            )),
        }
    }

    /// The rows of a batch that no other door would take either, in their order.
    pub(super) fn unsound(&self, batch: &Batch<'_>, fitting: &Fitting<'_>) -> Unsound {
        let mut unsound = Unsound::new();
        days(batch.on, |_| true, "on", &mut unsound);
        let Some(kind) = self.schema.kind(fitting.table) else { return unsound };
        for ((_, field), column) in kind.fields().zip(&fitting.columns) {
            let Some(column) = column else { continue };
            let says = |row| column.says(row);
            match column.values {
                Values::Days(values) => days(values, says, field.name(), &mut unsound),
                Values::Decimals { mantissas, scale } if column.lengths => {
                    lengths(mantissas, scale, says, field.name(), &mut unsound);
                }
                Values::Decimals { mantissas, scale } => decimals(mantissas, scale, says, field.name(), &mut unsound),
                _ => {}
            }
        }
        if let Some(whose) = kind.whose() {
            let column = fitting.columns.get(whose.index()).and_then(Option::as_ref);
            let name = kind.get(whose).map_or("", super::Field::name);
            uncredited(column, fitting.rows, name, &mut unsound);
        }
        sort::by(&mut unsound, |(one, _), (other, _)| one.cmp(other));
        unsound
    }
}

fn fit<'b>(values: Values<'b>, valid: Option<&'b [u8]>, ty: FieldType) -> Fit<'b> {
    Fit { values, valid: valid.filter(|valid| valid.contains(&0)), lengths: ty == FieldType::Duration }
}

fn twice(field: &str) -> Refusal {
    Refusal::new(RefusalCode::DuplicateField, format_args!("{} has two columns", quoted(field)))
        .with_help("keep one of the two")
        .field_of(field)
}

fn size(has: usize, rows: usize) -> Option<Refusal> {
    (has != rows).then(|| {
        Refusal::new(RefusalCode::Columns, format_args!("the column has {has} rows, `on` has {rows}"))
            .with_help("give every column one value for each row")
    })
}

/// Bytes that are all 0 or 1, where they are said.
fn bytes(bytes: &[u8], rows: usize, valid: Option<&[u8]>) -> Option<Refusal> {
    size(bytes.len(), rows).or_else(|| {
        bytes.iter().copied().fold(0, u8::max).checked_sub(2)?;
        let odd = said(bytes, valid).find(|byte| *byte > 1)?;
        let refusal = Refusal::new(RefusalCode::UnknownCode, format_args!("the byte {odd} is neither yes nor no"));
        Some(refusal.with_help("write 1 for yes and 0 for no"))
    })
}

fn unknown(code: u32) -> Refusal {
    Refusal::new(RefusalCode::UnknownCode, format_args!("the code {code} was never given"))
        .with_help("register what it stands for with this very log, and use the code that you get")
}

fn known(codes: &[u32], below: usize, valid: Option<&[u8]>) -> Option<Refusal> {
    let unknown_one = |most: &u32| index(*most) >= below;
    Some(codes.iter().copied().fold(0, u32::max)).filter(unknown_one)?;
    said(codes, valid).find(unknown_one).map(unknown)
}

/// The values of the rows that say something.
fn said<'v, T: Copy>(values: &'v [T], valid: Option<&'v [u8]>) -> impl Iterator<Item = T> + 'v {
    let says = move |row: usize| valid.is_none_or(|valid| valid.get(row) == Some(&1));
    values.iter().copied().enumerate().filter(move |(row, _)| says(*row)).map(|(_, value)| value)
}

fn too_fine(scale: u32) -> Option<Refusal> {
    (scale > SCALE_MAX).then(|| {
        Refusal::new(RefusalCode::InvalidValue, format_args!("the scale {scale} is more than the limit of {SCALE_MAX}"))
            .with_help("give the numbers with fewer digits after the point")
    })
}

fn what(values: &Values<'_>) -> &'static str {
    match values {
        Values::Decimals { .. } => "decimals",
        Values::Days(_) => "days",
        Values::Codes(_) => "codes",
        Values::Numbers { .. } => "numbers of a series",
        Values::YesNo(_) => "bytes for yes and no",
    }
}

/// The first and the last day that a calendar knows, in days since 1 January 1970.
const DAYS: std::ops::RangeInclusive<i32> = -719_162..=2_932_896;

fn days(values: &[i32], says: impl Fn(usize) -> bool, field: &str, unsound: &mut Unsound) {
    // The least and the greatest are found first: that takes many days at a time.
    let least = values.iter().copied().fold(*DAYS.start(), i32::min);
    let greatest = values.iter().copied().fold(*DAYS.end(), i32::max);
    if DAYS.contains(&least) && DAYS.contains(&greatest) {
        return;
    }
    for (row, day) in values.iter().enumerate().filter(|(row, day)| says(*row) && !DAYS.contains(day)) {
        let shown = day_of(from_1970(*day)).map_or_else(|| format!("{day} days since 1970"), |day| day.to_string());
        let refusal =
            Refusal::new(RefusalCode::InvalidValue, format_args!("{shown} is not within the years 1 to 9999"))
                .field_of(field);
        unsound.push((row, refusal));
    }
}

/// The magnitude from which on a whole number has more digits than it may.
const WHOLE_MAX: u64 = 1_000_000_000_000_000_000;

/// The most digits after the point that are no zeros.
const FRACTION_DIGITS_MAX: u32 = 12;

fn decimals(mantissas: &[i64], scale: u32, says: impl Fn(usize) -> bool, field: &str, unsound: &mut Unsound) {
    let zeros = scale.checked_sub(FRACTION_DIGITS_MAX).filter(|zeros| *zeros > 0);
    let power = zeros.map(|zeros| 10_i64.checked_pow(zeros).unwrap_or(i64::MAX));
    let odd = |mantissa: i64| match power {
        // Zeros beyond the twelfth digit do not count.
        Some(power) => mantissa.checked_rem(power) != Some(0),
        None => scale == 0 && mantissa.unsigned_abs() >= WHOLE_MAX,
    };
    if power.is_none() && (scale > 0 || all_below(mantissas, WHOLE_MAX)) {
        return;
    }
    for (row, mantissa) in mantissas.iter().enumerate().filter(|(row, mantissa)| says(*row) && odd(**mantissa)) {
        let text = Decimal::from_i128_with_scale(i128::from(*mantissa), scale).to_string();
        if let Err(refusal) = value::number(&text) {
            unsound.push((row, refusal.field_of(field)));
        }
    }
}

/// Lengths of time in days that no other door would take.
fn lengths(mantissas: &[i64], scale: u32, says: impl Fn(usize) -> bool, field: &str, unsound: &mut Unsound) {
    if scale <= FRACTION_DIGITS_MAX && all_below(mantissas, length::DAYS_MAX) {
        return;
    }
    for (row, mantissa) in mantissas.iter().enumerate().filter(|(row, _)| says(*row)) {
        let text = Decimal::from_i128_with_scale(i128::from(*mantissa), scale).to_string();
        if let Err(refusal) = length::of_text(&text) {
            unsound.push((row, refusal.field_of(field)));
        }
    }
}

/// A fact of a kind that credits somebody must credit somebody.
fn uncredited(column: Option<&Fit<'_>>, rows: usize, name: &str, unsound: &mut Unsound) {
    if column.is_some_and(|column| column.valid.is_none()) {
        return;
    }
    for row in (0..rows).filter(|row| column.is_none_or(|column| !column.says(*row))) {
        unsound.push((row, super::check::nobody_credited(name)));
    }
}
