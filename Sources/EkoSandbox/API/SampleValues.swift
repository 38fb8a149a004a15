import Contract
import JSON
import Times

/// Values for members of answers that neither the caller nor the sandbox's state gives.
struct SampleValues: Sendable {
    /// For members that identify something new, such as `otp_ref_id`.
    let number: String
    /// In milliseconds since 1970.
    let time: Int64

    func value(named name: String, types: JSONTypes) -> JSONValue {
        // Of a value with any type, the documentation shows null; elements of lists are texts.
        if types == JSONTypes.any, !name.isEmpty { return .null }
        if types.contains(.string) { return .string(text(named: name)) }
        if types.contains(.number) {
            return Self.identifiers.contains(name) ? identifier : .integer(wholeNumber(named: name))
        }
        return types.contains(.boolean) ? true : .null
    }

    private var identifier: JSONValue { JSONNumber(number).map { .number($0) } ?? 1 }

    private func text(named name: String) -> String {
        if Self.identifiers.contains(name) { return number }
        if let text = Self.texts[name] { return text }
        let timestamp = Timestamp(milliseconds: time).rfc3339
        switch name {
        case "timestamp", "createdAt", "updatedAt", "last_updated_at", "last_transacted_at": return timestamp
        case _ where name.contains("date") || name.contains("Date"): return String(timestamp.prefix(10))
        case _ where name.contains("amount") || name.contains("fee") || name.contains("limit"): return "0"
        case _ where name.contains("name"): return "Asha Kumar"
        case _ where name.contains("mobile") || name.contains("phone"): return "9002336768"
        case _ where name.contains("state"): return "Haryana"
        case _ where name.contains("city") || name.contains("district"): return "Gurugram"
        case _ where name.contains("address"): return "1 Sample Street, Gurugram"
        default: return "sample"
        }
    }

    private func wholeNumber(named name: String) -> Int { Self.numbers[name] ?? 1 }

    /// Names of members that identify what the call made.
    private static let identifiers: Set<String> = [
        "tid", "refund_tid", "otp_ref_id", "reference_tid", "reference_id", "bulk_reference_id", "kyc_request_id",
        "intent_id", "application_id", "transaction_id", "bank_ref_num", "utr", "utrnumber", "upstream_rrn",
        "bbpstrxnrefid", "paymentid",
    ]

    /// The same in every answer, so that a recipient that was added is the recipient that is listed.
    private static let numbers = [
        "recipient_id": 10_001, "beneficiary_id": 20_001, "pincode": 122_001, "fee": 0, "gst": 0, "tds": 0,
    ]

    private static let texts = [
        "recipient_id": "10001", "beneficiary_id": "20001", "tx_status": "0", "txstatus_desc": "Success",
        "currency": "INR", "status": "VALID", "bank": "State Bank of India", "ifsc": "SBIN0000001",
        "account": "1234567890", "pan": "ABCPE1234F", "pan_no": "ABCPE1234F", "pan_number": "ABCPE1234F",
        "dob": "1990-01-01", "email": "asha@example.com", "pincode": "122001", "country": "India", "gender": "F",
        "user_code": "20810200", "service_code": "1", "tds": "0", "gst": "0", "service_tax": "0", "commission": "0",
        "url": "https://example.com/", "vpa": "asha@example",
    ]
}
