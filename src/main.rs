//! The command `yosan`.

mod cli;

/// What is read becomes many small texts: how quickly they are allocated is felt.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::run()
}
