//! Runs a page's content stream: operators change the state, draw glyphs, rules, boxes and pictures on a
//! [`Sheet`], and lead into forms. Every limit that is passed ends the page with what it has so far.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Object, ObjectId};

use super::color::Space;
use super::fonts::{Font, FontCache};
use super::graphics::Path;
use super::lexer::{Lexer, Token};
use super::marked::{Layers, Marked};
use super::matrix::Matrix;
use super::objects::{Objects, StreamFault};
use super::state::State;
use crate::geometry::Rect;
use crate::source::{Color, Sheet};

/// What all pages of a document share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) fonts: FontCache,
    pub(super) layers: Layers,
    /// Content bytes that may still be run, forms counted each time.
    pub(super) content_left: u64,
    /// Glyphs and shapes that may still be drawn.
    pub(super) glyphs_left: usize,
    /// Forms within forms.
    pub(super) max_depth: usize,
}

impl Shared {
    /// Whether a limit of the whole document is reached.
    pub(super) fn is_exhausted(&self) -> bool {
        self.content_left == 0 || self.glyphs_left == 0
    }
}

/// What went wrong on a page.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub(super) streams: Vec<StreamFault>,
    pub(super) cycles: usize,
    pub(super) too_deep: usize,
    pub(super) out_of_content: bool,
    pub(super) out_of_glyphs: bool,
    pub(super) no_font: usize,
    pub(super) states: usize,
}

impl Faults {
    /// Whether data of the page is missing.
    pub(super) fn is_damaged(&self) -> bool {
        !self.streams.is_empty() || self.no_font > 0 || self.out_of_content || self.out_of_glyphs
    }
}

/// A run over one page.
pub(super) struct Interpreter<'a> {
    pub(super) objects: &'a Objects,
    pub(super) shared: &'a mut Shared,
    pub(super) sheet: Sheet,
    pub(super) faults: Faults,
    /// Glyphs and shapes that this page may still draw.
    pub(super) page_left: usize,
    pub(super) state: State,
    pub(super) stack: Vec<State>,
    /// `q` beyond the limit, to be matched by as many `Q`.
    pub(super) unsaved: usize,
    /// The state at the start of the page.
    initial: State,
    pub(super) path: Path,
    /// `W` was said: the path clips once it is painted.
    pub(super) clips: bool,
    pub(super) text: Matrix,
    pub(super) line: Matrix,
    pub(super) marked: Vec<Marked>,
    /// Marked content opened beyond the limit.
    pub(super) unmarked: usize,
    /// Open marked content that is hidden.
    pub(super) hidden: usize,
    pub(super) fonts: Vec<Rc<Font>>,
    /// Colour spaces and patterns read so far, by the address of their objects.
    pub(super) spaces: HashMap<usize, Option<Space>>,
    pub(super) patterns: HashMap<usize, Option<Color>>,
    /// Forms being drawn.
    pub(super) open: Vec<ObjectId>,
    /// Where names are looked up that a form's own resources do not have.
    page_resources: Option<&'a Dictionary>,
    pub(super) bytes: Vec<u8>,
}

/// What running a stream costs beside its bytes.
const RUN_COST: u64 = 512;
const MAX_STATES: usize = 1_000;
/// Glyphs and shapes on one page.
const MAX_MARKS: usize = 2_000_000;
/// Operands kept for one operator; a `TJ` may have many.
const MAX_OPERANDS: usize = 1 << 16;

pub(super) type Operands<'t, 's> = &'t [Token<'s>];

impl<'a> Interpreter<'a> {
    pub(super) fn new(
        objects: &'a Objects,
        shared: &'a mut Shared,
        sheet: Sheet,
        ctm: Matrix,
        page_resources: Option<&'a Dictionary>,
    ) -> Self {
        let clip = Rect::new(0.0, 0.0, sheet.width, sheet.height);
        Self {
            objects,
            shared,
            sheet,
            faults: Faults::default(),
            page_left: MAX_MARKS,
            state: State::new(ctm, clip),
            initial: State::new(ctm, clip),
            stack: Vec::new(),
            unsaved: 0,
            path: Path::default(),
            clips: false,
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            marked: Vec::new(),
            unmarked: 0,
            hidden: 0,
            fonts: Vec::new(),
            spaces: HashMap::new(),
            patterns: HashMap::new(),
            open: Vec::new(),
            page_resources,
            bytes: Vec::new(),
        }
    }

    /// Back to the state at the start of the page, whatever its content left open.
    pub(super) fn restart(&mut self) {
        self.state = self.initial.clone();
        self.stack.clear();
        self.unsaved = 0;
    }

    /// What was drawn and what went wrong; marked content that was left open is closed.
    pub(super) fn finish(mut self) -> (Sheet, Faults) {
        while !self.marked.is_empty() {
            self.unmarked = 0;
            self.end_marked();
        }
        (self.sheet, self.faults)
    }

    /// Runs a content stream.
    pub(super) fn run(&mut self, content: &[u8], resources: Option<&'a Dictionary>) {
        // A form costs something even where it is empty: forms that draw forms grow without bound.
        let cost = content.len() as u64 + RUN_COST;
        self.shared.content_left = self.shared.content_left.saturating_sub(cost);
        if self.shared.content_left == 0 {
            self.faults.out_of_content = true;
            return;
        }
        let mut lexer = Lexer::new(content);
        let mut operands = Vec::with_capacity(16);
        while let Some(token) = lexer.next() {
            match token {
                Token::Word(b"BI") => self.inline_image(&mut lexer, resources),
                Token::Word(word) => {
                    self.operator(word, &operands, resources);
                    operands.clear();
                    if self.faults.out_of_glyphs || self.faults.out_of_content {
                        return;
                    }
                }
                operand if operands.len() < MAX_OPERANDS => operands.push(operand),
                _ => {}
            }
        }
    }

    fn operator(&mut self, word: &[u8], operands: Operands<'_, '_>, resources: Option<&'a Dictionary>) {
        match word {
            b"Tj" => self.show_last(operands),
            b"TJ" => self.show_adjusted(operands),
            b"'" => {
                self.next_line();
                self.show_last(operands);
            }
            b"\"" => {
                if let [Token::Number(word), Token::Number(char), ..] = *operands {
                    self.state.text.word_spacing = word;
                    self.state.text.char_spacing = char;
                }
                self.next_line();
                self.show_last(operands);
            }
            b"Td" | b"TD" => {
                if let Some([x, y]) = numbers(operands) {
                    if word == b"TD" {
                        self.state.text.leading = -y;
                    }
                    self.move_line(x, y);
                }
            }
            b"Tm" => {
                if let Some(values) = numbers(operands) {
                    self.line = Matrix::new(values);
                    self.text = self.line;
                }
            }
            b"T*" => self.next_line(),
            b"BT" => {
                self.text = Matrix::IDENTITY;
                self.line = Matrix::IDENTITY;
            }
            b"Tf" => self.set_font(operands, resources),
            b"Tc" | b"Tw" | b"Tz" | b"TL" | b"Ts" | b"Tr" => {
                if let Some([value]) = numbers(operands) {
                    let text = &mut self.state.text;
                    match word {
                        b"Tc" => text.char_spacing = value,
                        b"Tw" => text.word_spacing = value,
                        b"Tz" => text.scale = value / 100.0,
                        b"TL" => text.leading = value,
                        b"Ts" => text.rise = value,
                        _ => text.mode = value as u8,
                    }
                }
            }
            b"q" => self.save(),
            b"Q" => self.restore(),
            b"cm" => {
                if let Some(values) = numbers(operands) {
                    let ctm = Matrix::new(values).then(self.state.ctm);
                    if ctm.is_sane() {
                        self.state.ctm = ctm;
                    }
                }
            }
            b"w" => {
                if let Some([width]) = numbers(operands) {
                    self.state.line_width = width;
                }
            }
            b"gs" => self.set_external(operands, resources),
            b"Do" => self.draw_object(operands, resources),
            b"BMC" => self.begin_marked(Marked::default()),
            b"BDC" => self.begin_marked_with(operands, resources),
            b"EMC" => self.end_marked(),
            _ => {
                if !self.color_operator(word, operands, resources) {
                    self.path_operator(word, operands);
                }
            }
        }
    }

    /// A resource by kind and name, not yet resolved: of the stream's own resources, else of the page's. Forms whose
    /// writers left out what the page has are drawn so by all viewers.
    pub(super) fn named(
        &self,
        kind: &[u8],
        name: &[u8],
        resources: Option<&'a Dictionary>,
    ) -> Option<&'a Object> {
        let of =
            |resources: Option<&'a Dictionary>| self.objects.dictionary(resources?, kind)?.get(name).ok();
        of(resources).or_else(|| of(self.page_resources))
    }

    /// Counts what was drawn against the limits of the page and the document.
    pub(super) fn charge_marks(&mut self, count: usize) {
        self.shared.glyphs_left = self.shared.glyphs_left.saturating_sub(count);
        self.page_left = self.page_left.saturating_sub(count);
        self.faults.out_of_glyphs |= self.shared.glyphs_left == 0 || self.page_left == 0;
    }

    fn save(&mut self) {
        if self.stack.len() < MAX_STATES {
            self.stack.push(self.state.clone());
        } else {
            self.unsaved += 1;
            self.faults.states += 1;
        }
    }

    fn restore(&mut self) {
        if self.unsaved > 0 {
            self.unsaved -= 1;
        } else if let Some(state) = self.stack.pop() {
            self.state = state;
        }
    }
}

/// The last `N` operands, where they are all numbers.
pub(super) fn numbers<const N: usize>(operands: Operands<'_, '_>) -> Option<[f32; N]> {
    let start = operands.len().checked_sub(N)?;
    let mut out = [0.0; N];
    for (slot, token) in out.iter_mut().zip(operands.get(start..)?) {
        match token {
            Token::Number(value) => *slot = *value,
            _ => return None,
        }
    }
    Some(out)
}
