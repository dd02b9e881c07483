//! Text bytes to a [`super::Document`]: encoding, lines, pages.
