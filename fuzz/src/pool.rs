//! The inputs that are changed further: one for each trait.

use std::collections::{BTreeMap, BTreeSet};

use crate::dice::Dice;
use crate::properties::Traits;

/// Whether an input came through the door.
pub(crate) fn is_sound(traits: &Traits) -> bool {
    traits.contains("compiles") || traits.contains("counted")
}

#[derive(Default)]
pub(crate) struct Pool {
    pub(crate) inputs: Vec<Vec<u8>>,
    traits: Vec<Traits>,
    /// Which of them are a plan, a formula of one, or have an entry that counts.
    sound: Vec<usize>,
    /// How long the shortest input is that has a trait.
    shortest: BTreeMap<String, usize>,
}

impl Pool {
    /// Keeps an input that has a trait which none before it had, or is far shorter than those that had it; whether a trait is new.
    pub(crate) fn offer(&mut self, input: &[u8], traits: Traits) -> bool {
        let (mut is_new, mut is_shorter) = (false, false);
        for one in &traits {
            match self.shortest.get_mut(one) {
                None => {
                    is_new = true;
                    self.shortest.insert(one.clone(), input.len());
                }
                Some(length) if input.len() * 2 < *length => {
                    is_shorter = true;
                    *length = input.len();
                }
                Some(_) => {}
            }
        }
        if is_new || is_shorter {
            if is_sound(&traits) {
                self.sound.push(self.inputs.len());
            }
            self.inputs.push(input.to_vec());
            self.traits.push(traits);
        }
        is_new
    }

    pub(crate) fn traits(&self) -> usize {
        self.shortest.len()
    }

    /// The traits, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        self.shortest.keys()
    }

    /// An input to be changed; sound ones and late ones more often.
    pub(crate) fn pick(&self, dice: &mut Dice) -> &[u8] {
        if dice.below(3) > 0 && !self.sound.is_empty() {
            return &self.inputs[self.sound[dice.below(self.sound.len())]];
        }
        let back = if dice.below(2) == 0 { dice.small(self.inputs.len()) } else { dice.below(self.inputs.len()) };
        &self.inputs[self.inputs.len() - 1 - back]
    }

    /// The inputs of at most `bytes` bytes that have the most traits between them, `count` of them.
    pub(crate) fn distilled(&self, count: usize, bytes: usize) -> Vec<&[u8]> {
        let mut seen: BTreeSet<&String> = BTreeSet::new();
        let mut chosen = Vec::new();
        let mut left: Vec<usize> = (0..self.inputs.len()).filter(|at| self.inputs[*at].len() <= bytes).collect();
        while chosen.len() < count {
            let gain = |at: &usize| self.traits[*at].iter().filter(|one| !seen.contains(one)).count();
            let Some(best) = left.iter().copied().max_by_key(|at| (gain(at), usize::MAX - self.inputs[*at].len()))
            else {
                break;
            };
            if gain(&best) == 0 {
                break;
            }
            seen.extend(&self.traits[best]);
            left.retain(|at| *at != best);
            chosen.push(self.inputs[best].as_slice());
        }
        chosen
    }
}
