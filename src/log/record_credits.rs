//! Who is credited with a record: those of whom an entry says so, or else whoever owns it.

use crate::document::IS_WHOLE;
use crate::quantity::Fraction;

use super::draft::Part;
use super::fact::Credit;
use super::record::RecordState;
use super::records::{Change, Says};
use super::schema::ASSIGN;
use super::store::{Line, Log, index};
use super::table::Table;

impl<'s> RecordState<'s> {
    /// Who is credited, by person, direct shares first; nobody, where nobody owns it and no entry says who.
    ///
    /// The last entry that has `credits` says all of them; where it names nobody directly, or there is none, all of it is the
    /// owner's.
    ///
    /// # Example
    ///
    /// ```
    /// # use attain::{Engine, Plan};
    /// # use attain::calendar::parse_day;
    /// # let plan = Plan::from_json(br#"{
    /// #   "attain": 1, "name": "Splits", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    /// #   "records": { "deal": { "whose": "owner", "fields": { "owner": "person", "amount": "money" } } } }"#)?;
    /// let mut engine = Engine::new(plan);
    /// engine.record_jsonl(br#"
    ///   {"kind":"deal","id":"d1","on":"2026-03-02","owner":"ann","amount":"900"}
    ///   {"kind":"deal","id":"e1","on":"2026-03-09","of":"d1","credits":[{"who":"ann","share":"2/3"},{"who":"bob","share":"1/3"}]}
    /// "#, None);
    /// let (deal, _) = engine.plan().kinds().find("deal").unwrap();
    /// let standing = engine.log().standing(engine.log().len());
    /// let record = standing.records(deal).next().unwrap();
    /// let shares = |day| {
    ///     let credits = record.on(parse_day(day).unwrap()).unwrap().credits();
    ///     credits.iter().map(|one| format!("{} {}", one.who, one.share)).collect::<Vec<_>>()
    /// };
    /// assert_eq!(shares("2026-03-08"), ["ann 1"]);
    /// assert_eq!(shares("2026-03-09"), ["ann 2/3", "bob 1/3"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn credits(self) -> Vec<Credit> {
        let standing = self.record().standing();
        let written = if IS_WHOLE { self.written_credits() } else { &[] };
        let mut credits: Vec<Credit> = Vec::new();
        if written.iter().all(|part| part.overlay) {
            let owner = self.owner_code().and_then(|code| Some((code, standing.person(code)?)));
            credits.extend(owner.map(|(code, who)| Credit {
                who: who.clone(),
                code,
                share: Fraction::ONE,
                overlay: false,
            }));
        }
        // They stand in order: direct ones first, by person.
        for part in written {
            let (who, share) = (standing.person(part.who), standing.log.names.shares.get(part.share));
            let credit = who.zip(share);
            credits.extend(credit.map(|(who, share)| Credit {
                who: who.clone(),
                code: part.who,
                share: *share,
                overlay: part.overlay,
            }));
        }
        credits
    }

    fn written_credits(self) -> &'s [Part<u32, u32>] {
        let log: &'s Log = &self.record().standing().log;
        let own = self.record().rows();
        let given = log.tables.get(ASSIGN).filter(|table| table.has_credits());
        if given.is_none() && !own.has_credits() {
            return &[];
        }
        let said = |change: &Change| match change.says {
            Says::Fields(row) => own.credits(index(row)),
            Says::Owner(_) => {
                let line = log.line(self.record().standing().corrections.content(change.own));
                let row = line.filter(|line| line.table() == ASSIGN).map(Line::row);
                row.and_then(|row| given.map(|table: &Table| table.credits(row))).unwrap_or_default()
            }
        };
        let mut said = self.changes().iter().rev().map(said);
        said.find(|credits| !credits.is_empty()).unwrap_or_default()
    }
}
