/// Banks, their accounts and UPI addresses.
extension Operation {
    static let banks = [
        Operation(
            "banks", "List banks", .get, "/tools/reference/banks", .reads,
            parameters: "",
            answers: [
                .list
            ]),
        Operation(
            "bank", "Get details of a bank", .get, "/tools/reference/bank/{bank_code}", .reads,
            parameters: "ifsc?",
            answers: [
                .success(
                    0, 0, 466,
                    """
                    data{isverificationavailable code ifsc_status:number user_code bank_id:number name
                    available_channels:number}
                    """),
                .refusal(467, 1, 467, ""),
            ]),
        Operation(
            "ifsc", "Look up an IFSC", .get, "/tools/reference/banks/ifsc/{ifsc}", .priced, price: 18,
            parameters: "",
            answers: [
                .success(
                    0, -1, 414,
                    """
                    data{bank isverificationavailable ifsc_status:number user_code bank_id:number
                    available_channels:number ifsc branch}
                    """)
            ]),
        Operation(
            "bank_account", "Verify a bank account", .post, "/tools/kyc/bank-account/sync", .movesMoney(.fixed(100)),
            parameters: "bank_account ifsc",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{account_exists:boolean account_name ifsc bank branch utr}
                    """),
                .refusal(
                    1, -1, 1388,
                    """
                    data{account_exists:boolean account_name:any ifsc:any bank:any branch:any utr:any}
                    """),
            ]),
        Operation(
            "bank_account_pennyless", "Verify a bank account without a deposit", .post,
            "/tools/kyc/bank-acc-verify-pennyless", .changes,
            parameters: "account ifsc",
            answers: [
                .success(
                    0, 0, 0,
                    """
                    -message data{bank_ifsc bank_account_no verified_beneficiary_name message status}
                    """)
            ]),
        Operation(
            "bank_accounts_bulk", "Verify bank accounts in bulk", .post, "/tools/kyc/bank-account/bulk",
            .movesMoney(.each(100, of: "entries")),
            parameters: "entries[]",
            answers: [
                .success(0, 0, 1388, "data{bulk_reference_id reference_id:number}"),
                .httpError(400, 1, -1, nil, "data:any"),
                .refusal(0, 0, 1388, "data{bulk_reference_id reference_id:number}"),
            ]),
        Operation(
            "bank_accounts_bulk_status", "Get results of bank accounts in bulk", .get,
            "/tools/kyc/bank-account/bulk/status", .reads,
            parameters: "bulk_reference_id",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{entries[{reference_id name_at_bank bank_name utr city branch micr name_match_score
                    name_match_result account_status account_status_code:number}]}
                    """),
                .httpError(400, 1, ""),
                .httpError(404, 1, ""),
            ]),
        Operation(
            "upi_validate", "Validate a UPI address", .post, "/customer/payment/upi/validate-vpa", .changes,
            parameters: "customer_vpa recipient_mobile name latlong",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{vpa valid:boolean recipient_name mobile_number transaction_id}
                    """),
                .refusal(
                    1, 1, 1388,
                    """
                    data{vpa valid:boolean recipient_name:any mobile_number:any transaction_id}
                    """),
                .httpError(403, 1, -1, nil, ""),
                .refusal(1, 463, 1388, ""),
            ]),
    ]
}
