"""Decks with their answers: words, drawing, looks, scoring."""
