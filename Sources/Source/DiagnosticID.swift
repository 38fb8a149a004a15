extension Diagnostic {
    /// The kinds of problem, sorted. Each has a page that `ekoflow explain` prints.
    package enum ID: CaseIterable, Sendable {
        case
            aliasCycle, aliasExpansion, ambiguousScalar, authoritiesWithoutCheck, bodyOfGet, budgetWithoutLedger,
            captureWithoutID,
            caseNotFound, caseNotRecorded, credentialVariable, credentialsOfSandbox, cutOff, duplicateCase,
            duplicateClass, duplicateColumn, duplicateID, duplicateKey, emptyCase, emptyFile, emptyProgram,
            environmentAsWorkflow,
            environmentName, expressionAsText, expressionNotAllowed, expressionSyntax, fileExists, incompleteReference,
            indivisibleLimit, insecure, insecureProduction, invalidCases, invalidCSV, invalidHeader, invalidJSON,
            invalidMobile, invalidName, invalidOption, invalidParameter, invalidPath, invalidPattern, invalidSchema,
            invalidTag,
            invalidURL, invalidUTF16, invalidUTF8, jobsInProduction, journalInUse, keyNotText, keyWithoutCertificate,
            ledgerInWorkspace, ledgerUnusable,
            lighterEffect, limitExceeded, linkNotFollowed,
            literalCredential, lookAlikeText, loosenedLimit, malformedCredential, meaninglessKey, mergeNotMapping,
            methodOverride,
            missingCaseField,
            missingCredential, missingKey, missingParameter, missingProductionLimit, missingStepKind, missingVariable,
            neverFails, neverHolds, noCases, noEnvironment, noExchange, noInbox, noOTPSource, noPrivateKey, noResult,
            noSteps, noTimings, noValue, noWorkflows, notARecipient, notAnExpression, notImportable, notInTlsFile,
            notTrueOrFalse, nothingChanged, nothingExpected, nothingSelected, otherEnvironment, outOfMemory,
            overwritesInput, partMissing, partsDoNotFit, plainHTTP, pollAndRetry, pollOfSideEffect, pollOnce,
            productionNotConfirmed, reservedHeader, resumedRun, sandboxExposed, sandboxUnavailable, severalDocuments,
            shortCredential, stalePage, stepNotFound, stepRunsLater, timedOut, tlsWithoutHttps, tooDeep, tooManySteps,
            trackedVariables, twoBodies, twoCredentialPlaces, twoEndpoints, twoLedgers, twoStepKinds, undefinedAlias,
            undefinedCapture,
            undefinedCaseField, undefinedOutput, undefinedStep, undefinedVariable, undocumentedPath, unfinishedRun,
            unknownCommand,
            unknownEnvironment,
            unknownFunction, unknownID, unknownKey, unknownName, unknownOperator, unknownTag, unreadableFile,
            unreadableStep, unreadableTlsFile, unselectedStep, unusedVariable, unwritableFile, useCycle,
            usedWorkflowHasCases, usedWorkflowHasCredentials, usesTooDeep, variablesFile, vendorAsSandbox,
            wrongArgument, wrongArity, wrongIndentation, wrongOperand, wrongType, yamlSyntax, yamlTab, yamlTag,
            yamlUnreadable

        /// The kind as users know it: `unknown_key` for `unknownKey`.
        package var rawValue: String {
            let letters = Array("\(self)")
            var text = ""
            for (index, letter) in letters.enumerated() {
                let startsWord =
                    index > 0 && letter.isUppercase
                    && (letters[index - 1].isLowercase || letters.dropFirst(index + 1).first?.isLowercase == true)
                text += (startsWord ? "_" : "") + letter.lowercased()
            }
            return text
        }

        package init?(rawValue: String) {
            guard let id = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
            self = id
        }
    }
}
