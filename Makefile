# 两条命令：make run（装好、载入样例市、开网站）和 make test（装好、查风格与类型、跑全部测试）。
# 每一步只在它依据的文件变了之后才重做。
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

# 有的机器设了它，每次启动都重新编译，慢一倍多。
export PYTHONDONTWRITEBYTECODE =

# Debian 自己的 Python 是照剖析结果编的，别处编的多半不是，慢一成：它合用（够新，有 venv）就用它。
PYTHON ?= $(shell /usr/bin/python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
  && echo /usr/bin/python3 || echo python3)
UV_VERSION := 0.13.9
PY := .venv/bin/python
UV := .venv/bin/uv
BENCH_PY := .bench-venv/bin/python

# 测试要用到它们：浏览器和字，核对存证的外部程序（Go），打开打印件的 LibreOffice，Spark 的 Java，另一种数据库。
# 网站只在打印 PDF 时要其中的 pango、harfbuzz 和字。
DEBIAN_PACKAGES := chromium-headless-shell fontconfig fonts-noto-cjk fonts-arphic-ukai golang-go golang-golang-x-mod-dev libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 libreoffice-writer-nogui openjdk-17-jre-headless poppler-utils postgresql

# 每个核一个进程（多一个并不快）；每个进程一次只装一份数据引擎的线程，免得互相抢。
PYTEST := POLARS_MAX_THREADS=1 .venv/bin/pytest -n auto --dist worksteal

LINT := lint-style lint-types lint-rooms
SIDE_BY_SIDE := --no-print-directory --jobs=2 --output-sync=target

.PHONY: setup run test lint $(LINT) bench nation clean help

help:
	@echo "make run    装好，载入样例市，在 http://127.0.0.1:8000 打开网站"
	@echo "make test   装好，查风格、类型、层次，跑全部测试"
	@echo "make lint   只查风格、类型、层次"
	@echo "make bench  测一个支部、一个市、一个省要多久，并与 OpenFisca 对照"
	@echo "make nation 造一个一亿党员的国家，判它，量从一个市到全国的时间和内存"
	@echo "make clean  删掉装上的东西和样例数据"

setup: .setup/python

.setup/python: requirements/dev.txt pyproject.toml
	@mkdir -p .setup
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "需要 Python 3.11 或更新的版本；指定一个：make $(MAKECMDGOALS) PYTHON=/usr/bin/python3.11"; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv .venv \
	  || { echo "建不了虚拟环境；Debian 上先装：apt-get install -y python3-venv"; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(UV) pip sync --quiet --python $(PY) --require-hashes requirements/dev.txt
	@$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
	@touch $@

# 缺什么装什么；不是 root 就只说那一条命令。
.setup/debian: Makefile
	@mkdir -p .setup
	@missing=""; for package in $(DEBIAN_PACKAGES); do \
	  dpkg -s "$$package" 2>/dev/null | grep -q "^Status: install ok installed" || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "安装$$missing"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	  else \
	    echo "测试还缺 Debian 的几个包，请先执行：sudo apt-get install -y --no-install-recommends$$missing"; exit 1; \
	  fi; \
	fi
	@touch $@

var/sample/units.csv: .setup/python
	@mkdir -p var
	@.venv/bin/dengxiaming sample --seed 1 --size city --force var/sample

# 样例市取到这一天为止：日历停在这天，什么时候打开看到的都一样。
# 样例里有几个人，登录页上点一下就登录；这个口子只在本机开，设置里别的主机名一出现就拒绝启动。
run: export DXM_TODAY ?= 2026-11-24
run: export DXM_DEMO ?= 1
run: setup var/sample/units.csv
	@.venv/bin/dengxiaming serve --load var/sample --port 8000

lint:
	@$(MAKE) $(SIDE_BY_SIDE) $(LINT)

lint-style: setup
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --quiet --check . || { echo "有文件没有排好版：.venv/bin/ruff format ."; exit 1; }

lint-types: setup
	@.venv/bin/mypy

lint-rooms: setup
	@.venv/bin/lint-imports

# 网页的无障碍检查（axe-core）要用；网站本身不要 Node。
.setup/node: package.json package-lock.json .npmrc
	@mkdir -p .setup
	@command -v npm >/dev/null || { echo "测试还缺 Node.js（连同 npm）：装上再来。"; exit 1; }
	@npm ci --silent --no-audit --no-fund
	@touch $@

# 先在 SQLite 上跑全部；用到数据库的再在 PostgreSQL 上跑一遍（tests/conftest.py）。
# DXM_EVERY_TEST=1：换哪种库都一样、平时只在 SQLite 上跑的那些长的，也在 PostgreSQL 上跑。
test:
	@$(MAKE) $(SIDE_BY_SIDE) .setup/debian .setup/node $(LINT)
	@$(PYTEST)
	@DXM_TEST_DATABASE=postgresql $(PYTEST)

.setup/bench: requirements/bench.txt .setup/python
	@test -x $(BENCH_PY) || $(UV) venv --quiet --python $(PY) .bench-venv
	@$(UV) pip sync --quiet --python $(BENCH_PY) --require-hashes requirements/bench.txt
	@touch $@

bench: setup .setup/bench
	@$(PY) -m benchmarks

# 从一个市到全国：造、扫、判、写进 README。断了再来会接着做；全部重来加 --again。
nation: setup
	@$(PY) -m benchmarks.nation city hundredth tenth nation
	@$(PY) -m benchmarks.at_size night pages

clean:
	@rm -rf .venv .bench-venv .setup node_modules var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
