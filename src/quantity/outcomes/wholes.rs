//! Whole numbers of many rows, as narrow as they are known to be.

use std::borrow::Cow;
use std::cmp::Ordering;

/// The most bits of a magnitude that fits 64 bits with its sign, and 128.
const SMALL: u32 = 63;
const LARGE: u32 = 127;

/// A whole number for each row.
#[derive(Clone, Debug)]
pub(super) struct Wholes<'a> {
    are: Are<'a>,
    /// Every magnitude is below two to this power; at most 127.
    bits: u32,
}

#[derive(Clone, Debug)]
enum Are<'a> {
    /// The same for all rows.
    Same(i128),
    /// None of them is `i64::MIN`.
    Small(Cow<'a, [i64]>),
    /// None of them is `i128::MIN`.
    Large(Cow<'a, [i128]>),
}

/// One side of what is done row by row.
enum Side<'s, T> {
    All(T),
    Each(&'s [T]),
}

/// Numbers of 64 bits: the same for all rows, or one for each.
pub(super) enum SmallSide<'s> {
    All(i64),
    Each(&'s [i64]),
}

/// How many bits a magnitude has.
pub(super) fn bits_of(magnitude: u128) -> u32 {
    u128::BITS.saturating_sub(magnitude.leading_zeros())
}

/// The number in 64 bits, of which somebody knows that it fits.
#[expect(clippy::cast_possible_truncation, reason = "the bits of all rows were counted before")]
fn narrow(number: i128) -> i64 {
    number as i64
}

impl<'a> Wholes<'a> {
    /// The same number for all rows; nothing for `i128::MIN`.
    pub(super) fn same(number: i128) -> Option<Wholes<'a>> {
        let bits = bits_of(number.unsigned_abs());
        (bits <= LARGE).then_some(Wholes { are: Are::Same(number), bits })
    }

    /// Of numbers with 64 bits; nothing, where one is `i64::MIN`.
    pub(super) fn small(numbers: Cow<'a, [i64]>) -> Option<Wholes<'a>> {
        let bits = bits_of(numbers.iter().fold(0, |bits, number| bits | number.unsigned_abs()).into());
        (bits <= SMALL).then_some(Wholes { are: Are::Small(numbers), bits })
    }

    /// Of numbers with 128 bits, kept in 64 where all fit; nothing, where one is `i128::MIN`.
    pub(super) fn large(numbers: impl Into<Cow<'a, [i128]>>) -> Option<Wholes<'a>> {
        let numbers: Cow<'a, [i128]> = numbers.into();
        let bits = bits_of(numbers.iter().fold(0, |bits, number| bits | number.unsigned_abs()));
        if bits <= SMALL {
            let small = numbers.iter().map(|number| narrow(*number)).collect();
            return Some(Wholes { are: Are::Small(Cow::Owned(small)), bits });
        }
        (bits <= LARGE).then_some(Wholes { are: Are::Large(numbers), bits })
    }

    /// The magnitudes are below two to this power.
    pub(super) fn bits(&self) -> u32 {
        self.bits
    }

    /// The number of all rows, where it is the same.
    pub(super) fn as_same(&self) -> Option<i128> {
        match self.are {
            Are::Same(number) => Some(number),
            _ => None,
        }
    }

    /// The number of a row; 0, where there is no such row.
    pub(super) fn get(&self, row: usize) -> i128 {
        match &self.are {
            Are::Same(number) => *number,
            Are::Small(numbers) => numbers.get(row).copied().unwrap_or_default().into(),
            Are::Large(numbers) => numbers.get(row).copied().unwrap_or_default(),
        }
    }

    /// The numbers of some rows.
    pub(super) fn part(&self, rows: std::ops::Range<usize>) -> Wholes<'_> {
        let are = match &self.are {
            Are::Same(number) => Are::Same(*number),
            Are::Small(numbers) => Are::Small(Cow::Borrowed(numbers.get(rows).unwrap_or_default())),
            Are::Large(numbers) => Are::Large(Cow::Borrowed(numbers.get(rows).unwrap_or_default())),
        };
        Wholes { are, bits: self.bits }
    }

    /// The bits of the numbers, where they were only bounded.
    fn count_bits(&self) -> u32 {
        match &self.are {
            Are::Same(number) => bits_of(number.unsigned_abs()),
            Are::Small(numbers) => bits_of(numbers.iter().fold(0, |bits, number| bits | number.unsigned_abs()).into()),
            Are::Large(numbers) => bits_of(numbers.iter().fold(0, |bits, number| bits | number.unsigned_abs())),
        }
    }

    /// The least number; nothing, where there are no rows.
    pub(super) fn least(&self) -> Option<i128> {
        match &self.are {
            Are::Same(number) => Some(*number),
            Are::Small(numbers) => numbers.iter().min().map(|number| i128::from(*number)),
            Are::Large(numbers) => numbers.iter().min().copied(),
        }
    }

    /// Whether some row is zero.
    pub(super) fn has_zero(&self) -> bool {
        match &self.are {
            Are::Same(number) => *number == 0,
            Are::Small(numbers) => numbers.contains(&0),
            Are::Large(numbers) => numbers.contains(&0),
        }
    }

    /// Whether both are the same numbers in the same place.
    pub(super) fn is(&self, other: &Wholes<'_>) -> bool {
        match (&self.are, &other.are) {
            (Are::Same(one), Are::Same(other)) => one == other,
            (Are::Small(one), Are::Small(other)) => std::ptr::eq::<[i64]>(one.as_ref(), other.as_ref()),
            (Are::Large(one), Are::Large(other)) => std::ptr::eq::<[i128]>(one.as_ref(), other.as_ref()),
            _ => false,
        }
    }

    fn as_small(&self) -> Option<Side<'_, i64>> {
        match &self.are {
            Are::Same(number) => i64::try_from(*number).ok().map(Side::All),
            Are::Small(numbers) => Some(Side::Each(numbers)),
            Are::Large(_) => None,
        }
    }

    /// Row by row; `bits` bound what comes out.
    fn with(
        &self,
        other: &Wholes<'_>,
        bits: u32,
        small: impl Fn(i64, i64) -> i64,
        large: impl Fn(i128, i128) -> i128 + Copy,
    ) -> Wholes<'static> {
        if let (Are::Same(one), Are::Same(other)) = (&self.are, &other.are) {
            return Wholes { are: Are::Same(large(*one, *other)), bits };
        }
        if bits <= SMALL
            && let (Some(one), Some(other)) = (self.as_small(), other.as_small())
        {
            let numbers = match (one, other) {
                (Side::Each(one), Side::Each(other)) => {
                    one.iter().zip(other).map(|(one, other)| small(*one, *other)).collect()
                }
                (Side::All(one), Side::Each(other)) => other.iter().map(|other| small(one, *other)).collect(),
                (Side::Each(one), Side::All(other)) => one.iter().map(|one| small(*one, other)).collect(),
                (Side::All(one), Side::All(other)) => vec![small(one, other)],
            };
            return Wholes { are: Are::Small(Cow::Owned(numbers)), bits };
        }
        let numbers = match (&self.are, &other.are) {
            (Are::Small(one), Are::Small(other)) => wide(Side::Each(one), Side::Each(other), large),
            (Are::Small(one), Are::Large(other)) => wide(Side::Each(one), Side::Each(other), large),
            (Are::Large(one), Are::Small(other)) => wide(Side::Each(one), Side::Each(other), large),
            (Are::Large(one), Are::Large(other)) => wide(Side::Each(one), Side::Each(other), large),
            (Are::Same(one), Are::Small(other)) => wide(Side::All(*one), Side::Each(other), large),
            (Are::Same(one), Are::Large(other)) => wide(Side::All(*one), Side::Each(other), large),
            (Are::Small(one), Are::Same(other)) => wide(Side::Each(one), Side::All(*other), large),
            (Are::Large(one), Are::Same(other)) => wide(Side::Each(one), Side::All(*other), large),
            (Are::Same(one), Are::Same(other)) => vec![large(*one, *other)],
        };
        Wholes { are: Are::Large(Cow::Owned(numbers)), bits }
    }

    /// The products; nothing, where one might not fit.
    pub(super) fn times(&self, other: &Wholes<'_>) -> Option<Wholes<'static>> {
        let bits = fitting(self, other, u32::saturating_add)?;
        Some(self.with(other, bits, i64::wrapping_mul, i128::wrapping_mul))
    }

    /// The products with a number; nothing, where one might not fit.
    pub(super) fn by(self, number: i128) -> Option<Wholes<'a>> {
        if number == 1 { Some(self) } else { self.times(&Wholes::same(number)?) }
    }

    /// The sums; nothing, where one might not fit.
    pub(super) fn plus(&self, other: &Wholes<'_>) -> Option<Wholes<'static>> {
        let bits = fitting(self, other, |one, other| one.max(other).saturating_add(1))?;
        Some(self.with(other, bits, i64::wrapping_add, i128::wrapping_add))
    }

    /// The differences; nothing, where one might not fit.
    pub(super) fn minus(&self, other: &Wholes<'_>) -> Option<Wholes<'static>> {
        let bits = fitting(self, other, |one, other| one.max(other).saturating_add(1))?;
        Some(self.with(other, bits, i64::wrapping_sub, i128::wrapping_sub))
    }

    /// The numbers of one where it is said so, and of the other elsewhere.
    pub(super) fn or_else(&self, other: &Wholes<'_>, ours: &[bool]) -> Wholes<'static> {
        let bits = self.bits.max(other.bits);
        if let (Some(one), Some(other)) = (self.as_small(), other.as_small()) {
            return Wholes { are: Are::Small(Cow::Owned(chosen(&one, &other, ours))), bits };
        }
        let large = |side: &Wholes<'_>| match &side.are {
            Are::Same(number) => vec![*number; ours.len()],
            Are::Small(numbers) => numbers.iter().map(|number| i128::from(*number)).collect(),
            Are::Large(numbers) => numbers.to_vec(),
        };
        let (one, other) = (large(self), large(other));
        Wholes { are: Are::Large(Cow::Owned(chosen(&Side::Each(&one), &Side::Each(&other), ours))), bits }
    }

    /// What is made of each number by itself, of the numbers of so many rows; nothing, where one does not fit.
    pub(super) fn each(&self, rows: usize, made: impl Fn(i128) -> i128) -> Option<Wholes<'static>> {
        match &self.are {
            Are::Same(number) => Wholes::same(made(*number)),
            _ => Wholes::large((0..rows).map(|row| made(self.get(row))).collect::<Vec<i128>>()),
        }
    }

    /// Which of two numbers is larger, row by row.
    pub(super) fn compare(&self, other: &Wholes<'_>, rows: usize) -> Vec<Ordering> {
        match (self.as_small(), other.as_small()) {
            (Some(Side::Each(one)), Some(Side::Each(other))) => {
                one.iter().zip(other).map(|(one, other)| one.cmp(other)).collect()
            }
            (Some(Side::Each(one)), Some(Side::All(other))) => one.iter().map(|one| one.cmp(&other)).collect(),
            (Some(Side::All(one)), Some(Side::Each(other))) => other.iter().map(|other| one.cmp(other)).collect(),
            _ => (0..rows).map(|row| self.get(row).cmp(&other.get(row))).collect(),
        }
    }

    /// Both numbers of each row, where all of them have 64 bits and the rows differ in one of the two.
    pub(super) fn pairs<'p>(&'p self, other: &'p Wholes<'_>) -> Option<impl Iterator<Item = (i64, i64)> + 'p> {
        let (one, other) = (self.as_small()?, other.as_small()?);
        let rows = match (&one, &other) {
            (Side::Each(rows), _) | (_, Side::Each(rows)) => rows.len(),
            _ => return None,
        };
        let number = |side: &Side<'_, i64>, row: usize| match side {
            Side::All(number) => *number,
            Side::Each(numbers) => numbers.get(row).copied().unwrap_or_default(),
        };
        Some((0..rows).map(move |row| (number(&one, row), number(&other, row))))
    }

    /// The numbers of all rows, and those of the other, where all of them have 64 bits and these here differ from row to row.
    pub(super) fn sides<'p>(&'p self, other: &'p Wholes<'_>) -> Option<(&'p [i64], SmallSide<'p>)> {
        let Are::Small(own) = &self.are else { return None };
        Some((
            own,
            match &other.are {
                Are::Same(number) => SmallSide::All(i64::try_from(*number).ok()?),
                Are::Small(numbers) => SmallSide::Each(numbers),
                Are::Large(_) => return None,
            },
        ))
    }

    /// The numbers of so many rows, for good.
    pub(super) fn into_owned(self) -> Wholes<'static> {
        let are = match self.are {
            Are::Same(number) => Are::Same(number),
            Are::Small(numbers) => Are::Small(Cow::Owned(numbers.into_owned())),
            Are::Large(numbers) => Are::Large(Cow::Owned(numbers.into_owned())),
        };
        Wholes { are, bits: self.bits }
    }
}

impl Wholes<'static> {
    /// No numbers yet, with room for some.
    pub(super) fn with_room(rows: usize) -> Wholes<'static> {
        Wholes { are: Are::Small(Cow::Owned(Vec::with_capacity(rows))), bits: 0 }
    }

    /// Puts another number in a row of so many.
    pub(super) fn set(&mut self, row: usize, number: i128, rows: usize) -> Option<()> {
        let bits = bits_of(number.unsigned_abs());
        if bits > LARGE {
            return None;
        }
        if let Are::Same(same) = self.are {
            *self = Wholes::large(vec![same; rows])?;
        }
        if let (Are::Small(numbers), true) = (&self.are, bits > SMALL) {
            self.are = Are::Large(numbers.iter().map(|number| i128::from(*number)).collect());
        }
        self.bits = self.bits.max(bits);
        match &mut self.are {
            Are::Small(numbers) => *numbers.to_mut().get_mut(row)? = narrow(number),
            Are::Large(numbers) => *numbers.to_mut().get_mut(row)? = number,
            Are::Same(_) => return None,
        }
        Some(())
    }

    /// Adds the numbers of so many rows behind the others.
    pub(super) fn append(&mut self, other: &Wholes<'_>, rows: usize) {
        self.bits = self.bits.max(other.bits);
        if let Are::Small(all) = &mut self.are {
            match other.as_small() {
                Some(Side::All(number)) => return all.to_mut().extend(std::iter::repeat_n(number, rows)),
                Some(Side::Each(numbers)) => return all.to_mut().extend_from_slice(numbers),
                None => self.are = Are::Large(all.iter().map(|number| i128::from(*number)).collect()),
            }
        }
        if let Are::Large(all) = &mut self.are {
            match &other.are {
                Are::Same(number) => all.to_mut().extend(std::iter::repeat_n(*number, rows)),
                Are::Small(numbers) => all.to_mut().extend(numbers.iter().map(|number| i128::from(*number))),
                Are::Large(numbers) => all.to_mut().extend_from_slice(numbers),
            }
        }
    }
}

/// The bits of what two make, where they fit: bounded first, and counted where the bound does not do.
fn fitting(one: &Wholes<'_>, other: &Wholes<'_>, of: impl Fn(u32, u32) -> u32) -> Option<u32> {
    let bits = of(one.bits, other.bits);
    if bits <= SMALL {
        return Some(bits);
    }
    let counted = of(one.count_bits(), other.count_bits());
    (counted <= LARGE).then_some(counted)
}

fn wide<A: Copy + Into<i128>, B: Copy + Into<i128>>(
    one: Side<'_, A>,
    other: Side<'_, B>,
    made: impl Fn(i128, i128) -> i128,
) -> Vec<i128> {
    match (one, other) {
        (Side::Each(one), Side::Each(other)) => {
            one.iter().zip(other).map(|(one, other)| made((*one).into(), (*other).into())).collect()
        }
        (Side::All(one), Side::Each(other)) => other.iter().map(|other| made(one.into(), (*other).into())).collect(),
        (Side::Each(one), Side::All(other)) => one.iter().map(|one| made((*one).into(), other.into())).collect(),
        (Side::All(one), Side::All(other)) => vec![made(one.into(), other.into())],
    }
}

fn chosen<T: Copy>(one: &Side<'_, T>, other: &Side<'_, T>, ours: &[bool]) -> Vec<T> {
    let choose = |ours: bool, one: T, other: T| if ours { one } else { other };
    match (one, other) {
        (Side::Each(one), Side::Each(other)) => {
            ours.iter().zip(one.iter().zip(*other)).map(|(ours, (one, other))| choose(*ours, *one, *other)).collect()
        }
        (Side::All(one), Side::Each(other)) => {
            ours.iter().zip(*other).map(|(ours, other)| choose(*ours, *one, *other)).collect()
        }
        (Side::Each(one), Side::All(other)) => {
            ours.iter().zip(*one).map(|(ours, one)| choose(*ours, *one, *other)).collect()
        }
        (Side::All(one), Side::All(other)) => ours.iter().map(|ours| choose(*ours, *one, *other)).collect(),
    }
}
