"""The commands that print the reference: rules, clauses, in-cell functions."""

from __future__ import annotations

import datetime as dt

import click

from secor_xl.cli.options import as_of_option, json_option, markdown_option, print_json, printed


@click.command()
@click.argument("code")
@json_option
def explain(code: str, as_json: bool) -> None:
    """Print the page of a flag rule.

    The page says what the rule checks, why, what raises the flag and what does not, and how to clear it.

    \b
    Example:
      secor-xl explain EV-101
    """
    from secor_xl.cli.views.reference import rule_named, rule_record
    from secor_xl.cli.views.terminal import print_rule

    rule = rule_named(code)
    if as_json:
        print_json(rule_record(rule))
    else:
        print_rule(rule)


@click.command()
@json_option
@markdown_option
def rules(as_json: bool, markdown: bool) -> None:
    """List the flag rules.

    \b
    Example:
      secor-xl rules --json
    """
    from secor_xl.cli.views.reference import rule_record, rules_page
    from secor_xl.cli.views.terminal import print_rules
    from secor_xl.judgement.rules import ALL

    if not printed([rule_record(rule) for rule in ALL], rules_page, as_json=as_json, markdown=markdown):
        print_rules(ALL)


@click.command()
@as_of_option("The clauses in force on this day")
@json_option
@markdown_option
def clauses(as_of: dt.date, as_json: bool, markdown: bool) -> None:
    """List the clauses of the procedure: their numbers, their rules, and the part that a person has to do.

    \b
    Example:
      secor-xl clauses --as-of 2019-06-30
    """
    from secor_xl.cli.views.reference import clause_records, clauses_page
    from secor_xl.cli.views.terminal import print_clauses

    records = clause_records(as_of)
    if not printed(records, lambda: clauses_page(as_of), as_json=as_json, markdown=markdown):
        print_clauses(records)


@click.command()
@json_option
@markdown_option
def functions(as_json: bool, markdown: bool) -> None:
    """List the in-cell functions of a workbook with macros: their results and their cells.

    \b
    Example:
      secor-xl functions --json
    """
    from secor_xl.cli.views.reference import function_records, functions_page
    from secor_xl.cli.views.terminal import print_functions
    from secor_xl.procedure.instrument import read_instrument
    from secor_xl.resources import shipped_instrument

    instrument = read_instrument(shipped_instrument())
    records = function_records(instrument)
    if not printed(records, lambda: functions_page(instrument), as_json=as_json, markdown=markdown):
        print_functions(records)
