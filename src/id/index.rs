//! Where a key is among keys that rise.

/// The first bytes of keys that rise, by which their places are soon found.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeyIndex {
    heads: Vec<u64>,
}

impl KeyIndex {
    /// Of keys that rise.
    pub(crate) fn new<'k>(keys: impl Iterator<Item = &'k str>) -> KeyIndex {
        KeyIndex { heads: keys.map(head).collect() }
    }

    /// The place of a key; `at` gives that of a place.
    pub(crate) fn find<'k>(&self, key: &str, at: &dyn Fn(usize) -> Option<&'k str>) -> Option<usize> {
        let own = head(key);
        let mut from = self.heads.partition_point(|head| *head < own);
        let alike = self.heads.get(from..)?.partition_point(|head| *head == own);
        let mut to = from.checked_add(alike)?;
        if alike == 1 && is_all(key, own) {
            return Some(from);
        }
        while from < to {
            let middle = from.midpoint(to);
            match at(middle)?.cmp(key) {
                std::cmp::Ordering::Less => from = middle.checked_add(1)?,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }
}

/// Whether what begins like a text is the text: keys have no zeros in them, so one that is longer begins otherwise.
fn is_all(text: &str, head: u64) -> bool {
    let zeros = usize::try_from(head.trailing_zeros()).unwrap_or_default();
    text.len() < 8 && zeros / 8 == 8_usize.saturating_sub(text.len())
}

/// The first eight bytes of a key, of a shorter one with zeros behind: they rise where keys do.
fn head(key: &str) -> u64 {
    let mut head = [0; 8];
    for (byte, own) in head.iter_mut().zip(key.as_bytes()) {
        *byte = *own;
    }
    u64::from_be_bytes(head)
}
