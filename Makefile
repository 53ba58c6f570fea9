# Guanwei 官微. `make demo` shows it, `make test` tests it; both set up what they need in .venv.
.DEFAULT_GOAL := help
.PHONY: help demo test lint types audit bench bench-digests bench-copycheck faults load day words wheel clean

# The newest Python that will do. PYTHON=/path/to/python chooses another.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

help:
	@echo 'make demo    试用：启动内置工作区和机器人，演一天的工作 / try it'
	@echo 'make test    运行全部测试 / run every test'
	@echo 'make lint    检查代码风格与类型 / style and types'
	@echo 'make audit   依赖里有没有已知的漏洞 / known advisories about what it stands on'
	@echo 'make bench   性能基准 / benchmarks'
	@echo 'make faults  故障演练（约一小时） / kill it a thousand times (about an hour)'

$(READY): pyproject.toml constraints.txt
	@if [ -z "$(PYTHON)" ]; then \
		echo '需要 Python 3.11 或更新的版本，这台机器上没有找到。请安装后再运行，或用 make PYTHON=/路径/python3.12 指定。'; \
		echo 'Guanwei needs Python 3.11 or newer and found none here. Install it, or name it: make PYTHON=/path/to/python3.12'; \
		exit 1; fi
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) 太旧：需要 Python 3.11 或更新的版本。/ $(PYTHON) is too old: Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo '这个 Python 缺少 venv。Debian 或 Ubuntu 请先运行：apt install python3-venv'; \
		echo 'This Python has no venv. On Debian or Ubuntu: apt install python3-venv'; exit 1; }
	@echo '正在准备运行环境（只在第一次，约半分钟）… / setting up (once, about half a minute)…'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]' || { \
		echo '安装依赖失败，请检查网络后再运行一次。/ Installing failed: check the network and run it again.'; exit 1; }
	@touch $@

demo: $(READY)
	@$(BIN)/guanwei demo

test: $(READY)
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# In an environment of its own: what audits must not change what is audited.
audit: $(READY)
	@test -x $(VENV)/audit/bin/pip-audit || { $(PYTHON) -m venv $(VENV)/audit && \
		$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check 'pip-audit>=2.9,<3'; }
	@$(BIN)/python -m tools.audit $(VENV)/audit/bin/pip-audit

bench: $(READY)
	@$(BIN)/python -m benchmarks.run

bench-digests: $(READY)
	@$(BIN)/python -m benchmarks.digests

bench-copycheck: $(READY)
	@$(BIN)/python -m benchmarks.copycheck

# A thousand kills take an hour; SEED=… repeats a run.
faults: $(READY)
	@$(BIN)/python -m tests.faults --kills $(or $(KILLS),1000) $(if $(SEED),--seed $(SEED))

load: $(READY)
	@$(BIN)/python -m tests.faults.load $(if $(SEED),--seed $(SEED))

day: $(READY)
	@$(BIN)/python -m tests.faults.day $(if $(SEED),--seed $(SEED))

words: $(READY)
	@$(BIN)/python -m tools.words

wheel: $(READY)
	@$(BIN)/python -m build --wheel --outdir dist .

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache
