"""The built-in workspace: a small Slack-compatible server with a web page."""
