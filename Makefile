# make demo   crawl the embedded site and look at an archive (two minutes, nothing needed but Python 3.11+)
# make test   everything that is checked before a change lands
# make check  style and types only        make soak   what takes long or needs root
# make bench  side-by-side benchmarks     make docs   write the generated pages anew
# make bench-reading  this reader beside its peers, over the open pages in ../shared/extraction
SHELL := /bin/bash
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# An activated environment or a PYTHONPATH of the caller must not leak into ours.
unexport PYTHONPATH
unexport PYTHONHOME
# Nor may a start without byte code: it compiles six hundred modules, which takes longer than most crawls of a test.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check soak bench bench-reading docs lock lock-peers clean

demo: $(RUNTIME)
	$(BIN)/spacenews demo

test: check
	$(BIN)/python -m pytest -m "not soak" -n 2 --dist worksteal

check: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

soak: $(DEV)
	$(BIN)/python -m pytest -m soak

bench: $(DEV)
	$(BIN)/python -m bench

bench-reading: $(DEV)
	$(BIN)/python -m bench.reading_table

docs: $(DEV)
	$(BIN)/python -m spacenews.cli.reference
	$(BIN)/python -m spacenews.archive.schema.document > docs/data-model.md

# The locks name versions and hashes, never a host: whatever index pip is set up with serves them.
LOCK := uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --no-header -q
lock:
	$(LOCK) --group build -o requirements.lock
	$(LOCK) --group dev --constraint requirements.lock -o requirements-dev.lock

# Peers of the benchmarks, each locked by itself: they need not agree with each other, nor with us.
lock-peers:
	for peer in bench/peers/*.txt; do uv pip compile $$peer --universal --generate-hashes --python-version 3.11 \
		--no-header -q -o $${peer%.txt}.lock || exit 1; done

# Byte code is left to first use: compiling all of it would take longer than the demo itself.
PIP := $(BIN)/pip install --quiet --no-compile

$(RUNTIME): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "spacenews needs Python 3.11 or later; set PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version): about half a minute ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $(RUNTIME)

$(DEV): $(RUNTIME) requirements-dev.lock
	@echo "Adding what checks and tests need ..."
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $(DEV)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis demo-data
