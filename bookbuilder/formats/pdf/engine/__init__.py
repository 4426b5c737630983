"""WeasyPrint and our changes to it. No other package imports it, and none of its objects leaves this one."""
