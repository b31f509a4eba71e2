//! Whether all of the language is in the library.

use crate::diagnostic::{At, Code, Problems};

/// Whether targets are cut here, told apart by fields, adjusted, closed and committed to: always but in a C library that was built
/// without the feature `analysis`, where all of that is left out, and plans and entries that need it are refused.
pub(crate) const IS_WHOLE: bool = cfg!(any(not(feature = "capi"), feature = "analysis"));

/// What makes such a library whole.
pub(crate) const HOW_WHOLE: &str = "build the library with `--features capi,analysis`";

/// Reports what is written for something that is not in the library.
#[cfg(all(feature = "capi", not(feature = "analysis")))]
#[cold]
#[inline(never)]
pub(crate) fn not_here(message: &str, at: At<'_>, problems: &mut Problems) {
    problems.report(Code::PlanConflict, at, message).help(HOW_WHOLE);
}

/// Reports a field for something that is not in the library.
#[cfg(all(feature = "capi", not(feature = "analysis")))]
#[cold]
#[inline(never)]
fn no_field(at: At<'_>, problems: &mut Problems) {
    let place = at.to_string();
    let field = place.rsplit('.').next().unwrap_or_default();
    not_here(&format!("this library was built without what `{field}` needs"), at, problems);
}

/// Whether nothing is written that is not in the library; reports the first field that is.
pub(crate) fn all_there(written: &[(&str, bool)], at: At<'_>, problems: &mut Problems) -> bool {
    let Some((field, _)) = written.iter().find(|(_, is_written)| *is_written && !IS_WHOLE) else { return true };
    let message = format!("this library was built without what `{field}` needs");
    problems.report(Code::PlanConflict, at.field(field), message).help(HOW_WHOLE);
    false
}

/// A list of definitions that not every library has.
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
pub type Beyond<T> = Vec<T>;

/// A definition that not every library has.
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
pub type BeyondOne<T> = Option<T>;

/// A definition that is not in this library: what is written is reported, and not read.
#[cfg(all(feature = "capi", not(feature = "analysis")))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeyondOne<T>(std::marker::PhantomData<T>);

#[cfg(all(feature = "capi", not(feature = "analysis")))]
impl<T> Default for BeyondOne<T> {
    fn default() -> BeyondOne<T> {
        BeyondOne(std::marker::PhantomData)
    }
}

#[cfg(all(feature = "capi", not(feature = "analysis")))]
impl<T> BeyondOne<T> {
    /// The definition: there is none.
    pub fn as_ref(&self) -> Option<&T> {
        None
    }
}

#[cfg(all(feature = "capi", not(feature = "analysis")))]
impl<T> super::Read for BeyondOne<T> {
    fn fill(&mut self, _: &super::Node, at: At<'_>, problems: &mut Problems) {
        no_field(at, problems);
    }

    fn node(&self) -> super::Node {
        super::Node::Null
    }

    fn is_left_out(&self) -> bool {
        true
    }
}

/// A list of definitions that is not in this library: what is written is reported, and not read.
#[cfg(all(feature = "capi", not(feature = "analysis")))]
#[derive(Clone, Debug, PartialEq)]
pub struct Beyond<T>(std::marker::PhantomData<T>);

#[cfg(all(feature = "capi", not(feature = "analysis")))]
impl<T> Default for Beyond<T> {
    fn default() -> Beyond<T> {
        Beyond(std::marker::PhantomData)
    }
}

#[cfg(all(feature = "capi", not(feature = "analysis")))]
impl<T> std::ops::Deref for Beyond<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &[]
    }
}

#[cfg(all(feature = "capi", not(feature = "analysis")))]
impl<'b, T> IntoIterator for &'b Beyond<T> {
    type Item = &'b T;
    type IntoIter = std::slice::Iter<'b, T>;

    fn into_iter(self) -> std::slice::Iter<'b, T> {
        self.iter()
    }
}

#[cfg(all(feature = "capi", not(feature = "analysis")))]
impl<T> super::Read for Beyond<T> {
    fn fill(&mut self, _: &super::Node, at: At<'_>, problems: &mut Problems) {
        no_field(at, problems);
    }

    fn node(&self) -> super::Node {
        super::Node::List(Vec::new())
    }

    fn is_left_out(&self) -> bool {
        true
    }
}
