"""How far raters agree: statistics with their definitions, intervals, and a reason where one is undefined."""
