import pytest

from hetviz.counting import papers

# FACTS: HetConv's VGG-16 on CIFAR-10, pure MACs in millions and parameters in millions.
VGG16 = {
    1: ("313.464", "14.978"),
    2: ("175.052", "8.441"),
    4: ("105.846", "5.172"),
    8: ("71.243", "3.538"),
    16: ("53.941", "2.721"),
    32: ("45.290", "2.312"),
    64: ("40.965", "2.108"),
}


@pytest.mark.parametrize("p", VGG16)
def test_vgg16_table_of_the_hetconv_paper(p: int):
    cost = papers.vgg16(p)
    assert (f"{cost.macs / 1e6:.3f}", f"{cost.weights / 1e6:.3f}") == VGG16[p]


# FACTS: the column that HetConv's paper prints, in millions.
PRINTED = {1: 313.74, 2: 175.23, 4: 105.98, 8: 71.35, 16: 54.04, 32: 45.38, 64: 41.05}


def test_a_bias_in_every_convolution_closes_the_gap_to_the_published_column():
    rows = {row["p"]: row for row in papers.vgg16_rows()}
    assert {p: row["published"] for p, row in rows.items()} == PRINTED
    assert {p: row["with_bias"] for p, row in rows.items()} == PRINTED
    gaps = [row["missing_percent"] for row in rows.values()]
    assert (f"{min(gaps):.2f}", f"{max(gaps):.2f}") == ("0.09", "0.21")


def test_resnet50_as_counted():
    assert [f"{row['macs'] / 1e9:.4f}" for row in papers.resnet50_rows()] == ["4.0892", "2.8561"]
    assert papers.resnet50_rows()[1]["published"] == 2.85
