//! Why a call was not done.

use std::ffi::c_char;
use std::ops::Range;
use std::sync::OnceLock;

use crate::diagnostic::{Code, Problem, Problems};
use crate::error::{Error, ErrorKind};
use crate::log::Refusal;
use crate::quantity::Precision;
use crate::report::json::Writer;

use super::guard::{free, look};
use super::status::{
    ATTAIN_E_INVALID_ARGUMENT, ATTAIN_E_INVALID_UTF8, ATTAIN_E_LIMIT, ATTAIN_E_NOT_FOUND, ATTAIN_E_PLAN,
    ATTAIN_E_SYNTAX, ATTAIN_OK, attain_status, name,
};
use super::text::Text;

/// Why a call was not done, and where; of a plan, every problem. It never changes, and may be read by any thread.
pub struct attain_error {
    detail: Detail,
    texts: Texts,
    json: OnceLock<Text>,
    parts: Vec<attain_error>,
}

struct Texts {
    code: Text,
    message: Text,
    path: Text,
    help: Text,
}

/// What goes wrong, on the way to the host.
#[derive(Debug)]
pub(super) struct Failure(Box<Detail>);

#[derive(Debug)]
struct Detail {
    status: attain_status,
    code: &'static str,
    message: String,
    path: String,
    help: String,
    span: Option<Range<usize>>,
    other_span: Option<Range<usize>>,
    parts: Vec<Failure>,
}

impl Failure {
    #[cold]
    pub(super) fn new(status: attain_status, code: &'static str, message: String) -> Failure {
        let (path, help) = (String::new(), String::new());
        Failure(Box::new(Detail { status, code, message, path, help, span: None, other_span: None, parts: Vec::new() }))
    }

    pub(super) fn status(&self) -> attain_status {
        self.0.status
    }

    #[cold]
    pub(super) fn path(mut self, path: &str) -> Failure {
        path.clone_into(&mut self.0.path);
        self
    }

    /// The same about an argument, unless it is known already what it is about.
    #[cold]
    pub(super) fn about(self, argument: &str) -> Failure {
        if self.0.path.is_empty() { self.path(argument) } else { self }
    }

    /// The same in other words.
    #[cold]
    pub(super) fn message(mut self, message: String) -> Failure {
        self.0.message = message;
        self
    }

    pub(super) fn span(mut self, span: Option<Range<usize>>) -> Failure {
        self.0.span = span;
        self
    }

    #[cold]
    pub(super) fn help(mut self, help: &str) -> Failure {
        help.clone_into(&mut self.0.help);
        self
    }

    /// A question that cannot be asked, because of one argument.
    #[cold]
    pub(super) fn at(argument: &str, error: Error) -> Failure {
        Failure::from(error).path(argument)
    }

    /// All problems of a text, at most so many of them.
    pub(super) fn of_problems(problems: &Problems, most: usize) -> Failure {
        let Some(first) = problems.iter().next() else {
            return Failure::new(ATTAIN_E_PLAN, "plan", "the text is not sound".to_owned());
        };
        let parts = problems.iter().take(most).map(Failure::of_problem).collect();
        Failure::of_problem(first).and(problems.len(), "problems", parts)
    }

    /// All reasons why a batch, or something that is registered, is refused.
    pub(super) fn of_refusals(refusals: &[Refusal]) -> Failure {
        let Some(first) = refusals.first() else {
            let message = "the batch does not fit".to_owned();
            return Failure::new(ATTAIN_E_INVALID_ARGUMENT, "batch", message);
        };
        let parts = if refusals.len() > 1 { refusals.iter().map(Failure::of_refusal).collect() } else { Vec::new() };
        Failure::of_refusal(first).and(refusals.len(), "reasons", parts)
    }

    /// The first of many, which says how many there are.
    fn and(mut self, count: usize, noun: &str, parts: Vec<Failure>) -> Failure {
        if count > 1 {
            self.0.message = format!("{count} {noun}; the first: {}", self.0.message);
        }
        self.0.parts = parts;
        self
    }

    fn of_refusal(refusal: &Refusal) -> Failure {
        let message = refusal.message();
        let failure = Failure::new(ATTAIN_E_INVALID_ARGUMENT, refusal.code().name(), message.to_owned());
        failure.path(refusal.field().unwrap_or_default()).help(refusal.help().unwrap_or_default())
    }

    fn of_problem(problem: &Problem) -> Failure {
        let status = match problem.code() {
            Code::DocumentNotText => ATTAIN_E_INVALID_UTF8,
            Code::DocumentSyntax => ATTAIN_E_SYNTAX,
            Code::DocumentTooLarge | Code::DocumentTooDeep => ATTAIN_E_LIMIT,
            _ => ATTAIN_E_PLAN,
        };
        let message = problem.message();
        let mut failure = Failure::new(status, problem.code().name(), message.to_owned());
        failure.0.other_span = problem.other_span();
        failure.path(problem.place().as_str()).help(problem.help().unwrap_or_default()).span(problem.span())
    }
}

impl From<Error> for Failure {
    #[cold]
    fn from(error: Error) -> Failure {
        let (status, code) = match error.kind() {
            ErrorKind::Unknown => (ATTAIN_E_NOT_FOUND, "name.unknown"),
            ErrorKind::Limit => (ATTAIN_E_LIMIT, "question.limit"),
            ErrorKind::Hidden => (ATTAIN_E_INVALID_ARGUMENT, "question.hidden"),
            ErrorKind::Span => (ATTAIN_E_INVALID_ARGUMENT, "question.span"),
            ErrorKind::Invalid => (ATTAIN_E_INVALID_ARGUMENT, "question.invalid"),
        };
        Failure::new(status, code, error.to_string())
    }
}

impl From<Refusal> for Failure {
    #[cold]
    fn from(refusal: Refusal) -> Failure {
        Failure::of_refusal(&refusal)
    }
}

impl attain_error {
    pub(super) fn new(failure: Failure) -> attain_error {
        let mut detail = *failure.0;
        let parts = std::mem::take(&mut detail.parts).into_iter().map(attain_error::new).collect();
        let texts = Texts {
            code: Text::new(detail.code),
            message: Text::new(&detail.message),
            path: Text::new(&detail.path),
            help: Text::new(&detail.help),
        };
        attain_error { detail, texts, json: OnceLock::new(), parts }
    }

    fn json(&self) -> &Text {
        self.json.get_or_init(|| Text::new(&Writer::one(Precision::default(), |json| self.write(json))))
    }

    fn write(&self, json: &mut Writer) {
        let detail = &self.detail;
        json.text("status", name(detail.status).to_str().unwrap_or_default());
        json.text("code", detail.code);
        json.text("message", &detail.message);
        json.text_if_any("path", &detail.path);
        json.span("span", detail.span.as_ref());
        json.span("other_span", detail.other_span.as_ref());
        json.text_if_any("help", &detail.help);
        json.objects_if_any("problems", &self.parts, |json, part| part.write(json));
    }
}

/// The status of the call that made the error; `ATTAIN_OK` where `error` is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_error_status(error: *const attain_error) -> attain_status {
    // SAFETY: by the rules of the header, `error` is NULL or an error of ours that lives. So below.
    unsafe { look(error) }.map_or(ATTAIN_OK, |error| error.detail.status)
}

/// The stable name of what is wrong, such as `table.gap`: programs compare it. Never NULL; empty where `error` is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_error_code(error: *const attain_error) -> *const c_char {
    // SAFETY: as above.
    unsafe { look(error) }.map_or(c"".as_ptr(), |error| error.texts.code.as_ptr())
}

/// What is wrong, for people; the words may improve. Never NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_error_message(error: *const attain_error) -> *const c_char {
    // SAFETY: as above.
    unsafe { look(error) }.map_or(c"".as_ptr(), |error| error.texts.message.as_ptr())
}

/// What would make it right; empty where nothing is known. Never NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_error_help(error: *const attain_error) -> *const c_char {
    // SAFETY: as above.
    unsafe { look(error) }.map_or(c"".as_ptr(), |error| error.texts.help.as_ptr())
}

/// Where it is: a path into the plan, such as `incentives.pay.components[1].rounding`, or the name of an argument. Never
/// NULL; empty where there is no place.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_error_path(error: *const attain_error) -> *const c_char {
    // SAFETY: as above.
    unsafe { look(error) }.map_or(c"".as_ptr(), |error| error.texts.path.as_ptr())
}

/// The bytes of the text at the path that are meant: of a formula, or of the whole text where it did not parse. Answers 1
/// and writes both ends (`[start, end)`), or answers 0 and writes nothing. Ends that nobody wants may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_error_span(error: *const attain_error, start: *mut u64, end: *mut u64) -> i32 {
    // SAFETY: as above.
    let Some(span) = unsafe { look(error) }.and_then(|error| error.detail.span.clone()) else { return 0 };
    for (place, at) in [(start, span.start), (end, span.end)] {
        if !place.is_null() {
            // SAFETY: by the rules of the header it can be written to; it is not NULL.
            unsafe { place.write(u64::try_from(at).unwrap_or(u64::MAX)) };
        }
    }
    1
}

/// How many problems the error has: those of a plan, up to the `max_problems` of its options, and 0 for any other error. How
/// many there are in all, the message says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_error_count(error: *const attain_error) -> usize {
    // SAFETY: as above.
    unsafe { look(error) }.map_or(0, |error| error.parts.len())
}

/// One of the problems, counted from 0; NULL where there is none. It belongs to `error`, and is not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_error_at(error: *const attain_error, index: usize) -> *const attain_error {
    // SAFETY: as above.
    let part = unsafe { look(error) }.and_then(|error| error.parts.get(index));
    part.map_or(std::ptr::null(), std::ptr::from_ref)
}

/// All of it as one JSON object: status, code, message, path, span, `other_span`, help, and the problems. Never NULL;
/// it lives as long as the error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_error_json(error: *const attain_error) -> *const c_char {
    // SAFETY: as above.
    unsafe { look(error) }.map_or(c"{}".as_ptr(), |error| error.json().as_ptr())
}

/// Frees an error; NULL is allowed. Those that `attain_error_at` gave go with it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_error_free(error: *mut attain_error) {
    // SAFETY: by the rules of the header, it is NULL or an error of ours that is freed once.
    unsafe { free(error) }
}
