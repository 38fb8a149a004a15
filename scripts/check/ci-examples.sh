#!/usr/bin/env bash
# Judges the examples for CI engines: by the engines' own schemas, and if there is none by a parser of their language.
# Usage: scripts/check/ci-examples.sh PYTHON-BIN-FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$1
examples=Documentation/Examples
. scripts/check/must-refuse.sh

schema() { "$bin/check-jsonschema" --quiet --builtin-schema "$@"; }
gitlab() { schema vendor.gitlab-ci --data-transform gitlab-ci "$@"; }
kubernetes() { "$bin/kubernetes-validate" --strict --quiet "$@"; }
action() { schema vendor.github-actions "$@"; }
github() { schema vendor.github-workflows "$@"; }
# What a workflow may do, and whether what it uses is pinned by a digest.
secure() {
    local found
    found=$("$bin/zizmor" --offline --quiet --no-progress --persona=pedantic "$@") || { echo "$found" >&2; return 1; }
}
azure() { schema vendor.azure-pipelines --data-transform azure-pipelines --regex-variant nonunicode "$@"; }
jenkins() { "$bin/python" scripts/check/groovy.py "$@"; }
pre_commit() { "$bin/pre-commit" validate-manifest "$@"; }
# DL3008: the image takes the security updates of the day that it is built.
docker() { "$bin/hadolint" --ignore DL3008 --failure-threshold info "$@"; }

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
mkdir "$folder/faulty"

# Usage: judge JUDGE FILE FAULT. The judge must accept the file, and refuse it with the fault, a command of sed.
judge() {
    local faulty
    faulty=$folder/faulty/$(basename "$2")
    "$1" "$2"
    sed "$3" "$2" >"$faulty"
    must_refuse "$1" "$faulty"
}

# A component's second document, with a number for the input that is one: GitLab puts the values in before it reads the
# job.
sed '1,/^---$/d; s/parallel: \$\[\[ inputs.machines \]\]/parallel: 2/' templates/ekoflow.yml >"$folder/component.yml"

judge gitlab "$examples/gitlab.yml" 's/parallel:/paralel:/'
judge gitlab "$folder/component.yml" 's/entrypoint:/entry:/'
judge kubernetes "$examples/kubernetes.yml" 's/completions:/completion:/'
judge action action.yml 's/using:/use:/'
judge github "$examples/github.yml" 's/runs-on:/run-on:/'
judge github .github/workflows/release.yml 's/runs-on:/run-on:/'
judge secure .github/workflows/release.yml 's/@[0-9a-f]\{40\} # v/@v/'
judge secure action.yml 's/@[0-9a-f]\{40\} # v/@v/'
judge azure "$examples/azure-pipelines.yml" 's/steps:/step:/'
judge jenkins "$examples/Jenkinsfile" '0,/}/s/}//'
judge pre_commit .pre-commit-hooks.yaml 's/entry:/entri:/'
judge docker Dockerfile 's/^USER .*/FROM/'
echo "CI examples: valid"
