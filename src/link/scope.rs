//! Which section every node of a document stands in, and what every heading is: the door of a section, a section's sum
//! on a cover, or a program of an outline. On slides a page's own heading may stand anywhere on it, even last.

use super::identity::{Map, Set};
use crate::grammar::{Heading, Node, NodeKind, PageNodes, ProgramLine, Relation};
use crate::layout::Surface;
use crate::model::Ministry;

/// A section: one heading with everything below it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Section {
    /// Titles from the outermost to this one.
    pub(super) path: Vec<String>,
    /// The section around it.
    pub(super) parent: Option<usize>,
}

/// What a heading turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadingRole {
    /// It opens a section.
    Opens,
    /// It names a section that stands on pages of its own: a line of a cover, or a pointer.
    Refers,
    /// An outline's leaf with a figure: a program.
    Program,
}

/// The sections of a document.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    /// Every section, in order of appearance.
    pub(super) sections: Vec<Section>,
    /// By page and node: the section.
    pub(super) of_node: Vec<Vec<Option<usize>>>,
    /// By page and node: the ministry of the heading above, where one names a ministry.
    pub(super) ministry: Vec<Vec<Option<usize>>>,
    /// Ministries named by headings.
    pub(super) ministries: Vec<Ministry>,
    /// By page: what its headings are, in order.
    pub(super) roles: Vec<Vec<HeadingRole>>,
}

impl Scopes {
    /// Reads the headings of all pages.
    pub(super) fn of(pages: &[PageNodes], surfaces: &[Surface]) -> Self {
        let own = page_titles(pages, surfaces);
        let standing: Set<&str> = own.iter().flatten().map(String::as_str).collect();
        let mut walk = Walk::default();
        for (page, title) in pages.iter().zip(&own) {
            walk.labels_head = labels_head(page);
            match title {
                Some(title) => walk.page_with_title(page, title),
                None => walk.page_in_order(page, &standing),
            }
        }
        walk.scopes
    }
}

/// By page: the title that the whole page stands under, where the page is a slide with one.
///
/// It is the only title on the page whose line speaks of the budget (概算要求, 対象経費, a year), and it must either be
/// the only heading there or return on another page: a chart and its details, a cover and its chart. On a sheet the only
/// heading, at the top, is the title whatever it speaks of.
fn page_titles(pages: &[PageNodes], surfaces: &[Surface]) -> Vec<Option<String>> {
    let mut pages_of: Map<&str, usize> = Map::default();
    for page in pages {
        let titles: Set<&str> = headings(page)
            .map(|heading| heading.title.name.as_str())
            .collect();
        for title in titles {
            *pages_of.entry(title).or_default() += 1;
        }
    }
    pages
        .iter()
        .enumerate()
        .map(|(number, page)| {
            if let Some(title) = surfaces.get(number).and_then(|surface| top_title(page, surface)) {
                return Some(title);
            }
            let mut speaking = headings(page)
                .filter(|heading| heading.budget_words && heading.level <= 2)
                .map(|heading| heading.title.name.as_str());
            let title = speaking.next()?;
            if speaking.any(|other| other != title) {
                return None;
            }
            let alone = headings(page).filter(|heading| heading.level <= 2).count() == 1;
            let returns = pages_of.get(title).is_some_and(|count| *count > 1);
            (returns || (alone && pages.len() > 1)).then(|| title.to_owned())
        })
        .collect()
}

/// The title of a sheet: its only heading that is no deep one, in the upper part.
fn top_title(page: &PageNodes, surface: &Surface) -> Option<String> {
    const UPPER: f32 = 0.3;
    let mut titles = headings(page).filter(|heading| heading.level <= 2 && heading.figures.is_empty());
    let title = titles.next()?;
    let bottom = title.title.evidence.bbox?.y1;
    (titles.next().is_none() && bottom < UPPER * surface.height).then(|| title.title.name.clone())
}

fn headings(page: &PageNodes) -> impl Iterator<Item = &Heading> {
    page.nodes.iter().filter_map(|node| match &node.kind {
        NodeKind::Heading(heading) => Some(&**heading),
        _ => None,
    })
}

#[derive(Default)]
struct Walk {
    scopes: Scopes,
    /// Open sections: level and number.
    stack: Vec<(u8, usize)>,
    /// The ministry in force, with the depth of the stack at which it was set.
    ministry: Option<(usize, usize)>,
    /// By title: the section of that title, and whether its sum has been stated.
    known: Map<String, (usize, bool)>,
    /// On this page a ministry's name on a line of its own heads what follows.
    labels_head: bool,
    /// The section of the page before.
    last_page: Option<usize>,
}

impl Walk {
    fn page_with_title(&mut self, page: &PageNodes, title: &str) {
        let states_sum =
            headings(page).any(|heading| heading.title.name == title && !heading.figures.is_empty());
        let section = self.page_section(title, states_sum);
        self.stack.clear();
        self.stack.push((0, section));
        self.last_page = Some(section);
        let count = page.nodes.len();
        self.scopes.of_node.push(vec![Some(section); count]);
        self.scopes.roles.push(
            headings(page)
                .map(|heading| {
                    if heading.title.name == title {
                        HeadingRole::Opens
                    } else {
                        HeadingRole::Refers
                    }
                })
                .collect(),
        );
        let mut ministries = Vec::with_capacity(count);
        self.ministry = None;
        for node in &page.nodes {
            self.note_ministry(node);
            ministries.push(self.ministry.map(|(index, _)| index));
        }
        self.ministry = None;
        self.scopes.ministry.push(ministries);
    }

    /// A section goes on over the pages that carry its title. Where its sum is stated anew after other sections, another
    /// document or part has begun, and the title opens another section.
    fn page_section(&mut self, title: &str, states_sum: bool) -> usize {
        if let Some((section, stated)) = self.known.get_mut(title) {
            let again = states_sum && *stated && self.last_page != Some(*section);
            if !again {
                *stated |= states_sum;
                return *section;
            }
        }
        let section = self.open(vec![title.to_owned()], None);
        self.known.insert(title.to_owned(), (section, states_sum));
        section
    }

    fn page_in_order(&mut self, page: &PageNodes, standing: &Set<&str>) {
        if self.last_page.take().is_some() {
            self.stack.clear();
        }
        let bulleted = page.nodes.iter().any(
            |node| matches!(&node.kind, NodeKind::Programs(line) if line.bullet.is_some() && lists_programs(line)),
        );
        let mut sections = Vec::with_capacity(page.nodes.len());
        let mut ministries = Vec::with_capacity(page.nodes.len());
        let mut roles = Vec::new();
        for (index, node) in page.nodes.iter().enumerate() {
            if let NodeKind::Heading(heading) = &node.kind {
                let role = if standing.contains(heading.title.name.as_str()) {
                    HeadingRole::Refers
                } else if is_leaf_program(heading, page, index, bulleted) {
                    self.leave(heading.level);
                    HeadingRole::Program
                } else {
                    self.enter(heading.level, &heading.title.name);
                    HeadingRole::Opens
                };
                roles.push(role);
            }
            self.note_ministry(node);
            sections.push(self.stack.last().map(|(_, section)| *section));
            ministries.push(self.ministry.map(|(ministry, _)| ministry));
        }
        self.scopes.of_node.push(sections);
        self.scopes.ministry.push(ministries);
        self.scopes.roles.push(roles);
    }

    /// Closes the sections that a heading of this depth ends.
    fn leave(&mut self, level: u8) {
        while self.stack.last().is_some_and(|(open, _)| *open >= level) {
            self.stack.pop();
        }
    }

    fn enter(&mut self, level: u8, title: &str) {
        self.leave(level);
        if self.ministry.is_some_and(|(_, depth)| self.stack.len() < depth) {
            self.ministry = None;
        }
        let parent = self.stack.last().map(|(_, section)| *section);
        let mut path = parent
            .and_then(|section| self.scopes.sections.get(section))
            .map(|section| section.path.clone())
            .unwrap_or_default();
        path.push(title.to_owned());
        let section = self.open(path, parent);
        self.stack.push((level, section));
    }

    fn open(&mut self, path: Vec<String>, parent: Option<usize>) -> usize {
        self.scopes.sections.push(Section { path, parent });
        self.scopes.sections.len() - 1
    }

    fn note_ministry(&mut self, node: &Node) {
        let ministry = match &node.kind {
            // On a sheet a ministry's name belongs to what stands around it, not to what was read after it.
            NodeKind::MinistryHeading(label) if label.evidence.bbox.is_none() => {
                Some(&label.ministry).filter(|_| label.marked || self.labels_head)
            }
            NodeKind::Heading(heading) => heading.ministry.as_ref(),
            _ => None,
        };
        if let Some(ministry) = ministry {
            self.scopes.ministries.push(ministry.clone());
            self.ministry = Some((self.scopes.ministries.len() - 1, self.stack.len()));
        }
    }
}

/// Whether a heading with a figure is a program: nothing deeper that is one follows before the next heading of its level
/// or a sum. Bulleted descriptions and うち are no programs below it.
fn is_leaf_program(heading: &Heading, page: &PageNodes, index: usize, bulleted: bool) -> bool {
    // A figure with its split by ministry or account is a section's sum.
    let split = heading.figures.iter().any(|figure| figure.split.is_some());
    if split && heading.title.evidence.bbox.is_none() {
        return false;
    }
    if heading.entry.is_some() {
        return heading.ministry.is_none() && is_leaf_entry(heading, page, index);
    }
    let on_row = heading.figures.is_empty();
    if (on_row && !has_figure_on_row(heading, page)) || heading.ministry.is_some() {
        return false;
    }
    let named = heading.title.ending || !heading.title.ministries.is_empty();
    if bulleted && !heading.title.ending {
        return false;
    }
    for node in page.nodes.get(index + 1..).unwrap_or_default() {
        match &node.kind {
            NodeKind::Heading(next) => return next.level <= heading.level,
            NodeKind::Item(item) if item.total => return true,
            NodeKind::Item(item) if !(item.of_which || item.note || item.prose) => return false,
            NodeKind::Programs(line) if lists_programs(line) => return false,
            // A title that does not end as names do may be a section's, its sum on its row.
            NodeKind::Programs(_) if on_row && !named => return false,
            NodeKind::Mention(name) if on_row && !named && name.ending => return false,
            NodeKind::TableRow(_) => return false,
            _ => {}
        }
    }
    true
}

/// Whether ministries' names that stand on lines of their own head what follows: no program stands before the first of
/// them, as where they stand below or beside theirs.
fn labels_head(page: &PageNodes) -> bool {
    for node in &page.nodes {
        match &node.kind {
            NodeKind::MinistryHeading(_) => return true,
            NodeKind::Programs(_) | NodeKind::Entry(_) | NodeKind::TableRow(_) | NodeKind::Figure(_) => {
                return false;
            }
            NodeKind::Item(item) if !item.total => return false,
            _ => {}
        }
    }
    true
}

/// Whether an outline's line with figures is a program: none with figures stands below it, before the next line of its
/// depth or a sum.
fn is_leaf_entry(heading: &Heading, page: &PageNodes, index: usize) -> bool {
    for node in page.nodes.get(index + 1..).unwrap_or_default() {
        match &node.kind {
            NodeKind::Heading(next) if next.level <= heading.level => return true,
            NodeKind::Heading(next) if next.entry.is_some() => return false,
            NodeKind::Entry(entry) if entry.of_which => {}
            NodeKind::Entry(entry) => return entry.bullet.is_none(),
            NodeKind::Item(item) if item.total => return true,
            NodeKind::Programs(line) if lists_programs(line) && !line.figures.is_empty() => return false,
            NodeKind::TableRow(_) => return false,
            _ => {}
        }
    }
    true
}

/// Whether a line names programs, by their looks or by an amount of their own.
fn lists_programs(line: &ProgramLine) -> bool {
    line.sure || line.figures.iter().any(|figure| figure.relation == Relation::Own)
}

/// On a sheet: whether a figure stands on the heading's row, as in a list with amounts at the right edge, wherever it
/// was read.
fn has_figure_on_row(heading: &Heading, page: &PageNodes) -> bool {
    let Some(title) = heading.title.evidence.bbox else {
        return false;
    };
    page.nodes.iter().any(|node| {
        let NodeKind::Figure(figure) = &node.kind else {
            return false;
        };
        figure.evidence.bbox.is_some_and(|figure| {
            let overlap = title.y1.min(figure.y1) - title.y0.max(figure.y0);
            title.x1 < figure.x0 && overlap > 0.5 * figure.height()
        })
    })
}
