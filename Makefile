# The commands of the house. `make` lists them; they need GNU make and Python 3.11 or newer, nothing else.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh
PORT ?= 8000
ARGS ?=

bin := .venv/bin
python := $(bin)/python
manage := $(python) manage.py
dev := DJANGO_SETTINGS_MODULE=scm_site.settings.dev
# The demonstration answers as a server would: its own pages for what is gone or missing, links with its own port.
demo := $(dev) DEBUG=false SITE_URL=http://127.0.0.1:$(PORT)
compile := .venv/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header
# Types are judged where decisions are taken.
typed = $(wildcard */rules.py */permissions.py */querysets.py */query.py */query/*.py */actions/*.py)
# The whole suite; one test or one file begins sooner in one process.
on_all_cores = -q --numprocesses auto --dist loadgroup
templates = $(shell find templates */templates -name '*.html' 2>/dev/null)

.PHONY: help setup demo demo-reset run test test-matrix torture test-browser check lint types migrations deploy catalogues messages fix bench \
	requirements

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- Set-up ------------------------------------------------------------------------------------------------

.venv/installed: requirements/dev.txt .ci/precheck
	@python=$$(sh .ci/precheck) && { $(python) -c '' 2>/dev/null || "$$python" -m venv --clear .venv; }
	@echo "Installing what requirements/dev.txt pins …"
	@$(python) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

setup: .venv/installed ## Install the libraries, fetch the look, compile the catalogues
	@$(python) -m scm_site.ecl
	@$(python) -m scm_site.catalogues

demo: setup ## Run the demonstration on http://127.0.0.1:8000 (PORT=…)
	@echo "Preparing the database …"
	@$(demo) $(manage) seed_demo --from-nothing
	@echo "The demonstration runs on http://127.0.0.1:$(PORT)/ (Ctrl-C ends it)"
	@# The worker publishes what is due and reminds; both end together.
	@export $(demo); $(manage) worker --pause 20 & worker=$$!; $(manage) runserver 127.0.0.1:$(PORT) --insecure & site=$$!; \
		trap "kill $$worker $$site 2>/dev/null" EXIT INT TERM; wait $$site

demo-reset: ## Throw the demonstration's database and files away and start it anew
	rm -rf db.sqlite3 db.sqlite3-shm db.sqlite3-wal media
	@$(MAKE) --no-print-directory demo

run: setup ## Run the site on the database as it is, without the demonstration's content
	@$(dev) $(manage) migrate --verbosity 0
	@$(dev) $(manage) runserver 127.0.0.1:$(PORT) --insecure

# --- Judging -----------------------------------------------------------------------------------------------

test: setup ## Run the tests but for those in a browser, on SQLite or on DATABASE_URL (ARGS="-k name")
	@$(python) -m pytest $(or $(ARGS),$(on_all_cores))

test-matrix: setup ## Every role at every address, every way past the gate, and what else takes long, on SQLite or on DATABASE_URL
	@$(python) -m pytest -m "matrix or further" $(on_all_cores) $(ARGS)

torture: setup ## Races, half states, killed workers, hostile input in full, on SQLite or on DATABASE_URL (docs/reliability.md)
	@SCM_TORTURE=full $(python) -m pytest -m torture $(on_all_cores) $(ARGS)
	@SCM_TORTURE=full $(python) -m pytest tests/search/test_hostile.py $(on_all_cores)

test-browser: setup ## Play the stories in Chromium (SCM_PICTURES=1 takes new pictures for docs/images)
	@$(python) -m pytest -m browser $(ARGS)

check: lint types migrations deploy ## Everything that a machine can judge without running the site
	@$(python) -m scm_site.catalogues check
	@echo "Everything that a machine can judge is in order."

lint: setup
	@$(bin)/ruff check --output-format concise
	@$(if $(templates),$(bin)/djhtml --check --tabwidth 2 $(templates))
	@$(bin)/lint-imports --no-logo

types: setup
	@$(bin)/mypy $(typed)

migrations: setup
	@$(dev) $(manage) makemigrations --check --dry-run
	@$(dev) $(manage) check --fail-level WARNING

deploy: setup
	@DJANGO_SETTINGS_MODULE=scm_site.settings.production SITE_URL=https://focus-groups.example \
	ALLOWED_HOSTS=focus-groups.example SCM_FUNCTIONAL_MAILBOX=secretariat@focus-groups.example \
	DEFAULT_FROM_EMAIL=no-reply@focus-groups.example DATABASE_URL=sqlite://:memory: \
	SECRET_KEY=$$($(python) -c 'import secrets; print(secrets.token_urlsafe(60))') \
	$(manage) check --deploy --fail-level WARNING

bench: setup ## Measure speed (bench/ says what and against what)
	@$(python) -m bench
	@$(python) -m bench.search $(ARGS)

# --- Mending -----------------------------------------------------------------------------------------------

fix: setup ## Mend what a machine can mend: imports, style, indentation of templates
	@$(bin)/ruff check --fix
	@$(if $(templates),$(bin)/djhtml --tabwidth 2 $(templates))

messages: setup ## Bring the texts of code and templates into locale/*/LC_MESSAGES/django.po
	@$(python) -m scm_site.catalogues extract

requirements: .venv/installed ## Compile requirements/*.txt from pyproject.toml (UPGRADE=1 takes newer versions)
	@[ -x .venv/bin/uv ] || $(python) -m pip install --quiet uv
	$(compile) $(if $(UPGRADE),--upgrade) pyproject.toml -o requirements/base.txt
	$(compile) $(if $(UPGRADE),--upgrade) pyproject.toml --extra services -o requirements/production.txt
	$(compile) $(if $(UPGRADE),--upgrade) pyproject.toml --extra services --extra dev -o requirements/dev.txt
	$(compile) $(if $(UPGRADE),--upgrade) --group node -o requirements/node.txt
