//! Writes the facts as columns, one file each: `generate FOLDER COUNT`.

use std::fs;
use std::path::Path;

use attain_peers_workload::generate;

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().collect();
    let folder = Path::new(&words[1]);
    let facts = generate(words[2].parse().expect("how many facts"));
    fs::create_dir_all(folder)?;
    let small = |name: &str, all: &[u32]| fs::write(folder.join(name), bytes(all.iter().map(|one| one.to_le_bytes())));
    let days = |name: &str, all: &[i32]| fs::write(folder.join(name), bytes(all.iter().map(|one| one.to_le_bytes())));
    let cents = |name: &str, all: &[i64]| fs::write(folder.join(name), bytes(all.iter().map(|one| one.to_le_bytes())));
    let o = &facts.opportunities;
    small("o_person.u4", &o.person)?;
    small("o_customer.u4", &o.customer)?;
    days("o_created.i4", &o.created)?;
    days("o_closed.i4", &o.closed)?;
    fs::write(folder.join("o_status.u1"), &o.status)?;
    cents("o_amount.i8", &o.amount)?;
    let p = &facts.payments;
    small("p_person.u4", &p.person)?;
    days("p_day.i4", &p.day)?;
    cents("p_billed.i8", &p.billed)?;
    cents("p_collected.i8", &p.collected)?;
    let s = &facts.surveys;
    small("s_person.u4", &s.person)?;
    days("s_day.i4", &s.day)?;
    fs::write(folder.join("s_points.u1"), &s.points)?;
    cents("target.i8", &facts.targets)
}

fn bytes<const N: usize>(all: impl Iterator<Item = [u8; N]>) -> Vec<u8> {
    all.flatten().collect()
}
