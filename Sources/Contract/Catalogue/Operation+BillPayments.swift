/// Bills and recharges.
extension Operation {
    static let billPayments = [
        Operation(
            "bbps_categories", "List categories of billers", .get, "/customer/payment/bbps/categories", .reads,
            parameters: "",
            answers: [
                .success(
                    0, 0, 2457,
                    """
                    param_attributes{list_elements[{operator_category_name operator_category_id:number
                    operator_category_group status}]}
                    """)
            ]),
        Operation(
            "bbps_locations", "List locations of billers", .get, "/customer/payment/bbps/locations", .reads,
            parameters: "",
            answers: [
                .success(
                    0, 0, 2459,
                    """
                    param_attributes{list_elements[{operator_location_name operator_location_id abbreviation}]}
                    """)
            ]),
        Operation(
            "bbps_operators", "List billers", .get, "/customer/payment/bbps/operators", .reads,
            parameters: "category? location?",
            answers: [
                .success(
                    0, 0, 2461,
                    """
                    param_attributes{list_elements[{operator_id:number name billFetchResponse:number
                    high_commission_channel:number kyc_required:number operator_category:number
                    location_id:number}]}
                    """),
                .refusal(319, 1, -1, "invalid_params{initiator_id} data{csp_id}"),
            ]),
        Operation(
            "bbps_operator_parameters", "List parameters of a biller", .get,
            "/customer/payment/bbps/operator/{operator_id}/parameters", .reads,
            parameters: "",
            answers: [
                .success(
                    0, 0, 2463,
                    """
                    param_attributes{operator_name list_elements[{param_label param_name param_id param_type
                    regex error_message}] operator_id:number fetchBill:number BBPS:number}
                    """)
            ]),
        Operation(
            "bbps_districts", "List districts of an electricity biller", .get,
            "/customer/payment/bbps/operators/190/district-discome", .reads,
            parameters: "",
            answers: [
                .success(0, 0, 2110, "param_attributes{list_elements[{label value}]}"),
                .refusal(0, 0, 2434, ""),
            ]),
        Operation(
            "recharge_operator", "Find the operator of a mobile number", .get,
            "/customer/payment/bbps/recharge/{customer_mobile}/operator", .reads,
            parameters: "",
            answers: [
                .success(0, 0, 1804, "dependent_params[{name value:number}] data{updates}")
            ]),
        Operation(
            "recharge_plans", "List recharge plans of a mobile number", .get,
            "/customer/payment/bbps/recharge/{customer_mobile}/operator/plans", .reads,
            parameters: "phone_operator_code circleid",
            answers: [
                .success(
                    0, 0, 1804,
                    """
                    dependent_params[{type_metadata[{headers[{name value}] dependent_params[{name value}]}] name
                    value[{amount validity plan_description}]}]
                    """),
                .refusal(0, 0, 1805, "data{message}"),
            ]),
        Operation(
            "bbps_bill", "Fetch a bill", .get, "/customer/payment/bbps/bill", .reads, reference: .required,
            parameters:
                "phone_operator_code utility_acc_no confirmation_mobile_no sender_name category source_ip district_discome? state?",
            answers: [
                .success(
                    0, -1, 1052,
                    """
                    data{amount utilitycustomername ifsc_status:number user_code customer_id billDueDate
                    billdate billDetailsList[any] bbpstrxnrefid billername}
                    """),
                .refusal(97, 1, -1, "invalid_params{utility_acc_no}"),
                .refusal(1468, 1, 1468, "data{reason}"),
            ]),
        Operation(
            "bbps_pay", "Pay a bill", .post, "/customer/payment/bbps", .movesMoney(.parameter("amount")),
            reference: .required,
            parameters:
                "phone_operator_code utility_acc_no confirmation_mobile_no sender_name category amount utilitycustomername? source_ip district_discome?",
            answers: [
                .success(
                    0, 0, 333, tx: 0,
                    """
                    data{tx_status txstatus_desc status_text tid amount totalamount fee tds commission balance
                    user_code operator_name utilitycustomername customermobilenumber payment_mode_desc
                    last_used_okekey account timestamp}
                    """),
                .refusal(208, 1, 208, "data{last_used_okekey tid}"),
                .refusal(97, 1, -1, "invalid_params{amount}"),
            ]),
    ]
}
