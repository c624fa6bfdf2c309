"""The commands of the block file."""

import argparse
import importlib
import os
import runpy
import sys
from pathlib import Path

from hetviz.takehome.libraries import BLOCKS, register
from hetviz.takehome.to_hetviz import to_safetensors
from hetviz.takehome.yaml_files import write_yaml


def run(command: list[str]) -> None:
    """Run ultralytics' `yolo`, or a program of the yolov5 repository, with the blocks known to it and its workers."""
    folder = str(Path(sys.modules[__name__].__file__).parent)
    sys.path[:] = [str(Path.cwd()), folder, *sys.path]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (folder, os.environ.get("PYTHONPATH"))))
    register()
    sys.argv = command
    if command[0] == "yolo":
        importlib.import_module("ultralytics.cfg").entrypoint()
    else:
        runpy.run_path(command[0], run_name="__main__")


def main(arguments: list[str] | None = None) -> None:
    """Run a command of the block file."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["run"] and len(arguments) > 1:
        run(arguments[1:])
        return
    parser = argparse.ArgumentParser(prog="hetviz_blocks.py", description="Blocks for YOLO; see the head of this file.")
    commands = parser.add_subparsers(dest="command", required=True)
    made = commands.add_parser("yaml", help="write a model's YAML with one of the blocks, and count it")
    made.add_argument("model", help="a YAML file, or a model that ultralytics knows, such as yolov8n")
    made.add_argument("block", help=", ".join(BLOCKS))
    made.add_argument("--p", "--groups", dest="parts", type=int, default=4, help="P of HetConv, groups of DualConv")
    commands.add_parser("run", help="run a command of the library: run yolo ..., run train.py ...")
    taken = commands.add_parser("safetensors", help="write a trained YOLOv5n or YOLOv8n as a file for hetviz's page")
    taken.add_argument("checkpoint", help="a .pt that you trained yourself")
    taken.add_argument("--size", type=int, default=640, help="side in pixels that it is to be run at")
    asked = parser.parse_args(arguments)
    try:
        if asked.command == "yaml":
            write_yaml(asked.model, asked.block, asked.parts)
        elif asked.command == "safetensors":
            to_safetensors(asked.checkpoint, asked.size)
        else:
            parser.error("run what? such as: run yolo detect train model=... data=...")
    except ValueError as error:
        parser.error(str(error))
