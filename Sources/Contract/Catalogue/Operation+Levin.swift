/// Transfers through Levin wallets.
extension Operation {
    static let levin = [
        Operation(
            "levin_aadhaar_otp", "Send OTP for a Levin sender's Aadhaar", .post,
            "/customer/payment/ppi-levin/sender/{customer_id}/aadhaar/otp", .texts(.parameter("customer_id")),
            parameters: "aadhar wallet_token wallet_id",
            answers: [
                .success(0, 0, 1388, "data{otp_ref_id mobile_hint}"),
                .refusal(1, 463, 1388, ""),
            ]),
        Operation(
            "levin_verify_aadhaar", "Verify a Levin sender's Aadhaar", .post,
            "/customer/payment/ppi-levin/sender/{customer_id}/aadhaar/otp/verify", .changes,
            parameters: "otp? otp_ref_id intent_id? wallet_token? wallet_id?",
            answers: [
                .success(0, 0, 1388, "data{verified:boolean name gender dob masked_aadhaar}"),
                .refusal(1, 302, 1388, ""),
            ]),
        Operation(
            "levin_sender", "Get Levin sender", .get, "/customer/payment/ppi-levin/sender/{customer_id}",
            .texts(.parameter("customer_id")),
            parameters: "",
            answers: [
                .success(2129, 1, 2129, "data{intent_id:number kyc_request_id otp_ref_id}"),
                .refusal(308, 1, 308, "data{sender_name ekyc_enabled}"),
            ]),
        Operation(
            "levin_onboard_sender", "Onboard Levin sender", .post, "/customer/payment/ppi-levin/sender/{customer_id}",
            .texts(.parameter("customer_id")),
            parameters: "name dob residence_address service_code?",
            answers: [
                .success(2129, 1, 2129, "data{intent_id:number kyc_request_id otp_ref_id}")
            ]),
        Operation(
            "levin_verify_sender", "Verify Levin sender", .post,
            "/customer/payment/ppi-levin/sender/{customer_id}/otp/verify", .changes,
            parameters: "otp otp_ref_id intent_id",
            answers: [
                .success(
                    0, -1, 309,
                    """
                    data{customer_profile{total_monthly_limit mobile kyc_id ekyc_enabled:number kyc_validity
                    kyc_remark kyc_type balance next_allowed_limit name digital_ekyc:number
                    chart[{data_type_id:number data{unavailable:number used:number remaining:number} label}]
                    email kyc_state:number} wallet_token id_proof_type_id is_registered:number id_proof
                    otpOptionalSum sender_name otpNotRequiredSum ekyc_enabled wallet_id otpNotRequiredSumNeft
                    next_allowed_limit:number kyc_state:number otpOptionalSumNeft}
                    """),
                .refusal(2136, 1, 2136, ""),
                .refusal(0, 0, 2147, "data{application_id}"),
            ]),
        Operation(
            "levin_verify_pan", "Verify a Levin sender's PAN", .post,
            "/customer/payment/ppi-levin/sender/{customer_id}/pan", .changes,
            parameters: "pan_number? wallet_id? wallet_token?",
            answers: [
                .success(
                    0, -1, 309,
                    """
                    data{customer_profile{total_monthly_limit mobile kyc_id ekyc_enabled:number kyc_validity
                    kyc_remark kyc_type balance next_allowed_limit name digital_ekyc:number
                    chart[{data_type_id:number data{unavailable:number used:number remaining:number} label}]
                    email kyc_state:number} id_proof_type_id is_registered:number id_proof otpOptionalSum
                    sender_name otpNotRequiredSum ekyc_enabled otpNotRequiredSumNeft next_allowed_limit:number
                    account kyc_state:number otpOptionalSumNeft}
                    """)
            ]),
        Operation(
            "levin_recipients", "List recipients of a Levin sender", .get,
            "/customer/payment/ppi-levin/sender/{customer_id}/recipients", .reads,
            parameters: "wallet_token?",
            answers: [
                .success(
                    0, 0, 23,
                    """
                    data{pan_required:number recipient_list[{channel_absolute:number available_channel:number
                    account_type ifsc_status:number is_self_account channel:number is_imps_scheduled:number
                    recipient_id_type imps_inactive_reason allowed_channel:number is_verified:number
                    beneficiary_id:number bank is_otp_required recipient_mobile recipient_name ifsc account
                    pipes{3{pipe:number status:number}} recipient_id:number is_rblbc_recipient:number}]
                    remaining_limit_before_pan_required:number is_insured}
                    """)
            ]),
        Operation(
            "levin_add_recipient", "Add recipient of a Levin sender", .post,
            "/customer/payment/ppi-levin/sender/{customer_id}/recipient", .changes,
            parameters: "bank_id recipient_name recipient_mobile recipient_type account ifsc type? account_type?",
            answers: [
                .success(
                    0, 0, 43,
                    """
                    data{initiator_id recipient_mobile recipient_id_type customer_id recipient_id:number}
                    """)
            ]),
        Operation(
            "levin_register_recipient", "Register a Levin recipient with the bank", .post,
            "/customer/payment/ppi-levin/sender/{customer_id}/bank/recipient", .changes,
            parameters: "recipient_id? wallet_token?",
            answers: [
                .success(
                    0, 0, 1741,
                    """
                    data{beneficiary_id recipient_name ifsc account recipient_id}
                    """)
            ]),
        Operation(
            "levin_otp", "Send OTP for a Levin transfer", .post, "/customer/payment/ppi-levin/otp",
            .texts(.parameter("customer_id")),
            parameters: "recipient_id amount customer_id service_code? beneficiary_id?",
            answers: [
                .success(2133, 1, 2133, "data{otp_ref_id}")
            ]),
        Operation(
            "levin_transfer", "Transfer money by Levin", .post, "/customer/payment/ppi-levin",
            .movesMoney(.parameter("amount")),
            parameters:
                "recipient_id amount timestamp currency customer_id channel otp? otp_ref_id? beneficiary_id? latlong? state? recipient_id_type?",
            answers: [
                .success(
                    0, 0, 325, tx: 0,
                    """
                    data{tx_status debit_user_id tds txstatus_desc fee total_sent channel collectable_amount
                    txn_wallet utility_acc_no sender_name ekyc_enabled
                    remaining_limit_before_pan_required:number tid bank utrnumber insurance_acquired balance
                    totalfee next_allowed_limit is_otp_required aadhar currency commission pipe:number state
                    bank_ref_num recipient_id:number timestamp amount pan_required:number pinNo gst_benefit
                    payment_mode_desc channel_desc last_used_okekey npr insurance_amount service_tax paymentid
                    mdr recipient_name customer_id account kyc_state}
                    """)
            ]),
    ]
}
