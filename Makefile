# `make demo` and `make test` are all that a newcomer needs; both install what is missing. `make help` lists the rest.

BINARY = .build/release/ekoflow
PORTABLE = .build/portable/ekoflow
PACKAGES = .build/packages
TOOLS  = .build/tools
PYTHON = $(TOOLS)/bin/python
PIP    = $(TOOLS)/bin/pip install --quiet --disable-pip-version-check --requirement
PAGES  = Documentation/Ekoflow.docc
# macOS has the Swift runtime, and programs there cannot contain it.
RUNTIME = $(if $(filter Darwin,$(shell uname)),,--static-swift-stdlib)
# Without debug information, which costs a seventh of the build; names of functions stay. Without a local rpath, by which the
# program would load any libc.so.6 that lies beside it.
RELEASE_FLAGS = -c release $(RUNTIME) -debug-info-format none --disable-local-rpath

.PHONY: demo help test check lint faults simulate plant-faults torture fuzz bench load documentation site reference pictures \
	package try-package \
	archive wheel image packages try-wheel try-packages release portable test-portable setup tools format clean

## Builds in release mode and runs the example workflow on the sandbox.
demo: release
	$(BINARY) run workflows/send.yml --env sandbox

## Lists the targets and what they do.
help:
	@awk '/^## / { what = substr($$0, 4) } /^[a-z-]+:/ && what { sub(/:.*/, ""); printf "make %-14s %s\n", $$0, what; what = "" }' Makefile

# Sixteen tests at once keep two processors busy. If all start at once, each waits for all others, and its time limit ends meanwhile.
test test-portable: export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH = 16

## Runs all tests.
test: export EKOFLOW_STRICT = 1
test: setup tools
	@scripts/install-packages.sh postgresql
	swift build --build-tests
	PATH="$(CURDIR)/$(TOOLS)/bin:$$PATH" scripts/postgres_server.py swift test --skip-build --parallel

## What CI runs besides the tests: linters, examples on the sandbox, reports, documentation, faults, torture, fuzzing.
check: lint release
	@scripts/install-packages.sh chromium
	$(BINARY) validate workflows environments
	$(BINARY) run workflows --env sandbox --junit .build/check/junit.xml --json .build/check/run.json \
		--html .build/check/run.html --tap .build/check/run.tap
	xmllint --noout .build/check/junit.xml
	$(PYTHON) scripts/check/read-junit.py $(BINARY)
	EKOFLOW_STRICT=1 swift build
	scripts/check/walls.sh
	scripts/check/platforms.sh
	$(PYTHON) scripts/check/judge-by-schema.py schemas/report.json .build/check/run.json | grep -q ^accepted
	$(BINARY) coverage .build/check/run.json --minimum 100%
	$(PYTHON) scripts/check/run-ci-examples.py $(BINARY)
	$(PYTHON) scripts/check/install-in-ci.py $(BINARY)
	scripts/check/json-schema-suite.sh $(BINARY) $(TOOLS)/bin
	$(PYTHON) scripts/check/hostile-reports.py $(BINARY)
	@scripts/install-packages.sh valgrind binutils
	$(PYTHON) scripts/check/linear.py $(BINARY)
	$(PYTHON) scripts/check/instructions.py $(BINARY)
	$(PYTHON) scripts/check/look-at-report.py .build/check/run.html 'round trip'
	$(PYTHON) scripts/check/look-at-sandbox-page.py $(BINARY)
	$(MAKE) documentation
	@scripts/install-packages.sh postgresql openssl
	$(PYTHON) Tests/Faults/run.py $(BINARY) 25
	$(MAKE) simulate SECONDS=60
	$(PYTHON) Tests/Simulation/find_faults.py --only-apply
	@scripts/install-packages.sh gcc libc6-dev binutils
	$(PYTHON) Tests/Torture/run.py $(BINARY) --seconds 75
	scripts/check/fuzz.sh 5

## Checks the format and style of Swift, shell and Python, and the CI examples against the CI engines' own schemas.
lint: tools
	swift format lint --strict --recursive --parallel Sources Tests Package.swift
	scripts/check/lint-scripts.sh $(TOOLS)/bin
	scripts/check/ci-examples.sh $(TOOLS)/bin

## Tests what must never happen: requests that arrive twice, results lost to kill -9, secrets in outputs.
faults: release tools
	@scripts/install-packages.sh postgresql openssl
	$(PYTHON) Tests/Faults/run.py $(BINARY) 200

## Runs the program on a simulated machine: SECONDS=60, or SEEDS=1-1000. Crashes at any point, and nothing arrives twice.
simulate: setup tools
	EKOFLOW_SIMULATION=1 swift build --product ekoflow-simulation $(RELEASE_FLAGS)
	$(PYTHON) Tests/Simulation/simulate.py .build/release/ekoflow-simulation \
		$(if $(SEEDS),--seeds $(SEEDS),--seconds $(or $(SECONDS),60))

## Plants faults in the program, and checks that the simulation finds each of them within ten minutes.
plant-faults: setup tools
	$(PYTHON) Tests/Simulation/find_faults.py

## Lets each call of the system and of the libraries fail, once at a time, in every command. Takes an hour or two.
torture: release tools
	@scripts/install-packages.sh gcc libc6-dev binutils postgresql
	$(PYTHON) Tests/Torture/run.py $(BINARY)

## Fuzzes each subject for ten minutes, two at once. Finds crashes, hangs and invalid outputs.
fuzz: setup
	scripts/check/fuzz.sh 600

## Compares the speed with public tools, measured in one run, as ratios.
bench: release tools
	@scripts/install-packages.sh nginx-light gcc libc6-dev curl wrk strace
	@# In a place of their own: they need other versions than the tools of the checks.
	@test -x .build/bench-tools/bin/python || python3 -m venv .build/bench-tools
	@.build/bench-tools/bin/pip install --quiet --disable-pip-version-check --requirement scripts/bench/tools.txt
	.build/bench-tools/bin/python scripts/bench/compare.py $(BINARY)

## Loads the sandbox for a minute: requests per second, errors, memory.
load: release tools
	@scripts/install-packages.sh wrk
	$(PYTHON) scripts/bench/load-sandbox.py $(BINARY)

## Runs each block of the README and the pages, and checks that the reference pages are up to date.
documentation: release tools
	@scripts/install-packages.sh postgresql
	$(BINARY) reference $(PAGES) --check
	$(PYTHON) scripts/docs/run-documentation.py $(BINARY) README.md CONTRIBUTING.md $(PAGES)/*.md
	$(PYTHON) scripts/docs/check-links.py README.md CONTRIBUTING.md CHANGELOG.md SECURITY.md $(PAGES)/*.md
	$(PYTHON) scripts/docs/check-words.py --sample
	$(PYTHON) scripts/docs/check-words.py README.md CONTRIBUTING.md $(PAGES)/*.md
	$(PYTHON) scripts/docs/build-site.py --pages $(PAGES) --output .build/site

## Builds the pages as a static web site, in .build/site.
site: tools
	$(PYTHON) scripts/docs/build-site.py --pages $(PAGES) --output .build/site

## Writes the reference pages again.
reference: release
	$(BINARY) reference $(PAGES)

## Draws the pictures of the README again.
pictures: release tools
	@scripts/install-packages.sh chromium
	@$(PIP) scripts/docs/tools.txt
	$(PYTHON) scripts/docs/pictures.py $(BINARY) $(PAGES)/Resources

## Makes the Debian package, whose program uses the system's libraries. All packages are in .build/packages.
package: release
	@scripts/install-packages.sh binutils dpkg-dev gcc python3 xz-utils
	scripts/release/package.sh $(BINARY) $(PACKAGES)

## Makes the archive for any Linux, and the list of its contents.
archive: portable
	@scripts/install-packages.sh binutils python3 xz-utils
	scripts/release/archive.sh $(PORTABLE) $(PACKAGES)

## Makes the package for pipx, uv and pip.
wheel: portable
	@scripts/install-packages.sh binutils python3
	scripts/release/wheel.py $(PORTABLE) $(PACKAGES)

## Makes the container image, without a container engine. Needs root rights.
image: archive
	@scripts/install-packages.sh buildah debian-archive-keyring mmdebstrap
	scripts/release/image.sh $(PACKAGES)/*.tar.xz $(PACKAGES)

## Makes everything that a release has: packages, image, apt repository, checksums, and with a key their signatures.
packages: package archive wheel image
	@scripts/install-packages.sh apt-utils gnupg xz-utils
	scripts/release/index.sh $(PACKAGES)

## Makes the wheel twice, compares the two, and installs it with pip, pipx and uv.
try-wheel: wheel tools
	@scripts/install-packages.sh python3-venv
	scripts/release/same-twice.sh scripts/release/wheel.py $(PORTABLE) $(PACKAGES)
	@$(PIP) scripts/release/tools.txt
	scripts/release/try-wheel.sh $(PACKAGES)/ekoflow-*.whl $(TOOLS)/bin

## Installs the package in a clean root folder and follows the tutorial with it. Needs root rights.
try-package: package tools
	@scripts/install-packages.sh debootstrap
	scripts/release/try-package.sh $(PACKAGES)/*.deb $(PYTHON)

## Makes everything twice, compares the two, and installs and uses each in a clean place. Needs root rights.
try-packages: packages try-wheel try-package
	@scripts/install-packages.sh buildah debootstrap gnupg
	scripts/release/same-twice.sh scripts/release/package.sh $(BINARY) $(PACKAGES)
	scripts/release/same-twice.sh scripts/release/archive.sh $(PORTABLE) $(PACKAGES)
	scripts/release/same-twice.sh scripts/release/image.sh $(PACKAGES)/*.tar.xz $(PACKAGES)
	scripts/release/try-archive.sh $(PACKAGES)/*.tar.xz
	scripts/release/try-image.sh $(PACKAGES)/ekoflow-*-image-*.tar
	scripts/release/try-repository.sh $(PACKAGES)

## Builds the program alone, in release mode.
release: setup
	swift build --product ekoflow $(RELEASE_FLAGS)

## Builds .build/portable/ekoflow, which needs only the C library. Its libraries are built from Debian's sources and kept.
portable: setup
	@scripts/install-packages.sh gcc g++ binutils make perl tcl patch curl bzip2 xz-utils
	scripts/release/portable.sh .build/portable

## Runs the tests that start the program, and the trials of faults, on the portable binary.
test-portable: portable tools
	@scripts/install-packages.sh postgresql openssl
	swift build --build-tests
	PATH="$(CURDIR)/$(TOOLS)/bin:$$PATH" EKOFLOW_TEST_BINARY="$(CURDIR)/.build/portable/ekoflow" \
		scripts/postgres_server.py swift test --skip-build --parallel --filter EkoflowTests
	$(PYTHON) Tests/Faults/run.py .build/portable/ekoflow 25

## Installs the system libraries that the build needs, if they are missing.
setup:
	@scripts/install-packages.sh pkg-config libyaml-dev libcurl4-openssl-dev libsqlite3-dev libssl-dev

## Installs fixed versions of the linters and of the tools with which the tests read reports and schemas.
tools:
	@scripts/install-packages.sh libxml2-utils python3-venv curl git
	@test -x $(PYTHON) || python3 -m venv $(TOOLS)
	@$(PIP) scripts/tools.txt

## Formats the Swift sources.
format:
	swift format --in-place --recursive --parallel Sources Tests Package.swift

## Removes everything that was built.
clean:
	rm -rf .build
