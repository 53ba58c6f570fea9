"""Guanwei 官微: the chat-ops desk for a company's official Weibo account."""

__version__ = "0.1.0"
