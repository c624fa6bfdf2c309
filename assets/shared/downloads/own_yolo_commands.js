// The commands by which a reader trains a YOLO with CSPHet of a P; the file that they start is the downloaded one.
const START = "python hetviz_blocks.py";

const COMMANDS = {
  ultralytics: (p) => [
    `${START} yaml yolov8n CSPHet --p ${p}`,
    `${START} run yolo detect train model=yolov8n-csphet-p${p}.yaml data=coco8.yaml epochs=100 save_dir=runs/csphet`,
    `${START} run yolo export model=runs/csphet/weights/best.pt format=onnx`,
  ],
  yolov5: (p) => [
    `${START} yaml models/yolov5n.yaml CSPHet --p ${p}`,
    `${START} run train.py --cfg yolov5n-csphet-p${p}.yaml --weights '' --data coco128.yaml --name csphet`,
    `${START} run export.py --weights runs/train/csphet/weights/best.pt --include onnx`,
  ],
};

// Return three commands for a library, ultralytics or yolov5 (its repository, in whose folder they are run).
export const commandsFor = (library, p) => COMMANDS[library](p);
