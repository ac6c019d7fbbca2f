"""One rule about models a file, found by walking this folder: the codes FID6xx."""
