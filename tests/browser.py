"""A browser without a window, and the checker of the web's own rules, for tests of pages and pictures."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

from tests.needed import node_package, program

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["axe_violations", "nu_errors", "screenshot", "seen_in_browser"]

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_GUESS = "This document appears to be written in"  # Nu guesses the language: short pages look like Afrikaans to it
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_SCRIPT = """
const {chromium} = require(process.argv[1]);
const task = JSON.parse(require("fs").readFileSync(0, "utf8"));
(async () => {
  const browser = await chromium.launch({executablePath: task.browser, args: task.flags});
  const found = [];
  for (const scheme of task.schemes) {
    for (const url of task.urls) {
      const page = await browser.newPage({
        colorScheme: scheme, bypassCSP: task.axe !== null, viewport: {width: task.width, height: 900},
      });
      const notes = [], asked = [];
      page.on("console", (note) => notes.push(note.text()));
      page.on("pageerror", (error) => notes.push(String(error)));
      page.on("request", (request) => asked.push(request.url()));
      if (task.picture !== null && url.endsWith(".svg")) {
        const drawing = require("fs").readFileSync(new URL(url), "utf8");
        await page.setContent(`<!doctype html><body style="margin: 0">${drawing}`);
      } else {
        await page.goto(url);
      }
      const result = {url, scheme, notes, asked: asked.slice(1), violations: []};
      if (task.axe !== null) {
        await page.addScriptTag({path: task.axe});
        const report = await page.evaluate((tags) => axe.run(document, {runOnly: tags}), task.rules);
        result.violations = report.violations.map(
          (one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`
        );
      }
      if (task.script !== null) result.value = await page.evaluate(task.script);
      if (task.picture !== null) await page.screenshot({path: task.picture, fullPage: true});
      found.push(result);
      await page.close();
    }
  }
  await browser.close();
  console.log(JSON.stringify(found));
})().catch((error) => { console.error(String(error)); process.exit(1); });
"""


def _visit(paths: Sequence[Path], **wanted: object) -> list[dict[str, object]]:
    task: dict[str, object] = {
        "browser": program("chromium", "chromium-browser", "google-chrome"),
        "flags": _FLAGS,
        "urls": [path.resolve().as_uri() for path in paths],
        "schemes": ["light", "dark"],
        "width": 1280,
        "axe": None,
        "rules": _RULES,
        "script": None,
        "picture": None,
        **wanted,
    }
    run = subprocess.run(
        [program("node"), "-e", _SCRIPT, str(node_package("playwright-core"))],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env=dict(os.environ),
    )
    assert run.returncode == 0, run.stderr
    found: list[dict[str, object]] = json.loads(run.stdout)
    return found


def axe_violations(*paths: Path) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA and good practice, by day and by night, each with its file.

    Also what the browser itself has to say (a style or script that the page's own policy forbids is bypassed
    here; see ``seen_in_browser``). One start of the browser serves all paths.
    """
    axe = str(node_package("axe-core") / "axe.min.js")
    return [
        f"{result['url']} ({result['scheme']}): {text}"
        for result in _visit(paths, axe=axe)
        for text in _texts(result["violations"])
    ]


def seen_in_browser(path: Path, script: str, *, width: int = 1280, scheme: str = "light") -> tuple[object, list[str]]:
    """Return what a script finds in a page (an expression, JSON), and what the page did besides.

    The second is every message of the browser, such as that the page's policy refused something, and every address
    that the page asked for: both empty for a page that keeps to itself.
    """
    (result,) = _visit([path], script=script, width=width, schemes=[scheme])
    return result.get("value"), [*_texts(result["notes"]), *_texts(result["asked"])]


def screenshot(path: Path, picture: Path, *, width: int = 1280, scheme: str = "light") -> None:
    """Write what a page or a picture looks like, from top to bottom, as a PNG."""
    _visit([path], picture=str(picture), width=width, schemes=[scheme])


def _texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(item) for item in value]


def nu_errors(*paths: Path) -> list[str]:
    """Return what the Nu checker says against pages (``.html``) or pictures (``.svg``), errors and warnings alike."""
    jar = next(node_package("vnu-jar").rglob("vnu.jar"))
    run = subprocess.run(
        [program("java"), "-Xss4m", "-jar", str(jar), "--format", "json", "--also-check-svg", *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    messages = json.loads(run.stderr or "{}")["messages"]
    return [
        f"{one.get('url', '')}:{one.get('lastLine', '')}: {one['message']}"
        for one in messages
        if (one["type"] != "info" or one.get("subType") == "warning") and _GUESS not in one["message"]
    ]
