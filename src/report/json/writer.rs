//! JSON as text, written from the front to the back.

use std::fmt::Display;
use std::ops::Range;

use crate::document::Named;
use crate::quantity::{Fraction, Outcome, Precision, Unit, Value, Why};

/// Writes JSON; commas stand where they must.
///
/// It is written at once, without a tree in between, and there is one writer for whatever is written.
pub(crate) struct Writer {
    text: Vec<u8>,
    precision: Precision,
}

impl Writer {
    /// The text of one object. Fractions that are no decimals are shown to `precision`.
    pub(crate) fn one(precision: Precision, write: impl FnOnce(&mut Writer)) -> String {
        Writer::text_of(precision, |json| json.braces(write))
    }

    /// The text of a list of objects.
    pub(crate) fn many<T>(items: &[T], write: impl Fn(&mut Writer, &T)) -> String {
        Writer::many_in(Precision::default(), items, write)
    }

    /// The same, in which fractions that are no decimals are shown to `precision`.
    pub(crate) fn many_in<T>(precision: Precision, items: &[T], write: impl Fn(&mut Writer, &T)) -> String {
        Writer::text_of(precision, |json| json.brackets(items, write))
    }

    fn text_of(precision: Precision, write: impl FnOnce(&mut Writer)) -> String {
        let mut json = Writer { text: Vec::new(), precision };
        write(&mut json);
        json.done()
    }

    fn done(self) -> String {
        String::from_utf8(self.text).unwrap_or_default()
    }

    /// A field that is an object.
    pub(crate) fn object(&mut self, name: &str, write: impl FnOnce(&mut Writer)) {
        self.key(name);
        self.braces(write);
    }

    /// A field that is a list of objects.
    pub(crate) fn objects<T>(&mut self, name: &str, items: &[T], write: impl Fn(&mut Writer, &T)) {
        self.key(name);
        self.brackets(items, write);
    }

    /// A list of objects, unless it is empty.
    pub(crate) fn objects_if_any<T>(&mut self, name: &str, items: &[T], write: impl Fn(&mut Writer, &T)) {
        if !items.is_empty() {
            self.objects(name, items, write);
        }
    }

    fn braces(&mut self, write: impl FnOnce(&mut Writer)) {
        self.open(b'{');
        write(self);
        self.close(b'}');
    }

    fn brackets<T>(&mut self, items: &[T], write: impl Fn(&mut Writer, &T)) {
        self.open(b'[');
        for item in items {
            self.braces(|json| write(json, item));
        }
        self.close(b']');
    }

    /// A text.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.key(name);
        self.quoted(text);
    }

    /// A text, unless it is empty.
    pub(crate) fn text_if_any(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.text(name, text);
        }
    }

    /// A text, where there is one, even an empty one.
    pub(crate) fn text_if_some(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// What is shown as text: a number, so that no reader makes a binary float of it, or a day.
    pub(crate) fn shown(&mut self, name: &str, shown: &dyn Display) {
        self.text(name, &shown.to_string());
    }

    /// A count.
    pub(crate) fn count(&mut self, name: &str, count: usize) {
        self.bare(name, &count);
    }

    /// Yes or no.
    pub(crate) fn yes_no(&mut self, name: &str, yes: bool) {
        self.bare(name, &yes);
    }

    /// Nothing.
    pub(crate) fn null(&mut self, name: &str) {
        self.bare(name, &"null");
    }

    /// The bytes of a text that are meant, where it is known which.
    pub(crate) fn span(&mut self, name: &str, span: Option<&Range<usize>>) {
        if let Some(Range { start, end }) = span {
            self.bare(name, &format_args!("[{start},{end}]"));
        }
    }

    fn bare(&mut self, name: &str, shown: &dyn Display) {
        self.key(name);
        self.text.extend_from_slice(shown.to_string().as_bytes());
    }

    /// What an author wrote, as it is.
    pub(crate) fn value(&mut self, name: &str, value: &impl serde::Serialize) {
        self.key(name);
        // As above.
        let _ = serde_json::to_writer(&mut self.text, value);
    }

    /// A list of texts.
    pub(crate) fn texts(&mut self, name: &str, texts: &mut dyn Iterator<Item = &str>) {
        self.key(name);
        self.open(b'[');
        for text in texts {
            self.separate();
            self.quoted(text);
        }
        self.close(b']');
    }

    /// What people call something, by language.
    pub(crate) fn labels(&mut self, labels: &Named<String>) {
        if !labels.is_empty() {
            self.object("labels", |json| labels.iter().for_each(|(language, label)| json.text(language, label)));
        }
    }

    /// A value, or why there is none.
    pub(crate) fn figure(&mut self, name: &str, outcome: &Outcome) {
        self.object(name, |json| json.figure_inside(outcome));
    }

    /// A value where one is asked for.
    pub(crate) fn figure_if_some(&mut self, name: &str, outcome: Option<&Outcome>) {
        if let Some(outcome) = outcome {
            self.figure(name, outcome);
        }
    }

    /// An amount of a unit, or why there is none.
    pub(crate) fn amount(&mut self, name: &str, outcome: &Outcome<Fraction>, unit: Unit) {
        self.object(name, |json| match outcome {
            Ok(amount) => json.known(&unit.of(*amount)),
            Err(why) => json.undefined(why),
        });
    }

    /// The fields of a value, or of why there is none, among those of an object.
    pub(crate) fn figure_inside(&mut self, outcome: &Outcome) {
        match outcome {
            Ok(value) => self.known(value),
            Err(why) => self.undefined(why),
        }
    }

    fn known(&mut self, value: &Value) {
        match (value, value.amount()) {
            (Value::List(list), _) => self.texts("value", &mut list.members()),
            (_, None) => self.shown("value", value),
            (_, Some(amount)) => self.decimal(amount),
        }
        self.text("unit", value.unit().name());
    }

    fn decimal(&mut self, amount: Fraction) {
        if let Some(decimal) = amount.to_decimal() {
            return self.shown("value", &decimal.normalize());
        }
        match amount.to_precision(self.precision).ok().and_then(Fraction::to_decimal) {
            Some(rounded) => self.shown("value", &rounded.normalize()),
            None => self.shown("value", &amount),
        }
        self.text("exact", &format!("{}/{}", amount.numerator(), amount.denominator()));
    }

    /// The fields of why there is no value, among those of an object.
    pub(crate) fn undefined(&mut self, why: &Why) {
        self.text("undefined", why.code());
        self.shown("why", why);
    }

    fn key(&mut self, name: &str) {
        self.separate();
        self.quoted(name);
        self.text.push(b':');
    }

    fn open(&mut self, bracket: u8) {
        self.separate();
        self.text.push(bracket);
    }

    fn close(&mut self, bracket: u8) {
        self.text.push(bracket);
    }

    /// A comma, unless something has just begun.
    fn separate(&mut self) {
        if !matches!(self.text.last(), None | Some(b'{' | b'[' | b':')) {
            self.text.push(b',');
        }
    }

    fn quoted(&mut self, text: &str) {
        // Memory takes whatever is written, and a text can always be.
        let _ = serde_json::to_writer(&mut self.text, text);
    }
}
