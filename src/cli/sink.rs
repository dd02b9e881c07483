use std::io::{self, IsTerminal};
use yosan::output::table::Screen;

/// Width of a table that is not shown on a terminal, unless COLUMNS says otherwise.
const COLUMNS: usize = 110;

/// Whether results go to a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// The screen that standard output is, or the page that it would be.
pub(crate) fn screen() -> Screen {
    let asked = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    let seen = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let columns = if is_terminal() { seen.or(asked) } else { asked };
    let choice = anstream::AutoStream::choice(&io::stdout());
    Screen {
        columns: columns.filter(|columns| *columns > 0).unwrap_or(COLUMNS),
        colour: choice != anstream::ColorChoice::Never,
    }
}

/// A table in a file has no terminal to fit.
pub(crate) fn page() -> Screen {
    Screen {
        colour: false,
        ..screen()
    }
}

/// A text that shows what it holds and drives no terminal.
pub(crate) fn printable(text: &str) -> String {
    let shown = |character: char| {
        if character.is_control() {
            char::REPLACEMENT_CHARACTER
        } else {
            character
        }
    };
    text.chars().map(shown).collect()
}
