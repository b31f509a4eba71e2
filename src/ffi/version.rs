//! Versions and features: callable before anything else.

use std::ffi::{CStr, c_char};
use std::sync::OnceLock;

use crate::quantity::Precision;
use crate::report::json::Writer;

use super::number::attain_decimal;
use super::status::{ATTAIN_E_ABI, ATTAIN_OK, attain_status};
use super::text::Text;
use super::value::attain_value;

/// Grows by 1 with each function, field or constant that is added.
pub const ATTAIN_ABI_LEVEL: u32 = 1;
/// The oldest level of a header that this library still serves.
pub const ATTAIN_ABI_LEVEL_MIN: u32 = 1;

/// The level of the library that is loaded, to compare with the `ATTAIN_ABI_LEVEL` of the header.
#[unsafe(no_mangle)]
pub extern "C" fn attain_abi_level() -> u32 {
    ATTAIN_ABI_LEVEL
}

/// The oldest level of a header that the library serves.
#[unsafe(no_mangle)]
pub extern "C" fn attain_abi_level_min() -> u32 {
    ATTAIN_ABI_LEVEL_MIN
}

/// The version of the library as one number: major * 1000000 + minor * 1000 + patch.
#[unsafe(no_mangle)]
pub extern "C" fn attain_version_number() -> u32 {
    let part = |text: &str| text.parse::<u32>().unwrap_or_default();
    let major = part(env!("CARGO_PKG_VERSION_MAJOR")).saturating_mul(1_000_000);
    let minor = part(env!("CARGO_PKG_VERSION_MINOR")).saturating_mul(1_000);
    major.saturating_add(minor).saturating_add(part(env!("CARGO_PKG_VERSION_PATCH")))
}

/// The version of the library as text, such as `0.1.0`. Never NULL; it lives as long as the library is loaded.
#[unsafe(no_mangle)]
pub extern "C" fn attain_version() -> *const c_char {
    const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");
    VERSION.as_ptr().cast()
}

/// How the library was built, as one JSON object: version, level, system, profile, features, limits. Never NULL; it lives as
/// long as the library is loaded.
#[unsafe(no_mangle)]
pub extern "C" fn attain_build_info() -> *const c_char {
    static INFO: OnceLock<Text> = OnceLock::new();
    INFO.get_or_init(|| Text::new(&build_info())).as_ptr()
}

fn build_info() -> String {
    Writer::one(Precision::default(), |json| {
        json.count("abi_level", usize::try_from(ATTAIN_ABI_LEVEL).unwrap_or_default());
        json.texts("features", &mut FEATURES.iter().filter(|(_, on)| *on).map(|(name, _)| *name));
        json.object("limits", |json| {
            json.count("entries", crate::log::ENTRIES_MAX);
            json.count("line_bytes", crate::log::LINE_BYTES_MAX);
            json.count("periods", crate::calendar::PARTS_MAX);
            json.count("plan_bytes", crate::plan::PLAN_BYTES_MAX);
            json.count("problems", crate::diagnostic::PROBLEMS_MAX);
            json.count("split_parts", crate::quantity::LIMIT_PARTS);
        });
        json.text("machine", std::env::consts::ARCH);
        json.text("profile", if cfg!(debug_assertions) { "debug" } else { "release" });
        json.text("system", std::env::consts::OS);
        json.text("version", env!("CARGO_PKG_VERSION"));
    })
}

/// The features, and whether this build has them. Functions are there whatever the features are.
const FEATURES: &[(&str, bool)] = &[
    ("analysis", cfg!(feature = "analysis")),
    ("csv", cfg!(feature = "csv")),
    ("json", cfg!(feature = "json")),
    ("zones", cfg!(feature = "zones")),
];

/// 1 where this build has a feature, such as `csv`; 0 where it has not, and where `name` is NULL or no feature.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_has_feature(name: *const c_char) -> i32 {
    if name.is_null() {
        return 0;
    }
    // SAFETY: by the rules of the header, it ends in a NUL; it is not NULL.
    let name = unsafe { CStr::from_ptr(name) };
    i32::from(FEATURES.iter().any(|(known, on)| *on && known.as_bytes() == name.to_bytes()))
}

/// Whether a header of this level, and structures of these sizes, fit the library; call it by `ATTAIN_CHECK_ABI()` first.
#[unsafe(no_mangle)]
pub extern "C" fn attain_check_abi(header_level: u32, sizeof_decimal: usize, sizeof_value: usize) -> attain_status {
    let sizes = (size_of::<attain_decimal>(), size_of::<attain_value>());
    let served = (ATTAIN_ABI_LEVEL_MIN..=ATTAIN_ABI_LEVEL).contains(&header_level);
    if served && sizes == (sizeof_decimal, sizeof_value) { ATTAIN_OK } else { ATTAIN_E_ABI }
}
