// The commands by which a reader trains a YOLO with CSPHet of a P; the file that they start is the downloaded one. Each P has
// a folder of its own: the yolov5 repository would count up a name that is taken, and an older detector would be exported.
const START = "python hetviz_blocks.py";

const COMMANDS = {
  ultralytics: (p) => [
    `${START} yaml yolov8n CSPHet --p ${p}`,
    `${START} run yolo detect train model=yolov8n-csphet-p${p}.yaml data=coco8.yaml epochs=100 save_dir=runs/csphet-p${p}`,
    `${START} run yolo export model=runs/csphet-p${p}/weights/best.pt format=onnx`,
    `${START} safetensors runs/csphet-p${p}/weights/best.pt`,
  ],
  yolov5: (p) => [
    `${START} yaml models/yolov5n.yaml CSPHet --p ${p}`,
    `${START} run train.py --cfg yolov5n-csphet-p${p}.yaml --weights '' --data coco128.yaml --name csphet-p${p}`,
    `${START} run export.py --weights runs/train/csphet-p${p}/weights/best.pt --include onnx`,
    `${START} safetensors runs/train/csphet-p${p}/weights/best.pt`,
  ],
};

// Return four commands for a library, ultralytics or yolov5 (its repository, in whose folder they are run): write the YAML,
// train, export, and make the file that this page takes.
export const commandsFor = (library, p) => COMMANDS[library](p);
