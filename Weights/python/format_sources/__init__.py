"""What generate_format.py makes of format.json, one module a target."""
