"""The standardized review form (2.1): its name, and its version."""

FORM_ID, ASSESSMENT_ID = "SECOR-QA", "SECOR-ASSESSMENT"
"""The names of the two forms on their hidden sheets: a review workbook, an assessor's form."""
FORM = 2
"""The version that this tool builds. A form only grows, so workbooks of every earlier version are read too."""
FORM_VERSION = str(FORM)
KNOWN_FORMS = f"versions 1 to {FORM}"


def known_form(version: str) -> int:
    """The number of a form that this tool reads; 0 for a later form, or a text that is no version."""
    number = int(version) if version.isascii() and version.isdecimal() and len(version) <= len(FORM_VERSION) else 0
    return number if number <= FORM else 0
