//! The page tree, and one page: its size, its content streams and what it inherits, to a [`Sheet`] and diagnostics.

use std::collections::HashSet;
use std::rc::Rc;

use lopdf::{Dictionary, Object, ObjectId};

use super::clean::{self, Cleaned};
use super::interpreter::{Faults, Interpreter, Shared};
use super::matrix::Matrix;
use super::objects::{Objects, StreamFault, as_dictionary};
use super::suspect;
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::geometry::Rect;
use crate::source::Sheet;
use crate::span::PageNumber;

/// A leaf of the page tree with what it inherits.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    page: ObjectId,
    inherited: Rc<Inherited>,
}

/// What pages take over from the nodes above them (ISO 32000-1, table 30).
#[derive(Debug, Clone, Default)]
struct Inherited {
    resources: Option<ObjectId>,
    /// The node that holds the resources directly.
    resources_of: Option<ObjectId>,
    media_box: Option<[f32; 4]>,
    crop_box: Option<[f32; 4]>,
    rotation: i64,
}

impl Inherited {
    fn with(&self, objects: &Objects, id: ObjectId, node: &Dictionary) -> Self {
        let mut own = self.clone();
        match node.get(b"Resources") {
            Ok(Object::Reference(resources)) => {
                own.resources = Some(*resources);
                own.resources_of = None;
            }
            Ok(Object::Dictionary(_)) => {
                own.resources = None;
                own.resources_of = Some(id);
            }
            _ => {}
        }
        own.media_box = objects.numbers(objects.get(node, b"MediaBox")).or(self.media_box);
        own.crop_box = objects.numbers(objects.get(node, b"CropBox")).or(self.crop_box);
        own.rotation = objects.integer_at(node, b"Rotate").unwrap_or(self.rotation);
        own
    }
}

/// The pages of a document in order.
#[derive(Debug, Default)]
pub(super) struct PageTree {
    pub(super) leaves: Vec<Leaf>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl PageTree {
    /// Walks the tree without recursion; cycles are cut, and no more than `limit` pages are taken.
    pub(super) fn read(objects: &Objects, limit: usize, max_depth: usize) -> Self {
        let mut tree = Self::default();
        if let Some(root) = objects
            .catalog()
            .and_then(|catalog| catalog.get(b"Pages").ok())
            .and_then(|root| root.as_reference().ok())
        {
            tree.walk(objects, root, limit, max_depth);
        }
        if tree.leaves.is_empty() {
            tree.collect_strays(objects, limit);
        }
        tree
    }

    fn walk(&mut self, objects: &Objects, root: ObjectId, limit: usize, max_depth: usize) {
        let mut pending = vec![(root, Rc::new(Inherited::default()), 0_usize)];
        let mut nodes = HashSet::new();
        let (mut missing, mut cut) = (0_usize, 0_usize);
        while let Some((id, above, depth)) = pending.pop() {
            // Many nodes may share one endless list of kids.
            if !objects.charge(64) {
                cut += pending.len();
                break;
            }
            let reference = Object::Reference(id);
            let Some(node) = as_dictionary(objects.resolve(&reference)) else {
                missing += 1;
                continue;
            };
            let kids = objects.array(node, b"Kids");
            if kids.is_empty() && objects.name(node, b"Type") != b"Pages" {
                if self.leaves.len() >= limit {
                    self.diagnostics.push(Diagnostic::error(
                        codes::LIMIT_REACHED,
                        format!(
                            "The document has more pages than the limit of {limit}; the rest was left out."
                        ),
                        Location::default(),
                    ));
                    return;
                }
                self.leaves.push(Leaf {
                    page: id,
                    inherited: above,
                });
                continue;
            }
            if depth >= max_depth.max(8) * 8 || !nodes.insert(id) {
                cut += 1;
                continue;
            }
            // Pages that stand in the list itself, and what is no page at all.
            missing += kids.iter().filter(|kid| kid.as_reference().is_err()).count();
            let own = Rc::new(above.with(objects, id, node));
            let room = limit.saturating_sub(self.leaves.len()).saturating_add(1);
            let first = pending.len();
            pending.extend(
                kids.iter()
                    .take(room)
                    .filter_map(|kid| kid.as_reference().ok())
                    .map(|kid| (kid, own.clone(), depth + 1)),
            );
            if let Some(added) = pending.get_mut(first..) {
                added.reverse();
            }
        }
        if missing + cut > 0 {
            self.diagnostics.push(Diagnostic::warning(
                codes::DAMAGED,
                format!(
                    "The page tree is damaged: {missing} of its pages are missing and {cut} of its branches lead \
                     nowhere or back to themselves."
                ),
                Location::default(),
            ));
        }
    }

    /// Without a usable tree, every object that says it is a page is one, in the order of object numbers.
    fn collect_strays(&mut self, objects: &Objects, limit: usize) {
        self.leaves = objects
            .iter()
            .filter(|(_, object)| {
                as_dictionary(object).is_some_and(|page| objects.name(page, b"Type") == b"Page")
            })
            .take(limit)
            .map(|(page, _)| Leaf {
                page,
                inherited: Rc::default(),
            })
            .collect();
        if !self.leaves.is_empty() {
            self.diagnostics.push(Diagnostic::warning(
                codes::DAMAGED,
                "The page tree is missing or damaged; pages are in the order of their object numbers.",
                Location::default(),
            ));
        }
    }
}

/// Letter paper, for pages that do not tell their size.
const DEFAULT_BOX: [f32; 4] = [0.0, 0.0, 612.0, 792.0];

/// The visible part of a page in user space: the crop box within the media box.
fn visible_box(inherited: &Inherited) -> Rect {
    let rect = |[x0, y0, x1, y1]: [f32; 4]| Rect::new(x0, y0, x1, y1);
    let usable =
        |rect: &Rect| rect.width() > 0.0 && rect.height() > 0.0 && rect.width() < 1e6 && rect.height() < 1e6;
    let media = inherited
        .media_box
        .map(rect)
        .filter(usable)
        .unwrap_or(rect(DEFAULT_BOX));
    inherited
        .crop_box
        .map(rect)
        .and_then(|crop| super::graphics::cut(crop, media))
        .filter(usable)
        .unwrap_or(media)
}

/// A sheet with nothing on it.
fn frame(own: &Inherited, visible: Rect) -> Sheet {
    Sheet {
        width: visible.width(),
        height: visible.height(),
        rotation: u16::try_from((own.rotation / 90 * 90).rem_euclid(360)).unwrap_or(0),
        ..Sheet::default()
    }
}

/// A page that is left out: its size alone.
pub(super) fn blank(objects: &Objects, leaf: &Leaf) -> Sheet {
    let reference = Object::Reference(leaf.page);
    let Some(page) = as_dictionary(objects.resolve(&reference)) else {
        return Sheet::default();
    };
    let own = leaf.inherited.with(objects, leaf.page, page);
    frame(&own, visible_box(&own))
}

/// Reads one page.
pub(super) fn read(
    objects: &Objects,
    shared: &mut Shared,
    leaf: &Leaf,
    number: PageNumber,
    diagnostics: &mut Vec<Diagnostic>,
) -> Sheet {
    let reference = Object::Reference(leaf.page);
    let Some(page) = as_dictionary(objects.resolve(&reference)) else {
        diagnostics.push(Diagnostic::error(
            codes::PAGE_UNREADABLE,
            "The page's object is missing.",
            Location::page(number),
        ));
        return Sheet::default();
    };
    let own = leaf.inherited.with(objects, leaf.page, page);
    let visible = visible_box(&own);
    let sheet = frame(&own, visible);
    let ctm = Matrix::new([1.0, 0.0, 0.0, -1.0, -visible.x0, visible.y1]);
    let resources = own
        .resources
        .and_then(|id| objects.object(id))
        .and_then(as_dictionary)
        .or_else(|| {
            let node = as_dictionary(objects.object(own.resources_of?)?)?;
            objects.dictionary(node, b"Resources")
        });

    let mut interpreter = Interpreter::new(objects, shared, sheet, ctm, resources);
    let mut streams = 0_usize;
    let mut missing = 0_usize;
    let mut content: Vec<u8> = Vec::new();
    let parts = match objects.get(page, b"Contents") {
        Object::Array(parts) => parts.iter().map(|part| objects.resolve(part)).collect(),
        Object::Null if page.has(b"Contents") => {
            missing += 1;
            Vec::new()
        }
        Object::Null => Vec::new(),
        one => vec![one],
    };
    if let [Object::Stream(only)] = parts.as_slice() {
        let decoded = objects.decode(only);
        interpreter.faults.streams.extend(decoded.fault);
        streams += 1;
        interpreter.run(&decoded.bytes, resources);
    } else {
        // Operators may be broken over streams, so they are read as one.
        for part in parts {
            let Object::Stream(stream) = part else {
                missing += 1;
                continue;
            };
            let decoded = objects.decode(stream);
            interpreter.faults.streams.extend(decoded.fault);
            streams += 1;
            if content.len() as u64 > interpreter.shared.content_left {
                break;
            }
            content.extend_from_slice(&decoded.bytes);
            content.push(b'\n');
        }
        interpreter.run(&content, resources);
    }
    interpreter.draw_annotations(page);
    let (mut sheet, mut faults) = interpreter.finish();
    faults.out_of_content |= !objects.has_work_left();
    let drawn = sheet.glyphs.len();
    let cleaned = clean::clean(&mut sheet);
    report(number, &faults, streams, missing, &cleaned, drawn, diagnostics);
    suspect::judge(
        &sheet,
        number,
        drawn,
        faults.is_damaged() || missing > 0,
        diagnostics,
    );
    sheet
}

fn report(
    number: PageNumber,
    faults: &Faults,
    streams: usize,
    missing: usize,
    cleaned: &Cleaned,
    drawn: usize,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let place = Location::page(number);
    if let Some(fault) = faults.streams.first() {
        let code = if *fault == StreamFault::TooLarge {
            codes::LIMIT_REACHED
        } else {
            codes::DAMAGED
        };
        let message = format!(
            "A content stream could not be read to its end: {}; what stands before the fault was kept.",
            fault.reason()
        );
        diagnostics.push(if drawn == 0 {
            Diagnostic::error(codes::PAGE_UNREADABLE, message, place)
        } else {
            Diagnostic::warning(code, message, place)
        });
    }
    if missing > 0 {
        let message = format!("{missing} of the page's content streams are missing from the file.");
        diagnostics.push(if streams == 0 || drawn == 0 {
            Diagnostic::error(codes::PAGE_UNREADABLE, message, place)
        } else {
            Diagnostic::warning(codes::DAMAGED, message, place)
        });
    }
    let mut warn = |code, message: String| diagnostics.push(Diagnostic::warning(code, message, place));
    if faults.cycles > 0 {
        let message = "A form draws itself; the inner drawing was left out.";
        warn(codes::DAMAGED, message.to_owned());
    }
    if faults.too_deep > 0 {
        warn(
            codes::LIMIT_REACHED,
            "Forms stand in forms deeper than the limit; the innermost were left out.".to_owned(),
        );
    }
    if faults.states > 0 {
        warn(
            codes::LIMIT_REACHED,
            "More graphics states are saved than the limit; places after that may be wrong.".to_owned(),
        );
    }
    if faults.out_of_content || faults.out_of_glyphs {
        let what = if faults.out_of_glyphs {
            "glyphs and shapes"
        } else {
            "page content"
        };
        diagnostics.push(Diagnostic::error(
            codes::LIMIT_REACHED,
            format!("The limit of {what} is reached; the rest of this page and what follows were left out."),
            place,
        ));
    }
    let mut warn = |code, message: String| diagnostics.push(Diagnostic::warning(code, message, place));
    if faults.no_font > 0 {
        warn(
            codes::DAMAGED,
            format!(
                "{} pieces of text name a font that is not in the file and could not be read.",
                faults.no_font
            ),
        );
    }
    if cleaned.unmapped > 0 {
        warn(
            codes::UNMAPPED_GLYPHS,
            format!(
                "{} of {} glyphs have a font that gives no way to Unicode; they are read as U+FFFD.",
                cleaned.unmapped, cleaned.kept
            ),
        );
    }
    if cleaned.dropped > 0 {
        diagnostics.push(Diagnostic::info(
            codes::GLYPHS_DROPPED,
            format!(
                "{} glyphs outside the page or of no size were dropped.",
                cleaned.dropped
            ),
            place,
        ));
    }
}
