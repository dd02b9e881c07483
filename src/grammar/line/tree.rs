//! Tokens with their brackets paired: what a figure stands in says much of what it is.

use super::token::{Kind, Token};
use crate::span::Span;

/// A token, or what a pair of brackets holds.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Leaf(Token),
    Group(Group),
}

/// A pair of brackets with what it holds.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) open: char,
    pub(super) span: Span,
    pub(super) nodes: Vec<Node>,
}

impl Node {
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Leaf(token) => token.span,
            Self::Group(group) => group.span,
        }
    }

    /// Whether it is or holds money, or 事項要求 in its place.
    pub(super) fn holds_money(&self) -> bool {
        match self {
            Self::Leaf(token) => matches!(token.kind, Kind::Figure(_) | Kind::Unspecified),
            Self::Group(group) => group.nodes.iter().any(Self::holds_money),
        }
    }

    pub(super) fn kind(&self) -> Option<Kind> {
        match self {
            Self::Leaf(token) => Some(token.kind),
            Self::Group(_) => None,
        }
    }
}

/// An open bracket, `None` for the row itself, and what stands in it so far.
type Level = (Option<(char, Token)>, Vec<Node>);

/// Pairs the brackets of a row of tokens. A bracket without its partner is text.
pub(super) fn tree(tokens: &[Token]) -> Vec<Node> {
    let mut levels: Vec<Level> = vec![(None, Vec::new())];
    for token in tokens {
        match token.kind {
            Kind::Open(open) => levels.push((Some((open, *token)), Vec::new())),
            Kind::Close(close) if holds_open(&levels, close) => {
                while let Some((Some((open, first)), nodes)) = levels.pop() {
                    let Some((_, outer)) = levels.last_mut() else {
                        break;
                    };
                    if partner(open) == close {
                        outer.push(Node::Group(Group {
                            open,
                            span: Span::new(first.span.start, token.span.end),
                            nodes,
                        }));
                        break;
                    }
                    outer.push(text(first));
                    outer.extend(nodes);
                }
            }
            Kind::Close(_) => push(&mut levels, text(*token)),
            _ => push(&mut levels, Node::Leaf(*token)),
        }
    }
    while levels.len() > 1 {
        if let Some((Some((_, first)), nodes)) = levels.pop()
            && let Some((_, outer)) = levels.last_mut()
        {
            outer.push(text(first));
            outer.extend(nodes);
        }
    }
    levels.pop().map(|(_, nodes)| nodes).unwrap_or_default()
}

fn push(levels: &mut [Level], node: Node) {
    if let Some((_, nodes)) = levels.last_mut() {
        nodes.push(node);
    }
}

fn holds_open(levels: &[Level], close: char) -> bool {
    levels
        .iter()
        .any(|(open, _)| open.is_some_and(|(open, _)| partner(open) == close))
}

fn text(token: Token) -> Node {
    Node::Leaf(Token {
        kind: Kind::Text,
        ..token
    })
}

fn partner(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        '<' => '>',
        '{' => '}',
        '【' => '】',
        '〔' => '〕',
        '《' => '》',
        _ => '〉',
    }
}
