"""Addresses for the rules of an app."""

from __future__ import annotations

import re

from werkzeug.routing import Rule


def methods(rule: Rule) -> set[str]:
    """The methods of a rule but for those that only describe it."""
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}


def address(rule: Rule, **values: str) -> str:
    """An address that the rule answers: with these values, ``x`` for others, and 0 for numbers."""

    def value(variable: re.Match[str]) -> str:
        return "0" if variable[1] == "int:" else values.get(variable[2], "x")

    return re.sub(r"<(\w+:)?(\w+)>", value, rule.rule)


def texts(rule: Rule) -> list[str]:
    """The variables of a rule that are text."""
    return re.findall(r"<(?:path:)?(\w+)>", rule.rule)
