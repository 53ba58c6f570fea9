"""Figures as pictures. The bot itself loads nothing of the plotting library: a program of its own draws."""
