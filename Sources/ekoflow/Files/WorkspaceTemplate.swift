import JSON
import WorkflowModel

/// The files of a new workspace.
enum WorkspaceTemplate {
    static let files: [(path: String, text: String)] = [
        ("environments/sandbox.yml", sandbox), ("environments/staging.yml", staging), ("environments/prod.yml", prod),
        ("workflows/send.yml", workflow),
        ("schemas/workflow.json", SchemaDocument.workflow.json.prettyPrinted + "\n"),
        ("schemas/environment.json", SchemaDocument.environment.json.prettyPrinted + "\n"),
        (".vscode/extensions.json", extensions), (".vscode/settings.json", settings),
        (".gitignore", "reports/\n.env\n*.key\n"),
    ]

    /// Recommends the YAML language server: completion, hover help and errors while editing.
    private static let extensions = """
        { "recommendations": ["redhat.vscode-yaml"] }

        """

    /// For files without the line that names their schema.
    private static let settings = """
        {
          "yaml.schemas": {
            "./schemas/workflow.json": "workflows/**/*.yml",
            "./schemas/environment.json": "environments/*.yml"
          },
          "yaml.schemaStore.enable": false
        }

        """

    /// Also used if a workspace has no environment `sandbox`.
    static let sandbox = """
        # yaml-language-server: $schema=../schemas/environment.json
        # ekoflow's own sandbox, started inside the run: no keys, no network, nobody is texted.
        name: sandbox
        sandbox: embedded
        initiator_id: "9962981729"

        """

    private static let staging = """
        # yaml-language-server: $schema=../schemas/environment.json
        # Each send texts a real person, and each transfer moves money. Never write a key into a file of this workspace.
        name: staging
        base_url: https://staging.eko.in/ekoapi/v3
        initiator_id: "9962981729"                 # the registered mobile number of your API user
        credentials:
          developer_key: { env: EKO_STAGING_DEVELOPER_KEY }
          access_key: { env: EKO_STAGING_ACCESS_KEY }
        otp_source: prompt                         # verify_otp asks at the terminal for the code
        timeout: 30s                               # the deadline of one exchange
        limits:
          rate: 5/s
          max_sends: 20                            # SMS in one run
          max_sends_per_recipient: 3
          max_transfers: 5                         # calls that move money in one run
          max_amount: 1000                         # rupees that they move together
          max_priced: 50                           # other calls that cost money in one run
        recipients: ["9002336768"]                 # your team's numbers: no other number is ever texted

        """

    private static let prod = """
        # yaml-language-server: $schema=../schemas/environment.json
        # Real customers, real money: a run needs --confirm-production prod. Calls work only from addresses that Eko has allow-listed.
        name: prod
        production: true
        base_url: https://api.eko.in/ekoicici/v3
        initiator_id: "9962981729"
        credentials:
          developer_key: { env: EKO_PROD_DEVELOPER_KEY }
          access_key: { env: EKO_PROD_ACCESS_KEY }
        otp_source: prompt
        timeout: 30s
        limits:
          rate: 1/s
          max_sends: 2                             # SMS in one run
          max_sends_per_recipient: 1
          # max_amount: 100                        # rupees in one run; without it, nothing can move money
        recipients: ["9002336768"]

        """

    private static let workflow = """
        # yaml-language-server: $schema=../schemas/workflow.json
        name: Send an OTP
        environment: staging                  # --env sandbox runs it without keys, and texts nobody
        tags: [smoke]
        vars:
          mobile: "9002336768"                # --var mobile=... sends to another number

        steps:
          - id: send
            name: the customer is sent an OTP
            send_otp:
              mobile: ${{ vars.mobile }}
              csp_id: "9002336768"
            expect:
              http: 200
              within: 3s
              body:
                status: 0                     # HTTP 200 alone says nothing
                response_type_id: 1623
                data.otp_expiry_timestamp: { after: now, before: now + 15m }
            capture:
              tid: data.tid                   # later steps read it as ${{ steps.send.tid }}

        """
}
