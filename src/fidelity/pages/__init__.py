"""What every page for a browser is made of, whatever it is about: tags, signs, shell and style."""
