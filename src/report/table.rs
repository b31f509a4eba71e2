//! Tables of text.

use std::fmt;

use crate::trace::{Language, char_width, width};

/// How many columns of a terminal a table takes at most, where nothing else is said.
pub const WIDTH_MAX: usize = 140;

/// The least that a shortened cell keeps.
const KEPT_MIN: usize = 8;

/// On which side of a column its cells stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Align {
    /// Texts: left. They are shortened where the table would be too wide.
    #[default]
    Left,
    /// Numbers: right. They are never shortened.
    Right,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Column {
    title: String,
    align: Align,
    close: bool,
}

impl Column {
    /// A column of texts.
    pub fn left(title: impl Into<String>) -> Column {
        Column { title: title.into(), align: Align::Left, close: false }
    }

    /// A column of numbers.
    pub fn right(title: impl Into<String>) -> Column {
        Column { title: title.into(), align: Align::Right, close: false }
    }

    /// The same, close to the column before it: one space stands between them, always.
    #[must_use]
    pub fn close(mut self) -> Column {
        self.close = true;
        self
    }
}

/// The title of a column in two languages, and how its cells stand.
#[derive(Clone)]
pub(super) struct Title {
    align: Align,
    close: bool,
    english: &'static str,
    chinese: &'static str,
}

impl Title {
    /// That of a column of texts.
    pub(super) const fn left(english: &'static str, chinese: &'static str) -> Title {
        Title { align: Align::Left, close: false, english, chinese }
    }

    /// That of a column of numbers.
    pub(super) const fn right(english: &'static str, chinese: &'static str) -> Title {
        Title { align: Align::Right, close: false, english, chinese }
    }

    /// That of a column without a title, close to the column before it.
    pub(super) const fn close() -> Title {
        Title { align: Align::Left, close: true, english: "", chinese: "" }
    }
}

/// A table of text, for a terminal: titles, and rows of cells.
///
/// It counts the columns of a terminal, not characters: a Chinese character takes two, a mark over a letter none (see
/// [`width`]). A text that is read from right to left is wrapped in invisible isolating characters, so that
/// the numbers beside it keep their places. Columns stand two spaces apart, or one where the table would be wider than
/// [`WIDTH_MAX`] otherwise; where that is not enough, texts are shortened and end in `…`. Numbers always stay whole.
///
/// ```
/// use attain::report::{Column, TextTable};
///
/// let mut table = TextTable::new([Column::left("销售人员"), Column::right("销售额"), Column::left("").close()]);
/// table.row(["Łukasz", "1,200.00", "▲2"]);
/// table.row(["周慕白", "950.50", ""]);
/// assert_eq!(table.to_string(), "\
/// 销售人员    销售额
/// Łukasz    1,200.00 ▲2
/// 周慕白      950.50
/// ");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextTable {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    width_max: usize,
}

impl TextTable {
    /// A table without rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> TextTable {
        TextTable { columns: columns.into_iter().collect(), rows: Vec::new(), width_max: WIDTH_MAX }
    }

    /// A table without rows, its titles in one of their languages.
    pub(super) fn titled(titles: &[Title], language: Language) -> TextTable {
        TextTable::new(titles.iter().map(|title| Column {
            title: language.pick(title.english, title.chinese).to_owned(),
            align: title.align,
            close: title.close,
        }))
    }

    /// The same, for a terminal of another width.
    #[must_use]
    pub fn within(mut self, columns: usize) -> TextTable {
        self.width_max = columns;
        self
    }

    /// Adds a row: a cell for each column from the left. Cells that are missing are empty, those beyond the last column are
    /// left out; what would break the line (a line end, a tab) becomes a space.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> &mut TextTable {
        let mut row = Vec::with_capacity(self.columns.len());
        for cell in cells.into_iter().take(self.columns.len()) {
            row.push(line(cell.as_ref()));
        }
        self.add(row)
    }

    fn add(&mut self, mut row: Vec<String>) -> &mut TextTable {
        row.resize(self.columns.len(), String::new());
        self.rows.push(row);
        self
    }

    fn layout(&self) -> Layout {
        let mut widths: Vec<usize> = self.columns.iter().map(|column| width(&column.title)).collect();
        for row in &self.rows {
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = (*widest).max(width(cell));
            }
        }
        let mut layout = Layout { widths, gap: 2 };
        if self.width(&layout) > self.width_max {
            layout.gap = 1;
        }
        self.shorten(&mut layout);
        layout
    }

    /// Takes from the widest column of texts until the table fits, or nothing can be taken any more.
    fn shorten(&self, layout: &mut Layout) {
        let mut over = self.width(layout).saturating_sub(self.width_max);
        while over > 0 {
            let texts = self.columns.iter().zip(&mut layout.widths).filter(|(column, _)| column.align == Align::Left);
            let Some((_, widest)) = texts.max_by_key(|(_, width)| **width) else { return };
            let taken = over.min(widest.saturating_sub(KEPT_MIN));
            if taken == 0 {
                return;
            }
            *widest = widest.saturating_sub(taken);
            over = over.saturating_sub(taken);
        }
    }

    fn width(&self, layout: &Layout) -> usize {
        let gaps = self.columns.iter().skip(1).map(|column| layout.gap(column));
        gaps.chain(layout.widths.iter().copied()).fold(0, usize::saturating_add)
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, cells: &[String], layout: &Layout) -> fmt::Result {
        let mut text = String::new();
        for (index, ((column, cell), wide)) in self.columns.iter().zip(cells).zip(&layout.widths).enumerate() {
            let cell = shortened(cell, *wide);
            let pad = wide.saturating_sub(width(&cell));
            let (before, behind) = if column.align == Align::Left { (0, pad) } else { (pad, 0) };
            let gap = if index > 0 { layout.gap(column) } else { 0 };
            spaces(&mut text, before.saturating_add(gap));
            text.push_str(&isolated(cell));
            spaces(&mut text, behind);
        }
        f.write_str(text.trim_end())?;
        f.write_str("\n")
    }
}

/// The titles, then the rows; each line ends after its last cell.
impl fmt::Display for TextTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let layout = self.layout();
        let titles: Vec<String> = self.columns.iter().map(|column| line(&column.title)).collect();
        if titles.iter().any(|title| !title.is_empty()) {
            self.write(f, &titles, &layout)?;
        }
        self.rows.iter().try_for_each(|row| self.write(f, row, &layout))
    }
}

/// How wide each column is, and how far apart they stand.
struct Layout {
    widths: Vec<usize>,
    gap: usize,
}

impl Layout {
    fn gap(&self, column: &Column) -> usize {
        if column.close { 1 } else { self.gap }
    }
}

fn spaces(text: &mut String, count: usize) {
    text.extend(std::iter::repeat_n(' ', count));
}

pub(super) fn line(cell: &str) -> String {
    cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The beginning of a text that is too wide, and a mark that there was more.
fn shortened(text: &str, wide: usize) -> String {
    if width(text) <= wide {
        return text.to_owned();
    }
    let mut left = wide.saturating_sub(1);
    let mut kept = String::new();
    for c in text.chars() {
        let Some(rest) = left.checked_sub(char_width(c)) else { break };
        left = rest;
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// A text with letters that are read from right to left, so wrapped that what stands beside it does not move; the spaces before it
/// stay outside.
fn isolated(text: String) -> String {
    if !text.chars().any(is_right_to_left) {
        return text;
    }
    let inner = text.trim_start();
    let indent = " ".repeat(text.len().saturating_sub(inner.len()));
    format!("{indent}\u{2068}{inner}\u{2069}")
}

fn is_right_to_left(c: char) -> bool {
    matches!(u32::from(c), 0x590..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFE | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
}
