//! The command `yosan`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
