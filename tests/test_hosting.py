"""What a host reads of the project agrees with what the project needs."""

import fnmatch
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
PINS = dict(re.findall(r"^([\w-]+)==(\S+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE))
TESTED = dict(
    re.findall(r"^([\w-]+)==(\S+)", (ROOT / "tests" / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
)
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_spaces_description_agrees_with_the_project():
    told = yaml.safe_load(README.split("---")[1])
    assert told["sdk"] == "gradio" and told["sdk_version"] == PINS["gradio"]
    assert (ROOT / told["app_file"]).is_file() and (ROOT / told["thumbnail"]).is_file()
    assert len(told["short_description"]) <= 60  # the Hub refuses longer ones


def test_the_container_installs_what_is_tested():
    pinned = re.findall(r"([\w-]+)==([\w.]+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    assert {name for name, _ in pinned} == {"torch", "torchvision", "onnx", "onnxscript"}
    assert all(version == (PINS | TESTED)[name] for name, version in pinned)


def test_the_readme_names_the_pinned_versions():
    for name in ("torch", "torchvision", "onnx", "onnxscript"):
        versions = set(re.findall(rf"\b{name}==([\d.]+\d)", README))
        assert versions == {(PINS | TESTED)[name]}, name


def test_the_container_gets_all_that_the_app_reads():
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    for needed in ("app.py", "requirements.txt", "hetviz", "weights", "assets", "LICENSE"):
        assert (ROOT / needed).exists() and not any(fnmatch.fnmatch(needed, pattern) for pattern in left_out)
