//! What the examples about changes have in common: what is asked for, people by name, sums, the last line.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

use attain::change::Change;
use attain::id::Key;
use attain::quantity::{Fraction, Outcome, Value};
use attain::trace::{self, Language};

use crate::review::{Failure, Folder, Review, Streams, nodes, plan, remarks};

/// What was asked for on the command line.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    data: PathBuf,
    plan: PathBuf,
    /// The language of texts.
    pub(crate) language: Language,
    words: BTreeMap<String, String>,
}

impl Asked {
    /// Reads the arguments after the program's name, among them the ones that an example has of its own; nothing, where help is
    /// wanted.
    fn read(arguments: impl IntoIterator<Item = OsString>, own: &[&str]) -> Result<Option<Asked>, Failure> {
        let mut words = BTreeMap::new();
        let mut arguments = arguments.into_iter().map(|argument| argument.to_string_lossy().into_owned());
        while let Some(argument) = arguments.next() {
            if argument == "--help" || argument == "-h" {
                return Ok(None);
            }
            let is_known = ["--data", "--plan", "--language"].iter().chain(own).any(|known| *known == argument);
            if !is_known {
                return Err(format!("there is no argument `{argument}`; --help lists them").into());
            }
            let value = arguments.next().filter(|value| !value.is_empty() && !value.starts_with("--"));
            let value = value.ok_or_else(|| format!("`{argument}` needs a value after it; --help says which"))?;
            words.insert(argument, value);
        }
        let demo = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data/demo");
        let data = words.get("--data").map_or(demo, PathBuf::from);
        let plan = words.get("--plan").map_or_else(|| data.join("plan.json"), PathBuf::from);
        let code = words.get("--language").map_or("en", String::as_str);
        let unknown = || format!("there is no language `{code}`; it is `en` or `zh`");
        let language = Language::from_code(code).ok_or_else(unknown)?;
        Ok(Some(Asked { data, plan, language, words }))
    }

    /// The value of an argument, where it was given.
    pub(crate) fn word(&self, name: &str) -> Option<&str> {
        self.words.get(name).map(String::as_str)
    }

    /// One of two texts.
    pub(crate) fn pick<'t>(&self, english: &'t str, chinese: &'t str) -> &'t str {
        if self.language == Language::English { english } else { chinese }
    }
}

/// An example: how it is called, its help, its own arguments, and what it tells of a review.
pub(crate) struct Example {
    pub(crate) name: &'static str,
    pub(crate) help: &'static str,
    pub(crate) arguments: &'static [&'static str],
    pub(crate) tell: fn(&Review, &Asked, &mut dyn Write) -> Result<(), Failure>,
}

impl Example {
    /// Runs it; the exit code is 0, or 2 where something could not be read or asked for.
    pub(crate) fn run(&self, arguments: impl IntoIterator<Item = OsString>, streams: &mut Streams<'_>) -> u8 {
        let done = Asked::read(arguments, self.arguments).and_then(|asked| self.answer(asked, streams));
        match done {
            Ok(()) => 0,
            // Whoever reads the output has seen enough.
            Err(failure) if is_broken_pipe(&failure) => 0,
            Err(failure) => {
                let _ = writeln!(streams.err, "{}: {failure}", self.name);
                2
            }
        }
    }

    fn answer(&self, asked: Option<Asked>, streams: &mut Streams<'_>) -> Result<(), Failure> {
        let Some(asked) = asked else {
            return Ok(streams.out.write_all(self.help.as_bytes())?);
        };
        let (review, said) = Review::of(plan(&asked.plan)?, &Folder::read(&asked.data)?)?;
        remarks::write(&said, streams.err)?;
        (self.tell)(&review, &asked, streams.out)
    }
}

fn is_broken_pipe(failure: &Failure) -> bool {
    failure.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// People and units by name.
pub(crate) struct Names(BTreeMap<String, String>);

impl Names {
    /// The names of everybody in a review.
    pub(crate) fn of(review: &Review, language: Language) -> Result<Names, Failure> {
        let name = |node: nodes::Node| {
            let key = if node.is_person() { node.employee.clone() } else { node.id.clone() };
            let title = if node.is_person() { node.name.clone() } else { node.title(language) };
            (key, title)
        };
        Ok(Names(nodes::all(review)?.into_iter().map(name).collect()))
    }

    /// What somebody is called.
    pub(crate) fn name<'n>(&'n self, key: &'n str) -> &'n str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// The same change with names where it has keys, and without what is said of a person twice.
    pub(crate) fn readable(&self, mut change: Change) -> Change {
        let named = |key: &Key| Key::new(self.name(key.as_str())).unwrap_or_else(|_| key.clone());
        change.who = self.name(&change.who).to_owned();
        for part in &mut change.parts {
            for target in &mut part.targets.rows {
                target.who = named(&target.who);
            }
            for person in &mut part.people.rows {
                person.who = named(&person.who);
                for said in person.before.iter_mut().chain(&mut person.after) {
                    said.unit = said.unit.as_ref().map(named);
                    said.attributes.retain(|(name, _)| name != "name" && name != "role");
                }
            }
        }
        change
    }
}

/// The figures of a change as a sum: `17,000 + 5,000 − 6,000 = 16,000`; parts that are nothing are left out.
pub(crate) fn sum(change: &Change) -> String {
    let figure = |outcome: &Outcome| outcome.as_ref().map_or_else(|_| "–".to_owned(), trace::value);
    let mut text = figure(&change.before.outcome);
    for part in change.parts.iter().filter(|part| !amount(&part.difference).is_zero()) {
        let difference = trace::value(&part.difference);
        match difference.strip_prefix('−') {
            Some(less) => text.extend([" − ", less]),
            None => text.extend([" + ", &difference]),
        }
    }
    text.extend([" = ", &figure(&change.after.outcome)]);
    text
}

/// The amount of a value.
pub(crate) fn amount(value: &Value) -> Fraction {
    value.amount().unwrap_or(Fraction::ZERO)
}

/// A change as JSON without the rows behind its parts, which are counted.
pub(crate) fn line(change: &Change, review: &Review) -> String {
    let mut change = change.clone();
    for part in &mut change.parts {
        part.entries.rows.clear();
        part.targets.rows.clear();
        part.people.rows.clear();
    }
    attain::report::json::change(&change, review.view.plan().precision())
}

/// A text as JSON.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
