//! Runs a page's content stream: operators change the state, draw glyphs, rules, boxes and pictures on a
//! [`Sheet`], and lead into forms. Every limit that is passed ends the page with what it has so far.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::color::Space;
use super::fonts::{Font, FontCache};
use super::graphics::{Paint, Path, cut};
use super::lexer::{Lexer, Token, decode_name};
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
    stack: Vec<State>,
    /// `q` beyond the limit, to be matched by as many `Q`.
    unsaved: usize,
    /// The state at the start of the page.
    initial: State,
    path: Path,
    clips: bool,
    pub(super) text: Matrix,
    pub(super) line: Matrix,
    pub(super) marked: Vec<Marked>,
    /// Marked content opened beyond the limit.
    pub(super) unmarked: usize,
    /// Open marked content that is hidden.
    pub(super) hidden: usize,
    pub(super) fonts: Vec<Rc<Font>>,
    spaces: HashMap<usize, Option<Space>>,
    /// Forms being drawn.
    open: Vec<ObjectId>,
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
    pub(super) fn new(objects: &'a Objects, shared: &'a mut Shared, sheet: Sheet, ctm: Matrix) -> Self {
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
            open: Vec::new(),
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

    fn shapes(&self) -> usize {
        self.sheet.rules.len() + self.sheet.boxes.len() + self.sheet.pictures.len()
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

    fn path_operator(&mut self, word: &[u8], operands: Operands<'_, '_>) {
        let ctm = self.state.ctm;
        match word {
            b"m" | b"l" => {
                if let Some([x, y]) = numbers(operands) {
                    let point = ctm.apply(x, y);
                    if word == b"m" {
                        self.path.move_to(point);
                    } else {
                        self.path.line_to(point);
                    }
                }
            }
            b"re" => {
                if let Some(values) = numbers(operands) {
                    self.path.rectangle(ctm, values);
                }
            }
            b"c" => {
                if let Some([a, b, c, d, e, f]) = numbers(operands) {
                    self.path
                        .curve_to([ctm.apply(a, b), ctm.apply(c, d), ctm.apply(e, f)]);
                }
            }
            b"v" | b"y" => {
                if let Some([a, b, c, d]) = numbers(operands) {
                    let (near, end) = (ctm.apply(a, b), ctm.apply(c, d));
                    self.path
                        .curve_to([near, if word == b"y" { end } else { near }, end]);
                }
            }
            b"h" => self.path.close(),
            b"W" | b"W*" => self.clips = true,
            b"f" | b"F" | b"f*" => self.paint(true, false, false),
            b"S" => self.paint(false, true, false),
            b"s" => self.paint(false, true, true),
            b"B" | b"B*" => self.paint(true, true, false),
            b"b" | b"b*" => self.paint(true, true, true),
            b"n" => self.paint(false, false, false),
            _ => {}
        }
    }

    fn paint(&mut self, fill: bool, stroke: bool, close: bool) {
        if close {
            self.path.close();
        }
        if self.hidden == 0 && (fill || stroke) && !self.state.transparent {
            let paint = Paint {
                fill: fill.then_some(self.state.fill),
                stroke: stroke.then_some(self.state.stroke),
                width: self.state.line_width * self.state.ctm.scale(),
                clip: self.state.clip,
            };
            let before = self.shapes();
            self.path.paint(paint, &mut self.sheet);
            self.charge_marks(self.shapes() - before);
        }
        if std::mem::take(&mut self.clips)
            && let Some(bounds) = self.path.bounds()
        {
            // An empty clip hides everything; a point outside the page does so too.
            let nowhere = Rect::new(-1.0, -1.0, -1.0, -1.0);
            self.state.clip = cut(bounds, self.state.clip).unwrap_or(nowhere);
        }
        self.path.clear();
    }

    /// Whether `word` was a colour operator.
    fn color_operator(
        &mut self,
        word: &[u8],
        operands: Operands<'_, '_>,
        resources: Option<&'a Dictionary>,
    ) -> bool {
        let (space, strokes) = match word {
            b"g" => (Some(Space::Gray), false),
            b"G" => (Some(Space::Gray), true),
            b"rg" => (Some(Space::Rgb), false),
            b"RG" => (Some(Space::Rgb), true),
            b"k" => (Some(Space::Cmyk), false),
            b"K" => (Some(Space::Cmyk), true),
            b"sc" | b"scn" => (None, false),
            b"SC" | b"SCN" => (None, true),
            b"cs" | b"CS" => {
                if let Some(Token::Name(name)) = operands.last()
                    && let Some(space) = self.space(name, resources)
                {
                    let color = space.initial();
                    self.set_color(word == b"CS", space, color);
                }
                return true;
            }
            _ => return false,
        };
        let mut values = [0.0; 32];
        let mut count = 0;
        for (slot, token) in values.iter_mut().zip(operands) {
            if let Token::Number(value) = token {
                *slot = *value;
                count += 1;
            }
        }
        let space = space.unwrap_or_else(|| {
            if strokes {
                self.state.stroke_space.clone()
            } else {
                self.state.fill_space.clone()
            }
        });
        let color = space.color(values.get(..count).unwrap_or_default());
        self.set_color(strokes, space, color);
        true
    }

    fn set_color(&mut self, strokes: bool, space: Space, color: Color) {
        if strokes {
            self.state.stroke_space = space;
            self.state.stroke = color;
        } else {
            self.state.fill_space = space;
            self.state.fill = color;
        }
    }

    fn space(&mut self, name: &[u8], resources: Option<&'a Dictionary>) -> Option<Space> {
        let name = decode_name(name);
        let objects = self.objects;
        let read = |object: &Object| Space::read(objects, resources, object);
        let named = resources
            .and_then(|resources| objects.dictionary(resources, b"ColorSpace"))
            .and_then(|spaces| spaces.get(&name).ok());
        match named {
            // The object's address tells it apart as long as the document lives.
            Some(object) => self
                .spaces
                .entry(std::ptr::from_ref(object).addr())
                .or_insert_with(|| read(object))
                .clone(),
            None => read(&Object::Name(name.into_owned())),
        }
    }

    fn set_external(&mut self, operands: Operands<'_, '_>, resources: Option<&'a Dictionary>) {
        let Some(settings) = self
            .resource(b"ExtGState", operands, resources)
            .and_then(|object| self.objects.resolve(object).as_dict().ok())
        else {
            return;
        };
        if let Some(opacity) = self.objects.number_at(settings, b"ca") {
            self.state.transparent = opacity <= 0.0;
        }
        if let Some(width) = self.objects.number_at(settings, b"LW") {
            self.state.line_width = width;
        }
        if let [font, size] = self.objects.array(settings, b"Font") {
            self.use_font(font, self.objects.number(size).unwrap_or(0.0));
        }
    }

    /// The resource of a kind that the last name among the operands stands for, not yet resolved.
    pub(super) fn resource(
        &self,
        kind: &[u8],
        operands: Operands<'_, '_>,
        resources: Option<&'a Dictionary>,
    ) -> Option<&'a Object> {
        let name = operands.iter().rev().find_map(|token| match token {
            Token::Name(name) => Some(decode_name(name)),
            _ => None,
        })?;
        self.objects.dictionary(resources?, kind)?.get(&name).ok()
    }

    fn draw_object(&mut self, operands: Operands<'_, '_>, resources: Option<&'a Dictionary>) {
        let Some(object) = self.resource(b"XObject", operands, resources) else {
            return;
        };
        let Ok(stream) = self.objects.resolve(object).as_stream() else {
            return;
        };
        let off = stream
            .dict
            .get(b"OC")
            .is_ok_and(|layer| self.shared.layers.hides(self.objects, layer));
        if off || self.hidden > 0 {
            return;
        }
        if self.objects.name(&stream.dict, b"Subtype") == b"Form" {
            self.draw_form(object.as_reference().ok(), stream, resources);
        } else {
            self.draw_picture();
        }
    }

    fn draw_picture(&mut self) {
        let bbox = self.state.ctm.apply_rect(0.0, 0.0, 1.0, 1.0);
        if self.hidden == 0
            && let Some(bbox) = cut(bbox, self.state.clip)
        {
            self.sheet.pictures.push(bbox);
            self.charge_marks(1);
        }
    }

    /// Draws a form with its own matrix and resources; `id` serves to cut cycles.
    pub(super) fn draw_form(
        &mut self,
        id: Option<ObjectId>,
        stream: &'a Stream,
        resources: Option<&'a Dictionary>,
    ) {
        if id.is_some_and(|id| self.open.contains(&id)) {
            self.faults.cycles += 1;
            return;
        }
        if self.faults.out_of_glyphs || self.faults.out_of_content {
            return;
        }
        if self.open.len() >= self.shared.max_depth {
            self.faults.too_deep += 1;
            return;
        }
        let decoded = self.objects.decode(stream);
        self.faults.streams.extend(decoded.fault);
        let matrix = self
            .objects
            .numbers(self.objects.get(&stream.dict, b"Matrix"))
            .map_or(Matrix::IDENTITY, Matrix::new);
        let ctm = matrix.then(self.state.ctm);
        if !ctm.is_sane() {
            return;
        }
        let outside = self.state.clone();
        let texts = (self.text, self.line);
        let (stack, unsaved) = (std::mem::take(&mut self.stack), std::mem::take(&mut self.unsaved));
        let marks = self.marked.len();
        self.state.ctm = ctm;
        if let Some([x0, y0, x1, y1]) = self.objects.numbers(self.objects.get(&stream.dict, b"BBox")) {
            let bounds = ctm.apply_rect(x0, y0, x1, y1);
            self.state.clip = cut(bounds, self.state.clip).unwrap_or(Rect::new(-1.0, -1.0, -1.0, -1.0));
        }
        // An id of 0 marks a form that stands directly in its parent; it only counts for the depth.
        self.open.push(id.unwrap_or((0, 0)));
        let own = self.objects.dictionary(&stream.dict, b"Resources").or(resources);
        self.run(&decoded.bytes, own);
        self.open.pop();
        while self.marked.len() > marks {
            self.end_marked();
        }
        (self.stack, self.unsaved) = (stack, unsaved);
        (self.text, self.line) = texts;
        self.state = outside;
    }

    fn inline_image(&mut self, lexer: &mut Lexer<'_>, resources: Option<&'a Dictionary>) {
        let (mut width, mut height, mut bits, mut components) = (0.0_f32, 0.0_f32, 8.0_f32, None);
        let mut filtered = false;
        while let Some(key) = lexer.next() {
            let key = match key {
                Token::Word(b"ID") => break,
                Token::Name(key) => key,
                _ => continue,
            };
            match (key, lexer.next()) {
                (b"W" | b"Width", Some(Token::Number(value))) => width = value,
                (b"H" | b"Height", Some(Token::Number(value))) => height = value,
                (b"BPC" | b"BitsPerComponent", Some(Token::Number(value))) => bits = value,
                (b"IM" | b"ImageMask", Some(Token::Word(b"true"))) => {
                    bits = 1.0;
                    components = Some(1);
                }
                (b"CS" | b"ColorSpace", Some(Token::Name(name))) => {
                    components = self.space(name, resources).map(|space| space.components());
                }
                (b"F" | b"Filter", Some(_)) => filtered = true,
                (_, Some(Token::Word(b"ID")) | None) => break,
                _ => {}
            }
        }
        let length = components.filter(|_| !filtered).map(|components| {
            let row = (width * bits * components as f32 / 8.0).ceil();
            (row * height) as usize
        });
        lexer.skip_image(length);
        self.draw_picture();
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
