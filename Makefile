# Mesochat. `make help` lists what there is; `make run` and `make test` work on a fresh machine.
.DEFAULT_GOAL := help
.PHONY: help run test soak setup train evaluate check format lock seed reset

# Modules are compiled once and kept: many processes start here, many times.
unexport PYTHONDONTWRITEBYTECODE

# Set-up runs on any Python 3.9 or later that works: a pyenv shim may be on the path and still not work.
PYTHON = $(shell for python in python3 /usr/bin/python3 python3.12 python3.11 python3.10; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null && { echo $$python; break; }; done)
SETUP = @test -n "$(PYTHON)" || { echo "No working python3 (3.9 or later) on the path." >&2; exit 1; }; \
	$(PYTHON) -m deploy.setup
OURS = .venv/bin
COMPILE = uv_path=$$(command -v var/uv/bin/uv || command -v uv) && $$uv_path pip compile --quiet --upgrade \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Start Mesochat with the demo clinic (sets up what is missing; Ctrl-C stops it)
	$(SETUP)
	@exec $(OURS)/clinic run

test: ## Run every test (sets up what is missing)
	$(SETUP) --tests
	@$(OURS)/python -m pytest -n 2 --dist loadfile

soak: ## Run the long proofs that `make test` only samples (an hour or more)
	$(SETUP) --tests
	@$(OURS)/python -m pytest -m soak

setup: ## Make the two environments, the sentence encoder and the model
	$(SETUP) --tests

train: ## Train the model if anything it depends on has changed
	$(SETUP)

evaluate: ## Measure understanding by cross-validation, or on labelled files: FILES="a.jsonl b.jsonl"
	$(SETUP)
	@$(OURS)/clinic evaluate $(FILES)

check: ## Check format, lint, types, layers, data files and content rules
	$(SETUP) --tests --environments
	$(OURS)/ruff format --check
	$(OURS)/ruff check
	$(OURS)/mypy
	$(OURS)/lint-imports
	$(OURS)/yamllint --strict .
	$(OURS)/python -m pytest -q tests/architecture tests/content

format: ## Format the Python code and sort its imports
	$(SETUP) --tests --environments
	$(OURS)/ruff check --fix-only
	$(OURS)/ruff format

lock: ## Pin the newest versions that requirements/*.in allow, with hashes
	$(SETUP) --tests --environments
	$(COMPILE) --python .venv/bin/python requirements/app.in -o requirements/app.txt
	$(COMPILE) --python .venv/bin/python requirements/test.in -o requirements/test.txt
	$(COMPILE) --python .venv-rasa/bin/python requirements/rasa.in -o requirements/rasa.txt
	$(COMPILE) --python .venv-rasa/bin/python --no-deps requirements/encoder.in -o requirements/encoder.txt
	$(COMPILE) --python .venv-rasa/bin/python requirements/build.in -o requirements/build.txt
	$(COMPILE) --python .venv/bin/python requirements/setup.in -o requirements/setup.txt

seed: ## Put the demo clinic into the database (safe to repeat)
	$(SETUP) --environments
	@$(OURS)/clinic seed

reset: ## Delete this copy's databases, mail and logs, and begin again (development only)
	$(SETUP) --environments
	@$(OURS)/clinic reset
