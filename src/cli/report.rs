use super::ending::Failure;
use std::io::Write;
use yosan::diagnostic::{Diagnostic, Severity, codes};
use yosan::pipeline;

/// Findings of one document that are told one by one; the rest is only counted.
const MOST: usize = 12;

/// Tells a failure on standard error: what happened where, and what to do.
pub(crate) fn failure(failure: &Failure) {
    match failure {
        Failure::Usage { what, remedy } => told(what, remedy),
        Failure::Input(error) => input(error),
        Failure::Output { file, error } => {
            let remedy = "check that the folder exists, may be written to and has room";
            told(&format!("{file}: could not be written: {error}"), remedy);
        }
        Failure::Closed => {}
    }
}

/// Tells why an input could not be read.
pub(crate) fn input(error: &pipeline::Error) {
    told(&error.to_string(), error.remedy());
}

/// Tells one line that needs no help.
pub(crate) fn remark(text: &str) {
    line(text);
}

fn told(what: &str, remedy: &str) {
    line(&format!("error: {what}"));
    line(&format!("  help: {remedy}"));
}

/// Tells what went wrong inside a document that was read; remarks that ask for nothing stay in the output.
pub(crate) fn findings(file: &str, findings: &[Diagnostic]) {
    let grave = || {
        findings
            .iter()
            .filter(|finding| finding.severity > Severity::Info)
    };
    for finding in grave().take(MOST) {
        let location = &finding.location;
        let place = match (location.line, location.page) {
            (Some(line), _) => format!(":{line}"),
            (None, Some(page)) => format!(", page {}", page.get()),
            (None, None) => String::new(),
        };
        let severity = finding.severity.code();
        line(&format!(
            "{severity}[{}]: {file}{place}: {}",
            finding.code, finding.message
        ));
        if [codes::EMPTY, codes::NOT_A_REQUEST].contains(&finding.code) {
            line(
                "  help: look whether this is the file that was meant; `yosan text` shows what was read of it",
            );
        }
    }
    let rest = grave().count().saturating_sub(MOST);
    if rest > 0 {
        line(&format!(
            "{file}: {rest} more findings; all are under \"diagnostics\" in the JSON"
        ));
    }
}

/// A line on standard error. What a document or a file name holds must not drive the terminal. There is nobody to tell
/// when even this fails.
fn line(text: &str) {
    let shown = super::sink::printable(text);
    let _ = writeln!(std::io::stderr().lock(), "{shown}");
}
