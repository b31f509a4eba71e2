//! Fuzzes one door: see `README.md` beside the package.

fn main() -> std::process::ExitCode {
    attain_fuzz::main("plan")
}
