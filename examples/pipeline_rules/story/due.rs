//! What is due on a Monday, and what timers did over a holiday.

use std::io::Write;

use attain::engine::Engine;
use attain::engine::due::DueQuery;
use attain::report;
use attain::trace::Language;

use super::Failure;
use super::log::moment;

/// Tells what a team finds on its desk on Monday morning.
pub(crate) fn tell(engine: &Engine, out: &mut dyn Write) -> Result<(), Failure> {
    let (at, end) = (moment("2026-04-13 09:00")?, moment("2026-04-14 00:00")?);
    let view = engine.view(at.date());
    writeln!(out, "5. Overdue, or due on Monday, 13 April 2026; asked at 9:00\n")?;
    let list = view.due(&DueQuery::new().kind("deal").at(at).until(end))?;
    writeln!(out, "{}", report::due(&list, Language::English))?;
    for count in &list.people {
        let who = count.who.as_ref().map_or("nobody", |who| who.as_str());
        writeln!(out, "{who}: {} to do, of which {} overdue", count.all, count.overdue)?;
    }
    writeln!(
        out,
        "\nWhat timers did from 2 April up to then. Follow-ups count working hours, and Monday, 6 April, is a day off:\n"
    )?;
    let fired = view.fired(&DueQuery::new().kind("deal"), moment("2026-04-02 00:00")?, at)?;
    writeln!(out, "{}", report::fired(&fired, Language::English))?;
    Ok(())
}
