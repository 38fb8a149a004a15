import Testing

@testable import Contract

@Suite("A request is known by its method and path, however they are written")
struct RoutesTests {
    @Test(
        "a path that may be the operation that texts counts as it",
        arguments: [
            "/tools/kyc/mobile/otp", "/MOBILE/Otp/", "//mobile//otp", "/mobile;a=1/otp;b", "/mobile/otp/;x",
            "/mobile/;/otp", "/mobile/otp;/verify", "/mobile/otp.json", "/mobile/otp.", "/mobile/otp.do;v=1",
            "/mobile/otp:", "/mobile/otp,", "/mobile/otp*", "/mobile/otp_x", "/mobile/otp/-", "/mobile/%6Ftp",
            "/mobile/otp x", "/mobile/o\u{200B}tp", "/mobile/ｏtp", "/mobile/otp%E2%80%8B", "/mobile/otp%25",
        ])
    func sends(_ path: String) {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            #expect(Routes.possibleOperations(method: method, path: path).map(\.name) == ["send_otp"])
        }
    }

    @Test(
        "another path does not",
        arguments: [
            "/", "/mobile/otp/verify", "/mobile/otp/validate-token", "/mobile/otp2", "/mobile/otps", "/mobiles/otp",
            "/otp/mobile", "/mobile/x/otp", "/mobile/x;/otp", "/mobile/otp/verify;x", "/otp", "/x/%E2%80%8B",
            "/customers/J%C3%BCrgen", "/customers/%", "/customer/payment/%E0%A4%A8%E0%A4%BE%E0%A4%AE",
            "/customer/payment/%C3%A9/%C3%A9/%C3%A9/otp",
        ])
    func others(_ path: String) {
        #expect(Routes.possibleOperations(method: "POST", path: path).isEmpty)
    }

    @Test("each operation is found by its own path, in every spelling that reaches it, and its values are read")
    func everyOperation() {
        for operation in Operation.all {
            let method = operation.method.rawValue
            let path = operation.path.replacing("{", with: "").replacing("}", with: "-1")
            let names = [operation.name]
            #expect(Routes.operation(method: method, path: path)?.name == operation.name)
            #expect(Routes.operation(method: method, path: "https://api/v3" + path)?.name == operation.name)
            let encoded = path.utf8.map { byte in
                byte == UInt8(ascii: "/") ? "/" : "%" + String(byte, radix: 16)
            }.joined()
            for spelling in [path, path.uppercased(), path + "/", path + ";x=1", "/v3/" + path, encoded, path + "?"] {
                #expect(Routes.possibleOperations(method: method, path: spelling).map(\.name) == names, "\(spelling)")
            }
            let values = Routes.parameters(of: operation, in: path)
            #expect(values.map(\.name) == operation.parameters.filter { $0.place == .path }.map(\.name))
            #expect(values.allSatisfy { $0.value == "\($0.name)-1" })
        }
    }

    @Test("a method that is not documented counts as the documented one, but OPTIONS does nothing")
    func methods() {
        func effects(_ method: String, _ path: String) -> [String] {
            Routes.possibleOperations(method: method, path: path).map(\.name)
        }
        #expect(effects("HEAD", "/customer/profile/9002336768") == ["customer"])
        #expect(effects("DELETE", "/customer/payment/dmt-fino") == ["dmt_transfer"])
        #expect(effects("OPTIONS", "/customer/payment/dmt-fino").isEmpty)
        #expect(effects("GET", "/customer/payment/dmt-fino").isEmpty)
        #expect(effects("PATCH", "/customer/account/9002336768") == ["customer_onboard"])
        #expect(effects("POST", "/customer/profile/9002336768") == ["customer"])
        #expect(effects("PUT", "/tools/reference/banks/ifsc/X") == ["ifsc"])
    }

    @Test("a literal says more of a path than a parameter")
    func best() {
        let path = "/customer/payment/bbps/operators/190/district-discome"
        #expect(Routes.operation(method: "GET", path: path)?.name == "bbps_districts")
        #expect(Routes.operation(method: "POST", path: "/customer/payment/refund/5/otp")?.name == "refund_otp")
        #expect(Routes.operation(method: "POST", path: "/customer/payment/refund/otp")?.name == "refund")
    }

    @Test("a long path is read in time that grows with its length")
    func longPath() {
        for part in ["/;", "/a%E2%80%8B", "a%25", "/otp", "%", "/x;/"] {
            let path = "/x" + String(repeating: part, count: 20_000) + "/x"
            #expect(Routes.possibleOperations(method: "POST", path: path).isEmpty)
        }
    }
}
