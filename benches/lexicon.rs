//! What the lexicon costs: building it, which happens at every start, and looking words up.

fn main() {
    divan::main();
}

/// Target: at most 2 ms.
#[divan::bench]
fn build() -> yosan::lexicon::Lexicon {
    yosan::lexicon::Lexicon::read_builtin()
}
