//! What words mean. Data files under `lexicon/`, built in, overlaid by `--lexicon FILE`.

mod words;

pub use words::WordTable;
