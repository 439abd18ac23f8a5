# Two commands matter: `make run` and `make test`. `make help` lists the rest.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
export PYTHONPATH := $(CURDIR)

.PHONY: help run test check bench requirements world soak

help: ## what there is
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: $(VENV)/.run ## serve the atlas on http://127.0.0.1:5000/ (HOST and PORT change that)
	@$(BIN)/flask serve

test: $(VENV)/.test ## everything: style, types, Python, JavaScript, a real browser
	@tools/chromium.sh $(BIN)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile

check: $(VENV)/.test ## style and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

soak: $(VENV)/.test ## a year on the gallery floor in two hours: visitors, scenes, fingers, dying servers
	$(BIN)/python tools/soak.py

bench: $(VENV)/.test ## our figures beside the plain Folium way's, as ratios
	$(BIN)/python tools/bench.py

requirements: $(VENV)/.test ## pin anew what the .in files ask for
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links requirements.in
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links requirements-dev.in

world: ## build geodata/world anew (authors only; see geodata/world/README.md)
	$(MAKE) -C geodata/world/build

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
