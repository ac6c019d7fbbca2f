"""How far raters agree: one statistic a file, with its definition, an interval, and a reason where it is undefined."""
