"""A slow and obvious account of one option's pathway, written from the stages' own description and not their table."""


class Follower:
    """Remembers everything done, and tells from that alone where they stand and what may be done next."""

    def __init__(self):
        self.done = []

    @property
    def stage(self):
        stage = "introduce"
        for act in self.done:
            if act == "end":
                return "ended"
            stage = {
                "choose": "connect",
                "plan": "interest",
                "put_off": "not_now",
                "rule_out": "never",
            }.get(act, stage)
        return stage

    def may(self, act):
        stage = self.stage
        if stage == "ended":
            return False
        if act == "end":
            return True
        if stage == "never":
            return act == "choose"  # they changed their mind
        if act in {"explain", "put_off", "rule_out"}:
            return True
        if act == "choose":
            return stage != "connect"  # they have chosen already
        if act == "ask":
            return stage == "interest"  # there is something to ask about
        return stage in {"connect", "interest"}  # contact, plan

    def did(self, act):
        self.done.append(act)
