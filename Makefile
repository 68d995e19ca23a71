# Everything happens in .venv, made from the hash-locked list; nothing else on the machine is touched.
PYTHON ?= python3.11
VENV := .venv
RUN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: report test lab lint bench clean

report: $(STAMP)
	$(RUN)/gec report

test: $(STAMP)
	$(RUN)/python -m pytest -n 2

lab: $(STAMP)
	$(RUN)/gec lab

lint: $(STAMP)
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy

bench: $(STAMP)
	$(RUN)/python benchmarks/run.py

clean:
	rm -rf build outputs/internal outputs/public

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(STAMP)
