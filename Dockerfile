# The app for processors: docker build --build-arg TORCH_INDEX=ADDRESS --tag hetviz .
FROM python:3.12-slim

# The index of PyTorch's builds for processors, from its installation page; the usual wheel brings several gigabytes of CUDA.
ARG TORCH_INDEX
RUN test -n "$TORCH_INDEX" || { echo "give --build-arg TORCH_INDEX=ADDRESS, see the README" >&2; exit 1; }
RUN pip install --no-cache-dir --index-url "$TORCH_INDEX" torch==2.13.0 torchvision==0.28.0 \
  && python -c "import torch; assert torch.version.cuda is None, 'this torch has CUDA'"

RUN useradd --create-home hetviz
WORKDIR /home/hetviz/app
COPY requirements.txt .
RUN pip install --no-cache-dir --requirement requirements.txt onnx==1.23.2 onnxscript==0.7.2 \
  && python -c "import torch; assert torch.version.cuda is None, 'this torch has CUDA'"
COPY . .

USER hetviz
ENV GRADIO_SERVER_NAME=0.0.0.0 GRADIO_SERVER_PORT=7860
EXPOSE 7860
CMD ["python", "app.py"]
