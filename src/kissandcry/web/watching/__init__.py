"""Clips that a visitor hands over: reviewed one after the other, kept on the visitor's shelf."""
