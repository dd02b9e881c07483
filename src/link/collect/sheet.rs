//! A sheet's nodes, when they are read: programs, figures, labels and colours brought together by where they stand.

use super::{Open, PageReader, Seen, Tied, kind_of};
use crate::geometry::Rect;
use crate::grammar::{Figure, FlagMark, MinistryLabel, Relation};
use crate::link::sheet::{Companion, FigurePlace, ProgramPlace, Sheet, companions, labelled};
use crate::link::totals::TotalDraft;
use crate::model::{Evidence, LinkMethod, Ministry, MinistryEvidence};

impl<'n> PageReader<'n, '_> {
    /// A figure that stands alone on a sheet: what it is of is asked when the whole page is read.
    pub(super) fn sheet_figure(&mut self, figure: &'n Figure, section: Option<usize>) {
        let last_year = self.year.is_some() && figure.fiscal_year == self.year.map(|year| year.previous());
        let relation = match figure.relation {
            Relation::Bracketed(open) => match self.known.brackets.get(&open) {
                Some(relation) => *relation,
                None => return self.companions.push(figure),
            },
            // （インハウス概算要求額 49億円） said in passing is another pocket's amount.
            Relation::Prose if figure.account.is_some() && figure.phase.is_some() => Relation::Own,
            Relation::Own if last_year && figure.split.is_none() => Relation::Previous,
            relation => relation,
        };
        match relation {
            Relation::Own | Relation::Asked => {}
            Relation::Previous | Relation::Change => return self.companions.push(figure),
            Relation::Prose
            | Relation::OfWhich
            | Relation::Bracketed(_)
            | Relation::Comparative
            | Relation::Aside
            | Relation::Unexplained => return,
        }
        if figure.split.is_some() {
            let scope = self.last_heading.or(section);
            self.findings.totals.push(TotalDraft::of_figure(figure, scope));
            return;
        }
        let index = self.figures.len();
        if self.last_heading.is_some() && (figure.fiscal_year.is_some() || figure.account.is_some()) {
            self.below_heading.push((index, self.last_heading));
        }
        self.figures.push(figure);
    }

    /// Brings together what stands on the sheet.
    pub(super) fn finish_sheet(mut self, first: usize) {
        self.take_captions(first);
        let claimants = self.claimants(first);
        let places: Vec<ProgramPlace> = claimants.iter().map(|(_, place)| *place).collect();
        let sheet = Sheet::new(self.surface, &places);
        let headed = self.headed(&sheet, &places);
        let numbers: Vec<usize> = (0..self.figures.len())
            .filter(|number| !headed.iter().any(|(of_heading, _)| of_heading == number))
            .collect();
        for (number, section) in headed {
            if let Some(figure) = self.figures.get(number) {
                self.findings.totals.push(TotalDraft::of_figure(figure, section));
            }
        }
        let figures: Vec<(&'n Figure, FigurePlace)> = numbers
            .iter()
            .filter_map(|number| {
                let figure = *self.figures.get(*number)?;
                let place = FigurePlace {
                    bbox: whole(figure)?,
                    kind: kind_of(figure),
                };
                Some((figure, place))
            })
            .collect();
        let figure_places: Vec<FigurePlace> = figures.iter().map(|(_, place)| *place).collect();
        let placement = sheet.place(&figure_places);
        let mention_of = |program: &usize| claimants.get(*program).map(|(mention, _)| *mention);
        let mut amounts: Vec<(Option<usize>, Rect)> = self.sums.iter().map(|place| (None, *place)).collect();
        for (program, figure, inside) in &placement.tied {
            let (Some(mention), Some((figure, place))) = (mention_of(program), figures.get(*figure)) else {
                continue;
            };
            amounts.push((Some(*program), place.bbox));
            let Some(mention) = self.findings.mentions.get_mut(mention) else {
                continue;
            };
            if figure.amount().is_none() {
                mention.without_value = Some(figure);
                continue;
            }
            mention.figures.push(Tied {
                figure,
                method: if *inside {
                    LinkMethod::SameBox
                } else {
                    LinkMethod::Geometry
                },
            });
        }
        for (programs, disputed) in &placement.open {
            let mentions: Vec<usize> = programs.iter().filter_map(mention_of).collect();
            for mention in &mentions {
                if let Some(mention) = self.findings.mentions.get_mut(*mention) {
                    mention.tentative = false;
                }
            }
            let section = mentions
                .first()
                .and_then(|mention| self.findings.mentions.get(*mention))
                .and_then(|mention| mention.section);
            self.findings.open.push(Open {
                mentions,
                figures: disputed
                    .iter()
                    .filter_map(|figure| figures.get(*figure))
                    .map(|(figure, _)| (*figure).clone())
                    .collect(),
                in_order: false,
                claimants: Vec::new(),
                section,
            });
        }
        for figure in &placement.loose {
            if let Some((figure, place)) = figures.get(*figure) {
                amounts.push((None, place.bbox));
                self.findings.loose.push((figure, Vec::new()));
            }
        }
        self.give_companions(&sheet, &claimants, &mut amounts);
        self.give_marks(&sheet, &claimants, &amounts);
        self.give_ministries(&sheet, &claimants);
    }

    /// The page's programs with their places; rows of tables have their cells.
    fn claimants(&self, first: usize) -> Vec<(usize, ProgramPlace)> {
        let mentions = self.findings.mentions.iter().enumerate().skip(first);
        mentions
            .filter_map(|(index, mention)| {
                let name = mention
                    .names
                    .iter()
                    .flat_map(|name| std::iter::once(&name.evidence).chain(&name.marks))
                    .filter_map(|evidence| evidence.bbox)
                    .reduce(|all, bbox| all.union(&bbox))?;
                let place = ProgramPlace {
                    name,
                    tentative: mention.tentative && !mention.heads,
                    filled: !mention.figures.is_empty() || mention.without_value.is_some(),
                };
                (!mention.row && !mention.describes).then_some((index, place))
            })
            .collect()
    }

    /// Figures of a heading: with a year or an account, above all programs and in no one's box.
    fn headed(&self, sheet: &Sheet<'_>, places: &[ProgramPlace]) -> Vec<(usize, Option<usize>)> {
        let top = places
            .iter()
            .filter(|place| !place.tentative)
            .map(|place| place.name.y0)
            .fold(f32::MAX, f32::min);
        self.below_heading
            .iter()
            .filter(|(number, _)| {
                let bbox = self.figures.get(*number).and_then(|figure| figure.evidence.bbox);
                bbox.is_some_and(|bbox| {
                    bbox.center().y < top
                        && !sheet.touches_below(&bbox)
                        && !(0..places.len())
                            .any(|program| sheet.home(program).is_some_and(|home| home.holds(bbox.center())))
                })
            })
            .copied()
            .collect()
    }

    /// Last year's figures and changes, to the amounts at which they stand.
    fn give_companions(
        &mut self,
        sheet: &Sheet<'_>,
        claimants: &[(usize, ProgramPlace)],
        amounts: &mut Vec<(Option<usize>, Rect)>,
    ) {
        for (program, (mention, _)) in claimants.iter().enumerate() {
            let Some(mention) = self.findings.mentions.get(*mention) else {
                continue;
            };
            for tied in mention
                .figures
                .iter()
                .filter(|tied| tied.method == LinkMethod::SameLine)
            {
                amounts.extend(tied.figure.evidence.bbox.map(|bbox| (Some(program), bbox)));
            }
        }
        let standing: Vec<(&'n Figure, Companion)> = self
            .companions
            .iter()
            .filter_map(|figure| {
                Some((
                    *figure,
                    Companion {
                        bbox: figure.evidence.bbox?,
                    },
                ))
            })
            .collect();
        let places: Vec<Companion> = standing.iter().map(|(_, place)| *place).collect();
        let owners = companions(sheet, amounts, &places);
        for ((figure, _), owner) in standing.into_iter().zip(owners) {
            let relation = match figure.relation {
                Relation::Bracketed(open) => match self.known.brackets.get(&open) {
                    Some(relation) => *relation,
                    None => continue,
                },
                Relation::Own => Relation::Previous,
                relation => relation,
            };
            let mention = owner
                .and_then(|program| claimants.get(program))
                .and_then(|(mention, _)| self.findings.mentions.get_mut(*mention));
            let Some(mention) = mention else { continue };
            match relation {
                Relation::Previous if mention.previous.is_none() => mention.previous = Some(figure),
                Relation::Change if mention.change.is_none() => mention.change = Some(figure),
                _ => {}
            }
        }
    }

    /// Marks that stand alone, to the amounts at which they stand.
    fn give_marks(
        &mut self,
        sheet: &Sheet<'_>,
        claimants: &[(usize, ProgramPlace)],
        amounts: &[(Option<usize>, Rect)],
    ) {
        let marks: Vec<(&'n FlagMark, Companion)> = std::mem::take(&mut self.marks)
            .into_iter()
            .filter_map(|mark| {
                Some((
                    mark,
                    Companion {
                        bbox: mark.evidence.bbox?,
                    },
                ))
            })
            .collect();
        let places: Vec<Companion> = marks.iter().map(|(_, place)| *place).collect();
        for ((mark, _), owner) in marks.iter().zip(companions(sheet, amounts, &places)) {
            let mention = owner
                .and_then(|program| claimants.get(program))
                .and_then(|(mention, _)| self.findings.mentions.get_mut(*mention));
            if let Some(mention) = mention {
                mention.marks.push(mark);
            }
        }
    }

    /// Ministries by a label in the program's box or on its row, by colour, or by the name that heads its column.
    fn give_ministries(&mut self, sheet: &Sheet<'_>, claimants: &[(usize, ProgramPlace)]) {
        let labels = std::mem::take(&mut self.labels);
        let labelled = labelled(sheet, &labels);
        let used: Vec<&MinistryLabel> = labelled.iter().flatten().map(|(label, _)| *label).collect();
        let heads: Vec<&MinistryLabel> = labels
            .iter()
            .filter(|label| !used.iter().any(|other| std::ptr::eq(**label, *other)))
            .copied()
            .collect();
        for (program, (mention, place)) in claimants.iter().enumerate() {
            let Some(mention) = self.findings.mentions.get_mut(*mention) else {
                continue;
            };
            let page = mention.names.first().map(|name| name.evidence.page);
            let by_label = labelled
                .get(program)
                .and_then(Option::as_ref)
                .map(|(label, ministry)| (vec![ministry.clone()], vec![label.evidence.clone()]));
            let by_color = || {
                let frame = sheet.frame(program);
                self.legend.ministries(self.surface, page?, &place.name, frame)
            };
            let by_head = || head_of(&heads, &place.name);
            let seen = by_label.or_else(by_color).or_else(by_head);
            mention.seen =
                seen.map(|(ministries, evidence)| std::boxed::Box::new(Seen { ministries, evidence }));
        }
    }
}

/// A figure with the words that label it.
fn whole(figure: &Figure) -> Option<Rect> {
    let bbox = figure.evidence.bbox?;
    let account = figure
        .account_evidence
        .as_ref()
        .and_then(|evidence| evidence.bbox);
    Some(account.map_or(bbox, |account| bbox.union(&account)))
}

/// The nearest ministry's name above, in the same column and not to the right of the program.
fn head_of(heads: &[&MinistryLabel], name: &Rect) -> Option<(Vec<Ministry>, Vec<Evidence>)> {
    let head = heads
        .iter()
        .filter(|label| {
            label
                .evidence
                .bbox
                .is_some_and(|bbox| bbox.y1 <= name.y0 + 1.0 && bbox.x0 <= name.x0 + 12.0)
        })
        .max_by(|a, b| {
            let bottom = |label: &MinistryLabel| label.evidence.bbox.map_or(0.0, |bbox| bbox.y1);
            bottom(a).total_cmp(&bottom(b))
        })?;
    let ministry = Ministry {
        evidence: MinistryEvidence::Heading,
        ..head.ministry.clone()
    };
    Some((vec![ministry], vec![head.evidence.clone()]))
}
