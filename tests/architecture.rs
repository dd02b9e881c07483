//! Holds the code against the table of floors: a file imports only from floors below its own or from its own folder, and
//! some crates are named in one place only. A violation is told with its line and what to do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proc_macro2::{TokenStream, TokenTree};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// Every room with its floor, in the order in which `lib.rs` names them.
const FLOORS: &[(u8, &[&str])] = &[
    (0, &["span", "geometry"]),
    (1, &["diagnostic"]),
    (2, &["model"]),
    (3, &["source"]),
    (4, &["layout", "normalize"]),
    (5, &["lexicon"]),
    (6, &["grammar"]),
    (7, &["link"]),
    (8, &["reconcile"]),
    (9, &["amend", "diff"]),
    (10, &["output"]),
    (11, &["pipeline"]),
    (12, &["batch"]),
    (13, &["regress"]),
    (14, &["cli", "main"]),
];

/// Crates that only some files may name: the crate, and how the allowed paths begin or end.
const CRATES: &[(&str, &[&str])] = &[
    ("lopdf", &["source/pdf/"]),
    ("hayro_cmap", &["source/pdf/"]),
    ("nom", &["grammar/", "grammar.rs"]),
    ("serde", &["output/", "/file.rs"]),
    ("serde_json", &["output/", "/file.rs"]),
    ("schemars", &["output/", "/file.rs"]),
    ("hayro", &["output/review/pictures.rs"]),
    ("rayon", &["batch/", "batch.rs"]),
    ("indicatif", &["cli/"]),
    ("rust_xlsxwriter", &["output/xlsx/"]),
    ("clap", &["cli/", "main.rs"]),
    ("clap_complete", &["cli/", "main.rs"]),
    ("clap_mangen", &["cli/", "main.rs"]),
    ("anstream", &["cli/", "main.rs"]),
    ("terminal_size", &["cli/", "main.rs"]),
    ("miette", &["cli/", "main.rs"]),
    ("pyo3", &[]),
];

/// What the binding for Python may know of the library: it asks for whole documents and writes them down.
const PYTHON_KNOWS: &[&str] = &["output", "pipeline", "batch", "regress"];

/// Names that say nothing: a module or type so called is a drawer.
const DRAWERS: &[&str] = &[
    "util", "utils", "helper", "helpers", "manager", "managers", "data",
];

const LONGEST_FILE: usize = 600;

fn floor(room: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(_, rooms)| rooms.contains(&room))
        .map(|(floor, _)| *floor)
}

/// The module that a file under `src/` is: `grammar/amount.rs` → `[grammar, amount]`, `model/mod.rs` → `[model]`.
fn module_of(path: &str) -> Vec<String> {
    let mut parts: Vec<String> = path
        .trim_end_matches(".rs")
        .split('/')
        .map(str::to_owned)
        .collect();
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib")) {
        parts.pop();
    }
    parts
}

/// Everything in one file that the table does not allow. `path` is relative to `src/`.
fn violations(path: &str, source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let lines = source.lines().count();
    if lines > LONGEST_FILE {
        found.push(format!(
            "{path}: {lines} lines, at most {LONGEST_FILE}: is it still one room?"
        ));
    }
    let module = module_of(path);
    if let Some(drawer) = module.iter().find(|part| DRAWERS.contains(&part.as_str())) {
        found.push(format!(
            "{path}: a module called `{drawer}` says nothing of what is in it"
        ));
    }
    let file = match syn::parse_file(source) {
        Ok(file) => file,
        Err(error) => {
            found.push(format!("{path}: {error}"));
            return found;
        }
    };
    let mut reader = Reader { path, module, found };
    reader.visit_file(&file);
    // A `use` of many names tells the same of each.
    reader.found.dedup();
    reader.found
}

struct Reader<'a> {
    path: &'a str,
    module: Vec<String>,
    found: Vec<String>,
}

impl Reader<'_> {
    fn tell(&mut self, span: proc_macro2::Span, what: &str) {
        self.found
            .push(format!("{}:{}: {what}", self.path, span.start().line));
    }

    /// Judges a path as it is written, given by its segments.
    fn judge(&mut self, segments: &[String], span: proc_macro2::Span) {
        let Some(first) = segments.first() else {
            return;
        };
        if self.path.starts_with("python/") {
            if first == "yosan"
                && !segments
                    .get(1)
                    .is_some_and(|room| PYTHON_KNOWS.contains(&room.as_str()))
            {
                let known = PYTHON_KNOWS.join(", ");
                self.tell(span, &format!("the binding may know only {known}"));
            }
            return;
        }
        if let Some((name, places)) = CRATES.iter().find(|(name, _)| name == first) {
            let allowed = |place: &&str| self.path.starts_with(place) || self.path.ends_with(place);
            if !places.iter().any(allowed) {
                self.tell(
                    span,
                    &format!("`{name}` may be named only in {}", places.join(", ")),
                );
            }
        }
        let rest = segments.get(1..).unwrap_or_default();
        let target = match first.as_str() {
            "crate" | "yosan" => rest.to_vec(),
            "self" => [self.module.clone(), rest.to_vec()].concat(),
            "super" => {
                let ups = segments.iter().take_while(|segment| *segment == "super").count();
                let kept = self.module.len().saturating_sub(ups);
                [&self.module[..kept], &segments[ups..]].concat()
            }
            _ => return,
        };
        let Some(room) = target.first() else {
            return;
        };
        let Some(own) = self.module.first().cloned() else {
            return; // lib.rs is the table of contents: it names everything
        };
        if *room == own || *room == "cli" && own == "main" {
            return;
        }
        match (floor(&own), floor(room)) {
            (None, _) => {}        // told once, by the file itself
            (Some(14), None) => {} // the command uses what lib.rs offers
            (Some(here), Some(there)) if there < here => {}
            (Some(here), Some(there)) => {
                let what = format!("{own} (floor {here}) must not know {room} (floor {there})");
                self.tell(span, &what);
            }
            (Some(_), None) => self.tell(
                span,
                &format!("`{room}` has no floor; name the module it comes from"),
            ),
        }
    }

    /// Paths inside a macro's tokens, which nothing parses for us.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut segments: Vec<String> = Vec::new();
        let mut start = None;
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.end(&mut segments, start);
                        start = Some(name.span());
                    }
                    segments.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' && !segments.is_empty() => colons += 1,
                other => {
                    self.end(&mut segments, start);
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.tokens(group.stream());
                    }
                }
            }
        }
        self.end(&mut segments, start);
    }

    fn end(&mut self, segments: &mut Vec<String>, start: Option<proc_macro2::Span>) {
        if segments.iter().any(|segment| segment == "unsafe") {
            self.tell(
                start.unwrap_or_else(proc_macro2::Span::call_site),
                "no `unsafe` here",
            );
        }
        if let Some(span) = start
            && segments.len() > 1
        {
            let written = std::mem::take(segments);
            self.judge(&written, span);
        }
        segments.clear();
    }

    fn named(&mut self, name: &syn::Ident) {
        let lower = name.to_string().to_lowercase();
        let drawer = |word: &&str| lower == **word || name.to_string().ends_with(&title_case(word));
        if let Some(word) = DRAWERS.iter().find(|word| drawer(word)) {
            self.tell(
                name.span(),
                &format!("`{name}`: a name with {word} says nothing of what is in it"),
            );
        }
    }
}

fn title_case(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|condition| condition == "test")
    })
}

/// Every path that a `use` brings in.
fn flatten(tree: &syn::UseTree, before: &[String], out: &mut Vec<Vec<String>>) {
    let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
    match tree {
        syn::UseTree::Path(path) => flatten(&path.tree, &with(&path.ident), out),
        syn::UseTree::Name(name) => out.push(with(&name.ident)),
        syn::UseTree::Rename(name) => out.push(with(&name.ident)),
        syn::UseTree::Glob(_) => out.push(before.to_vec()),
        syn::UseTree::Group(group) => group.items.iter().for_each(|item| flatten(item, before, out)),
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if is_test(&item.attrs) {
            return;
        }
        let mut paths = Vec::new();
        flatten(&item.tree, &[], &mut paths);
        for path in paths {
            self.judge(&path, item.span());
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        if segments.len() > 1 {
            self.judge(&segments, path.span());
        }
        visit::visit_path(self, path);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        // `#[serde(…)]` names its crate in one word.
        let segments: Vec<String> = attribute
            .path()
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        self.judge(&segments, attribute.span());
        if let syn::Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone());
        }
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.tokens(call.tokens.clone());
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if is_test(&item.attrs) {
            return;
        }
        self.named(&item.ident);
        if item.content.is_some() {
            self.module.push(item.ident.to_string());
            visit::visit_item_mod(self, item);
            self.module.pop();
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_test(&item.attrs) {
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if item.unsafety.is_some() {
            self.tell(item.span(), "no `unsafe` here");
        }
        if !is_test(&item.attrs) {
            visit::visit_item_impl(self, item);
        }
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        if let syn::Safety::Unsafe(word) = &signature.safety {
            self.tell(word.span(), "no `unsafe` here");
        }
        visit::visit_signature(self, signature);
    }

    fn visit_expr_unsafe(&mut self, block: &'ast syn::ExprUnsafe) {
        self.tell(block.span(), "no `unsafe` here");
        visit::visit_expr_unsafe(self, block);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.named(&item.ident);
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.named(&item.ident);
        visit::visit_item_enum(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.named(&item.ident);
        visit::visit_item_trait(self, item);
    }
}

fn rust_files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every file under `src/` with its text; its path is relative to `src/`.
fn sources() -> Vec<(String, String)> {
    let mut files = Vec::new();
    rust_files(&src(), &mut files);
    files
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(src())
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// Files that only tests see: `#[cfg(test)] mod samples;` in `output/mod.rs` → `output/samples`.
fn test_modules(sources: &[(String, String)]) -> HashSet<Vec<String>> {
    let mut found = HashSet::new();
    for (path, source) in sources {
        let module = module_of(path);
        for item in syn::parse_file(source).unwrap().items {
            if let syn::Item::Mod(item) = item
                && item.content.is_none()
                && is_test(&item.attrs)
            {
                found.insert([module.clone(), vec![item.ident.to_string()]].concat());
            }
        }
    }
    found
}

#[test]
fn every_file_keeps_to_its_floor() {
    let sources = sources();
    let tests = test_modules(&sources);
    let mut found = Vec::new();
    for (path, source) in &sources {
        let module = module_of(path);
        if module.first().is_some_and(|room| floor(room).is_none()) {
            found.push(format!(
                "{path}: give its room a floor in tests/architecture.rs and in lib.rs"
            ));
        }
        if !tests.iter().any(|test| module.starts_with(test)) {
            found.extend(violations(path, source));
        }
    }
    assert!(sources.len() > 20, "the sources were not found");
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn the_binding_for_python_stays_thin() {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/src");
    let mut files = Vec::new();
    rust_files(&python, &mut files);
    assert!(!files.is_empty(), "the binding was not found");
    let found: Vec<String> = files
        .iter()
        .flat_map(|path| {
            let name = format!("python/{}", path.strip_prefix(&python).unwrap().display());
            violations(&name, &std::fs::read_to_string(path).unwrap())
        })
        .collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn tests_and_benches_are_rooms_too() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    rust_files(&root.join("tests"), &mut files);
    rust_files(&root.join("benches"), &mut files);
    for path in files {
        let lines = std::fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= LONGEST_FILE, "{}: {lines} lines", path.display());
    }
}

#[test]
fn the_table_of_contents_is_in_floor_order() {
    let lib = std::fs::read_to_string(src().join("lib.rs")).unwrap();
    let rooms: Vec<String> = syn::parse_file(&lib)
        .unwrap()
        .items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Mod(item) => Some(item.ident.to_string()),
            _ => None,
        })
        .collect();
    let floors: Vec<u8> = rooms.iter().map(|room| floor(room).expect(room)).collect();
    assert!(
        floors.is_sorted(),
        "the modules of lib.rs stand on floors {floors:?}: {rooms:?}"
    );
}

#[test]
fn planted_violations_are_found() {
    let one = |path: &str, source: &str| {
        let found = violations(path, source);
        assert_eq!(found.len(), 1, "{path}: {source}: {found:?}");
        found.into_iter().next().unwrap()
    };
    // Upward, in every way in which a path can be written.
    assert!(one("model/a.rs", "\nuse crate::link::Tie;").contains("model/a.rs:2: model (floor 2)"));
    one("model/a.rs", "fn f() -> crate::output::Row { todo() }");
    one("model/a/b.rs", "use super::super::super::link::Tie;");
    one("grammar/a.rs", "use crate::{span::Span, reconcile::{self, Sum}};");
    one("span.rs", "fn f() { log!(\"{}\", crate::model::X) }");
    one(
        "grammar/a.rs",
        "mod inner { use super::super::super::link::Tie; }",
    );
    one("diff/a.rs", "use crate::amend::X;");
    one("link/a.rs", "use crate::Extractor;");
    // Crates out of their place.
    one("link/a.rs", "use nom::Parser;");
    one("layout/a.rs", "fn f(x: lopdf::Object) {}");
    one("model/a.rs", "#[derive(serde::Serialize)] struct A;");
    one("lexicon/a.rs", "struct A { #[serde(default)] b: u8 }");
    one("pipeline/mod.rs", "use clap::Parser;");
    one("link/a.rs", "use pyo3::PyErr;");
    // The binding below the floors that it may know.
    one("python/a.rs", "use yosan::grammar::Unit;");
    // Drawers, unsafe and endless files.
    one("link/utils.rs", "");
    one("link/a.rs", "struct LinkManager;");
    one("link/a.rs", "fn f() { unsafe { g() } }");
    one("link/a.rs", "unsafe fn f() {}");
    one("link/a.rs", &"// x\n".repeat(601));
}

#[test]
fn what_the_table_allows_is_allowed() {
    let none = |path: &str, source: &str| assert_eq!(violations(path, source), [""; 0], "{path}: {source}");
    none(
        "link/a.rs",
        "use crate::grammar::Node; use crate::link::b::C; use super::b::D;",
    );
    none(
        "lexicon/file.rs",
        "use serde::Deserialize; #[serde(default)] struct A;",
    );
    none("source/pdf/objects.rs", "use lopdf::Object;");
    none(
        "grammar/amount/mod.rs",
        "use nom::Parser; use crate::normalize::fold;",
    );
    none(
        "cli/extract.rs",
        "use yosan::pipeline::Extractor; use super::sink; use clap::Args; use yosan::VERSION;",
    );
    none("main.rs", "mod cli; fn main() { cli::run() }");
    none(
        "python/a.rs",
        "use yosan::pipeline::Extractor; use yosan::{batch, output::json}; use crate::columns; use pyo3::PyErr; use serde::Serialize;",
    );
    none("model/a.rs", "#[cfg(test)] mod tests { use crate::pipeline::X; }");
    none(
        "lib.rs",
        "pub use pipeline::Extractor; pub use crate::output::json;",
    );
}
