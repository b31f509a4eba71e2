//! Makes an input smaller that does harm.

use crate::mutate;

/// The smallest input that is found to do the same harm, in at most so many tries.
pub(crate) fn shrunk(input: &[u8], tries: usize, does_harm: &mut dyn FnMut(&[u8]) -> bool) -> Vec<u8> {
    let mut best = input.to_vec();
    let mut left = tries;
    // Whole branches of a document first, the largest before the others.
    'again: loop {
        for part in mutate::parts(&best) {
            if left == 0 {
                break 'again;
            }
            left -= 1;
            let shorter = [&best[..part.start], &best[part.end..]].concat();
            if does_harm(&shorter) {
                best = shorter;
                continue 'again;
            }
        }
        break;
    }
    let mut size = (best.len() / 2).max(1);
    loop {
        let (mut at, mut is_smaller) = (0, false);
        while at < best.len() && left > 0 {
            left -= 1;
            let end = (at + size).min(best.len());
            let shorter = [&best[..at], &best[end..]].concat();
            if does_harm(&shorter) {
                best = shorter;
                is_smaller = true;
            } else {
                at = end;
            }
        }
        if left == 0 || (size == 1 && !is_smaller) {
            return best;
        }
        if !is_smaller {
            size = (size / 2).max(1);
        }
    }
}
