import Contract
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
        /// The flow of the last message that verifies the number, until its OTP is used. Each send replaces the flow
        /// before it.
        var openFlow: OTPFlow?
        var lastSend: Int64 = 0

        mutating func receive(_ message: OTPMessage, number: Int64) {
            messages.append(message)
            if messages.count > Phones.messagesKept { messages.removeFirst() }
            lastSend = number
        }

        /// The last message of an operation: the only one whose OTP is still of use.
        func lastMessage(of operation: String) -> Int? { messages.lastIndex { $0.operation == operation } }

        func entries(of mobile: String, at now: Int64) -> [InboxEntry] {
            messages.indices.map { index in
                let message = messages[index]
                let state: InboxEntry.State =
                    message.isUsed
                    ? .used
                    : index != lastMessage(of: message.operation)
                        ? .replaced : now < message.expiresAt ? .open : .expired
                return InboxEntry(mobile: mobile, message: message, state: state)
            }
        }
    }

    private struct State {
        var phones: [String: Phone] = [:]
        /// The sends in order. Sends before `firstSend` are forgotten.
        var sends: [(mobile: String, number: Int64)] = []
        var firstSend = 0

        var recentSends: ArraySlice<(mobile: String, number: Int64)> {
            sends[max(firstSend, sends.count - Phones.recentKept)...]
        }

        /// The phone that a send texted, by its transaction number; nil if it is forgotten.
        func phone(of number: Int64) -> String? {
            var (low, high) = (firstSend, sends.count)
            while low < high {
                let middle = (low + high) / 2
                if sends[middle].number < number { low = middle + 1 } else { high = middle }
            }
            return low < sends.count && sends[low].number == number ? sends[low].mobile : nil
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
    private let numbers: TransactionNumbers
    private let random: @Sendable () -> UInt64
    private let state = Mutex(State())

    init(
        clock: SandboxClock, numbers: TransactionNumbers = TransactionNumbers(),
        random: @escaping @Sendable () -> UInt64
    ) {
        self.clock = clock
        self.numbers = numbers
        self.random = random
    }

    /// Sends a new OTP that verifies the number. It replaces the previous one of the phone.
    func sendOTP(
        to mobile: String, initiator: String, clientReference: String, validity: Int64 = OTPMessage.validity
    ) -> OTPMessage {
        let operation = Operation.sendOTP.name
        return send(operation, to: mobile, validity: validity) { phone, message in
            phone.openFlow = OTPFlow(
                mobile: mobile, initiator: initiator, clientReference: clientReference,
                transaction: message.transaction)
        }
    }

    /// Sends a new OTP for another operation. It replaces the previous one of the same operation and phone.
    func sendOTP(of operation: Operation, to mobile: String, validity: Int64) -> OTPMessage {
        send(operation.name, to: mobile, validity: validity) { _, _ in }
    }

    private func send(
        _ operation: String, to mobile: String, validity: Int64, _ change: (inout Phone, OTPMessage) -> Void
    ) -> OTPMessage {
        let now = clock.now
        return state.withLock { state in
            let number = numbers.next()
            // Drawn in the order of transactions, so that a seed always gives a transaction the same OTP.
            let message = OTPMessage(
                operation: operation, otp: Self.sixDigits(random()), transaction: String(number), sentAt: now,
                expiresAt: now + validity)
            var phone = state.phones[mobile] ?? Phone()
            phone.receive(message, number: number)
            change(&phone, message)
            state.phones[mobile] = phone
            state.sends.append((mobile, number))
            state.forgetOldest()
            return message
        }
    }

    /// Uses up an OTP that verifies a number, if it is the phone's latest and still open.
    func useOTP(_ otp: String, of mobile: String, initiator: String) throws(OTPProblem) -> OTPFlow {
        let now = clock.now
        let operation = Operation.sendOTP.name
        return try state.withLock { state throws(OTPProblem) in
            guard let phone = state.phones[mobile], let index = phone.lastMessage(of: operation) else {
                throw .nothingSent
            }
            let message = phone.messages[index]
            guard message.otp == otp else {
                throw phone.messages.contains { $0.otp == otp && $0.operation == operation } ? .replaced : .wrong
            }
            guard let flow = phone.openFlow else { throw .used }
            guard flow.initiator == initiator else { throw .otherInitiator }
            guard now < message.expiresAt else { throw .expired }
            state.phones[mobile]?.openFlow = nil
            state.phones[mobile]?.messages[index].isUsed = true
            return flow
        }
    }

    /// Uses up an OTP that another operation sent, and returns the phone that got it. `reference` is the `otp_ref_id` of
    /// the send; nil if the sandbox does not know it.
    func useOTP(_ otp: String, reference: String) throws(OTPProblem) -> String? {
        let now = clock.now
        return try state.withLock { state throws(OTPProblem) in
            guard let number = Int64(reference), let mobile = state.phone(of: number),
                let phone = state.phones[mobile],
                let index = phone.messages.firstIndex(where: { $0.transaction == reference })
            else { return nil }
            let message = phone.messages[index]
            guard message.otp == otp else { throw .wrong }
            guard !message.isUsed else { throw .used }
            guard index == phone.lastMessage(of: message.operation) else { throw .replaced }
            guard now < message.expiresAt else { throw .expired }
            state.phones[mobile]?.messages[index].isUsed = true
            return mobile
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
