"""The form of a plan in a workbook: its pages and columns, and how a cell writes a name, a value or a list."""
