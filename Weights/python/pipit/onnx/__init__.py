"""The float network of a model file as ONNX; needs the `onnx` package."""
