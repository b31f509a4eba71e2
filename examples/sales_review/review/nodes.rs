//! The nodes of the tree that the review shows.

use attain::calendar::Span;
use attain::engine::View;
use attain::measure::Whose;
use attain::trace::Language;

use super::{Failure, People, Review};

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The whole company.
    Company,
    /// A leader and whoever reports to the leader.
    Team,
    /// What a leader sells in person.
    Own,
    /// A person who leads nobody.
    Rep,
}

/// A node of the tree.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// `company`, `team:272`, `own:272` or `rep:281`.
    pub(crate) id: String,
    /// What it is.
    pub(crate) kind: Kind,
    /// The employee: the person, or whoever leads the unit.
    pub(crate) employee: String,
    /// What people call the employee.
    pub(crate) name: String,
    /// Whom to ask about.
    pub(crate) whose: Whose,
}

impl Node {
    fn new(kind: Kind, employee: &str, people: &People, view: &View) -> Result<Node, Failure> {
        let (id, whose) = match kind {
            Kind::Company | Kind::Team => {
                let unit = people.unit(employee);
                let whose = view.unit(&unit)?;
                (unit, whose)
            }
            Kind::Own => (format!("own:{employee}"), view.person(employee)?),
            Kind::Rep => (format!("rep:{employee}"), view.person(employee)?),
        };
        let (employee, name) = (employee.to_owned(), people.name(employee).to_owned());
        Ok(Node { id, kind, employee, name, whose })
    }

    /// What people call the node.
    pub(crate) fn title(&self, language: Language) -> String {
        match (self.kind, language) {
            (Kind::Company, Language::English) => "company".to_owned(),
            (Kind::Company, Language::Chinese) => "公司".to_owned(),
            (Kind::Team, Language::English) => format!("{}'s team", self.name),
            (Kind::Team, Language::Chinese) => format!("{}团队", self.name),
            (Kind::Own, Language::English) => format!("{} (own)", self.name),
            (Kind::Own, Language::Chinese) => format!("{}（本人）", self.name),
            (Kind::Rep, _) => self.name.clone(),
        }
    }

    /// Whether it is one person.
    pub(crate) fn is_person(&self) -> bool {
        matches!(self.kind, Kind::Own | Kind::Rep)
    }
}

/// A node with how deep it stands.
pub(crate) type Placed = (usize, Node);

/// The nodes, from the top; a unit is followed by its leader, its people and the units below. Everybody stands where the last of
/// their rows says.
pub(crate) fn all(review: &Review) -> Result<Vec<Node>, Failure> {
    let manager = |id: &str| review.people.manager(id).map(ToOwned::to_owned);
    Ok(tree(review, &manager)?.into_iter().map(|(_, node)| node).collect())
}

/// The nodes as they were at the end of a time, without the people who belonged nowhere in it, and without units that had nobody.
pub(crate) fn within(review: &Review, span: Span) -> Result<Vec<Placed>, Failure> {
    let manager = |id: &str| {
        let fixed = review.people.manager(id).filter(|_| review.people.leads(id)).map(ToOwned::to_owned);
        fixed.or_else(|| leader(review, id, span))
    };
    let mut nodes = tree(review, &manager)?;
    nodes.retain(|(_, node)| !node.is_person() || belongs(review, node, span));
    let units: Vec<bool> = (0..nodes.len()).map(|at| has_people(&nodes, at)).collect();
    let mut kept = units.into_iter();
    nodes.retain(|_| kept.next().unwrap_or(true));
    Ok(nodes)
}

/// Whether a person belonged somewhere within a time.
pub(crate) fn belongs(review: &Review, node: &Node, span: Span) -> bool {
    match node.whose {
        Whose::Person(person) => review.view.org().last_day(person, span).is_some(),
        Whose::Unit(_) => true,
    }
}

/// Whether somebody stands below a unit, at any depth.
fn has_people(nodes: &[Placed], at: usize) -> bool {
    let Some((depth, node)) = nodes.get(at) else { return false };
    let below = nodes.iter().skip(at.saturating_add(1)).take_while(|(below, _)| below > depth);
    node.is_person() || below.into_iter().any(|(_, node)| node.is_person())
}

/// Whoever leads the unit in which somebody belonged at the end of a time.
fn leader(review: &Review, id: &str, span: Span) -> Option<String> {
    let org = review.view.org();
    let person = org.person(id)?;
    let leaf = org.leaf(person, org.last_day(person, span)?)?;
    let unit = org[org[leaf].unit(0)?].key().as_str();
    let leaders = review.people.ids().into_iter().filter(|id| review.people.leads(id));
    leaders.into_iter().find(|leader| review.people.unit(leader) == unit).map(ToOwned::to_owned)
}

fn tree(review: &Review, manager: &dyn Fn(&str) -> Option<String>) -> Result<Vec<Placed>, Failure> {
    let mut nodes = Vec::new();
    for head in review.people.ids().into_iter().filter(|id| review.people.is_head(id)) {
        add(Kind::Company, head, 0, review, manager, &mut nodes)?;
    }
    Ok(nodes)
}

fn add(
    kind: Kind,
    leader: &str,
    depth: usize,
    review: &Review,
    manager: &dyn Fn(&str) -> Option<String>,
    nodes: &mut Vec<Placed>,
) -> Result<(), Failure> {
    let Review { people, view, .. } = review;
    let node = Node::new(kind, leader, people, view)?;
    // Whoever manages their own manager stands where they were met first.
    if nodes.iter().any(|(_, known)| known.id == node.id) {
        return Ok(());
    }
    let below = depth.saturating_add(1);
    nodes.push((depth, node));
    nodes.push((below, Node::new(Kind::Own, leader, people, view)?));
    let reports = people.ids().into_iter().filter(|id| manager(id).as_deref() == Some(leader));
    let (leaders, reps): (Vec<&str>, Vec<&str>) = reports.partition(|id| people.leads(id));
    for rep in reps {
        nodes.push((below, Node::new(Kind::Rep, rep, people, view)?));
    }
    for leader in leaders {
        add(Kind::Team, leader, below, review, manager, nodes)?;
    }
    Ok(())
}
