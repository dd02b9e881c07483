/// The pocket of money that an amount belongs to: 一般会計, 復興特会, or a document's own division such as
/// AMED対象経費.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Account {
    /// Code from the lexicon: `amed`, `in_house`, `general`, `special`, `reconstruction`, `filp`, …
    pub code: String,
    /// As printed.
    pub surface: String,
    /// The 勘定 inside a special account, where one is named.
    pub sub_account: Option<String>,
}
