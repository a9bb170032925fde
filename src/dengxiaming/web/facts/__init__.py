"""载入事实: a fact set from the browser, checked, loaded or refused."""
