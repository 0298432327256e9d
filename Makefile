# make demo   the whole story, with servers in the process; nothing is installed outside .venv
# make test   the tests; those that need Dovecot are named where it is missing
# make accuracy precision and recall on labelled mail, against the last figures; CORPORA=folder for other mail
# make bench    what reading a mail costs
# make simulate whole job searches with the real agent in them: SEEDS=100000, or SEED=4711 as a story
# make simulate-sending  letters that leave while everything fails: SEEDS=100000, or SEED=4711 as a story
# make examples the letters of docs/examples.md anew, after a change of a template; read them before you keep them
# make soak     the real process on real servers, killed and cut off at random: MINUTES=30
# make weights  train the models of sentences and mails anew; TAUGHT=folders adds labelled mail

PYTHON ?= python3
VENV := .venv
APT := sudo apt-get install -y python3 python3-venv

.PHONY: demo test lint accuracy bench simulate simulate-sending examples soak weights picture clean
.DELETE_ON_ERROR:

demo: $(VENV)/.demo
	@$(VENV)/bin/afterword demo

PYTEST_ARGS ?= -n auto --dist loadfile

test: $(VENV)/.dev
	@$(VENV)/bin/pytest $(PYTEST_ARGS)

lint: $(VENV)/.dev
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

CORPORA ?= tests/accuracy/mails

accuracy: $(VENV)/.dev
	@$(VENV)/bin/python -m tests.accuracy $(CORPORA) $(ACCURACY_ARGS)

bench: $(VENV)/.bench
	@$(VENV)/bin/python -m tests.benchmarks.reading $(CORPORA)

SEEDS ?= 1000

simulate: $(VENV)/.dev
	@$(VENV)/bin/python -m tests.simulation $(if $(SEED),--seed $(SEED),--seeds $(SEEDS)) $(SIMULATE_ARGS)

simulate-sending: $(VENV)/.dev
	@$(VENV)/bin/python -m tests.mailworld $(if $(SEED),--seed $(SEED),--seeds $(SEEDS)) $(SIMULATE_ARGS)

examples: $(VENV)/.dev
	@$(VENV)/bin/python -m tests.writing.examples

MINUTES ?= 5

soak: $(VENV)/.dev
	@$(VENV)/bin/python -m tests.soak --minutes $(MINUTES) $(SOAK_ARGS)

weights: $(VENV)/.train
	@$(VENV)/bin/python -W ignore -m tests.training $(TAUGHT)

$(VENV)/.demo $(VENV)/.dev $(VENV)/.bench $(VENV)/.train: pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "python3 is missing: $(APT)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed, $$($(PYTHON) --version) is here: $(APT)" >&2; exit 1; }
	@command -v uv >/dev/null || $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "python3-venv is missing: $(APT)" >&2; exit 1; }
	@echo "Setting up $(VENV) (once) ..."
	@if command -v uv >/dev/null; then \
		test -x $(VENV)/bin/python || uv venv -q --python $(PYTHON) $(VENV); \
		uv pip install -q --python $(VENV)/bin/python -e '.[$(subst .,,$(@F))]'; \
	else \
		test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV); \
		$(VENV)/bin/python -m pip install -q --disable-pip-version-check -e '.[$(subst .,,$(@F))]'; \
	fi
	@touch $@

picture: $(VENV)/.dev
	@$(VENV)/bin/python docs/picture.py

clean:
	rm -rf $(VENV)
