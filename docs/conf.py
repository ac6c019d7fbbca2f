"""How Sphinx builds these pages: offline, and with every warning an error."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

_HERE = Path(__file__).parent
sys.path.insert(0, str(_HERE / "_ext"))

with (_HERE.parent / "pyproject.toml").open("rb") as _file:
    _PROJECT = tomllib.load(_file)["project"]

project = "fidelity"
author = "The fidelity authors"
project_copyright = author
release = _PROJECT["version"]
version = ".".join(release.split(".")[:2])
language = "en_GB"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "fidelity_docs",
]
exclude_patterns = ["_build", "_ext", "_static"]

# Pages are Markdown. Every heading down to the third level can be linked to.
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# The library documents itself in NumPy sections; types stay in the signatures.
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_custom_sections = [
    ("Attributes", "params_style")
]  # one list in the class: entries of their own would stand twice
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_use_type_comments = False
python_use_unqualified_type_names = True

# Every reference has to lead somewhere. The build never asks the network for other projects'
# inventories, so names from outside are listed here, with the reason.
nitpicky = True
nitpick_ignore_regex = [
    # The standard library: its pages are not part of this site.
    ("py:.*", r"(collections\.abc|datetime|enum|fractions|os|pathlib|types|typing)\..*"),
    ("py:class", r"(date|Callable|Fraction|Iterable|Iterator|Mapping|Path|PathLike|Sequence)"),
    # Strategies are handed out, and documented by Hypothesis.
    ("py:class", "SearchStrategy"),
    # Arrays are handed out, and documented by numpy.
    ("py:class", r"NDArray|np\.\w+"),
    # networkx graphs are handed out, and documented by networkx.
    ("py:.*", r"(networkx|nx)\..*"),
]

html_theme = "furo"
html_title = "fidelity"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {"navigation_with_keys": True}
