"""The reference implementation: encoder, task heads and taught labels in numpy, bit for bit as on the device."""
