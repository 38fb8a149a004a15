/// Agents, customers and your own account.
extension Operation {
    static let accounts = [
        Operation(
            "service_activate", "Activate a service of your own", .put, "/user/service/activate", .changes,
            parameters: "service_code",
            answers: [
                .success(0, 0, 1389, "data{is_service_activated:boolean service_code}"),
                .refusal(1, 17, nil, ""),
                .httpError(403, 1, ""),
            ]),
        Operation(
            "agent_onboard", "Onboard an agent", .post, "/user/network/eps-agent", .changes,
            parameters: "pan_number mobile first_name last_name email residence_address dob shop_name",
            answers: [
                .success(0, -1, 1290, "data{user_code initiator_id}")
            ]),
        Operation(
            "agent_activate_service", "Activate a service for an agent", .put,
            "/admin/network/agent/{user_code}/service/{service_code}/activate", .changes,
            parameters: "",
            answers: [
                .success(0, 0, 0, "")
            ]),
        Operation(
            "agent_deactivate_service", "Deactivate a service for an agent", .put,
            "/admin/network/agent/{user_code}/service/{service_code}/deactivate", .changes,
            parameters: "",
            answers: [
                .success(0, 0, 0, "")
            ]),
        Operation(
            "services", "List services of an agent", .get, "/user/account/services", .reads,
            parameters: "user_code",
            answers: [
                .success(
                    0, -1, 1299,
                    """
                    data{user_code initiator_id service_status_list[{comments:any status_desc city:any
                    user_name:any mobile:any service_provider:any verification_status:number createdAt
                    user_code:any service_code state:any status:number updatedAt}]}
                    """)
            ]),
        Operation(
            "service_codes", "List service codes", .get, "/tools/catalog/service-codes", .reads,
            parameters: "",
            answers: [
                .success(
                    0, -1, 1280,
                    """
                    data{service_list[{service_name service_code provider_name}]}
                    """)
            ]),
        Operation(
            "balance", "Show the balance of your account", .get, "/user/account/balance", .reads,
            parameters: "customer_id_type customer_id",
            answers: [
                .success(0, -1, 1, "data{last_used_okekey balance currency customer_id}")
            ]),
        Operation(
            "customer_onboard", "Onboard a customer", .post, "/customer/account/{customer_id}",
            .texts(.parameter("customer_id")),
            parameters: "name dob residence_address",
            answers: [
                .success(2129, 1, 2129, "data{intent_id:number kyc_request_id otp_ref_id}")
            ]),
        Operation(
            "customer", "Get a customer's profile", .get, "/customer/profile/{customer_id}",
            .texts(.parameter("customer_id")),
            parameters: "",
            answers: [
                .success(2129, 1, 2129, "data{intent_id:number kyc_request_id otp_ref_id}"),
                .refusal(308, 1, 308, "data{sender_name ekyc_enabled}"),
            ]),
        Operation(
            "customer_verify", "Verify a customer", .post, "/customer/account/{customer_id}/otp/verify", .changes,
            parameters: "otp? otp_ref_id",
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
                    """),
                .refusal(2136, 1, 2136, ""),
                .refusal(0, 0, 2147, "data{application_id}"),
            ]),
    ]
}
