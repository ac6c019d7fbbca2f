"""The pages of a plan in a workbook: one page a file, and the book that they stand in."""
