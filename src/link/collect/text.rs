//! A text page's order, when its nodes are read: programs and figures that stand apart, tied or left open by the runs in
//! which they follow each other.

use super::{CONTESTS, Open, PageReader, Tied};
use crate::grammar::{Doubt, Figure, NamedProgram};
use crate::link::decide::Unsure;
use crate::link::identity::{Map, Set, name_key};
use crate::link::pool::{self, OpenRun, Token};
use crate::model::{LinkMethod, Qualifier};

impl PageReader<'_, '_> {
    /// Reads the page's order and files what it ties and leaves open.
    pub(super) fn finish_text(mut self, first: usize) {
        self.tie_shared_umbrellas();
        self.tie_amounts_above();
        let order = pool::order(&self.tokens);
        let above = self.figures_above_names();
        // Where a figure opens the page each may stand before its program.
        let figures_first = self
            .tokens
            .iter()
            .find(|token| **token != Token::Break)
            .is_some_and(|token| matches!(token, Token::Figure { .. }));
        let contests = (order.open.len() + order.loose.len()).saturating_mul(order.bare.len());
        let claimants: &[usize] = if contests > CONTESTS { &[] } else { &order.bare };
        for (mention, figure) in &order.tied {
            let close = figures_first || !above.is_empty();
            if let Some(mention) = self.findings.mentions.get_mut(*mention) {
                let figure = self.figures[*figure];
                if close || mention.unmarked {
                    let rivals = Vec::new();
                    let doubt = Doubt::Apart;
                    mention.unsure = mention
                        .unsure
                        .take()
                        .or(Some(std::boxed::Box::new(Unsure { doubt, rivals })));
                }
                mention.figures.push(Tied {
                    figure,
                    method: LinkMethod::OnlyInReach,
                });
            }
        }
        for OpenRun {
            programs,
            figures,
            in_order,
        } in order.open
        {
            let section = programs
                .first()
                .and_then(|index| self.findings.mentions.get(*index))
                .and_then(|mention| mention.section);
            self.findings.open.push(Open {
                mentions: programs,
                figures: figures.iter().map(|index| self.figures[*index].clone()).collect(),
                in_order,
                claimants: claimants.to_vec(),
                section,
            });
        }
        for figure in &order.loose {
            self.findings
                .loose
                .push((self.figures[*figure], claimants.to_vec()));
        }
        debug_assert!(order.bare.iter().all(|mention| *mention >= first));
    }

    /// Where amounts and programs take turns, an amount first and a program last, each amount heads its program.
    fn tie_amounts_above(&mut self) {
        let turns: Vec<Token> = self
            .tokens
            .iter()
            .copied()
            .filter(|token| *token != Token::Break)
            .collect();
        let pairs = turns.chunks(2);
        let heads = turns.len() > 2
            && turns.len().is_multiple_of(2)
            && pairs
                .clone()
                .all(|pair| matches!(pair, [Token::Figure { .. }, Token::Program(_)]));
        if !heads {
            return;
        }
        for pair in pairs {
            if let [Token::Figure { index, .. }, Token::Program(at)] = pair
                && let Some(mention) = self.findings.mentions.get_mut(*at)
            {
                let rivals = Vec::new();
                let doubt = Doubt::Apart;
                mention.unsure = Some(std::boxed::Box::new(Unsure { doubt, rivals }));
                mention.figures.push(Tied {
                    figure: self.figures[*index],
                    method: LinkMethod::ReadingOrder,
                });
            }
        }
        self.tokens.clear();
    }

    /// Figures right above a program's line, which may be that program's: 12億円 / ● ○○事業.
    fn figures_above_names(&self) -> Set<usize> {
        let pairs = self.tokens.windows(2);
        pairs
            .filter_map(|pair| match pair {
                [Token::Figure { index, .. }, Token::Program(mention)] => {
                    let figure = self.figures.get(*index)?.evidence.line?;
                    let name = self
                        .findings
                        .mentions
                        .get(*mention)?
                        .names
                        .first()?
                        .evidence
                        .line?;
                    (name == figure + 1).then_some(*index)
                }
                _ => None,
            })
            .collect()
    }

    /// Programs of one family (the same name before a last bracket) share an umbrella: where one of them has its
    /// 内数 right behind it and equal figures of 内数 stand elsewhere on the page, as many as programs of the family
    /// without a figure, these go to the others, whatever stands between.
    fn tie_shared_umbrellas(&mut self) {
        let mut families: Vec<(String, i64)> = Vec::new();
        let mut programs: Map<String, Vec<(usize, usize)>> = Map::default();
        let mut umbrellas: Map<i64, Vec<(usize, usize)>> = Map::default();
        let mut at = 0;
        while at < self.tokens.len() {
            match (self.tokens[at], self.tokens.get(at + 1).copied()) {
                (Token::Program(mention), next) => {
                    let family = self
                        .findings
                        .mentions
                        .get(mention)
                        .and_then(|mention| family(mention.names.first()?));
                    let behind = match next {
                        Some(Token::Figure { index, .. }) => umbrella(self.figures[index]),
                        _ => None,
                    };
                    match (family, behind) {
                        (Some(family), Some(yen)) => {
                            families.push((family, yen));
                            at += 1;
                        }
                        (Some(family), None) if !matches!(next, Some(Token::Figure { .. })) => {
                            programs.entry(family).or_default().push((at, mention));
                        }
                        _ => {}
                    }
                }
                (Token::Figure { index, .. }, _) => {
                    if let Some(yen) = umbrella(self.figures[index]) {
                        umbrellas.entry(yen).or_default().push((at, index));
                    }
                }
                (Token::Break, _) => {}
            }
            at += 1;
        }
        let mut gone = Set::default();
        for (family, yen) in families {
            let (Some(programs), Some(figures)) = (programs.get(&family), umbrellas.get(&yen)) else {
                continue;
            };
            if programs.len() != figures.len() || programs.iter().any(|(at, _)| gone.contains(at)) {
                continue;
            }
            for ((at, mention), (figure_at, figure)) in programs.iter().zip(figures) {
                gone.extend([*at, *figure_at]);
                if let Some(mention) = self.findings.mentions.get_mut(*mention) {
                    mention.figures.push(Tied {
                        figure: self.figures[*figure],
                        method: LinkMethod::ReadingOrder,
                    });
                }
            }
        }
        let mut at = 0;
        self.tokens.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }
}

/// The name before its last bracket, where it has one.
fn family(name: &NamedProgram) -> Option<String> {
    let at = name.name.ends_with(')').then(|| name.name.rfind('('))??;
    (at > 0).then(|| name_key(&name.name[..at]))
}

fn umbrella(figure: &Figure) -> Option<i64> {
    figure
        .amount()
        .filter(|amount| amount.has(Qualifier::PartOf))
        .and_then(|amount| amount.within_yen)
}
