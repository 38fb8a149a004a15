/// Look-ups and refunds of transactions.
extension Operation {
    static let transactions = [
        Operation(
            "transaction", "Look up a transaction", .get, "/tools/reference/transaction/{transaction-reference}",
            .reads,
            parameters: "",
            answers: [
                .success(
                    0, 0, 1388, tx: 0,
                    """
                    tx_status txstatus_desc data{tid:number tx_status txstatus_desc amount:number client_ref_id
                    bank_ref_num payment_mode timestamp fee:number gst:number service_code}
                    """),
                .refusal(1, -1, nil, ""),
                .success(
                    0, 0, 1472, tx: 0,
                    """
                    data{bank_ref_num account fee client_ref_id gst sender_name timestamp ifsc
                    beneficiary_account_type:number txstatus_desc tx_status tid amount payment_mode:number
                    recipient_name}
                    """),
            ]),
        Operation(
            "refund_otp", "Send OTP for a refund", .post, "/customer/payment/refund/{tid}/otp",
            .texts(.customerOfTransaction),
            parameters: "",
            answers: [
                .success(0, 0, 1388, "data{otp_ref_id tid:number message}"),
                .refusal(1, -1, nil, ""),
                .success(2133, 1, 2133, "data{otp_ref_id}"),
            ]),
        Operation(
            "refund", "Refund a transaction", .post, "/customer/payment/refund/{tid}", .movesMoney(.unknown),
            parameters: "otp otp_ref_id service_code state",
            answers: [
                .success(
                    0, 0, nil, tx: 4,
                    """
                    tx_status txstatus_desc data{tid:number tx_status txstatus_desc amount:number bank_ref_num
                    client_ref_id timestamp fee:number gst:number}
                    """),
                .refusal(1, 302, nil, ""),
                .refusal(1, 303, nil, ""),
                .refusal(1, 347, nil, ""),
                .success(
                    0, 0, 74,
                    """
                    data{refund_tid amount tds balance fee currency commission_reverse tid timestamp
                    refunded_amount}
                    """),
            ]),
    ]
}
