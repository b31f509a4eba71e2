//! Plans.

use std::ffi::{c_char, c_void};
use std::sync::Arc;

use crate::diagnostic::{At, Code, PROBLEMS_MAX, Problems};
use crate::plan::{PLAN_BYTES_MAX, Plan};

use super::error::{Failure, attain_error};
use super::guard::{Handle, create, free, look};
use super::status::attain_status;
use super::structs::sized;
use super::text::{Text, attain_text, bytes, invalid, tell};

/// A plan. It never changes, and any number of threads may use it at once. Engines and what comes of them keep it alive.
pub struct attain_plan(pub(super) Handle<Arc<Loaded>>);

pub(super) struct Loaded {
    pub(super) plan: Plan,
    fingerprint: Text,
    name: Text,
}

impl Loaded {
    pub(super) fn new(plan: Plan) -> Loaded {
        let (fingerprint, name) = (Text::new(plan.fingerprint()), Text::new(plan.name()));
        Loaded { plan, fingerprint, name }
    }
}

/// How a plan is read. Set it up with `attain_plan_options_init`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct attain_plan_options {
    /// `sizeof(attain_plan_options)` of the host.
    pub struct_size: u32,
    /// 0: no flag is known yet, and a flag that is not known is refused.
    pub flags: u32,
    /// The most bytes that the text may have; 0: as many as the library takes, see `attain_build_info`.
    pub max_bytes: u64,
    /// The most problems that are told one by one; 0: as many as the library keeps.
    pub max_problems: u32,
    /// 0.
    pub reserved: u32,
}

/// Sets options up: all as it is where no options are given. `options` may be NULL, and then nothing happens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_plan_options_init(options: *mut attain_plan_options, struct_size: u32) {
    // SAFETY: by the rules of the header, it can take `struct_size` bytes.
    unsafe { super::structs::init(options, struct_size) };
}

/// Reads a plan from JSON. Where it is not sound, the error has every problem of it: `attain_error_count`, `attain_error_at`.
/// `options` may be NULL.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_plan_load_json(
    json: *const c_void,
    len: usize,
    options: *const attain_plan_options,
    out: *mut *mut attain_plan,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say. So below.
    unsafe {
        create(out, error, || {
            let (max_bytes, max_problems) = limits(options)?;
            let json = bytes(json, len, "json")?;
            let plan = read(json, max_bytes).map_err(|problems| Failure::of_problems(&problems, max_problems))?;
            Ok(attain_plan(Handle::new(Arc::new(Loaded::new(plan)))))
        })
    }
}

/// # Safety
///
/// `options` is NULL or as the header says.
unsafe fn limits(options: *const attain_plan_options) -> Result<(usize, usize), Failure> {
    if options.is_null() {
        return Ok((PLAN_BYTES_MAX, PROBLEMS_MAX));
    }
    // SAFETY: the caller's.
    let options: attain_plan_options = unsafe { sized(options, "options") }?;
    if options.flags != 0 || options.reserved != 0 {
        let message = "`options` has a flag or a reserved field that this library does not know";
        return Err(invalid("options", message.to_owned()));
    }
    let limit = |written: u64, most: usize| match usize::try_from(written) {
        Ok(0) | Err(_) => most,
        Ok(written) => written.min(most),
    };
    Ok((limit(options.max_bytes, PLAN_BYTES_MAX), limit(u64::from(options.max_problems), PROBLEMS_MAX)))
}

fn read(json: &[u8], max_bytes: usize) -> Result<Plan, Problems> {
    if json.len() > max_bytes {
        let mut problems = Problems::new();
        let message = format!("the text has {} bytes, more than the limit of {max_bytes}", json.len());
        problems.report(Code::DocumentTooLarge, At::root(), message);
        return Err(problems);
    }
    Plan::from_json(json)
}

/// What the plan is called, by its author. Never NULL; it lives as long as the plan.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_plan_name(plan: *const attain_plan) -> *const c_char {
    // SAFETY: as above.
    unsafe { look(plan) }.map_or(c"".as_ptr(), |plan| plan.0.get().name.as_ptr())
}

/// The hash of the plan, 64 hexadecimal digits: the same for plans that say the same. Never NULL; it lives as long as the plan.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_plan_fingerprint(plan: *const attain_plan) -> *const c_char {
    // SAFETY: as above.
    unsafe { look(plan) }.map_or(c"".as_ptr(), |plan| plan.0.get().fingerprint.as_ptr())
}

/// The plan as JSON again: what the author wrote, in the order of the language.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_plan_to_json(
    plan: *const attain_plan,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        tell(plan, "plan", out, error, |plan| {
            let json = serde_json::to_string(plan.0.get().plan.definition());
            Ok(json.unwrap_or_default())
        })
    }
}

/// One more handle to the same plan, to be freed by itself; NULL where `plan` is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_plan_retain(plan: *const attain_plan) -> *mut attain_plan {
    // SAFETY: as above.
    let more = unsafe { look(plan) }.map(|plan| attain_plan(Handle::new(Arc::clone(plan.0.get()))));
    more.map_or(std::ptr::null_mut(), |plan| Box::into_raw(Box::new(plan)))
}

/// Frees a handle to a plan; NULL is allowed. Engines of the plan go on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_plan_free(plan: *mut attain_plan) {
    // SAFETY: by the rules of the header, it is NULL or a plan of ours that is freed once.
    unsafe { free(plan) }
}

impl super::guard::Guarded for attain_plan {
    fn poisoned(&self) -> &std::sync::atomic::AtomicBool {
        self.0.poisoned()
    }
}
