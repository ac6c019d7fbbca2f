"""What the docstrings of the public face lack. Run as a process of its own, with the package to look at on the path."""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def main() -> None:
    """Print, as JSON, the public classes without Attributes, and the functions without Parameters or Returns."""
    import fidelity

    face = {name: getattr(fidelity, name) for name in fidelity.__all__ if name != "__version__"}
    classes = {name: value for name, value in face.items() if inspect.isclass(value)}
    functions = {name: value for name, value in face.items() if name not in classes}
    taking = {name: value for name, value in functions.items() if inspect.signature(value).parameters}
    lacking = {
        "attributes": _without("Attributes", classes),
        "parameters": _without("Parameters", taking),
        "returns": _without("Returns", functions),
    }
    print(json.dumps(lacking))


def _without(section: str, values: Mapping[str, object]) -> list[str]:
    heading = f"{section}\n{'-' * len(section)}"
    return [name for name, value in values.items() if heading not in (inspect.getdoc(value) or "")]


if __name__ == "__main__":
    main()
