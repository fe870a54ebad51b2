# Everything a person needs: `make run` and `make test`. The rest is for those who change the code.
PYTHON ?= python3
PROSUM := .venv/bin/prosum
export PYTHONUNBUFFERED = 1

.PHONY: setup run wheel test check format lint types imports translations bench clean

setup:
	@$(PYTHON) platform/bootstrap.py

run: setup
	@exec $(PROSUM) run

wheel: setup
	@.venv/bin/hatchling build -t wheel
	@$(PYTHON) platform/bootstrap.py constraints

test: setup
	@$(PROSUM) browser
	@.venv/bin/pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)
	@.venv/bin/prosum npm run --silent test

check: lint types imports translations

format: setup
	@.venv/bin/ruff check --fix --quiet .
	@.venv/bin/ruff format --quiet .
	@.venv/bin/djangofmt --quiet platform/templates
	@.venv/bin/prosum npm run --silent format

lint: setup
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/prosum npm run --silent lint
	@.venv/bin/djangofmt --check platform/templates

types: setup
	@.venv/bin/mypy
	@.venv/bin/prosum npm run --silent types

imports: setup
	@.venv/bin/lint-imports

translations: setup
	@$(PROSUM) translations check

bench: setup
	@.venv/bin/python -m bench.run $(ARGS)

clean:
	rm -rf .venv .tools var node_modules creations/studio/node_modules platform/static/build
