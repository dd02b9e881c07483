use super::tree::Text;
use super::*;
use crate::model::{Flag, Phase, Qualifier};
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

const fn fiscal(year: u16) -> Option<FiscalYear> {
    Some(FiscalYear(year))
}

fn code_of(tag: &Tag<'_>) -> Option<String> {
    tag.alone().map(|entry| entry.code.clone())
}

/// What a clash is taken for in a list; panics where the tag is no clash.
fn clash_of(lexicon: &Lexicon, tag: &str, year: Option<FiscalYear>) -> Option<String> {
    match lexicon.tag(tag, year) {
        Tag::Clash(clash) => clash.preferred.map(|entry| entry.code.clone()),
        other => panic!("{tag} is no clash: {other:?}"),
    }
}

#[test]
fn the_built_in_files_are_without_fault() {
    let lexicon = Lexicon::with_overlay(&[]).unwrap();
    assert_eq!(lexicon.version(), "2026.1");
    assert!(lexicon.ministries().entries().len() > 90);
}

#[test]
fn every_word_is_folded_and_every_code_stands_once() {
    let lexicon = Lexicon::builtin();
    let mut words: Vec<&str> = Vec::new();
    words.extend(lexicon.ministries().names().iter().map(|(word, _)| word));
    words.extend(lexicon.bodies().iter().map(|(word, _)| word));
    words.extend(lexicon.accounts().iter().map(|(word, _)| word));
    words.extend(lexicon.phases().iter().map(|(word, _)| word));
    words.extend(lexicon.columns().iter().map(|(word, _)| word));
    words.extend(lexicon.flags().iter().map(|(word, _)| word));
    words.extend(lexicon.document_kinds().iter().map(|(word, _)| word));
    words.extend(lexicon.labels().iter().map(|(word, ())| word));
    assert!(words.len() > 700);
    for word in words {
        assert_eq!(word, word.nfkc().collect::<String>());
        assert_eq!(word, word.trim());
    }
    let raw = builtin_raw().unwrap();
    for (section, entries) in raw.listing() {
        let mut seen = HashSet::new();
        let code = |entry: &&dyn file::Listed| entry.fields().into_iter().find(|(key, _)| *key == "code");
        for (_, code) in entries.iter().filter_map(code) {
            assert!(seen.insert(code.clone()), "{section} {code} stands twice");
        }
        for entry in entries {
            assert!(
                ["E", "O", "?"].contains(&entry.src()),
                "{section}: {:?} has no src",
                entry.fields()
            );
        }
    }
}

#[test]
fn no_short_form_is_another_ministry_s_name() {
    let entries = Lexicon::builtin().ministries().entries();
    for entry in entries {
        for word in entry.short.iter().chain(&entry.tags).chain(&entry.characters) {
            assert!(
                entries
                    .iter()
                    .all(|other| other.code == entry.code || other.name != *word),
                "{word}"
            );
        }
        let same = entries.iter().filter(|other| other.name == entry.name);
        assert_eq!(same.count(), 1, "{}", entry.name);
    }
}

#[test]
fn unchecked_words_are_words_of_their_entry() {
    let raw = builtin_raw().unwrap();
    for ministry in &raw.ministry {
        let own: Vec<&Text<'_>> = ministry
            .one
            .iter()
            .chain(&ministry.tags)
            .chain(&ministry.short)
            .collect();
        for word in &ministry.unchecked {
            assert!(own.iter().any(|own| own.value == word.value), "{word:?}");
        }
    }
}

#[test]
fn each_ministry_answers_to_its_name_its_short_forms_and_its_tag() {
    let lexicon = Lexicon::builtin();
    for (code, words) in [
        ("mic", ["総務省", "総務", "総", "MIC"]),
        ("mext", ["文部科学省", "文科省", "文", "MEXT"]),
        ("mhlw", ["厚生労働省", "厚労", "厚", "MHLW"]),
        ("maff", ["農林水産省", "農水省", "農", "MAFF"]),
        ("meti", ["経済産業省", "経産省", "経", "METI"]),
        ("moe", ["環境省", "環境", "環", "MOE"]),
        ("moj", ["法務省", "法務", "法", "MOJ"]),
        ("mod", ["防衛省", "防衛", "防衛", "MOD"]),
        ("mlit", ["国土交通省", "国交省", "国交", "MLIT"]),
        ("mofa", ["外務省", "外務", "外務", "MOFA"]),
        ("cfa", ["こども家庭庁", "こ家庁", "こ", "CFA"]),
        ("npa", ["警察庁", "警察", "警", "内(警)"]),
        ("nra", ["原子力規制委員会", "規制庁", "規制委", "NRA"]),
    ] {
        for word in words {
            assert_eq!(
                code_of(&lexicon.tag(word, fiscal(2024))).as_deref(),
                Some(code),
                "{word}"
            );
        }
        assert_eq!(lexicon.ministry_by_name(words[0], None).unwrap().code, code);
    }
}

#[test]
fn a_tag_is_read_by_the_year() {
    let lexicon = Lexicon::builtin();
    let known = |tag: &str, year: u16| code_of(&lexicon.tag(tag, fiscal(year)));
    assert_eq!(known("文", 2023).as_deref(), Some("mext"));
    assert_eq!(known("文", 2001).as_deref(), Some("mext"));
    assert_eq!(known("文", 2000).as_deref(), Some("old_monbu"));
    assert_eq!(known("厚", 1999).as_deref(), Some("old_kosei"));
    assert_eq!(known("通", 2024), None);
    assert_eq!(known("こ", 2022), None);
    assert_eq!(known("こ", 2023).as_deref(), Some("cfa"));
    assert_eq!(known("デ", 2020), None);
    assert_eq!(known("デ", 2021).as_deref(), Some("da"));
    assert_eq!(known("防", 2006), None);
    assert_eq!(lexicon.tag("公", fiscal(2024)), Tag::Unknown);
    assert!(lexicon.ministries().not_a_ministry("公").is_some());
    assert_eq!(lexicon.tag("", None), Tag::Unknown);
}

#[test]
fn a_clash_says_so_and_names_the_shokan_for_a_list() {
    let lexicon = Lexicon::builtin();
    let clash = |tag: &str, year: u16| clash_of(lexicon, tag, fiscal(year));
    assert_eq!(clash("国", 2024).as_deref(), Some("mlit"));
    assert_eq!(clash("内", 2024).as_deref(), Some("cao"));
    assert_eq!(clash("検", 2024).as_deref(), Some("boa"));
    assert_eq!(clash("財", 2024).as_deref(), Some("mof"));
    assert_eq!(clash("消", 2024), None);
    assert_eq!(clash("防", 2027).as_deref(), Some("mod"));
    // The same letters stand for two bodies.
    assert_eq!(clash("NPA", 2024), None);
    // Met in no document, and a day of the week.
    assert_eq!(clash("水", 2024).as_deref(), Some("jfa"));
    let Tag::Clash(both) = lexicon.tag("防", fiscal(2027)) else {
        panic!("防 is no clash");
    };
    assert_eq!(both.ministries.len(), 2);
    assert_eq!(both.meanings, ["防災"]);
}

#[test]
fn names_are_found_in_their_years_at_the_head_and_inside() {
    let lexicon = Lexicon::builtin();
    let ministries = lexicon.ministries();
    assert_eq!(
        ministries.prefix("内閣府こども家庭庁", fiscal(2024)).unwrap().0,
        "内閣府".len()
    );
    assert_eq!(
        ministries.find("所管:こども家庭庁", fiscal(2024)).unwrap().1.code,
        "cfa"
    );
    assert_eq!(ministries.find("所管:こども家庭庁", fiscal(2020)), None);
    assert_eq!(ministries.find("環境の保全", fiscal(2024)), None);
    assert_eq!(
        lexicon.ministry_by_name("環境", fiscal(2024)).unwrap().code,
        "moe"
    );
    assert_eq!(lexicon.ministry_by_name("環", fiscal(2024)), None);
    // A request for 2001 was made in 2000.
    assert_eq!(
        lexicon.ministry_by_name("運輸省", fiscal(2001)).unwrap().code,
        "old_unyu"
    );
    assert_eq!(lexicon.ministry_by_name("運輸省", fiscal(2002)), None);
    assert_eq!(lexicon.ministry_by_name("運輸省", None).unwrap().code, "old_unyu");
    let agency = lexicon.ministry("aca").unwrap();
    assert_eq!(ministries.jurisdiction(agency).code, "mext");
    assert_eq!(
        ministries.of_organization("文部科学本省", None).unwrap().code,
        "mext"
    );
    assert_eq!(ministries.of_organization("国立更生援護機関", fiscal(2023)), None);
}

#[test]
fn words_mean_what_the_model_knows() {
    let lexicon = Lexicon::builtin();
    let phase = |word: &str| {
        lexicon
            .phases()
            .longest_prefix(word)
            .and_then(|(_, entry)| entry.phase)
    };
    assert_eq!(phase("概算要求・要望額"), Some(Phase::RequestTotal));
    assert_eq!(phase("概算要求額"), Some(Phase::Request));
    assert_eq!(phase("当初予算額"), Some(Phase::Initial));
    assert_eq!(phase("翌年度繰越額"), None);
    assert_eq!(
        lexicon.flags().exact("一部再掲").unwrap().flag,
        Some(Flag::Relisted)
    );
    assert_eq!(lexicon.flags().exact("別掲").unwrap().flag, None);
    assert_eq!(
        lexicon.flag_marks().exact("拡").unwrap().flag,
        Some(Flag::Expanded)
    );
    assert_eq!(lexicon.flags().exact("新"), None);
    let after = &lexicon.qualifiers().after;
    assert_eq!(
        after.longest_prefix("の内数").unwrap().1.qualifier,
        Some(Qualifier::PartOf)
    );
    assert_eq!(
        lexicon.units().longest_suffix("単位:百万円").unwrap().1.yen,
        1_000_000
    );
    assert_eq!(
        lexicon.divisions().exact("AMED対象経費").unwrap().output_code(),
        "amed"
    );
    assert_eq!(
        lexicon.accounts().exact("エネ特").unwrap().output_code(),
        "special"
    );
    assert_eq!(
        lexicon.accounts().exact("復興特会").unwrap().output_code(),
        "reconstruction"
    );
    assert_eq!(lexicon.sub_accounts().exact("業務勘定").unwrap().len(), 2);
    assert_eq!(lexicon.bodies().exact("科学技術振興機構").unwrap().code, "jst");
    assert_eq!(
        lexicon
            .document_kinds()
            .find("令和5年度概算要求のポイント")
            .unwrap()
            .1
            .kind,
        "points"
    );
    assert_eq!(lexicon.columns().exact("担当府省"), Some(&ColumnRole::Ministry));
    assert!(lexicon.frame("重要政策推進枠", fiscal(2024)).is_some());
    assert!(lexicon.frame("重要政策推進枠", fiscal(2020)).is_none());
}

#[test]
fn bullets_tell_signs_apart() {
    let lexicon = Lexicon::builtin();
    assert_eq!(lexicon.bullet('●'), Some(Bullet::Plain));
    assert_eq!(lexicon.bullet('\u{f0d8}'), Some(Bullet::Plain));
    assert_eq!(lexicon.bullet('▲'), Some(Bullet::Sign));
    assert!(lexicon.is_bullet('-'));
    assert!(!lexicon.is_bullet('円'));
}

#[test]
fn endings_speak_for_a_name_with_their_trailers() {
    let lexicon = Lexicon::builtin();
    let strong = |name: &str| {
        lexicon
            .strong_ending(name)
            .map(|len| name[name.len() - len..].to_owned())
    };
    assert_eq!(strong("基盤整備事業").as_deref(), Some("事業"));
    assert_eq!(strong("基盤整備事業等(仮称)").as_deref(), Some("事業等(仮称)"));
    assert_eq!(strong("国際貢献促進費").as_deref(), Some("促進費"));
    assert_eq!(strong("施設整備費補助金").as_deref(), Some("施設整備費補助金"));
    assert_eq!(strong("基盤の整備"), None);
    assert_eq!(lexicon.bare_ending("基盤の整備等"), Some("整備等".len()));
    assert_eq!(strong(""), None);
    assert_eq!(strong("等"), None);
}

#[test]
fn an_overlay_adds_extends_and_replaces() {
    let overlay = r#"
version = "2027.1"

[[ministry]]
code = "space"
name = "宇宙省"
one = ["宇"]
short = ["宇省"]
from = "2027-04"

[[ministry]]
code = "mext"
extend = true
short = ["文科学省"]

[[flag]]
code = "set_up"
words = ["（創設）", "創設"]
means = "new"

[[flag]]
code = "tentative"
words = ["名称未定"]

[[unit]]
word = "京円"
yen = 10_000_000_000_000_000
"#;
    let lexicon = Lexicon::with_overlay(&[("next-year.toml", overlay)]).unwrap();
    assert_eq!(lexicon.version(), "2026.1+2027.1");
    assert_eq!(
        code_of(&lexicon.tag("宇", fiscal(2027))).as_deref(),
        Some("space")
    );
    assert_eq!(lexicon.tag("宇", fiscal(2026)), Tag::Unknown);
    assert_eq!(
        lexicon.ministry_by_name("文科学省", None).unwrap().name,
        "文部科学省"
    );
    assert_eq!(code_of(&lexicon.tag("文", None)).as_deref(), Some("mext"));
    assert_eq!(lexicon.flags().exact("創設").unwrap().flag, Some(Flag::New));
    // Full-width brackets are folded as the text's are.
    assert!(lexicon.flags().contains("(創設)"));
    assert_eq!(lexicon.flags().exact("新規").unwrap().flag, Some(Flag::New));
    // Without `extend` the entry is replaced.
    assert_eq!(lexicon.flags().exact("仮称"), None);
    assert_eq!(
        lexicon.flags().exact("名称未定").unwrap().flag,
        Some(Flag::Tentative)
    );
    assert_eq!(lexicon.units().exact("京円").unwrap().yen, 10_000_000_000_000_000);

    let second = "[[ministry]]\ncode = \"space\"\nextend = true\ntags = [\"宇宙\"]\n";
    let both = Lexicon::with_overlay(&[("a.toml", overlay), ("b.toml", second)]).unwrap();
    assert_eq!(both.version(), "2026.1+2027.1+b.toml");
    assert_eq!(code_of(&both.tag("宇宙", None)).as_deref(), Some("space"));
}

#[test]
fn what_is_in_force_is_printed_with_doubts_and_files() {
    let overlay = "[[ministry]]\ncode = \"space\"\nname = \"宇宙省\"\nsrc = \"?\"\n";
    let text = Lexicon::with_overlay(&[("next-year.toml", overlay)])
        .unwrap()
        .render();
    assert!(text.starts_with("# yosan lexicon 2026.1+next-year.toml\n"));
    assert!(text.contains("\n[ministry]\n"));
    assert!(text.contains("\nspace · 宇宙省 [?] ← next-year.toml\n"), "{text}");
    let agency = text.lines().find(|line| line.starts_with("caa ·")).unwrap();
    assert!(
        agency.contains("one: 消?") && agency.contains("from: 2009-09") && agency.contains("[E]"),
        "{agency}"
    );
}

/// The refused files under `fixtures/invalid`: name, line, column, and what the reason says.
#[test]
fn a_bad_overlay_is_refused_with_its_place_and_reason() {
    for (name, line, column, reason) in [
        ("broken-toml", 2, 11, "not readable as TOML"),
        (
            "unknown-section",
            1,
            3,
            "`minstry` is not known here; known: version, ministry",
        ),
        (
            "unknown-key",
            4,
            1,
            "`nickname` is not known here; known: code, extend, name",
        ),
        ("wrong-type", 4, 15, "a number is wanted here, not a text"),
        ("missing-code", 3, 1, "`code` is missing"),
        ("missing-name", 1, 1, "`name` is missing"),
        ("missing-words", 1, 1, "`words` is missing"),
        ("empty-word", 4, 16, "`short` is empty"),
        ("bad-date", 4, 8, "`2027-13` is no date"),
        (
            "ends-before-it-begins",
            1,
            1,
            "it ends (2025) before it begins (2027)",
        ),
        (
            "unknown-kind",
            4,
            8,
            "`ministery` is no kind of ministry; known: shokan, agency",
        ),
        ("unknown-parent", 5, 10, "`mxet` is no ministry's code"),
        ("unknown-flag", 2, 47, "`newe` is no flag; known: new, expanded"),
        (
            "unknown-role",
            2,
            8,
            "`amuont` is no role of a column; known: previous",
        ),
        ("name-taken", 4, 16, "`財務省` is the name of 財務省 (mof)"),
        (
            "name-is-a-short-form",
            3,
            8,
            "`文科省` is the name of 文部科学省 (mext)",
        ),
        ("twice", 6, 8, "`new` stands twice in this file"),
        ("nothing-to-extend", 2, 8, "there is no `space` to extend"),
        ("not-one-character", 4, 8, "`宇宙` is more than one character"),
        ("bad-pattern", 3, 12, "this is no pattern: error: unclosed group"),
        ("bad-unit", 1, 1, "a unit's `yen` must be positive, not 0"),
    ] {
        let file = format!("lexicon-{name}.toml");
        let path = format!("{}/fixtures/invalid/{file}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).unwrap();
        let error = Lexicon::with_overlay(&[(&file, &text)]).expect_err(name);
        let told = error.to_string();
        assert_eq!((error.line, error.column), (line, column), "{told}");
        assert!(
            told.starts_with(&format!("{file}:{line}:{column}: {reason}")),
            "{told}"
        );
        assert!(
            text.get(error.span.range()).is_some(),
            "{name}: the span is inside the file"
        );
    }
}

#[test]
fn a_deeply_nested_overlay_is_refused_not_followed() {
    let text = format!("flag = {}", "[".repeat(100_000));
    let error = Lexicon::with_overlay(&[("deep.toml", &text)]).unwrap_err();
    assert!(matches!(error.kind, LexiconErrorKind::Syntax(_)), "{error}");
}
