//! Finding the row whose conditions hold.
//!
//! Three ways that give the same: with one key, the row of every atom is known beforehand; with several keys, each atom has a
//! bit for every row that covers it, and the first bit that all keys share is the row; where that would take too much
//! room, the rows are tried one after another.

use super::index::{Atoms, Index};

/// The most words of bits that one key may take; beyond them rows are tried one after another.
const WORDS_MAX: usize = 65_536;

/// How the row is found, in the order in which rows are asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Decision {
    /// Without a key there is one answer.
    One(Option<u32>),
    /// The row of each atom of the one key.
    Direct(Vec<Option<u32>>),
    /// For each key and atom, the rows that cover it, as bits in the order of `rows`.
    Bits { words: usize, keys: Vec<Vec<u64>>, rows: Vec<u32> },
    /// The rows, with the atoms that each covers.
    Scan(Vec<(u32, Vec<Atoms>)>),
}

impl Decision {
    /// The way for rows in the order in which they are asked, each with its atoms key by key.
    pub(super) fn new(indexes: &[Index], rows: Vec<(u32, Vec<Atoms>)>) -> Decision {
        match indexes {
            [] => Decision::One(rows.first().map(|(row, _)| *row)),
            [index] => Decision::Direct(direct(index, &rows)),
            _ => bits(indexes, &rows).unwrap_or(Decision::Scan(rows)),
        }
    }

    /// The row for these atoms, one of each key.
    #[inline]
    pub(super) fn find(&self, atoms: &[u32]) -> Option<u32> {
        match self {
            Decision::One(row) => *row,
            Decision::Direct(rows) => rows.get(place(*atoms.first()?)).copied().flatten(),
            Decision::Bits { words: 1, keys, rows } => {
                let mut all = u64::MAX;
                for (key, atom) in keys.iter().zip(atoms) {
                    all &= key.get(place(*atom))?;
                }
                rows.get(place(all.trailing_zeros())).copied()
            }
            Decision::Bits { words, keys, rows } => {
                find_bit(*words, keys, atoms).and_then(|bit| rows.get(bit)).copied()
            }
            Decision::Scan(rows) => {
                let holds = |covers: &[Atoms]| covers.iter().zip(atoms).all(|(covers, atom)| covers.contains(*atom));
                rows.iter().find(|(_, covers)| holds(covers)).map(|(row, _)| *row)
            }
        }
    }
}

fn direct(index: &Index, rows: &[(u32, Vec<Atoms>)]) -> Vec<Option<u32>> {
    let mut found = vec![None; place(index.count())];
    // The first row is asked first: it is written last.
    for (row, atoms) in rows.iter().rev() {
        for (first, last) in atoms.first().into_iter().flat_map(Atoms::spans) {
            if let Some(covered) = found.get_mut(place(first)..=place(last)) {
                covered.fill(Some(*row));
            }
        }
    }
    found
}

fn bits(indexes: &[Index], rows: &[(u32, Vec<Atoms>)]) -> Option<Decision> {
    let words = rows.len().div_ceil(64).max(1);
    let mut keys = Vec::with_capacity(indexes.len());
    for (at, index) in indexes.iter().enumerate() {
        let size = words.checked_mul(place(index.count())).filter(|size| *size <= WORDS_MAX)?;
        let mut bits = vec![0_u64; size];
        for (row, (_, atoms)) in rows.iter().enumerate() {
            for (first, last) in atoms.get(at).into_iter().flat_map(Atoms::spans) {
                for atom in first..=last {
                    set(&mut bits, words, place(atom), row)?;
                }
            }
        }
        keys.push(bits);
    }
    Some(Decision::Bits { words, keys, rows: rows.iter().map(|(row, _)| *row).collect() })
}

fn set(bits: &mut [u64], words: usize, atom: usize, row: usize) -> Option<()> {
    let word = atom.checked_mul(words)?.checked_add(row.checked_div(64)?)?;
    *bits.get_mut(word)? |= 1_u64.checked_shl(u32::try_from(row % 64).ok()?)?;
    Some(())
}

/// The first bit that all keys have set at their atoms.
fn find_bit(words: usize, keys: &[Vec<u64>], atoms: &[u32]) -> Option<usize> {
    for word in 0..words {
        let mut all = u64::MAX;
        for (key, atom) in keys.iter().zip(atoms) {
            all &= key.get(place(*atom).checked_mul(words)?.checked_add(word)?)?;
        }
        if all != 0 {
            return word.checked_mul(64)?.checked_add(place(all.trailing_zeros()));
        }
    }
    None
}

#[inline]
fn place(atom: u32) -> usize {
    usize::try_from(atom).unwrap_or(usize::MAX)
}
