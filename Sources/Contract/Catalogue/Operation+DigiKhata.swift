/// Transfers through DigiKhata wallets.
extension Operation {
    static let digiKhata = [
        Operation(
            "digikhata_sender", "Get DigiKhata sender", .get, "/customer/payment/ppi-digikhata/sender/{customer_id}",
            .texts(.parameter("customer_id")),
            parameters: "",
            answers: [
                .success(2129, 1, 2129, "data{intent_id:number kyc_request_id otp_ref_id}"),
                .refusal(308, 1, 308, "data{sender_name ekyc_enabled}"),
            ]),
        Operation(
            "digikhata_onboard_sender", "Onboard DigiKhata sender", .post,
            "/customer/payment/ppi-digikhata/sender/{customer_id}", .texts(.parameter("customer_id")),
            parameters: "name dob residence_address",
            answers: [
                .success(0, 0, 2129, "data{intent_id:number kyc_request_id otp_ref_id}"),
                .refusal(0, 0, 300, "data{customer_id_type state_desc state customer_id}"),
            ]),
        Operation(
            "digikhata_sender_otp", "Send OTP to a DigiKhata sender", .post,
            "/customer/payment/ppi-digikhata/sender/{customer_id}/otp", .texts(.parameter("customer_id")),
            parameters: "",
            answers: [
                .success(0, 0, 2129, "data{intent_id:number kyc_request_id otp_ref_id}")
            ]),
        Operation(
            "digikhata_verify_sender", "Verify DigiKhata sender", .post,
            "/customer/payment/ppi-digikhata/sender/{customer_id}/otp/verify", .changes,
            parameters: "otp otp_ref_id",
            answers: [
                .success(
                    0, -1, 309,
                    """
                    data{customer_profile{total_monthly_limit mobile kyc_id ekyc_enabled:number kyc_validity
                    kyc_remark kyc_type balance next_allowed_limit name digital_ekyc:number
                    chart[{data_type_id:number data{unavailable:number used:number remaining:number} label}]
                    email kyc_state:number} wallet_token id_proof_type_id is_registered:number id_proof
                    otpOptionalSum sender_name otpNotRequiredSum ekyc_enabled wallet_id otpNotRequiredSumNeft
                    next_allowed_limit:number account kyc_state:number otpOptionalSumNeft}
                    """),
                .refusal(2136, 1, 2136, "data{otp_ref_id}"),
            ]),
        Operation(
            "digikhata_consent_languages", "List languages of the Aadhaar consent", .get,
            "/customer/payment/ppi-digikhata/sender/{customer_id}/aadhaar/consent/languages", .reads,
            reference: .required,
            parameters: "org_id",
            answers: [
                .success(0, 0, 2444, "data{consent_language_list[{pkid consentLanguage}]}")
            ]),
        Operation(
            "digikhata_consent", "Get the Aadhaar consent", .get,
            "/customer/payment/ppi-digikhata/sender/{customer_id}/aadhaar/consent/details", .reads,
            reference: .required,
            parameters: "org_id consent_language",
            answers: [
                .success(
                    0, 0, 2446,
                    """
                    data{consent_detail{consentContent audioUrl consentId:number consent consentLanguage}}
                    """)
            ]),
        Operation(
            "digikhata_aadhaar_otp", "Send OTP for a DigiKhata sender's Aadhaar", .post,
            "/customer/payment/ppi-digikhata/sender/{customer_id}/aadhaar/otp", .texts(.parameter("customer_id")),
            parameters: "aadhar",
            answers: [
                .success(0, 0, 2129, "data{intent_id:number kyc_request_id otp_ref_id}")
            ]),
        Operation(
            "digikhata_verify_aadhaar", "Verify a DigiKhata sender's Aadhaar", .post,
            "/customer/payment/ppi-digikhata/sender/{customer_id}/aadhaar/otp/verify", .changes,
            parameters: "otp? otp_ref_id",
            answers: [
                .success(0, 0, 2147, "data{application_id}")
            ]),
        Operation(
            "digikhata_verify_pan", "Verify a DigiKhata sender's PAN", .post,
            "/customer/payment/ppi-digikhata/sender/{customer_id}/pan", .changes,
            parameters: "pan_number",
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
            "digikhata_load_wallet", "Load a DigiKhata wallet", .post,
            "/customer/payment/ppi-digikhata/sender/{customer_id}/wallet/loadwallet", .movesMoney(.parameter("amount")),
            parameters: "amount org_id",
            answers: [
                .success(0, 0, 2447, "data{fee description customer_id bank_ref_num tid}")
            ]),
        Operation(
            "digikhata_recipients", "List recipients of a DigiKhata sender", .get,
            "/customer/payment/ppi-digikhata/sender/{customer_id}/recipients", .reads,
            parameters: "",
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
            "digikhata_add_recipient", "Add recipient of a DigiKhata sender", .post,
            "/customer/payment/ppi-digikhata/sender/{customer_id}/recipient", .changes,
            parameters: "bank_id recipient_name recipient_mobile account bank_code",
            answers: [
                .success(
                    0, 0, 43,
                    """
                    data{initiator_id recipient_mobile recipient_id_type customer_id recipient_id:number}
                    """)
            ]),
        Operation(
            "digikhata_recipient_otp", "Send OTP for a DigiKhata recipient", .post,
            "/customer/payment/ppi-digikhata/sender/{customer_id}/recipient/bank/otp",
            .texts(.parameter("customer_id")),
            parameters: "recipient_id",
            answers: [
                .success(
                    0, 0, 1741,
                    """
                    data{beneficiary_id recipient_name ifsc account otp_ref_id recipient_id}
                    """)
            ]),
        Operation(
            "digikhata_verify_recipient", "Verify DigiKhata recipient", .post,
            "/customer/payment/ppi-digikhata/sender/{customer_id}/recipient/bank/otp/verify", .changes,
            parameters: "otp? otp_ref_id",
            answers: [
                .success(2131, 0, 2131, "data{application_id}")
            ]),
        Operation(
            "digikhata_otp", "Send OTP for a DigiKhata transfer", .post, "/customer/payment/ppi-digikhata/otp",
            .texts(.parameter("customer_id")),
            parameters: "recipient_id amount customer_id service_code? beneficiary_id?",
            answers: [
                .success(2133, 1, 2133, "data{otp_ref_id}")
            ]),
        Operation(
            "digikhata_transfer", "Transfer money by DigiKhata", .post, "/customer/payment/ppi-digikhata",
            .movesMoney(.parameter("amount")),
            parameters:
                "recipient_id amount timestamp currency customer_id channel otp? otp_ref_id? beneficiary_id? service_code? latlong? state?",
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
