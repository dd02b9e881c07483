//! Colour spaces to screen colours. Exact for gray and RGB; spot and CMYK colours come near enough to tell a page's
//! colours apart and to match a bullet with its legend.

use std::rc::Rc;

use lopdf::{Dictionary, Object};

use super::function::Function;
use super::objects::Objects;
use crate::source::Color;

/// A colour space (ISO 32000-1, 8.6).
#[derive(Debug, Clone)]
pub(super) enum Space {
    Gray,
    Rgb,
    Cmyk,
    Lab,
    Indexed(Rc<Indexed>),
    Tint(Rc<Tint>),
    /// Patterns, with the space in which those without a colour of their own are given one.
    Pattern(Option<Rc<Space>>),
}

/// Colours by number.
#[derive(Debug)]
pub(super) struct Indexed {
    base: Space,
    table: Vec<u8>,
}

/// Spot colours with their stand-in.
#[derive(Debug)]
pub(super) struct Tint {
    components: usize,
    alternate: Space,
    transform: Option<Function>,
}

/// Spaces in spaces, functions in functions.
pub(super) const MAX_DEPTH: usize = 6;

impl Space {
    /// The space that `name` or an array stands for, looked up in `resources` where it is not a device space.
    pub(super) fn read(objects: &Objects, resources: Option<&Dictionary>, object: &Object) -> Option<Self> {
        Self::read_within(objects, resources, object, MAX_DEPTH)
    }

    fn read_within(
        objects: &Objects,
        resources: Option<&Dictionary>,
        object: &Object,
        depth: usize,
    ) -> Option<Self> {
        let depth = depth.checked_sub(1)?;
        let object = objects.resolve(object);
        if let Object::Name(name) = object {
            return Self::device(name).or_else(|| {
                let spaces = objects.dictionary(resources?, b"ColorSpace")?;
                Self::read_within(objects, None, spaces.get(name).ok()?, depth)
            });
        }
        let items = object.as_array().ok()?;
        let inner = |index: usize| Self::read_within(objects, resources, items.get(index)?, depth);
        match objects.resolve(items.first()?).as_name().ok()? {
            b"CalGray" => Some(Self::Gray),
            b"CalRGB" => Some(Self::Rgb),
            b"Lab" => Some(Self::Lab),
            b"ICCBased" => {
                let profile = objects.resolve(items.get(1)?).as_stream().ok()?;
                match objects.integer_at(&profile.dict, b"N") {
                    Some(1) => Some(Self::Gray),
                    Some(3) => Some(Self::Rgb),
                    Some(4) => Some(Self::Cmyk),
                    _ => Self::read_within(objects, resources, profile.dict.get(b"Alternate").ok()?, depth),
                }
            }
            b"Indexed" | b"I" => {
                let table = match objects.resolve(items.get(3)?) {
                    Object::String(bytes, _) => bytes.clone(),
                    Object::Stream(stream) => objects.decode(stream).bytes.into_owned(),
                    _ => return None,
                };
                Some(Self::Indexed(Rc::new(Indexed {
                    base: inner(1)?,
                    table,
                })))
            }
            kind @ (b"Separation" | b"DeviceN") => {
                let components = match objects.resolve(items.get(1)?) {
                    Object::Array(names) if kind == b"DeviceN" => names.len(),
                    _ => 1,
                };
                Some(Self::Tint(Rc::new(Tint {
                    components,
                    alternate: inner(2)?,
                    transform: Function::read(objects, items.get(3)?, MAX_DEPTH),
                })))
            }
            b"Pattern" => Some(Self::Pattern(inner(1).map(Rc::new))),
            name => Self::device(name),
        }
    }

    fn device(name: &[u8]) -> Option<Self> {
        match name {
            b"DeviceGray" | b"G" | b"CalGray" => Some(Self::Gray),
            b"DeviceRGB" | b"RGB" | b"CalRGB" => Some(Self::Rgb),
            b"DeviceCMYK" | b"CMYK" => Some(Self::Cmyk),
            b"Pattern" => Some(Self::Pattern(None)),
            _ => None,
        }
    }

    /// Number of components of a colour.
    pub(super) fn components(&self) -> usize {
        match self {
            Self::Gray | Self::Indexed(_) => 1,
            Self::Rgb | Self::Lab => 3,
            Self::Cmyk => 4,
            Self::Tint(tint) => tint.components,
            Self::Pattern(base) => base.as_ref().map_or(0, |base| base.components()),
        }
    }

    /// The colour that is set together with the space.
    pub(super) fn initial(&self) -> Color {
        match self {
            Self::Cmyk => self.color(&[0.0, 0.0, 0.0, 1.0]),
            Self::Tint(tint) => self.color(&vec![1.0; tint.components.min(32)]),
            _ => self.color(&[0.0; 3]),
        }
    }

    /// The colour of `values`; missing components count as 0.
    pub(super) fn color(&self, values: &[f32]) -> Color {
        let at = |index: usize| values.get(index).copied().unwrap_or(0.0);
        match self {
            Self::Gray => rgb(at(0), at(0), at(0)),
            Self::Rgb => rgb(at(0), at(1), at(2)),
            Self::Cmyk => {
                let ink = |value: f32| 1.0 - (value + at(3)).min(1.0);
                rgb(ink(at(0)), ink(at(1)), ink(at(2)))
            }
            Self::Lab => lab(at(0), at(1), at(2)),
            Self::Indexed(indexed) => {
                let components = indexed.base.components();
                let start = at(0).max(0.0) as usize * components;
                let entry: Vec<f32> = indexed
                    .table
                    .iter()
                    .skip(start)
                    .take(components)
                    .map(|byte| f32::from(*byte) / 255.0)
                    .collect();
                indexed.base.color(&entry)
            }
            Self::Tint(tint) => {
                let mut out = Vec::with_capacity(4);
                match &tint.transform {
                    Some(function) => function.apply(values, &mut out),
                    None => out.resize(4, 1.0 - at(0)),
                }
                tint.alternate.color(&out)
            }
            Self::Pattern(Some(base)) if !values.is_empty() => base.color(values),
            // A pattern has no one colour; middle gray is neither paper nor ink.
            Self::Pattern(_) => rgb(0.5, 0.5, 0.5),
        }
    }
}

fn rgb(red: f32, green: f32, blue: f32) -> Color {
    let byte = |value: f32| (value.clamp(0.0, 1.0) * 255.0).round() as u8;
    Color {
        red: byte(red),
        green: byte(green),
        blue: byte(blue),
    }
}

/// CIE L*a*b* (D50) to sRGB.
fn lab(lightness: f32, a: f32, b: f32) -> Color {
    let m = (lightness + 16.0) / 116.0;
    let curve = |value: f32| {
        if value >= 6.0 / 29.0 {
            value.powi(3)
        } else {
            108.0 / 841.0 * (value - 4.0 / 29.0)
        }
    };
    let (x, y, z) = (
        0.9642 * curve(m + a / 500.0),
        curve(m),
        0.8249 * curve(m - b / 200.0),
    );
    let gamma = |value: f32| {
        if value <= 0.003_130_8 {
            12.92 * value
        } else {
            1.055 * value.powf(1.0 / 2.4) - 0.055
        }
    };
    rgb(
        gamma(3.1339 * x - 1.6169 * y - 0.4906 * z),
        gamma(-0.9785 * x + 1.9160 * y + 0.0333 * z),
        gamma(0.0720 * x - 0.2290 * y + 1.4057 * z),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn device_colours() {
        let red = Color {
            red: 255,
            green: 0,
            blue: 0,
        };
        assert_eq!(Space::Rgb.color(&[1.0, 0.0, 0.0]), red);
        assert_eq!(Space::Cmyk.color(&[0.0, 1.0, 1.0, 0.0]), red);
        assert_eq!(Space::Gray.color(&[]), Color::default());
        assert_eq!(Space::Cmyk.initial(), Color::default());
    }
}
