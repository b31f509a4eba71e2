//! Why a call was not done.

use std::ffi::c_char;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Serialize;

use crate::diagnostic::{Code, Problem, Problems};
use crate::error::{Error, ErrorKind};
use crate::log::Refusal;

use super::guard::{free, look};
use super::status::{
    ATTAIN_E_INVALID_ARGUMENT, ATTAIN_E_INVALID_UTF8, ATTAIN_E_LIMIT, ATTAIN_E_NOT_FOUND, ATTAIN_E_PLAN,
    ATTAIN_E_SYNTAX, ATTAIN_OK, attain_status, name,
};
use super::text::Text;

/// Why a call was not done, and where; of a plan, every problem. It never changes, and may be read by any thread.
pub struct attain_error {
    failure: Failure,
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) status: attain_status,
    detail: Box<Detail>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Detail {
    code: String,
    message: String,
    path: String,
    help: String,
    span: Option<Range<usize>>,
    parts: Vec<Failure>,
}

impl Failure {
    pub(super) fn new(status: attain_status, code: &str, message: impl Into<String>) -> Failure {
        let detail = Detail {
            code: code.to_owned(),
            message: message.into(),
            path: String::new(),
            help: String::new(),
            span: None,
            parts: Vec::new(),
        };
        Failure { status, detail: Box::new(detail) }
    }

    pub(super) fn path(mut self, path: &str) -> Failure {
        path.clone_into(&mut self.detail.path);
        self
    }

    /// The same about an argument, unless it is known already what it is about.
    pub(super) fn about(self, argument: &str) -> Failure {
        if self.detail.path.is_empty() { self.path(argument) } else { self }
    }

    pub(super) fn span(mut self, span: Range<usize>) -> Failure {
        self.detail.span = Some(span);
        self
    }

    pub(super) fn help(mut self, help: &str) -> Failure {
        help.clone_into(&mut self.detail.help);
        self
    }

    /// A question that cannot be asked, because of one argument.
    pub(super) fn at(argument: &str, error: Error) -> Failure {
        Failure::from(error).path(argument)
    }

    /// All problems of a text, at most so many of them.
    pub(super) fn of_problems(problems: &Problems, most: usize) -> Failure {
        let parts: Vec<Failure> = problems.iter().take(most).map(Failure::of_problem).collect();
        let Some(mut whole) = parts.first().cloned() else {
            return Failure::new(ATTAIN_E_PLAN, "plan", "the text is not sound");
        };
        if problems.len() > 1 {
            whole.detail.message = format!("{} problems; the first: {}", problems.len(), whole.detail.message);
        }
        whole.detail.parts = parts;
        whole
    }

    /// All reasons why a batch, or something that is registered, is refused.
    pub(super) fn of_refusals(refusals: &[Refusal]) -> Failure {
        let parts: Vec<Failure> = refusals.iter().map(Failure::of_refusal).collect();
        let Some(mut whole) = parts.first().cloned() else {
            return Failure::new(ATTAIN_E_INVALID_ARGUMENT, "batch", "the batch does not fit");
        };
        if parts.len() > 1 {
            whole.detail.message = format!("{} reasons; the first: {}", parts.len(), whole.detail.message);
            whole.detail.parts = parts;
        }
        whole
    }

    fn of_refusal(refusal: &Refusal) -> Failure {
        let failure = Failure::new(ATTAIN_E_INVALID_ARGUMENT, refusal.code().name(), refusal.message());
        failure.path(refusal.field().unwrap_or_default()).help(refusal.help().unwrap_or_default())
    }

    fn of_problem(problem: &Problem) -> Failure {
        let status = match problem.code() {
            Code::DocumentNotText => ATTAIN_E_INVALID_UTF8,
            Code::DocumentSyntax => ATTAIN_E_SYNTAX,
            Code::DocumentTooLarge | Code::DocumentTooDeep => ATTAIN_E_LIMIT,
            _ => ATTAIN_E_PLAN,
        };
        let failure = Failure::new(status, problem.code().name(), problem.message());
        let mut failure = failure.path(problem.place().as_str()).help(problem.help().unwrap_or_default());
        failure.detail.span = problem.span();
        failure
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        let (status, code) = match error.kind() {
            ErrorKind::Unknown => (ATTAIN_E_NOT_FOUND, "name.unknown"),
            ErrorKind::Limit => (ATTAIN_E_LIMIT, "question.limit"),
            ErrorKind::Span => (ATTAIN_E_INVALID_ARGUMENT, "question.span"),
            ErrorKind::Invalid => (ATTAIN_E_INVALID_ARGUMENT, "question.invalid"),
        };
        Failure::new(status, code, error.to_string())
    }
}

impl attain_error {
    pub(super) fn new(mut failure: Failure) -> attain_error {
        let parts = std::mem::take(&mut failure.detail.parts).into_iter().map(attain_error::new).collect();
        let detail = &failure.detail;
        let texts = Texts {
            code: Text::new(&detail.code),
            message: Text::new(&detail.message),
            path: Text::new(&detail.path),
            help: Text::new(&detail.help),
        };
        attain_error { failure, texts, json: OnceLock::new(), parts }
    }

    fn json(&self) -> &Text {
        self.json.get_or_init(|| Text::new(&serde_json::to_string(&Json::of(self)).unwrap_or_default()))
    }
}

#[derive(Serialize)]
struct Json<'e> {
    status: &'e str,
    code: &'e str,
    message: &'e str,
    #[serde(skip_serializing_if = "str::is_empty")]
    path: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<[usize; 2]>,
    #[serde(skip_serializing_if = "str::is_empty")]
    help: &'e str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<Json<'e>>,
}

impl<'e> Json<'e> {
    fn of(error: &'e attain_error) -> Json<'e> {
        let detail = &error.failure.detail;
        Json {
            status: name(error.failure.status).to_str().unwrap_or_default(),
            code: &detail.code,
            message: &detail.message,
            path: &detail.path,
            span: detail.span.clone().map(|span| [span.start, span.end]),
            help: &detail.help,
            problems: error.parts.iter().map(Json::of).collect(),
        }
    }
}

/// The status of the call that made the error; `ATTAIN_OK` where `error` is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_error_status(error: *const attain_error) -> attain_status {
    // SAFETY: by the rules of the header, `error` is NULL or an error of ours that lives. So below.
    unsafe { look(error) }.map_or(ATTAIN_OK, |error| error.failure.status)
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
    let Some(span) = unsafe { look(error) }.and_then(|error| error.failure.detail.span.clone()) else { return 0 };
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

/// All of it as one JSON object: status, code, message, path, span, help, and the problems. Never NULL; it lives as long as the
/// error.
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
