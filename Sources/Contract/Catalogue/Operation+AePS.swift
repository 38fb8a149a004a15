/// Payments by Aadhaar, and their settlement.
extension Operation {
    static let aeps = [
        Operation(
            "aeps_activate", "Activate AePS for an agent", .put,
            "/admin/network/agent/{user_code}/aeps-fingpay/activate", .changes, encoding: .multipart,
            parameters:
                "modelname devicenumber account ifsc shop_type office_address address_as_per_proof aadhar pan_card@ aadhar_front@ aadhar_back@ latlong",
            answers: [
                .success(
                    0, 0, 1259,
                    """
                    data{service_status_desc balance user_code initiator_id service_status service_code remarks}
                    """),
                .refusal(1297, 1, 1297, "data{initiator_id}"),
            ]),
        Operation(
            "aeps_categories", "List AePS merchant categories", .get, "/user/collection/aeps-fingpay/get-Mcc-Category",
            .reads,
            parameters: "",
            answers: [
                .success(0, 0, 2110, "param_attributes{list_elements[{label value:number}]}")
            ]),
        Operation(
            "aeps_states", "List AePS states", .get, "/user/collection/aeps-fingpay/get-states", .reads,
            parameters: "",
            answers: [
                .success(
                    0, 0, 2127,
                    """
                    param_attributes{list_elements[{stateCode label value:number}]}
                    """)
            ]),
        Operation(
            "aeps_kyc_otp", "Send OTP for an agent's AePS KYC", .post, "/user/collection/aeps-fingpay/kyc/otp",
            .texts(.parameter("customer_id")),
            parameters: "user_code aadhar customer_id latlong",
            answers: [
                .success(0, 0, 1600, "data{reference_tid otp_ref_id}"),
                .refusal(346, 1, 346, ""),
                .refusal(97, 1, -1, "invalid_params{aadhar}"),
            ]),
        Operation(
            "aeps_verify_kyc_otp", "Verify OTP of an agent's AePS KYC", .put,
            "/user/collection/aeps-fingpay/kyc/otp/verify", .changes,
            parameters: "user_code customer_id aadhar otp otp_ref_id reference_tid latlong",
            answers: [
                .success(0, 0, 1604, "data{reference_tid otp_ref_id}"),
                .refusal(461, 1, 461, "data{last_used_okekey reason}"),
            ]),
        Operation(
            "aeps_kyc", "Check an agent's biometrics for AePS KYC", .put, "/user/collection/aeps-fingpay/kyc/biometric",
            .changes,
            parameters: "user_code aadhar customer_id latlong piddata bank_code otp_ref_id reference_tid",
            answers: [
                .success(0, 0, 1605, "data{user_code}"),
                .refusal(461, 1, 461, "data{last_used_okekey reason}"),
            ]),
        Operation(
            "aeps_daily_kyc", "Check an agent's biometrics for the day", .put,
            "/user/collection/aeps-fingpay/kyc/biometric/daily", .changes,
            parameters: "user_code aadhar customer_id latlong piddata bank_code",
            answers: [
                .success(0, 0, 1713, "data{user_code}"),
                .refusal(1714, 1, 1714, "data{reason comment}"),
            ]),
        Operation(
            "aeps_withdraw", "Withdraw cash by Aadhaar", .post,
            "/customer/collection/aeps-fingpay/cash-withdrawl/{customer_id}", .movesMoney(.parameter("amount")),
            parameters: "user_code bank_code aadhar latlong piddata amount",
            answers: [
                .success(
                    0, 0, 1463, tx: 0,
                    """
                    data{tx_status tds shop sender_name tid bank balance user_code merchantname aadhar
                    customer_balance transaction_time commission bank_ref_num transaction_date amount comment}
                    """),
                .refusal(
                    1464, 1, 1464, tx: 1,
                    """
                    data{tx_status transaction_date reason amount merchant_code shop sender_name tid auth_code
                    shop_address_line1 user_code merchantname stan aadhar customer_balance transaction_time
                    comment bank_ref_num terminal_id}
                    """),
                .refusal(
                    1464, 1, 1464,
                    """
                    data{tx_status transaction_date reason amount merchant_code shop sender_name tid auth_code
                    shop_address_line1 user_code merchantname stan aadhar customer_balance transaction_time
                    comment bank_ref_num terminal_id}
                    """),
                .refusal(
                    0, 2, 1465, tx: 2,
                    """
                    data{tx_status transaction_date reason amount merchant_code shop fee sender_name tid
                    auth_code shop_address_line1 user_code service_tax totalfee merchantname stan aadhar
                    customer_balance transaction_time comment bank_ref_num terminal_id}
                    """),
            ]),
        Operation(
            "aeps_balance", "Show a customer's bank balance by Aadhaar", .post,
            "/customer/collection/aeps-fingpay/balance-enquiry/{customer_id}", .changes,
            parameters: "user_code bank_code aadhar latlong piddata",
            answers: [
                .success(
                    0, 0, 1466,
                    """
                    data{transaction_date amount shop sender_name tid user_code merchantname aadhar
                    customer_balance transaction_time comment}
                    """),
                .refusal(
                    1464, 1, 1464, tx: 1,
                    """
                    data{tx_status transaction_date reason amount merchant_code shop sender_name tid auth_code
                    shop_address_line1 user_code merchantname stan aadhar customer_balance transaction_time
                    comment bank_ref_num terminal_id}
                    """),
            ]),
        Operation(
            "aeps_statement", "Show a customer's mini statement by Aadhaar", .post,
            "/customer/collection/aeps-fingpay/mini-statement/{customer_id}", .changes,
            parameters: "user_code bank_code aadhar latlong piddata",
            answers: [
                .success(
                    0, 0, 1527,
                    """
                    data{transaction_date mini_statement_list[{date amount narration txnType}] sender_name tid
                    user_code merchantname customer_balance transaction_time commission terminal_id comment}
                    """),
                .refusal(
                    1528, 1, 1528,
                    """
                    data{transaction_date reason merchant_code merchantname customer_balance transaction_time
                    sender_name comment bank_ref_num tid terminal_id}
                    """),
            ]),
        Operation(
            "settlement_add_account", "Add account for settlements", .post, "/user/payment/aeps/settlement/account",
            .changes,
            parameters: "user_code bank_id ifsc service_code account",
            answers: [
                .success(0, 0, 1336, "data{recipient_id:number}"),
                .refusal(1335, 1, 1335, "data{sender_name recipient_name}"),
                .refusal(1334, 1, 1334, ""),
            ]),
        Operation(
            "settlement_accounts", "List accounts for settlements", .get, "/user/payment/aeps/settlement/accounts",
            .reads,
            parameters: "user_code",
            answers: [
                .success(
                    0, -1, 1321,
                    """
                    data{unsettled_fund remaining_limit fund_transfer_list[{name ifsc account recipient_id}]}
                    """)
            ]),
        Operation(
            "settlement_transfer", "Settle AePS money to an account", .post, "/user/payment/aeps/settlement",
            .movesMoney(.parameter("amount")),
            parameters: "user_code amount recipient_id payment_mode",
            answers: [
                .success(
                    0, 0, 1477, tx: 0,
                    """
                    data{tx_status amount txstatus_desc fee gst sender_name tid client_ref_id balance user_code
                    totalfee recipient_name ifsc bank_ref_num account timestamp}
                    """)
            ]),
    ]
}
