"""The flag rules, one module per area; importing this package registers them all."""

from secor_xl.judgement.flags import registered_rules
from secor_xl.judgement.rules import findings

ALL = registered_rules()

__all__ = ["ALL", "findings"]
