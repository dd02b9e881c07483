"""Reads Japanese government budget requests (概算要求), text or PDF: every program with its amount, its ministry and the
evidence for each, and an audit of every sum.

    >>> import yosan
    >>> read = yosan.extract("request.pdf")
    >>> [(one.program, one.amount and one.amount.yen, one.link.status) for one in read.requests]

An amount is in whole yen and is stated only where the document supports it: ``link.status`` and ``link.why`` say how sure it is,
``evidence`` where it stands. Many documents at once: :func:`extract_many`.
"""

from ._extraction import Extraction, amounts, diff, extract, programs
from ._many import extract_many, schema
from ._views import (
    Account,
    Amount,
    Body,
    Breakdown,
    Candidate,
    Check,
    Comparative,
    Corrected,
    Coverage,
    Diagnostic,
    Document,
    Evidence,
    Generator,
    Link,
    Ministry,
    Request,
    Source,
    Total,
    Unexplained,
)
from ._yosan import DocumentError, OptionError, YosanError, __version__

__all__ = [
    "Account",
    "Amount",
    "Body",
    "Breakdown",
    "Candidate",
    "Check",
    "Comparative",
    "Corrected",
    "Coverage",
    "Diagnostic",
    "Document",
    "DocumentError",
    "Evidence",
    "Extraction",
    "Generator",
    "Link",
    "Ministry",
    "OptionError",
    "Request",
    "Source",
    "Total",
    "Unexplained",
    "YosanError",
    "__version__",
    "amounts",
    "diff",
    "extract",
    "extract_many",
    "programs",
    "schema",
]
