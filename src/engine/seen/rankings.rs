//! What somebody may see of rankings, contests and badges.

use crate::error::Error;
use crate::id::Key;
use crate::kpi::When;
use crate::measure::Whose;
use crate::quantity::{Fraction, Outcome};
use crate::ranking::{Awards, Moved, Ranking};

use super::super::contest::{Contest, EarnedBadge};
use super::super::view::View;
use super::Seen;

/// A ranking as far as somebody may see it: places keep the ranks that they have among all.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenRanking {
    /// The places that may be seen.
    pub ranking: Ranking,
    /// How many places are left out.
    pub hidden: usize,
}

/// A contest as far as somebody may see it: what is offered and won in all is that of all.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenContest {
    /// The places and awards that may be seen.
    pub contest: Contest,
    /// How many places are left out.
    pub hidden: usize,
}

impl Seen {
    /// As [`View::ranking`](crate::View::ranking), without the places of those whom the actor may not see.
    pub fn ranking(&self, name: &str, when: impl Into<When>) -> Result<SeenRanking, Error> {
        let when = when.into();
        let all = self.view.ranking(name, when)?;
        let ranking = all.only(&|who| self.sees_ranked(name, who, when));
        let hidden = all.places.len().saturating_sub(ranking.places.len());
        Ok(SeenRanking { ranking, hidden })
    }

    /// As [`View::rank_change`](crate::View::rank_change).
    pub fn rank_change(&self, name: &str, who: &str, when: impl Into<When>) -> Result<Outcome<Fraction>, Error> {
        let place = self.allowed(self.view.ranked_one(name, who)?, when.into())?;
        self.view.rank_change(name, who, place.when)
    }

    /// As [`View::rank_moves`](crate::View::rank_moves), without those whom the actor may not see.
    pub fn rank_moves(&self, name: &str, when: impl Into<When>) -> Result<Outcome<Vec<Moved>>, Error> {
        let when = when.into();
        let moves = self.view.rank_moves(name, when)?;
        Ok(moves.map(|mut moves| {
            moves.retain(|moved| self.sees_ranked(name, &moved.who, when));
            moves
        }))
    }

    /// As [`View::rank_moves_since`](crate::View::rank_moves_since), without those whom the actor may not see now.
    pub fn rank_moves_since(&self, before: &View, name: &str, when: impl Into<When>) -> Result<Vec<Moved>, Error> {
        let when = when.into();
        let mut moves = self.view.rank_moves_since(before, name, when)?;
        moves.retain(|moved| self.sees_ranked(name, &moved.who, when));
        Ok(moves)
    }

    /// As [`View::contest`](crate::View::contest), without the places and awards of those whom the actor may not see.
    pub fn contest(&self, name: &str, when: impl Into<When>) -> Result<Outcome<SeenContest>, Error> {
        let contest = match self.view.contest(name, when)? {
            Ok(contest) => contest,
            Err(why) => return Ok(Err(why)),
        };
        let sees = |who: &Key| self.sees_ranked(name, who, contest.when);
        let ranking = contest.ranking.only(&sees);
        let hidden = contest.ranking.places.len().saturating_sub(ranking.places.len());
        let awards = contest.awards.map(|mut all: Awards| {
            all.awards.retain(|award| sees(&award.who));
            all
        });
        Ok(Ok(SeenContest { contest: Contest { ranking: ranking.into(), awards, ..contest }, hidden }))
    }

    /// As [`View::badges`](crate::View::badges).
    pub fn badges(&self, whose: Whose, when: impl Into<When>) -> Result<Vec<EarnedBadge>, Error> {
        let place = self.allowed(whose, when.into())?;
        Ok(self.view.badges_seen(whose, place.when, Some(&self.sight)))
    }

    fn sees_ranked(&self, name: &str, who: &Key, when: When) -> bool {
        self.view.ranked_one(name, who.as_str()).is_ok_and(|whose| self.sees(whose, when))
    }
}
