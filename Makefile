# 两条命令：make run（装好、载入样例市、开网站）和 make test（装好、查风格与类型、跑全部测试）。
SHELL := /bin/bash
export PYTHONDONTWRITEBYTECODE =
PY := .venv/bin/python
PYTHON ?= python3

.PHONY: setup run test lint bench clean

setup: .setup/python

.setup/python: requirements/dev.txt pyproject.toml
	@mkdir -p .setup
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@.venv/bin/uv pip sync --quiet --python $(PY) --require-hashes requirements/dev.txt
	@.venv/bin/uv pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
	@touch $@
