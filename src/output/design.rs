//! What the pages for the browser share: beside `design.css` the head, and the policy by which a page runs and loads nothing but
//! what is in it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use minijinja::{AutoEscape, Environment, Value, context};
use sha2::{Digest, Sha256};
use std::io;

const HEAD: &str = include_str!("head.html");

/// How a page is called, looks and acts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'a> {
    /// Its title.
    pub(super) title: &'a str,
    /// All its rules.
    pub(super) style: &'a str,
    /// All its script.
    pub(super) script: Option<&'a str>,
}

/// A page: its body is a template, put together with these values. Names come from anywhere: whatever is put into it is escaped
/// unless the template calls it safe.
///
/// # Errors
/// The template is at fault.
pub(super) fn page(look: &Look<'_>, body: &str, values: Value) -> io::Result<String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let head = context! {
        title => look.title,
        style => look.style,
        policy => policy(look.style, look.script),
        version => env!("CARGO_PKG_VERSION"),
        script => look.script,
    };
    let values = context! { ..values, ..head };
    let rendered = environment.render_str(&[HEAD, body].concat(), values);
    rendered.map_err(|error| io::Error::other(error.to_string()))
}

/// The Content-Security-Policy of a page with this style and, where it has one, this script, each in one element as it is.
fn policy(style: &str, script: Option<&str>) -> String {
    let hash = |text: &str| format!("'sha256-{}'", BASE64.encode(Sha256::digest(text.as_bytes())));
    let script = script.map_or_else(|| "'none'".to_owned(), hash);
    format!(
        "default-src 'none'; script-src {script}; style-src {}; img-src data:; base-uri 'none'; form-action 'none'",
        hash(style)
    )
}
