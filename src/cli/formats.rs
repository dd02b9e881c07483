use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use yosan::output::comparison::{FORMS, Form};
use yosan::output::format::{FORMATS, Format};

/// Takes the name of a format.
pub(crate) fn parser() -> impl TypedValueParser<Value = &'static Format> {
    let names = FORMATS
        .iter()
        .map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(names).try_map(|name| Format::by_name(&name).ok_or("no such format"))
}

/// Takes the name of a form of a comparison.
pub(crate) fn forms() -> impl TypedValueParser<Value = &'static Form> {
    let names = FORMS
        .iter()
        .map(|form| PossibleValue::new(form.name).help(form.about));
    PossibleValuesParser::new(names).try_map(|name| Form::by_name(&name).ok_or("no such format"))
}
