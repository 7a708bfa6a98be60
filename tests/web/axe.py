"""axe-core, which finds what keeps people out. `./dev test` fetches it into the file that NP_AXE names (tools/fetch-axe)."""
import os
from pathlib import Path

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page):
    """What it complains of in what is shown now: "rule: where"."""
    file = Path(os.environ.get("NP_AXE", ""))
    assert file.is_file(), "there is no axe-core: run tools/fetch-axe where there is a network"
    if not page.evaluate("'axe' in window"):
        page.evaluate(file.read_text())
    found = page.evaluate("(rules) => axe.run(document, {runOnly: rules})", RULES)["violations"]
    return [f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}" for rule in found for node in rule["nodes"]]
