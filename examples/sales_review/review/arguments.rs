//! What was asked for on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use attain::trace::Language;

use super::Failure;

/// What `--help` prints.
pub(crate) const HELP: &str = "\
sales_review: company, teams and people against their quotas, with scores, ranks and pay

usage: sales_review [--data DIR] [--plan FILE] [--period N|span] [--lang en|zh] [--json | --explain NODE]

  --data DIR      the folder with people.csv, quotas.csv and order_lines.csv; the demo company where it is not given
  --plan FILE     the plan; DIR/plan.json where it is not given
  --period N      one quota period (1, 2, …) or `span`, the whole time; all of them where it is not given
  --lang LANG     en (English) or zh (中文)
  --json          a JSON line for each period and node, and one of totals, in place of tables
  --explain NODE  how the figures of a node came about, down to orders: rep:281, own:272, team:272, company
  --help          this text

Entries that do not count are listed on stderr. The exit code is 0, or 2 where something could not be read or asked for.
";

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// The folder with the three files.
    pub(crate) data: PathBuf,
    /// The plan.
    pub(crate) plan: PathBuf,
    /// One period, by its number, or `span`.
    pub(crate) period: Option<String>,
    /// The language of tables and explanations.
    pub(crate) language: Language,
    /// What to print.
    pub(crate) output: Output,
}

/// What to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// Tables.
    Tables,
    /// JSON lines.
    Json,
    /// The explanation of a node.
    Explain(String),
    /// The help.
    Help,
}

impl Arguments {
    /// Reads the arguments after the program's name; without any it is the demo.
    pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, Failure> {
        let demo = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data/demo");
        let mut read = Arguments {
            data: PathBuf::new(),
            plan: PathBuf::new(),
            period: None,
            language: Language::English,
            output: Output::Tables,
        };
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            read.take(&argument.to_string_lossy(), &mut arguments)?;
        }
        if read.data.as_os_str().is_empty() {
            read.data = demo;
        }
        if read.plan.as_os_str().is_empty() {
            read.plan = read.data.join("plan.json");
        }
        Ok(read)
    }

    fn take(&mut self, argument: &str, rest: &mut impl Iterator<Item = OsString>) -> Result<(), Failure> {
        match argument {
            "--data" => self.data = value(argument, rest)?.into(),
            "--plan" => self.plan = value(argument, rest)?.into(),
            "--period" => self.period = Some(text(argument, rest)?),
            "--lang" => {
                let code = text(argument, rest)?;
                let unknown = || format!("there is no language `{code}`; it is `en` or `zh`");
                self.language = Language::from_code(&code).ok_or_else(unknown)?;
            }
            "--json" => self.print(Output::Json)?,
            "--explain" => {
                let node = text(argument, rest)?;
                self.print(Output::Explain(node))?;
            }
            "--help" | "-h" => self.output = Output::Help,
            _ => return Err(format!("there is no argument `{argument}`; --help lists them").into()),
        }
        Ok(())
    }

    fn print(&mut self, output: Output) -> Result<(), Failure> {
        match self.output {
            Output::Json | Output::Explain(_) => Err("give one of --json and --explain, once".into()),
            Output::Help => Ok(()),
            Output::Tables => {
                self.output = output;
                Ok(())
            }
        }
    }
}

fn value(argument: &str, rest: &mut impl Iterator<Item = OsString>) -> Result<OsString, Failure> {
    let given = rest.next().filter(|value| !value.is_empty() && !value.to_string_lossy().starts_with("--"));
    given.ok_or_else(|| format!("`{argument}` needs a value after it; --help says which").into())
}

fn text(argument: &str, rest: &mut impl Iterator<Item = OsString>) -> Result<String, Failure> {
    value(argument, rest)?.into_string().map_err(|_| format!("the value of `{argument}` is not UTF-8 text").into())
}
