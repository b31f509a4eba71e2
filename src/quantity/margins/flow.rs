//! The greatest flow through a network (Dinitz, 1970).

/// A network of nodes and arcs. Where there is a choice, arcs that were added first are taken first.
pub(super) struct Network {
    arcs: Vec<Arc>,
    /// The arcs that leave each node; each stands beside its opposite, in which what flows can be taken back.
    leaving: Vec<Vec<usize>>,
}

struct Arc {
    to: usize,
    left: u64,
}

/// How far a node is from the source, and which of its arcs is tried next.
struct Search {
    distance: Vec<usize>,
    next: Vec<usize>,
}

const UNREACHED: usize = usize::MAX;

impl Network {
    pub(super) fn new(nodes: usize) -> Network {
        Network { arcs: Vec::new(), leaving: vec![Vec::new(); nodes] }
    }

    /// Adds an arc, and answers its number.
    pub(super) fn add(&mut self, from: usize, to: usize, capacity: u64) -> usize {
        let arc = self.arcs.len();
        for (node, end, left) in [(from, to, capacity), (to, from, 0)] {
            if let Some(leaving) = self.leaving.get_mut(node) {
                leaving.push(self.arcs.len());
            }
            self.arcs.push(Arc { to: end, left });
        }
        arc
    }

    /// Whether nothing more can flow through an arc.
    pub(super) fn is_full(&self, arc: usize) -> bool {
        self.left(arc) == 0
    }

    /// Sends as much as can flow from the source to the sink; answers how much that is.
    pub(super) fn fill(&mut self, source: usize, sink: usize) -> u64 {
        let mut flow = 0_u64;
        while let Some(mut search) = self.search(source, sink) {
            while let Some(path) = self.path(source, sink, &mut search) {
                let most = path.iter().map(|&arc| self.left(arc)).min().unwrap_or(0);
                for arc in path {
                    self.send(arc, most);
                }
                flow = flow.saturating_add(most);
            }
        }
        flow
    }

    fn left(&self, arc: usize) -> u64 {
        self.arcs.get(arc).map_or(0, |arc| arc.left)
    }

    fn send(&mut self, arc: usize, amount: u64) {
        if let Some(arc) = self.arcs.get_mut(arc) {
            arc.left = arc.left.saturating_sub(amount);
        }
        if let Some(back) = self.arcs.get_mut(arc ^ 1) {
            back.left = back.left.saturating_add(amount);
        }
    }

    /// The distances from the source; `None` where the sink cannot be reached.
    fn search(&self, source: usize, sink: usize) -> Option<Search> {
        let mut distance = vec![UNREACHED; self.leaving.len()];
        *distance.get_mut(source)? = 0;
        let mut reached = vec![source];
        let mut at = 0;
        while let Some(&node) = reached.get(at) {
            at = at.saturating_add(1);
            let further = distance.get(node)?.saturating_add(1);
            for &arc in self.leaving.get(node)? {
                let Arc { to, left } = self.arcs.get(arc)?;
                let place = distance.get_mut(*to)?;
                if *left > 0 && *place == UNREACHED {
                    *place = further;
                    reached.push(*to);
                }
            }
        }
        (*distance.get(sink)? != UNREACHED).then(|| Search { distance, next: vec![0; self.leaving.len()] })
    }

    /// A shortest way on which something can still flow.
    fn path(&self, source: usize, sink: usize, search: &mut Search) -> Option<Vec<usize>> {
        let mut path: Vec<usize> = Vec::new();
        let mut node = source;
        while node != sink {
            let next = search.next.get_mut(node)?;
            let Some(&arc) = self.leaving.get(node)?.get(*next) else {
                // Nothing more goes through this node: back, and past the arc that led here.
                let arc = path.pop()?;
                node = self.arcs.get(arc ^ 1)?.to;
                let next = search.next.get_mut(node)?;
                *next = next.saturating_add(1);
                continue;
            };
            let to = self.arcs.get(arc)?.to;
            let further = search.distance.get(node)?.saturating_add(1);
            if self.left(arc) > 0 && search.distance.get(to) == Some(&further) {
                path.push(arc);
                node = to;
            } else {
                *next = next.saturating_add(1);
            }
        }
        Some(path)
    }
}
