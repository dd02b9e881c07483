//! Inputs that are no budget requests, or hardly files at all: each ends with a message that says what happened and what
//! to do, the right exit code, no panic, and within bounds of time and memory.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod run;

use run::{Folder, run, run_with_stdin, yosan};
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Bytes without any order, the same in every run.
fn junk(bytes: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut out = Vec::with_capacity(bytes);
    while out.len() < bytes {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        out.extend(state.to_le_bytes());
    }
    out.truncate(bytes);
    out
}

fn utf16(units: &[u16]) -> Vec<u8> {
    std::iter::once(0xFEFF)
        .chain(units.iter().copied())
        .flat_map(u16::to_le_bytes)
        .collect()
}

fn extract(path: &Path) -> run::Run {
    run(&[OsStr::new("extract"), path.as_os_str()])
}

#[test]
fn what_is_not_there() {
    let folder = Folder::new();
    let path = folder.path("missing.txt");
    extract(&path).refused(&path, "there is no such file");
    let path = folder.file("file.txt", "").join("below");
    extract(&path).refused(&path, "there is no such file");
}

#[test]
fn a_directory() {
    let folder = Folder::new();
    let path = folder.path("folder");
    std::fs::create_dir(&path).unwrap();
    extract(&path).refused(&path, "directory");
}

#[test]
#[cfg(unix)]
fn what_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.file("closed.txt", "予算");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::File::open(&path).is_ok() {
        // For root nothing is closed.
        assert_eq!(extract(&path).code, Some(0));
    } else {
        extract(&path).refused(&path, "permission");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn what_fails_while_it_is_read() {
    let path = Path::new("/proc/self/mem");
    extract(path).refused(path, "could not be read");
}

#[test]
fn one_gigabyte_of_one_line() {
    let folder = Folder::new();
    let path = folder.path("sparse.txt");
    std::fs::File::create(&path).unwrap().set_len(1 << 30).unwrap();
    let began = Instant::now();
    extract(&path)
        .refused(&path, "larger than the limit of 268435456 bytes")
        .ended(3, &["--max-bytes"]);
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "its size is known without reading it"
    );
}

#[test]
fn standard_input_without_end() {
    let mut child = yosan()
        .args(["extract", "-", "--max-bytes", "1MB"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let block = vec![b'x'; 1 << 16];
    let mut sent = 0;
    while pipe.write_all(&block).is_ok() {
        sent += block.len();
        assert!(sent < 1 << 24, "it goes on reading past the limit");
    }
    drop(pipe);
    let run = run::Run::from(child.wait_with_output().unwrap());
    run.refused(Path::new("-"), "larger than the limit of 1048576 bytes");
}

#[test]
fn binary_junk() {
    let folder = Folder::new();
    let path = folder.file("junk.txt", junk(100_000));
    extract(&path).refused(&path, "neither text nor PDF");
    let path = folder.file("nul.txt", [0; 5000]);
    extract(&path).refused(&path, "neither text nor PDF");
    let zip = [b"PK\x03\x04".as_slice(), &junk(2000)].concat();
    let path = folder.file("request.xlsx", zip);
    extract(&path).refused(&path, "ZIP");
}

#[test]
fn an_empty_file_is_read_and_said_to_be_empty() {
    let folder = Folder::new();
    for (name, bytes) in [
        ("empty.txt", ""),
        ("blank.txt", " \n\u{3000}\n\n"),
        ("bom.txt", "\u{feff}"),
    ] {
        let run = extract(&folder.file(name, bytes));
        run.ended(0, &["empty-document", name]);
        assert!(run.stdout.contains("\"requests\": []"), "{}", run.stdout);
    }
}

#[test]
fn nul_bytes_inside_a_text() {
    let folder = Folder::new();
    let text = "令和５年度 概算要求\n● 創薬\0基盤推進研究事業 22億円\n".repeat(3);
    let run = extract(&folder.file("nul.txt", text));
    run.ended(0, &["control-characters"]);
}

#[test]
fn lone_surrogates() {
    let folder = Folder::new();
    let mut units: Vec<u16> = "令和５年度 概算要求 22億円\n".encode_utf16().collect();
    for lone in [0xD800, 0xDC00, 0xDBFF] {
        units.push(lone);
        units.extend("事業 ".encode_utf16());
    }
    let run = extract(&folder.file("surrogates.txt", utf16(&units)));
    run.ended(0, &["undecodable-bytes"]);
}

#[test]
fn a_text_that_is_no_budget_request() {
    let folder = Folder::new();
    let run = extract(&folder.file("prose.txt", "吾輩は猫である。名前はまだ無い。\n"));
    assert_eq!(run.code, Some(0));
    assert!(run.stdout.contains("\"requests\": []"), "{}", run.stdout);
}

#[test]
fn a_file_name_cannot_forge_a_message() {
    let folder = Folder::new();
    let run = extract(&folder.path("a\nerror: b\u{1b}[2J"));
    run.ended(3, &["a\\nerror: b\\u{1b}[2J"]);
    assert_eq!(run.stderr.lines().count(), 2, "{}", run.stderr);
}

/// Address space of the program itself, of which little is ever touched: the segments that its file asks for, and the C
/// library.
#[cfg(target_os = "linux")]
fn program() -> usize {
    const C_LIBRARY: usize = 3 << 20;
    let elf = std::fs::read(env!("CARGO_BIN_EXE_yosan")).unwrap();
    let number = |at: usize, bytes: usize| {
        let little_endian = elf[at..at + bytes].iter().rev();
        little_endian.fold(0, |number, byte| number << 8 | usize::from(*byte))
    };
    assert_eq!(elf[..5], *b"\x7fELF\x02", "a program of 64 bits");
    let (headers, size, count) = (number(32, 8), number(54, 2), number(56, 2));
    let segments = (0..count).map(|index| headers + index * size);
    let loaded = segments.filter(|at| number(*at, 4) == 1);
    loaded.map(|at| number(at + 40, 8)).sum::<usize>() + C_LIBRARY
}

/// Runs `extract` with room for 12 × the input and 50 MB.
#[cfg(target_os = "linux")]
fn within_bounds(name: &str, text: &[u8]) {
    within(name, text, 12 * text.len() + (50 << 20));
}

/// Runs `extract` with so much room, counted as address space: what is used is less. Gives the number of bytes of JSON.
#[cfg(target_os = "linux")]
fn within(name: &str, text: &[u8], bytes: usize) -> usize {
    let folder = Folder::new();
    let path = folder.file(name, text);
    let kilobytes = (bytes + program()) / 1024;
    let began = Instant::now();
    let mut child = std::process::Command::new("sh")
        .args(["-c", "ulimit -v \"$1\" && exec \"$2\" extract \"$3\"", "sh"])
        .arg(kilobytes.to_string())
        .args([env!("CARGO_BIN_EXE_yosan").as_ref(), path.as_os_str()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = child.stderr.take().unwrap();
    let listening = std::thread::spawn(move || {
        let mut said = String::new();
        let _ = stderr.read_to_string(&mut said);
        said
    });
    let mut json = Vec::new();
    child.stdout.take().unwrap().read_to_end(&mut json).unwrap();
    let status = child.wait().unwrap();
    let said = listening.join().unwrap();
    assert_eq!(status.code(), Some(0), "{name} in {kilobytes} kB: {said}");
    assert!(
        yosan::output::json::read(&json).is_ok(),
        "{name} gives no yosan/v1"
    );
    // Some hundred times what it takes: only a cost that grows faster than the input gets near.
    assert!(
        began.elapsed() < Duration::from_secs(60),
        "{name} took {:?}",
        began.elapsed()
    );
    json.len()
}

#[cfg(target_os = "linux")]
fn filled(unit: &str, bytes: usize) -> Vec<u8> {
    unit.repeat(bytes / unit.len()).into_bytes()
}

const MEGABYTE: usize = 1 << 20;

#[test]
#[cfg(target_os = "linux")]
fn brackets_as_deep_as_they_come() {
    within_bounds("brackets.txt", &filled("（", 300_000));
    let closed = format!("{}22億円{}", "（".repeat(100_000), "）".repeat(100_000));
    within_bounds("brackets-closed.txt", closed.as_bytes());
    within_bounds("brackets-ascii.txt", &filled("([{<", 400_000));
    let program = format!("● 事業{}22億円{}\n", "（再掲".repeat(30_000), "）".repeat(30_000));
    within_bounds("brackets-in-a-name.txt", program.as_bytes());
}

#[test]
#[cfg(target_os = "linux")]
fn one_character_for_ever() {
    within_bounds("one-line.txt", &filled("あ", 8 * MEGABYTE));
    within_bounds("digits.txt", &filled("1,", 2 * MEGABYTE));
    within_bounds("kanji-digits.txt", &filled("億", 2 * MEGABYTE));
    within_bounds("bullets.txt", &filled("●", MEGABYTE));
    within_bounds("line-ends.txt", &filled("\n", 2 * MEGABYTE));
    within_bounds("one-character-a-line.txt", &filled("億\n", 2 * MEGABYTE));
    within_bounds("spaces.txt", &filled("　 ", 2 * MEGABYTE));
    within_bounds("form-feeds.txt", &filled("\u{c}", MEGABYTE));
    within_bounds("combining.txt", &filled("か\u{3099}\u{3099}", MEGABYTE));
}

#[test]
#[cfg(target_os = "linux")]
fn figures_and_names_in_one_line() {
    within_bounds("amounts.txt", &filled("22億円", 2 * MEGABYTE));
    within_bounds("slashes.txt", &filled("事業／", MEGABYTE));
    // A line of ten bytes with an amount of its own is kept with its place, some hundred bytes: see `nothing_but_programs`.
    within_bounds(
        "nul.txt",
        &[filled("22億円\n", MEGABYTE / 4), vec![0; 1000]].concat(),
    );
}

/// A list of nothing but programs says more of each than the list does: what counts is the size of the result.
#[test]
#[cfg(target_os = "linux")]
fn nothing_but_programs() {
    for (name, text) in [
        (
            "programs.txt",
            filled("● 創薬基盤推進研究事業（文、厚） 22億円\n", MEGABYTE / 2),
        ),
        (
            "names-then-amounts.txt",
            [
                filled("● 創薬事業\n", MEGABYTE / 4),
                filled("22億円\n", MEGABYTE / 4),
            ]
            .concat(),
        ),
    ] {
        let json = within(name, &text, usize::MAX / 2);
        within(name, &text, 8 * json + (50 << 20));
    }
}

#[test]
fn a_reader_who_has_enough_ends_it_quietly() {
    let folder = Folder::new();
    let path = folder.file("long.txt", "創薬基盤推進研究事業 22億円\n".repeat(50_000));
    let mut child = yosan()
        .args([OsStr::new("text"), path.as_os_str()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 100];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let run = run::Run::from(child.wait_with_output().unwrap());
    run.ended(0, &[]);
    assert_eq!(run.stderr, "");
}

#[test]
fn standard_input_is_read_like_a_file() {
    let run = run_with_stdin(&["extract", "-"], "令和５年度 概算要求\n".as_bytes());
    run.ended(0, &[]);
    assert!(run.stdout.contains("\"name\": \"-\""), "{}", run.stdout);
}
