# demo, test, check and lock prepare $(VENV) by themselves, once; a second run starts at once.
# PYTHON=python3.13 chooses the interpreter; else the first that is new enough is taken.

VENV ?= .venv
OLD := import sys; sys.exit(sys.version_info < (3, 11))
ifndef PYTHON
PYTHON := $(or $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c '$(OLD)' 2> /dev/null && echo $$python && break; done),python3)
endif
NAME := import sys; print("%d.%d" % sys.version_info[:2])
VERSION := $(shell $(PYTHON) -c '$(NAME)' 2> /dev/null)

BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes \
	--python $(BIN)/python --python-version 3.11 \
	--no-strip-extras --no-annotate --no-header --no-emit-index-url \
	--no-emit-find-links

# A file of tests stays in one process, so that it starts its bot once; many of them only wait.
SPREAD := -n 3 --dist=loadfile -q
# Most of what they wait for is the disk: memory serves where there are two gigabytes of it.
ROOMY := $(shell test -w /dev/shm && df -Pk /dev/shm | awk 'NR == 2 && $$4 > 2000000')
FAST := $(if $(ROOMY),TMPDIR=/dev/shm)

.PHONY: demo test test-all coverage check lock
.DELETE_ON_ERROR:

# The real bot on this machine alone: no token, no internet.
demo: $(VENV)/base
	@$(BIN)/rightsbot demo

test: $(VENV)/dev
	@$(FAST) $(BIN)/python -m pytest $(SPREAD) -m "not long"

# Those too that take long: every fault that an attack must notice, every point of a crash.
test-all: $(VENV)/dev
	@$(FAST) $(BIN)/python -m pytest $(SPREAD)

# All tests, with the floor of branch coverage: it takes about twice as long.
coverage: $(VENV)/dev
	@$(FAST) $(BIN)/python -m pytest $(SPREAD) --cov

check: $(VENV)/dev
	@echo "format:  ruff format"
	@$(BIN)/ruff format --check --quiet .
	@echo "lint:    ruff check"
	@$(BIN)/ruff check --quiet .
	@echo "types:   mypy --strict"
	@$(BIN)/mypy --no-error-summary
	@echo "layers:  lint-imports"
	@$(BIN)/lint-imports --no-logo > $(VENV)/layers || { cat $(VENV)/layers; exit 1; }
	@echo "content: rightsbot check --strict"
	@$(BIN)/rightsbot check --strict content
	@echo "All in order."

# LOCKFLAGS=--upgrade takes the newest releases instead of keeping what is locked.
lock: $(VENV)/dev
	@$(LOCK) $(LOCKFLAGS) -o requirements.lock
	@$(LOCK) $(LOCKFLAGS) --all-extras --group dev -c requirements.lock -o requirements-dev.lock

$(VENV)/base: $(VENV)/python-$(VERSION) requirements.lock pyproject.toml
	@echo "Preparing $(VENV) with Python $(VERSION): this happens once."
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps -e .
	@touch $@

$(VENV)/dev: $(VENV)/python-$(VERSION) requirements-dev.lock pyproject.toml
	@echo "Preparing $(VENV) with Python $(VERSION) and the development tools: this happens once."
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@$(INSTALL) --no-deps -e .
	@touch $@ $(VENV)/base

CURE := install Python 3.11 or newer with venv (Debian: apt install python3-venv) or name yours: \
	make PYTHON=/path/to/python3
MISSING := $(PYTHON) was not found; $(CURE)
TOO_OLD := $(PYTHON) does not run or is older than 3.11; $(CURE)
NO_VENV := $(PYTHON) has no venv or ensurepip; install them: apt install python$(VERSION)-venv
SAME := import pip, sys; sys.exit("%d.%d" % sys.version_info[:2] != "$(VERSION)")

$(VENV)/python-$(VERSION):
	@command -v $(PYTHON) > /dev/null || { echo "$(MISSING)" >&2; exit 2; }
	@$(PYTHON) -c '$(OLD)' 2> /dev/null || { echo "$(TOO_OLD)" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { echo "$(NO_VENV)" >&2; exit 2; }
	@$(BIN)/python -c '$(SAME)' 2> /dev/null || $(PYTHON) -m venv --clear $(VENV)
	@touch $@
