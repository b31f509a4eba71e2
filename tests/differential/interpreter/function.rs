//! Functions of values.

use attain::formula::{Expr, ExprKind};

use super::value::{Out, V, exponential, logarithm, number, root, rounded, whole};

pub(crate) fn call(
    name: &str,
    arguments: &[&Expr],
    mode: Option<&str>,
    precision: usize,
    eval: &mut dyn FnMut(&Expr) -> Out,
) -> Out {
    match name {
        "if" | "case" => {
            let mut rest = arguments;
            while let [condition, value, more @ ..] = rest {
                if eval(condition)?.yes() {
                    return eval(value);
                }
                rest = more;
            }
            return eval(rest[0]);
        }
        "coalesce" => {
            let mut first = None;
            for argument in arguments {
                match eval(argument) {
                    Ok(value) => return Ok(value),
                    Err(why) => first = first.or(Some(why)),
                }
            }
            return Err(first.unwrap());
        }
        "round" => {
            let value = eval(arguments[0])?.amount()?;
            let step = match arguments.get(1).map(|step| &step.kind) {
                Some(ExprKind::Number(step)) => number(&step.to_string()),
                None => whole(1),
                Some(other) => panic!("{other:?} is no step"),
            };
            let named = arguments.get(2).map(|mode| match &mode.kind {
                ExprKind::Text(mode) => mode.to_string(),
                other => panic!("{other:?} is no mode"),
            });
            let mode = named.as_deref().or(mode).unwrap();
            return Ok(V::Number(rounded(&value, &step, mode)));
        }
        _ => {}
    }
    let mut values = Vec::new();
    for argument in arguments {
        values.push(eval(argument)?.amount()?);
    }
    let first = values[0].clone();
    Ok(V::Number(match name {
        "abs" => {
            if first < whole(0) {
                -first
            } else {
                first
            }
        }
        "floor" => first.floor(),
        "ceil" => first.ceil(),
        "sqrt" => root(&first, precision)?,
        "ln" => logarithm(&first, precision)?,
        "exp" => exponential(&first, precision)?,
        "clamp" => first.max(values[1].clone()).min(values[2].clone()),
        "least" => values.into_iter().min().unwrap(),
        "greatest" => values.into_iter().max().unwrap(),
        other => panic!("no function `{other}`"),
    }))
}
