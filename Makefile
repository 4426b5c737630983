# make book      install what is missing and build the book of this folder
# make test      install the rest and test all that one change may break (some ten minutes on two cores)
# make quick     lint, types, and the tests that lay out nothing and start no program (a minute)
# make changed   the tests that what you have changed can reach, by the import graph (HEAVY=1: the heavy ones too; BASE=revision)
# make lint      ruff, mypy, import contracts
# make interop   the heavy tests, in one session: other people's programs, big books, many drawn inputs
# make fuzz      look for inputs, books and moments of a kill that break the program, for MINUTES=30
# make bare      run both commands of the README in a bare Debian (root, mmdebstrap, the network; half an hour)
# make container  build the image of the Containerfile without a registry, and a book in it (root, mmdebstrap, buildah, the network)
# make judges    hold what we read and write against suites of others, which lie in SUITES=DIR
# make bench     measure builds beside other programs (an hour; wants pandoc, and typst in the environment)
# make vsix      pack the extension for VS Code into dist/bookbuilder.vsix
# make docs      build the manual as a PDF, an e-book and a web edition, into output/manual
# make messages  take the words of the program out of its sources, and bring the catalogs of all languages up to date, of books and of the program
# make lock      renew the lock files from pyproject.toml and package.json
# make wheels    show that every locked package has a wheel for PY (3.14)
# make clean     delete what was built;  make distclean  the environment as well

PYTHON ?= python3
# Tests wait for browsers and for processes of their own: four keep two cores busy.
JOBS ?= 4
MINUTES ?= 30
BIN := .venv/bin

export PYTHON
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
PIP := $(BIN)/python -m pip install --quiet

# A stamp is named by the content it stands for: nothing is done twice, and a changed lock is never missed.
sum = $(firstword $(shell cat $(1) 2>/dev/null | cksum))
version := $(shell $(PYTHON) -c 'import sys; print(*sys.version_info[:2], sep=".")' 2>/dev/null)
venv := .venv/.stamp-python-$(version)
book := .venv/.stamp-book-$(call sum,requirements.lock)
full := .venv/.stamp-test-$(call sum,requirements-test.lock)
fuzz := .venv/.stamp-fuzz-$(call sum,requirements-fuzz.lock)
package := .venv/.stamp-package-$(call sum,pyproject.toml hatch_build.py)
weasyprint := .venv/weasyprint/.stamp-$(call sum,requirements.lock)
node := node_modules/.stamp-$(call sum,package-lock.json)

.PHONY: book docs test quick changed lint types style compiled format interop upstream-source fuzz bare container judges bench vsix messages lock wheels clean distclean environment test-environment
.DELETE_ON_ERROR:

book: environment
	@$(BIN)/bookbuilder build

docs: environment
	@$(BIN)/bookbuilder docs --into output/manual

# The program is compiled once for the hundreds of processes that the tests start, also where PYTHONDONTWRITEBYTECODE is set.
test: test-environment
	@$(MAKE) -s --no-print-directory -j 2 -O types style compiled
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(JOBS) --dist worksteal --durations=25

# What lays out nothing and starts no program, in a minute: for every change, before all of it is tested.
quick: lint
	$(BIN)/python -m pytest --quick --hypothesis-profile quick -n 2 --dist loadfile -q

# By the import graph, without lint: after each edit. Without HEAVY=1 it needs nothing that only `make interop` installs.
changed: test-environment
	@$(BIN)/python -m tests.changed $(if $(BASE),--base $(BASE)) $(if $(HEAVY),--heavy) -n $(JOBS) --dist worksteal

# The source of the locked WeasyPrint, whose own tests `make interop` runs.
upstream-source: test-environment
	@$(MAKE) -s --no-print-directory $(weasyprint)

# One session: it is collected once, and whoever is done takes tests of the others.
interop: test-environment
	@.ci/system-packages interop
	@$(MAKE) -s --no-print-directory $(weasyprint)
	@$(BIN)/python -m compileall -q bookbuilder
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest tests -m heavy -n $(JOBS) --dist worksteal --durations=25

fuzz: test-environment $(fuzz)
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES) $(TARGETS)

bare:
	@.ci/bare

container:
	@.ci/container

judges: test-environment
	SUITES="$(SUITES)" $(BIN)/python -m pytest tests/judges

bench: test-environment
	$(BIN)/python -m tests.bench --into docs/performance.md

lint: test-environment
	@$(MAKE) --no-print-directory -j 2 -O types style

types:
	$(BIN)/mypy

style:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-cache

# Beside the linters, which leave one core idle: else each worker would compile the modules of the tests anew.
compiled:
	@$(BIN)/python -m compileall -q bookbuilder
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --collect-only -qq -n 0 >/dev/null || true # pytest says later what is wrong

vsix: test-environment
	@$(BIN)/python scripts/vsix.py

messages: test-environment
	$(BIN)/python scripts/messages.py
	$(BIN)/python -m scripts.program_sentences

format: test-environment
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

# ------------------------------------------------------------------------------------------------------- environment

environment:
	@.ci/system-packages book
	@$(MAKE) -s --no-print-directory $(book) $(package)

test-environment:
	@.ci/system-packages test
	@$(MAKE) -s --no-print-directory $(full) $(package) $(node)

$(venv):
	@echo "making .venv with Python $(version)"
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@touch $@

$(book): | $(venv)
	@echo "installing the libraries of requirements.lock"
	@$(PIP) --no-deps --require-hashes -r requirements.lock
	@rm -f .venv/.stamp-book-* && touch $@

$(full): | $(venv)
	@echo "installing the libraries of requirements-test.lock"
	@$(PIP) --no-deps --require-hashes -r requirements-test.lock
	@rm -f .venv/.stamp-test-* && touch $@

$(fuzz): | $(full)
	@echo "installing the fuzzer of requirements-fuzz.lock"
	@$(PIP) --no-deps --require-hashes -r requirements-fuzz.lock
	@rm -f .venv/.stamp-fuzz-* && touch $@

# WeasyPrint's own tests are in its source distribution, which the lock names beside the wheel.
$(weasyprint): | $(full)
	@echo "fetching WeasyPrint's tests"
	@rm -rf $(@D) && mkdir -p $(@D)
	@sed -n '/^weasyprint==/,/# via/p' requirements.lock >$(@D)/requirements.txt
	@$(BIN)/python -m pip download --quiet --no-deps --no-build-isolation --no-binary weasyprint --require-hashes \
		-r $(@D)/requirements.txt -d $(@D)
	@touch $@

# Whichever lock is asked for comes first; both hold what the package is built with.
$(package): | $(filter $(book) $(full),$(MAKECMDGOALS))
	@$(PIP) --no-deps --no-build-isolation --editable .
	@rm -f .venv/.stamp-package-* && touch $@

# Ace runs on the Node of the environment and on the system's Chromium, the Nu Html Checker on the environment's Java:
# no script of a package runs, so none downloads a browser or a Java of its own.
$(node): | $(full)
	@echo "installing Ace and the Nu Html Checker by npm"
	@PATH="$(CURDIR)/$(BIN):$$PATH" PUPPETEER_SKIP_DOWNLOAD=1 ELECTRON_SKIP_BINARY_DOWNLOAD=1 \
		npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

# -------------------------------------------------------------------------------------------------------------- locks

UV := .venv-lock/bin/uv
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url $(UPGRADE)
PY ?= 3.14

$(UV):
	@$(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python -m pip install --quiet uv==0.13.9

# UPGRADE=--upgrade takes the newest versions that pyproject.toml allows.
lock: $(UV)
	$(COMPILE) pyproject.toml --extra export --group build -o requirements.lock
	$(COMPILE) pyproject.toml --extra cluster --group build -c requirements.lock -o requirements-cluster.lock
	$(COMPILE) pyproject.toml --extra check --extra cluster --extra export --group build --group test -c requirements.lock -o requirements-test.lock
	$(COMPILE) --group fuzz -c requirements-test.lock -o requirements-fuzz.lock
	PATH="$(CURDIR)/$(BIN):$$PATH" npm install --package-lock-only --ignore-scripts --no-audit --no-fund

wheels:
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
		$(PYTHON) -m pip download --quiet --no-deps --only-binary=:all: --python-version $(PY) --implementation cp \
			--require-hashes -r requirements-test.lock -d "$$folder" && \
		echo "Python $(PY): $$(ls "$$folder" | wc -l) wheels, every locked package has one"

clean:
	find output -mindepth 1 -maxdepth 1 ! -name .gitignore -exec rm -rf {} +
	rm -rf .bookbuilder dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find bookbuilder tests -name __pycache__ -type d -exec rm -rf {} +

distclean: clean
	rm -rf .venv .venv-lock node_modules
