# `make run` and `make test` are all you need; `make help` lists the other targets.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
TARGET ?= geojson
SECONDS ?= 300
NODE_MODULES := tools/js/node_modules/.package-lock.json
export PYTHONPATH := $(CURDIR)

.PHONY: help run test quick check bench requirements world soak torture fuzz readers sbom fonts pictures papers

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: $(VENV)/.run ## serve the atlas on http://127.0.0.1:5000/ (HOST and PORT change that)
	@$(BIN)/flask serve

test: check ## all checks and tests: style, types, Python, JavaScript, Chromium, Firefox
	@tools/browsers.sh $(BIN)
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

quick: $(NODE_MODULES) ## every test that needs no browser
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --ignore tests/browser

check: $(NODE_MODULES) ## style and types of Python, JavaScript and CSS
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/node tools/js/node_modules/eslint/bin/eslint.js -c tools/js/eslint.config.js app/static/js tests/js tools/js/*.js
	$(BIN)/node tools/js/node_modules/typescript/bin/tsc -p tools/js/tsconfig.json
	$(BIN)/node tools/js/node_modules/stylelint/bin/stylelint.mjs -c tools/js/stylelint.config.js $(filter-out %/type.css,$(wildcard app/static/css/*.css))

soak: $(VENV)/.test ## a year of kiosk operation in about two hours
	$(BIN)/python tools/soak.py

torture: $(VENV)/.test ## what the server withstands: held connections, odd requests, broken content, killed exports
	$(BIN)/python tools/torture.py

fuzz: $(VENV)/.test ## fuzz one reader for a while: make fuzz TARGET=toml SECONDS=300 (authors only)
ifeq ($(TARGET),addresses)
	$(BIN)/node tools/fuzz/addresses.mjs $(SECONDS)
else
	$(BIN)/pip install --quiet --require-hashes -r tools/fuzz/requirements.txt
	$(BIN)/python tools/fuzz/run.py $(TARGET) $(SECONDS)
endif

readers: $(NODE_MODULES) ## compare what is read of tracks with togeojson: make readers FILES=folder (authors only)
	$(BIN)/python tools/compare_readers.py $(FILES)

bench: $(VENV)/.test ## benchmark against plain Folium
	$(BIN)/python tools/bench.py

sbom: $(VENV)/.run ## list everything that is installed to run it, as a CycloneDX document: sbom.json
	$(BIN)/pip install --quiet cyclonedx-bom
	$(BIN)/cyclonedx-py requirements requirements.txt --output-reproducible --of JSON -o sbom.json

requirements: $(VENV)/.test ## update the pinned dependencies
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links requirements.in
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links requirements-dev.in
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links tools/fuzz/requirements.in

fonts: $(VENV)/.run ## rebuild app/static/fonts with the characters in use (authors only; needs npm)
	$(BIN)/python tools/fonts.py

pictures: $(VENV)/.test ## take the README's picture again (authors only; needs Chromium)
	$(BIN)/python tools/pictures.py

papers: $(VENV)/.test ## make everything that is for paper twice, and check it: an hour (tools/papers.py does less)
	$(BIN)/python tools/papers.py

world: ## rebuild geodata/world (authors only; see geodata/world/README.md)
	$(MAKE) -C geodata/world/build

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(NODE_MODULES): tools/js/package-lock.json $(VENV)/.test
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/npm ci --prefix tools/js --no-audit --no-fund --silent
	@touch $@
