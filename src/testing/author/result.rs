//! Scorecards, incentives and rankings.

use crate::document::Node;

use super::super::node::{map, named, text};
use super::{Author, Is};

impl Author {
    pub(super) fn scorecards(&mut self, tables: &mut Vec<(String, Node)>) -> Node {
        let mut cards = Vec::new();
        let mut results = Vec::new();
        for index in 0..self.how_many() {
            let name = format!("card_{index}");
            let mut fields = vec![("grain", text(self.grain())), ("items", self.items(&name, 1, tables, &mut results))];
            fields.extend(self.who().map(|who| ("who", text(who))));
            if self.dice.chance(40) {
                fields.push(("steps", self.steps()));
            }
            if self.dice.chance(50) {
                fields.push(("missing", self.missing()));
            }
            if self.dice.chance(40) {
                fields.push(("rounding", self.rounding()));
            }
            if self.dice.chance(60) {
                let table = format!("grades_{index}");
                tables.push((table.clone(), Author::grades()));
                fields.push(("grades", map([("table", text(table))])));
                results.push((format!("grade.{name}"), Is::Text));
            }
            results.push((format!("score.{name}"), Is::Pure));
            cards.push((name, map(fields)));
        }
        self.results.extend(results);
        named(cards)
    }

    fn how_many(&mut self) -> usize {
        self.dice.below(self.size.results.saturating_add(1))
    }

    fn items(
        &mut self,
        card: &str,
        depth: usize,
        tables: &mut Vec<(String, Node)>,
        results: &mut Vec<(String, Is)>,
    ) -> Node {
        let weights: &[&str] = match self.dice.below(3) {
            0 => &["100%"],
            1 => &["70%", "30%"],
            _ => &["50%", "12.5%", "37.5%"],
        };
        let mut items = Vec::new();
        for (index, weight) in weights.iter().enumerate() {
            let id = format!("item_{index}");
            let mut fields = vec![("id", text(id.clone())), ("weight", text(*weight))];
            let path = format!("{card}.{id}");
            if depth < 3 && self.dice.chance(25) {
                fields.push(("items", self.items(&path, depth.saturating_add(1), tables, results)));
            } else {
                let depth = self.size.depth.min(2);
                fields.push(("value", text(self.formula(Is::Pure, depth))));
                if self.dice.chance(60) {
                    let table = format!("points_{}", tables.len());
                    tables.push((table.clone(), self.rows_along("reached", &["points"], None)));
                    fields.push(("points", text(table)));
                }
            }
            if self.dice.chance(30) {
                fields.push(("missing", self.missing()));
            }
            if self.dice.chance(30) {
                fields.push(("steps", self.steps()));
            }
            results.push((format!("score.{path}"), Is::Pure));
            items.push(map(fields));
        }
        Node::List(items)
    }

    fn steps(&mut self) -> Node {
        let mut steps = Vec::new();
        for _ in 0..self.dice.below(2).saturating_add(1) {
            let mut fields = Vec::new();
            if self.dice.chance(60) {
                (self.groups_left, self.groups) = (1, 0);
                fields.push(("when", text(self.condition(1))));
            }
            let deed = self.dice.word(&["cap", "floor", "set", "times", "add"]);
            let amount = if self.dice.chance(60) { self.literal(Is::Pure) } else { self.formula(Is::Pure, 1) };
            fields.push((deed, text(amount)));
            fields.push(("why", text("because")));
            steps.push(map(fields));
        }
        Node::List(steps)
    }

    fn grades() -> Node {
        let rows = [("95 ..", "A"), ("60 .. 95", "B"), (".. 60", "丙")];
        let rows = rows.map(|(score, grade)| map([("score", text(score)), ("grade", text(grade))]));
        map([("keys", Node::List(vec![text("score")])), ("read", text("step")), ("rows", Node::List(Vec::from(rows)))])
    }

    pub(super) fn incentives(&mut self, tables: &mut Vec<(String, Node)>) -> Node {
        let mut plans = Vec::new();
        let mut results = Vec::new();
        for index in 0..self.how_many() {
            let name = format!("pay_{index}");
            let mut components = Vec::new();
            for at in 0..self.dice.below(3).saturating_add(1) {
                let id = format!("part_{at}");
                components.push(self.component(&id, tables));
                results.push((format!("pay.{name}.{id}"), Is::Money));
            }
            let mut fields = vec![("grain", text(self.grain())), ("components", Node::List(components))];
            fields.extend(self.who().map(|who| ("who", text(who))));
            if self.dice.chance(50) {
                fields.push(("missing", self.missing()));
            }
            results.push((format!("pay.{name}"), Is::Money));
            plans.push((name, map(fields)));
        }
        self.results.extend(results);
        named(plans)
    }

    fn component(&mut self, id: &str, tables: &mut Vec<(String, Node)>) -> Node {
        let mut fields = vec![("id", text(id)), ("each", text("period"))];
        if self.dice.chance(40) {
            (self.groups_left, self.groups) = (1, 0);
            fields.push(("when", text(self.condition(1))));
        }
        if self.dice.chance(30) {
            fields.push(("rounding", self.rounding()));
        }
        if self.dice.chance(35) {
            if self.dice.chance(50) {
                fields.push(("base", text(self.formula(Is::Money, 1))));
                self.has_base = true;
            }
            fields.push(("pay", text(self.formula(Is::Money, 1))));
            self.has_base = false;
            return map(fields);
        }
        let pays = self.dice.word(&["rate", "amount"]);
        let table = format!("pay_table_{}", tables.len());
        let by_ratio = self.dice.chance(50);
        let bounds: &[&str] = if by_ratio { &["0%", "100%", "120%"] } else { &["0", "1000", "2500"] };
        tables.push((table.clone(), self.rows_along("x", &[pays], Some(bounds))));
        fields.push(("base", text(self.formula(Is::Money, 1))));
        fields.push(("table", text(table)));
        if by_ratio {
            fields.push(("by", text(self.formula(Is::Pure, 1))));
        }
        map(fields)
    }

    pub(super) fn rankings(&mut self) -> Node {
        let mut rankings = Vec::new();
        for index in 0..self.how_many() {
            let mut fields = vec![("by", text(self.formula(Is::Pure, 1)))];
            fields.extend(self.who().map(|who| ("who", text(who))));
            if self.dice.chance(40) {
                fields.push(("order", text(self.dice.word(&["highest", "lowest"]))));
            }
            if self.dice.chance(40) {
                fields.push(("ties", text(self.dice.word(&["1224", "1223", "average"]))));
            }
            rankings.push((format!("ranking_{index}"), map(fields)));
        }
        named(rankings)
    }
}
