//! PDF functions (ISO 32000-1, 7.10): what turns the tint of a spot colour into a colour of a known space.

use lopdf::{Dictionary, Object};

use super::lexer::{Lexer, Token};
use super::objects::{Objects, as_dictionary};

/// A function from a few numbers to a few numbers.
#[derive(Debug)]
pub(super) enum Function {
    Sampled {
        sizes: Vec<usize>,
        outputs: usize,
        /// Outputs of every grid point, the first input varying fastest.
        samples: Vec<f32>,
    },
    Exponential {
        from: Vec<f32>,
        to: Vec<f32>,
        exponent: f32,
    },
    Stitched {
        parts: Vec<Function>,
        bounds: Vec<f32>,
        encode: Vec<f32>,
    },
    PostScript(Vec<Step>),
}

/// One step of a PostScript calculator function.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    Push(f32),
    Apply(Vec<u8>),
    If(Vec<Step>, Vec<Step>),
}

const MAX_SAMPLES: usize = 1 << 20;
const MAX_STACK: usize = 100;

impl Function {
    pub(super) fn read(objects: &Objects, object: &Object, depth: usize) -> Option<Self> {
        let object = objects.resolve(object);
        let dictionary = as_dictionary(object)?;
        match objects.integer_at(dictionary, b"FunctionType")? {
            0 => Self::read_sampled(objects, object),
            2 => {
                let list = |key: &[u8], default: f32| {
                    let values = numbers(objects, dictionary, key);
                    if values.is_empty() { vec![default] } else { values }
                };
                Some(Self::Exponential {
                    from: list(b"C0", 0.0),
                    to: list(b"C1", 1.0),
                    exponent: objects.number_at(dictionary, b"N").unwrap_or(1.0),
                })
            }
            3 if depth > 0 => {
                let parts = objects.array(dictionary, b"Functions");
                Some(Self::Stitched {
                    parts: parts
                        .iter()
                        .map(|part| Self::read(objects, part, depth - 1))
                        .collect::<Option<_>>()?,
                    bounds: numbers(objects, dictionary, b"Bounds"),
                    encode: numbers(objects, dictionary, b"Encode"),
                })
            }
            4 => {
                let stream = object.as_stream().ok()?;
                let decoded = objects.decode(stream);
                let mut lexer = Lexer::new(&decoded.bytes);
                (lexer.next() == Some(Token::Word(b"{")))
                    .then(|| steps(&mut lexer, 16))
                    .flatten()
                    .map(Self::PostScript)
            }
            _ => None,
        }
    }

    fn read_sampled(objects: &Objects, object: &Object) -> Option<Self> {
        let stream = object.as_stream().ok()?;
        let sizes: Vec<usize> = numbers(objects, &stream.dict, b"Size")
            .into_iter()
            .map(|size| size as usize)
            .collect();
        let range = numbers(objects, &stream.dict, b"Range");
        let decode = Some(numbers(objects, &stream.dict, b"Decode"))
            .filter(|decode| decode.len() == range.len())
            .unwrap_or_else(|| range.clone());
        let outputs = range.len() / 2;
        let bits = u32::try_from(objects.integer_at(&stream.dict, b"BitsPerSample")?).ok()?;
        let count = sizes
            .iter()
            .try_fold(outputs, |count, size| count.checked_mul(*size))
            .filter(|count| (1..=MAX_SAMPLES).contains(count) && (1..=32).contains(&bits))?;
        let decoded = objects.decode(stream);
        let mut samples = Vec::with_capacity(count);
        let (mut held, mut have) = (0_u64, 0_u32);
        let mut bytes = decoded.bytes.iter();
        let full = (1_u64 << bits) - 1;
        for index in 0..count {
            while have < bits {
                held = held << 8 | u64::from(*bytes.next().unwrap_or(&0));
                have += 8;
            }
            have -= bits;
            let raw = (held >> have) & full;
            let at = index % outputs * 2;
            let (low, high) = (
                decode.get(at).copied().unwrap_or(0.0),
                decode.get(at + 1).copied().unwrap_or(1.0),
            );
            samples.push(low + (high - low) * raw as f32 / full as f32);
        }
        Some(Self::Sampled {
            sizes,
            outputs,
            samples,
        })
    }

    /// Appends the results for `inputs` to `out`.
    pub(super) fn apply(&self, inputs: &[f32], out: &mut Vec<f32>) {
        let input = inputs.first().copied().unwrap_or(0.0).clamp(0.0, 1.0);
        match self {
            Self::Sampled {
                sizes,
                outputs,
                samples,
            } => {
                // The nearest grid point in all inputs but the only one: a colour needs no more.
                let (mut index, mut stride) = (0, 1);
                for (size, input) in sizes.iter().zip(inputs) {
                    let last = size.saturating_sub(1);
                    index += (input.clamp(0.0, 1.0) * last as f32).round() as usize * stride;
                    stride *= size;
                }
                if let [size] = sizes.as_slice() {
                    let place = input * size.saturating_sub(1) as f32;
                    let low = place as usize;
                    let share = place - low as f32;
                    for output in 0..*outputs {
                        let at = |grid: usize| samples.get(grid * outputs + output).copied();
                        let first = at(low).unwrap_or(0.0);
                        out.push(first + (at(low + 1).unwrap_or(first) - first) * share);
                    }
                } else {
                    out.extend(samples.iter().skip(index * outputs).take(*outputs));
                }
            }
            Self::Exponential { from, to, exponent } => {
                let share = input.powf(*exponent);
                out.extend(from.iter().zip(to).map(|(from, to)| from + (to - from) * share));
            }
            Self::Stitched {
                parts,
                bounds,
                encode,
            } => {
                let index = bounds
                    .iter()
                    .take_while(|bound| input >= **bound)
                    .count()
                    .min(parts.len().saturating_sub(1));
                let low = index
                    .checked_sub(1)
                    .and_then(|i| bounds.get(i))
                    .copied()
                    .unwrap_or(0.0);
                let high = bounds.get(index).copied().unwrap_or(1.0);
                let share = if high > low {
                    (input - low) / (high - low)
                } else {
                    0.0
                };
                let start = encode.get(index * 2).copied().unwrap_or(0.0);
                let end = encode.get(index * 2 + 1).copied().unwrap_or(1.0);
                if let Some(part) = parts.get(index) {
                    part.apply(&[start + (end - start) * share], out);
                }
            }
            Self::PostScript(steps) => {
                let mut stack = inputs.to_vec();
                let mut budget = 10_000;
                run(steps, &mut stack, &mut budget);
                out.append(&mut stack);
            }
        }
    }
}

fn numbers(objects: &Objects, dictionary: &Dictionary, key: &[u8]) -> Vec<f32> {
    objects
        .array(dictionary, key)
        .iter()
        .filter_map(|item| objects.number(item))
        .collect()
}

fn steps(lexer: &mut Lexer<'_>, depth: usize) -> Option<Vec<Step>> {
    let mut out = Vec::new();
    let mut blocks: Vec<Vec<Step>> = Vec::new();
    loop {
        match lexer.next()? {
            Token::Number(value) => out.push(Step::Push(value)),
            Token::Word(b"{") if depth > 0 => blocks.push(steps(lexer, depth - 1)?),
            Token::Word(b"}") => return Some(out),
            Token::Word(b"if") => out.push(Step::If(blocks.pop()?, Vec::new())),
            Token::Word(b"ifelse") => {
                let otherwise = blocks.pop()?;
                out.push(Step::If(blocks.pop()?, otherwise));
            }
            Token::Word(word) if word != b"{" => out.push(Step::Apply(word.to_vec())),
            _ => return None,
        }
    }
}

fn run(steps: &[Step], stack: &mut Vec<f32>, budget: &mut u32) {
    for step in steps {
        if *budget == 0 || stack.len() > MAX_STACK {
            return;
        }
        *budget -= 1;
        match step {
            Step::Push(value) => stack.push(*value),
            Step::If(then, otherwise) => {
                let taken = stack.pop().is_some_and(|value| value != 0.0);
                run(if taken { then } else { otherwise }, stack, budget);
            }
            Step::Apply(word) => {
                if apply_word(word, stack).is_none() {
                    return;
                }
            }
        }
    }
}

fn truth(value: bool) -> f32 {
    f32::from(u8::from(value))
}

/// One operator; nothing where the stack is too short or the word unknown.
fn apply_word(word: &[u8], stack: &mut Vec<f32>) -> Option<()> {
    let top = stack.pop();
    match word {
        b"true" | b"false" => {
            stack.extend(top);
            stack.push(truth(word == b"true"));
            return Some(());
        }
        b"pop" => return top.map(|_| ()),
        b"exch" => {
            let under = stack.pop()?;
            stack.extend([top?, under]);
            return Some(());
        }
        b"dup" => {
            stack.extend([top?, top?]);
            return Some(());
        }
        b"copy" => {
            let count = top? as usize;
            let start = stack.len().checked_sub(count)?;
            stack.extend_from_within(start..);
            return Some(());
        }
        b"index" => {
            let at = stack.len().checked_sub(top? as usize + 1)?;
            stack.push(*stack.get(at)?);
            return Some(());
        }
        b"roll" => {
            let count = stack.pop()? as usize;
            let start = stack.len().checked_sub(count)?;
            if count > 0 {
                let turn = (top? as i64).rem_euclid(i64::try_from(count).ok()?);
                stack.get_mut(start..)?.rotate_right(usize::try_from(turn).ok()?);
            }
            return Some(());
        }
        _ => {}
    }
    let y = top?;
    let one = match word {
        b"abs" => Some(y.abs()),
        b"neg" => Some(-y),
        b"ceiling" => Some(y.ceil()),
        b"floor" => Some(y.floor()),
        b"round" => Some(y.round()),
        b"truncate" | b"cvi" => Some(y.trunc()),
        b"cvr" => Some(y),
        b"sqrt" => Some(y.max(0.0).sqrt()),
        b"sin" => Some(y.to_radians().sin()),
        b"cos" => Some(y.to_radians().cos()),
        b"ln" => Some(y.ln()),
        b"log" => Some(y.log10()),
        b"not" => Some(truth(y == 0.0)),
        _ => None,
    };
    if let Some(value) = one {
        stack.push(value);
        return Some(());
    }
    let x = stack.pop()?;
    stack.push(match word {
        b"add" => x + y,
        b"sub" => x - y,
        b"mul" => x * y,
        b"div" | b"idiv" if y == 0.0 => 0.0,
        b"div" => x / y,
        b"idiv" => (x / y).trunc(),
        b"mod" if y != 0.0 => x % y,
        b"exp" => x.powf(y),
        b"atan" => x.atan2(y).to_degrees().rem_euclid(360.0),
        b"eq" => truth(x == y),
        b"ne" => truth(x != y),
        b"gt" => truth(x > y),
        b"ge" => truth(x >= y),
        b"lt" => truth(x < y),
        b"le" => truth(x <= y),
        b"and" => truth(x != 0.0 && y != 0.0),
        b"or" => truth(x != 0.0 || y != 0.0),
        b"xor" => truth((x != 0.0) != (y != 0.0)),
        _ => return None,
    });
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calculate(program: &[u8], inputs: &[f32]) -> Vec<f32> {
        let mut lexer = Lexer::new(program);
        assert_eq!(lexer.next(), Some(Token::Word(b"{")));
        let mut out = Vec::new();
        Function::PostScript(steps(&mut lexer, 16).unwrap()).apply(inputs, &mut out);
        out
    }

    #[test]
    fn spot_colour_programs() {
        assert_eq!(calculate(b"{dup 0.5 mul exch}", &[1.0]), [0.5, 1.0]);
        assert_eq!(calculate(b"{1 2 3 3 1 roll}", &[]), [3.0, 1.0, 2.0]);
        assert_eq!(calculate(b"{0.3 gt {1} {0} ifelse}", &[0.5]), [1.0]);
        assert_eq!(calculate(b"{0 div}", &[0.5]), [0.0]);
    }
}
