"""How well documents are read, on rendered specimens: `python -m bench.reading --help`."""
