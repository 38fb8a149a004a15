"""Every documented operation as a step of a workflow. To be imported."""
import json

NUMBER = "9002336768"
COMMON = ("initiator_id", "client_ref_id")


class Operation:
    """An operation of the API, as the sandbox lists it, and what `ekoflow operations` says that it does."""

    def __init__(self, listed, kind):
        self.name, self.method, self.kind = listed["name"], listed["method"], kind
        self.parameters = [name for name in listed["parameters"] if not name.endswith("?") and name not in COMMON]

    def call(self, number=NUMBER, amount=500):
        """The value of `call`, in YAML."""
        values = {name: self.value(name, number, amount) for name in self.parameters}
        return json.dumps({"operation": self.name, "with": values})

    def value(self, name, number, amount):
        if name == "amount":
            return amount
        if name == "entries":
            return [{"bank_account": "1", "ifsc": "SBIN0000001"}]
        if self.name == "aeps_activate" and name in ("pan_card", "aadhar_front", "aadhar_back"):
            return {"file": "card.png"}
        return number if name in ("mobile", "customer_id") else f"v-{name}"


def all_of(workspace, sandbox):
    """Every operation; the ones for OTPs are calls by name too."""
    kinds = {}
    for kind in ("reads", "changes", "priced", "texts", "moves_money"):
        listed = workspace.run("operations", "--effect", kind).stdout.splitlines()
        kinds.update({line.split()[0]: kind for line in listed if line.strip()})
    return [Operation(listed, kinds[listed["name"]]) for listed in sandbox.get("endpoints")["endpoints"]]
