"""Answers to agents, who ask by the Model Context Protocol: JSON, where Gradio would write Python, and pictures to see."""

import base64
import json
from pathlib import Path
from types import ModuleType
from typing import Any


def answers(types: ModuleType, data: list[Any], _root_url: str) -> list[Any]:
    """Return each answer as JSON text, and after it the picture that it names; types is the module `mcp.types`."""
    parts = []
    for answer in data:
        parts.append(types.TextContent(type="text", text=json.dumps(answer, ensure_ascii=False)))
        if isinstance(answer, dict) and "picture" in answer:
            content = base64.b64encode(Path(answer["picture"]["path"]).read_bytes()).decode()
            parts.append(types.ImageContent(type="image", data=content, mimeType=answer["picture"]["mime_type"]))
    return parts
