# Two commands: `make serve` and `make test`. Both need only Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
STAMP := $(VENV)/.synced

# The interpreter is the one that made .venv, never one that uv would fetch.
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(VENV)

.PHONY: help setup serve test browser lint bench bench-page bench-bulk load soak tour examples clean

help: ## say what there is to make
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do \
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

SUDO = $(if $(filter-out 0,$(shell id -u)),sudo)
browser: $(STAMP) ## install Chromium on Debian, for make test to try the page in; elsewhere say what to do
	@if command -v chromium || command -v google-chrome; then exit 0; fi; \
	if grep -qs '^ID=debian' /etc/os-release; then \
		$(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends chromium; \
	else \
		echo "Install Chromium or Chrome, or run: $(BIN)/playwright install --with-deps chromium" >&2; exit 1; \
	fi

lint: $(STAMP) ## lint and check types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: $(STAMP) ## measure speed, start and memory; prints a table, writes build/speed.json
	$(BIN)/python benchmarks/speed.py

ARTICLES ?= ../shared/data/news/articles.jsonl.gz
LIMIT ?= 6000
bench-bulk: $(STAMP) ## score the first LIMIT=6000 articles of ARTICLES in bulk; writes the figures into docs/bulk.md
	$(BIN)/python benchmarks/bulk.py table $(ARTICLES) --limit $(LIMIT)

load: $(STAMP) ## put load on the service, closed and open loop; writes the table into docs/operations.md
	$(BIN)/python benchmarks/load.py load

bench-page: $(STAMP) ## measure the page in Chromium: an answer marked, letters typed; writes build/page.json
	$(BIN)/python benchmarks/page.py

MINUTES ?= 20
soak: $(STAMP) ## ask for MINUTES=20 and say what the memory did
	$(BIN)/python benchmarks/load.py soak --minutes $(MINUTES)

examples: $(STAMP) ## write the example answers in README.md and docs/ anew, from the model in models/
	ONRECORD_WRITE_EXAMPLES=1 $(BIN)/pytest tests/service/test_docs.py tests/service/commands/test_page.py

tour: $(STAMP) ## take the screenshots of the README's tour anew
	$(BIN)/python docs/tour/screenshots.py

clean: ## remove .venv and everything made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
