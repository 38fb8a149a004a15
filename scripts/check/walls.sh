#!/usr/bin/env bash
# Tries to walk through the walls between the targets: each snippet that must not compile is tried beside one that must.
# Usage: scripts/check/walls.sh   (after `swift build`)
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/check/must-refuse.sh
modules=.build/debug/Modules
# The name that most targets are built with is the name of this package.
package=$(grep -o '"-package-name","[^"]*"' .build/debug.yaml | sort | uniq -c | sort -rn |
    awk -F'"' 'NR == 1 { print $4 }')
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

# Usage: compiles NAME IMPORTS CODE
compiles() {
    local import
    for import in $2; do echo "import $import"; done >"$folder/$1.swift"
    echo "$3" >>"$folder/$1.swift"
    swiftc -typecheck -swift-version 6 -package-name "$package" -module-name Caller -I "$modules" \
        -Xcc -fmodule-map-file=Sources/CLibYAML/module.modulemap \
        -Xcc -fmodule-map-file=Sources/CLibcurl/module.modulemap \
        -Xcc -fmodule-map-file=Sources/COpenSSL/module.modulemap "$folder/$1.swift"
}

run='await WorkflowRunner(transport: transport, services: services)'
head='func caller(_ plan: RunPlan, _ transport: any HTTPTransport, _ services: RunServices) async throws {'

# A plan runs only once the safety rules cleared it.
compiles cleared 'WorkflowEngine HTTP' "$head
    let cleared = try await SafetyRules().clear(plan, services: services)
    $run.run(cleared) { _ in }
}"
must_refuse compiles uncleared 'WorkflowEngine HTTP' "$head
    $run.run(plan) { _ in }
}"
must_refuse compiles made 'WorkflowEngine HTTP' "$head
    $run.run(ClearedPlan(plan, jobs: 32)) { _ in }
}"

# A secret is signed with and looked for, and not read.
compiles signed Secrets 'func caller(_ keys: Credentials) -> String { SigningKey(keys).values(signing: "1").signature }'
must_refuse compiles read Secrets 'func caller(_ secret: Secret) -> String { secret.text }'

# Usage: imports_none TARGET MODULES
imports_none() { ! grep -rnE "^(@[a-z]+ )?import ($2)\$" "Sources/$1"; }
imports_none WorkflowEngine 'YAML|CurlTransport'
imports_none WorkflowReports 'YAML|CurlTransport|Expressions'
imports_none CurlTransport 'Expressions|JSON|JSONPath|Secrets|Source|Spelling|Times|Workflow.*|YAML'
imports_none EkoSandbox 'Workflow.*|HTTP|Secrets|Source|YAML'
must_refuse imports_none WorkflowModel YAML
echo "walls: 3 plans and 2 secrets tried, imports of 4 targets read"
