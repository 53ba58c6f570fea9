"""The rules: states, clocks, who may, what follows. No Slack and no SQL here."""
