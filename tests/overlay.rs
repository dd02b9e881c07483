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
