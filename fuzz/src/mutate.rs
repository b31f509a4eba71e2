//! Changes inputs: bytes, words, lines, branches, parts of others.

use std::ops::Range;

use crate::dice::Dice;

/// The longest input that is made.
const BYTES_MAX: usize = 64 << 10;

/// An input made of another, by a few changes.
pub(crate) fn changed(input: &[u8], others: &[Vec<u8>], words: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = input.to_vec();
    let more = if dice.below(2) == 0 { 0 } else { dice.small(6) };
    for _ in 0..=more {
        change(&mut bytes, others, words, dice);
    }
    bytes.truncate(BYTES_MAX);
    bytes
}

fn change(bytes: &mut Vec<u8>, others: &[Vec<u8>], words: &[Vec<u8>], dice: &mut Dice) {
    let other = dice.below(others.len());
    let other = others.get(other).map_or(&[][..], Vec::as_slice);
    let at = dice.below(bytes.len() + 1);
    match dice.below(26) {
        0 => put(bytes, at..at, &words[dice.below(words.len())]),
        1..=5 => {
            let word = word(bytes, at);
            put(bytes, word, &words[dice.below(words.len())]);
        }
        6 => {
            let gone = piece(bytes, dice);
            put(bytes, gone, b"");
        }
        7 => {
            let twice = piece(bytes, dice);
            let text = bytes[twice.clone()].to_vec();
            put(bytes, twice.end..twice.end, &text);
        }
        8 => {
            let part = piece(other, dice);
            put(bytes, at..at, &other[part]);
        }
        9..=11 => {
            let (old, new) = (branch(bytes, dice), branch(other, dice));
            put(bytes, old, &other[new]);
        }
        12 => {
            let (old, new) = (branch(bytes, dice), branch(bytes, dice));
            let text = bytes[new].to_vec();
            put(bytes, old, &text);
        }
        13 => {
            let gone = branch(bytes, dice);
            put(bytes, gone, &words[dice.below(words.len())]);
        }
        14 => lines(bytes, other, dice),
        15 => nest(bytes, dice),
        16 => byte(bytes, at, dice),
        17 => number(bytes, at, dice),
        18 => repeat(bytes, dice),
        19..=24 => member(bytes, other, dice),
        _ => match dice.below(4) {
            0 => bytes.truncate(at),
            1 => *bytes = String::from_utf8_lossy(bytes).replace('\n', "\r\n").into_bytes(),
            2 => put(bytes, 0..0, b"\xef\xbb\xbf"),
            _ => put(bytes, at..at, b"\0"),
        },
    }
}

fn put(bytes: &mut Vec<u8>, place: Range<usize>, text: &[u8]) {
    if bytes.len() + text.len() <= BYTES_MAX {
        bytes.splice(place, text.iter().copied());
    }
}

/// A few bytes, seldom many.
fn piece(bytes: &[u8], dice: &mut Dice) -> Range<usize> {
    let from = dice.below(bytes.len() + 1);
    from..from + dice.small((bytes.len() - from).min(64) + 1)
}

/// The word around a place.
fn word(bytes: &[u8], at: usize) -> Range<usize> {
    let is_word =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'%') || *byte >= 0x80;
    let from = bytes[..at].iter().rposition(|byte| !is_word(byte)).map_or(0, |before| before + 1);
    let to = bytes[at..].iter().position(|byte| !is_word(byte)).map_or(bytes.len(), |end| at + end);
    from..to
}

/// A text in quotes or whatever stands between two brackets, with them.
fn branch(bytes: &[u8], dice: &mut Dice) -> Range<usize> {
    let start = dice.below(bytes.len() + 1);
    let Some(from) = bytes[start..].iter().position(|byte| matches!(byte, b'"' | b'{' | b'[' | b'(')) else {
        return piece(bytes, dice);
    };
    let from = start + from;
    if bytes[from] == b'"' {
        let end = bytes[from + 1..].iter().position(|byte| *byte == b'"');
        return from..end.map_or(bytes.len(), |end| from + end + 2);
    }
    let mut depth = 0_usize;
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match byte {
            b'{' | b'[' | b'(' => depth += 1,
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return from..at + 1;
        }
    }
    from..bytes.len()
}

/// Puts a line of another input in, takes one out, or exchanges two.
fn lines(bytes: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let mut own: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let theirs: Vec<&[u8]> = other.split(|byte| *byte == b'\n').collect();
    let (one, two) = (dice.below(own.len()), dice.below(own.len()));
    match dice.below(4) {
        0 => own.swap(one, two),
        1 => drop(own.remove(one)),
        2 => own.insert(one, own[two]),
        _ => own.insert(one, theirs[dice.below(theirs.len())]),
    }
    *bytes = own.join(&b'\n');
    bytes.truncate(BYTES_MAX);
}

/// What may be left out of a document: members and values, each with the comma after it or before it.
pub(crate) fn parts(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = members(bytes).into_iter().map(|member| member.whole).collect();
    let starts = bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'{' | b'[' | b'"'));
    parts.extend(starts.map(|(at, _)| at..value_end(bytes, at)));
    let comma = |part: &Range<usize>| {
        let before = part.start.checked_sub(1).filter(|before| bytes.get(*before) == Some(&b','));
        match (bytes.get(part.end), before) {
            (Some(b','), _) => part.start..part.end + 1,
            (_, Some(before)) => before..part.end,
            _ => part.clone(),
        }
    };
    let mut parts: Vec<Range<usize>> = parts.iter().map(comma).collect();
    parts.sort_by_key(|part| (std::cmp::Reverse(part.len()), part.start));
    parts
}

/// A name and its value in a document.
struct Member {
    name: Range<usize>,
    whole: Range<usize>,
}

/// The members of a document, as far as they can be told at a glance.
fn members(bytes: &[u8]) -> Vec<Member> {
    let mut members = Vec::new();
    let mut from = 0;
    while let Some(colon) = bytes[from..].iter().position(|byte| *byte == b':').map(|at| from + at) {
        from = colon + 1;
        let Some(close) = bytes[..colon].iter().rposition(|byte| !byte.is_ascii_whitespace()) else { continue };
        let Some(open) = bytes[..close].iter().rposition(|byte| *byte == b'"').filter(|_| bytes[close] == b'"') else {
            continue;
        };
        let Some(value) = bytes[from..].iter().position(|byte| !byte.is_ascii_whitespace()) else { continue };
        let end = value_end(bytes, from + value);
        members.push(Member { name: open..close + 1, whole: open..end });
    }
    members
}

/// Where a value ends that begins at a place.
fn value_end(bytes: &[u8], from: usize) -> usize {
    let (mut depth, mut is_text, mut is_escaped) = (0_usize, false, false);
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => is_text = !is_text,
            _ if is_text => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return at,
            b'}' | b']' => depth -= 1,
            b',' | b'\n' if depth == 0 => return at,
            _ => {}
        }
    }
    bytes.len()
}

/// Leaves a member out, puts one of another input beside it, or says what another input says under that name.
fn member(bytes: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let own = members(bytes);
    let other = if dice.below(4) == 0 { bytes.clone() } else { other.to_vec() };
    let theirs = members(&other);
    if theirs.is_empty() {
        return;
    }
    let Some(one) = own.get(dice.below(own.len())) else { return };
    let same: Vec<&Member> =
        theirs.iter().filter(|their| other.get(their.name.clone()) == bytes.get(one.name.clone())).collect();
    match dice.below(6) {
        0 => {
            let after = bytes[one.whole.end..].iter().position(|byte| !byte.is_ascii_whitespace() && *byte != b',');
            let end = one.whole.end + after.unwrap_or(0);
            put(bytes, one.whole.start..end, b"");
        }
        1 => {
            let their = &theirs[dice.below(theirs.len())];
            let text = [other.get(their.whole.clone()).unwrap_or_default(), b","].concat();
            put(bytes, one.whole.start..one.whole.start, &text);
        }
        _ if same.is_empty() => {}
        _ => {
            let their = same[dice.below(same.len())];
            put(bytes, one.whole.clone(), &other[their.whole.clone()]);
        }
    }
}

/// Puts a branch into brackets, few or very many.
fn nest(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let (open, close): (&[u8], &[u8]) = *dice.pick(&[
        (&b"("[..], &b")"[..]),
        (b"[", b"]"),
        (b"{\"a\":", b"}"),
        (b"abs(", b")"),
        (b"-", b""),
        (b"not ", b""),
        (b"if(1 > 0, ", b", 0)"),
        (b"1 + ", b""),
        (b"\"", b"\""),
    ]);
    let depth = *dice.pick(&[1, 1, 2, 3, 20, 63, 64, 65, 300, 5_000]);
    let place = if dice.below(2) == 0 { branch(bytes, dice) } else { word(bytes, dice.below(bytes.len() + 1)) };
    let text = [open.repeat(depth), bytes[place.clone()].to_vec(), close.repeat(depth)].concat();
    put(bytes, place, &text);
}

fn byte(bytes: &mut Vec<u8>, at: usize, dice: &mut Dice) {
    match bytes.get_mut(at) {
        Some(byte) if dice.below(2) == 0 => *byte ^= 1 << dice.below(8),
        Some(byte) => *byte = dice.number() as u8,
        None => bytes.push(dice.number() as u8),
    }
}

/// Changes the digits that come next.
fn number(bytes: &mut Vec<u8>, at: usize, dice: &mut Dice) {
    let Some(from) = bytes[at..].iter().position(u8::is_ascii_digit) else { return };
    let from = at + from;
    let to = bytes[from..].iter().position(|byte| !byte.is_ascii_digit()).map_or(bytes.len(), |end| from + end);
    let text = match dice.below(5) {
        0 => dice.below(100).to_string(),
        1 => dice.number().to_string(),
        2 => "9".repeat(1 + dice.small(40)),
        3 => format!("0.{}1", "0".repeat(dice.small(30))),
        _ => String::from_utf8_lossy(&bytes[from..to]).parse::<u64>().map_or(0, |number| number ^ 1).to_string(),
    };
    put(bytes, from..to, text.as_bytes());
}

/// Repeats a part many times.
fn repeat(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let part = if dice.below(2) == 0 { branch(bytes, dice) } else { piece(bytes, dice) };
    let text = bytes[part.clone()].repeat(*dice.pick(&[2, 3, 10, 100, 1_000]));
    put(bytes, part, &text);
}
