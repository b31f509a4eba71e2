//! From tree to text: one text for everything that says the same.

use std::fmt::{self, Display, Formatter, Write};

use super::ast::{Argument, BinaryOp, Expr, ExprKind, Fold, Group, Ident, Scope, Window};

/// The shortest usual writing: ASCII signs, no parentheses that change nothing, no zeros at the end of decimals.
///
/// Whatever the parser made reads back as an equal tree, and equal trees print alike. A tree made by hand does if its
/// numbers are not negative, its names are names and not reserved words, and its lists are not empty.
impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        at_least(self, Rank::Or, f)
    }
}

/// As it is written inside an expression.
impl Display for Fold {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        fold(self, f)
    }
}

/// How tightly the parts of an expression hold together, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Or,
    And,
    Not,
    Test,
    Sum,
    Product,
    Sign,
    Power,
    Taken,
    Primary,
}

/// Prints an expression where one of this rank may stand, or a tighter one.
fn at_least(expr: &Expr, rank: Rank, f: &mut Formatter<'_>) -> fmt::Result {
    if rank_of(&expr.kind) >= rank {
        return kind(&expr.kind, f);
    }
    f.write_char('(')?;
    kind(&expr.kind, f)?;
    f.write_char(')')
}

fn rank_of(kind: &ExprKind) -> Rank {
    match kind {
        ExprKind::Binary { op, .. } => ranks(*op).0,
        ExprKind::Not(_) => Rank::Not,
        ExprKind::In { .. } | ExprKind::Between { .. } | ExprKind::Present { .. } => Rank::Test,
        ExprKind::Negate(_) => Rank::Sign,
        ExprKind::Window { .. } | ExprKind::At { .. } => Rank::Taken,
        _ => Rank::Primary,
    }
}

/// The rank of an operator, and the least ranks of what may stand left and right of it.
fn ranks(op: BinaryOp) -> (Rank, Rank, Rank) {
    match op {
        BinaryOp::Or => (Rank::Or, Rank::Or, Rank::And),
        BinaryOp::And => (Rank::And, Rank::And, Rank::Not),
        BinaryOp::Add | BinaryOp::Subtract => (Rank::Sum, Rank::Sum, Rank::Product),
        BinaryOp::Multiply | BinaryOp::Divide => (Rank::Product, Rank::Product, Rank::Sign),
        BinaryOp::Power => (Rank::Power, Rank::Taken, Rank::Sign),
        BinaryOp::Equal
        | BinaryOp::NotEqual
        | BinaryOp::Less
        | BinaryOp::LessOrEqual
        | BinaryOp::Greater
        | BinaryOp::GreaterOrEqual
        | BinaryOp::Has => (Rank::Test, Rank::Sum, Rank::Sum),
    }
}

fn kind(kind: &ExprKind, f: &mut Formatter<'_>) -> fmt::Result {
    match kind {
        ExprKind::Number(number) => write!(f, "{}", number.normalize()),
        ExprKind::Money { amount, currency } => write!(f, "{} {currency}", amount.normalize()),
        ExprKind::Percent(number) => write!(f, "{}%", number.normalize()),
        ExprKind::Duration { amount, of } => write!(f, "{} {}", amount.normalize(), of.word(*amount)),
        ExprKind::Date(day) => write!(f, "{day}"),
        ExprKind::Text(value) => text(value, f),
        ExprKind::YesNo(yes) => f.write_str(if *yes { "yes" } else { "no" }),
        ExprKind::Path(names) => path(names, f),
        ExprKind::Call { path, arguments } => call(path, arguments, f),
        ExprKind::Fold(folded) => fold(folded, f),
        ExprKind::Not(value) => prefixed("not ", value, Rank::Test, f),
        ExprKind::Negate(value) => prefixed("-", value, Rank::Power, f),
        ExprKind::Binary { op, left, right } => binary(*op, left, right, f),
        ExprKind::In { value, list, negated } => within(value, list, *negated, f),
        ExprKind::Between { value, low, high } => between(value, low, high, f),
        ExprKind::Present { value, missing } => present(value, *missing, f),
        ExprKind::Window { value, window } => taken(value, window, f),
        ExprKind::At { value, scope } => asked_of(value, scope, f),
    }
}

fn text(value: &str, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_char('"')?;
    for letter in value.chars() {
        match letter {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            plain => f.write_char(plain)?,
        }
    }
    f.write_char('"')
}

fn path(names: &[Ident], f: &mut Formatter<'_>) -> fmt::Result {
    listed(names, ".", f, |name, f| f.write_str(&name.text))
}

fn call(name: &[Ident], arguments: &[Argument], f: &mut Formatter<'_>) -> fmt::Result {
    path(name, f)?;
    f.write_char('(')?;
    listed(arguments, ", ", f, |argument, f| {
        if let Some(name) = &argument.name {
            write!(f, "{}: ", name.text)?;
        }
        write!(f, "{}", argument.value)
    })?;
    f.write_char(')')
}

fn fold(fold: &Fold, f: &mut Formatter<'_>) -> fmt::Result {
    write!(f, "{}({}", fold.function.name(), fold.value)?;
    if let Some(number) = fold.parameter {
        write!(f, ", {}", number.normalize())?;
    }
    if let Some(filter) = &fold.filter {
        write!(f, " where {filter}")?;
    }
    if let Some(names) = &fold.of {
        f.write_str(" of ")?;
        path(names, f)?;
    }
    if let Some(day) = &fold.on {
        write!(f, " on {day}")?;
    }
    if let Some(names) = &fold.whose {
        f.write_str(" whose ")?;
        path(names, f)?;
    }
    if let Some(credit) = fold.credit {
        write!(f, " as {}", credit.name())?;
    }
    if let Some(group) = &fold.over {
        write!(f, " over {}", group_name(group))?;
    }
    f.write_char(')')
}

fn group_name(group: &Group) -> &str {
    match group {
        Group::Members => "members",
        Group::People => "people",
        Group::Peers => "peers",
        Group::Grain(grain) => &grain.text,
    }
}

fn prefixed(prefix: &str, value: &Expr, rank: Rank, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str(prefix)?;
    at_least(value, rank, f)
}

fn binary(op: BinaryOp, left: &Expr, right: &Expr, f: &mut Formatter<'_>) -> fmt::Result {
    let (_, left_rank, right_rank) = ranks(op);
    at_least(left, left_rank, f)?;
    write!(f, " {} ", op.symbol())?;
    at_least(right, right_rank, f)
}

fn within(value: &Expr, list: &[Expr], negated: bool, f: &mut Formatter<'_>) -> fmt::Result {
    at_least(value, Rank::Sum, f)?;
    f.write_str(if negated { " not in (" } else { " in (" })?;
    listed(list, ", ", f, |item, f| at_least(item, Rank::Sum, f))?;
    f.write_char(')')
}

fn between(value: &Expr, low: &Expr, high: &Expr, f: &mut Formatter<'_>) -> fmt::Result {
    at_least(value, Rank::Sum, f)?;
    f.write_str(" between ")?;
    at_least(low, Rank::Sum, f)?;
    f.write_str(" and ")?;
    at_least(high, Rank::Sum, f)
}

fn present(value: &Expr, missing: bool, f: &mut Formatter<'_>) -> fmt::Result {
    at_least(value, Rank::Sum, f)?;
    f.write_str(if missing { " is missing" } else { " is present" })
}

fn taken(value: &Expr, at: &Window, f: &mut Formatter<'_>) -> fmt::Result {
    at_least(value, Rank::Taken, f)?;
    f.write_char('[')?;
    window(at, f)?;
    f.write_char(']')
}

fn window(window: &Window, f: &mut Formatter<'_>) -> fmt::Result {
    match window {
        Window::Prior { steps, grain, to_date } => {
            f.write_str("prior")?;
            if *steps != 1 {
                write!(f, " {steps}")?;
            }
            grain_to_date(grain.as_ref(), *to_date, f)
        }
        Window::LastYear { grain, to_date } => {
            f.write_str("last_year")?;
            grain_to_date(grain.as_ref(), *to_date, f)
        }
        Window::Grain { grain, to_date } => {
            f.write_str(&grain.text)?;
            grain_to_date(None, *to_date, f)
        }
        Window::ToDate => f.write_str("to date"),
        Window::Rolling { last, amount, of } => {
            let direction = if *last { "last" } else { "next" };
            write!(f, "{direction} {} {}", amount.normalize(), of.word(*amount))
        }
        Window::Before => f.write_str("before"),
        Window::All => f.write_str("all"),
        Window::Between(first, after) => write!(f, "{first} .. {after}"),
    }
}

fn grain_to_date(grain: Option<&Ident>, to_date: bool, f: &mut Formatter<'_>) -> fmt::Result {
    if let Some(grain) = grain {
        write!(f, " {}", grain.text)?;
    }
    if to_date { f.write_str(" to date") } else { Ok(()) }
}

fn asked_of(value: &Expr, whom: &Scope, f: &mut Formatter<'_>) -> fmt::Result {
    at_least(value, Rank::Taken, f)?;
    f.write_str(" at ")?;
    scope(whom, f)
}

fn scope(scope: &Scope, f: &mut Formatter<'_>) -> fmt::Result {
    match scope {
        Scope::Parent => f.write_str("parent"),
        Scope::Company => f.write_str("company"),
        Scope::Level(level) => text(level, f),
        Scope::Path(names) => path(names, f),
        Scope::Call(whose) => write!(f, "{whose}"),
    }
}

fn listed<T>(
    items: &[T],
    separator: &str,
    f: &mut Formatter<'_>,
    print: impl Fn(&T, &mut Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    let mut between = "";
    for item in items {
        f.write_str(between)?;
        print(item, f)?;
        between = separator;
    }
    Ok(())
}
