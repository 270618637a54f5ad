# Two commands: `make run` serves the portal, `make test` proves it. Both are safe to repeat, quick the second time.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
STAMPS := .make
# Static files lie in the data folder, and so does what tells that they are there.
MANIFEST := $(or $(BROBYGGER_DATA),var)/static/staticfiles.json

# Demo mode is what these commands are for; an operator sets the environment instead (docs/operations.md).
export BROBYGGER_DEMO ?= 1
export BROBYGGER_BASE_URL ?= http://localhost:$(PORT)
export BROBYGGER_SHARED ?= ../shared
export PIP_DISABLE_PIP_VERSION_CHECK := 1

ASSET_SOURCES := $(shell find frontend brobygger/places/data -type f) $(shell find brobygger -name '*.html') package.json
CATALOGUES := $(shell find brobygger/locale -name '*.po' 2>/dev/null)

SECTIONS := weight queries speed lighthouse fresh nightly opendata duplicates sources exports hsds search growth

.PHONY: $(SECTIONS) help run test check bench demo-reset install install-test install-meaning assets translations static messages lock openapi clean

help:
	@echo "make run         serve the portal on http://localhost:$(PORT) with real demo data"
	@echo "make test        run every check and test, on SQLite and on PostgreSQL"
	@echo "make check       lint, types, contracts, templates, migrations"
	@echo "make bench       measure: size, speed, Lighthouse, search; one of them: make bench search"
	@echo "make demo-reset  empty the demo database and fill it again"

# -- the two commands -----------------------------------------------------------------------------------------------
run: install static install-meaning
	@echo "→ Sprogmodel"; $(BIN)/brobygger meaning set-up || echo "  Portalen går i gang uden."
	@$(BIN)/brobygger demo
	@echo
	@echo "  Brobygger svarer på $(BROBYGGER_BASE_URL)  (stop med Ctrl-C)"
	@echo
	@exec $(BIN)/brobygger serve --port $(PORT)

test: install-test assets translations check
	@scripts/test-both

check: install-test translations
	@echo "→ Style (ruff)"; $(BIN)/ruff check . ; $(BIN)/ruff format --check .
	@echo "→ Floors and rooms (import-linter)"; $(BIN)/lint-imports --no-cache
	@echo "→ Types (mypy --strict)"; $(BIN)/mypy
	@echo "→ Templates (djlint)"; $(BIN)/djlint --lint --quiet brobygger

bench: install-test static $(STAMPS)/bench
	@scripts/system-packages bench
	@$(BIN)/python -m tests.bench $(filter $(SECTIONS),$(MAKECMDGOALS))
# `make bench search` measures one section.
$(SECTIONS):
	@:

demo-reset: install
	@$(BIN)/brobygger demo --reset

# What the doors of open data say of themselves, after a change of their parameters.
openapi:
	@$(BIN)/brobygger shell -v0 -c "import json; from brobygger.api.description import describe; print(json.dumps(describe(), ensure_ascii=False, indent=2))" > brobygger/api/data/openapi.json.new && mv brobygger/api/data/openapi.json.new brobygger/api/data/openapi.json

# -- what they need -------------------------------------------------------------------------------------------------
install: $(STAMPS)/run $(STAMPS)/node-run
install-test: $(STAMPS)/test $(STAMPS)/meaning $(STAMPS)/node-test
	@scripts/system-packages
static: $(MANIFEST)
install-meaning: $(STAMPS)/meaning
assets: $(STAMPS)/assets
translations: $(STAMPS)/translations

$(BIN)/python:
	@echo "→ A Python environment of our own in .venv"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Brobygger needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -m venv .venv

$(STAMPS)/run: requirements/run.txt requirements/build.txt pyproject.toml | $(BIN)/python
	@echo "→ Python packages (locked, with hashes)"
	@$(BIN)/pip install --quiet --require-hashes -r requirements/build.txt -r requirements/run.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --no-index -e .
	@mkdir -p $(@D) && touch $@

$(STAMPS)/test: requirements/test.txt $(STAMPS)/run
	@echo "→ Python packages for tests"
	@$(BIN)/pip install --quiet --require-hashes -r requirements/test.txt
	@mkdir -p $(@D) && touch $@

# Optional (docs/adr/0008): where its packages do not exist, everything goes on without.
$(STAMPS)/meaning: requirements/meaning.txt $(STAMPS)/run
	@scripts/meaning-packages requirements/meaning.txt $@

$(STAMPS)/bench: requirements/bench.txt $(STAMPS)/test
	@echo "→ Python packages for measuring"
	@$(BIN)/pip install --quiet --require-hashes -r requirements/bench.txt
	@mkdir -p $(@D) && touch $@

$(STAMPS)/node-run: package-lock.json
	@echo "→ Front-end packages"
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || { echo "Brobygger needs Node 20 or newer."; exit 1; }
	@npm ci --omit=dev --silent
	@mkdir -p $(@D) && rm -f $(STAMPS)/node-test && touch $@

$(STAMPS)/node-test: package-lock.json | $(STAMPS)/node-run
	@echo "→ Front-end packages for tests"
	@npm ci --silent
	@mkdir -p $(@D) && touch $@

$(STAMPS)/assets: $(ASSET_SOURCES) | $(STAMPS)/node-run
	@echo "→ Styles, scripts, fonts, icons, map"
	@npm run --silent build
	@mkdir -p $(@D) && touch $@

$(STAMPS)/translations: $(CATALOGUES) | $(STAMPS)/run
	@echo "→ English catalogue"
	@$(BIN)/pybabel --quiet compile --domain django --directory brobygger/locale
	@mkdir -p $(@D) && touch $@

$(MANIFEST): $(STAMPS)/assets $(STAMPS)/translations $(STAMPS)/run
	@echo "→ Static files, hashed and compressed"
	@$(BIN)/brobygger collectstatic --noinput --clear --verbosity 0

# -- for developers -------------------------------------------------------------------------------------------------
messages: install-test
	@$(BIN)/python -m scripts.messages

lock: | $(BIN)/python
	@$(BIN)/uv pip compile requirements/build.in --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet --allow-unsafe -o requirements/build.txt
	@$(BIN)/uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet -o requirements/run.txt
	@$(BIN)/uv pip compile pyproject.toml --extra test --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet -c requirements/run.txt -o requirements/test.txt
	@$(BIN)/uv pip compile pyproject.toml --extra meaning --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet -c requirements/run.txt -o requirements/meaning.txt
	@$(BIN)/uv pip compile pyproject.toml --extra bench --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet -c requirements/test.txt -o requirements/bench.txt

clean:
	@rm -rf $(STAMPS) .venv node_modules var brobygger/ui/static/ui
