# The commands of the project. `make run` and `make test` set up what they need by themselves.
# For GNU make 3.81 and newer.

VENV := .venv
BIN := $(VENV)/bin
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet
export PYTHONUTF8 := 1

.PHONY: help run test check format bench soak lock clean

help: ## say what each command does
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' $(MAKEFILE_LIST)

run: $(VENV)/.run-ready $(VENV)/.pages-ready ## explain a free skate of Sochi 2012, then serve the archive's pages
	@$(BIN)/kissandcry sochi
	@echo
	@$(BIN)/kissandcry serve --open

test: $(VENV)/.dev-ready $(VENV)/.browser-ready ## run every test that does not take long, with branch coverage
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal --cov --cov-report term

check: $(VENV)/.dev-ready ## check format, lint, types and import directions
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev-ready ## put the code into the project's format
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

bench: $(VENV)/.dev-ready ## measure the speed of reading, auditing, scoring, the archive, layouts and odds
	$(BIN)/python -m benchmarks

soak: $(VENV)/.dev-ready $(VENV)/.browser-ready ## run the tests that take long
	$(BIN)/python -m pytest -m soak --numprocesses auto --maxprocesses 4

lock: ## pin the newest fitting versions of all libraries, with their hashes
	sh scripts/lock.sh

clean: ## remove the virtual environment and every cache
	rm -rf $(VENV) node_modules src/kissandcry/web/static/vendor .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(BIN)/pip:
	@sh scripts/venv.sh $(VENV)

$(VENV)/.run-ready: requirements/run.txt pyproject.toml | $(BIN)/pip
	@echo "Installing the pinned libraries into $(VENV) (about 200 MB to fetch, once)"
	@$(PIP) --require-hashes --requirement requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev-ready: requirements/dev.txt pyproject.toml | $(BIN)/pip
	@echo "Installing the pinned libraries and test tools into $(VENV) (about 310 MB to fetch, once)"
	@$(PIP) --require-hashes --requirement requirements/dev.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.run-ready

# The front-end packages of the pages, and with them those of the browser tests.
$(VENV)/.pages-ready: package-lock.json scripts/assets.sh requirements/node.txt | $(VENV)/.run-ready
	@PIP="$(PIP)" sh scripts/assets.sh $(VENV)
	@touch $@

$(VENV)/.browser-ready: package-lock.json scripts/assets.sh requirements/node.txt | $(VENV)/.dev-ready
	@PIP="$(PIP)" sh scripts/assets.sh $(VENV) --with-tests
	@touch $@ $(VENV)/.pages-ready
