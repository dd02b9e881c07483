use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use yosan::output::format::{FORMATS, Format};

/// Takes the name of a format.
pub(crate) fn parser() -> impl TypedValueParser<Value = &'static Format> {
    let names = FORMATS
        .iter()
        .map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(names).try_map(|name| Format::by_name(&name).ok_or("no such format"))
}
