//! A drawing as it is built up, and as SVG text. Whatever comes from a document is escaped here, and only here.

use std::fmt::Write as _;

/// What a drawn element is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Of {
    /// The row with this id.
    Row(String),
    /// Rows of the ministry with this code.
    Ministry(String),
    /// Rows under this heading.
    Project(String),
    /// Nothing that a row tells.
    Nothing,
}

/// Elements, in the order in which they are painted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawing {
    width: f64,
    height: f64,
    label: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
struct Part {
    of: Of,
    /// What a reader is told who points at it.
    told: String,
    shapes: Vec<Shape>,
}

/// A shape with its class.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// Left, top, width, height.
    Box(String, [f64; 4]),
    /// A path with its commands.
    Path(String, String),
    /// Class, place of the baseline's begin, and what is written.
    Text(String, [f64; 2], String),
}

impl Drawing {
    pub(super) fn new(width: f64, height: f64, label: &str) -> Self {
        Self {
            width,
            height,
            label: label.to_owned(),
            parts: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, of: Of, told: impl Into<String>, shapes: Vec<Shape>) {
        let told = told.into();
        self.parts.push(Part { of, told, shapes });
    }

    /// The drawing as a file.
    pub(super) fn file(&self, style: &str, review: Option<&str>) -> String {
        self.text(
            review,
            "<svg xmlns=\"http://www.w3.org/2000/svg\"",
            &format!("<style>{style}</style>"),
        )
    }

    /// The drawing as an element of an HTML page.
    pub(super) fn element(&self, review: Option<&str>) -> String {
        self.text(review, "<svg", "")
    }

    fn text(&self, review: Option<&str>, open: &str, style: &str) -> String {
        let (width, height) = (number(self.width), number(self.height));
        let label = escape(&self.label);
        let mut out = format!(
            "{open} class=\"chart\" viewBox=\"0 0 {width} {height}\" role=\"group\" aria-label=\"{label}\">{style}\n"
        );
        for part in &self.parts {
            let target = match &part.of {
                Of::Row(id) => Some(format!("#{id}")),
                Of::Ministry(code) => Some(format!("#/ministry={code}")),
                Of::Project(name) => Some(format!("#/project={name}")),
                Of::Nothing => None,
            };
            let link = review.zip(target);
            match &link {
                Some((review, target)) => {
                    let _ = write!(out, "<a href=\"{}\">", escape(&format!("{review}{target}")));
                }
                None => out.push_str("<g>"),
            }
            if !part.told.is_empty() {
                let _ = write!(out, "<title>{}</title>", escape(&part.told));
            }
            for shape in &part.shapes {
                shape.write(&mut out);
            }
            out.push_str(if link.is_some() { "</a>\n" } else { "</g>\n" });
        }
        out.push_str("</svg>\n");
        out
    }
}

impl Shape {
    fn write(&self, out: &mut String) {
        let _ = match self {
            Self::Box(class, [x, y, width, height]) => write!(
                out,
                "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                number(*x),
                number(*y),
                number(*width),
                number(*height)
            ),
            Self::Path(class, commands) => write!(out, "<path class=\"{class}\" d=\"{commands}\"/>"),
            Self::Text(class, [x, y], text) => write!(
                out,
                "<text class=\"{class}\" x=\"{}\" y=\"{}\">{}</text>",
                number(*x),
                number(*y),
                escape(text)
            ),
        };
    }
}

/// At most one digit behind the point.
pub(super) fn number(value: f64) -> String {
    let finite = if value.is_finite() {
        value.clamp(-1e6, 1e6)
    } else {
        0.0
    };
    let rounded = format!("{finite:.1}");
    rounded.strip_suffix(".0").map_or(rounded.clone(), str::to_owned)
}

/// A name cut to what fits into so many pixels at this size of type; empty where nothing does.
pub(super) fn fitted(name: &str, width: f64, size: f64) -> String {
    let wide = |character: char| if character.is_ascii() { size * 0.56 } else { size };
    let whole: f64 = name.chars().map(wide).sum();
    if whole <= width {
        return name.to_owned();
    }
    let mut left = width - size;
    let kept: String = name
        .chars()
        .take_while(|character| {
            left -= wide(*character);
            left >= 0.0
        })
        .collect();
    if kept.chars().count() < 2 {
        String::new()
    } else {
        format!("{kept}…")
    }
}

/// Text as it may stand in an element or in a quoted attribute. Control characters, which XML does not allow, become U+FFFD.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other if other.is_control() || ('\u{fffe}'..='\u{ffff}').contains(&other) => {
                out.push(char::REPLACEMENT_CHARACTER);
            }
            other => out.push(other),
        }
    }
    out
}
