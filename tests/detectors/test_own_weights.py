import json
import pickle
import struct

import pytest
import torch
from safetensors.torch import save

from hetviz.detectors import own_weights, weights
from hetviz.detectors.heads import ANCHORS
from hetviz.detectors.variants import VARIANTS, build

CLASSES = ("square", "disc")


def file_of(variant: str, **changes: object) -> bytes:
    """Return a file as the block file's converter writes it, with changed metadata; None leaves an entry out."""
    torch.manual_seed(0)
    detector = build(variant, len(CLASSES))
    told = weights.metadata(detector, CLASSES, 64) | {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in changes.items()
    }
    return save(weights.stored(detector), {name: value for name, value in told.items() if value != "null"})


def with_header(content: bytes, change) -> bytes:
    """Return the file with a changed header."""
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    text = json.dumps(change(header) or header).encode()
    return struct.pack("<Q", len(text)) + text + content[8 + length :]


@pytest.mark.parametrize("variant", VARIANTS)
def test_keys_and_shapes_tell_the_variant(variant: str):
    own = own_weights.read(file_of(variant))
    assert (own.variant, own.classes, own.size) == (variant, CLASSES, 64)
    torch.manual_seed(0)
    known = weights.round_as_stored(build(variant, 2)).eval()
    x = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        for got, wanted in zip(own.detector(x), known(x), strict=True):
            assert torch.equal(got, wanted)


def test_anchors_come_from_the_file():
    doubled = [[[2 * w, 2 * h] for w, h in level] for level in ANCHORS]
    own = own_weights.read(file_of("v5n-c3", anchors=doubled))
    assert own.detector.head.anchors[0][0] == (2 * ANCHORS[0][0][0], 2 * ANCHORS[0][0][1])


WHOLE = file_of("v5n-csphet-p4")
HUGE = struct.pack("<Q", 2**40) + b"{" + b"x" * 100


def test_a_header_whose_length_begins_like_a_pickle_is_read():
    (length,) = struct.unpack("<Q", WHOLE[:8])
    longer = length + (0x80 - length) % 256
    padding = b" " * (longer - length)
    content = struct.pack("<Q", longer) + WHOLE[8 : 8 + length] + padding + WHOLE[8 + length :]
    assert content.startswith(b"\x80") and own_weights.read(content).variant == "v5n-csphet-p4"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_safetensors"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "not_safetensors"),
        (HUGE, "not_safetensors"),  # a header that is larger than the file
        (b"PK\x03\x04" + b"x" * 100, "pickle"),
        (pickle.dumps({"model": 1}), "pickle"),
        (b" " * (own_weights.MAX_BYTES + 1), "weights_too_large"),
        (WHOLE[:-1], "header"),
        (WHOLE + b"x", "header"),
        (struct.pack("<Q", 10) + b"{" + b"[" * 9 + b"x" * 10, "header"),
        (struct.pack("<Q", 20_000) + b'{"a":' + b"[" * 19_995, "header"),
        (with_header(WHOLE, lambda h: h["head.m.0.bias"].update(data_offsets=[0, 10**9])), "header"),
        (with_header(WHOLE, lambda h: h["head.m.0.bias"].update(shape=[-21])), "header"),
        (with_header(WHOLE, lambda h: h["head.m.0.bias"].update(shape=[True])), "header"),
        (with_header(WHOLE, lambda h: h["head.m.0.bias"].update(dtype="I64")), "header"),
        (with_header(WHOLE, lambda h: h.update(extra=h["head.m.0.bias"])), "header"),  # two tensors in the same bytes
        (with_header(WHOLE, lambda h: h.update(__metadata__=[])), "header"),
        (with_header(WHOLE, lambda h: h.update({"x": h.pop("stem.conv.weight")})), "stranger"),
        (file_of("v5n-c3", classes=None), "metadata"),
        (file_of("v5n-c3", anchors=None), "metadata"),
        (file_of("v5n-c3", anchors=[[[1, 2]]]), "metadata"),
        (file_of("v5n-c3", anchors=[[[1, float("nan")]] * 3] * 3), "metadata"),
        (file_of("v5n-c3", size=100), "metadata"),
        (file_of("v5n-c3", size=64.0), "metadata"),
        (file_of("v5n-c3", classes=["a", "a"]), "metadata"),
        (file_of("v5n-c3", classes=["<b>", "\u202e"]), "metadata"),
        (file_of("v5n-c3", classes=["a", "b", "c"]), "class_count"),
        (file_of("v5n-c3", classes=[str(i) for i in range(101)]), "classes"),
        (file_of("v5n-c3", classes=[]), "classes"),
    ],
)
def test_what_is_refused(content: bytes, code: str):
    with pytest.raises(own_weights.OwnWeightsError) as caught:
        own_weights.read(content)
    assert caught.value.code == code and str(caught.value)


def test_a_missing_key_is_named():
    torch.manual_seed(0)
    detector = build("v5n-csphet-p4", 2)
    tensors = weights.stored(detector)
    del tensors["stage4.m.1.cv2.weight_1x1"]
    with pytest.raises(
        own_weights.OwnWeightsError, match=r"closest is v5n-csphet-p4, but stage4.m.1.cv2.weight_1x1 is missing"
    ):
        own_weights.read(save(tensors, weights.metadata(detector, CLASSES, 64)))


def test_numbers_must_be_finite():
    detector = build("v5n-c3", 2)
    tensors = weights.stored(detector)
    tensors["stem.bn.bias"][3] = float("inf")
    with pytest.raises(own_weights.OwnWeightsError, match="stem.bn.bias has numbers that are not finite"):
        own_weights.read(save(tensors, weights.metadata(detector, CLASSES, 64)))
