"""The codes about completed checklists and scales (FID7xx): one file each, found by walking this folder."""
