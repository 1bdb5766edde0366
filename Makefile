# The commands of Vouch. `make setup` is done once and is quick when nothing has changed.

PYTHON ?= $(shell command -v python3.12 >/dev/null 2>&1 && python3.12 -c '' 2>/dev/null && echo python3.12 || \
	(command -v python3.11 >/dev/null 2>&1 && python3.11 -c '' 2>/dev/null && echo python3.11) || echo python3)
VENV := .venv
BIN := $(VENV)/bin
RIVALS := .venv-rivals
export OMP_NUM_THREADS := 1
export ORT_DISABLE_TELEMETRY := 1

.PHONY: setup demo serve test test-full lint types arrows bench-fairness bench-samples bench-reading \
	bench-reading-rivals bench-pad bench-faces bench-barcodes bench-addresses lock clean

setup: $(VENV)/.installed
	@$(BIN)/vouch models build

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) .ci/check_machine.py
	@echo "1/3 a virtual environment in $(VENV), with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV)
	@echo "2/3 $$(grep -c == requirements.lock) packages, each checked by its hash: about a minute, 600 MB"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
	@echo "3/3 models, checked by their hashes: about 50 MB to keep"

demo: setup
	@$(BIN)/vouch demo

serve: setup
	@$(BIN)/vouch serve --embedded

# Two processes, each with a stack of its own; the tests of one module run one after the other.
PYTEST := $(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

test: setup lint types arrows
	@$(PYTEST) -m "not full"

test-full: setup lint types arrows
	@$(PYTEST)

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: setup
	@$(BIN)/mypy

arrows: setup
	@$(BIN)/lint-imports

bench-fairness: setup
	@$(BIN)/python -m bench.fairness

bench-samples: setup
	@$(BIN)/python -m bench.samples

# ARGS holds further options: `make bench-reading ARGS="--count 2 --levels phone"`.
bench-reading: setup
	@$(BIN)/python -m bench.reading $(ARGS)

# Beside Tesseract (Debian: tesseract-ocr, -vie, -fra) and PassportEye, in an environment of its own.
bench-reading-rivals: setup $(RIVALS)/.installed
	@$(BIN)/python -m bench.reading --tesseract --passporteye $(RIVALS)/bin/python \
		--results var/bench-reading-rivals.jsonl $(ARGS)

$(RIVALS)/.installed: bench/reading/rivals.txt
	@$(PYTHON) -m venv $(RIVALS)
	@$(RIVALS)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# Needs generated faces (VOUCH_FACES) and photographs (VOUCH_PHOTOS); renders some 45 minutes of two
# cores and 5 GB under var, and goes on where it was stopped.
bench-pad: setup
	@$(BIN)/python -m bench.pad $(ARGS)
	@$(BIN)/python -m bench.selfies
	@$(BIN)/python -m bench.forgeries

bench-faces: setup
	@$(BIN)/python -m bench.faces

bench-barcodes: setup
	@$(BIN)/python -m bench.barcodes

bench-addresses: setup
	@$(BIN)/python -m bench.addresses

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" pyproject.toml

lock:
	$(LOCK) --all-extras --group dev -o requirements.lock
	$(LOCK) --group build -c requirements.lock -o deploy/api.lock
	$(LOCK) --group build --extra worker -c requirements.lock -o deploy/worker.lock

clean:
	rm -rf $(VENV) $(RIVALS) models var build dist
