"""How the device reads a text: word pieces, words and syntactic words."""
