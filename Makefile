# `make run` and `make test` are all a newcomer needs; both work on a machine with Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
BENCH_VENV := .venv-bench
PIP_FLAGS := --quiet --disable-pip-version-check --require-hashes

.PHONY: run test check bench bench-bursts bench-outbox bench-storm bench-month bench-stopwatch soak lock messages pictures

run: $(VENV)/run
	@$(VENV)/bin/python -m bot

test: $(VENV)/test
	$(VENV)/bin/python -m pytest -q -n auto

check: $(VENV)/test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/python -m pytest -q tests/test_catalogs.py tests/test_docs.py

# Every figure, printed; nothing here is asserted by time. `make bench-storm` is one of them alone.
bench: bench-bursts bench-outbox bench-storm bench-month

bench-bursts: $(VENV)/test $(BENCH_VENV)/bench
	$(VENV)/bin/python -m benchmarks.bursts --peers $(BENCH_VENV)/bin/python

bench-outbox bench-storm bench-month bench-stopwatch: bench-%: $(VENV)/test
	$(VENV)/bin/python -m benchmarks.$*

# The full counts of what `make test` does at a tenth, in parts of less than ten minutes each.
soak: $(VENV)/test
	SOAK=1 $(VENV)/bin/python -m pytest -q -s -m soak

# Pins every requirement with hashes and no index addresses.
lock: $(VENV)/test
	$(VENV)/bin/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml -o requirements.txt
	$(VENV)/bin/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml --group test -o requirements-test.txt
	$(VENV)/bin/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml --group bench -o requirements-bench.txt

# Collects the texts of bot/views into locales/messages.pot and merges them into every language.
messages: $(VENV)/test
	$(VENV)/bin/python -m tests.catalogs

# Pictures of the demo for the documentation; needs Chromium, as nothing else here does.
pictures: $(VENV)/run
	$(VENV)/bin/python -m docs.pictures

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: $(VENV)/bin/python requirements.txt
	$(VENV)/bin/python -m pip install $(PIP_FLAGS) -r requirements.txt
	@touch $@

$(VENV)/test: $(VENV)/bin/python requirements-test.txt
	$(VENV)/bin/python -m pip install $(PIP_FLAGS) -r requirements-test.txt
	@touch $@ $(VENV)/run

$(BENCH_VENV)/bench: requirements-bench.txt
	$(PYTHON) -m venv $(BENCH_VENV)
	$(BENCH_VENV)/bin/python -m pip install $(PIP_FLAGS) -r requirements-bench.txt
	@touch $@
