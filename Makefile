# Footnote: `make run` and `make test` do everything that is needed, from a clean clone on.
# PYTHON names the interpreter to build the virtual environment with (3.11 or newer); ARGS goes to the tool at the end.

PYTHON ?= python3
VENV_PYTHON := .venv/bin/python
BOOTSTRAP := $(PYTHON) packaging/bootstrap.py

.PHONY: help run ocr test check format bench eval screenshots sample-library clean

help:
	@echo "make run           set up, fetch the models for this machine, open Footnote (without a display: a demonstration)"
	@echo "make ocr           add text recognition of pictures and scans (about 270 MB)"
	@echo "make test          set up, fetch the small models, run the tests; ARGS=tests/unit runs some"
	@echo "make check         ruff, mypy --strict, import-linter, texts without a translation"
	@echo "make format        let ruff format and fix"
	@echo "make bench         measure speed, memory and disk"
	@echo "make eval          measure answers on evaluation sets; ARGS=--help"
	@echo "make screenshots   draw every view into assets/screenshots; ARGS=--help"
	@echo "make clean         delete the virtual environment and caches; documents, libraries and models stay"

run:
	@$(BOOTSTRAP) --models recommended
	@if [ "$$(uname)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY$$QT_QPA_PLATFORM" ]; then \
		$(VENV_PYTHON) packaging/demo.py; \
	else \
		$(VENV_PYTHON) -m desktop_app $(ARGS); \
	fi

ocr:
	@$(BOOTSTRAP) --extras ocr

test:
	@$(BOOTSTRAP) --models test
	$(VENV_PYTHON) -m pytest $(ARGS)

check:
	@$(BOOTSTRAP)
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m mypy
	.venv/bin/lint-imports
	$(VENV_PYTHON) packaging/translations.py --check

format:
	@$(BOOTSTRAP)
	$(VENV_PYTHON) -m ruff check --fix .
	$(VENV_PYTHON) -m ruff format .

bench:
	@$(BOOTSTRAP) --models recommended
	$(VENV_PYTHON) -m tests.bench $(ARGS)

eval:
	@$(BOOTSTRAP) --models recommended
	$(VENV_PYTHON) -m tests.eval $(ARGS)

screenshots:
	@$(BOOTSTRAP) --models recommended
	$(VENV_PYTHON) -m tests.gui.screenshots $(ARGS)

sample-library:
	@$(BOOTSTRAP)
	$(VENV_PYTHON) packaging/make_sample_library.py

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
