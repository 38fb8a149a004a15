import Synchronization

/// The phones that OTPs were sent to, their messages, and the OTP of each that can still be verified.
///
/// It keeps a limited number of phones and of messages for each, so that a sandbox can run for a long time.
/// The phones with the oldest last message are forgotten first.
final class Phones: Sendable {
    static let maximumCount = 10_000
    /// A phone is forgotten after this many later sends, even if there are few phones.
    static let sendsKept = 2 * maximumCount
    static let messagesKept = 20
    static let recentKept = 100

    /// Why an OTP cannot be verified, in words.
    enum OTPProblem: String, Error {
        case nothingSent = "no OTP was sent to this number"
        case used = "the OTP is used up"
        case otherInitiator = "another initiator_id requested the OTP"
        case replaced = "a later send has replaced this OTP"
        case wrong = "the OTP is wrong"
        case expired = "the OTP has expired"
    }

    private struct Phone {
        var messages: [OTPMessage] = []
        /// The flow of the last message, until its OTP is used. Each send replaces the flow before it.
        var openFlow: OTPFlow?
        var lastSend: Int64 = 0

        mutating func receive(_ message: OTPMessage, number: Int64, of flow: OTPFlow) {
            messages.append(message)
            if messages.count > Phones.messagesKept { messages.removeFirst() }
            openFlow = flow
            lastSend = number
        }

        func entries(of mobile: String, at now: Int64) -> [InboxEntry] {
            messages.indices.map { index in
                let message = messages[index]
                let state: InboxEntry.State =
                    message.isUsed
                    ? .used
                    : index < messages.count - 1 ? .replaced : now < message.expiresAt ? .open : .expired
                return InboxEntry(mobile: mobile, message: message, state: state)
            }
        }
    }

    private struct State {
        var phones: [String: Phone] = [:]
        var lastTransaction: Int64 = 2_886_978_474
        /// The sends in order. Sends before `firstSend` are forgotten.
        var sends: [(mobile: String, number: Int64)] = []
        var firstSend = 0

        var recentSends: ArraySlice<(mobile: String, number: Int64)> {
            sends[max(firstSend, sends.count - Phones.recentKept)...]
        }

        mutating func forgetOldest() {
            while phones.count > Phones.maximumCount || sends.count - firstSend > Phones.sendsKept {
                let (mobile, number) = sends[firstSend]
                firstSend += 1
                if phones[mobile]?.lastSend == number { phones[mobile] = nil }
            }
            if firstSend > Phones.sendsKept {
                sends.removeFirst(firstSend)
                firstSend = 0
            }
        }
    }

    private let clock: SandboxClock
    private let random: @Sendable () -> UInt64
    private let state = Mutex(State())

    init(clock: SandboxClock, random: @escaping @Sendable () -> UInt64) {
        self.clock = clock
        self.random = random
    }

    /// Sends a new OTP, which replaces the previous OTP of the phone.
    func sendOTP(
        to mobile: String, initiator: String, clientReference: String, validity: Int64 = OTPMessage.validity
    ) -> OTPMessage {
        let now = clock.now
        return state.withLock { state in
            state.lastTransaction += 1
            // Drawn in the order of transactions, so that a seed always gives a transaction the same OTP.
            let message = OTPMessage(
                otp: Self.sixDigits(random()), transaction: String(state.lastTransaction), sentAt: now,
                expiresAt: now + validity)
            state.phones[mobile, default: Phone()].receive(
                message, number: state.lastTransaction,
                of: OTPFlow(
                    mobile: mobile, initiator: initiator, clientReference: clientReference,
                    transaction: message.transaction))
            state.sends.append((mobile, state.lastTransaction))
            state.forgetOldest()
            return message
        }
    }

    /// Uses up an OTP if it is the phone's latest and still open.
    func useOTP(_ otp: String, of mobile: String, initiator: String) throws(OTPProblem) -> OTPFlow {
        let now = clock.now
        return try state.withLock { state throws(OTPProblem) in
            guard let phone = state.phones[mobile], let message = phone.messages.last else { throw .nothingSent }
            guard message.otp == otp else {
                throw phone.messages.contains { $0.otp == otp } ? .replaced : .wrong
            }
            guard let flow = phone.openFlow else { throw .used }
            guard flow.initiator == initiator else { throw .otherInitiator }
            guard now < message.expiresAt else { throw .expired }
            state.phones[mobile]?.openFlow = nil
            state.phones[mobile]?.messages[phone.messages.count - 1].isUsed = true
            return flow
        }
    }

    /// The messages to a phone, newest last.
    func entries(of mobile: String) -> [InboxEntry] {
        let now = clock.now
        return state.withLock { $0.phones[mobile]?.entries(of: mobile, at: now) ?? [] }
    }

    /// The last messages to any phone, newest last.
    func recentEntries() -> [InboxEntry] {
        let now = clock.now
        return state.withLock { state in
            state.recentSends.compactMap { mobile, number in
                state.phones[mobile]?.entries(of: mobile, at: now).first { $0.message.transaction == String(number) }
            }
        }
    }

    private static func sixDigits(_ random: UInt64) -> String {
        let digits = String(random % 1_000_000)
        return String(repeating: "0", count: 6 - digits.utf8.count) + digits
    }
}
