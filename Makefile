# `make run` and `make test` are all that anybody needs; `make help` lists the rest.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

UV := scripts/uv
PY := .venv/bin/python
RASA_PY := .venv-rasa/bin/python
SERVICE := .venv/.made
RASA := .venv-rasa/.made
MODEL := models/amparo.tar.gz
LOCK := pyproject.toml uv.lock .python-version
TRAINED_ON := config.yml domain.yml $(wildcard data/nlu/*.yml data/stories/*.yml bot/encoders/*.py) bot/features.py \
	bot/ngrams.py bot/sense.py bot/classifier.py amparo/language/normalise.py

export RASA_TELEMETRY_ENABLED := false
export TQDM_DISABLE := 1
# Two virtual cores: a second thread of the numeric libraries waits for the first.
export OMP_NUM_THREADS := 1

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: setup ## Set up everything that is not up to date, and start the product
	@$(PY) -m amparo.cli ports
	@echo "Starting the five processes. The assistant needs half a minute ..."
	@exec $(PY) -m honcho start

.PHONY: setup
setup: $(SERVICE) $(RASA) ## Make environments, key, database and model, where not up to date
	@$(PY) -m amparo.cli init
	@$(MAKE) --no-print-directory $(MODEL)

$(SERVICE): $(LOCK)
	@echo "[1/3] Installing the services (Python 3.12) ..."
	@UV_PROJECT_ENVIRONMENT=.venv $(UV) sync --frozen --python 3.12
	@touch $@

$(RASA): $(LOCK)
	@echo "[2/3] Installing Rasa (Python 3.10); its first download is 700 MB ..."
	@UV_PROJECT_ENVIRONMENT=.venv-rasa $(UV) sync --frozen --no-default-groups --group rasa --python 3.10
	@touch $@

$(MODEL): $(TRAINED_ON) | $(RASA)
	@echo "[3/3] Training the model (two to four minutes) ..."
	@mkdir -p models var
	@# --force: Rasa's cache knows data and settings, and would bring back what older code of ours had learned.
	@$(RASA_PY) -W ignore -m bot train --force --fixed-model-name amparo --out models > var/train.log 2>&1 \
		|| { tail -n 40 var/train.log; exit 1; }
	@touch $@

.PHONY: check
check: $(SERVICE) $(RASA) ## Lint, types, imports, catalogue: all that needs no model
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(PY) -m amparo.content check

.PHONY: content
content: $(SERVICE) ## Check the wording of every language: values, red lines, sources, terms, how it reads
	@$(PY) -m amparo.content check

.PHONY: test
test: setup check ## Pass every test
	@scripts/test

.PHONY: nlu
nlu: setup ## Measure how well held-out utterances are understood, and write bench/results/nlu.html
	@$(RASA_PY) -W ignore -m bench.nlu

.PHONY: bench
bench: setup ## Measure start and turn, and write bench/results
	@$(PY) -m bench.turn
	@$(PY) -m bench.start

.PHONY: format
format: $(SERVICE) ## Format the code
	@$(PY) -m ruff check --fix -q . || true
	@$(PY) -m ruff format .

.PHONY: clean
clean: ## Remove environments and the model; data and keys in var/ stay
	@rm -rf .venv .venv-rasa models results .cache
