use super::*;

#[test]
fn the_built_in_files_are_without_fault() {
    let lexicon = Lexicon::with_overlay(&[]).unwrap();
    assert_eq!(lexicon.version(), "2026.1");
    assert!(lexicon.ministries().entries().len() > 90);
}
