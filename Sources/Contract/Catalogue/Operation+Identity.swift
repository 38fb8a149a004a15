/// Checks of people, companies and documents.
extension Operation {
    static let identity = [
        Operation(
            "pan", "Fetch details of a PAN", .post, "/tools/kyc/fetch-pan", .priced,
            parameters: "pan_number source?",
            answers: [
                .success(0, 0, 0, "-message data{upstream_rrn pan_no fullname category status}")
            ]),
        Operation(
            "pan_lite", "Verify a PAN", .post, "/tools/kyc/pan-lite", .priced,
            parameters: "pan_number name dob",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{pan name dob name_match dob_match pan_status status aadhaar_seeding_status
                    aadhaar_seeding_status_desc}
                    """),
                .refusal(
                    1, 1, 1388,
                    """
                    data{pan pan_status status name_match:any dob_match:any aadhaar_seeding_status:any
                    aadhaar_seeding_status_desc:any}
                    """),
                .httpError(400, 1, ""),
            ]),
        Operation(
            "pan_advanced", "Verify a PAN with more details", .post, "/tools/kyc/pan-advanced", .priced,
            parameters: "pan name",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{pan name_provided registered_name name_pan_card first_name last_name type gender
                    date_of_birth masked_aadhaar_number aadhaar_linked:boolean email mobile_number
                    address{full_address street city state pincode:number country}}
                    """),
                .refusal(1, 1, 1388, ""),
                .httpError(400, 1, ""),
            ]),
        Operation(
            "pan_bulk", "Verify PANs in bulk", .post, "/tools/kyc/pan/bulk", .priced,
            parameters: "entries[]",
            answers: [
                .success(0, 0, 1388, "data{reference_id:number}"),
                .httpError(400, 1, ""),
            ]),
        Operation(
            "pan_bulk_status", "Get results of PANs in bulk", .get, "/tools/kyc/pan/bulk/status", .priced, price: 120,
            parameters: "reference_id bulk_reference_id?",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{count:number entries[{pan valid registered_name name_provided name_match_score
                    name_match_result aadhaar_seeding_status pan_status message reference_id last_updated_at}]}
                    """),
                .httpError(400, 1, ""),
                .httpError(404, 1, ""),
            ]),
        Operation(
            "digilocker", "Start a DigiLocker request", .post, "/tools/kyc/digilocker", .priced,
            parameters: "document_requested redirect_url",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{reference_id:number url document_requested[any] redirect_url}
                    """),
                .refusal(1, 301, 1388, ""),
            ]),
        Operation(
            "digilocker_document", "Fetch a document from DigiLocker", .post, "/tools/kyc/digilocker/document", .priced,
            parameters: "document_type verification_id reference_id",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{verification_status documents[{document_type name dob gender masked_aadhaar photo
                    issue_date address{house street village_or_city district state pincode}}]}
                    """),
                .refusal(1, 327, 1388, ""),
                .refusal(1, 463, 1388, ""),
            ]),
        Operation(
            "digilocker_status", "Get status of a DigiLocker request", .get, "/tools/kyc/digilocker/status", .reads,
            parameters: "reference_id",
            answers: [
                .success(
                    0, 0, 1389,
                    """
                    data{user_details{name dob gender eaadhaar mobile} document_requested[any]
                    document_consent[{document_type consent}]}
                    """),
                .refusal(1, -1, nil, ""),
            ]),
        Operation(
            "gstin", "Verify a GSTIN", .post, "/tools/kyc/gstin", .priced,
            parameters: "gstin business_name",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{gstin valid:boolean gst_in_status legal_name_of_business taxpayer_type
                    constitution_of_business date_of_registration last_update_date cancellation_date
                    nature_of_business_activities state_jurisdiction center_jurisdiction principal_place_address
                    principal_place_split_address{flat_number building_name street location city district state
                    pincode latitude:number longitude:number} additional_address_array[any] message
                    status_code:number}
                    """),
                .refusal(1, 1, 1388, "data{valid:boolean gst_in_status}"),
                .httpError(400, 1, -1, 1388, ""),
                .httpError(403, 1, -1, nil, ""),
            ]),
        Operation(
            "gstin_of_pan", "Find GSTINs of a PAN", .post, "/tools/kyc/gstin-with-pan", .priced,
            parameters: "pan",
            answers: [
                .success(0, 0, 1388, "data{pan gstin_list[{gstin status state}]}"),
                .refusal(1, 1, 1388, "data{pan gstin_list[any]}"),
                .httpError(400, 1, -1, 1388, ""),
                .httpError(403, 1, -1, nil, ""),
            ]),
        Operation(
            "driving_licence", "Verify a driving licence", .post, "/tools/kyc/driving-license", .priced,
            parameters: "dl_number dob",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{dl_number dob status details_of_driving_licence{name father_or_husband_name
                    date_of_issue date_of_last_transaction last_transacted_at status
                    address_list[{complete_address type}] address photo cov_details[{cov issue_date}]}
                    dl_validity{non_transport{from to} transport{from to} hazardous_valid_till:any
                    hill_valid_till:any} badge_details[{badge_no badge_issue_date class_of_vehicle[any]}]}
                    """),
                .refusal(1, 463, 1388, ""),
                .refusal(1, 1, 1388, ""),
                .httpError(403, 1, ""),
            ]),
        Operation(
            "vehicle", "Verify a vehicle's registration", .post, "/tools/kyc/vehicle-rc", .priced,
            parameters: "vehicle_number",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{reference_id status reg_no rc_status status_as_on owner owner_father_name
                    owner_count:number mobile_number present_address split_present_address{house_flat_number
                    street city state pincode} permanent_address split_permanent_address{house_flat_number
                    street city state pincode} reg_authority reg_date rc_expiry_date class vehicle_category type
                    is_commercial:boolean vehicle_manufacturer_name model body_type vehicle_color fuel_type
                    norms_type emission_norms chassis engine vehicle_manufacturing_month_year
                    vehicle_cubic_capacity vehicle_cylinders_no vehicle_seat_capacity vehicle_sleeper_capacity
                    vehicle_standing_capacity gross_vehicle_weight unladen_weight wheelbase
                    vehicle_insurance_company_name vehicle_insurance_policy_number vehicle_insurance_upto
                    rc_financer vehicle_tax_upto pucc_number pucc_upto blacklist_status noc_details:any
                    non_use_status:any non_use_from:any non_use_to:any permit_number:any permit_type:any
                    permit_issue_date:any permit_valid_from:any permit_valid_upto:any national_permit_number:any
                    national_permit_upto:any national_permit_issued_by:any}
                    """),
                .refusal(1, 1, 1388, ""),
                .httpError(403, 1, ""),
            ]),
        Operation(
            "employment", "Look up an employment", .post, "/tools/kyc/advance-employment", .priced,
            parameters: "phone",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{input{phone} uan_details[{uan source source_score:number basic_details{employee_name
                    gender dob phone aadhaar_verified:boolean employee_confidence_score:number}
                    employment_details{member_id establishment_id establishment_name joining_date exit_date
                    leave_reason employer_confidence_score:number} additional_details{pan aadhaar email ifsc
                    bank_account bank_address relative_name relation}}]
                    recent_employment_details{employee_details{uan member_id joining_date exit_date
                    employed:boolean exit_date_marked:boolean employee_name_match:boolean epfo{recent:boolean
                    name_unique:boolean pf_filings_details:boolean}} employer_details{establishment_id
                    establishment_name setup_date ownership_type employer_confidence_score:number
                    employer_name_match:boolean pf_filing_details[{wage_month total_amount:number
                    employees_count:number}]}}}
                    """),
                .refusal(1, -1, 1388, "data{uan_details[any] recent_employment_details:any}"),
                .httpError(403, 1, ""),
            ]),
        Operation(
            "geocode", "Find the address of a place", .post, "/tools/kyc/reverse-geocoding", .priced,
            parameters: "latitude longitude",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{latitude longitude address city state statecode countrycode pincode score:number
                    status}
                    """),
                .refusal(1, -1, 1388, ""),
                .httpError(403, 1, ""),
            ]),
        Operation(
            "voter_id", "Verify a voter ID", .post, "/tools/kyc/voter-id", .priced,
            parameters: "epic_number name?",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{name name_in_regional_lang age dob gender father_name relation_type relation_name
                    relation_name_in_regional_lang epic_number address state split_address{district[any]
                    city[any] state[[any]] pincode country[any] address_line} assembly_constituency
                    assembly_constituency_number parliamentary_constituency parliamentary_constituency_number
                    part_number part_name serial_number polling_station}
                    """),
                .refusal(1, -1, 1388, ""),
                .httpError(403, 1, ""),
            ]),
        Operation(
            "passport", "Verify a passport", .post, "/tools/kyc/passport", .priced,
            parameters: "file_number dob name?",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{file_number name dob application_type application_received_date}
                    """),
                .refusal(1, 1, 1388, ""),
                .httpError(400, 1, -1, 1388, ""),
                .httpError(403, 1, -1, nil, ""),
            ]),
        Operation(
            "cin", "Verify a company's CIN", .post, "/tools/kyc/cin", .priced,
            parameters: "cin",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{cin company_name registration_number:number incorporation_date cin_status email
                    incorporation_country director_details[{name din designation dob address}]}
                    """),
                .refusal(1, -1, 1388, "data:any"),
                .httpError(403, 1, -1, nil, "data:any"),
            ]),
        Operation(
            "ip_address", "Look up an IP address", .post, "/tools/kyc/ip", .priced,
            parameters: "ip_address",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{ip_address proxy_type country_code country_name region_name city_name city_risk_score
                    proxy_type_risk_score}
                    """),
                .refusal(1, -1, nil, ""),
                .httpError(403, 1, -1, nil, ""),
            ]),
        Operation(
            "name_match", "Compare two names", .post, "/tools/kyc/name-match", .priced,
            parameters: "name_1 name_2",
            answers: [
                .success(0, 0, 1388, "data{name_1 name_2 score:number reason}"),
                .refusal(1, -1, 1388, ""),
                .refusal(0, 0, 1388, "data{name_1 name_2 score:number reason}"),
                .httpError(403, 1, ""),
            ]),
        Operation(
            "itr_compliance", "Check compliance of income tax returns", .post, "/tools/kyc/touras/itr-compliance",
            .priced,
            parameters: "pan_number",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{pan_number itr_filed:boolean assessment_year compliance_status filing_status
                    filing_date acknowledgement_number}
                    """),
                .refusal(1, 463, 1388, ""),
                .refusal(
                    0, 0, 1388,
                    """
                    data{pan_number itr_filed:boolean assessment_year compliance_status filing_status}
                    """),
                .refusal(1, 1, 1388, ""),
                .httpError(400, 1, -1, 1388, ""),
                .httpError(403, 1, ""),
            ]),
        Operation(
            "din", "Verify a director's DIN", .post, "/tools/kyc/touras/din-verification", .priced,
            parameters: "din_number",
            answers: [
                .success(0, 0, 1388, "data{din director_name din_status designation company_name}"),
                .refusal(1, -1, 1388, "data:any"),
                .httpError(403, 1, -1, nil, "data:any"),
            ]),
        Operation(
            "e_challan", "Look up traffic fines", .post, "/tools/kyc/touras/e-challan", .priced,
            parameters: "registration_number",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{vehicle_number pending_challans:number total_fine_amount:number
                    challans[{challan_number challan_id violation date fine:number status state
                    issuing_authority payment_source}]}
                    """),
                .refusal(1, 1, 1388, ""),
                .refusal(
                    0, 0, 1388,
                    """
                    data{vehicle_number pending_challans:number total_fine_amount:number challans[any]}
                    """),
                .httpError(403, 1, ""),
            ]),
        Operation(
            "email", "Check an e-mail address", .post, "/tools/kyc/touras/check-email", .priced, price: 840,
            parameters: "email",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{email domain is_valid:boolean is_disposable:boolean domain_age_days:number
                    mx_records[any]}
                    """),
                .refusal(
                    1, 1, 1388,
                    """
                    data{email domain is_valid:boolean is_disposable:boolean domain_age_days:any
                    mx_records[any]}
                    """),
                .refusal(
                    0, 0, 1388,
                    """
                    data{email domain is_valid:boolean is_disposable:boolean domain_age_days:number
                    mx_records[any]}
                    """),
                .httpError(403, 1, -1, nil, ""),
                .refusal(1, 463, 1388, ""),
            ]),
        Operation(
            "fssai", "Look up a food licence", .post, "/tools/kyc/touras/fetch-fssai", .priced,
            parameters: "fssai",
            answers: [
                .success(
                    0, 0, 1388,
                    """
                    data{fssai_number license_status license_category business_name address state pincode
                    expiry_date}
                    """),
                .refusal(1, 1, 1388, ""),
                .httpError(403, 1, ""),
                .refusal(
                    0, 0, 1388,
                    """
                    data{fssai_number license_status license_category business_name address state pincode
                    expiry_date}
                    """),
            ]),
    ]
}
