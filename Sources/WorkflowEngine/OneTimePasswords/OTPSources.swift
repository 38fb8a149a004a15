import HTTP
import JSON
import Secrets

/// Asks at the terminal for the OTP that a number received; nil if nothing is typed. `problem` says what was wrong with the one
/// before it, which was not sent or was refused.
package typealias OTPPrompt = @Sendable (_ mobile: String, _ problem: String?) async -> String?

/// Gets OTPs from the `otp_source` of an environment.
struct OTPSources: Sendable {
    let transport: any HTTPTransport
    /// Nil if nobody can be asked.
    let prompt: OTPPrompt?
    let runCommand: CommandRunner

    /// Whether somebody can be asked for another OTP after a wrong one.
    func canAskAgain(in environment: TargetEnvironment) -> Bool {
        if case .prompt? = environment.otpSource { prompt != nil } else { false }
    }

    /// The last OTP that a number received. Error messages are for people. `problem` says what was wrong with the one before it.
    func otp(
        for mobile: String, in environment: TargetEnvironment, after problem: String? = nil
    ) async throws(OTPError) -> String {
        let otp =
            switch environment.otpSource {
            case .prompt?: try await ask(mobile, after: problem)
            case .sandbox?: try await readInbox(of: mobile, in: environment)
            case .command(let command)?: try await run(command, for: mobile)
            case nil: throw OTPError(message: "the environment has no otp_source")
            }
        guard Self.isLikeOTP(otp) else {
            throw OTPError(
                message:
                    "what otp_source gave is no OTP: expected \(SecretSearch.minimumSize) digits or more, and nothing else"
            )
        }
        return otp
    }

    /// Asks again after a slip: nothing is lost by it, and another SMS would be. Nothing typed twice gives up.
    private func ask(_ mobile: String, after problem: String?) async throws(OTPError) -> String {
        var problem = problem
        var isEmptyAgain = false
        while !Task.isCancelled {
            guard let otp = await prompt?(mobile, problem) else { break }
            if Self.isLikeOTP(otp) { return otp }
            if otp.isEmpty, isEmptyAgain { break }
            isEmptyAgain = otp.isEmpty
            problem =
                otp.isEmpty
                ? "nothing was typed; press Enter once more to give up"
                : "an OTP has \(SecretSearch.minimumSize) digits or more, and nothing else"
        }
        throw OTPError(message: "no OTP was typed")
    }

    private static func isLikeOTP(_ text: String) -> Bool {
        text.utf8.count >= SecretSearch.minimumSize && ByteSet.digits.containsAll(of: text)
    }

    private func run(_ command: [String], for mobile: String) async throws(OTPError) -> String {
        let output: String
        do {
            output = try await runCommand(command, ["EKOFLOW_MOBILE": mobile])
        } catch {
            throw OTPError(message: "the command of otp_source printed no OTP: \(error.reason)")
        }
        // A sentence with an OTP in it, or two OTPs, is no OTP: it is not pressed into one.
        let otp = output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !otp.isEmpty else { throw OTPError(message: "the command of otp_source printed nothing") }
        return otp
    }

    /// A sandbox lists what it "sent" to a number at `/_sandbox/inbox/NUMBER`, on the origin of the API.
    private func readInbox(of mobile: String, in environment: TargetEnvironment) async throws(OTPError) -> String {
        let url = environment.baseURL.origin + "/_sandbox/inbox/" + mobile.percentEncodedForQuery
        let request = HTTPRequest(method: "GET", url: url, headers: [], body: nil, tls: environment.tls)
        let response: HTTPResponse
        do {
            response = try await read(request, in: environment).response
        } catch {
            throw OTPError(message: "the inbox of the sandbox cannot be read: \(error.message)")
        }
        guard response.status == 200, let body = try? parseJSON(response.body),
            case .object(let inbox) = body, case .array(let messages)? = inbox["messages"]
        else { throw OTPError(message: "no sandbox with an inbox answers at the environment's base_url") }
        guard case .object(let last)? = messages.last, case .string(let otp)? = last["otp"] else {
            throw OTPError(
                message: "the sandbox has sent no OTP to \(maskedNumber(mobile)): a step before this one has to send it"
            )
        }
        return otp
    }

    /// Tries again if the server closed the connection: reading twice has no side effects.
    private func read(
        _ request: HTTPRequest, in environment: TargetEnvironment
    ) async throws(TransportError) -> HTTPExchange {
        do {
            return try await transport.send(request, deadline: environment.timeout)
        } catch  where error.reason == .connectionLost {
            return try await transport.send(request, deadline: environment.timeout)
        }
    }
}

/// Why there is no OTP.
struct OTPError: Error {
    let message: String
}
