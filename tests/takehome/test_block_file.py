"""The block file is the project's own blocks: the same parameters, state dicts and outputs."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest
import torch

from hetviz.blocks.kinds import BLOCKS
from hetviz.takehome import single_file

KEYS = {"CSPHet": "csphet", "CSPPC": "csppc", "C3Het": "c3het", "C3Dual": "c3dual", "C2fDual": "c2fdual"}


@pytest.fixture(scope="module")
def blocks(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("reader") / single_file.NAME
    path.write_text(single_file.source(), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("hetviz_blocks", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["hetviz_blocks"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["hetviz_blocks"]


def test_it_stands_alone():
    source = single_file.source()
    assert not re.search(r"^\s*(from|import) hetviz\b(?!_)", source, re.MULTILINE)
    imported = set(re.findall(r"^(?:from|import) (\w+)", source, re.MULTILINE)) - sys.stdlib_module_names
    assert imported == {"torch", "yaml"}  # which both libraries bring
    assert "MIT License" in source and "AGPL-3.0" in source
    assert Path(single_file.NAME).stem in source


def test_it_has_every_block_that_can_be_put_in(blocks):
    assert set(blocks.BLOCKS) == set(KEYS)


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize(("m", "n", "depth", "shortcut"), [(32, 32, 1, True), (64, 32, 2, False), (48, 64, 3, True)])
def test_its_blocks_are_the_projects(blocks, name: str, m: int, n: int, depth: int, shortcut: bool):
    kind = BLOCKS[KEYS[name]]
    own = kind.made(4)(m, n, depth, shortcut).eval()
    theirs = blocks.BLOCKS[name](m, n, depth, shortcut, **({kind.parts: 4} if kind.parts else {})).eval()
    assert blocks.PARTS.get(name, "") == kind.parts
    state = own.state_dict()
    assert {k: v.shape for k, v in theirs.state_dict().items()} == {k: v.shape for k, v in state.items()}
    theirs.load_state_dict(state)
    x = torch.randn(2, m, 8, 8)
    with torch.no_grad():
        assert torch.equal(theirs(x), own(x))
    assert isinstance(theirs, blocks.BLOCKS[name]) and type(theirs) is not type(own)


def test_its_export_form_computes_the_same(blocks):
    block = blocks.CSPHet(32, 64, 2).eval()
    x = torch.randn(2, 32, 8, 8)
    with torch.no_grad():
        wanted = block(x)
        blocks.in_form(block, "coarse")
        assert not any(isinstance(module, blocks.HetConv) for module in block.modules())
        torch.testing.assert_close(block(x), wanted, atol=1e-5, rtol=1e-4)
