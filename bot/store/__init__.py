"""Rows: one small interface over a database, and one module of SQL per case."""
