# Two commands: `make serve` and `make test`. Both need only Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
STAMP := $(VENV)/.synced

# The interpreter is the one that made .venv, never one that uv would fetch.
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(VENV)

.PHONY: help setup serve test lint bench load soak examples clean

help: ## say what there is to make
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do \
		printf '%-16s %s\n' "$$name" "$$what"; done

setup: $(STAMP) ## make .venv with what is locked (the other targets do it by themselves)

$(BIN)/uv: Makefile
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' || \
		{ echo "onrecord needs Python 3.11 to 3.14, and '$(PYTHON)' is not one: name one with make PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

$(STAMP): $(BIN)/uv pyproject.toml uv.lock
	$(BIN)/uv sync --locked --quiet --extra bulk
	@touch $@

serve: $(STAMP) ## serve on 127.0.0.1:8080 with the model in models/
	$(BIN)/onrecord serve

test: lint ## lint, check types, run all tests
	$(BIN)/pytest

lint: $(STAMP) ## lint and check types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: $(STAMP) ## measure speed, start and memory; prints a table, writes build/speed.json
	$(BIN)/python benchmarks/speed.py

load: $(STAMP) ## put load on the service, closed and open loop; writes the table into docs/operations.md
	$(BIN)/python benchmarks/load.py load

MINUTES ?= 20
soak: $(STAMP) ## ask for MINUTES=20 and say what the memory did
	$(BIN)/python benchmarks/load.py soak --minutes $(MINUTES)

examples: $(STAMP) ## write the example answers in README.md and docs/ anew, from the model in models/
	ONRECORD_WRITE_EXAMPLES=1 $(BIN)/pytest tests/service/test_docs.py tests/service/commands/test_page.py

clean: ## remove .venv and everything made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
