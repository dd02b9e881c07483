//! Next year's ministry, abbreviation and mark by `--lexicon`, without a new build.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use yosan::model::{Flag, MinistryEvidence, Request};
use yosan::pipeline::Options;

const FIXTURE: &str = "text/overlay-2031-new-ministry.txt";

fn ministries(request: &Request) -> Vec<&str> {
    request
        .ministries
        .iter()
        .map(|ministry| ministry.code.as_str())
        .collect()
}

#[test]
fn an_overlay_reads_a_new_ministry_its_abbreviations_and_a_new_mark() {
    let toml = String::from_utf8(common::file("fixtures/lexicon-2031-new-ministry.toml")).unwrap();
    let extraction = common::extract_with(FIXTURE, Options::new().with_lexicon("2031.toml", toml));
    let [tag, joint, short] = extraction.requests.as_slice() else {
        panic!("{:?}", extraction.requests);
    };
    assert_eq!(ministries(tag), ["mos"]);
    assert_eq!(tag.program.name, "深海資源調査事業");
    assert_eq!(tag.ministries[0].evidence, MinistryEvidence::Tag);
    assert_eq!(ministries(joint), ["mos", "mext"]);
    assert_eq!(joint.program.name, "月面通信基盤整備事業");
    assert_eq!(joint.flags, [Flag::New]);
    assert_eq!(ministries(short), ["mos"]);
    assert_eq!(short.amount.as_ref().unwrap().yen, Some(800_000_000));
    assert!(extraction.lexicon.ends_with("+2031"), "{}", extraction.lexicon);
}

#[test]
fn without_it_nothing_is_guessed() {
    let extraction = common::extract(FIXTURE);
    assert_eq!(extraction.requests.len(), 3);
    for request in &extraction.requests {
        assert!(!ministries(request).contains(&"mos"));
    }
}

#[test]
fn a_head_a_mark_and_a_word_of_a_legend_can_be_overlaid() {
    let text = "令和８年度 概算要求の概要\n※【　】内は過年度分\n\n（単位：百万円）\n事業名\tR8見積分\n支援事業【増強3】\t1,200\n\n\
                ○整備事業　12億円【10億円】\n";
    let toml = "[[column]]\nrole = \"amount\"\npattern = [\"R[0-9]+見積分\"]\n\
                [[flag]]\ncode = \"stronger\"\nmeans = \"expanded\"\npattern = [\"増強[0-9]\"]\n\
                [[role]]\ncode = \"previous\"\nextend = true\nbefore = [\"過年度分\"]\n";
    let plain = common::extract_text(text);
    assert!(
        plain
            .requests
            .iter()
            .all(|request| request.program.name != "支援事業" || request.flags.is_empty())
    );
    let options = Options::new().with_lexicon("words.toml", toml);
    let extractor = yosan::pipeline::Extractor::new(options).unwrap();
    let read = extractor.extract("text.txt", text.as_bytes().to_vec()).unwrap();
    let [row, line] = read.requests.as_slice() else {
        panic!("{:?}", read.requests);
    };
    assert_eq!(row.amount.as_ref().unwrap().yen, Some(1_200_000_000));
    assert_eq!(row.flags, [Flag::Expanded]);
    assert_eq!(line.previous.as_ref().unwrap().yen, Some(1_000_000_000));
}
