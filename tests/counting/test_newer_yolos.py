from hetviz.counting import layers, newer_yolos
from hetviz.detectors.variants import PARTS


def test_yolov8n_is_counted_as_the_project_counts_it():
    rows = {row["model"]: row for row in newer_yolos.read()["rows"]}
    for counted, variant in ((rows["YOLOv8n"]["own"], "v8n-c2f"), (rows["YOLOv8n"]["csphet"]["4"], "v8n-csphet-p4")):
        own = layers.detector(variant, 80, 640).row()
        # The library's count includes the 16 fixed weights of its expectation over bins, and so does the project's.
        assert counted["params"] == own["params"]
        assert counted["flops"] == own["flops"]


def test_every_p_of_the_page_is_there_and_more_of_it_costs_less():
    for row in newer_yolos.read()["rows"]:
        assert tuple(map(int, row["csphet"])) == PARTS
        for what in ("params", "flops"):
            counts = [counted[what] for counted in row["csphet"].values()]
            assert counts == sorted(counts, reverse=True) and len(set(counts)) == len(counts)


def test_yolo11_and_yolo26_get_heavier_at_p_4():
    heavier = [row["model"] for row in newer_yolos.read()["rows"] if row["csphet"]["4"]["flops"] > row["own"]["flops"]]
    assert heavier == ["YOLO11n", "YOLO26n"]
