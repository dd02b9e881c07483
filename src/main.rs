//! The command `yosan`.

mod cli;

/// What is read is many small texts: of the time that it takes, the C library's allocator needs a quarter.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::run()
}
