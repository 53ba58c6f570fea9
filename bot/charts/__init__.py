"""Figures as pictures. Nothing of the plotting library is loaded before the first one is drawn."""
