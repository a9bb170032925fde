"""任务清单: the duties behind a number, wherever the number stands."""
