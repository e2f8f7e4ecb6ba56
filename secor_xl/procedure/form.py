"""The standardized review form (2.1): its name, and the version of it that this tool builds and reads."""

FORM_ID = "SECOR-QA"
FORM_VERSION = "1"
