/// Cash deposits and QR codes.
extension Operation {
    static let collections = [
        Operation(
            "cms_url", "Make a link for cash deposits", .post, "/marketuat/airtelPartner/generateCmsUrl",
            .movesMoney(.unknown),
            parameters: "latlong locale?",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    tx_status txstatus_desc data{url tid:number client_ref_id amount:number fee:number
                    gst:number tds:number partners_commision:number operator_id operator_name service_code
                    bank_ref_num:any timestamp}
                    """),
                .refusal(1, 463, nil, ""),
                .refusal(1, -1, nil, ""),
                .refusal(1, 347, nil, ""),
                .httpError(403, 1, ""),
            ]),
        Operation(
            "qr_static", "Make a static QR code", .post, "/users/collection/upi-razorpay/generate-static-qr", .changes,
            reference: .none,
            parameters: "sender_id name email?",
            answers: [
                .success(0, 0, 1388, "data{qr_string qr_image vpa merchant_name service_code}"),
                .refusal(1, 463, nil, ""),
            ]),
        Operation(
            "qr_dynamic", "Make a dynamic QR code", .post, "/users/collection/upi-razorpay/generate-dynamic-qr",
            .changes,
            parameters: "sender_id amount name?",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{tid:number qr_string qr_image amount:number vpa client_ref_id service_code}
                    """),
                .refusal(1, -1, nil, ""),
                .refusal(1, 463, nil, ""),
            ]),
    ]
}
