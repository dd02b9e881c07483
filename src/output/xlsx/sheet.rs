//! A sheet of a workbook as this crate makes them: a frozen head with filters, a row a record, amounts that Excel can add
//! up and shows with △ where they are below zero, rows tinted where they deserve a look.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, Url, Workbook, Worksheet, XlsxError};
use std::io::{self, Cursor, Write};

/// Rows that a sheet has below its head (Excel's limit).
const MOST_ROWS: u32 = 1_048_575;

/// Links that a sheet may have (Excel's limit).
const MOST_LINKS: u32 = 65_530;

/// Characters that a cell may have (Excel's limit), in UTF-16.
const LONGEST_TEXT: usize = 32_767;

/// The largest whole number that Excel keeps as it is.
const LARGEST_WHOLE: u64 = 1 << 53;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::output) enum Cell {
    Empty,
    Text(String),
    /// A count, a page, a year.
    Number(i64),
    /// Yen, shown in full.
    Yen(i64),
    /// Yen, kept and shown as 億円.
    Oku(i64),
    /// A part of one, shown in per cent.
    Ratio(f64),
    Flag(bool),
    /// Where it leads, and what is shown.
    Link(String, String),
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// What colour a row has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::output) enum Tint {
    None,
    /// Something is wrong.
    Wrong,
    /// Something is open.
    Open,
}

impl Tint {
    fn colour(self) -> Option<Color> {
        match self {
            Self::None => None,
            Self::Wrong => Some(Color::RGB(0x00F8_CBAD)),
            Self::Open => Some(Color::RGB(0x00FF_F2CC)),
        }
    }
}

/// A sheet to which rows are added.
pub(in crate::output) struct Sheet {
    worksheet: Worksheet,
    columns: u16,
    rows: u32,
    links: u32,
}

impl Sheet {
    /// A sheet with its head: the name of each column and how many characters wide it is.
    pub(in crate::output) fn new(name: &str, columns: &[(&str, u8)]) -> io::Result<Self> {
        let mut worksheet = Worksheet::new();
        let head = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00D9_E1F2));
        worksheet.set_name(name).map_err(failed)?;
        worksheet.set_freeze_panes(1, 0).map_err(failed)?;
        let mut column = 0;
        for (title, width) in columns {
            worksheet
                .write_string_with_format(0, column, *title, &head)
                .map_err(failed)?;
            worksheet.set_column_width(column, *width).map_err(failed)?;
            column += 1;
        }
        Ok(Self {
            worksheet,
            columns: column,
            rows: 0,
            links: 0,
        })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`io::ErrorKind::InvalidInput`] where the sheet is full.
    pub(in crate::output) fn push(&mut self, cells: &[Cell], tint: Tint) -> io::Result<()> {
        if self.rows == MOST_ROWS {
            let told =
                format!("a sheet has {MOST_ROWS} rows and there are more; write csv or parquet instead");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, told));
        }
        self.rows += 1;
        for (column, cell) in (0..self.columns).zip(cells) {
            self.write(column, cell, tint).map_err(failed)?;
        }
        Ok(())
    }

    fn write(&mut self, column: u16, cell: &Cell, tint: Tint) -> Result<(), XlsxError> {
        let mut format = Format::new();
        if let Some(colour) = tint.colour() {
            format = format.set_background_color(colour);
        }
        let (row, sheet) = (self.rows, &mut self.worksheet);
        match cell {
            Cell::Empty => sheet.write_blank(row, column, &format)?,
            Cell::Text(text) => sheet.write_string_with_format(row, column, fitting(text), &format)?,
            Cell::Number(number) => whole(sheet, row, column, *number, &format.set_num_format("0"))?,
            Cell::Yen(yen) => whole(
                sheet,
                row,
                column,
                *yen,
                &format.set_num_format("#,##0;\"△\"#,##0"),
            )?,
            Cell::Oku(yen) => {
                let format = format.set_num_format("#,##0.0##;\"△\"#,##0.0##");
                #[allow(clippy::cast_precision_loss, reason = "fifteen digits are what Excel shows")]
                let oku = *yen as f64 / 1e8;
                sheet.write_number_with_format(row, column, oku, &format)?
            }
            Cell::Ratio(ratio) => {
                let format = format.set_num_format("+0.0%;\"△\"0.0%");
                sheet.write_number_with_format(row, column, *ratio, &format)?
            }
            Cell::Flag(flag) => sheet.write_boolean_with_format(row, column, *flag, &format)?,
            Cell::Link(_, text) if self.links == MOST_LINKS => {
                sheet.write_string_with_format(row, column, fitting(text), &format)?
            }
            Cell::Link(link, text) => {
                self.links += 1;
                let shown = format.set_font_color(Color::RGB(0x0005_63C1));
                let url = Url::new(link).set_text(fitting(text));
                match sheet.write_url_with_format(row, column, url, &shown) {
                    // A link that Excel has no room for is shown without leading anywhere.
                    Err(_) => sheet.write_string_with_format(row, column, fitting(text), &shown)?,
                    Ok(sheet) => sheet,
                }
            }
        };
        Ok(())
    }
}

/// A whole number; one that Excel would round is kept as text.
fn whole<'a>(
    sheet: &'a mut Worksheet,
    row: u32,
    column: u16,
    number: i64,
    format: &Format,
) -> Result<&'a mut Worksheet, XlsxError> {
    if number.unsigned_abs() > LARGEST_WHOLE {
        return sheet.write_string_with_format(row, column, number.to_string(), format);
    }
    #[allow(clippy::cast_precision_loss, reason = "it fits")]
    let number = number as f64;
    sheet.write_number_with_format(row, column, number, format)
}

/// The text, or as much of its beginning as a cell can hold.
fn fitting(text: &str) -> String {
    if text.encode_utf16().count() <= LONGEST_TEXT {
        return text.to_owned();
    }
    let mut units = 0;
    let kept = text.chars().take_while(|character| {
        units += character.len_utf16();
        units < LONGEST_TEXT
    });
    kept.chain(['…']).collect()
}

/// Writes a workbook of these sheets. Its date is always the same one, so that the same content is the same bytes.
pub(in crate::output) fn save(
    sheets: impl IntoIterator<Item = Sheet>,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut workbook = Workbook::new();
    let date = ExcelDateTime::from_ymd(2000, 1, 1).map_err(failed)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&date));
    for mut sheet in sheets {
        if let Some(last) = sheet.columns.checked_sub(1) {
            sheet
                .worksheet
                .autofilter(0, 0, sheet.rows, last)
                .map_err(failed)?;
        }
        workbook.push_worksheet(sheet.worksheet);
    }
    let mut bytes = Cursor::new(Vec::new());
    workbook.save_to_writer(&mut bytes).map_err(failed)?;
    out.write_all(bytes.get_ref())?;
    out.flush()
}

#[allow(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        error => io::Error::other(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_longer_than_a_cell_is_cut_where_a_character_ends() {
        let long = "𠮟".repeat(20_000);
        let cut = fitting(&long);
        assert!(cut.encode_utf16().count() <= LONGEST_TEXT && cut.ends_with("𠮟…"));
        assert_eq!(fitting("短い"), "短い");
    }
}
