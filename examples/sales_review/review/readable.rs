//! A trace for somebody who does not know the ids: people by name, lines by order, nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use attain::quantity::{Fraction, Outcome, Precision, Value};
use attain::trace::{Entry, Subject, Trace};

use super::Review;
use super::nodes;

/// Words of traces that the plan has no labels for, in Chinese.
const CHINESE: [(&str, &str); 5] = [
    ("grade", "等级"),
    ("median over peers", "同组中位数"),
    ("commission_rate", "提成比例"),
    ("bonus", "达标奖金"),
    ("role", "角色"),
];

/// What was said already while a trace is made readable.
pub(crate) struct Readable {
    names: BTreeMap<String, [String; 2]>,
    values: BTreeSet<(Subject, String, String)>,
    lists: BTreeSet<Vec<String>>,
}

impl Readable {
    /// Nothing was said yet.
    pub(crate) fn new(review: &Review) -> Readable {
        use attain::trace::Language::{Chinese, English};

        let mut names = BTreeMap::new();
        for node in nodes::all(review).unwrap_or_default() {
            let key = if node.is_person() { node.employee.clone() } else { node.id.clone() };
            // Of a person the name alone: whose own line it is is said by the place.
            let title = |language| if node.is_person() { node.name.clone() } else { node.title(language) };
            let titles = [English, Chinese].map(title);
            names.insert(key, titles);
        }
        Readable { names, values: BTreeSet::new(), lists: BTreeSet::new() }
    }

    /// The same trace, readable.
    pub(crate) fn trace(&mut self, trace: Trace) -> Trace {
        let (who, when) = (trace.who.clone(), trace.when.clone());
        self.walk(trace, &who, &when)
    }

    fn walk(&mut self, mut trace: Trace, who: &str, when: &str) -> Trace {
        let who = if trace.who.is_empty() { who.to_owned() } else { trace.who.clone() };
        let when = if trace.when.is_empty() { when.to_owned() } else { trace.when.clone() };
        self.name(&mut trace);
        let parts = std::mem::take(&mut trace.parts);
        let entries = std::mem::take(&mut trace.entries);
        let value = (trace.subject.clone(), who.clone(), when.clone());
        if matches!(trace.subject, Subject::Kpi(_) | Subject::Attainment(_)) && !self.values.insert(value) {
            trace.above = true;
            return trace;
        }
        trace.parts = parts.into_iter().map(|part| self.walk(part, &who, &when)).collect();
        if matches!(trace.subject, Subject::Fold(_)) {
            let orders = self.orders(entries);
            trace.parts.extend(orders);
        } else {
            trace.entries = entries;
        }
        trace
    }

    /// People and units by name, and the words that the plan has no labels for.
    fn name(&self, trace: &mut Trace) {
        if let Some([name, _]) = self.names.get(&trace.who) {
            trace.who.clone_from(name);
        }
        if let Subject::Grade(_) = trace.subject {
            trace.subject = Subject::Other("grade".to_owned());
        }
        let text = match &trace.subject {
            Subject::Member(text) | Subject::Other(text) | Subject::Over(text) | Subject::Attribute(text) => {
                text.clone()
            }
            _ => return,
        };
        if let (Subject::Member(_), Some([english, chinese])) = (&trace.subject, self.names.get(&text)) {
            trace.labels.insert("en".to_owned(), english.clone());
            trace.labels.insert("zh".to_owned(), chinese.clone());
        } else if let Some((_, chinese)) = CHINESE.iter().find(|(english, _)| *english == text) {
            trace.labels.insert("zh".to_owned(), (*chinese).to_owned());
        }
    }

    /// The lines of an order on a day as one part; a list that was written out before is only counted.
    fn orders(&mut self, entries: Vec<Entry>) -> Vec<Trace> {
        let ids: Vec<String> = entries.iter().map(|entry| entry.id.to_string()).collect();
        let again = !ids.is_empty() && !self.lists.insert(ids);
        let mut orders: Vec<(String, Vec<Entry>)> = Vec::new();
        for entry in entries {
            let id = entry.id.to_string();
            let order = id.rsplit_once('/').map_or(id.as_str(), |(order, _)| order);
            let day = entry.on.map(|on| on.to_string()).unwrap_or_default();
            let label = format!("{day}  {order}");
            match orders.last_mut().filter(|(known, _)| *known == label) {
                Some((_, lines)) => lines.push(entry),
                None => orders.push((label, vec![entry])),
            }
        }
        if again {
            // An order may have lines on several days.
            let distinct: BTreeSet<&str> =
                orders.iter().filter_map(|(label, _)| label.split_whitespace().last()).collect();
            return vec![same(distinct.len())];
        }
        orders.into_iter().map(|(label, lines)| order(&label, &lines)).collect()
    }
}

/// A list of orders that was written out before.
fn same(count: usize) -> Trace {
    let count = i64::try_from(count).map_or(Fraction::ZERO, Fraction::whole);
    let mut trace = Trace::new(Subject::Other("the same orders as above".to_owned()), Ok(Value::Number(count)));
    trace.labels.insert("zh".to_owned(), "与上列订单相同".to_owned());
    trace
}

fn order(label: &str, lines: &[Entry]) -> Trace {
    let count = lines.len();
    let mut trace = Trace::new(Subject::Other(label.to_owned()), total(lines));
    let english = if count == 1 { "1 line".to_owned() } else { format!("{count} lines") };
    trace.labels.insert("en".to_owned(), format!("{label}, {english}"));
    trace.labels.insert("zh".to_owned(), format!("{label}，{count} 行"));
    trace
}

/// What the lines of an order come to: their amounts added, the text that they share, or how many they are.
fn total(lines: &[Entry]) -> Outcome {
    let count = i64::try_from(lines.len()).map_or(Fraction::ZERO, Fraction::whole);
    let mut sum: Option<Value> = None;
    for line in lines {
        let Some(value) = line.value.clone() else { return Ok(Value::Number(count)) };
        let value = value?;
        sum = match (sum, value.amount()) {
            (None, None) => Some(value),
            (None, Some(amount)) => Some(value.unit().of(amount.times(line.share, Precision::default())?)),
            (Some(sum), Some(amount)) => {
                let share = amount.times(line.share, Precision::default())?;
                let before = sum.amount().unwrap_or(Fraction::ZERO);
                Some(value.unit().of(before.plus(share, Precision::default())?))
            }
            (Some(sum), None) if sum == value => Some(sum),
            (Some(_), None) => return Ok(Value::Number(count)),
        };
    }
    Ok(sum.unwrap_or(Value::Number(count)))
}
