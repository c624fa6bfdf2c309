"""Names of the 20 classes of PASCAL VOC: key -> (English, Chinese). The key holds the data set's own name."""

SENTENCES: dict[str, tuple[str, str]] = {
    "class_aeroplane": ("aeroplane", "飞机"),
    "class_bicycle": ("bicycle", "自行车"),
    "class_bird": ("bird", "鸟"),
    "class_boat": ("boat", "船"),
    "class_bottle": ("bottle", "瓶子"),
    "class_bus": ("bus", "公共汽车"),
    "class_car": ("car", "汽车"),
    "class_cat": ("cat", "猫"),
    "class_chair": ("chair", "椅子"),
    "class_cow": ("cow", "牛"),
    "class_diningtable": ("dining table", "餐桌"),
    "class_dog": ("dog", "狗"),
    "class_horse": ("horse", "马"),
    "class_motorbike": ("motorbike", "摩托车"),
    "class_person": ("person", "人"),
    "class_pottedplant": ("potted plant", "盆栽"),
    "class_sheep": ("sheep", "羊"),
    "class_sofa": ("sofa", "沙发"),
    "class_train": ("train", "火车"),
    "class_tvmonitor": ("TV or monitor", "电视或显示器"),
}
