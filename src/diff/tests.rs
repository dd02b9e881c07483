use super::*;

fn item(program: &str, ministry: &str, oku: i64) -> Item {
    Item {
        program: program.to_owned(),
        section: Some("医薬品".to_owned()),
        ministries: vec![(ministry.to_owned(), ministry.to_owned())],
        amount: figure(oku * 10),
        counted: true,
        ..Item::default()
    }
}

/// Tenths of 億円.
fn figure(tenths: i64) -> Option<Figure> {
    Some(Figure {
        yen: tenths * 10_000_000,
        resolution_yen: 10_000_000,
    })
}

fn with_previous(item: Item, oku: i64) -> Item {
    Item {
        previous: figure(oku * 10),
        ..item
    }
}

/// Each change as `kind old+old > new+new`.
fn told(diff: &Diff) -> Vec<String> {
    let names = |items: &[usize], from: &[Item]| {
        items
            .iter()
            .map(|index| from[*index].program.clone())
            .collect::<Vec<_>>()
            .join("+")
    };
    diff.changes
        .iter()
        .map(|change| {
            let (old, new) = (names(&change.old, &diff.old), names(&change.new, &diff.new));
            format!("{} {old} > {new}", change.kind.code())
        })
        .collect()
}

#[test]
fn what_keeps_its_name_is_kept_whatever_its_amount() {
    let diff = compare(
        vec![
            item("創薬基盤推進研究事業", "mhlw", 22),
            item("再生医療実現拠点", "mext", 91),
        ],
        vec![
            item("再生医療実現拠点", "mext", 12),
            item("創薬・基盤推進研究事業", "mhlw", 30),
        ],
    );
    assert_eq!(
        told(&diff),
        [
            "kept 再生医療実現拠点 > 再生医療実現拠点",
            "kept 創薬基盤推進研究事業 > 創薬・基盤推進研究事業",
        ]
    );
    assert_eq!(diff.changes[1].change(), Some(800_000_000));
    assert!(diff.is_different());
}

#[test]
fn a_name_that_changed_a_little_is_a_renaming_and_one_that_shares_its_ending_is_not() {
    let diff = compare(
        vec![
            item("次世代がん医療加速化研究事業", "mext", 38),
            item("臨床研究推進研究事業", "mhlw", 20),
        ],
        vec![
            item("次世代がん医療創生加速化研究事業", "mext", 40),
            item("感染症対策研究事業", "mhlw", 20),
        ],
    );
    assert_eq!(
        told(&diff),
        [
            "renamed 次世代がん医療加速化研究事業 > 次世代がん医療創生加速化研究事業",
            "gone 臨床研究推進研究事業 > ",
            "new  > 感染症対策研究事業",
        ]
    );
}

#[test]
fn last_years_figure_tells_a_renaming_that_the_name_alone_does_not() {
    let old = vec![Item {
        amount: figure(1234),
        ..item("地域医療基盤整備", "mhlw", 0)
    }];
    let new = item("地域医療提供体制強化", "mhlw", 130);
    let alone = compare(old.clone(), vec![new.clone()]);
    assert_eq!(alone.count(Kind::Gone), 1);
    let printed = Item {
        previous: figure(1234),
        ..new
    };
    let told = compare(old, vec![printed]);
    assert_eq!(told.changes[0].kind, Kind::Renamed);
    assert!(told.changes[0].reasons.contains(&Reason::PreviousIsOld));
}

#[test]
fn the_whole_assignment_decides_and_not_the_nearest_name() {
    // Taken one by one, the first new name would take the old one that is the second's only match.
    let diff = compare(
        vec![
            item("データ利活用基盤整備事業", "mext", 10),
            item("データ利活用基盤整備推進事業", "mext", 20),
        ],
        vec![
            item("データ利活用基盤整備等推進事業", "mext", 20),
            item("データ利活用基盤整備推進等事業", "mext", 20),
        ],
    );
    assert_eq!(diff.count(Kind::Renamed), 2, "{:?}", told(&diff));
}

#[test]
fn another_ministry_is_a_move() {
    let diff = compare(
        vec![item("こどもの成育医療研究", "mhlw", 5)],
        vec![item("こどもの成育医療研究", "cfa", 6)],
    );
    assert_eq!(told(&diff), ["moved こどもの成育医療研究 > こどもの成育医療研究"]);
}

#[test]
fn figures_that_add_up_tell_a_merger() {
    let diff = compare(
        vec![
            item("肝炎等克服研究", "mhlw", 37),
            item("新興感染症研究", "mhlw", 41),
            item("エイズ対策研究", "mhlw", 9),
        ],
        vec![
            with_previous(item("肝炎・新興感染症等研究", "mhlw", 80), 78),
            item("エイズ対策研究", "mhlw", 9),
        ],
    );
    assert_eq!(
        told(&diff)[0],
        "merged 肝炎等克服研究+新興感染症研究 > 肝炎・新興感染症等研究"
    );
    assert_eq!(diff.changes[0].old_yen, Some(7_800_000_000));
    assert!(diff.recast.is_empty());
}

#[test]
fn a_program_that_keeps_its_name_may_take_another_up_if_the_figures_say_so() {
    let old = vec![
        item("医療機器開発事業", "meti", 30),
        item("医療機器改良開発", "meti", 12),
    ];
    let silent = compare(old.clone(), vec![item("医療機器開発事業", "meti", 44)]);
    assert_eq!(silent.count(Kind::Gone), 1);
    let told_by_figures = compare(old, vec![with_previous(item("医療機器開発事業", "meti", 44), 42)]);
    assert_eq!(
        told(&told_by_figures),
        ["merged 医療機器開発事業+医療機器改良開発 > 医療機器開発事業"]
    );
}

#[test]
fn names_tell_a_division_where_no_figure_is_printed() {
    let diff = compare(
        vec![
            item("脳とこころの研究推進", "mext", 60),
            item("創薬等先端技術支援", "mext", 40),
        ],
        vec![
            item("脳とこころの研究推進（基礎）", "mext", 30),
            item("脳とこころの研究推進（臨床）", "mext", 33),
            item("創薬等先端技術支援", "mext", 41),
        ],
    );
    assert_eq!(
        told(&diff)[0],
        "split 脳とこころの研究推進 > 脳とこころの研究推進（基礎）+脳とこころの研究推進（臨床）"
    );
    assert_eq!(diff.changes[0].new_yen, Some(6_300_000_000));
}

#[test]
fn figures_that_do_not_add_up_forbid_a_division() {
    let diff = compare(
        vec![item("脳とこころの研究推進", "mext", 60)],
        vec![
            with_previous(item("脳とこころの研究推進（基礎）", "mext", 30), 10),
            with_previous(item("脳とこころの研究推進（臨床）", "mext", 33), 11),
        ],
    );
    assert_eq!(diff.count(Kind::Split), 0, "{:?}", told(&diff));
}

#[test]
fn a_figure_of_last_year_that_was_another_then_is_a_finding() {
    let diff = compare(
        vec![item("創薬基盤推進研究事業", "mhlw", 22)],
        vec![with_previous(item("創薬基盤推進研究事業", "mhlw", 25), 19)],
    );
    assert_eq!(
        diff.recast,
        [Recast {
            change: 0,
            printed: 1_900_000_000,
            found: 2_200_000_000
        }]
    );
}

#[test]
fn two_accounts_of_one_program_are_held_apart() {
    let with = |account: &str, oku| Item {
        account: Some(account.to_owned()),
        ..item("がん研究", "mhlw", oku)
    };
    let diff = compare(
        vec![with("amed", 20), with("in_house", 3)],
        vec![with("in_house", 4), with("amed", 21)],
    );
    let changes: Vec<Option<i64>> = diff.changes.iter().map(Change::change).collect();
    assert_eq!(changes, [Some(100_000_000), Some(100_000_000)]);
}

#[test]
fn sums_count_each_program_once_and_say_what_is_open() {
    let relisted = Item {
        counted: false,
        ..item("がん研究", "mhlw", 20)
    };
    let open = Item {
        amount: None,
        ..item("難病研究", "mhlw", 0)
    };
    let diff = compare(
        vec![item("がん研究", "mhlw", 20), relisted],
        vec![item("がん研究", "mhlw", 25), open],
    );
    let sum = &diff.by_ministry[0];
    assert_eq!(
        (sum.old_yen, sum.new_yen, sum.new_open),
        (2_000_000_000, 2_500_000_000, 1)
    );
}

#[test]
fn every_program_is_in_exactly_one_change() {
    let many = |year: usize| -> Vec<Item> {
        (0..400)
            .map(|number| {
                let kind = ["研究", "整備", "支援"][(number + year) % 3];
                item(
                    &format!("第{}期{kind}推進事業{}", number % 37, number / 2),
                    ["mext", "mhlw"][number % 2],
                    10,
                )
            })
            .collect()
    };
    let diff = compare(many(0), many(1));
    let mut old: Vec<usize> = diff
        .changes
        .iter()
        .flat_map(|change| change.old.clone())
        .collect();
    let mut new: Vec<usize> = diff
        .changes
        .iter()
        .flat_map(|change| change.new.clone())
        .collect();
    old.sort_unstable();
    new.sort_unstable();
    assert_eq!(old, (0..400).collect::<Vec<_>>());
    assert_eq!(new, (0..400).collect::<Vec<_>>());
}
