# Every target sets up what it needs by itself; after the first run nothing needs the network.
PYTHON ?= python3
INDEX ?= index
# Seconds that a first build spends on vectors; `make index` makes the rest, and a search those it needs.
VECTORS_WITHIN ?= 360
BENCH_WORK ?= bench-work
PACKAGES := agent evals index_builder kg prompts retrieval ui
BIN := .venv/bin
CORPUSCLE := $(BIN)/corpuscle
Q ?= Does cimetidine cause gynecomastia?

.PHONY: help ask chat index test test-slow check format bench bench-retrieval bench-verdicts setup clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */\1\t/' | expand -t 18

ask: $(INDEX)/.asked  ## answer a question: make ask Q="…"
	@$(CORPUSCLE) ask --index $(INDEX) -- "$$Q"
export Q

chat: $(INDEX)/.asked .venv/.ui  ## open the chat page on this computer
	@$(CORPUSCLE) chat --index $(INDEX)

index: .venv/.base  ## build the sample index, or finish its vectors
	@$(CORPUSCLE) index build --index $(INDEX) --sample

test: .venv/.dev $(INDEX)/.sample  ## run the tests (minutes)
	@CORPUSCLE_TEST_INDEX=$(INDEX) $(BIN)/pytest -q

test-slow: .venv/.dev $(INDEX)/.sample  ## run the tests that take long
	@CORPUSCLE_TEST_INDEX=$(INDEX) $(BIN)/pytest -q -m slow

check: .venv/.dev  ## lint, types, layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/pyright
	@$(BIN)/lint-imports

format: .venv/.dev  ## format the code
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

bench: .venv/.dev $(INDEX)/.asked  ## measure what docs/benchmarks shows
	@$(CORPUSCLE) index build --index $(INDEX) --sample
	@$(CORPUSCLE) eval bench --index $(INDEX)

bench-retrieval: .venv/.dev $(INDEX)/.asked  ## compare retrieval systems, up to a million articles (hours, 15 GB, goes on where it stopped)
	@$(CORPUSCLE) index build --index $(INDEX) --sample
	@$(CORPUSCLE) eval bench-retrieval --work $(BENCH_WORK) --index $(INDEX)

bench-verdicts: .venv/.dev $(INDEX)/.sample  ## compare the reviewer with its rivals on curated pairs (half an hour, goes on where it stopped)
	@$(CORPUSCLE) eval bench-verdicts --work $(BENCH_WORK)/verdicts --index $(INDEX)

setup: .venv/.dev  ## install for development

clean:  ## remove the environment; the index and fetched data stay
	rm -rf .venv .typing

.venv/.base: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing into .venv (about a minute, once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'  # older ones know no dependency groups
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

.venv/.ui: .venv/.base
	@echo "Installing the chat page …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[ui]'
	@touch $@

# Type checkers cannot follow an editable install: they follow these links.
.venv/.dev: .venv/.ui
	@echo "Installing the tools for development …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[ui,medcpt,milvus]' --group dev
	@mkdir -p .typing/corpuscle
	@for p in $(PACKAGES); do ln -sfn ../../$$p .typing/corpuscle/$$p; done
	@touch $@

# Text and graph: all that tests need. Vectors they need are computed when asked for.
$(INDEX)/.sample: .venv/.base
	@$(CORPUSCLE) index build --index $(INDEX) --sample --vectors-within 0
	@touch $@

$(INDEX)/.asked: .venv/.base
	@$(CORPUSCLE) index build --index $(INDEX) --sample --vectors-within $(VECTORS_WITHIN)
	@touch $@
