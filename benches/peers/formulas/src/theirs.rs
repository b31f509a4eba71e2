//! The formulas by evalexpr and by zen-expression.

use evalexpr::{ContextWithMutableVariables, DefaultNumericTypes, HashMapContext, Node, Value, build_operator_tree};
use rust_decimal::prelude::ToPrimitive;
use zen_expression::Isolate;
use zen_expression::variable::Variable;

use crate::Sums;
use crate::by_hand::Inputs;
use crate::rows::{FIELDS, NAMES, RANGES, Row, formulas};

pub struct Evalexpr {
    formulas: Vec<Node<DefaultNumericTypes>>,
    context: HashMapContext<DefaultNumericTypes>,
}

impl Evalexpr {
    pub fn new() -> Evalexpr {
        let attainment = "if(target == 0.0, 0.0, min(1.5, max(0.0, revenue/target))*100.0)";
        let texts = formulas(".0", attainment, |one, other| format!("min({one},{other})"));
        let formulas = texts.iter().map(|text| build_operator_tree(text).expect("a formula")).collect();
        Evalexpr { formulas, context: HashMapContext::new() }
    }

    pub fn sums(&mut self, rows: &[Row]) -> Sums {
        let mut sums = [0.0; 20];
        for row in rows {
            for ((name, cell), (_, _, scale)) in FIELDS.iter().zip(row).zip(RANGES) {
                let value = Value::Float(*cell as f64 / 10_f64.powi(scale as i32));
                self.context.set_value((*name).to_owned(), value).expect("a variable");
            }
            for ((sum, formula), name) in sums.iter_mut().zip(&self.formulas).zip(NAMES) {
                let value = formula.eval_number_with_context(&self.context).expect("a number");
                self.context.set_value(name.to_owned(), Value::Float(value)).expect("a variable");
                *sum += value;
            }
        }
        sums
    }
}

pub struct Zen {
    formulas: Vec<zen_expression::Expression<zen_expression::expression::Standard>>,
    isolate: Isolate,
}

impl Zen {
    pub fn new() -> Zen {
        let attainment = "target == 0 ? 0 : min([1.5, max([0, revenue/target])])*100";
        let texts = formulas("", attainment, |one, other| format!("min([{one},{other}])"));
        let mut isolate = Isolate::new();
        let formulas = texts.iter().map(|text| isolate.compile_standard(text).expect("a formula")).collect();
        Zen { formulas, isolate }
    }

    pub fn sums(&mut self, rows: &[Inputs]) -> Sums {
        let mut sums = [0.0; 20];
        for row in rows {
            let environment = Variable::empty_object();
            for (name, cell) in FIELDS.iter().zip(row) {
                environment.dot_insert(name, Variable::Number(*cell));
            }
            for ((sum, formula), name) in sums.iter_mut().zip(&self.formulas).zip(NAMES) {
                self.isolate.set_environment(environment.clone());
                let value = self.isolate.run_compiled(formula.bytecode()).expect("a value");
                if let Variable::Number(number) = &value {
                    *sum += number.to_f64().unwrap_or(f64::NAN);
                }
                environment.dot_insert(name, value);
            }
        }
        sums
    }
}
