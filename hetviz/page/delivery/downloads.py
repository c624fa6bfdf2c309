"""What a visitor takes home as files: the blocks for other libraries, and trained detectors in other programs' formats, made
and checked when first asked for."""

import tempfile
import threading
import zipfile
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from hetviz.detectors import weights
from hetviz.exporting.check import CheckError
from hetviz.exporting.formats import MissingError
from hetviz.exporting.take_along import export
from hetviz.takehome import single_file

BLOCKS_ADDRESS = f"/hetviz-detectors/{single_file.NAME}"
ADDRESS = "/hetviz-detectors/{variant}-{kind:str}.zip"
_turn = threading.Lock()  # one at a time: an export takes the processor for seconds


@cache
def _folder() -> Path:
    """Return a folder of this server's own, which the system clears."""
    return Path(tempfile.mkdtemp(prefix="hetviz-detectors-"))


def packed(variant: str, kind: str) -> Path:
    """Return a zip with a detector in a format and what describes it, made once for each content of the weights.

    Raises:
        ValueError, MissingError, CheckError: as `take_along.export` does.
    """
    digest = weights.manifest().get(variant, {}).get("sha256", "")
    path = _folder() / f"{variant}-{kind}-{digest[:16]}.zip"
    with _turn:
        if not path.exists():
            with tempfile.TemporaryDirectory(dir=_folder()) as scratch:
                files = export(variant, kind, Path(scratch)).files
                partial = Path(scratch) / "all.zip"
                with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
                    for file in files:
                        archive.write(file, file.name)
                partial.replace(path)
    return path


def _detector(request: Request) -> Response:
    variant, kind = request.path_params["variant"], request.path_params["kind"]
    try:
        return FileResponse(packed(variant, kind), filename=f"{variant}-{kind}.zip")
    except (ValueError, MissingError) as error:
        return PlainTextResponse(str(error), 404)
    except CheckError as error:
        return PlainTextResponse(str(error), 500)


def _blocks(_request: Request) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{single_file.NAME}"'}
    return Response(single_file.source(), media_type="text/x-python", headers=headers)


def routes() -> list[Route]:
    """Return the addresses of what can be taken home."""
    return [Route(BLOCKS_ADDRESS, _blocks), Route(ADDRESS, _detector)]
