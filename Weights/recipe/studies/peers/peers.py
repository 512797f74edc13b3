"""Other engines on networks of the published shapes, for `forge bench --compare`.

peers.py make FOLDER SHAPE TOKENS,TOKENS…     makes the engines' model files that are missing
peers.py list FOLDER SHAPE TOKENS             names the engines that have one, a line each
peers.py serve FOLDER SHAPE TOKENS ENGINE [NEWEST]
                                              for each line with a number N: runs N texts on one thread, answers
                                              their nanoseconds in a line; with NEWEST avx2 or sse2 the engine sees
                                              no newer instructions (older_processor.c)
peers.py count FOLDER SHAPE TOKENS            the instructions that each engine takes for a text on an emulated
                                              Cortex-A53, a line each: the number, a blank, the name (guest.py)
peers.py run FOLDER SHAPE TOKENS ENGINE N     runs N texts: what is counted
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

ENGINES = {
    "LiteRT dynamic int8": "litert_dynamic.tflite",
    "ONNX Runtime static int8": "ort_static.onnx",
    "ONNX Runtime dynamic int8": "ort_dynamic.onnx",
}
VOCABULARY = {"embbert": 8192, "bertlite": 30522}
CALIBRATION_TEXTS = 16
WARM_UP = 20
MANY = 8


def model_file(folder: Path, shape: str, tokens: int, kind: str) -> Path:
    return folder / f"{shape}_{tokens}_{kind}"


def make(folder: Path, shape: str, tokens: int) -> None:
    files = [model_file(folder, shape, tokens, kind) for kind in ENGINES.values()]
    if not all(file.exists() for file in files[1:]):
        make_onnx(folder, shape, tokens)
    if not files[0].exists():
        make_litert(files[0], shape, tokens)


def make_onnx(folder: Path, shape: str, tokens: int) -> None:
    import torch
    from networks import network
    from onnxruntime.quantization import (
        CalibrationDataReader,
        QuantFormat,
        QuantType,
        quantize_dynamic,
        quantize_static,
    )
    from onnxruntime.quantization.shape_inference import quant_pre_process

    class Texts(CalibrationDataReader):
        def __init__(self) -> None:
            random = np.random.default_rng(1)
            sizes = (5, VOCABULARY[shape], (1, tokens))
            self.texts = iter([{"ids": random.integers(*sizes)} for _ in range(CALIBRATION_TEXTS)])

        def get_next(self) -> dict | None:
            return next(self.texts, None)

    plain, prepared = (model_file(folder, shape, tokens, f"{name}.onnx") for name in ("float", "prepared"))
    ids = torch.zeros((1, tokens), dtype=torch.int64)
    torch.onnx.export(
        network(shape), (ids,), plain, input_names=["ids"], output_names=["logits"], opset_version=17, dynamo=False
    )
    quant_pre_process(plain, prepared, skip_symbolic_shape=True)
    quantize_dynamic(
        prepared, model_file(folder, shape, tokens, "ort_dynamic.onnx"), weight_type=QuantType.QInt8, per_channel=True
    )
    quantize_static(
        prepared,
        model_file(folder, shape, tokens, "ort_static.onnx"),
        Texts(),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=QuantType.QInt8,
        weight_type=QuantType.QInt8,
    )


def make_litert(file: Path, shape: str, tokens: int) -> None:
    import litert_torch
    import torch
    from ai_edge_quantizer import quantizer, recipe
    from networks import network

    plain = file.with_name(f"{shape}_{tokens}_float.tflite")
    litert_torch.convert(network(shape), (torch.zeros((1, tokens), dtype=torch.int32),)).export(str(plain))
    quantizer.Quantizer(str(plain), recipe.dynamic_wi8_afp32()).quantize().export_model(str(file))


def runner(file: Path, shape: str, tokens: int) -> Callable[[], object]:
    """A function that runs one text, on one thread."""
    ids = (np.arange(tokens) * 37 % (VOCABULARY[shape] - 5) + 5)[None]
    if file.suffix == ".onnx":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
        inputs = {"ids": ids.astype(np.int64)}
        return lambda: session.run(None, inputs)
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(str(file), num_threads=1)
    interpreter.allocate_tensors()
    entry = interpreter.get_input_details()[0]
    interpreter.set_tensor(entry["index"], ids.astype(entry["dtype"]))
    return interpreter.invoke


def serve(file: Path, shape: str, tokens: int) -> None:
    run = runner(file, shape, tokens)
    for _ in range(WARM_UP):
        run()
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            start = time.perf_counter_ns()
            run()
            times.append(time.perf_counter_ns() - start)
        print(*times, flush=True)


def count_texts(folder: Path, shape: str, tokens: int) -> None:
    """Those of `MANY` more texts, divided: the start of the program and the reading of the model cancel out."""
    import guest

    root = (folder / "aarch64").resolve()
    guest.make(root)
    for name, kind in ENGINES.items():
        if model_file(folder, shape, tokens, kind).exists():
            program = [Path(__file__).resolve(), "run", folder.resolve(), shape, tokens, name]
            few, many = (guest.count(root, list(map(str, [*program, texts]))) for texts in (1, 1 + MANY))
            print((many - few) // MANY, name, flush=True)


def hide_newer(folder: Path, newest: str) -> None:
    """Starts this program anew, on a processor that seems to have no newer instructions."""
    if newest not in ("avx2", "sse2") or os.environ.get("PIPIT_NEWEST") == newest:
        return
    library = folder / f"older_processor.{os.getpid()}.so"
    source = Path(__file__).with_name("older_processor.c")
    subprocess.run(["clang", "-O2", "-shared", "-fPIC", "-o", library, source], check=True)
    library = library.replace(folder / "older_processor.so")
    environment = os.environ | {"PIPIT_NEWEST": newest, "LD_PRELOAD": str(library.resolve())}
    os.execve(sys.executable, [sys.executable, *sys.argv], environment)


def main(arguments: list[str]) -> None:
    warnings.filterwarnings("ignore")
    command, folder, shape, tokens = arguments[0], Path(arguments[1]), arguments[2], arguments[3]
    if command == "make":
        for count in tokens.split(","):
            make(folder, shape, int(count))
    elif command == "list":
        for name, kind in ENGINES.items():
            if model_file(folder, shape, int(tokens), kind).exists():
                print(name)
    elif command == "count":
        count_texts(folder, shape, int(tokens))
    elif command == "run":
        run = runner(model_file(folder, shape, int(tokens), ENGINES[arguments[4]]), shape, int(tokens))
        for _ in range(int(arguments[5])):
            run()
        os._exit(0)  # without the end of the interpreter, which differs from run to run
    else:
        hide_newer(folder, arguments[5] if len(arguments) > 5 else "all")
        serve(model_file(folder, shape, int(tokens), ENGINES[arguments[4]]), shape, int(tokens))


if __name__ == "__main__":
    main(sys.argv[1:])
