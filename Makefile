# Everything that is done with Quire. `make` lists it.
.DEFAULT_GOAL := help
PY := .venv/bin/python
PORT_OPTIONS = $(if $(VALKEY_PORT),--valkey-port $(VALKEY_PORT)) \
	$(if $(OUTLINE_PORT),--outline-port $(OUTLINE_PORT)) \
	$(if $(DOCUMENT_PORT),--document-port $(DOCUMENT_PORT)) \
	$(if $(UI),--panel) $(if $(PANEL_PORT),--panel-port $(PANEL_PORT)) \
	$(if $(METRICS_PORT),--metrics-port $(METRICS_PORT))

.PHONY: help
help: ## List these verbs
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 18

.PHONY: setup
setup: ## Install everything into .venv; needs only Python 3.11 or newer (PYTHON=… to choose)
	@PYTHON="$(PYTHON)" sh scripts/setup.sh

.PHONY: demo
demo: setup ## Make a cited document from the files in examples/, with live progress
	@$(PY) -m deploy.local.demo

.PHONY: demo-recording
demo-recording: setup ## Write what `make demo` shows to docs/demo.txt
	@$(PY) -m scripts.record_demo docs/demo.txt

.PHONY: up
up: setup ## Run both services and Valkey here (UI=1 for Flower; METRICS_PORT=9464; VALKEY_PORT=, …)
	@$(if $(UI),sh scripts/setup_group.sh ui flower)
	@$(if $(QUIRE_MODEL),sh scripts/setup_group.sh models langchain)
	@$(PY) -m deploy.local.up $(PORT_OPTIONS)

.PHONY: test
test: setup ## Run all tests but those of the clients in other languages (ARGS= for pytest)
	@$(PY) -m pytest -n auto --dist loadgroup -rs --ignore tests/clients $(ARGS)

.PHONY: test-faults
test-faults: setup ## Kill, stop and cut real processes, with the full counts (FAULTS=reduced for few)
	@FAULTS=$(or $(FAULTS),full) $(PY) -m pytest -v -rs -s tests/faults $(ARGS)

.PHONY: test-soak
test-soak: setup ## Random faults over a steady load for SOAK_MINUTES (20)
	@$(PY) -m tests.faults.soak

.PHONY: test-watching
test-watching: setup ## Random joins, leaves, cuts, trims and expiries for WATCH_SECONDS (600)
	@WATCH_SECONDS=$(or $(WATCH_SECONDS),600) $(PY) -m pytest -v tests/integration/events/test_at_random.py

.PHONY: test-models
test-models: setup ## Run the tests of models against a real model server (downloads a small model)
	@sh scripts/setup_group.sh model xllamacpp
	@$(PY) -m pytest -rs tests/unit/models tests/unit/retrieval tests/integration/models tests/e2e/test_model_to_document.py $(ARGS)

.PHONY: test-clients
test-clients: setup ## Run the watch of all clients against its rules, and their examples live
	@$(PY) -m pytest -rs tests/clients $(ARGS)

.PHONY: lint
lint: setup ## Check style, types, layers, protos, compose file and lock file
	@sh scripts/lint.sh

.PHONY: format
format: setup ## Bring Python and protos into shape
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format .
	@.venv/bin/buf format protos --write

.PHONY: typecheck
typecheck: setup ## Check types only
	@$(PY) -m mypy .

.PHONY: generate
generate: setup ## Make the stubs of all languages from protos/
	@sh scripts/generate.sh

.PHONY: generate-check
generate-check: setup ## Fail if the checked-in stubs are not what protos/ makes
	@sh scripts/generate_check.sh

.PHONY: contract-image
contract-image: setup ## Cut protos/image.binpb, against which breaking changes are found
	@sh scripts/cut_image.sh

.PHONY: quality
quality: setup ## Measure outlines and documents of both authors against their baselines (a small model is downloaded)
	@sh scripts/setup_group.sh model xllamacpp
	@$(PY) -m benchmarks.quality --authors extractive,llm $(if $(QUIRE_MODEL),,--small-model) $(ARGS)

.PHONY: bench
bench: setup ## Run the benchmarks, 20 minutes, or some (BENCH=watch); SHARE=0.1 for a quick look
	@$(PY) -m benchmarks $(BENCH) $(if $(SHARE),--share $(SHARE))

.PHONY: installed-size
installed-size: setup ## Install each service alone and say how large it is
	@$(PY) -m scripts.installed_size

.PHONY: clean
clean: ## Remove environments, caches and local data
	rm -rf .venv .uv .tools .quire clients/java/target
	rm -rf clients/typescript/node_modules clients/typescript/dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
