"""Rows in and out: complaints and figures from files, complaints from signed requests, complaints as files for others."""
