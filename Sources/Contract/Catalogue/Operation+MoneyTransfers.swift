/// Domestic money transfers.
extension Operation {
    static let moneyTransfers = [
        Operation(
            "dmt_sender", "Get sender of money transfers", .get, "/customer/payment/dmt-fino/sender/{customer_id}",
            .reads,
            parameters: "user_code",
            answers: [
                .success(
                    0, -1, 309,
                    """
                    data{is_registered:number next_allowed_limit:number kyc_state:number
                    customer_profile{total_monthly_limit mobile balance next_allowed_limit name kyc_state:number
                    chart[{data_type_id:number data{unavailable:number used:number remaining:number} label}]}}
                    """),
                .refusal(308, 1, 308, "data{ekyc_enabled}"),
                .refusal(0, 0, 2134, "data{otp_ref_id}"),
            ]),
        Operation(
            "dmt_onboard_sender", "Onboard sender of money transfers", .post,
            "/customer/payment/dmt-fino/sender/{customer_id}", .changes,
            parameters: "name dob residence_address",
            answers: [
                .success(0, 0, 2134, "data{otp_ref_id}"),
                .refusal(0, 0, 300, "data{customer_id_type state_desc state customer_id}"),
            ]),
        Operation(
            "dmt_sender_otp", "Send OTP for a sender's biometric KYC", .put,
            "/customer/payment/dmt-fino/sender/{customer_id}/otp", .texts(.parameter("customer_id")),
            parameters: "aadhar piddata",
            answers: [
                .success(0, 0, 2129, "data{user_code intent_id kyc_request_id otp_ref_id}"),
                .refusal(2135, 1, 2135, "data{description}"),
            ]),
        Operation(
            "dmt_verify_sender", "Verify a sender's biometric KYC", .put,
            "/customer/payment/dmt-fino/sender/{customer_id}/otp/verify", .changes,
            parameters: "otp otp_ref_id kyc_request_id",
            answers: [
                .success(0, 0, 2132, "data{user_code}"),
                .refusal(2131, 1, 2131, "data{description}"),
                .refusal(2131, 302, 2131, "data{description}"),
                .refusal(2131, 303, 2131, "data{description}"),
            ]),
        Operation(
            "dmt_recipients", "List recipients of a sender", .get,
            "/customer/payment/dmt-fino/sender/{customer_id}/recipients", .reads,
            parameters: "",
            answers: [
                .success(
                    0, 0, 23,
                    """
                    data{pan_required:number recipient_list[{recipient_id:number beneficiary_id:number
                    bank_recipient_id:number recipient_name recipient_mobile bank ifsc account account_type
                    ifsc_status:number is_verified:number is_otp_required pipes{3{pipe:number status:number}}}]
                    remaining_limit_before_pan_required:number}
                    """),
                .refusal(0, -1, 22, ""),
                .refusal(463, 1, -1, "invalid_params{customer_id}"),
            ]),
        Operation(
            "dmt_add_recipient", "Add recipient of a sender", .post,
            "/customer/payment/dmt-fino/sender/{customer_id}/recipient", .movesMoney(.fixed(100)),
            parameters: "recipient_mobile recipient_name ifsc account",
            answers: [
                .success(
                    0, 0, 43,
                    """
                    data{recipient_id:number customer_id recipient_mobile initiator_id otp_ref_id}
                    """),
                .refusal(342, 1, -1, ""),
                .refusal(463, 1, -1, "invalid_params{customer_id}"),
            ]),
        Operation(
            "dmt_otp", "Send OTP for a money transfer", .post, "/customer/payment/dmt-fino/otp",
            .texts(.parameter("customer_id")),
            parameters: "recipient_id amount customer_id",
            answers: [
                .success(0, 0, 2133, "data{otp_ref_id}"),
                .refusal(36, 1, 36, ""),
                .refusal(945, 1, 945, ""),
                .refusal(463, 1, -1, "invalid_params{customer_id}"),
            ]),
        Operation(
            "dmt_transfer", "Transfer money", .post, "/customer/payment/dmt-fino", .movesMoney(.parameter("amount")),
            reference: .required,
            parameters: "recipient_id amount customer_id otp otp_ref_id",
            answers: [
                .success(
                    0, 0, 325, tx: 0,
                    """
                    data{tx_status txstatus_desc tid amount fee collectable_amount service_tax tds commission
                    sender_name recipient_name recipient_id:number bank account channel_desc bank_ref_num
                    balance client_ref_id currency timestamp}
                    """),
                .refusal(
                    55, 1, 55, tx: 1,
                    """
                    data{tx_status txstatus_desc reason amount? tid? client_ref_id? balance?}
                    """),
                .refusal(0, 0, nil, tx: 2, "data{tx_status txstatus_desc tid amount}"),
            ]),
    ]
}
