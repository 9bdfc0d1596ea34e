"""
Turn a report into text: one module per format, all of them `render(report, style) -> str`.

`formats` names them. Reporters neither print nor decide: statuses, verdict and exit code come from the report.
Text in a report may hail from a server or a repository, so each format makes it harmless by itself.
"""
