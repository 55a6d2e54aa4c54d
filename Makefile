# The two that set everything up by themselves: `make run` and `make test`.
# PY=python3.13 chooses the Python that .venv is made with.

BIN := .venv/bin
SETUP_FILES := pyproject.toml constraints.txt scripts/setup
# A checkout keeps its index and caches beside itself, so that trying it leaves nothing elsewhere.
export BROADSHEET_CACHE_DIR ?= $(CURDIR)/cache

.PHONY: run test setup hunt fuzz disk-faults torture torture-sync torture-archive fmt lint docs docs-check smoke build check clean \
	bench-text bench-feeds bench-search bench-growth bench-library bench-needs bench-panel bench-related bench-copies bench-stories bench-ui bench-refresh bench-sync bench-archive bench-hostile

run: .venv/.ready-run
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/broadsheet; else $(BIN)/broadsheet demo; fi

test: .venv/.ready-test
	@$(BIN)/python -m pytest -q -n auto

setup: .venv/.ready-all

.venv/.ready-run: $(SETUP_FILES)
	@scripts/setup run && touch $@
.venv/.ready-test: $(SETUP_FILES)
	@scripts/setup test && touch $@ .venv/.ready-run
.venv/.ready-all: $(SETUP_FILES)
	@scripts/setup all && touch $@ .venv/.ready-test .venv/.ready-run

fmt: .venv/.ready-all
	@$(BIN)/ruff format reader tests benchmarks scripts
	@$(BIN)/ruff check --fix reader tests benchmarks scripts

lint: .venv/.ready-all
	@$(BIN)/ruff format --check reader tests benchmarks scripts
	@$(BIN)/ruff check reader tests benchmarks scripts
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# The property tests, with examples that no run before had.
hunt: .venv/.ready-test
	@$(BIN)/python -m pytest -q -n auto -m hypothesis --hypothesis-profile=hunt $(ARGS)

# Made-up bytes at every door, for hours if you like: make fuzz ARGS="feed page --rounds 1000000 --seed 7".
fuzz: .venv/.ready-test
	@$(BIN)/python -m tests.faults.fuzz $(ARGS)

# Every change of the disk fails in every way, and the power is cut at every point: minutes.
disk-faults: .venv/.ready-test
	@BROADSHEET_EVERY_CHANGE=1 $(BIN)/python -m pytest -q -n auto tests/faults/test_disk.py tests/faults/test_power_cut.py $(ARGS)

# The program killed at random moments of all it does: make torture ARGS="--kills 2000 --seed 7".
torture: .venv/.ready-test
	@$(BIN)/python -m tests.faults.torture $(ARGS)

# Two libraries and the real Miniflux, changed at random on all sides: make torture-sync ARGS="--rounds 200 --seed 7".
torture-sync: .venv/.ready-test
	@$(BIN)/python -m tests.faults.torture_sync $(ARGS)

# Forty workers of an archive on the real PostgreSQL are killed, two at a time; nothing may be lost or doubled.
torture-archive: .venv/.ready-test
	@BROADSHEET_WORKERS_KILLED=40 $(BIN)/python -m pytest -q -s -n 0 tests/core/archive/test_work.py -k killed $(ARGS)

docs: .venv/.ready-run
	@$(BIN)/python -m reader.cli.docs docs

docs-check: .venv/.ready-run
	@$(BIN)/python -m reader.cli.docs docs --check

build: .venv/.ready-all
	@rm -rf dist && $(BIN)/python -m build --outdir dist . >&2

# The source archive, and the wheel made from it, in clean rooms outside the tree: what a user gets.
smoke: build
	@scripts/smoke

check: test lint docs-check smoke

# ARGS="--against CHECKOUT" measures another checkout in turn with this one (bench-ui, bench-refresh).
bench-text bench-feeds bench-search bench-growth bench-library bench-needs bench-panel bench-related bench-copies bench-stories bench-ui bench-refresh bench-sync bench-archive bench-hostile: .venv/.ready-test
	@$(BIN)/python -m benchmarks.$(@:bench-%=%) $(ARGS)

clean:
	@rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
