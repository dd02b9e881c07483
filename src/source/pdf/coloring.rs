//! Colours: the operators that choose a colour space and a colour in it, patterns among them.

use lopdf::{Dictionary, Object};

use super::color::{MAX_DEPTH, Space};
use super::function::Function;
use super::interpreter::{Interpreter, Operands};
use super::lexer::{Token, decode_name};
use super::objects::as_dictionary;
use crate::source::Color;

impl<'a> Interpreter<'a> {
    /// Whether `word` was a colour operator.
    pub(super) fn color_operator(
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
        let values = values.get(..count).unwrap_or_default();
        let color = match (&space, operands.last()) {
            (Space::Pattern(_), Some(Token::Name(name))) => self
                .pattern_color(&decode_name(name), resources)
                .unwrap_or_else(|| space.color(values)),
            _ => space.color(values),
        };
        self.set_color(strokes, space, color);
        true
    }

    pub(super) fn set_color(&mut self, strokes: bool, space: Space, color: Color) {
        if strokes {
            self.state.stroke_space = space;
            self.state.stroke = color;
        } else {
            self.state.fill_space = space;
            self.state.fill = color;
        }
    }

    pub(super) fn space(&mut self, name: &[u8], resources: Option<&'a Dictionary>) -> Option<Space> {
        let name = decode_name(name);
        let objects = self.objects;
        let read = |object: &Object| Space::read(objects, resources, object);
        match self.named(b"ColorSpace", &name, resources) {
            // The object's address tells it apart as long as the document lives.
            Some(object) => self
                .spaces
                .entry(std::ptr::from_ref(object).addr())
                .or_insert_with(|| read(object))
                .clone(),
            None => read(&Object::Name(name.into_owned())),
        }
    }

    /// The one colour that stands for a pattern that has its own: the middle of a shading.
    fn pattern_color(&mut self, name: &[u8], resources: Option<&'a Dictionary>) -> Option<Color> {
        let object = self.named(b"Pattern", name, resources)?;
        let objects = self.objects;
        *self
            .patterns
            .entry(std::ptr::from_ref(object).addr())
            .or_insert_with(|| {
                let pattern = as_dictionary(objects.resolve(object))?;
                let shading = objects.dictionary(pattern, b"Shading")?;
                let space = Space::read(objects, resources, shading.get(b"ColorSpace").ok()?)?;
                let functions = objects.resolve(shading.get(b"Function").ok()?);
                let functions = match functions {
                    Object::Array(each) => each.as_slice(),
                    one => std::slice::from_ref(one),
                };
                let mut values = Vec::new();
                for function in functions.iter().take(4) {
                    Function::read(objects, function, MAX_DEPTH)?.apply(&[0.5], &mut values);
                }
                Some(space.color(&values))
            })
    }
}
