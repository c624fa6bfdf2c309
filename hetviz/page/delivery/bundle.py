"""The modules of the assets folder as one: a browser asks once instead of for each module.

What a bundler does, for the few forms that the scripts import and export in; the files themselves stay ES modules, as
`node --test` and ESLint take them.
"""

import posixpath
import re
from collections.abc import Callable
from graphlib import TopologicalSorter

IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";$', re.MULTILINE)
DECLARED = re.compile(r"^export ((?:async )?function|class|const) (\w+|\{[^}]*\})", re.MULTILINE)
LISTED = re.compile(r"^export \{([^}]*)\};$", re.MULTILINE)
OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def imports(name: str, text: str) -> dict[str, str]:
    """Return the names of the modules that one imports, by the addresses that it gives them.

    >>> imports("detect/index.js", 'import { row } from "../shared/elements.js";')
    {'../shared/elements.js': 'shared/elements.js'}
    """
    return {path: posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) for _, path in IMPORT.findall(text)}


def bundled(entries: list[str], read: Callable[[str], str]) -> str:
    """Return one module that exports `modules`: what each of the modules exports that some need, by its name.

    Args:
        entries: names of the modules that others are needed for.
        read: returns the text of a module.

    Raises:
        ValueError: a module imports or exports in another form than those above.
        graphlib.CycleError: modules import each other in a circle.
    """
    texts: dict[str, str] = {}
    waiting = list(entries)
    while waiting:
        name = waiting.pop()
        if name not in texts:
            texts[name] = read(name)
            waiting += imports(name, texts[name]).values()
    order = TopologicalSorter({name: sorted(imports(name, texts[name]).values()) for name in sorted(texts)})
    return "export const modules = {};\n" + "".join(_wrapped(name, texts[name]) for name in order.static_order())


def _wrapped(name: str, text: str) -> str:
    """Return a module as a function's body, whose names are its own, and which returns what the module exports."""
    found = imports(name, text)
    exported = [names.strip("{} ") for _, names in DECLARED.findall(text)] + LISTED.findall(text)
    text = IMPORT.sub(lambda m: f'const {{{m[1].replace(" as ", ": ")}}} = modules["{found[m[2]]}"];', text)
    text = LISTED.sub("", DECLARED.sub(r"\1 \2", text))
    if other := OTHER.search(text):
        raise ValueError(
            f"{name}: {other[0]!r} must import {{ names }} from a module, or export a declaration or names"
        )
    return f'modules["{name}"] = (() => {{\n{text}\nreturn {{ {", ".join(exported)} }};\n}})();\n'
