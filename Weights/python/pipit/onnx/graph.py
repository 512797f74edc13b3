"""A small writer of ONNX graphs: each method adds a node and returns the name of its result."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

# The oldest that has LayerNormalization; every runtime of the last years reads it.
OPSET, FILE_VERSION = 17, 8
TYPES = {np.dtype(np.float32): TensorProto.FLOAT, np.dtype(np.int64): TensorProto.INT64}


class Graph:
    """Nodes in the order of computation, with the constants that they read."""

    def __init__(self):
        self.nodes, self.inputs, self.outputs, self.constants = [], [], [], {}

    def input(self, name: str, type, shape) -> str:
        """Declares an input."""
        self.inputs.append(helper.make_tensor_value_info(name, TYPES[np.dtype(type)], shape))
        return name

    def output(self, name: str, value: str, shape) -> None:
        """Calls a float32 result by the name `name`."""
        self.nodes.append(helper.make_node("Identity", [value], [name], name))
        self.outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def constant(self, value, type=np.float32) -> str:
        """Equal constants are one."""
        array = np.array(value, type, order="C")
        key = (str(array.dtype), array.shape, array.tobytes())
        if key not in self.constants:
            self.constants[key] = numpy_helper.from_array(array, f"constant_{len(self.constants)}")
        return self.constants[key].name

    def add(self, operator: str, *values: str, **attributes) -> str:
        """Adds an operator with these inputs."""
        name = f"{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(values), [name], name, **attributes))
        return name

    def integers(self, *values: int) -> str:
        """A constant vector of integers."""
        return self.constant(values, np.int64)

    def reshape(self, x: str, *shape: int) -> str:
        """A size of −1 is what is left; one of 0 stays."""
        return self.add("Reshape", x, self.integers(*shape))

    def linear(self, x: str, weight, bias) -> str:
        """x `[…, inputs]`, weight `[outputs, inputs]`, bias `[outputs]` or None → `[…, outputs]`"""
        y = self.add("MatMul", x, self.constant(np.transpose(weight)))
        return y if bias is None else self.add("Add", y, self.constant(bias))

    def layer_norm(self, x: str, gain, bias, epsilon: float) -> str:
        """The layer norm of x over its last axis."""
        return self.add(
            "LayerNormalization", x, self.constant(gain), self.constant(bias), axis=-1, epsilon=float(epsilon)
        )

    def rms_norm(self, x: str, gain, epsilon: float) -> str:
        """The root mean square norm of x over its last axis."""
        squares = self.add("ReduceMean", self.add("Mul", x, x), axes=[-1], keepdims=1)
        root = self.add("Sqrt", self.add("Add", squares, self.constant(epsilon)))
        return self.add("Mul", self.add("Div", x, root), self.constant(gain))

    def silu(self, x: str) -> str:
        """x · sigmoid(x)"""
        return self.add("Mul", x, self.add("Sigmoid", x))

    def gelu_erf(self, x: str) -> str:
        """GELU by the error function."""
        part = self.add("Erf", self.add("Mul", x, self.constant(0.5**0.5)))
        return self.add("Mul", self.add("Mul", x, self.constant(0.5)), self.add("Add", part, self.constant(1.0)))

    def gelu_tanh(self, x: str) -> str:
        """GELU by its approximation with tanh."""
        cube = self.add("Mul", self.add("Mul", self.add("Mul", x, x), x), self.constant(0.044715))
        inner = self.add("Mul", self.add("Add", x, cube), self.constant((2 / np.pi) ** 0.5))
        part = self.add("Add", self.add("Tanh", inner), self.constant(1.0))
        return self.add("Mul", self.add("Mul", x, self.constant(0.5)), part)

    def model(self, name: str, properties: dict[str, str]) -> onnx.ModelProto:
        """The checked model; `properties` go to its metadata."""
        graph = helper.make_graph(self.nodes, name, self.inputs, self.outputs, list(self.constants.values()))
        made = helper.make_model(
            graph, producer_name="pipit", ir_version=FILE_VERSION, opset_imports=[helper.make_opsetid("", OPSET)]
        )
        helper.set_model_props(made, properties)
        onnx.checker.check_model(made, full_check=True)
        return made
