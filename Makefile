# Every task of the project. `make` alone lists them. Needs Python 3.11 or newer and make; nothing else by hand.

PYTHON ?= python3
PORT ?= 8501
DASHBOARD_HOME ?= var
# The tools read and write Japanese whatever the machine's locale is, also where none is set.
export PYTHONUTF8 = 1

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --disable-pip-version-check --require-hashes
UV_COMPILE := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url
# Doctests of pure modules only: collecting a module imports it. The build scripts need requirements-build.txt.
DOCTESTED := --doctest-modules --ignore-glob='data/*/build.py' data $(wildcard components/theme.py components/text.py components/charts components/documents)

.PHONY: help setup run test suite check quick bench soak lint types format lock clean
.DEFAULT_GOAL := help

help: ## List the tasks
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: $(VENV)/installed-run ## Install what the dashboard needs into .venv (and nothing else)

run: export DASHBOARD_HOME := $(DASHBOARD_HOME)
run: setup ## Prepare data if there is none, then serve on 127.0.0.1 (PORT=8501, DASHBOARD_HOME=var)
	@$(PY) -m data prepare
	@exec $(PY) -m streamlit run serve.py --server.address=127.0.0.1 --server.port=$(PORT)

# The types are checked beside the first tests: a cold mypy keeps only one core busy.
test: $(VENV)/installed-dev lint ## Run everything: lint, types, architecture, unit, AppTest, real browser
	@$(PY) -m tests.browser.chromium
	@$(MAKE) --no-print-directory --jobs=2 types suite

suite: $(VENV)/installed-dev
	$(PY) -m pytest --numprocesses=2 --dist=loadfile -m "not soak" tests $(DOCTESTED)

check: $(VENV)/installed-dev lint ## The fast part, under a minute
	@$(MAKE) --no-print-directory --jobs=2 types quick

quick: $(VENV)/installed-dev
	$(PY) -m pytest --numprocesses=2 --dist=loadfile -m "not (slow or soak)" $(foreach long,browser pages soak,--ignore=tests/$(long)) tests $(DOCTESTED)

bench: $(VENV)/installed-dev ## Print the benchmarks as JSON lines
	@$(PY) -m tests.browser.chromium >&2
	@$(PY) -m bench

soak: $(VENV)/installed-dev ## The long matrices and fault loops
	@$(PY) -m tests.browser.chromium
	$(PY) -m pytest -m soak tests

lint: $(VENV)/installed-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(VENV)/installed-dev
	$(PY) -m mypy --num-workers=2 .

format: $(VENV)/installed-dev ## Rewrite the code in the project's format
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

lock: $(VENV)/installed-run ## Pin requirements*.txt anew from requirements*.in
	$(PY) -m pip install --disable-pip-version-check --quiet uv==0.13.9
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV_COMPILE) requirements.in -o requirements.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV_COMPILE) -c requirements.txt requirements-dev.in -o requirements-dev.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV_COMPILE) -c requirements.txt requirements-build.in -o requirements-build.txt

clean: ## Remove .venv and caches (never the data home)
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis test-artifacts
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 以上が必要です（$(PYTHON): $$($(PYTHON) --version 2>&1)）。別の Python を使うときは: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; \
	  echo "Python 3.11 or newer is needed; name another one with PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python の venv（ensurepip）がありません。Debian・Ubuntu では: apt-get install python3-venv" >&2; \
	  echo "Python's venv (ensurepip) is missing; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/installed-run: requirements.txt | $(PY)
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed-run
	@echo "Installing the tools of the tests …"
	@$(PIP) --quiet -r requirements-dev.txt
	@touch $@
